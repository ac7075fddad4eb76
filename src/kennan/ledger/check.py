"""What a check is, once it has been read: experiments, what is measured in them, and what is expected."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kennan.engine.interventions import Interventions
from kennan.faults import digits
from kennan.model.recorded import OUTCOMES

if TYPE_CHECKING:
    from kennan.article import Claim
    from kennan.engine.plan import Plan

Window = tuple[int, int]
#: statistic -> what it reads besides ``where``; "level" stands for ``above`` or ``below``.
STATISTICS: dict[str, tuple[str, ...]] = {
    "mean": ("quantity", "window", "months_where"),
    "change": ("quantity", "window", "since", "months_where"),
    "share": ("quantity", "level", "window", "months_where"),
    "months": ("quantity", "level", "window", "months_where"),
    "ever": ("quantity", "level", "window", "months_where"),
    "first_month": ("quantity", "level", "window", "months_where", "unit"),
    "median": ("quantity", "window", "months_where"),
    "unevenness": ("quantity", "window"),
    "count": ("event", "window", "per"),
    "reached": ("outcome", "window"),
    "hazard": ("outcome", "window"),
    "ending": ("endings",),
}
#: comparison -> fewest and most arms
COMPARISONS: dict[str, tuple[int, int]] = {
    "level": (1, 1),
    "difference": (2, 2),
    "ratio": (2, 2),
    "relative": (2, 2),
    "slopes": (4, 4),
    "times": (4, 4),
    "relative_times": (4, 4),
    "order": (3, 12),
    "each": (2, 12),
    "breadth": (2, 2),
}
EXPECTED = ("with", "without", "gap", "factor", "steps", "ends")


@dataclass(frozen=True)
class Where:
    """Which worlds count: by an event's number, an outcome, an ending, or a quantity's mean.

    ``kind`` is "event", "reached", "never", "ending" or "quantity"; ``names`` the event, outcome, endings or
    quantity; what is counted or averaged must lie in ``low`` < x < ``high`` (events: at least, at most).
    """

    kind: str
    names: tuple[str, ...]
    low: float = -math.inf
    high: float = math.inf
    window: Window | None = None


@dataclass(frozen=True)
class MonthsWhere:
    """Which months count: those in which a quantity lies in ``low`` < x < ``high``."""

    quantity: str
    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True)
class Measure:
    """What is measured in an experiment; the fields are those of docs/reference/claims.md.

    ``low`` < x < ``high`` is the level of shares, months, ever and first_month. ``window`` and ``since`` are
    months, the last not counted; ``theatres`` are codes, () for all.
    """

    statistic: str
    quantity: str = ""
    event: str = ""
    per: tuple[str, ...] = ()
    outcome: str = ""
    endings: tuple[str, ...] = ()
    window: Window = (0, 1)
    since: Window | None = None
    low: float = -math.inf
    high: float = math.inf
    in_years: bool = False
    theatres: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()
    months_where: tuple[MonthsWhere, ...] = ()

    @property
    def needs_ending(self) -> bool:
        """Whether the result depends on where the run ends, not only on the months before."""
        return self.statistic == "ending" or any(where.kind == "ending" for where in self.where)


MADE = 4096  # experiments made of others that are at hand; the shipped claims make some hundreds


@dataclass(frozen=True, eq=False)
class Experiment:
    """What is run: a plan (its years, worlds, seed and record are filled in later), holds, and sabotage.

    Two of the same wishes are equal, so that each is run once.
    """

    plan: Plan
    holds: Interventions
    factors: tuple[tuple[str, float], ...]

    @cached_property
    def _wishes(self) -> tuple[object, ...]:
        return (self.plan.digest(), self.holds, self.factors)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Experiment) and self._wishes == other._wishes

    def __hash__(self) -> int:
        return hash(self._wishes)

    def without(self, mechanisms: tuple[str, ...]) -> Experiment:
        """Return the experiment with some mechanisms switched off as well."""
        return _without(self, mechanisms)

    def sabotaged(self, factors: tuple[tuple[str, float], ...]) -> Experiment:
        """Return the experiment with mechanisms multiplied; what is off stays off, and times 0 is off."""
        done = self
        for name, factor in factors:
            if name not in done.plan.off:
                done = done.without((name,)) if factor == 0.0 else _multiplied(done, name, factor)
        return done

    def taking(self, parameters: str) -> Experiment:
        """Return the experiment with parameters "median" or "drawn"."""
        return self if self.plan.parameters == parameters else _taking(self, parameters)


def experiment(
    plan: Plan, holds: Interventions | None = None, factors: tuple[tuple[str, float], ...] = ()
) -> Experiment:
    """Return the experiment of a plan."""
    return Experiment(plan, holds or Interventions(), factors)


@lru_cache(MADE)
def _without(of: Experiment, mechanisms: tuple[str, ...]) -> Experiment:
    if set(mechanisms) <= set(of.plan.off):
        return of
    off = tuple(sorted({*of.plan.off, *mechanisms}))
    left = {name: value for name, value in of.plan.set.items() if name not in mechanisms}
    return experiment(of.plan.replace(off=off, set=left), of.holds, of.factors)


@lru_cache(MADE)
def _multiplied(of: Experiment, name: str, factor: float) -> Experiment:
    return experiment(of.plan, of.holds, (*of.factors, (name, factor)))


@lru_cache(MADE)
def _taking(of: Experiment, parameters: str) -> Experiment:
    return experiment(of.plan.replace(parameters=parameters), of.holds, of.factors)


@dataclass(frozen=True)
class Arm:
    """One experiment and what is measured in it."""

    experiment: Experiment
    measure: Measure
    words: str


@dataclass(frozen=True)
class Condition:
    """What is expected of one number: ``low`` < number < ``high``; ``neutral`` is the value of no effect.

    ``name`` is one of :data:`EXPECTED`; ``neutral`` is None where nothing would be the opposite.
    """

    name: str
    low: float = -math.inf
    high: float = math.inf
    neutral: float | None = None

    @property
    def words(self) -> str:
        """The region in words: "above 0.04"."""
        if math.isinf(self.high):
            return f"above {digits(self.low)}"
        if math.isinf(self.low):
            return f"below {digits(self.high)}"
        return f"{digits(self.low)} to {digits(self.high)}"


@dataclass(frozen=True)
class Check:
    """One check of a claim.

    ``claim`` and ``number`` say which (numbers begin at 1); ``place`` is file and line, for messages.
    """

    claim: str
    number: int
    says: str
    arms: tuple[Arm, ...]
    compare: str
    without: tuple[str, ...]
    expect: tuple[Condition, ...]
    years: int
    worlds: int
    sure: float
    place: str = ""

    @property
    def numbers(self) -> int:
        """How many numbers are held against what is expected; each gets an interval of its own."""
        several = {"steps": len(self.arms) - 1}
        if self.compare == "each":
            several |= {"with": len(self.arms), "without": len(self.arms)}
        return sum(several.get(condition.name, 1) for condition in self.expect)

    def compares(self, mechanism: str) -> bool:
        """Return whether the check compares with and without a mechanism."""
        off = [mechanism in arm.experiment.plan.off for arm in self.arms]
        return mechanism in self.without or (any(off) and not all(off))


@dataclass(frozen=True)
class Tested:
    """A claim with its checks; none when it cannot be tested."""

    claim: Claim
    checks: tuple[Check, ...]


ENDINGS = {name: number for number, name in enumerate(OUTCOMES, 1)}
