"""Boxes (PRIM: Friedman and Fisher 1999; for scenario discovery Bryant and Lempert 2010), by the EMA Workbench.

A box is a range for each of a few numbers. PRIM peels thin slices off the whole until what is left holds mostly worlds
in which the result came. With many numbers and much luck it would peel at noise, so it is led (after Kwakkel 2019):
a rank test picks the numbers that differ between worlds with and without the result, PRIM runs on every small set of
them, and from all boxes on all ways one is chosen by a rule that is fixed beforehand. The density where a box was
sought is flattered by all this choosing; the density among fresh worlds is not.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from kennan.extras import need
from kennan.records.summary import Share, wilson

QUASI_P = 0.05  # a restriction that may be luck with more than this probability is dropped
SLICES = (
    0.05,
    0.15,
)  # share of the worlds that PRIM peels off at a time: a thin slice can stop at a lucky end
CANDIDATES = 5  # numbers from which boxes are made
MASS = 0.05  # least share of worlds in a box


@dataclass(frozen=True)
class Limit:
    """One number's range in a box.

    ``low`` and ``high`` are probabilities of its prior (0 and 1: open). ``quasi_low`` and ``quasi_high`` are the
    probabilities that a slice without any effect would have raised the density as much (one-sided binomial test;
    "quasi" because PRIM chose the slice), None where that side is open.
    """

    name: str
    low: float
    high: float
    quasi_low: float | None
    quasi_high: float | None

    @property
    def quasi(self) -> float:
        """The quasi-p value of the limit as a whole: the smaller one of its sides."""
        return min(value for value in (self.quasi_low, self.quasi_high) if value is not None)


@dataclass(frozen=True)
class Counted:
    """What a box holds among some worlds.

    Parameters
    ----------
    density : share of the worlds in the box in which the result came, with a 90 % interval; None for an empty box.
    coverage : share of all worlds in which the result came that lie in the box; None where it came in none.
    mass : share of all worlds that lie in the box.
    base : share of all worlds in which the result came, with a 90 % interval.
    """

    density: Share | None
    coverage: float | None
    mass: float
    base: Share


@dataclass(frozen=True)
class Choice:
    """The box that was taken: its limits, the surest first, and the way of PRIM on which it lay."""

    limits: tuple[Limit, ...]
    trajectory: tuple[dict[str, float], ...]
    chosen: int


def seek(places: Mapping[str, np.ndarray], came: np.ndarray, coverage: float = 0.5, most: int = 4) -> Choice:
    """Return the densest box that keeps the coverage asked for, over every small set of numbers that matter.

    Parameters
    ----------
    places : probabilities [world] by name. came : whether the result came, bool [world].
    coverage : least share of the worlds with the result in the box. most : most limits.

    Raises
    ------
    BadInput : the EMA Workbench is not installed.
    """
    names = screen(places, came)
    best: tuple[tuple[float, float], Choice] | None = None
    for size in range(1, min(most, len(names)) + 1):
        for few, slice_ in product(combinations(names, size), SLICES):
            box = find(np.stack([places[name] for name in few], axis=1), came, few, slice_)
            way = tuple(trajectory(box))
            chosen, kept = choose(box, coverage, most)
            held = count(kept, places, came)
            score = (held.density.share if held.density else 0.0, held.coverage or 0.0)
            if kept and (best is None or score > best[0]):
                best = score, Choice(tuple(kept), way, chosen)
    whole = {"coverage": 1.0, "density": float(came.mean()), "mass": 1.0, "limits": 0}
    return best[1] if best else Choice((), (whole,), 0)


def screen(places: Mapping[str, np.ndarray], came: np.ndarray) -> list[str]:
    """Return the numbers that differ most between worlds with and without the result, at most ``CANDIDATES``.

    Two rank tests (Mann and Whitney), on the number and on its distance from the median, so that a middle range is
    seen as well as an end; a number is passed over when the smaller p-value is above 0.05.
    """
    from scipy.stats import mannwhitneyu

    def p_value(u: np.ndarray) -> float:
        two = [float(mannwhitneyu(v[came], v[~came]).pvalue) for v in (u, np.abs(u - 0.5))]
        return min(1.0, 2 * min(two))

    found = {name: p_value(u) for name, u in places.items()}
    return [name for name in sorted(found, key=lambda n: found[n]) if found[name] <= QUASI_P][:CANDIDATES]


def find(places: np.ndarray, came: np.ndarray, names: Sequence[str], peel: float = SLICES[0]) -> Any:
    """Return PRIM's box with its whole trajectory.

    Parameters
    ----------
    places : probabilities [world, factor].
    came : whether the result came, bool [world].
    peel : share of the worlds in the box that is peeled off at a time.

    Raises
    ------
    BadInput : the EMA Workbench is not installed.
    """
    import pandas

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        prim = need("ema_workbench.analysis.prim", "kennan discover")
        logging.getLogger("EMA").setLevel(logging.ERROR)
        table = pandas.DataFrame(np.asarray(places, float), columns=list(names))
        return prim.Prim(table, came.astype(int), threshold=1e-9, peel_alpha=peel, mass_min=MASS).find_box()


def trajectory(box: Any) -> list[dict[str, float]]:
    """Return coverage, density, mass and number of limits of every box on PRIM's way, first the whole.

    To be asked before :func:`choose`, which adds boxes of its own.
    """
    steps = box.peeling_trajectory[["coverage", "density", "mass", "res_dim"]].to_dict("records")
    shares = ("coverage", "density", "mass")
    return [{name: float(row[name]) for name in shares} | {"limits": int(row["res_dim"])} for row in steps]


def choose(box: Any, coverage: float, most: int) -> tuple[int, list[Limit]]:
    """Return which box on PRIM's way is taken, and its limits without those that may well be luck, the surest first.

    Each box on the way is opened at its unsurest side until every side left has a quasi-p value of at most ``QUASI_P``.
    Of what remains, the densest is taken that keeps the coverage asked for with so many limits at most; the whole, with
    no limit, always does.
    """
    length = len(box.peeling_trajectory)
    best: tuple[tuple[float, float], int, list[Limit]] = ((-1.0, -1.0), 0, [])
    seen: set[tuple[Limit, ...]] = set()
    for way in range(length):
        if box.peeling_trajectory["coverage"][way] < coverage:
            continue  # dropping limits cannot lower it, but below the mark the box was never meant
        at, kept = way, limits(box, way)
        while (side := _unsurest(kept)) is not None:
            at = _opened(box, at, *side)
            kept = limits(box, at)
        row = box.peeling_trajectory.iloc[at]
        if tuple(kept) in seen or len(kept) > most or row["coverage"] < coverage:
            continue
        seen.add(tuple(kept))
        best = max(best, ((float(row["density"]), float(row["coverage"])), way, kept), key=lambda b: b[0])
    return best[1], best[2]


def _unsurest(kept: Sequence[Limit]) -> tuple[str, int] | None:
    """Return the name and side (0 low, 1 high) of the limit that is likeliest luck, or None when all are sure."""
    sides = [(limit.quasi_low, limit.name, 0) for limit in kept] + [
        (limit.quasi_high, limit.name, 1) for limit in kept
    ]
    unsure = [(p, name, side) for p, name, side in sides if p is not None and p > QUASI_P]
    return max(unsure)[1:] if unsure else None


def _opened(box: Any, at: int, name: str, side: int) -> int:
    """Add to PRIM's boxes one that is open at one side of a number; return its place."""
    opened = box.box_lims[at].copy()
    opened.loc[side, name] = box.box_lims[0].loc[side, name]
    table = box.prim.x
    there = ((table >= opened.loc[0]) & (table <= opened.loc[1])).all(axis=1)
    box.update(opened, np.flatnonzero(there.to_numpy()))
    return len(box.peeling_trajectory) - 1


