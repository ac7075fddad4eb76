"""Calibration: do things come as often as was said? And sharpness: how much was said?

Bars of consistency tell how far a calibrated forecast would stray: members are put in the place of the record, as
whole courses, so that years and theatres that hang together do so in the bars as well (after Bröcker & Smith 2007, who
draw each case by itself, which makes bars too narrow here).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kennan.history.score_cells import Cells, Said, bands, pit

BINS = 10
TRUTHS = 300
EDGE = 0.05  # of the bars, on either side


@dataclass(frozen=True)
class Histogram:
    """Where the record fell: ``shares`` [bin] of all cells, with bars [bin] of what chance alone would do."""

    edges: np.ndarray
    shares: np.ndarray
    low: np.ndarray
    high: np.ndarray
    cells: int


@dataclass(frozen=True)
class Reliability:
    """How often a yes came where it was said with about the same probability, [bin] of those that hold a cell."""

    said: np.ndarray
    came: np.ndarray
    low: np.ndarray
    high: np.ndarray
    cells: np.ndarray


@dataclass(frozen=True)
class Murphy:
    """The parts of a Brier score: reliability - resolution + uncertainty + within bins (what binning hides)."""

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


@dataclass(frozen=True)
class Coverage:
    """How many of ``cells`` values lay in the band, how many of 100 should, and how wide it was on average.

    ``low`` and ``high`` bound the share that a calibrated forecast would show, nine times in ten.
    """

    wanted: int
    inside: int
    cells: int
    width: float
    low: float
    high: float

    @property
    def share(self) -> float:
        """Share of values inside."""
        return self.inside / self.cells


def truths(told: Said) -> np.ndarray:
    """Return some members that are put in the record's place, [cell, truth]."""
    count = told.members.shape[1]
    return told.members[:, np.linspace(0, count - 1, min(TRUTHS, count)).astype(int)]


def pit_histogram(told: Said, cells: Cells) -> Histogram:
    """Return the histogram of :func:`pit`; flat if calibrated, heaped at the ends if too sure."""
    edges = np.linspace(0.0, 1.0, BINS + 1)
    order = np.sort(told.members, axis=1)
    count = order.shape[1]
    rank = np.stack([np.searchsorted(row, found) for row, found in zip(order, truths(told), strict=True)])
    own = np.clip((rank / count * BINS).astype(int), 0, BINS - 1)
    spread = np.stack([(own == k).mean(0) for k in range(BINS)])
    low, high = np.quantile(spread, (EDGE, 1 - EDGE), axis=1)
    here = np.clip((pit(told, cells) * BINS).astype(int), 0, BINS - 1)
    shares = np.bincount(here, minlength=BINS) / len(here)
    return Histogram(edges, shares, low, high, len(here))


def coverage(told: Said, cells: Cells) -> list[Coverage]:
    """Return how often the record lay inside the bands."""
    found, own = [], truths(told)
    for wanted, (low, high) in bands(told).items():
        inside = int(((cells.values >= low) & (cells.values <= high)).sum())
        could = ((own >= low[:, None]) & (own <= high[:, None])).mean(0)
        ends = np.quantile(could, (EDGE, 1 - EDGE))
        width = float((high - low).mean())
        found.append(Coverage(wanted, inside, len(cells), width, float(ends[0]), float(ends[1])))
    return found


def reliability(told: Said, cells: Cells) -> Reliability:
    """Return how often a yes came, by the probability with which it was said."""
    place = _bins(told.chance)
    own = truths(told)
    rows = []
    for k in np.unique(place):
        here = place == k
        known = np.isfinite(own[here])
        could = (np.where(known, own[here], 0.0).sum(0) / np.maximum(known.sum(0), 1))[known.any(0)]
        low, high = np.quantile(could, (EDGE, 1 - EDGE)) if len(could) else (0.0, 1.0)
        rows.append((told.chance[here].mean(), cells.values[here].mean(), low, high, here.sum()))
    chance, came, low, high, count = np.array(rows, float).T
    return Reliability(chance, came, low, high, count.astype(int))


def murphy(chance: np.ndarray, values: np.ndarray) -> Murphy:
    """Return the parts of a Brier score (Murphy 1973; within bins after Stephenson, Coelho & Jolliffe 2008).

    Parameters
    ----------
    chance, values : the probabilities said and what came, each [cell].
    """
    place = _bins(chance)
    base = values.mean()
    kept = [place == k for k in np.unique(place)]
    share = np.array([here.mean() for here in kept])
    said = np.array([chance[here].mean() for here in kept])
    came = np.array([values[here].mean() for here in kept])
    brier = float(((chance - values) ** 2).mean())
    rel, res = float((share * (said - came) ** 2).sum()), float((share * (came - base) ** 2).sum())
    unc = float(((values - base) ** 2).mean())
    return Murphy(brier, rel, res, unc, brier - (rel - res + unc))


def _bins(chance: np.ndarray) -> np.ndarray:
    return np.clip((chance * BINS).astype(int), 0, BINS - 1)
