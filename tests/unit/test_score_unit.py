"""Scores against scoringrules and against answers known by hand; skill, calibration and verdicts."""

from __future__ import annotations

import numpy as np
import pytest
import scoringrules
from history_fake import cells, members, of

from kennan.history import score_calibration as calibration
from kennan.history import score_cells as cellwise
from kennan.history import verdicts
from kennan.history.baselines import BASELINES, Past, _rates
from kennan.history.forecast_nearest import distance, spreads, told
from kennan.history.score_skill import as_skill, resampled, skill
from kennan.history.terms import targets


def test_crps_of_many_is_scoringrules():
    rng = np.random.default_rng(3)
    ensemble, values = rng.normal(size=(4, 31)), rng.normal(size=(4, 7))
    found = cellwise.crps_many(values, ensemble)
    wanted = [
        [scoringrules.crps_ensemble(v, row) for v in mine] for mine, row in zip(values, ensemble, strict=True)
    ]
    assert np.allclose(found, wanted, atol=1e-12)
    own = cellwise.crps_many(ensemble[:, :3], ensemble, own=True)
    rest = [[scoringrules.crps_ensemble(row[k], np.delete(row, k)) for k in range(3)] for row in ensemble]
    assert np.allclose(own, rest, atol=1e-12)


def test_the_error_of_observation_is_taken_in():
    """Sure members and a record with an error are scored as a normal forecast of that width."""
    here = cells("superpower_crises", [2.0, 3.5], [0.5, 0.5])
    said = cellwise.said(of("superpower_crises", np.full((2, 40_000), 2.0)), here)
    wanted = scoringrules.crps_normal(here.values, 2.0, 0.5)
    assert np.allclose(cellwise.main_score(said, here), wanted, atol=0.005)
    assert np.allclose(
        cellwise.log_score(said, here), scoringrules.logs_normal(here.values, 2.0, 0.5), atol=1e-6
    )


def test_log_score_is_that_of_a_mixture():
    rng = np.random.default_rng(5)
    here = cells("superpower_crises", [1.0, 9.0], [0.4, 0.4])
    array = rng.normal(1, 1, (2, 200))
    said = cellwise.said(of("superpower_crises", array), here)
    plain = said.plain
    middle = np.subtract(*np.quantile(plain, (0.75, 0.25), axis=1)) / 1.349
    width = np.sqrt(0.16 + (0.9 * np.minimum(plain.std(1), middle) * 200**-0.2) ** 2)
    wanted = scoringrules.logs_mixnorm(here.values, plain, np.repeat(width[:, None], 200, 1))
    assert np.allclose(cellwise.log_score(said, here), wanted, rtol=1e-6)


def test_probability_of_what_the_record_would_say():
    here = cells("bloc_unrest", [1.0, 0.0], [0.1, 0.0])
    said = cellwise.said(of("bloc_unrest", [[1, 1, 1, 0], [0, 0, 0, 0]]), here)
    assert said.chance == pytest.approx([0.7 * 0.9 + 0.3 * 0.1, 0.1])  # (3 + 1/2) / (4 + 1); never quite 0
    assert np.allclose(cellwise.main_score(said, here), scoringrules.brier_score(here.values, said.chance))
    assert np.allclose(cellwise.log_score(said, here), -np.log([said.chance[0], 1 - said.chance[1]]))


def test_members_that_say_nothing_do_not_count():
    here = cells("kremlin_yields", [1.0, 1.0], [0.0, 0.0])
    said = cellwise.said(of("kremlin_yields", [[1, np.nan, 1, np.nan], [np.nan] * 4]), here)
    assert said.chance[0] == pytest.approx(2.5 / 3)
    assert said.known.tolist() == [True, False]


def test_logs_are_compared_where_the_target_says_so():
    here = cells("gdp_ratio", np.log([0.5]), [0.0])
    said = cellwise.said(of("gdp_ratio", [[0.25, 0.5, 1.0]]), here)
    assert np.allclose(said.members, np.log([[0.25, 0.5, 1.0]]))
    assert cellwise.pit(said, here) == pytest.approx([0.5])


def test_years_together_are_scoringrules():
    rng = np.random.default_rng(1)
    here = cells("superpower_crises", rng.normal(size=5), np.zeros(5))
    array = rng.normal(size=(5, 60)).astype(np.float32)
    said = cellwise.said(of("superpower_crises", array), here)
    found = cellwise.joint(said, here)
    assert found["energy"] == pytest.approx(float(scoringrules.es_ensemble(here.values, array.T)), rel=1e-6)
    assert found["variogram"] == pytest.approx(
        float(scoringrules.vs_ensemble(here.values, array.T, p=0.5)), rel=1e-6
    )