def limits(box: Any, at: int) -> list[Limit]:
    """Return the limits of a box on the way, the surest first."""
    whole, chosen = box.box_lims[0], box.box_lims[at]
    found = []
    for name, pair in box.qp[at].items():
        low, high = (float(v) for v in chosen[name])
        open_low, open_high = low <= float(whole[name].iloc[0]), high >= float(whole[name].iloc[1])
        if open_low and open_high:
            continue
        p_low, p_high = (float(v) for v in pair)
        found.append(
            Limit(
                str(name),
                0.0 if open_low else low,
                1.0 if open_high else high,
                None if open_low else p_low,
                None if open_high else p_high,
            )
        )
    return sorted(found, key=lambda limit: limit.quasi)


def inside(box: Sequence[Limit], places: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return which worlds lie in a box, bool [world], from probabilities by name [world]."""
    found = np.ones(len(next(iter(places.values()))), bool)
    for limit in box:
        found &= (places[limit.name] >= limit.low) & (places[limit.name] <= limit.high)
    return found


def count(box: Sequence[Limit], places: Mapping[str, np.ndarray], came: np.ndarray) -> Counted:
    """Return what a box holds among some worlds."""
    there = inside(box, places)
    both, in_box, cases = int((there & came).sum()), int(there.sum()), int(came.sum())
    return Counted(
        density=wilson(both, in_box) if in_box else None,
        coverage=both / cases if cases else None,
        mass=in_box / len(came),
        base=wilson(cases, len(came)),
    )
