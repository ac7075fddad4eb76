"""How worlds end, as the claims on the outcome read it: the first of what is final, else what stands (IV.5-6)."""

from __future__ import annotations

from typing import Any

import numpy as np

from kennan.ledger.derived.register import derived

FINAL = ("general_war", "breakup", "expansion", "western_exhaustion")
NEVER = 10**6


def first_final(view: Any) -> Any:
    """Return how each world ends [world], 1..6: the first of ``FINAL``; else 5 (mellowing) if it ends so; else 6."""
    month = np.stack([view.reached(name) for name in FINAL]).astype(int)
    month[month < 0] = NEVER
    first = np.where(month.min(0) < NEVER, month.argmin(0) + 1, 6)
    return np.where((first == 6) & (view.ending == 5), 5, first)


@derived(
    "good_ending",
    "Whether break-up is the first of war, break-up, expansion and Western exhaustion, or none comes and it mellows.",
    "0 or 1",
    every="world",
)
def good_ending(view: Any) -> Any:
    """Return 1 for break-up or mellowing [world]."""
    return np.isin(first_final(view), (2, 5)).astype(float)


@derived(
    "contained_ending",
    "Share of worlds without war, expansion and Western exhaustion that end in break-up or mellowing.",
    "share of worlds",
    every="world",
)
def contained_ending(view: Any) -> Any:
    """Return (break-up or mellowing, contained) [world]."""
    ends = first_final(view)
    return np.isin(ends, (2, 5)).astype(float), np.isin(ends, (2, 5, 6)).astype(float)


@derived("first_breakup", "Whether break-up is the first final outcome.", "0 or 1", every="world")
def first_breakup(view: Any) -> Any:
    """Return 1 for break-up [world]."""
    return (first_final(view) == 2).astype(float)


@derived(
    "last_mellowing",
    "Whether no final outcome comes and it has mellowed at the end.",
    "0 or 1",
    every="world",
)
def last_mellowing(view: Any) -> Any:
    """Return 1 for mellowing [world]."""
    return (first_final(view) == 5).astype(float)
