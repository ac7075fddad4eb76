"""The records and the engine speak of the same things."""

from __future__ import annotations

from kennan.model import month, parameters
from kennan.records import frame, words
from kennan.records.frame import Frame
from kennan.run import chunk, engine
from kennan.run.plan import Plan


def test_events_and_outcomes_are_those_of_the_engine():
    assert frame.EVENTS == month.EVENTS
    assert frame.OUTCOMES == engine.OUTCOMES
    assert set(words.EVENT_WORDS) == set(frame.EVENTS)


def test_theatre_quantities_are_packed_as_the_engine_packs_them():
    packed = {f"theatre_{name}": scale for name, scale in chunk.THEATRE_FIELDS.items()}
    assert set(packed) == set(frame.THEATRE)
    for name, (kind, step) in frame.THEATRE.items():
        assert packed[name] == round(1 / (step or 1))
        assert kind == ("uint8" if packed[name] <= 255 else "uint16")


def test_the_axes_of_a_plan_and_words_for_everything():
    plan = Plan.build(policies=["containment", "sporadic"], worlds=5000, first_world=3, record="all")
    axes = Frame.of(plan)
    assert axes.policies == ("containment", "sporadic")
    assert axes.months == 540
    assert axes.blocks()[1] == (0, 1027)
    assert axes.parameters == tuple(parameters.load())
    assert all(words.describe(axes)[array.name]["long_name"] for array in axes.arrays())
