"""Runs what checks ask for: every distinct experiment once, reduced at once to what is measured in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kennan import scenarios
from kennan.ledger import derived
from kennan.ledger.check import Arm, Check, Experiment, Measure
from kennan.ledger.samples import Sample
from kennan.ledger.statistics import sample
from kennan.ledger.view import View

Progress = Callable[[int, int], None]
Announce = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How large experiments are.

    ``seed`` chooses the luck; ``worlds`` replaces the checks' own number, ``most`` caps it; ``parameters``
    ("median" or "drawn") replaces theirs.
    """

    seed: int = 47
    worlds: int | None = None
    most: int | None = None
    parameters: str | None = None

    def of(self, check: Check) -> int:
        """Return the number of worlds in which a check is made."""
        wanted = self.worlds or check.worlds
        return min(wanted, self.most) if self.most else wanted


@dataclass(frozen=True)
class Need:
    """One sample that is needed: an experiment, what is measured in it, and in how many years and worlds."""

    experiment: Experiment
    measure: Measure
    years: int
    worlds: int
    by_theatre: bool


Factors = tuple[tuple[str, float], ...]


def needs(check: Check, size: Size, factors: Factors = ()) -> tuple[list[Need], list[Need]]:
    """Return what a check needs: for its arms, and for its arms with mechanisms off (empty without any)."""

    def need(arm: Arm, off: tuple[str, ...]) -> Need:
        made = arm.experiment.taking(size.parameters) if size.parameters else arm.experiment
        made = made.without(off).sabotaged(factors)
        return Need(made, arm.measure, check.years, size.of(check), check.compare == "breadth")

    usual = [need(arm, ()) for arm in check.arms]
    return usual, [need(arm, check.without) for arm in check.arms] if check.without else []


@dataclass
class _Run:
    """One experiment as it will be run, and the samples to be taken of it."""

    experiment: Experiment
    years: int = 0
    worlds: int = 0
    record: set[str] = field(default_factory=set)
    needs: list[Need] = field(default_factory=list)

    def add(self, need: Need) -> None:
        """Make the run large enough for one more sample; a larger run begins with the smaller."""
        self.years, self.worlds = max(self.years, need.years), max(self.worlds, need.worlds)
        self.record |= set(reads(need.measure))
        self.needs.append(need)


def reads(measure: Measure) -> Iterable[str]:
    """Return the quantities that a measure reads month by month."""
    register = derived.load()
    if measure.quantity in register:
        yield from register[measure.quantity].reads
    elif measure.quantity and not measure.quantity.startswith("theatre_"):
        yield measure.quantity
    yield from (months.quantity for months in measure.months_where)
    yield from (where.names[0] for where in measure.where if where.kind == "quantity")


@dataclass(frozen=True)
class Ran:
    """What running cost: distinct experiments, worlds in all, and years of all worlds together."""

    experiments: int
    worlds: int
    world_years: int


def take(
    wanted: Iterable[Need], size: Size, progress: Progress | None = None, announce: Announce | None = None
) -> tuple[dict[Need, Sample], Ran]:
    """Return every sample that is wanted, running each distinct experiment once.

    Parameters
    ----------
    progress : called with (worlds done, worlds in all).
    announce : called with a line that says what takes time and is not simulation, "" when it is over.
    """
    from kennan.engine.arms import Arm as Job
    from kennan.engine.arms import simulate_arms

    runs: dict[object, _Run] = {}
    for need in dict.fromkeys(wanted):
        end = need.years if need.measure.needs_ending else 0
        runs.setdefault((need.experiment, end), _Run(need.experiment)).add(need)
    ordered = list(runs.values())
    jobs = [
        Job(
            run.experiment.plan.replace(
                years=run.years, worlds=run.worlds, seed=size.seed, record=tuple(run.record) or ("orbit",)
            ),
            run.experiment.holds,
            run.experiment.factors,
        )
        for run in ordered
    ]
    found: dict[Need, Sample] = {}
    for number, block in simulate_arms(jobs, progress=progress, announce=announce):
        run = ordered[number]
        theatres = scenarios.load(run.experiment.plan.scenario).theatres
        for need in run.needs:
            view = View(block, theatres, need.years, need.worlds)
            found[need] = sample(view, need.measure, need.by_theatre)
    cost = Ran(len(jobs), sum(r.worlds for r in ordered), sum(r.worlds * r.years for r in ordered))
    return found, cost
