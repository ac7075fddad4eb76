"""What holds of every mechanism alone: nothing breaks at the extremes, and each strength has a test of its own."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import numpy as np
import pytest

import kennan
from kennan.model import chance, links, month, parameters, quantities

HERE = Path(__file__).parent
STEPS = [name for name, _ in month.ORDER]
FAR = 100.0  # of what has no bound


def corner(step: str, high: bool) -> dict[str, object]:
    """Return everything that a step reads at one end of its range."""
    reads, register = links.steps()[step].reads, quantities.load()
    named: dict[str, object] = {}
    for name in reads.quantities:
        low, top = max(register[name].low, -FAR), min(register[name].high, FAR)
        named[name] = top if high else low
    draws = {
        name: (4.0 if high else -4.0)
        if chance.DECLARED[name][0] == chance.NORMAL
        else (1.0 - 1e-6 if high else 1e-6)
        for name in reads.draws
    }
    return named | {"draws": draws}


@pytest.mark.parametrize("step", STEPS)
def test_at_the_extremes_there_is_a_finite_number_within_bounds(step):
    """All at the lowest, all at the highest, numbers at both ends of their ranges: what is not finite is refused."""
    register = quantities.load()
    for state in (False, True):
        named = corner(step, state)
        for name in links.steps()[step].reads.parameters:
            p = parameters.load()[name]
            named[name] = [p.low, p.high]
        if step == "economy":  # capital and population are above nothing in any run
            named |= {
                n: max(float(named[n]), 0.05) for n in ("heavy_capital", "consumer_capital", "population")
            }
        after = kennan.alone(step, **named)
        for name, value in after.items():
            if name != "events":
                assert (np.asarray(value) >= register[name].low).all(), name
                assert (np.asarray(value) <= register[name].high).all(), name


def test_every_file_has_its_tests_and_every_strength_is_tried():
    files = {Path(importlib.import_module(step.__module__).__file__).stem for _, step in month.ORDER}
    assert {f"test_{name}_alone.py" for name in files} <= {path.name for path in HERE.glob("*.py")}
    text = "\n".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*_alone.py"))
    assert set(parameters.strengths()) - set(re.findall(r"\w+", text)) == set()
