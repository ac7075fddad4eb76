"""What is counted from the start is read off the scenario's own start."""

from __future__ import annotations

import numpy as np
import pytest

from kennan import scenarios
from kennan.engine.numbers import parameters_of
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.model import parameters

NAMES = [name for name, p in parameters.load().items() if p.start]
ROWS = {name: row for row, name in enumerate(parameters.load())}


def value(name: str, scenario="x-1947", **rest) -> float:
    plan = Plan.build(scenario, worlds=1, years=1, **rest)
    return float(parameters_of(plan, np.arange(1))[ROWS[name], 0])


def test_nine_numbers_are_read_off_the_start():
    assert len(NAMES) == 9
    assert all(name.endswith("_at_start") for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_register_states_the_value_of_x_1947(name):
    parameter = parameters.load()[name]
    assert parameter.value == scenarios.load("x-1947").start[parameter.start].value
    assert not parameter.prior
    assert value(name) == np.float32(parameter.value)


@pytest.mark.parametrize("name", NAMES)
def test_another_scenario_is_counted_from_its_own_start(name):
    start = scenarios.load(scenarios.SMALL).start[parameters.load()[name].start].value
    for numbers in ("drawn", "median"):
        assert value(name, scenarios.SMALL, parameters=numbers) == np.float32(start)


def test_what_is_set_wins_and_another_begin_of_the_worlds_is_no_other_scenario():
    assert value("confidence_at_start", set={"confidence_at_start": 0.75}) == 0.75
    assert value("confidence_at_start", set={"start.confidence": 0.5}) == np.float32(0.8)


@pytest.mark.parametrize(("quantity", "worst"), [("drive", 0.0), ("war_damage", 1.0)])
def test_a_start_that_nothing_can_be_counted_from_is_refused(tmp_path, quantity, worst):
    folder = tmp_path / "mine"
    folder.mkdir()
    for file, text in scenarios.choose(scenarios.SMALL).files:
        at = text.find(f"[start.{quantity}]")
        if at >= 0:
            rest = text[at:].split("\n")
            text = text[:at] + "\n".join(
                [*rest[:2], f"value = {worst}", "low = 0.0", "high = 1.0", *rest[5:]]
            )
        (folder / file).parent.mkdir(exist_ok=True, parents=True)
        (folder / file).write_text(text)
    with pytest.raises(BadInput, match=rf"start.{quantity}.value: value is {worst:g}"):
        scenarios.load(folder)