def test_skill_by_hand():
    years = np.arange(1950, 1960)
    luck = np.random.default_rng(3).random(10)
    found = skill(0.4 + 0.2 * luck, 1.6 + 0.8 * luck, years)
    assert found.skill == pytest.approx(0.75)
    assert found.difference == pytest.approx((1.2 + 0.6 * luck).mean())
    assert 0.5 < found.low < 0.75 < found.high < 1
    assert found.verdict == "better"
    assert skill(1.6 + 0.8 * luck, 0.4 + 0.2 * luck, years).verdict == "worse"
    assert skill(np.full(10, np.nan), np.ones(10), years) is None


def test_what_is_the_same_in_every_year_has_no_interval():
    years = np.arange(1950, 1960)
    found = skill(np.full(10, 0.5), np.full(10, 2.0), years)
    assert (found.skill, found.low, found.high, found.verdict) == (0.75, None, None, "even")
    assert "the same in every year" in found.why
    short = skill(np.zeros(2), np.ones(2), years[:2])
    assert (short.skill, short.low, short.verdict) == (1.0, None, "even")
    assert short.why == "fewer than 4 years"


def test_where_there_is_nothing_to_divide_by_there_is_a_difference_and_no_ratio():
    years = np.arange(1950, 1960)
    none = skill(np.zeros(10), np.zeros(10), years)
    assert (none.skill, none.difference, none.verdict) == (None, 0.0, "even")
    ours = 1e-3 * np.random.default_rng(3).random(10)
    found = skill(ours, np.full(10, 1e-6), years, floor=1e-4)
    assert found.skill is found.low is found.high is None
    assert found.difference == pytest.approx(1e-6 - ours.mean())
    assert found.difference_low < found.difference < found.difference_high < 0
    assert found.verdict == "worse"
    assert "divide by next to nothing" in found.why
    assert skill(ours, np.full(10, 2e-4), years, floor=1e-4).skill is not None


@pytest.mark.parametrize("seed", range(40))
def test_intervals_of_skill_stay_below_1_and_on_the_side_of_the_difference(seed):
    luck = np.random.default_rng(seed)
    years = int(luck.integers(4, 20))
    ours, theirs = luck.gamma(0.2, 1.0, years), luck.gamma(0.2, 10.0 ** luck.normal(), years)
    found = skill(ours, theirs, np.arange(years))
    assert found.low <= found.skill <= found.high <= 1
    assert np.sign(found.low) == np.sign(found.difference_low)
    assert np.sign(found.high) == np.sign(found.difference_high)
    at = as_skill(found.difference, ours.mean(), theirs.mean())
    assert at == pytest.approx(found.skill)


def test_the_score_that_the_truth_can_expect():
    luck = np.random.default_rng(3)
    here = cells("superpower_crises", luck.normal(5, 0.5, 4000), np.full(4000, 0.5))
    told = cellwise.said(of("superpower_crises", np.full((4000, 300), 5.0)), here)
    assert cellwise.main_score(told, here).mean() == pytest.approx(cellwise.truest(here)[0], rel=0.05)
    yes = cells("bloc_unrest", luck.random(4000) < 0.9, np.full(4000, 0.1))
    told = cellwise.said(of("bloc_unrest", np.ones((4000, 300))), yes)
    assert cellwise.main_score(told, yes).mean() == pytest.approx(cellwise.truest(yes)[0], rel=0.1)


def test_cells_that_one_model_lacks_are_left_out():
    ours, theirs = np.array([1.0, np.nan, 1.0, 1, 1]), np.array([2.0, 9.0, np.nan, 2, 2])
    found = skill(ours, theirs, np.arange(5))
    assert (found.skill, found.cells, found.years) == (0.5, 3, 3)


def test_blocks_are_years_that_follow_each_other():
    drawn = resampled(10, 1, times=50, block=3)
    assert drawn.shape == (50, 10)
    apart = np.diff(drawn[:, :9].reshape(50, 3, 3), axis=2) % 10
    assert (apart == 1).all()


def test_murphys_parts_add_up():
    rng = np.random.default_rng(2)
    chance = rng.random(500)
    came = (rng.random(500) < chance**2).astype(float)
    parts = calibration.murphy(chance, came)
    assert parts.brier == pytest.approx(float(np.mean(scoringrules.brier_score(came, chance))))
    assert parts.brier == pytest.approx(
        parts.reliability - parts.resolution + parts.uncertainty + parts.within
    )
    exact = calibration.murphy(np.array([0.25, 0.25, 0.25, 0.25]), np.array([0, 0, 0, 1.0]))
    assert (exact.reliability, exact.resolution, exact.uncertainty) == (0, 0, 0.1875)


