"""What the tests of single mechanisms share: an effect as the article states it, and what carries it.

An expectation is taken from a paragraph of the article (or from the claims that were written down before the code) and
names it; it is never what the code was seen to return. Every sweep has two columns, so that little is compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import kennan
from kennan import scenarios

CODES = scenarios.load("x-1947").theatres.code
THROWS = (np.arange(len(CODES))[:, None] + 0.5) / len(CODES)  # one draw for each theatre, evenly over 0 to 1
COLUMNS = (np.arange(64) + 0.5) / 64  # likewise for a draw of the world, column by column


def call(step: str, named: Mapping[str, Any]) -> Any:
    """Make a step alone; names may be "draws.x" and "place.x"."""
    inner: dict[str, dict[str, Any]] = {"draws": {}, "place": {}}
    outer = {}
    for name, value in named.items():
        kind, _, plain = name.rpartition(".")
        (inner[kind] if kind else outer)[plain] = value
    return kennan.alone(step, **outer, **inner)


def total(after: Any, target: str) -> np.ndarray:
    """Return what a step made of a quantity or an event ("events.x") [column]: over theatres the mean."""
    value = after.events[target.removeprefix("events.")] if target.startswith("events.") else after[target]
    return value.mean(0) if np.ndim(value) == 2 else np.asarray(value)


def effect(step: str, target: str, name: str, low: Any, high: Any, **rest: Any) -> float:
    """Return how much a target gains when something goes from low to high."""
    before, after = total(call(step, {**rest, name: [low, high]}), target)
    return float(after) - float(before)


@dataclass(frozen=True)
class Carried:
    """An effect that a strength carries.

    Parameters
    ----------
    strength, step : the mechanism, and the step of the month that it stands in.
    reads, still, moved : what acts, its value at which it has nothing to do (None if there is none), and one at which
        it has.
    target, sign : what it acts on ("events.x" for an event), and in which direction.
    passage : the paragraph that says so.
    rest : other values by name, also "draws.x" and "place.x".
    also : other ways from what acts to the target remain when the strength is 0.
    """

    strength: str
    step: str
    reads: str
    still: Any
    moved: Any
    target: str
    sign: int
    passage: str
    rest: Mapping[str, Any] = field(default_factory=dict)
    also: bool = False
    exact: bool = True

    def __str__(self) -> str:
        return f"{self.passage}-{self.strength}-{self.target}"

    def check(self) -> None:
        """Hold the strength to its sign, and to removing this effect and nothing else at 0."""
        table = {**self.rest, self.reads: [self.still, self.moved]}
        on = total(call(self.step, table), self.target).astype(float)
        off = total(call(self.step, {**table, self.strength: 0.0}), self.target).astype(float)
        least = 1e-5 + 1e-4 * abs(on[0])
        with_it, without = on[1] - on[0], off[1] - off[0]
        assert (with_it - without) * self.sign > least, (
            f"{self}: {without:.6g} without it, {with_it:.6g} with it"
        )
        if not self.also:
            assert with_it * self.sign > least, f"{self}: moves by {with_it:.6g}"
            assert abs(without) < least / 5, f"{self}: moves by {without:.6g} with the strength at 0"
        if self.exact:
            assert abs(on[0] - off[0]) < least / 5, f"{self}: the strength does something where nothing acts"
