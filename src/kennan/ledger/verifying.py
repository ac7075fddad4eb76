"""Tests claims: runs their experiments, measures, and gives verdicts."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kennan.faults import BadInput, unknown
from kennan.ledger import predicates, read
from kennan.ledger.arms import Announce, Factors, Progress, Ran, Size, needs, take
from kennan.ledger.check import Check, Tested
from kennan.ledger.findings import CheckResult, ClaimResult, Finding, Ledger
from kennan.ledger.interval import Measured, Panel, intervals

QUICK = 256  # worlds of a quick test at most


def verify(
    names: Iterable[str] = (),
    *,
    claims: str | Path | None = None,
    quick: bool = False,
    worlds: int | None = None,
    seed: int = 47,
    parameters: str | None = None,
    factors: Factors = (),
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> Ledger:
    """Test claims and return the ledger.

    Parameters
    ----------
    names : claims by id; none for all.
    claims : a file of one's own; the article's when left out.
    quick : at most 256 worlds for each check.
    worlds : this many worlds for each check, instead of its own number.
    seed : chooses the luck of all worlds.
    parameters : "median" or "drawn" for all checks, instead of their own.
    factors : (mechanism, factor): sabotage, in every experiment alike; 0 takes a mechanism out, -1 reverses it.
    progress : called with (worlds done, worlds in all). announce : called with a line on what takes time.

    Raises
    ------
    BadInput : there is no such claim, or the file cannot be used; all faults at once.

    Example
    -------
    >>> verify(["III.9a-fear-hampers-culture"]).claims[0].verdict
    'shown'
    """
    begun = time.perf_counter()
    known = read.load(claims)
    chosen = choose(known, names)
    size = Size(seed, worlds, QUICK if quick else None, parameters)
    family = family_of(chosen)
    jobs = [Job(check, factors) for tested in chosen for check in tested.checks]
    results, ran = carry_out(jobs, size, family, progress, announce)
    sure = min((check.sure for tested in chosen for check in tested.checks), default=0.95)
    found, at = [], 0
    for tested in chosen:
        found.append(_claim(tested, results[at : at + len(tested.checks)]))
        at += len(tested.checks)
    return Ledger(
        claims=tuple(found), sure=sure, level=level_of(sure, family), family=family, seed=seed,
        parameters=parameters or "as stated", quick=quick, factors=tuple(factors), experiments=ran.experiments,
        worlds=ran.worlds, seconds=time.perf_counter() - begun,
    )  # fmt: skip


def choose(known: dict[str, Tested], names: Iterable[str]) -> list[Tested]:
    """Return claims by name, in the file's order; a paragraph ("II.10") or the beginning of one id will do.

    Raises
    ------
    BadInput : a name fits no claim; all such names at once.
    """
    names = list(names)
    if not names:
        return list(known.values())
    wanted: set[str] = set()
    faults = []
    for name in names:
        fits = [key for key, t in known.items() if key == name] or [
            key for key, t in known.items() if name in t.claim.passages or key.startswith(f"{name}-")
        ]
        wanted |= set(fits)
        if not fits:
            faults.append(unknown("claim", name, known, do="kennan list claims"))
    if faults:
        raise BadInput(faults)
    return [tested for key, tested in known.items() if key in wanted]


@dataclass(frozen=True)
class Job:
    """A check to be made, with or without sabotage."""

    check: Check
    factors: Factors = ()


def carry_out(
    jobs: Sequence[Job],
    size: Size,
    family: int,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> tuple[list[CheckResult], Ran]:
    """Make checks, running what they share once; results come in the order of the jobs.

    Parameters
    ----------
    family : number of intervals over which the chance to be wrong is shared out.
    """
    wanted = [needs(job.check, size, job.factors) for job in jobs]
    samples, ran = take((need for pair in wanted for side in pair for need in side), size, progress, announce)
    panels = [
        Panel(
            job.check,
            [samples[n] for n in usual],
            [samples[n] for n in off],
            level_of(job.check.sure, family),
        )
        for job, (usual, off) in zip(jobs, wanted, strict=True)
    ]
    measured = intervals(panels)
    return [_result(panel, found, size) for panel, found in zip(panels, measured, strict=True)], ran


def family_of(claims: Iterable[Tested]) -> int:
    """Return how many intervals claims have together, over which the chance to be wrong is shared out."""
    return max(1, sum(check.numbers for tested in claims for check in tested.checks))


def level_of(sure: float, family: int) -> float:
    """Return how sure one interval must be (Bonferroni), so that all together are as sure as asked."""
    return 1.0 - (1.0 - sure) / family


def _result(panel: Panel, measured: Sequence[Measured], size: Size) -> CheckResult:
    check = panel.check
    off: list[float | None] = [s.value for s in panel.without] or [None] * len(panel.arms)
    arms = tuple((a.words, s.value, o) for a, s, o in zip(check.arms, panel.arms, off, strict=True))
    findings = tuple(
        Finding(m.condition.name, m.condition.words, m.value, m.low, m.high, m.verdict, m.note)
        for m in measured
    )
    return CheckResult(
        check.number, check.says, check.compare, check.without, arms, check.years, size.of(check), findings,
        predicates.together([f.verdict for f in findings]), check.place,
    )  # fmt: skip


def _claim(tested: Tested, checks: Sequence[CheckResult]) -> ClaimResult:
    claim = tested.claim
    return ClaimResult(
        claim.id, claim.passages, claim.paraphrase, claim.signature, claim.falsifier, claim.mechanisms,
        claim.levers, claim.reason, tuple(checks), predicates.together([c.verdict for c in checks]),
    )  # fmt: skip