def test_coverage_and_pit_by_hand():
    here = cells("superpower_crises", [0.0, 5.0, 50.0, 100.0], np.zeros(4))
    said = cellwise.said(of("superpower_crises", np.repeat(np.arange(101.0)[None], 4, 0)), here)
    half, most = calibration.coverage(said, here)
    assert (half.wanted, half.inside, most.wanted, most.inside, most.cells) == (50, 1, 90, 2, 4)
    assert most.width == pytest.approx(90)
    assert calibration.pit_histogram(said, here).shares[0] == 0.5


def test_baselines_by_hand():
    target = targets()["superpower_crises"]
    past = Past(target, np.array([1945.0, 1946, 1947]), np.array([1.0, 3, 2]), 0.3)
    luck = np.random.default_rng(0)
    years = np.array([1949, 1951])
    assert (BASELINES["persistence"].run(past, years, 5, luck, 0.5, 0.5) == 2).all()
    assert past.size == pytest.approx(np.sqrt((4 + 1) / 2))
    assert set(BASELINES["climatology"].run(past, years, 500, luck, 0.5, 0.5).ravel()) == {1, 2, 3}
    crisis = Past(targets()["gdp_ratio"], past.years, past.values, 0.3)
    drift = BASELINES["drift"].run(crisis, years, 40_000, luck, 0.5, 0.5)
    assert drift.mean(1) == pytest.approx([2 + 2 * 0.5, 2 + 4 * 0.5], abs=0.05)
    walk = BASELINES["random_walk"].run(crisis, years, 40_000, luck, 0.5, 0.5)
    assert walk.mean(1) == pytest.approx([2, 2], abs=0.05)
    assert walk.std(1) == pytest.approx(np.array([np.sqrt(2), 2]) * past.size, rel=0.02)


def test_a_yes_comes_and_goes_at_the_known_rate():
    target = targets()["orbit_theatre"]
    first = Past(target, np.arange(1940.0, 1945), np.array([0.0, 0, 1, 1, 1]), 0.01)
    second = Past(target, np.arange(1940.0, 1945), np.zeros(5), 0.01)
    come, go = _rates([first, second])
    assert (come, go) == (pytest.approx(1.5 / 7), pytest.approx(0.5 / 3))
    luck = np.random.default_rng(0)
    found = BASELINES["drift"].run(first, np.array([1945, 1990]), 20_000, luck, come, go)
    assert found.mean(1) == pytest.approx([1 - go, come / (come + go)], abs=0.01)


def test_the_nearest_is_nearest():
    seen = {"gdp_ratio": (np.array([[0.4, 0.4]]), np.array([[0.1, 0.1]]))}
    values = {"gdp_ratio": np.array([[[0.4, 0.2, 0.8], [0.4, 0.2, np.nan]]], np.float32)}
    known = {"gdp_ratio": targets()["gdp_ratio"]}
    far = distance(values, spreads(values, known), seen, known)
    assert far.argmin() == 0
    assert far[0] == pytest.approx(0, abs=1e-9)
    silent = {"gdp_ratio": (np.array([[0.4, np.nan]]), np.array([[0.1, np.nan]]))}
    short = {"gdp_ratio": values["gdp_ratio"][:, :1]}, {"gdp_ratio": (np.array([[0.4]]), np.array([[0.1]]))}
    wanted = distance(short[0], spreads(short[0], known), short[1], known)
    assert distance(values, spreads(values, known), silent, known) == pytest.approx(wanted)


def test_censored_observations_are_not_told():
    import pandas

    rows = {
        "target": ["gdp_ratio"] * 2,
        "unit": [""] * 2,
        "year": [1948, 1949],
        "value": [0.3, 0.4],
        "error": [0.1] * 2,
    }
    found = told(pandas.DataFrame(rows | {"censored": [False, True]}), {"gdp_ratio": ("",)}, (1948, 1949))
    value, error = found["gdp_ratio"]
    assert value[0, 0] == 0.3
    assert np.isnan([value[0, 1], error[0, 1]]).all()


def judged(true: float, with_: float, without: float, years: int = 16):
    """Return the verdict when the record lies at ``true`` and the forecasts at ``with_`` and ``without``."""
    luck = np.random.default_rng(7)
    level = lambda at: luck.normal(at, 0.3, (years, 1)) * 0 + luck.normal(at, 0.3, (years, 400))  # noqa: E731
    record = {
        "superpower_crises": cells("superpower_crises", luck.normal(true, 0.3, years), np.full(years, 0.1))
    }
    on, off = of("superpower_crises", level(with_)), of("superpower_crises", level(without))
    return verdicts.judge("II.10a-firm-not-histrionic", on, off, record, 0.01)


