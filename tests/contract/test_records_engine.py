"""The records and the engine speak of the same things."""

from __future__ import annotations

from kennan.engine import engine
from kennan.engine.plan import Plan
from kennan.model import definitions, parameters, recorded
from kennan.records import frame, words
from kennan.records.frame import Frame


def test_events_and_outcomes_have_words():
    assert tuple(definitions.load()) == recorded.OUTCOMES
    assert set(words.EVENT_WORDS) == set(recorded.EVENTS)


def test_a_theatre_field_comes_back_as_it_went_in():
    block = next(iter(engine.simulate(Plan.build(worlds=2, years=1))))
    assert set(block.theatre) == set(frame.THEATRE)
    for name, (kind, step) in frame.THEATRE.items():
        assert block.theatre[name].dtype == kind
        assert block.theatre[name].max() * (step or 1) <= 20
    assert block.theatre["theatre_influence"].max() * frame.THEATRE["theatre_influence"][1] == 1


def test_the_axes_of_a_plan_and_words_for_everything():
    plan = Plan.build(policies=["containment", "sporadic"], worlds=5000, first_world=3, record="all")
    axes = Frame.of(plan)
    assert axes.policies == ("containment", "sporadic")
    assert axes.months == 540
    assert axes.blocks()[1] == (0, 1027)
    assert axes.parameters == tuple(parameters.load())
    assert all(words.describe(axes)[array.name]["long_name"] for array in axes.arrays())
