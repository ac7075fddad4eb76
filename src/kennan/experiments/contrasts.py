"""What holds over draws of every number: how policies compare when nothing is taken as known.

A share of worlds hangs on numbers that nobody knows. What may be robust is a comparison: in how many draws of *every*
number does one policy end better than another, on the same luck? An order of endings is all that is needed for it, and
the article gives one: break-up or mellowing without war, expansion or exhaustion before them are what it hopes for
(IV.5), expansion and exhaustion of the open power what it fears (II.8, IV.6), general war is beyond it, and stalemate
lies between. No ending is given a weight.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.engine.numbers import START
from kennan.engine.plan import Plan
from kennan.experiments import everything, rows
from kennan.faults import Faults
from kennan.model.in_use import using
from kennan.model.recorded import OUTCOMES

if TYPE_CHECKING:
    from kennan.engine.engine import Block

DRAWS, WORLDS = 256, 32
QUICK = (64, 8)
MOST = 5_000_000  # histories in all
CLEAR = 0.05  # net wins of pairs from which a draw counts as better or worse
SURE = 0.95
HORIZONS = (15, 30, 45)  # years; the article argues over the first
RANKS = ("general war", "expansion or exhaustion", "stalemate", "break-up or mellowing without them")
TOP = 3  # numbers that are named
BANDS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Contrast:
    """One policy against another at one year.

    Parameters
    ----------
    policy, other : the two; ``better`` means better for the first.
    year : years after the start.
    better, worse, alike : numbers of draws. A draw is alike where fewer than ``CLEAR`` of its pairs of worlds tell the
        two apart on balance.
    low, high : of the draws that tell them apart, the 95 % interval of the share that are better (Clopper and Pearson
        1934).
    pairs : of 100 pairs of worlds in the middle draw: better, worse, same.
    net : net wins in 100 pairs, 5, 50 and 95 % of draws.
    dominant : draws in which the first is at least as good at every cut of the order, whatever weights one gives.
    leans_on : the numbers with which net wins go up or down most over draws, with their rank correlation.
    """

    policy: str
    other: str
    year: int
    better: int
    worse: int
    alike: int
    low: float
    high: float
    pairs: tuple[int, int, int]
    net: tuple[float, float, float]
    dominant: int
    leans_on: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Spread:
    """Share of worlds that end so under a policy at the end: 5, 50 and 95 % of draws."""

    policy: str
    outcome: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Parts:
    """How much of the differences of rank between worlds is due to numbers, policy and luck; they add up to 1."""

    numbers: float
    policy: float
    luck: float


@dataclass(frozen=True)
class Contrasts:
    """What holds over draws of every number.

    Parameters
    ----------
    plan : what all share; its first policy is compared with the others.
    draws, worlds, numbers : draws, worlds in each, numbers that were drawn.
    horizons : years after the start.
    contrasts, spreads, parts : see their classes.
    """

    plan: Plan
    draws: int
    worlds: int
    numbers: int
    horizons: tuple[int, ...]
    contrasts: tuple[Contrast, ...]
    spreads: tuple[Spread, ...]
    parts: Parts

    def of(self, other: str) -> tuple[Contrast, ...]:
        """Return the comparison with one policy, year by year."""
        return tuple(one for one in self.contrasts if one.other == other)

    def robust(self, other: str) -> bool:
        """Return whether at every horizon most draws that tell the two apart are better, beyond sampling error."""
        return all(one.low > 0.5 for one in self.of(other))

    def sentence(self, other: str) -> str:
        """Return in words what holds against one policy, at the last horizon."""
        last = self.of(other)[-1]
        rate = lambda n: f"{100 * n / self.draws:.0f}"  # noqa: E731
        said = (
            f"In {rate(last.better)} of 100 draws of every number {last.policy} ends better than {other} "
            f"after {last.year} years (worse in {rate(last.worse)}, alike in {rate(last.alike)})"
        )
        return said + (("; robust" if self.robust(other) else "; not robust") + " at every horizon.")

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data for JSON."""
        others = list(dict.fromkeys(one.other for one in self.contrasts))
        return {
            "plan": self.plan.as_dict(),
            "draws": self.draws,
            "worlds": self.worlds,
            "numbers": self.numbers,
            "horizons": list(self.horizons),
            "contrasts": [asdict(one) for one in self.contrasts],
            "spreads": [asdict(one) for one in self.spreads],
            "parts": asdict(self.parts),
            "robust": {other: self.robust(other) for other in others},
            "sentences": [self.sentence(other) for other in others],
        }


