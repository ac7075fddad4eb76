"""A policy in code: it sees what the open power sees, sets levers for all worlds at once, or is told why not."""

from __future__ import annotations

import dataclasses
import json

import jax.numpy as jnp
import numpy as np
import pytest

from kennan import policies
from kennan.engine.plan import Plan
from kennan.faults import BadInput

WORLDS, YEARS = 4, 2


def steady(seen):
    """Half of what can be raised, whatever is seen."""
    return {"level": 0.5, "steady": jnp.ones_like(seen.orbit_seen)}


@dataclasses.dataclass(frozen=True)
class Answering:
    """More, the more is lost."""

    gain: float = 0.5
    name: str = "gains"

    def act(self, seen):
        return {"level": 0.3 + self.gain * seen.orbit_seen, "exit": 5.0}


def ends(*chosen, **more):
    from kennan.engine.engine import simulate

    plan = Plan.build(
        policies=chosen, worlds=WORLDS, years=YEARS, record=["orbit", "counterforce_budget"], **more
    )
    return plan, list(simulate(plan))


def both():
    """A function that says what a file says, beside the file; the rest of both is containment."""
    data = policies.load("containment").as_dict()
    data["policy"]["name"] = "file"
    data["levers"] |= {"level": [[1947.0, 0.5]], "steady": [[1947.0, 1.0]]}
    data["rules"] = []
    file = policies.from_dict(data)
    return file, policies.in_code(steady, base=file)


@pytest.fixture(scope="module")
def pair():
    return Plan.build(policies=both(), worlds=WORLDS, years=YEARS)


@pytest.mark.slow  # a function is compiled for itself
def test_a_function_that_says_what_a_file_says_gives_its_worlds_to_the_bit():
    _, (file, code) = ends(*both())
    for name, value in file.monthly.items():
        np.testing.assert_array_equal(code.monthly[name], value)
    _, (held,) = ends(steady, set={"lever.level": 0.1})
    assert (held.monthly["counterforce_budget"][1:] < file.monthly["counterforce_budget"][1:]).all()


def test_the_plan_holds_what_a_function_is_known_by_and_its_text(pair):
    plan = pair
    kept = json.loads(plan.to_json())["policies"][1]["code"]
    assert len(kept["digest"]) == 64
    assert "return {" in kept["source"]
    assert plan.policies[1].sentence == "Half of what can be raised, whatever is seen."
    assert plan.digest() == plan.replace(worlds=WORLDS).digest()
    assert "code" not in json.loads(plan.to_json())["policies"][0]


def test_another_function_of_the_same_name_is_another_plan():
    def plan(gain):
        return Plan.build(policies=[Answering(gain)], worlds=WORLDS, years=YEARS)

    assert plan(0.5).digest() == plan(0.5).digest() != plan(0.6).digest()
    assert plan(0.5).policies[0].name == "gains"


def test_an_attribute_of_a_function_is_read_with_it():
    def held(seen):
        return {"level": held.value}

    held.value = 0.2
    before = Plan.build(policies=held, worlds=WORLDS, years=YEARS).digest()
    held.value = 1.2
    assert Plan.build(policies=held, worlds=WORLDS, years=YEARS).digest() != before


def test_a_plan_from_a_file_has_lost_the_function_and_says_so(pair):
    from kennan.engine.engine import simulate

    read = Plan.from_json(pair.to_json())
    assert read.digest() == pair.digest()
    with pytest.raises(BadInput, match="'steady' is a function of Python") as caught:
        list(simulate(read))
    assert "kennan.run(policy=...)" in caught.value.faults[0].do


def test_a_link_is_not_followed_through_a_function(pair):
    from kennan.engine.mediation import Mediation

    plan = pair
    with pytest.raises(BadInput, match="which an exchange of links cannot follow"):
        Mediation(plan.replace(policies=plan.policies[1:]), plan.replace(policies=plan.policies[:1]))


def raises(seen):
    raise RuntimeError("no answer\nat all")


def reads_a_file(seen):
    with open(__file__) as file:
        return {"level": len(file.read())}


def reads_a_table(seen):
    return {"level": np.loadtxt("level.txt")}


def goes_round(seen):
    return {"level": float(getattr(np, "pi"))}  # noqa: B009


TURN = [0]


def counts(seen):
    TURN[0] += 1
    return {"level": 0.1 * TURN[0]}


def mixes(seen):
    return {"level": seen.orbit_seen - seen.orbit_seen.mean()}


def leaves(seen):
    raise SystemExit(3)


def chooses(seen):
    return {"level": 0.5 if seen.orbit_seen[0] > jnp.nan else jnp.log(-seen.orbit_seen)}


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (raises, "the policy raised RuntimeError: no answer"),
        (lambda seen: 0.5, "the policy answers with 0.5"),
        (lambda seen: {"levle": 0.5}, "there is no lever called 'levle'"),
        (lambda seen: {"level": "much"}, "level is 'much'"),
        (lambda seen: {"level": jnp.ones(3)}, r"level has the shape \[3\] in 8 worlds"),
        (lambda seen: {"level": seen.no_such_thing}, "AttributeError"),
        (chooses, "level is no finite number"),
        (reads_a_file, "reads what cannot be told from its code"),
        (reads_a_table, "numpy.loadtxt"),
        (goes_round, "uses getattr"),
        (counts, "the policy changes what it reads"),
        (mixes, "level of one world follows from what is seen in others"),
        (leaves, "the policy raised SystemExit: 3"),
    ],
)
def test_what_cannot_set_levers_is_told(act, said):
    with pytest.raises(BadInput, match=said):
        Plan.build(policies=policies.in_code(act, name="mine"), worlds=WORLDS, years=YEARS)


def test_a_function_that_asks_a_world_at_a_time_is_shown_how():
    def asks(seen):
        """If anything is lost."""
        return {"level": 1.0 if seen.orbit_seen > 0.1 else 0.2}

    with pytest.raises(BadInput) as caught:
        Plan.build(policies=asks, worlds=WORLDS, years=YEARS)
    (fault,) = caught.value.faults
    assert __file__ in fault.where
    assert "jax.numpy.where" in fault.do


def test_the_line_that_is_told_is_the_functions_own():
    def misses(seen):
        return {"level": seen.orbits}

    with pytest.raises(BadInput) as caught:
        Plan.build(policies=misses, worlds=WORLDS, years=YEARS)
    assert __file__ in caught.value.faults[0].where


def test_a_function_needs_a_name_that_a_policy_can_have():
    with pytest.raises(BadInput, match="cannot be called '<lambda>'"):
        Plan.build(policies=lambda seen: {}, worlds=WORLDS, years=YEARS)


def test_all_faults_at_once():
    with pytest.raises(BadInput) as caught:
        Plan.build(policies=policies.in_code(lambda seen: {"levle": 1, "level": "x"}, name="mine"), worlds=0)
    assert len(caught.value.faults) == 3
