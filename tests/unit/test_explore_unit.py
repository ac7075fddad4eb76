"""What the exploring page is told: quantiles, shares, differences, plans and their files, the record."""

from __future__ import annotations

import math
import tomllib
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kennan import policies, scenarios
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.model.recorded import EVENTS, OUTCOMES
from kennan.reading.recorded import recorded
from kennan.records import summary
from kennan.server import explore_plan, explore_registers, summarise
from kennan.server.schema_explore import PlanAsked

YEARS, THEATRES, WORLDS = 3, 4, 40


def block(seed: int = 1, worlds: int = WORLDS) -> SimpleNamespace:
    """Return a made-up block of worlds in the engine's shapes."""
    draw = np.random.default_rng(seed)
    months = 12 * YEARS + 1
    monthly = {name: draw.random((months, worlds), np.float32) for name in summarise.record()}
    for name in summarise.PROGRESS:
        monthly[name] = (monthly[name] > 0.9).astype(np.float32)
    monthly[summarise.GRAVE] = (draw.random((months, worlds)) > 0.95).astype(np.float32)
    theatre = {
        "theatre_in_orbit": draw.integers(0, 2, (YEARS + 1, THEATRES, worlds), np.uint8),
        "theatre_influence": draw.integers(0, 251, (YEARS + 1, THEATRES, worlds), np.uint8),
        "theatre_effort": draw.integers(0, 20_000, (YEARS + 1, THEATRES, worlds), np.uint16),
        "theatre_counterforce": draw.integers(0, 20_000, (YEARS + 1, THEATRES, worlds), np.uint16),
    }
    events = {name: draw.integers(0, 2, (months, worlds), np.uint8) for name in EVENTS}
    reached = draw.integers(-1, months, (5, worlds)).astype(np.int16)
    ending = draw.integers(1, 7, worlds).astype(np.int8)
    return SimpleNamespace(
        first=0,
        monthly=monthly,
        theatre=theatre,
        events=events,
        ending=ending,
        reached=reached,
        left=reached - 2,
    )


def test_bands_are_numpys_quantiles():
    values = np.random.default_rng(3).normal(size=(20, 37)).astype(np.float32)
    found = summarise.bands(values)
    for name, share in summarise.QUANTILES.items():
        assert np.allclose(found[name], np.quantile(values, share, axis=-1), atol=1e-4)


def test_bands_of_one_world_are_its_line():
    assert summarise.bands(np.array([[1.5], [2.5]]))["q05"] == [1.5, 2.5]


def test_chances_carry_wilsons_intervals():
    happened = np.zeros((2, 50), bool)
    happened[1, :20] = True
    found = summarise.chance_bands(happened)
    told = summary.wilson(20, 50)
    assert found["q50"] == [0.0, 0.4]
    assert (found["q05"][1], found["q95"][1]) == (round(told.low, 4), round(told.high, 4))
    assert found["q05"][1] < found["q25"][1] < 0.4 < found["q75"][1] < found["q95"][1]
    assert found["q95"][0] > 0, "none in fifty is not never"


def test_a_crisis_is_seen_for_a_year_and_no_longer():
    monthly = np.zeros((37, 1), np.float32)
    monthly[7] = 2
    assert summarise.within_year(monthly)[:, 0].tolist() == [0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]


def test_shares_add_up_and_are_the_records_own():
    ending = np.array([1] * 1 + [2] * 333 + [5] * 333 + [6] * 333, np.int8)
    found = summarise.shares(ending)
    assert sum(one["in_hundred"] for one in found.values()) == 100
    assert found["breakup"]["low"] == round(summary.wilson(333, 1000).low, 6)
    assert list(found) == list(OUTCOMES)


def test_what_stands_adds_up_each_year():
    found = summarise.standing(block())
    assert np.allclose(np.sum([found[name] for name in OUTCOMES], axis=0), 1, atol=1e-3)
    assert all(len(line) == YEARS + 1 for line in found.values())


def test_the_whole_has_the_shapes_that_the_page_draws():
    found = summarise.whole(block(), world=7)
    assert set(found["series"]) == set(summarise.SERIES)
    assert len(found["series"]["orbit"]["q50"]) == 4 * YEARS + 1
    assert np.shape(found["theatres"]["orbit"]) == (YEARS + 1, THEATRES)
    world = found["world"]
    assert world["number"] == 7
    assert world["series"]["orbit"] == summarise.rounded(block().monthly["orbit"][::3, 7])
    assert [one["month"] for one in world["events"]] == sorted(one["month"] for one in world["events"])
    assert {one["kind"] for one in world["events"]} <= set(summarise.TOLD)


def test_a_difference_is_taken_world_by_world():
    now, then = block(1), block(1)
    then.monthly["orbit"] = now.monthly["orbit"] - np.linspace(0, 1, WORLDS, dtype=np.float32)
    found = summarise.difference(now, then)
    assert found["series"]["orbit"]["q50"][0] == pytest.approx(0.5, abs=1e-3)
    assert found["otherwise"] == 0
    assert all(one["in_hundred"] == 0 and one["low"] < 0 < one["high"] for one in found["outcomes"].values())
    assert np.allclose(found["theatres"], 0)