def contrasts(
    plan: Plan,
    draws: int = DRAWS,
    *,
    progress: rows.Progress | None = None,
    announce: rows.Announce | None = None,
) -> Contrasts:
    """Compare the plan's first policy with its others, over draws of every number.

    Parameters
    ----------
    plan : of two policies or more; its worlds are those of each draw. The luck is the same under every policy, and
        another one in each draw. What the plan sets or switches off is not drawn.
    draws : how many; a power of two covers the space best.
    progress, announce : as in :func:`kennan.engine.engine.simulate`.

    Raises
    ------
    BadInput : anything cannot be used; all faults at once.

    Example
    -------
    >>> from kennan.engine.plan import Plan
    >>> found = contrasts(Plan.build(policies=["containment", "withdrawal"], worlds=2, years=2), draws=2)
    >>> [one.other for one in found.contrasts]
    ['withdrawal']
    """
    from kennan.engine import devices
    from kennan.engine.arms import walk_columns

    check(plan, draws)
    devices.prepare()
    from kennan.engine.interventions import Interventions
    from kennan.engine.program import AtHand
    from kennan.engine.rollout import Rollout

    years = (*(year for year in HORIZONS if year < plan.years), plan.years)
    recorded = plan.replace(record=tuple(f"progress_{name}" for name in OUTCOMES[:-1]))
    with using(plan.extensions):
        drawn = everything.draw(plan, draws)
    columns = {name: np.repeat(values, plan.worlds) for name, values in drawn.values.items()}
    numbers = plan.first_world + np.arange(draws * plan.worlds)
    total, done = len(plan.policies) * len(numbers), 0
    ranks = np.empty((len(plan.policies), len(years), len(numbers)), np.int8)
    endings = np.empty((len(plan.policies), len(numbers)), np.int8)
    programs = AtHand()
    for k, policy in enumerate(plan.policies):
        walk = Rollout(recorded.replace(policies=(policy,)), Interventions(), programs)
        if not k:
            walk.compile(announce)
        for cut, block in walk_columns(walk, columns, numbers):
            ranks[k, :, cut] = np.stack([rank(block, 12 * year) for year in years])
            endings[k, cut] = block.ending
            done += cut.stop - cut.start
            if progress:
                progress(done, total)
    by_draw = ranks.reshape(*ranks.shape[:2], draws, plan.worlds)
    names = [policy.name for policy in plan.policies]
    found = tuple(
        _contrast(names[0], names[k], year, by_draw[0, y], by_draw[k, y], drawn)
        for k in range(1, len(names))
        for y, year in enumerate(years)
    )
    spreads = tuple(
        Spread(name, outcome, *_bands((one.reshape(draws, -1) == code).mean(1)))
        for name, one in zip(names, endings, strict=True)
        for code, outcome in enumerate(OUTCOMES, 1)
    )
    return Contrasts(plan, draws, plan.worlds, drawn.numbers, years, found, spreads, _parts(by_draw[:, -1]))


def check(plan: Plan, draws: int) -> None:
    """Refuse what cannot be compared.

    Raises
    ------
    BadInput : fewer than two policies, or policies of one name, a number of draws that cannot be, or numbers given in
        place of draws; all faults at once.
    """
    faults = Faults()
    names = [policy.name for policy in plan.policies]
    if len(names) < 2:
        faults.add(
            "there is one policy", where="--vs", do="name what it is compared with: --vs withdrawal,charm"
        )
    if any(policy.code for policy in plan.policies):
        faults.add(
            "a policy in code cannot be compared over draws", where="--policy", allowed="schedules and rules"
        )
    if not 2 <= draws <= 2**16:
        faults.add(f"{draws:,} draws", where="--draws", allowed="2 to 65,536; a power of two is best")
    elif (histories := draws * plan.worlds * len(names)) > MOST:
        what = f"{histories:,} histories (draws x worlds x policies)"
        faults.add(what, where="--draws", allowed=f"up to {MOST:,}", do="fewer draws, worlds or policies")
    if plan.parameters == "median":
        do = "leave --parameters out; --set NAME=VALUE fixes a number"
        faults.add("every number is drawn here, and none is at its median", where="--parameters", do=do)
    faults.raise_if_any()


