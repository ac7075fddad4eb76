"""Renew the golden digests and figures: ``python tests/golden/renew.py``.

They are our own output, kept so that a change of numbers is seen and meant; they are no outside estimate. If
``test_golden.py`` fails and the change is meant, run this, look at the difference, and write "Numbers move" into
CHANGELOG.md with what moved and why.
"""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from worlds import digest

from kennan.engine import engine
from kennan.engine.plan import Plan

FIGURES = Path(__file__).with_name("x-1947.json")
POLICIES = ("containment", "sporadic", "withdrawal")
LIBRARIES = ("jax", "jaxlib", "numpy", "scipy")  # whose last bits are the digests' own
YEARS = (1950, 1957, 1967, 1977, 1992)


def libraries() -> dict[str, str]:
    """Return the versions of what works the numbers out."""
    return {name: metadata.version(name) for name in LIBRARIES}


def figures() -> dict[str, Any]:
    """Return what a small run of three policies came to: the digest of every byte, and figures that can be read."""
    plan = Plan.build(policies=POLICIES, worlds=256, seed=47)
    found: dict[str, Any] = {"libraries": libraries()}
    for block in engine.simulate(plan):
        ends = np.bincount(block.ending, minlength=7)[1:]
        medians = {
            name: [round(float(np.median(series[(year - 1947) * 12])), 4) for year in YEARS]
            for name, series in block.monthly.items()
        }
        events = {
            name: round(float(counts.sum(0, dtype=int).mean()), 3) for name, counts in block.events.items()
        }
        found[POLICIES[block.policy]] = {
            "digest": digest([block]),
            "ends": ends.tolist(),
            "medians": medians,
            "events": events,
        }
    return found


if __name__ == "__main__":
    FIGURES.write_text(json.dumps(figures(), indent=1) + "\n")
    print(f"renewed {FIGURES.name}")