def test_a_difference_of_outcomes_is_the_records_paired_one():
    now, then = block(1), block(2)
    found = summarise.difference(now, then)["outcomes"]["mellowing"]
    a, b = now.ending == 5, then.ending == 5
    told = summary.difference(int((a & ~b).sum()), int((b & ~a).sum()), WORLDS)
    assert found["in_hundred"] == round(100 * told.difference, 2)
    assert (found["low"], found["high"]) == (round(100 * told.low, 2), round(100 * told.high, 2))


# ---- plans and files


def test_the_pages_plan_is_the_command_lines():
    asked = PlanAsked(policy="sporadic", years=20, seed=3, off=["patience"])
    plan = explore_plan.plan_of(asked, 200)
    assert plan == Plan.build(policies="sporadic", years=20, seed=3, off=["patience"], worlds=200)


@pytest.mark.parametrize("name", policies.names())
def test_every_shipped_policy_survives_its_file_and_the_page(name):
    policy = policies.load(name)
    text = policies.to_toml(policy)
    assert policies.from_dict(tomllib.loads(text)) == policy
    plan, notes = explore_plan.read(text)
    assert notes == []
    back = PlanAsked(**explore_plan.said(plan))
    assert explore_plan.plan_of(back, plan.worlds) == plan


def test_decisions_by_hand_survive_the_file():
    made = policies.from_dict(
        {
            "policy": {"name": "mine"},
            "by_hand": {"attention": {"GRE": [[1947, 2], [1950, 1]]}, "pressing": 1.2},
        }
    )
    assert policies.from_dict(tomllib.loads(policies.to_toml(made))) == made


@given(title=st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_title_survives_the_file(title):
    try:
        made = policies.from_dict({"policy": {"name": "mine", "title": title}})
    except BadInput:
        return
    assert policies.from_dict(tomllib.loads(policies.to_toml(made))) == made


def test_a_plan_of_several_policies_says_which_is_shown():
    plan = Plan.build(policies=["containment", "charm"], years=90, first_world=7)
    found, notes = explore_plan.read(plan.to_json())
    assert [one.name for one in found.policies] == ["containment"]
    assert (found.first_world, found.years) == (0, explore_plan.LONGEST)
    assert len(notes) == 3


def test_a_plan_of_a_folder_is_refused_with_what_shows_it():
    plan = Plan.build(scenarios.SMALL, years=2)
    with pytest.raises(BadInput, match="the plan is of the scenario ruritania") as told:
        explore_plan.read(plan.to_json())
    assert "kennan run --plan FILE" in str(told.value)


def test_a_path_is_never_read(tmp_path):
    path = tmp_path / "secret.toml"
    path.write_text('[policy]\nname = "secret"\n', encoding="utf-8")
    for asked in (PlanAsked(policy=str(path)), PlanAsked(parameters=str(path))):
        with pytest.raises(BadInput):
            explore_plan.plan_of(asked, 128)


@pytest.mark.parametrize("seed", [2**53 + 1, 2**63 - 1])
def test_a_long_seed_is_text_on_the_page_both_ways(seed):
    plan = Plan.build(seed=seed, worlds=8, years=1)
    assert explore_plan.said(plan)["seed"] == str(seed)
    assert PlanAsked.model_validate({"seed": str(seed)}).seed == seed


@pytest.mark.parametrize("seed", [1.5, "4.7", "٤", "-1", "", "1e3", "9" * 5000, None, True])
def test_nothing_else_is_converted(seed):
    with pytest.raises(ValidationError):
        PlanAsked.model_validate({"seed": seed})


# ---- registers and record


def test_the_registers_name_everything_that_is_shown():
    found = explore_registers.registers(scenarios.ARTICLE)
    assert {one.name for one in found.policies} == set(policies.names())
    assert {one.name for one in found.policies if one.hindsight} == {"historical"}
    assert {one.name for one in found.levers} == set(policies.levers())
    assert len(found.theatres) == len(scenarios.load("x-1947").theatres)
    assert {one.name for one in found.series} >= set(summarise.SERIES)
    assert set(found.events) == set(summarise.TOLD)
    assert len(explore_registers.parameters(scenarios.load(scenarios.ARTICLE)).parameters) > 500


def test_the_record_stands_beside_two_charts_and_is_silent_of_the_rest():
    found = recorded(summarise.SERIES, scenarios.load(scenarios.ARTICLE))
    assert set(found["series"]) == {"orbit", "output_ratio"}
    assert set(found["none"]) == set(summarise.SERIES) - set(found["series"])
    for one in found["series"].values():
        years = [point["year"] for point in one["points"]]
        assert years == sorted(years)
        assert years[0] >= 1947
        assert all(point["low"] <= point["value"] <= point["high"] for point in one["points"])
    first = found["series"]["output_ratio"]["points"][0]
    assert first["value"] == pytest.approx(0.285)
    assert first["high"] / first["value"] == pytest.approx(math.exp(1.6448536 * 0.08), rel=1e-3)


def test_the_record_of_the_orbit_is_the_models_own_measure():
    """At the start the record's share of the prize must be near the scenario's own."""
    world = scenarios.load("x-1947").theatres
    own = float((world.prize * world.in_orbit).sum() / world.prize.sum())
    first = recorded(("orbit",), scenarios.load(scenarios.ARTICLE))["series"]["orbit"]["points"][0]
    assert first["low"] <= own <= first["high"]