def test_verdicts_by_hand():
    assert judged(5, 5, 8).verdict == verdicts.SUPPORTED
    assert judged(5, 8, 5).verdict == verdicts.REFUTED
    assert judged(5, 5, 5).verdict == verdicts.OPEN
    assert judged(5, 9, 12).reason.startswith("better with it than without, but unlike")
    assert judged(5, 5, 8, years=3).reason == "the record tells of 3 years alone"


def test_the_level_follows_from_the_number_of_claims_and_the_courses_from_the_level():
    assert verdicts.level(25) == pytest.approx(0.002)
    assert verdicts.courses(25) == 999
    assert verdicts.courses(1) == 39
    for claims in (1, 3, 25, 97):
        assert verdicts.TELLING / (verdicts.courses(claims) + 1) <= verdicts.level(claims) * (1 + 1e-9)
        assert verdicts.TELLING / verdicts.courses(claims) > verdicts.level(claims) * (1 + 1e-9)


def test_arms_keep_as_many_courses_as_verdicts_ask_for_also_as_of_a_later_year(monkeypatch):
    from kennan import history
    from kennan.history import forecast, forecast_asked, forecast_nearest

    kept: list[tuple[int, int]] = []

    def run(maker, plan, keep, *_):
        kept.append((plan.worlds, keep))
        return members(names=tuple(maker.chosen), count=2)

    monkeypatch.setattr(forecast._Maker, "run", run)
    names = ["bloc_unrest", "leader_change"]
    for year, times in ((1947, 1), (1955, forecast_nearest.KEPT)):
        kept.clear()
        forecast.make(history.load(), forecast_asked.asked(year, 1960, members=20, names=names))
        claims = len(kept) - 2  # the forecast itself, and the arm with all mechanisms
        assert claims == len(forecast.bearing(targets(names))) > 1
        assert {keep for _, keep in kept[1:]} == {forecast.courses_kept(claims)}
        assert {worlds for worlds, _ in kept[1:]} == {times * forecast.courses_kept(claims)}
        assert 1 / (forecast.courses_kept(claims) + 1) < verdicts.level(claims)
    assert forecast.courses_kept(97) == verdicts.courses(97) == 3879


def test_too_few_courses_decide_nothing_and_say_so():
    luck = np.random.default_rng(7)
    record = {"superpower_crises": cells("superpower_crises", luck.normal(5, 0.3, 16), np.full(16, 0.1))}
    few, many = (
        {"on": luck.normal(5, 0.3, (16, n)), "off": luck.normal(8, 0.3, (16, n))} for n in (256, 1024)
    )
    for side, wanted in ((few, verdicts.OPEN), (many, verdicts.SUPPORTED)):
        on, off = of("superpower_crises", side["on"]), of("superpower_crises", side["off"])
        found = verdicts.judge("II.10a-firm-not-histrionic", on, off, record, 0.004)
        assert found.verdict == wanted
        if wanted == verdicts.OPEN:
            assert "256 courses show no chance below 0.0039, and 0.002 is asked for" in found.reason


def test_a_claim_whose_mechanisms_move_nothing_is_not_decided():
    made = members()
    record = {"gdp_ratio": cells("gdp_ratio", np.log([0.4] * 3))}
    record["gdp_ratio"] = cells("gdp_ratio", np.log([0.4] * 6), years=np.arange(1948, 1954))
    made = members(years=tuple(range(1948, 1954)))
    found = verdicts.judge("III.6a-absolute-limits", made, made, record)
    assert (found.verdict, found.reason) == (verdicts.OPEN, "its mechanisms move none of these targets")
    assert found.gain == 0


def test_a_claim_of_which_the_record_is_silent_cannot_be_tested():
    found = verdicts.judge("III.6a-absolute-limits", members(), members(), {})
    assert found.verdict == verdicts.MUTE
    every = verdicts.judge_all(members(), {}, {})
    assert {one.verdict for one in every} == {verdicts.MUTE}
    assert len(every) == 97


def test_what_never_happened_refutes_nothing_that_hardly_expected_it():
    """Eighteen years without an event that had one chance in ten: worse than a forecast of never, and no refutation."""
    years, luck = 18, np.random.default_rng(4)
    first = luck.integers(0, 180, 1000)  # in a tenth of the worlds it comes in one of the years, and stays
    comes = (np.arange(years)[:, None] >= first[None]).astype(np.float32)
    record = {"broken_up": cells("broken_up", np.zeros(years), np.full(years, 0.001))}
    found = verdicts.judge("x", of("broken_up", comes), of("broken_up", comes * 0), record, 0.004)
    assert found.high < 0
    assert (found.verdict, found.reason) == (verdicts.OPEN, "worse with it, as may well come about with it")
