"""A month taken apart: it is the month of the main program, and its parts add up."""

from __future__ import annotations

import json
from collections import defaultdict

import numpy as np
import pytest
from worlds import LIVELY, policy

from kennan.cli import main as cli
from kennan.engine import devices, engine
from kennan.engine.plan import Plan
from kennan.ledger.trace import REST, trace
from kennan.model import quantities
from kennan.model.recorded import EVENTS
from kennan.policies import levers

TOLERANCE = (
    1e-5  # relative; the two programs hold the same equations and may round their last digits differently
)
YEARS, WORLD, AT, MONTH = 8, 5, 62, "1952-03"


def plan_of(**rest) -> Plan:
    return Plan.build(policies=[policy("lively", **LIVELY)], worlds=8, years=YEARS, record="all", **rest)


@pytest.fixture(scope="module")
def main():
    """Return a block of the main program."""
    return next(iter(engine.simulate(plan_of())))


@pytest.fixture(scope="module")
def world():
    """Return one of its worlds, walked to the month."""
    devices.prepare()
    from kennan.engine.trace import World

    made = World(plan_of(), 0, WORLD)
    made.go_to(AT)
    return made


def test_the_world_is_that_of_the_main_program(main, world):
    step = world.take_apart()
    for name, kept in main.monthly.items():
        np.testing.assert_allclose(
            step.before[name], kept[AT, WORLD], rtol=TOLERANCE, atol=1e-9, err_msg=name
        )
        np.testing.assert_allclose(
            step.after[name], kept[AT + 1, WORLD], rtol=TOLERANCE, atol=1e-9, err_msg=name
        )
    assert step.events == {name: int(main.events[name][AT + 1, WORLD]) for name in EVENTS}
    assert set(step.levers) == set(levers())


def test_worlds_of_other_numbers_and_policies_are_theirs():
    plan = Plan.build(policies=["containment", "sporadic"], worlds=3, first_world=900, years=2, record="all")
    blocks = list(engine.simulate(plan))
    for number, name in enumerate(("containment", "sporadic")):
        found = trace(plan, 902, "1948-12", "pressure", policy=name)
        assert found.after == pytest.approx(float(blocks[number].monthly["pressure"][24, 2]), rel=TOLERANCE)


def test_there_is_no_way_back(world):
    with pytest.raises(ValueError, match="past 3"):
        world.go_to(3)


def test_changes_add_up_to_the_month(world):
    found, step = trace(plan_of(), WORLD, MONTH), world.take_apart()
    total: dict[tuple[str, str], float] = defaultdict(float)
    for change in found.changes:
        assert change.after - change.before == change.change
        total[change.quantity, change.of] += change.change
    codes = list(world.walk.scenario.theatres.code)
    for name, q in quantities.load().items():
        before, after = np.asarray(step.before[name], float), np.asarray(step.after[name], float)
        if q.axes == "world":
            assert total[name, ""] == after - before, name
        elif q.axes == "theatre":
            for k, code in enumerate(codes):
                assert total[name, code] == pytest.approx(after[k] - before[k], abs=1e-15), (name, code)
    assert len({c.quantity for c in found.changes}) > 60


@pytest.mark.parametrize(
    "quantity", ["confidence", "orders", "mellowing", "influence", "leader_orthodoxy", "years_elapsed"]
)
def test_shares_add_up_to_the_change(quantity):
    found = trace(plan_of(), WORLD, MONTH, quantity)
    assert abs(found.rounding) < 1e-12
    assert sum(s.change for s in found.shares) + found.rounding == pytest.approx(found.change, abs=1e-15)
    own = sum(c.change for c in found.changes if c.of == found.of)
    assert own == pytest.approx(found.change, abs=1e-15)
    rest = [s for s in found.shares if not s.strength]
    assert all(s.sentence == REST for s in rest)


