"""Renew the golden figures: ``python tests/golden/renew.py``.

The figures are our own output, kept so that a change of numbers is seen and meant; they are no outside estimate. If
``test_golden.py`` fails and the change is meant, run this, look at the difference, and write "Numbers move" into
CHANGELOG.md with what moved and why.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from kennan.engine import engine
from kennan.engine.plan import Plan

FIGURES = Path(__file__).with_name("x-1947.json")
POLICIES = ("containment", "sporadic", "withdrawal")
YEARS = (1950, 1957, 1967, 1977, 1992)


def figures() -> dict[str, Any]:
    """Return what a small run of three policies came to."""
    plan = Plan.build(policies=POLICIES, worlds=256, seed=47)
    found: dict[str, Any] = {}
    for block in engine.simulate(plan):
        ends = np.bincount(block.ending, minlength=7)[1:]
        medians = {
            name: [round(float(np.median(series[(year - 1947) * 12])), 4) for year in YEARS]
            for name, series in block.monthly.items()
        }
        events = {
            name: round(float(counts.sum(0, dtype=int).mean()), 3) for name, counts in block.events.items()
        }
        found[POLICIES[block.policy]] = {"ends": ends.tolist(), "medians": medians, "events": events}
    return found


if __name__ == "__main__":
    FIGURES.write_text(json.dumps(figures(), indent=1) + "\n")
    print(f"renewed {FIGURES.name}")
