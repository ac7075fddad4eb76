"""One world told: everything that the run counts is told once, where and when it was, and in words that hold."""

from __future__ import annotations

import json

import numpy as np
import pytest

import kennan
from kennan import scenarios
from kennan.cli.main import main
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.records import work
from kennan.story import story, telling
from kennan.story.course import WORLD, Course, course
from kennan.story.happenings import COUNTED, GRAVE, happenings

YEARS = 20
WORLDS = (17, 3)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    path = tmp_path_factory.mktemp("story") / "run"
    plan = Plan.build(worlds=18, years=YEARS, record=["mellowing", "leader_age"])
    work.keep(plan, path, work.Nobody())
    return path


@pytest.fixture(scope="module")
def recorded(run):
    return kennan.open(run)


@pytest.fixture(scope="module", params=WORLDS)
def walked(request, run):
    return course(Plan.build(worlds=18, years=YEARS), 0, request.param)


def test_the_world_is_that_of_the_run_to_the_bit(walked, recorded):
    world = recorded.isel(policy=0).sel(world=walked.plan.first_world)
    for name in ("mellowing", "leader_age"):
        np.testing.assert_allclose(world[name], walked.world[name], rtol=2e-3)  # runs keep fewer digits
    inside = walked.there["in_orbit"][::12].astype(int)
    np.testing.assert_array_equal(world["theatre_in_orbit"], inside)
    for kind in walked.events:
        np.testing.assert_array_equal(world.events.sel(event=kind)[1:], walked.events[kind], err_msg=kind)


def test_what_the_run_counts_is_told_once(walked):
    told = happenings(walked)
    places = lambda kind: sum(len(one.theatres) for one in told if one.kind == kind)  # noqa: E731
    for kind in ("takeover", "departure", "crisis"):
        assert places(kind) == walked.events[kind].sum(), kind
    for kind in (
        "succession",
        "congress",
        "reach_down",
        "restoration",
        "another_order",
        "depression",
        "general_war",
    ):
        assert sum(one.kind == kind for one in told) == (walked.events[kind] > 0).sum(), kind
    for side in ("west", "kremlin"):
        gave_way = sum(side in one.facts for one in told if one.kind == "crisis")
        assert gave_way == walked.events[f"{side}_yields"].sum(), side


def test_things_are_told_in_order_and_end_after_they_begin(walked):
    told = happenings(walked)
    assert [one.month for one in told] == sorted(one.month for one in told)
    assert all(one.until is None or one.until >= one.month for one in told)
    assert {one.minor for one in told if one.kind == "crisis" and one.facts["level"] >= GRAVE} <= {False}


def made(**changes) -> Course:
    """A course in which nothing happens but what is given: (where, what) by name."""
    plan = Plan.build(worlds=1, years=1)
    count = len(scenarios.load("x-1947").theatres)
    world = {name: np.zeros(13) for name in WORLD}
    world |= {"leader_age": np.full(13, 70.0), "output": np.ones(13)}
    there = {name: np.zeros((13, count)) for name in ("in_orbit", "crisis_level", "influence")}
    kinds = (*COUNTED, "succession", "ouster", "violent_transfer", "west_yields", "kremlin_yields")
    events = {kind: np.zeros(12, int) for kind in kinds}
    for name, values in changes.items():
        table = next(one for one in (events, there, world) if name in one)
        for place, value in values:
            table[name][place] = value
    return Course(plan, world, there, events)


def texts(**changes):
    return [one.text for one in telling.told(made(**changes)).events]


def place(code):
    return scenarios.load("x-1947").theatres.index(code)


def test_nothing_happens_where_nothing_does():
    assert telling.told(made()).events == ()


def test_a_country_of_several_theatres_joins_whole():
    china = [place(code) for code in ("SIN", "MAN", "NCH", "SCH")]
    inside = [*(((slice(3, None), n), 1.0) for n in china[:3]), ((slice(6, None), china[3]), 1.0)]
    first, second = texts(in_orbit=inside)
    assert first == "Sinkiang, Manchuria and North China pass into the Soviet orbit."
    assert (
        "South & Central China passes into the Soviet orbit: the whole country now (Sinkiang, Manch" in second
    )


@pytest.mark.parametrize(
    ("yields", "words"),
    [("kremlin_yields", "The Soviet side draws back."), ("west_yields", "The American side gives way.")],
)
def test_a_crisis_is_told_with_height_length_and_who_gave_way(yields, words):
    level = [((slice(2, 6), place("GRE")), 1.0), ((4, place("GRE")), 3.0)]
    (said,) = texts(crisis_level=level, **{yields: [(5, 1)]})
    assert said == f"A crisis over Greece climbs to level 3 and lasts 5 months. {words}"


def test_a_crisis_that_goes_on_has_no_end():
    (said,) = texts(crisis_level=[((slice(2, None), place("GRE")), 1.0)])
    assert said == "A crisis over Greece breaks out."


def test_a_succession_is_told_with_its_contest():
    contest = [(slice(3, 9), 1.0)]
    (said,) = texts(succession=[(2, 1)], contest=contest, violent_transfer=[(4, 1)], reaching_down=[(5, 0.1)])
    assert said.startswith(
        "The leader is gone, 70 years old. Power is fought over for 7 months. It turns violent."
    )
    assert "Rivals reach down to the members." in said
    (said,) = texts(succession=[(2, 1)], mellowing=[(slice(7, None), 0.3)])
    assert (
        "His heir takes over quietly. Five years on, rule is milder than he left it (0.00 to 0.30)." in said
    )
    (said,) = texts(succession=[(8, 1)], contest=[(slice(9, None), 1.0)])
    assert "Who rules is not settled when the run ends." in said


def test_outcomes_come_and_dissolve_and_the_last_is_the_ending():
    broken = [(slice(4, 9), 1.0)]
    told = telling.told(made(progress_breakup=broken, party_unity=[(4, 0.2)], open_dissent=[(4, 0.4)]))
    assert [one.kind for one in told.events] == ["outcome_breakup", "dissolved_breakup"]
    assert "the Party's unity is 0.20, open dissent 40% of the people" in told.events[0].text
    assert told.ending == "stalemate"
    assert telling.told(made(progress_mellowing=[(slice(4, None), 1.0)])).ending == "mellowing"


def test_every_kind_can_be_told_and_names_passages_that_there_are():
    from kennan import article
    from kennan.model.recorded import OUTCOMES

    known = article.passages()
    for name, entry in telling.words().items():
        assert set(entry["passages"]) <= set(known), name
    kinds = {f"outcome_{name}" for name in OUTCOMES[:-1]} | {f"dissolved_{name}" for name in OUTCOMES[1:-1]}
    assert kinds <= set(telling.words())


def test_the_command_tells_it(run, capsys, tmp_path):
    assert main(["story", str(run), "--world", "17", "--to", str(tmp_path / "w.md")]) == 0
    out = capsys.readouterr().out
    assert "World 17 under containment, x-1947" in out
    assert "the world counts as" in out
    lines = (tmp_path / "w.md").read_text("utf-8").splitlines()
    assert lines[0] == "# World 17 under containment, x-1947"
    assert main(["story", str(run), "--world", "17", "--json"]) == 0
    events = json.loads(capsys.readouterr().out)["events"]
    assert sum(not one["minor"] for one in events) == len(lines) - 3
    assert main(["story", str(run), "--world", "17", "--to", str(tmp_path / "w.md")]) == 2


def test_all_faults_at_once(run):
    with pytest.raises(BadInput) as found:
        story(run, 99, policy="contanment")
    said = str(found.value)
    assert "0 to 17" in said
    assert "containment" in said