def test_the_share_of_a_single_strength_is_what_goes_when_it_is_taken_out(world):
    found = trace(plan_of(), WORLD, MONTH, "mellowing")
    named = [s for s in found.shares if s.strength]
    assert [s.strength for s in named] == ["forced_adjustment"]
    names = [s.strength for s in named]
    value = world.without("mellowing", "mellowing", np.array([[0], [1]], bool), names).astype(float)
    assert named[0].change == pytest.approx(value[1] - value[0], abs=1e-12)
    assert value[1] == pytest.approx(float(world.take_apart().after["mellowing"]))
    assert value[0] < value[1]  # forced adjustment mellows


def test_a_mechanism_that_is_off_has_no_share():
    whole = trace(plan_of(), WORLD, MONTH, "confidence")
    without = trace(plan_of(off=["failed_prophecy"]), WORLD, MONTH, "confidence")
    assert "failed_prophecy" in {s.strength for s in whole.shares}
    assert "failed_prophecy" not in {s.strength for s in without.shares}


def test_a_theatre_is_the_one_asked_for_or_the_one_that_changed_most():
    most = trace(plan_of(), WORLD, MONTH, "influence")
    by = defaultdict(float)
    for change in most.changes:
        by[change.of] += change.change
    assert most.of == max(by, key=lambda code: abs(by[code]))
    italy = trace(plan_of(), WORLD, MONTH, "influence", theatre="ITA")
    assert italy.of == "ITA"
    assert {i.of for i in italy.inputs} == {"", "ITA"}
    assert ("draw", "influence") in {(i.kind, i.name) for i in italy.inputs}


def test_inputs_are_the_numbers_of_the_month(world):
    found = trace(plan_of(), WORLD, MONTH, "radiance")
    step = world.take_apart()
    given = {i.name: i.value for i in found.inputs}
    assert given["radiance"] == float(step.before["radiance"])
    assert given["inner_vitality"] == float(step.before["inner_vitality"])
    changed = dict(step.changed)
    assert given["popular_faith"] == float(changed["people"]["popular_faith"])  # as it stands by then


def test_levers_are_told_by_their_own_names():
    plan = Plan.build(policies=["sporadic"], worlds=1, years=1, set={"lever.tone": 0.31, "lever.care": 0.62})
    said = trace(plan, 0, "1947-06").levers
    scheduled = {name: points[0][1] for name, points in plan.policies[0].levers.items()}
    assert said == pytest.approx({**scheduled, "tone": 0.31, "care": 0.62})


@pytest.mark.slow  # another step of time is another program to compile
def test_two_steps_a_month_are_told_one_by_one():
    plan = Plan.build(worlds=2, years=2, record="all", steps_per_month=2)
    block = next(iter(engine.simulate(plan)))
    found = trace(plan, 1, "1948-03", "confidence")
    assert {c.part for c in found.changes} == {1, 2}
    kept = block.monthly["confidence"][:, 1]
    assert found.before == pytest.approx(float(kept[14]), rel=TOLERANCE)
    assert found.after == pytest.approx(float(kept[15]), rel=TOLERANCE)
    assert abs(found.rounding) < 1e-12


def test_the_command_agrees_with_the_run_on_disk(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["run", "--worlds", "6", "--years", "6", "--out", "first", "--quiet", "--no-report"]) == 0
    capsys.readouterr()
    words = "trace first --world 3 --month 1951-06 --quantity confidence"
    assert cli.main(f"{words} --json --picture c.svg".split()) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["stored"]["equal"] == told["stored"]["compared"] > 0
    assert abs(sum(s["change"] for s in told["shares"]) - told["change"]) < 1e-12
    assert (tmp_path / "c.svg").read_text().startswith("<svg")
    assert cli.main(words.split()) == 0
    out = capsys.readouterr().out
    assert "the shares add up to" in out
    assert "are the same" in out
    assert cli.main(["trace", "first", "--world", "3", "--month", "1951-06"]) == 0
    assert "in the order of the month" in capsys.readouterr().out
