"""Calibration: a toy with a known answer, screening, adjusting, the files of a posterior, its folder."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import numpy as np
import pytest

from kennan.faults import BadInput
from kennan.history import posterior
from kennan.history.calibrating import SMALL, Settings, adjust, folder, recover, summaries
from kennan.history.calibrating.compared import compared, model_error
from kennan.history.calibrating.make import fingerprint, values
from kennan.history.calibrating.particles import sample
from kennan.history.calibrating.screen import screen
from kennan.history.record.folder import facts
from kennan.history.terms import targets
from kennan.model import parameters

TOY = Settings(particles=250, generations=4, least=0.005)
NOISE = 0.5  # of the toy: a normal prior, and one observation with this error


def toy(scores: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    return scores + NOISE * np.random.default_rng(int(numbers[0])).standard_normal(scores.shape)


def exact(observed: np.ndarray) -> tuple[np.ndarray, float]:
    share = 1 / (1 + NOISE**2)
    return share * observed, math.sqrt(1 - share)


def test_a_posterior_that_is_known_is_found():
    observed = np.array([1.0, -0.5])
    found = sample(toy, observed, ("a", "b"), 1.5, TOY)
    scores = adjust.adjusted(found.scores, found.summaries, found.weights, observed)
    mean, spread = exact(observed)
    error = spread / math.sqrt(adjust.effective(found.weights))
    assert np.abs(scores @ found.weights - mean).max() < 4 * error
    for row in scores:
        assert summaries.deviation(row, found.weights) == pytest.approx(spread, rel=0.2)
    distances = [one["distance"] for one in found.generations]
    assert len(distances) == TOY.generations
    assert distances == sorted(distances, reverse=True)


def test_a_calibration_that_was_stopped_ends_like_one_that_was_not(tmp_path):
    observed, names = np.array([1.0, -0.5]), ("a", "b")
    small = replace(TOY, particles=60)
    whole = sample(toy, observed, names, 1.5, small)
    store = tmp_path / "particles.db"
    sample(toy, observed, names, 1.5, replace(small, generations=2), store)
    on = sample(toy, observed, names, 1.5, small, store, resume=True)
    assert on.generations == whole.generations
    assert np.array_equal(on.scores, whole.scores)


def test_screening_keeps_what_shows_and_nothing_else():
    chance = np.random.default_rng(1)
    scores = {name: chance.standard_normal(4000) for name in ("seen", "dim", "hidden")}
    features = chance.standard_normal((30, 4000))
    features[0] += 2 * scores["seen"]
    features[1] += 0.3 * scores["dim"]
    found = screen(features, scores, 0.02)
    assert found.names == ("seen", "dim")
    assert found.explained["seen"] == pytest.approx(0.8, abs=0.05)
    assert found.explained["hidden"] < 0.02
    assert found(features).shape == (2, 4000)


def test_a_feature_far_from_all_worlds_counts_as_four_deviations():
    chance = np.random.default_rng(1)
    scores = {"seen": chance.standard_normal(4000)}
    features = scores["seen"] + 0.1 * chance.standard_normal((1, 4000))
    found = screen(features, scores, 0.02)
    assert found(np.array([[50.0]])) == pytest.approx(found(np.array([[5.0]])))


def test_adjusting_moves_particles_to_the_record():
    chance = np.random.default_rng(2)
    scores = chance.standard_normal((1, 3000))
    summaries = scores + 0.01 * chance.standard_normal((1, 3000))
    moved = adjust.adjusted(scores, summaries, np.ones(3000) / 3000, np.array([0.7]))
    assert moved.mean() == pytest.approx(0.7, abs=0.01)
    assert moved.std() == pytest.approx(0.01, rel=0.1)


def test_resampling_follows_the_weights():
    drawn = adjust.resampled(np.array([0.1, 0.0, 0.6, 0.3]), 100, 1)
    assert np.bincount(drawn, minlength=4) == pytest.approx([10, 0, 60, 30], abs=1)


def test_distance_of_two_laws_and_weighted_numbers():
    even = (np.arange(1000) + 0.5) / 1000
    weights = np.full(1000, 1e-3)
    assert summaries.ks(even, weights) < 0.002
    assert summaries.ks(even**2, weights) == pytest.approx(0.25, abs=0.01)
    assert summaries.quantiles(even, weights, (0.05, 0.5)) == pytest.approx([0.05, 0.5], abs=0.002)
    heavy = np.where(even > 0.5, 2.0, 0.0)
    assert summaries.deviation(even, heavy) == pytest.approx(0.5 / math.sqrt(12), rel=0.01)


def test_normal_scores_are_quantiles_of_the_priors():
    known = {name: p for name, p in parameters.load().items() if p.prior}
    name = next(iter(known))
    found = values({name: np.array([-8.0, 0.0, 8.0])})[name]
    assert found[1] == pytest.approx(known[name].value, rel=1e-4)
    assert known[name].low <= found[0] < found[1] < found[2] <= known[name].high


def test_every_target_says_its_error_of_measurement():
    for target in targets().values():
        assert model_error(target) > 0 or target.model_error.startswith(("none", "a theatre")), target.name
    assert model_error(targets()["forces_abroad"]) == 0.3


def test_the_record_and_worlds_are_compared_by_the_same_numbers():
    known = compared(facts().until(1955), "x-1947", tuple(range(1948, 1956)))
    record = known.features(known.record())
    assert np.isfinite(record).all()
    shown = {name: np.repeat(value, 2, -1) for name, value in known.record().items()}
    assert np.array_equal(known.features(shown), np.repeat(record, 2, 1))
    assert "quiet_transfer" in known.chosen
    assert fingerprint(known) == fingerprint(compared(facts().until(1955), "x-1947", known.years))
    assert fingerprint(known) != fingerprint(compared(facts().until(1954), "x-1947", known.years[:-1]))


def test_the_error_of_an_anchor_is_in_every_year_alike():
    """What is told as a change is right at its anchor, and wrong elsewhere by both years' errors."""
    known = compared(facts().until(1955), "x-1947", tuple(range(1948, 1956)))
    target = known.chosen["cinc_ratio"]
    shape = (*known.seen["cinc_ratio"][0].shape, 4000)
    values = {name: np.ones((*known.seen[name][0].shape, 4000)) for name in known.chosen}
    said = known.noisy(values, (1,))["cinc_ratio"]
    assert said.shape == shape
    assert known.anchors["cinc_ratio"].year == 1955
    assert np.ptp(said[0, -1]) == 0.0
    alone = math.hypot(target.error["medium"], model_error(target))
    assert said[0, 0].std() == pytest.approx(math.sqrt(2) * alone, rel=0.05)
    assert np.corrcoef(said[0, 0], said[0, 1])[0, 1] == pytest.approx(0.5, abs=0.05)
    free = known.noisy(values, (1,))["gdp_ratio"]  # a level of its own: no anchor, and no error in common
    assert np.corrcoef(free[0, 0], free[0, -1])[0, 1] == pytest.approx(0.0, abs=0.05)


