"""The plan: the same wishes give the same plan, and a plan survives every journey unchanged."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from kennan import policies
from kennan.engine import numbers, validate, version
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.model import parameters, quantities


def test_defaults_are_those_of_the_manual():
    plan = Plan.build()
    assert (plan.scenario, plan.worlds, plan.years, plan.seed) == ("x-1947", 1000, 45, 47)
    assert [p.name for p in plan.policies] == ["containment"]
    assert (plan.parameters, plan.off, dict(plan.set)) == ("drawn", (), {})
    assert plan.drawn
    assert plan == Plan()


def test_months_and_steps():
    plan = Plan.build(years=3, steps_per_month=2)
    assert (plan.months, plan.steps) == (36, 72)


def test_policies_are_embedded_in_full():
    plan = Plan.build(policies=("containment", policies.load("sporadic")))
    assert plan.policies[1] == policies.load("sporadic")
    inside = plan.as_dict()["policies"][0]
    assert inside["name"] == "containment"
    assert set(inside["levers"]) == set(policies.levers())


def test_a_file_of_a_user_is_embedded_and_no_longer_needed(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[policy]\nname = "mine"\n[levers]\ntone = 0.9\n')
    plan = Plan.build(policies=str(path))
    path.unlink()
    assert Plan.from_json(plan.to_json()).policies[0].levers["tone"][0][1] == 0.9


@pytest.mark.parametrize(
    "wishes",
    [
        {},
        {
            "policies": ("containment", "charm"),
            "off": ["patience", "bandwagon"],
            "set": {"start.menace": 0.5},
        },
        {"parameters": "median", "record": "all", "years": 1, "worlds": 1, "first_world": 5},
        {"parameters": {"patience": 0.5}, "with_hindsight": True, "policies": "historical"},
        {"seed": 2**63 - 1, "steps_per_month": 4, "record": ("orbit", "menace")},
    ],
)
def test_round_trips(wishes):
    plan = Plan.build(**wishes)
    again = Plan.from_json(plan.to_json())
    assert again == plan
    assert again.to_json() == plan.to_json()
    assert again.digest() == plan.digest()
    assert pickle.loads(pickle.dumps(plan)) == plan
    assert copy.deepcopy(plan) is plan
    assert plan.replace() == plan
    assert hash(plan) == hash(again)


def test_order_of_wishes_does_not_matter_but_order_of_policies_does():
    first = Plan.build(off=["patience", "bandwagon"], set={"jealous_power": 0.1, "start.menace": 0.5})
    other = Plan.build(off=["bandwagon", "patience"], set={"start.menace": 0.5, "jealous_power": 0.1})
    assert first.digest() == other.digest()
    a, b = Plan.build(policies=("charm", "sporadic")), Plan.build(policies=("sporadic", "charm"))
    assert a.digest() != b.digest()


@pytest.mark.parametrize(
    "change",
    [
        {"worlds": 999},
        {"first_world": 1},
        {"years": 44},
        {"seed": 48},
        {"parameters": "median"},
        {"set": {"patience": 0.5}},
        {"off": ("patience",)},
        {"with_hindsight": True},
        {"record": ("orbit",)},
        {"steps_per_month": 2},
        {"policies": ("charm",)},
    ],
)
def test_every_field_enters_the_digest(change):
    assert Plan.build(**change).digest() != Plan.build().digest()


def test_json_is_canonical():
    text = Plan.build().to_json()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_plan_written_by_hand_may_be_short():
    plan = Plan.from_json('{"worlds": 7, "policies": ["charm"]}')
    assert plan == Plan.build(worlds=7, policies="charm")


def test_a_plan_cannot_be_changed():
    plan = Plan.build(set={"patience": 0.5})
    with pytest.raises(ValueError, match="frozen"):
        plan.worlds = 3
    for change in (lambda: plan.set.update(x=1), lambda: plan.set.__setitem__("x", 1), plan.set.clear):
        with pytest.raises(TypeError, match="replace"):
            change()


def test_fixed_and_start_are_told_apart():
    plan = Plan.build(
        parameters={"jealous_power": 0.1, "start.menace": 0.4},
        set={"patience": 0.5, "start.menace": 0.6},
        off="bandwagon",
    )
    assert plan.fixed == {"jealous_power": 0.1, "patience": 0.5, "bandwagon": 0.0}
    assert plan.start == {"menace": 0.6}
    assert not plan.drawn


def test_a_parameters_file_is_read_into_the_plan(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("patience = 0.25\njealous_power = 0\n[start]\nmenace = 0.5\n")
    plan = Plan.build(parameters=path)
    assert dict(plan.parameters) == {"jealous_power": 0.0, "patience": 0.25, "start.menace": 0.5}


def test_a_mechanism_may_be_set_to_nothing_even_below_its_range():
    lowest = {n: p for n, p in parameters.strengths().items() if p.low > 0}
    assert lowest, "no strength has a range above 0: this test has nothing left to show"
    for name in lowest:
        assert Plan.build(set={name: 0}).fixed == {name: 0.0}


def test_every_mechanism_can_be_switched_off_and_every_number_be_set():
    plan = Plan.build(off=tuple(parameters.strengths()))
    assert set(plan.fixed) == set(parameters.strengths())
    values = {name: p.value for name, p in parameters.load().items()}
    assert Plan.build(set=values).fixed == pytest.approx(values)


def test_every_start_can_be_set_within_the_bounds_of_its_quantity():
    from kennan import scenarios

    scenario, register = scenarios.load("x-1947"), quantities.load()
    ranges = numbers.settable(scenario)
    for name, start in scenario.start.items():
        allowed = ranges[f"start.{name}"]
        assert allowed.holds(start.value)
        if name in register:
            assert allowed.low >= register[name].low
            assert allowed.high <= register[name].high
        assert -1e9 < allowed.low < allowed.high < 1e9


def test_recorded_quantities_stand_in_the_order_of_the_register():
    usual = [n for n, q in quantities.load().items() if q.recorded and q.axes == "world"]
    assert list(Plan.build().record) == usual
    assert Plan.build(record=("orbit", "menace")).record == ("menace", "orbit")
    assert set(usual) < set(Plan.build(record="all").record)


def test_describe_says_what_differs_from_the_usual():
    said = Plan.build(
        policies=("containment", "charm"),
        worlds=1500,
        set={"patience": 0.5},
        off="bandwagon",
        with_hindsight=True,
        steps_per_month=2,
        first_world=10,
        parameters="median",
    ).describe()
    for words in (
        "x-1947",
        "containment beside charm",
        "1,500 worlds each from number 10",
        "medians",
        "patience = 0.5",
        "off: bandwagon",
        "with hindsight",
        "2 steps a month",
    ):
        assert words in said
    assert "1 world," in Plan.build(worlds=1).describe()


def test_policies_fold_and_unfold():
    policy = policies.load("containment")
    assert policies.from_dict(validate.unfolded(validate.folded(policy))) == policy


def test_blocks_are_whole_chunks():
    assert version.BLOCK % version.CHUNK == 0
    from kennan.records import frame

    assert frame.BLOCK == version.BLOCK


def test_a_plan_needs_no_engine():
    code = "import sys; import kennan.engine.plan as p; p.Plan.build(); found = sys.modules"
    code += "; print('jax' in found, 'xarray' in found)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_building_again_reads_policies_alone(monkeypatch):
    """Somebody may be writing a policy; registers and scenarios are read once in a process, which makes plans cheap."""
    Plan.build(policies=("containment", "charm"))
    read, opened = [], Path.open
    monkeypatch.setattr(Path, "open", lambda path, *a, **k: read.append(path.name) or opened(path, *a, **k))
    Plan.build(policies=("containment", "charm"))
    assert sorted(read) == ["charm.toml", "containment.toml"]


def test_a_fault_is_a_value_error_with_a_list():
    with pytest.raises(ValueError, match="2 faults") as caught:
        Plan.build(worlds=0, years=0)
    assert isinstance(caught.value, BadInput)
    assert [f.where for f in caught.value.faults] == ["worlds", "years"]


@pytest.mark.parametrize("value", [0.1234567890123, 1e-07, 0.4])
def test_a_plan_in_words_tells_every_digit(value):
    from kennan.faults import digits

    said = Plan.build(worlds=1, set={"patience": value}).describe()
    assert float(said.split("patience = ")[1].split(";")[0]) == value
    assert digits(3.0) == "3"


def test_what_stands_as_it_was_is_not_checked_again(monkeypatch):
    plan = Plan.build("x-1947", policies=("containment", "sporadic"), worlds=100, years=20, off=["patience"])
    wanted = Plan.build(
        "x-1947", policies=("containment", "sporadic"), worlds=30, first_world=2, years=5, off=["patience"]
    )
    one = Plan.build("x-1947", policies="withdrawal", worlds=100, years=20, off=["patience"])
    with monkeypatch.context() as patch:
        patch.setattr("kennan.engine.validate.validate", lambda *_, **__: pytest.fail("all is checked again"))
        patch.setattr(
            "kennan.engine.validate.offered.load", lambda *_: pytest.fail("policies are read again")
        )
        assert plan.replace(worlds=30, years=5, first_world=2) == wanted
        assert plan.replace(policies=one.policies) == one
    assert plan.replace(off=()) == Plan.build(policies=("containment", "sporadic"), worlds=100, years=20)


def test_a_change_that_does_not_fit_is_told_as_in_a_plan():
    plan = Plan.build("x-1947", worlds=10, years=5)
    with pytest.raises(BadInput) as told:
        plan.replace(worlds=0, years=300, first_world=2**32 - 1, record=("orbits",))
    assert [fault.where for fault in told.value.faults] == ["worlds", "years", "record"]
    with pytest.raises(BadInput, match="the last world's number is too large"):
        plan.replace(first_world=2**32 - 1)
    with pytest.raises(BadInput, match="rests on what nobody could know"):
        plan.replace(policies=("historical",))
    with pytest.raises(BadInput, match="there is no field of a plan called 'wolrds'"):
        plan.replace(wolrds=3)
