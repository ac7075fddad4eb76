"""Skill: how much smaller a forecast's score is than another's, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

BLOCK = 3  # years that are drawn together: about the cube root of the twenty that there are
TIMES = 2000
FEWEST = 4  # years below which no interval is given
SURE = 0.90


@dataclass(frozen=True)
class Skill:
    """1 - score / other's score: 1 is perfect, 0 no better, below 0 worse; with an interval, if there is one.

    ``years`` and ``cells`` are how many both scores are means of.
    """

    skill: float
    low: float | None
    high: float | None
    years: int
    cells: int

    @property
    def verdict(self) -> str:
        """ "better" or "worse" when the interval lies clear of 0, else "even"."""
        if self.low is None or self.high is None:
            return "even"
        return "better" if self.low > 0 else "worse" if self.high < 0 else "even"


def skill(
    ours: np.ndarray, theirs: np.ndarray, years: np.ndarray, sure: float = SURE, seed: int = 47
) -> Skill | None:
    """Return the skill of one forecast over another in the same cells.

    Parameters
    ----------
    ours, theirs : scores [cell], lower is better; cells in which either is not a number are left out.
    years : the year of each cell: years are what is drawn, all cells of a year together.
    sure : how sure the interval is.

    Returns
    -------
    None where there is no common cell or the other's score is 0. The interval is that of a moving block bootstrap:
    blocks of ``BLOCK`` successive years, which keeps what hangs together in time; fewer than ``FEWEST`` have none.
    It is the difference of the scores that is drawn, over the other's score in all years: drawn alone, years in which
    nothing happened would be divided by next to nothing.
    """
    both = np.isfinite(ours) & np.isfinite(theirs)
    if not both.any() or theirs[both].sum() <= 0:
        return None
    span, place = np.unique(years[both], return_inverse=True)
    a, b = (np.bincount(place, weights=x[both], minlength=len(span)) for x in (ours, theirs))
    value = 1.0 - float(a.sum() / b.sum())
    if len(span) < FEWEST:
        return Skill(value, None, None, len(span), int(both.sum()))
    found = (b - a)[resampled(len(span), seed)].sum(1) / b.sum()
    ends = np.quantile(found, ((1 - sure) / 2, (1 + sure) / 2))
    low, high = value + (ends - value) * widened(len(span), sure)
    return Skill(value, float(low), float(high), len(span), int(both.sum()))


def widened(years: int, sure: float) -> float:
    """Return by how much an interval from so few blocks is too narrow: Student's law, and the variance of a sample."""
    from scipy.special import ndtri, stdtrit  # scipy.stats has the same, and takes half a second to import

    blocks, level = max(years / BLOCK, 2.0), (1 + sure) / 2
    return float(stdtrit(blocks - 1, level) / ndtri(level) * np.sqrt(blocks / (blocks - 1)))


@cache
def resampled(count: int, seed: int, times: int = TIMES, block: int = BLOCK) -> np.ndarray:
    """Return rows of places 0 to count - 1, int [time, count], drawn as blocks that may run round the end.

    The same rows are given to all who ask for as many: do not change them.
    """
    block = min(block, count)
    starts = np.random.default_rng((seed, count)).integers(0, count, (times, -(-count // block)))
    places = (starts[..., None] + np.arange(block)) % count
    found: np.ndarray = places.reshape(times, -1)[:, :count]
    return found
