"""The paths behind a check: what its quantity does month by month in every arm, with and without mechanisms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kennan import scenarios
from kennan.ledger.arms import Announce, Need, Progress, Size, needs, reads
from kennan.ledger.check import Check, Measure
from kennan.ledger.statistics import values, worlds
from kennan.ledger.view import View

if TYPE_CHECKING:
    from kennan.engine.plan import Plan


@dataclass(frozen=True)
class Path:
    """One arm: months since the start [point], and mean over worlds, lower and upper tenth [point].

    ``without`` says whether the check's mechanisms are off as well.
    """

    words: str
    without: bool
    months: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def paths(
    check: Check, size: Size, progress: Progress | None = None, announce: Announce | None = None
) -> list[Path]:
    """Return the paths of a check's arms; those with mechanisms off come after the others.

    Of an event it is the number so far, of an outcome the share of worlds that have reached it so far. A
    quantity without months has no path.
    """
    from kennan.engine.arms import Arm as Job
    from kennan.engine.arms import simulate_arms

    usual, off = needs(check, size)
    both = [(arm, need, False) for arm, need in zip(check.arms, usual, strict=True)]
    both += [(arm, need, True) for arm, need in zip(check.arms, off, strict=False)]
    jobs = [Job(_plan(need, size), need.experiment.holds, need.experiment.factors) for _, need, _ in both]
    found = []
    for number, block in simulate_arms(jobs, progress=progress, announce=announce):
        arm, need, without = both[number]
        view = View(block, scenarios.load(need.experiment.plan.scenario).theatres, need.years, need.worlds)
        if (made := _path(view, need.measure)) is not None:
            found.append(Path(arm.words, without, *made))
    return found


def _plan(need: Need, size: Size) -> Plan:
    record = tuple(set(reads(need.measure))) or ("orbit",)
    return need.experiment.plan.replace(years=need.years, worlds=need.worlds, seed=size.seed, record=record)


def _path(view: View, measure: Measure) -> tuple[NDArray[Any], ...] | None:
    """Return months, mean, and the lower and upper tenth of the worlds that count; None without months."""
    if measure.event:
        x, step = np.cumsum(view.events(measure.event), axis=0, dtype=float), 1
        counted = np.ones_like(x)
    elif measure.outcome or measure.endings:
        named = [measure.outcome] if measure.outcome else [e for e in measure.endings if e != "stalemate"]
        month = np.arange(view.months + 1)[:, None]
        x = np.zeros((view.months + 1, view.worlds))
        for name in named:
            reached = view.reached(name)
            x = np.maximum(x, (reached >= 0) & (reached <= month))
        counted, step = np.ones_like(x), 1
    else:
        x, counted, step = values(view, measure)
        if not step:
            return None
    chosen = worlds(view, measure)
    x, counted = x[:, chosen].astype(float), counted[:, chosen]
    if not x.size:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (x * counted).sum(1) / counted.sum(1)
    low, high = np.quantile(x, [0.1, 0.9], axis=1)
    return np.arange(len(x)) * float(step), mean, low, high
