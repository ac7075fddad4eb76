"""The ledger can lose: what taking a mechanism out, or reversing it, does to the claims that rest on it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import Any

from kennan.faults import BadInput, unknown
from kennan.ledger import read
from kennan.ledger.arms import Announce, Factors, Progress, Ran, Size
from kennan.ledger.check import Check, Tested
from kennan.ledger.predicates import CONTRARY, NOT_SHOWN, together
from kennan.ledger.verifying import QUICK, Job, carry_out, family_of
from kennan.model import parameters as model_parameters

OUT, REVERSED = 0.0, -1.0


@dataclass(frozen=True)
class Hit:
    """What sabotage of one mechanism does to one claim: verdicts as shipped, taken out, and reversed."""

    claim: str
    usual: str
    out: str
    reversed: str

    @property
    def fails(self) -> bool:
        """Whether the claim fails with the mechanism taken out, though it does not as shipped."""
        return self.out in (NOT_SHOWN, CONTRARY) and self.usual not in (NOT_SHOWN, CONTRARY)

    @property
    def turns(self) -> bool:
        """Whether the claim turns contrary with the mechanism reversed, though it is not as shipped."""
        return self.reversed == CONTRARY and self.usual != CONTRARY


@dataclass(frozen=True)
class Sabotage:
    """What becomes of the claims that name a mechanism.

    The ledger notices when at least one claim fails without it, and at least one turns contrary with it reversed.
    """

    mechanism: str
    hits: tuple[Hit, ...]

    @property
    def fails(self) -> bool:
        """Whether taking it out makes a claim fail."""
        return any(hit.fails for hit in self.hits)

    @property
    def turns(self) -> bool:
        """Whether reversing it makes a claim contrary."""
        return any(hit.turns for hit in self.hits)

    def as_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        hits = [{**vars(hit), "fails": hit.fails, "turns": hit.turns} for hit in self.hits]
        return {"mechanism": self.mechanism, "fails": self.fails, "turns": self.turns, "claims": hits}


@dataclass(frozen=True)
class Sabotages:
    """The whole trial: one entry a mechanism, and what it cost."""

    mechanisms: tuple[Sabotage, ...]
    experiments: int
    worlds: int
    seconds: float
    seed: int

    @property
    def unnoticed(self) -> list[str]:
        """Mechanisms whose absence or reversal the ledger does not notice."""
        return [s.mechanism for s in self.mechanisms if not (s.fails and s.turns)]

    def as_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        return {
            "mechanisms": [s.as_dict() for s in self.mechanisms], "unnoticed": self.unnoticed,
            "experiments": self.experiments, "worlds": self.worlds, "seed": self.seed,
            "seconds": round(self.seconds, 1),
        }  # fmt: skip


def sabotage(
    mechanisms: Iterable[str] = (),
    *,
    claims: str | Path | None = None,
    quick: bool | None = None,
    worlds: int | None = None,
    seed: int = 47,
    parameters: str | None = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> Sabotages:
    """Take mechanisms out, and reverse them, in every experiment of the checks that name them.

    A check names a mechanism if it compares with and without it, or if its claim says that it rests on it.
    Intervals are at the level of the whole ledger.

    Parameters
    ----------
    mechanisms : strengths by name; none for all.
    quick : at most 256 worlds a check; when left out, so at first, and mechanisms that go unnoticed are tried
        again at the checks' own numbers. The others are as in :func:`kennan.ledger.verify`.

    Raises
    ------
    BadInput : there is no such mechanism, or the claims file cannot be used.
    """
    begun = time.perf_counter()
    strengths = model_parameters.strengths()
    names = list(dict.fromkeys(mechanisms)) or list(strengths)
    if faults := [
        unknown("mechanism", n, strengths, do="kennan list mechanisms") for n in names if n not in strengths
    ]:
        raise BadInput(faults)
    known = read.load(claims)
    first, ran = _tried(
        names, known, Size(seed, worlds, None if quick is False else QUICK, parameters), progress, announce
    )
    found, experiments, walked = dict(zip(names, first, strict=True)), ran.experiments, ran.worlds
    again = [name for name in names if not (found[name].fails and found[name].turns)]
    if again and quick is None:
        more, ran = _tried(again, known, Size(seed, worlds, None, parameters), progress, announce)
        found |= dict(zip(again, more, strict=True))
        experiments, walked = experiments + ran.experiments, walked + ran.worlds
    return Sabotages(tuple(found.values()), experiments, walked, time.perf_counter() - begun, seed)


def _tried(
    names: list[str],
    known: dict[str, Tested],
    size: Size,
    progress: Progress | None,
    announce: Announce | None,
) -> tuple[list[Sabotage], Ran]:
    """Return what becomes of claims under sabotage of each mechanism, in experiments of one size."""
    rows = [
        (name, tested, check)
        for name in names
        for tested in known.values()
        for check in concerned(tested, name)
    ]
    ways: tuple[Factors, ...]
    jobs = []
    for name, _, check in rows:
        ways = ((), ((name, OUT),), ((name, REVERSED),))
        jobs += [Job(check, factors) for factors in ways]
    results, ran = carry_out(jobs, size, family_of(known.values()), progress, announce)
    verdicts: dict[str, dict[str, list[list[str]]]] = {name: {} for name in names}
    for i, (name, tested, _) in enumerate(rows):
        three = [result.verdict for result in results[3 * i : 3 * i + 3]]
        verdicts[name].setdefault(tested.claim.id, []).append(three)
    return [Sabotage(name, tuple(starmap(_hit, claims.items()))) for name, claims in verdicts.items()], ran


def _hit(claim: str, checks: list[list[str]]) -> Hit:
    usual, out, reverse = (together([three[way] for three in checks]) for way in range(3))
    return Hit(claim, usual, out, reverse)


def concerned(tested: Tested, mechanism: str) -> list[Check]:
    """Return the checks of a claim that name a mechanism: those that compare with and without it, or else all
    checks of a claim that rests on it."""
    direct = [check for check in tested.checks if check.compares(mechanism)]
    return direct or (list(tested.checks) if mechanism in tested.claim.mechanisms else [])
