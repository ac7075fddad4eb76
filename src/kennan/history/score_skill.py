"""Skill: how much smaller a forecast's score is than another's, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

BLOCK = 3  # years that are drawn together: about the cube root of the twenty that there are
TIMES = 2000
FEWEST = 4  # years below which no interval is given
SURE = 0.90
NIL = 1e-9  # differences below this share are rounding

NEAR = "its score lies within the record's own error, so that a ratio would divide by next to nothing"
SAME = "the same in every year, so that years drawn again tell nothing"
FEW = f"fewer than {FEWEST} years"


@dataclass(frozen=True)
class Skill:
    """How much smaller a score is than another's, as a share of it and as a difference.

    ``skill`` is 1 - score / other's score: 1 is perfect, 0 no better, below 0 worse; None where the other's score is
    too near 0 for a ratio. ``difference`` is the other's mean score less the forecast's, in the unit of the score:
    above 0 is better. Both have intervals ``low`` to ``high``, if there are any; that of ``skill`` never passes 1.
    ``why`` says why a ratio or an interval is missing. ``years`` and ``cells`` are how many both scores are means of.
    """

    skill: float | None
    low: float | None
    high: float | None
    years: int
    cells: int
    difference: float
    difference_low: float | None = None
    difference_high: float | None = None
    why: str = ""

    @property
    def verdict(self) -> str:
        """ "better" or "worse" when the interval lies clear of 0, else "even"."""
        if self.difference_low is None or self.difference_high is None:
            return "even"
        return "better" if self.difference_low > 0 else "worse" if self.difference_high < 0 else "even"


def skill(
    ours: np.ndarray,
    theirs: np.ndarray,
    years: np.ndarray,
    sure: float = SURE,
    seed: int = 47,
    floor: np.ndarray | float = 0.0,
) -> Skill | None:
    """Return the skill of one forecast over another in the same cells.

    Parameters
    ----------
    ours, theirs : scores [cell], lower is better; cells in which either is not a number are left out.
    years : the year of each cell: years are what is drawn, all cells of a year together.
    sure : how sure the interval is.
    floor : the score that the record's error alone would give a forecast that knows the truth, [cell] or one number. An
        other's score that is no larger has no ratio to it.

    Returns
    -------
    None where there is no common cell. The interval is that of a moving block bootstrap of the difference: blocks of
    ``BLOCK`` successive years, which keeps what hangs together in time; fewer than ``FEWEST`` have none. Its ends are
    turned into skills at the geometric mean of both scores (:func:`as_skill`), so that they mean the same and none
    passes 1. Drawn alone, a ratio would divide by the years in which nothing happened.
    """
    both = np.isfinite(ours) & np.isfinite(theirs)
    if not both.any():
        return None
    span, place = np.unique(years[both], return_inverse=True)
    a, b = (np.bincount(place, weights=x[both], minlength=len(span)) for x in (ours, theirs))
    cells = int(both.sum())
    mine, other = float(a.sum()) / cells, float(b.sum()) / cells
    near = other <= max(float(np.broadcast_to(floor, both.shape)[both].mean()), 0.0)
    value, gain, yearly = None if near else 1.0 - mine / other, other - mine, (b - a) / cells
    lacks = FEW if len(span) < FEWEST else SAME if np.ptp(yearly) <= NIL * np.abs(yearly).max() else ""
    why = "; ".join(filter(None, (NEAR if near else "", lacks)))
    if lacks:
        return Skill(value, None, None, len(span), cells, gain, why=why)
    found = yearly[resampled(len(span), seed)].sum(1)
    ends = np.quantile(found, ((1 - sure) / 2, (1 + sure) / 2))
    low, high = (float(end) for end in gain + (ends - gain) * widened(len(span), sure))
    low_skill, high_skill = (None if near else as_skill(end, mine, other) for end in (low, high))
    return Skill(value, low_skill, high_skill, len(span), cells, gain, low, high, why)


def as_skill(difference: float, ours: float, theirs: float) -> float:
    """Return the skill at which two scores with the same geometric mean as these would have this difference.

    With scores g e^-t and g e^t the difference is 2 g sinh t and the skill 1 - e^-2t: below 1, and on the same side of
    0 as the difference. At the difference of the two scores it is their skill.
    """
    middle = math.sqrt(max(ours, 0.0) * theirs)
    if middle <= 0:
        return 1.0
    return 1.0 - math.exp(-2.0 * math.asinh(difference / (2.0 * middle)))


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
