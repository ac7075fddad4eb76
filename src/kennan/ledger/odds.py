"""Which sentences carry the forecast: each mechanism switched off in turn, on the same luck.

World 17 without a mechanism meets the same draws as world 17 with it, so what a mechanism does to the odds is
counted over pairs of worlds that end differently. Nothing here says whether a sentence is true; it says how much
of the forecast rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import article
from kennan.engine.numbers import idle_mechanisms
from kennan.faults import Faults, unknown
from kennan.model import parameters
from kennan.model.in_use import under_plan
from kennan.model.recorded import OUTCOMES
from kennan.records import summary

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

SURE = 0.95  # over all mechanisms and outcomes together


@dataclass(frozen=True)
class Shift:
    """What taking a mechanism out does to the odds of one outcome.

    Parameters
    ----------
    outcome : which one.
    with_it, without_it : share of worlds that end in it.
    difference, low, high : without less with, and its 90 % interval (Bonett and Price 2012, paired).
    ratio, ratio_low, ratio_high : odds without over odds with, and its 90 % interval (delta method on the pairs;
        half a world is added to each count, so that it is finite when a count is 0).
    gained, lost : worlds that end in it only without, and only with, the mechanism.
    p : chance of pairs so one-sided if the mechanism made no difference (exact McNemar test, two-sided).
    clear : whether it stands when all mechanisms and outcomes are tested together (Holm 1979).
    """

    outcome: str
    with_it: float
    without_it: float
    difference: float
    low: float
    high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    gained: int
    lost: int
    p: float
    clear: bool


@dataclass(frozen=True)
class Carried:
    """What rests on one mechanism.

    Parameters
    ----------
    mechanism, sentence : its name, and what it does.
    passages, claims : paragraphs that it comes from, and claims of the article that rest on it.
    shifts : by outcome.
    moved : worlds that end otherwise without it, as a share.
    """

    mechanism: str
    sentence: str
    passages: tuple[str, ...]
    claims: tuple[str, ...]
    shifts: Mapping[str, Shift]
    moved: float


@dataclass(frozen=True)
class Odds:
    """Everything that ``kennan odds`` tells; mechanisms in order of what rests on them, the most first."""

    plan: Plan
    shares: Mapping[str, summary.Share]
    carried: tuple[Carried, ...]


@under_plan
def odds(
    plan: Plan,
    mechanisms: Iterable[str] = (),
    by: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Odds:
    """Switch each mechanism of a plan off in turn and count how the worlds end.

    Parameters
    ----------
    plan : a plan of one policy; what it has off already stays off and is not asked about.
    mechanisms : which ones; all that are on when left out.
    by : sort by what is moved of this outcome; by worlds that end otherwise when left out.
    progress, announce : as in :func:`kennan.engine.arms.simulate_arms`.

    Raises
    ------
    BadInput : an unknown mechanism or outcome, or one that the plan has off.

    Example
    -------
    >>> from kennan.engine.plan import Plan
    >>> found = odds(Plan.build(worlds=4, years=2), ["patience"])
    >>> found.carried[0].shifts["breakup"].difference
    0.0
    """
    from kennan.engine.arms import Arm, simulate_arms

    names = asked(plan, tuple(mechanisms), by)
    bare = plan.replace(record=("orbit",))
    arms = [Arm(bare), *(Arm(bare.replace(off=(*plan.off, name))) for name in names)]

    def ending(block: Any) -> np.ndarray:
        return np.asarray(block.ending)

    endings = [kept for _, kept in simulate_arms(arms, ending, progress, announce)]
    return weigh(plan, names, endings[0], endings[1:], by)


@under_plan
def asked(plan: Plan, given: tuple[str, ...], by: str | None) -> tuple[str, ...]:
    """Return the mechanisms that are asked about, all that are on when none is named.

    Raises
    ------
    BadInput : an unknown mechanism or outcome, a mechanism that is off already, or several policies.
    """
    known, faults = parameters.strengths(), Faults()
    fixed, idle = plan.fixed, idle_mechanisms()
    for name in given:
        if name not in known:
            faults.found.append(unknown("mechanism", name, known, "--only", "kennan list mechanisms"))
        elif fixed.get(name) == 0:
            faults.add(f"{name} is off already, so that it carries nothing", where="--only")
        elif name in idle:
            what = f"{name} acts in the step {idle[name].step!r}, which {idle[name].name!r} replaces"
            faults.add(f"{what}, so that it carries nothing", where="--only")
    if by is not None and by not in OUTCOMES:
        faults.found.append(unknown("outcome", by, OUTCOMES, "--outcome"))
    if len(plan.policies) != 1:
        faults.add(f"{len(plan.policies)} policies", where="--policy", allowed="one policy at a time")
    faults.raise_if_any()
    return given or tuple(name for name in known if fixed.get(name) != 0 and name not in idle)


@under_plan
def weigh(
    plan: Plan, names: tuple[str, ...], base: np.ndarray, without: list[np.ndarray], by: str | None
) -> Odds:
    """Return what rests on each mechanism, from how each world ends.

    Parameters
    ----------
    base : endings with everything on, 1 to 6 in the order of ``OUTCOMES`` [world].
    without : the same with each of ``names`` off, in their order.
    """
    counts = {}
    for name, ending in zip(names, without, strict=True):
        for code, outcome in enumerate(OUTCOMES, 1):
            counts[name, outcome] = _pairs(base == code, ending == code)
    chances = {pair: _mcnemar(gained, lost) for pair, (_, _, gained, lost) in counts.items()}
    clear = holm(chances, 1 - SURE)
    register, claims = parameters.load(), article.claims()
    carried = []
    for name, ending in zip(names, without, strict=True):
        shifts = {
            o: _shift(o, *counts[name, o], len(base), chances[name, o], clear[name, o]) for o in OUTCOMES
        }
        carried.append(
            Carried(
                mechanism=name,
                sentence=register[name].sentence,
                passages=tuple(register[name].passages),
                claims=tuple(c.id for c in claims.values() if name in c.mechanisms),
                shifts=shifts,
                moved=float((ending != base).mean()),
            )
        )
    carried.sort(key=lambda c: -abs(c.shifts[by].difference) if by else -c.moved)
    shares = {o: summary.wilson(int((base == code).sum()), len(base)) for code, o in enumerate(OUTCOMES, 1)}
    return Odds(plan, shares, tuple(carried))


def _pairs(on: np.ndarray, off: np.ndarray) -> tuple[int, int, int, int]:
    """Return the worlds that end so with the mechanism, without it, only without it, and only with it."""
    return int(on.sum()), int(off.sum()), int((off & ~on).sum()), int((on & ~off).sum())


def _shift(
    outcome: str, on: int, off: int, gained: int, lost: int, worlds: int, p: float, clear: bool
) -> Shift:
    difference = summary.difference(gained, lost, worlds)
    ratio, half = log_ratio(on, off, lost, worlds)
    return Shift(
        outcome=outcome,
        with_it=on / worlds,
        without_it=off / worlds,
        difference=difference.difference,
        low=difference.low,
        high=difference.high,
        ratio=float(np.exp(ratio)),
        ratio_low=float(np.exp(ratio - half)),
        ratio_high=float(np.exp(ratio + half)),
        gained=gained,
        lost=lost,
        p=p,
        clear=clear,
    )


def log_ratio(on: int, off: int, lost: int, worlds: int) -> tuple[float, float]:
    """Return the log of the ratio of odds (without over with) and half the width of its 90 % interval.

    The variance is that of a difference of two logits over the same worlds, to first order; half a world is
    added on each side (Haldane 1956, Anscombe 1956).
    """
    n = worlds + 1.0
    p1, p0 = (off + 0.5) / n, (on + 0.5) / n
    both = (on - lost + 0.25) / n
    covariance = both - p1 * p0
    a, b = p1 * (1 - p1), p0 * (1 - p0)
    variance = (1 / a + 1 / b - 2 * covariance / (a * b)) / n
    return float(np.log(p1 / (1 - p1)) - np.log(p0 / (1 - p0))), summary.Z * float(
        np.sqrt(max(variance, 0.0))
    )


def _mcnemar(gained: int, lost: int) -> float:
    """Return the exact two-sided chance of such pairs if either were as likely."""
    from scipy.stats import binomtest

    return float(binomtest(gained, gained + lost, 0.5).pvalue) if gained + lost else 1.0


def holm(chances: Mapping[Any, float], risk: float) -> dict[Any, bool]:
    """Return which of many tests stand together, with at most ``risk`` of any false alarm (Holm 1979)."""
    found, standing = {}, True
    for rank, (name, p) in enumerate(sorted(chances.items(), key=lambda item: item[1])):
        standing = standing and p <= risk / (len(chances) - rank)
        found[name] = standing
    return found