def rank(block: Block, month: int) -> np.ndarray:
    """Return how good each world's ending is at a month, int [world]: 0 to 3 in the order of ``RANKS``."""
    stands = {name: block.monthly[f"progress_{name}"][: month + 1] >= 1.0 for name in OUTCOMES[:-1]}
    war = stands["general_war"].any(0)
    feared = stands["expansion"] | stands["western_exhaustion"]
    hoped = stands["breakup"][-1] | stands["mellowing"][-1]
    found = np.full(war.shape, 2)
    found = np.where(hoped & ~feared.any(0), 3, found)
    found = np.where(feared[-1] & ~hoped, 1, found)
    return np.where(war, 0, found).astype(np.int8)


def _contrast(
    policy: str, other: str, year: int, ours: np.ndarray, theirs: np.ndarray, drawn: everything.Drawn
) -> Contrast:
    """Compare ranks [draw, world] of two policies on the same luck."""
    wins, losses = (ours > theirs).mean(1), (ours < theirs).mean(1)
    net, draws = wins - losses, len(ours)
    better, worse = int((net > CLEAR).sum()), int((net < -CLEAR).sum())
    low, high = clopper_pearson(better, better + worse)
    middle = int(np.argsort(net, kind="stable")[draws // 2])
    pairs = tuple(round(100 * float(x[middle])) for x in (wins, losses))
    above = [((ours >= cut).mean(1) >= (theirs >= cut).mean(1)) for cut in range(1, len(RANKS))]
    return Contrast(
        policy, other, year, better, worse, draws - better - worse, low, high,
        (pairs[0], pairs[1], 100 - pairs[0] - pairs[1]),
        _bands(100 * net), int(np.all(above, axis=0).sum()), _leans_on(net, drawn),
    )  # fmt: skip


def _leans_on(net: np.ndarray, drawn: everything.Drawn) -> tuple[tuple[str, float], ...]:
    """Return the numbers whose rank goes with net wins most, beyond what chance gives the largest of so many."""
    if len(net) < 8 or np.ptp(net) == 0:
        return ()
    from scipy.stats import norm, rankdata

    y = rankdata(net)
    found = {
        name: float(np.corrcoef(rankdata(values), y)[0, 1])
        for name, values in drawn.values.items()
        if np.ptp(values) > 0 and not name.startswith(START)
    }
    mark = norm.ppf(1 - (1 - SURE) / 2 / max(len(found), 1)) / np.sqrt(len(net) - 1)
    order = sorted(found, key=lambda name: -abs(found[name]))[:TOP]
    return tuple((name, round(found[name], 3)) for name in order if abs(found[name]) > mark)


def _parts(ranks: np.ndarray) -> Parts:
    """Share the variance of ranks [policy, draw, world] among numbers, policy (also what it does in concert), luck."""
    x = ranks.astype(float)
    whole = float(x.var())
    if whole == 0:
        return Parts(0.0, 0.0, 0.0)
    cell = x.mean(2)
    within = x.var(2, ddof=1).mean() if x.shape[2] > 1 else 0.0
    luck = min(float(within) / whole, 1.0)
    numbers = max(float(cell.mean(0).var()) - float(within) / x.shape[2] / x.shape[0], 0.0) / whole
    numbers = min(numbers, 1.0 - luck)
    return Parts(round(numbers, 3), round(1.0 - luck - numbers, 3), round(luck, 3))


def _bands(values: np.ndarray) -> tuple[float, float, float]:
    low, middle, high = (float(v) for v in np.quantile(values, BANDS))
    return low, middle, high


def clopper_pearson(count: int, of: int) -> tuple[float, float]:
    """Return the exact 95 % interval of a share."""
    from scipy.stats import beta

    tail = (1 - SURE) / 2
    if not of:
        return 0.0, 1.0
    low = float(beta.ppf(tail, count, of - count + 1)) if count else 0.0
    high = float(beta.ppf(1 - tail, count + 1, of - count)) if count < of else 1.0
    return low, high
