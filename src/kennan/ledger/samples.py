"""What one experiment gives one check, reduced to a few numbers a world.

Worlds are resampled together, so a sample keeps numbers world by world and nothing else of the experiment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 512  # values of a median that are told apart


@dataclass(frozen=True)
class Ratio:
    """A value that is sum(numerator) / sum(denominator) over worlds.

    ``numerator`` and ``denominator`` [world]. ``more`` and ``less`` are what one more world, unlike any seen,
    could add to the two sums at most: it keeps the interval of a thing never seen, or seen in every world,
    from having no width.
    """

    numerator: Floats
    denominator: Floats
    more: tuple[float, float] = (0.0, 0.0)
    less: tuple[float, float] = (0.0, 0.0)

    @property
    def value(self) -> float:
        """The value over all worlds; NaN when nothing counts."""
        total = self.denominator.sum()
        return float(self.numerator.sum() / total) if total else float("nan")


@dataclass(frozen=True)
class Middle:
    """A median over all values of all worlds: ``grid`` [bin] in rising order, ``counts`` [world, bin]."""

    grid: Floats
    counts: Floats

    @property
    def value(self) -> float:
        """The median over all worlds (the lower of two middle values); NaN when nothing counts."""
        return float(lower_median(self.grid, self.counts.sum(0)[None])[0])


@dataclass(frozen=True)
class Wide:
    """One value a theatre: ``numerator`` [theatre, world] over ``denominator`` [world]."""

    numerator: Floats
    denominator: Floats

    @property
    def value(self) -> float:
        """The mean over theatres."""
        total = self.denominator.sum()
        return float(self.numerator.sum(1).mean() / total) if total else float("nan")


Sample = Ratio | Middle | Wide


def middle(values: NDArray[np.floating], counted: NDArray[np.bool_]) -> Middle:
    """Return the sample of a median of ``values`` [item, world] where ``counted``.

    Up to ``BINS`` different values are kept as they are; more are put into as many bins of equal content.
    """
    seen = np.unique(values[counted])
    if len(seen) > BINS:
        seen = np.unique(np.quantile(values[counted], np.linspace(0, 1, BINS), method="inverted_cdf"))
    counts = np.zeros((values.shape[1], len(seen)))
    items, worlds = np.nonzero(counted)
    place = np.minimum(np.searchsorted(seen, values[items, worlds]), max(len(seen) - 1, 0))
    np.add.at(counts, (worlds, place), 1.0)
    return Middle(seen.astype(float), counts)


def lower_median(
    grid: Floats, weights: NDArray[np.floating], extra: NDArray[np.floating] | float = 0.0, side: int = 0
) -> Floats:
    """Return weighted medians [row] of ``grid`` [bin] under ``weights`` [row, bin].

    ``extra`` [row] is weight beyond the highest value (``side`` 1) or below the lowest (``side`` -1).
    """
    if not len(grid):
        return np.full(len(weights), np.nan)
    cumulative = np.cumsum(weights, axis=1, dtype=np.float64)
    total = cumulative[:, -1] + extra
    before = extra if side < 0 else 0.0
    reached = cumulative + np.reshape(before, (-1, 1)) >= (total / 2 * (1 - 1e-9))[:, None]
    return np.where(reached.any(1), grid[reached.argmax(1)], grid[-1])
