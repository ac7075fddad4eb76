"""Shares that add up: the effect of each of several things, averaged over the orders in which they can be changed.

These are Shapley values (Shapley 1953): go from run A to run B by changing one thing after the other, and note
what each change does. With few things every order is walked. With more, each world is given one order of its own
and the reverse of it: that is unbiased, what one thing does alone and what it does beside all others both enter,
and the noise of it is in the intervals. In every world the parts add up to the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

from kennan.engine.mediation import Hybrid
from kennan.ledger.why.data import Share

EXACT = 4  # things up to which every order is walked
RESAMPLES = 1000
Many = Hybrid | tuple[Hybrid, ...]  # one hybrid for all worlds, or one for each
Value = Callable[[Many], np.ndarray]


@dataclass(frozen=True)
class Orders:
    """The ways from run A to run B by changing ``count`` things in ``worlds`` worlds.

    ``mix`` gives the hybrid in which some of the things (by number) are as in run B and the others as in run A.
    """

    count: int
    worlds: int
    mix: Callable[[frozenset[int]], Hybrid]

    def hybrids(self) -> list[Many]:
        """Return the hybrids that have to be walked, besides the two runs themselves."""
        if self.count <= EXACT:
            return [
                self.mix(frozenset(some))
                for size in range(1, self.count)
                for some in combinations(range(self.count), size)
            ]
        return [self._at(order, size) for order in self._drawn() for size in range(1, self.count)]

    def parts(self, value: Value, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return the part of each thing in the difference b - a of each world [thing, world].

        Parameters
        ----------
        value : what a hybrid comes to [world]; a, b : what the runs come to [world].
        """
        found = np.zeros((self.count, self.worlds))
        for order, weight, column in self._ways():
            steps = [a, *(value(self._at(order, size)) for size in range(1, self.count)), b]
            for place in range(self.count):
                found[order[:, place], column] += weight * (steps[place + 1] - steps[place])
        return found

    def _ways(self) -> Iterator[tuple[np.ndarray, float, np.ndarray]]:
        from itertools import permutations

        column = np.arange(self.worlds)
        if self.count <= EXACT:
            for order in permutations(range(self.count)):
                yield np.tile(order, (self.worlds, 1)), 1.0 / factorial(self.count), column
        else:
            for drawn in self._drawn():
                yield drawn, 0.5, column

    def _drawn(self) -> tuple[np.ndarray, np.ndarray]:
        """Return an order for each world [world, place], and its reverse."""
        luck = np.random.default_rng(47)
        order = np.stack([luck.permutation(self.count) for _ in range(self.worlds)])
        return order, order[:, ::-1]

    def _at(self, order: np.ndarray, size: int) -> Many:
        """Return the hybrid that one has after so many changes."""
        if self.count <= EXACT:
            return self.mix(frozenset(order[0, :size].tolist()))
        return tuple(self.mix(frozenset(row)) for row in order[:, :size].tolist())


def share_of(part: np.ndarray, whole: np.ndarray, sure: float) -> Share:
    """Return a share of means [world] with its interval (bootstrap over worlds)."""
    counts = _resamples(part.size)
    top, bottom = counts @ part, counts @ whole
    ratio = np.divide(top, bottom, out=np.zeros_like(top), where=bottom != 0)
    low, high = np.quantile(ratio, [(1 - sure) / 2, (1 + sure) / 2])
    return Share(float(part.mean() / whole.mean()) if whole.mean() else 0.0, float(low), float(high))


def _resamples(worlds: int) -> np.ndarray:
    luck = np.random.default_rng(47)
    return luck.multinomial(worlds, np.full(worlds, 1 / worlds), size=RESAMPLES) / worlds