def test_ranks_of_a_right_and_a_wrong_method():
    chance = np.random.default_rng(3)
    right = chance.random((2, 300))
    assert (recover.uniform(right) > 0.001).all()
    assert (recover.uniform(right**3) < 1e-6).all()  # biased
    assert (recover.uniform(0.5 + (right - 0.5) * 0.5) < 1e-6).all()  # too wide
    draws = chance.standard_normal((1, 500))
    low, high = (recover.rank(np.array([at]), draws, np.ones(500), 1)[0] for at in (-9.0, 9.0))
    assert low < 0.02
    assert high > 0.98


def test_the_package_holds_a_posterior_that_fits_the_model():
    found = posterior.load()
    assert found.number == posterior.numbers()[-1]
    assert found.until == "1965-12-31"
    register = parameters.load()
    for name, drawn in found.parameters.items():
        assert register[name].prior, name
        assert (drawn >= register[name].low * (1 - 1e-6)).all(), name
        assert (drawn <= register[name].high * (1 + 1e-6)).all(), name
    assert found.draws == found.about["settings"]["draws"]
    assert {row["name"] for row in found.about["table"]} == {n for n, p in register.items() if p.prior}
    rows = found.rows(np.array([0, 0, 1]))
    assert all(values[0] == values[1] for values in rows.values())


def small() -> posterior.Posterior:
    about = {"format": 1, "number": 0, "until": "1956-12-31", "scenario": "x-1947", "engine": "1"}
    about |= {"parameters": ["inflow"], "observations": "", "settings": asdict(SMALL), "table": []}
    drawn = {"inflow": np.array([4.0, 5.0], np.float32)}
    return posterior.Posterior(drawn, {"orbit_states": np.array([9.0, 10.0])}, np.array([3, 7]), about)


def test_a_posterior_is_read_as_it_was_written(tmp_path):
    paths = tmp_path / "p.csv", tmp_path / "a.json"
    posterior.write(small(), *paths)
    found = posterior.read(*paths)
    assert found.about == small().about
    assert found.worlds.tolist() == [3, 7]
    assert found.parameters["inflow"].tolist() == [4.0, 5.0]
    assert found.states["orbit_states"].tolist() == [9.0, 10.0]
    assert (found.number, found.numbered(2).number) == (0, 2)


def test_a_folder_is_begun_once_and_gone_on_with_as_it_was_begun(tmp_path):
    path, asked = tmp_path / "c", folder.wanted("1956-12-31", "abc", SMALL)
    folder.begin(path, asked, resume=False)
    assert folder.finished(path) is None
    folder.begin(path, asked, resume=True)
    with pytest.raises(BadInput, match="already here"):
        folder.begin(path, asked, resume=False)
    with pytest.raises(BadInput, match="begun otherwise: observations"):
        folder.begin(path, {**asked, "observations": "other"}, resume=True)
    folder.finish(path, small())
    assert folder.finished(path).worlds.tolist() == [3, 7]


def test_luck_is_chosen_within_a_draw():
    """A forecast of calibrated parameters keeps as many members of every draw, however well it fits the past."""
    from kennan.history import forecast, forecast_asked
    from kennan.history.calibrating import forecasting

    drawn = {"inflow": np.array([0.5, 4.5, 9.0], np.float32)}
    given = replace(small(), parameters=drawn, worlds=np.arange(3))
    asked = forecast_asked.asked(1956, 1958, members=30, parameters="calibrated", names=["orbit_states"])
    seen: list[int] = []
    whole = forecasting.blocks

    def spied(*words, **named):
        for block in whole(*words, **named):
            seen.append(block["orbit_states"].shape[-1])
            yield block

    forecasting.blocks = spied
    try:
        made = forecast.make(facts(), asked, claims=False, posterior=given)
    finally:
        forecasting.blocks = whole
    assert sum(seen) == 30 == made.members.count
    assert made.calibration == 0
