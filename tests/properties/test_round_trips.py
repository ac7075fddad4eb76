"""What is saved is what was set: policies and plans survive every way out and in, in every field.

The values are drawn field by field from the dataclasses and registers themselves, so that a field that is added
later and not written fails here.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kennan import article, policies, scenarios
from kennan.cli import schemas
from kennan.engine import numbers
from kennan.engine.fitting import MOST_YEARS
from kennan.engine.plan import Plan
from kennan.engine.validate import DEFAULTS, MOST_WORLDS
from kennan.model import parameters, quantities
from kennan.policies import Code, Policy, Rule, Then
from kennan.policies.check import GAINS, SIDES, YEARS
from kennan.policies.policy import YEAR_OF_A_CONSTANT
from kennan.server import explore_plan
from kennan.server.schema_explore import PlanAsked

LEVERS, SEEN, HANDS = policies.levers(), policies.seen(), policies.by_hand()
BEGINS = scenarios.load("x-1947").begins
FEWEST_YEARS = 2
PLACES = ("follow", "perimeter", "offensive")
ODD = [
    'a "quoted" \\ path',
    "two\nlines",
    "tab\there",
    "Ω – ½ 🌍",
    "'''",
    '"""',
    "\x00\x1f\x7f",
    "# = []",
    "\u2028",
]

text = (st.sampled_from(ODD) | st.text(min_size=1, max_size=30)).map(str.strip).filter(bool)
name = st.from_regex(r"\A[\w][\w .-]{0,30}\Z").map(str.strip).filter(bool)


