"""The null theory through the same ledger: which checks does it pass, and are no evidence therefore?

A check that holds in the collage (:mod:`kennan.ledger.collage`), in which nothing leads to anything, would hold
whatever the article said. It may be true; it shows nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kennan import policies, scenarios
from kennan.ledger import collage, predicates, read
from kennan.ledger.arms import Announce, Need, Progress, Size, needs, reads
from kennan.ledger.check import Check
from kennan.ledger.collage import Collage, Reference
from kennan.ledger.interval import Panel, intervals
from kennan.ledger.samples import Sample
from kennan.ledger.statistics import sample
from kennan.ledger.verifying import QUICK, choose, family_of, level_of
from kennan.ledger.view import View

TIMES = 10  # collages
TOO_OFTEN = 0.2  # share of collages in which a check may hold and still be evidence
RESAMPLES = 4_000


@dataclass(frozen=True)
class Passed:
    """One check under the null theory: in how many collages it held, of how many."""

    claim: str
    number: int
    says: str
    passes: int
    times: int
    place: str

    @property
    def evidence(self) -> bool:
        """Whether the check holds in few enough collages to show anything when it holds in the theory."""
        return self.passes <= TOO_OFTEN * self.times


@dataclass(frozen=True)
class Null:
    """What the null theory passes.

    Parameters
    ----------
    checks : every check that was tried.
    times, worlds, seed : collages, worlds in each, and the luck of the worlds that they are made of.
    policies : those that the worlds were run under, evenly mixed.
    """

    checks: tuple[Passed, ...]
    times: int
    worlds: int
    seed: int
    policies: tuple[str, ...]
    seconds: float

    @property
    def empty(self) -> tuple[Passed, ...]:
        """Checks that the null theory passes too often: no evidence."""
        return tuple(one for one in self.checks if not one.evidence)

    def as_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return {
            "checks": [{**asdict(one), "evidence": one.evidence} for one in self.checks],
            "no_evidence": len(self.empty), "times": self.times, "worlds": self.worlds, "seed": self.seed,
            "policies": list(self.policies), "seconds": round(self.seconds, 1),
        }  # fmt: skip


def null(
    names: Iterable[str] = (),
    *,
    claims: str | Path | None = None,
    times: int = TIMES,
    worlds: int | None = None,
    seed: int = 47,
    parameters: str | None = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> Null:
    """Test claims under the null theory.

    Parameters
    ----------
    times : collages that are tried.
    worlds : worlds in each (256). The others are as in :func:`kennan.ledger.verify`.

    Raises
    ------
    BadInput : there is no such claim, or the file cannot be used; all faults at once.
    """
    begun = time.perf_counter()
    known = read.load(claims)
    checks = [check for tested in choose(known, names) for check in tested.checks]
    size = Size(seed, worlds or QUICK, None, parameters)
    wanted = [needs(check, size) for check in checks]
    mixed = tuple(name for name in policies.names() if not policies.load(name).hindsight)
    references = _references(wanted, size, mixed, progress, announce)
    held = np.zeros(len(checks), int)
    level = {check.sure: level_of(check.sure, family_of(known.values())) for check in checks}
    for number in range(times):
        made = {
            key: Collage(one, collage.permutations(one.worlds, number)) for key, one in references.items()
        }
        found = _samples(wanted, made)
        panels = [
            Panel(check, [found[n] for n in usual], [found[n] for n in off], level[check.sure])
            for check, (usual, off) in zip(checks, wanted, strict=True)
        ]
        verdicts = [predicates.together([m.verdict for m in one]) for one in intervals(panels, RESAMPLES)]
        held += [verdict == predicates.SHOWN for verdict in verdicts]
    rows = tuple(_passed(check, int(n), times) for check, n in zip(checks, held, strict=True))
    return Null(rows, times, size.worlds or QUICK, seed, mixed, time.perf_counter() - begun)


def _passed(check: Check, passes: int, times: int) -> Passed:
    return Passed(check.claim, check.number, check.says, passes, times, check.place)


Wanted = Sequence[tuple[list[Need], list[Need]]]


def _key(need: Need) -> tuple[Any, Any]:
    return need.experiment.plan.scenario, need.experiment.plan.parameters


def _all(wanted: Wanted) -> list[Need]:
    return list(dict.fromkeys(need for pair in wanted for side in pair for need in side))


def _references(
    wanted: Wanted,
    size: Size,
    mixed: tuple[str, ...],
    progress: Progress | None,
    announce: Announce | None,
) -> dict[tuple[Any, Any], Reference]:
    """Run the worlds of which collages are made: for each scenario, and for medians and draws apart."""
    from kennan.engine.engine import simulate

    groups: dict[tuple[Any, Any], list[Need]] = {}
    for need in _all(wanted):
        groups.setdefault(_key(need), []).append(need)
    found = {}
    for key, members in groups.items():
        record = {name for need in members for name in reads(need.measure)} | set(collage.reads())
        each = -(-(size.worlds or QUICK) // len(mixed))
        plan = members[0].experiment.plan.replace(
            policies=mixed, worlds=each, years=max(need.years for need in members), seed=size.seed,
            set={}, off=(), record=tuple(sorted(record)),
        )  # fmt: skip
        found[key] = Reference(plan, tuple(simulate(plan, progress=progress, announce=announce)))
    return found


def _samples(wanted: Wanted, made: dict[tuple[Any, Any], Collage]) -> dict[Need, Sample]:
    """Measure in a collage what checks measure in experiments."""
    blocks: dict[Any, Any] = {}
    found: dict[Need, Sample] = {}
    for need in _all(wanted):
        one, holds = made[_key(need)], need.experiment.holds
        longest = one.of.plan.years
        years = need.years if need.measure.needs_ending else longest
        record = tuple(sorted(one.of.plan.record))
        place = (_key(need), years, holds)
        if place not in blocks:
            blocks[place] = one.block(years, record, place[2])
        theatres = scenarios.load(one.of.plan.scenario).theatres
        found[need] = sample(
            View(blocks[place], theatres, need.years, one.of.worlds), need.measure, need.by_theatre
        )
    return found
