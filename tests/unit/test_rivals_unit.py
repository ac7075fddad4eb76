"""Rival theories: each piece against what its theory says of it, by hand or by another hand's code."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kennan.cli import main as cli
from kennan.history.record import Record
from kennan.history.rivals import (
    NAMES,
    draws,
    nothing_matters,
    numbers,
    richardson,
    rivals,
    strain,
)
from kennan.history.rivals.known import Series, capabilities, known
from kennan.history.rivals.rival import ENDINGS
from kennan.history.terms import targets

MEMBERS = np.arange(400)
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "rivals.md"


@pytest.fixture(scope="module")
def record() -> Record:
    from kennan.history.record.folder import facts

    return facts()


@pytest.fixture(scope="module")
def now(record):
    return known(record.until(1948))


@pytest.fixture(scope="module")
def played(now):
    return {
        name: rival.run(now, tuple(range(1949, 1966)), MEMBERS[:200], 47) for name, rival in rivals().items()
    }


# Luck


def test_counts_and_binomials_follow_their_laws():
    from scipy import stats  # slow to import: only where it is needed

    u = (np.arange(2000) + 0.5) / 2000
    for mean in (0.3, 1.0, 4.0):
        assert draws.counts(u, np.full(2000, mean)).tolist() == stats.poisson.ppf(u, mean).tolist()
    luck = draws.uniforms(47, np.arange(5000), "test", 24)
    hits = draws.binomials(luck, np.full(5000, 6.0), np.full(5000, 0.3))
    assert hits.mean() == pytest.approx(1.8, abs=0.06)
    assert hits.max() <= 6


def test_gammas_and_betas_are_quantiles():
    from scipy import stats  # slow to import: only where it is needed

    u = np.array([0.1, 0.5, 0.9])
    assert draws.gammas(u, 1.5, 2.0) == pytest.approx(stats.gamma.ppf(u, 1.5, scale=0.5))
    assert draws.betas(u, 0.5, 3.5) == pytest.approx(stats.beta.ppf(u, 0.5, 3.5))


def test_names_years_and_places_have_luck_of_their_own():
    a = draws.uniforms(47, MEMBERS, "one", 2, 1950)
    others = [
        draws.uniforms(47, MEMBERS, "two", 2, 1950),
        draws.uniforms(47, MEMBERS, "one", 2, 1951),
        draws.uniforms(48, MEMBERS, "one", 2, 1950),
    ]
    for other in [*[o[0] for o in others], a[1]]:
        assert abs(np.corrcoef(a[0], other)[0, 1]) < 0.15
    assert draws.normals(47, np.arange(4000), "normal")[0].std() == pytest.approx(1, abs=0.05)


# What each rival declares


@pytest.mark.parametrize("name", NAMES)
def test_rivals_say_what_they_are_and_speak_of_targets(name):
    rival = rivals([name])[name]
    assert rival.name == name
    assert re.search(r"(19|20)\d\d", rival.citation)
    assert rival.sentence.endswith(".")
    assert set(rival.speaks_of) <= set(targets())
    assert rival.run.__module__ == f"kennan.history.rivals.{name}"


@pytest.mark.parametrize("name", NAMES)
def test_rivals_tell_the_targets_that_they_speak_of_and_no_others(name, played):
    assert set(played[name].values) <= set(rivals()[name].speaks_of)
    assert set(played[name].endings) <= set(ENDINGS)


def test_every_ending_is_told_by_somebody(played):
    assert {key for course in played.values() for key in course.endings} == set(ENDINGS)


@pytest.mark.parametrize("name", [*NAMES, "known"])
def test_stated_numbers_are_the_medians_of_their_priors(name):
    for one in numbers.of(name).values():
        assert one.quantile(np.array([0.5]))[0] == pytest.approx(one.value, rel=1e-6, abs=1e-9), one.name
        assert one.source, one.name


KNOBS = [(rival, number) for rival in (*NAMES, "known") for number in numbers.of(rival)]


@pytest.mark.parametrize(("name", "number"), KNOBS, ids=[f"{a}-{b}" for a, b in KNOBS])
def test_every_number_moves_something(name, number, now, played, monkeypatch):
    if (name, number) == ("known", "fresh"):
        return  # moved below, where there is a table of capabilities
    one, own = numbers.of(name)[number], numbers.of
    rival = "strain" if name == "known" else name
    was, moved = played[rival], []
    for turned in (one.low + 0.9 * (one.high - one.low), one.low + 0.05 * (one.high - one.low)):
        register = {**own(name), number: replace(one, value=turned, prior="")}
        monkeypatch.setattr(numbers, "of", lambda asked, told=register: told if asked == name else own(asked))
        found = rivals()[rival].run(now, tuple(range(1949, 1966)), MEMBERS[:200], 47)
        moved += [k for k, v in found.values.items() if not np.array_equal(v, was.values[k], equal_nan=True)]
        moved += [k for k, v in found.endings.items() if not np.array_equal(v, was.endings[k])]
        if moved:
            return
    raise AssertionError(f"{number} of {name} moves nothing")


# Nothing matters


def numbers_of(members: int = 400) -> dict[str, np.ndarray]:
    return {name: np.full(members, value) for name, value in numbers.stated("nothing_matters").items()}


def test_a_long_record_outvotes_the_prior():
    rng = np.random.default_rng(3)
    level = np.exp(np.cumsum(rng.normal(0.05, 0.02, 2000)))
    series = Series(np.arange(-52, 1948), level)
    drift, step = nothing_matters._drift_and_step(
        "x", np.diff(series.years), np.diff(np.log(level)), 0.0, np.full(400, 0.06), numbers_of(), MEMBERS, 47
    )
    assert np.median(drift) == pytest.approx(0.05, abs=0.003)
    assert np.median(step) == pytest.approx(0.02, abs=0.002)


def test_without_steps_the_prior_speaks():
    none = np.zeros(0)
    args = "x", none, none, 0.0, np.full(400, 0.06), numbers_of(), MEMBERS, 47
    drift, step = nothing_matters._drift_and_step(*args)
    assert abs(np.mean(drift)) < 0.003
    assert np.std(drift) == pytest.approx(0.06 / np.sqrt(20), rel=0.4)
    assert np.median(step) == pytest.approx(0.06, rel=0.15)


def test_a_walk_starts_at_the_last_level_and_walks_gaps_too():
    series = Series(np.array([1940, 1945]), np.array([2.0, 2.0]))
    made = nothing_matters.walk("x", series, (1946, 1947), MEMBERS, 47, numbers_of())[0]
    late = nothing_matters.walk("x", series, (1956, 1957), MEMBERS, 47, numbers_of())[0]
    assert np.median(made[0]) == pytest.approx(2, rel=0.03)
    assert np.log(late[0]).std() > 2 * np.log(made[0]).std()
    whole = nothing_matters.walk("x", series, tuple(range(1946, 1958)), MEMBERS, 47, numbers_of())[0]
    assert np.array_equal(whole[-2:], late)


def test_what_never_happened_is_rare_and_what_always_did_is_common():
    years, n = (1950,), 4000
    for yes, wanted in ((0.0, 0.5 / 21), (1.0, 20.5 / 21)):
        series = Series(np.arange(20), np.full(20, yes))
        assert nothing_matters.happens("x", series, years, np.arange(n), 47).mean() == pytest.approx(
            wanted, abs=0.012
        )


def test_a_break_up_is_for_good(played):
    broken = played["nothing_matters"].values["broken_up"][0]
    assert (np.diff(broken, axis=0) >= 0).all()
    assert 0 < broken[-1].mean() < 0.5


def test_theatres_stay_where_they_are_for_the_most_part(now, played):
    orbit = played["nothing_matters"].values["orbit_theatre"]
    assert orbit[now.in_orbit, 0].mean() > 0.95
    assert orbit[~now.in_orbit, 0].mean() < 0.03
    states = played["nothing_matters"].values["orbit_states"][0]
    assert states == pytest.approx(np.einsum("t,tym->ym", now.counts, orbit))


def test_who_yields_is_told_only_of_years_with_a_crisis(played):
    for name in ("nothing_matters", "richardson", "bargaining"):
        crises, yields = played[name].values["superpower_crises"], played[name].values["kremlin_yields"]
        assert np.array_equal(np.isfinite(yields), crises > 0)
    change, quiet = (played["nothing_matters"].values[k] for k in ("leader_change", "quiet_transfer"))
    assert np.array_equal(np.isfinite(quiet), change > 0.5)


# Richardson


def test_a_race_comes_to_its_balance():
    p = {"reaction": [[0.1], [0.2]], "fatigue": [[0.3], [0.4]], "grievance": [[0.03], [0.05]]}
    p = {name: np.array(value) for name, value in p.items()}
    arms = richardson.race(np.array([[0.2], [1.0]]), p, np.zeros((2, 200, 1)), np.array([20.0]))
    balance = np.linalg.solve([[0.3, -0.1], [-0.2, 0.4]], [0.03, 0.05])
    assert arms[:, -1, 0] == pytest.approx(balance, rel=1e-4)
    assert not richardson.has_no_balance(p)[0]


def test_a_race_without_balance_runs_to_the_ceiling():
    p = {"reaction": np.full((2, 1), 0.5), "fatigue": np.full((2, 1), 0.2), "grievance": np.zeros((2, 1))}
    assert richardson.has_no_balance(p)[0]
    arms = richardson.race(np.full((2, 1), 1.0), p, np.zeros((2, 30, 1)), np.array([20.0]))
    assert (arms[:, -1] == 20).all()
    # while both are equal, arms grow by reaction less fatigue
    assert arms[0, 0, 0] == pytest.approx(np.exp(0.3), rel=0.01)


def test_arms_at_the_start_are_read_from_expenditure_where_it_is_told(now, record):
    assert richardson.start_ratio(now) == pytest.approx(now.series["cinc_ratio"].values[-1])
    told = known(with_capabilities(record).until(1948))
    assert richardson.start_ratio(told) == pytest.approx(0.8)


def test_far_theatres_leave_oftener_and_near_ones_come_oftener(now, played):
    here = strain.map_of(now)
    last = played["strain"].values["orbit_theatre"][:, 5].mean(-1)
    assert len(last) == len(here.distance)
    inside, outside = now.in_orbit, ~now.in_orbit
    assert np.corrcoef(here.distance[inside], last[inside])[0, 1] < 0
    near = here.distance < np.median(here.distance[outside])
    assert last[outside & near].mean() > last[outside & ~near].mean()


# What is known


def with_capabilities(record: Record) -> Record:
    """Return the record with a table of capabilities of a few states."""
    import pandas

    shares = {2: 0.3, 365: 0.2, 200: 0.1, 710: 0.12, 220: 0.04}
    rows = [
        {
            "ccode": code,
            "year": year,
            "milex": 800.0 if code == 365 else 1000.0,
            "cinc": share,
            "source": "made up",
        }
        for code, share in shares.items()
        for year in (1946, 1947, 1948, 1960)
        if not (code == 220 and year != 1946)
    ]
    return replace(record, tables={**record.tables, "cinc": pandas.DataFrame(rows)})


def test_a_state_over_several_theatres_is_divided_by_people(record):
    told = known(with_capabilities(record).until(1948))
    each, soviet, american = capabilities(told)
    china = [told.codes.index(code) for code in ("SIN", "MAN", "NCH", "SCH")]
    assert each[china].sum() == pytest.approx(0.12)
    assert each[told.codes.index("SCH")] > each[told.codes.index("MAN")] > 0
    assert (soviet, american) == (0.2, 0.3)
    assert each[told.codes.index("FRA")] == pytest.approx(0.04)  # its last number is two years old


def test_a_stale_number_of_capability_is_dropped(record, monkeypatch):
    own = numbers.stated
    monkeypatch.setattr(
        numbers, "stated", lambda name: {**own(name), "fresh": 1.0} if name == "known" else own(name)
    )
    told = known(with_capabilities(record).until(1948))
    each, *_ = capabilities(told)
    assert each[told.codes.index("FRA")] == 0
    assert each[told.codes.index("UKI")] > 0


# The command


def test_the_table_marks_what_a_rival_is_silent_of(capsys, monkeypatch):
    monkeypatch.delenv("KENNAN_RECORD", raising=False)
    words = ["rivals", "--members", "40", "--until", "1950", "--theatre", "POL"]
    assert cli.main([*words, "--only", "nothing_matters,strain"]) == 0
    both = capsys.readouterr().out
    assert re.search(r"^gdp_ratio .*\)\s+\(.*, .* to .*\)$", both, re.MULTILINE)
    assert re.search(r"^orbit_theatre POL\s+\d+\s+\d+$", both, re.MULTILINE)
    assert re.search(r"^the closed power has broken up\s+-\s+\d+$", both, re.MULTILINE)
    assert cli.main([*words, "--only", "strain"]) == 0
    alone = capsys.readouterr().out
    assert re.search(r"^gdp_ratio\s+\(.*, .* to .*\)$", alone, re.MULTILINE)
    assert "Collins 1978" in alone
    assert "Richardson" not in alone


def test_json_has_the_fields_that_the_page_promises(capsys, monkeypatch):
    monkeypatch.delenv("KENNAN_RECORD", raising=False)
    assert cli.main(["rivals", "--members", "40", "--as-of", "1960", "--until", "1962", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    page = (PAGE.parents[1] / "reference" / "json.md").read_text(encoding="utf-8")
    section = page.split("## kennan rivals --json")[1].split("\n## ")[0]
    head = section.split("| field |")[0]
    assert set(answer) == set(re.findall(r"`(\w+)`", head))
    rows = dict(re.findall(r"^\| (.*?) \| (.*) \|$", section, re.MULTILINE))
    fields = {name for key in rows for name in re.findall(r"`(\w+)`", key)}
    for rival in answer["rivals"]:
        assert set(rival) == fields
        assert set(rival["numbers"][0]) == set(re.findall(r"`(\w+)`", rows["`numbers`"]))
        assert set(rival["forecast"][0]) == set(re.findall(r"`(\w+)`", rows["`forecast`"]))
        assert {len(shares) for shares in rival["endings"].values()} <= {2}
    assert {key for rival in answer["rivals"] for key in rival["endings"]} == set(ENDINGS)
    assert set(ENDINGS) <= set(re.findall(r"`(\w+)`", rows["`endings`"]))
    assert (answer["as_of"], answer["years"]) == ("1960-12-31", [1961, 1962])