def number(low: float, high: float) -> st.SearchStrategy[float]:
    """Return finite numbers; 0 has one sign, as in every policy."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0)


def course(low: float, high: float) -> st.SearchStrategy[Any]:
    """Return schedules that reach into the shortest run drawn; those of one point are constants."""
    constant = number(low, high).map(lambda value: ((YEAR_OF_A_CONSTANT, value),))
    begin, end = number(YEARS[0], BEGINS + FEWEST_YEARS - 1), number(BEGINS, YEARS[1])
    between = st.lists(number(*YEARS), max_size=2)
    years = st.tuples(begin, end, between).map(lambda ys: sorted({ys[0], ys[1], *ys[2]}))
    years = years.filter(lambda ys: len(ys) > 1)
    return constant | years.flatmap(
        lambda ys: st.tuples(*[st.tuples(st.just(y), number(low, high)) for y in ys])
    )


RULE = {
    "lever": st.sampled_from(list(LEVERS)),
    "reads": st.sampled_from(list(SEEN)),
    "when": st.sampled_from(SIDES),
    "reference": st.none(),  # within the quantity's range
    "gain": number(*GAINS),
}


@st.composite
def rule(draw: Any) -> Rule:
    """Draw one rule."""
    made = {key: draw(value) for key, value in RULE.items()}
    seen = SEEN[made["reads"]]
    return Rule(**made | {"reference": draw(number(seen.low, min(seen.high, 1e6)))})


@st.composite
def by_hand(draw: Any) -> dict[tuple[str, str], Any]:
    """Draw decisions by hand, over the world or theatres."""
    codes = scenarios.load("x-1947").theatres.code
    made = {}
    for one in draw(
        st.lists(st.sampled_from(list(HANDS.values())), max_size=4, unique_by=lambda one: one.name)
    ):
        there = (
            [""] if one.axes == "world" else draw(st.lists(st.sampled_from(codes), max_size=3, unique=True))
        )
        made |= {(one.name, code): draw(course(one.low, one.high)) for code in there}
    return made


POLICY = {
    "name": name,
    "title": text,
    "author": text,
    "source": text,
    "passages": st.lists(st.sampled_from(list(article.passages())), max_size=3, unique=True).map(tuple),
    "sentence": text,
    "hindsight": st.booleans(),
    "levers": st.fixed_dictionaries(
        {key: course(0.01 if key in PLACES else one.low, one.high) for key, one in LEVERS.items()}
    ),
    "rules": st.lists(rule(), max_size=3, unique_by=lambda r: (r.lever, r.reads, r.when)).map(tuple),
    "by_hand": by_hand(),
    "code": st.none() | st.builds(Code, st.text("0123456789abcdef", min_size=64, max_size=64), text),
    "then": st.none(),  # policies without a change of their own, from some months on
}
MONTHS = st.tuples(st.integers(1947, 1948), st.integers(1, 12)).map(lambda m: f"{m[0]}-{m[1]:02d}")


@st.composite
def policy(draw: Any, changing: bool = True) -> Policy:
    """Draw a policy, every field of it."""
    made = {key: draw(value) for key, value in POLICY.items()}
    months = sorted(draw(st.lists(MONTHS, max_size=2, unique=True))) if changing else []
    made["then"] = tuple(Then(month, draw(policy(changing=False))) for month in months)
    made["hindsight"] = made["hindsight"] or any(turn.policy.hindsight for turn in made["then"])
    return Policy(**made)


SETTABLE = numbers.settable(scenarios.load("x-1947"))
STRENGTHS = list(parameters.strengths())
named = st.lists(st.sampled_from(list(SETTABLE)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({key: number(SETTABLE[key].low, SETTABLE[key].high) for key in names})
)
WORLD = [q.name for q in quantities.load().values() if q.axes == "world"]
PLAN = {
    "scenario": st.just("x-1947"),
    "policies": st.lists(policy(), min_size=1, max_size=2, unique_by=lambda one: one.name).map(tuple),
    "worlds": st.integers(1, MOST_WORLDS),
    "first_world": st.integers(0, 2**32 - MOST_WORLDS),
    "years": st.integers(FEWEST_YEARS, MOST_YEARS),
    "seed": st.integers(0, 2**63 - 1),
    "parameters": st.sampled_from(["drawn", "median"]) | named,
    "set": named,
    "off": st.lists(st.sampled_from(STRENGTHS), max_size=3, unique=True).map(
        lambda names: tuple(sorted(names))
    ),
    "with_hindsight": st.booleans(),
    "record": st.sets(st.sampled_from(WORLD), min_size=1, max_size=4).map(
        lambda names: tuple(one for one in WORLD if one in names)
    ),
    "steps_per_month": st.sampled_from([1, 2, 4]),
    "engine_version": st.just(DEFAULTS["engine_version"]),
    "extensions": st.just(()),  # with some, other names can be set: see test_extension_unit
}


@st.composite
def wishes(draw: Any) -> dict[str, Any]:
    """Draw the fields of a plan."""
    made = {key: draw(value) for key, value in PLAN.items()}
    made["off"] = tuple(key for key in made["off"] if key not in made["set"])
    made["with_hindsight"] = made["with_hindsight"] or any(one.hindsight for one in made["policies"])
    return made


SCHEMA = {kind: jsonschema_rs.Draft7Validator(schemas.of(kind)) for kind in ("policy", "plan")}
slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
many = settings(max_examples=15, deadline=None, suppress_health_check=slow)


@pytest.mark.parametrize(
    ("drawn", "there"),
    [
        (POLICY, [one.name for one in fields(Policy) if one.compare]),  # but for where its file lies
        (RULE, [one.name for one in fields(Rule)]),
        (PLAN, list(Plan.model_fields)),
        (["month", "policy"], [one.name for one in fields(Then)]),
    ],
)
def test_every_field_is_drawn(drawn, there):
    assert set(drawn) == set(there)


@given(made=policy())
@many
def test_a_policy_survives_its_file(made, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "round.toml"
    path.write_text(policies.to_toml(made), "utf-8", newline="\n")
    assert policies.load(path) == made
    assert [*SCHEMA["policy"].iter_errors(tomllib.loads(path.read_text("utf-8")))] == [], "editors mark it"
    assert policies.from_dict(json.loads(json.dumps(made.as_dict()))) == made


@given(made=wishes())
@example(made={**DEFAULTS, "policies": (policies.load("charm"),), "seed": 2**63 - 1, "record": ("orbit",)})
@example(made={**DEFAULTS, "policies": (policies.load("charm"),), "seed": 2**53 + 1, "record": ("orbit",)})
@many
def test_a_plan_is_what_was_asked_for_and_survives_its_file(made):
    plan = Plan(**made)
    assert {key: getattr(plan, key) for key in made} == made
    again = Plan.from_json(plan.to_json())
    assert {key: getattr(again, key) for key in made} == made
    assert again.to_json() == plan.to_json()
    assert [*SCHEMA["plan"].iter_errors(json.loads(plan.to_json()))] == [], "editors mark it"


@given(made=wishes())
@many
def test_a_plan_survives_the_page(made):
    own = {
        "first_world": 0,
        "steps_per_month": 1,
        "worlds": 100,
        "years": min(made["years"], explore_plan.LONGEST),
    }
    plan = Plan(**made | own | {"policies": made["policies"][:1]})
    held = explore_plan.said(explore_plan.read(plan.to_json())[0])
    assert set(held) == set(PlanAsked.model_fields)
    asked = PlanAsked.model_validate_json(json.dumps(held))
    again = explore_plan.plan_of(asked, plan.worlds, plan.record)
    assert again == plan
    files = explore_plan.files(again)
    assert Plan.from_json(files["plan"]) == plan
    assert explore_plan.read(files["policy"])[0].policies == plan.policies


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"set": {"patience": -0.0}}, {"set": {"patience": 0.0}}),
        ({"set": {"patience": 1}}, {"set": {"patience": 1.0}}),
        ({"parameters": {"patience": -0.0}}, {"parameters": {"patience": 0}}),
        ({"set": {"start.menace": 0.4}}, {"set": {"start": {"menace": 0.4}}}),
        ({"off": ["patience", "patience"]}, {"off": "patience"}),
        ({"record": ["orbit", "menace", "orbit"]}, {"record": ["menace", "orbit"]}),
        (
            {"policies": {"name": "x", "levers": {"level": -0.0}}},
            {"policies": {"name": "x", "levers": {"level": [[1960, 0]]}}},
        ),
    ],
)
def test_the_same_wish_in_two_spellings_is_one_plan(one, other):
    first, second = Plan.build(**one), Plan.build(**other)
    assert first == second
    assert first.digest() == second.digest()
