"""What testing gives: plain records, from one number up to the whole ledger."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from kennan.ledger.predicates import NOT_TESTED, SHOWN, VERDICTS


@dataclass(frozen=True)
class Finding:
    """One number held against what is expected of it.

    ``name`` as in ``expect.name``; ``expected`` in words; ``low`` and ``high`` the interval; ``note`` says why it has
    no width, where it has none ("the same in all 800 worlds").
    """

    name: str
    expected: str
    value: float
    low: float
    high: float
    verdict: str
    note: str = ""

    @property
    def measured(self) -> str:
        """The number with its interval in words, in as many digits as tell the ends apart."""
        return measured(self.value, self.low, self.high, self.note)


def measured(value: float | None, low: float | None, high: float | None, note: str = "") -> str:
    """Return a number with its interval in words; with the note in its place where there is one.

    What is None or no number is "none", what is infinite "unbounded".
    """
    if note:
        return f"{number(value)} ({note})"
    for digits in (3, 4, 5, 6):
        ends = number(low, digits), number(high, digits)
        if ends[0] != ends[1]:
            break
    return f"{number(value, digits)} ({ends[0]} to {ends[1]})"


def number(value: float | None, digits: int = 3) -> str:
    """Return a number in a few digits; a ratio to nothing is said so."""
    if value is None or math.isnan(value):
        return "none"
    if math.isinf(value):
        return "unbounded" if value > 0 else "-unbounded"
    return f"{value:.{digits}g}" if abs(value) < 1000 else f"{value:,.0f}"


@dataclass(frozen=True)
class CheckResult:
    """One check: what was compared, each arm's value (and with mechanisms off), and the findings.

    ``arms`` holds (words, value, value with ``without`` off or None).
    """

    number: int
    says: str
    compare: str
    without: tuple[str, ...]
    arms: tuple[tuple[str, float, float | None], ...]
    years: int
    worlds: int
    findings: tuple[Finding, ...]
    verdict: str
    place: str


@dataclass(frozen=True)
class ClaimResult:
    """One claim with its verdict."""

    id: str
    passages: tuple[str, ...]
    paraphrase: str
    signature: str
    falsifier: str
    mechanisms: tuple[str, ...]
    levers: tuple[str, ...]
    reason: str
    checks: tuple[CheckResult, ...]
    verdict: str

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it: it is shown, or cannot be tested."""
        return self.verdict in (SHOWN, NOT_TESTED)


@dataclass(frozen=True)
class Ledger:
    """The verdicts on all claims that were asked for.

    ``level`` is how sure each of the ``family`` intervals is, so that all together are as sure as ``sure``.
    """

    claims: tuple[ClaimResult, ...]
    sure: float
    level: float
    family: int
    seed: int
    parameters: str
    quick: bool
    factors: tuple[tuple[str, float], ...]
    experiments: int
    worlds: int
    seconds: float

    @property
    def counts(self) -> dict[str, int]:
        """How many claims got each verdict."""
        seen = Counter(claim.verdict for claim in self.claims)
        return {verdict: seen[verdict] for verdict in VERDICTS}

    def as_dict(self) -> dict[str, Any]:
        """Return the ledger as data that JSON can hold; what is infinite or not a number becomes None."""
        return {
            "claims": [_claim(claim) for claim in self.claims],
            "counts": self.counts,
            "sure": self.sure,
            "level": self.level,
            "family": self.family,
            "seed": self.seed,
            "parameters": self.parameters,
            "quick": self.quick,
            "factors": dict(self.factors),
            "experiments": self.experiments,
            "worlds": self.worlds,
            "seconds": round(self.seconds, 1),
        }


def _claim(claim: ClaimResult) -> dict[str, Any]:
    words = (
        "id",
        "verdict",
        "passages",
        "paraphrase",
        "signature",
        "falsifier",
        "mechanisms",
        "levers",
        "reason",
    )
    return {
        **{key: _plain(getattr(claim, key)) for key in words},
        "checks": [_check(c) for c in claim.checks],
    }


def _check(check: CheckResult) -> dict[str, Any]:
    arms = [{"arm": words, "value": _short(v), "without": _short(w)} for words, v, w in check.arms]
    findings = [
        {"name": f.name, "expected": f.expected, "value": _short(f.value),
         "low": None if f.note else _short(f.low), "high": None if f.note else _short(f.high),
         "verdict": f.verdict, "note": f.note}
        for f in check.findings
    ]  # fmt: skip
    return {
        "number": check.number, "says": check.says, "verdict": check.verdict, "compare": check.compare,
        "without": list(check.without), "years": check.years, "worlds": check.worlds, "arms": arms,
        "findings": findings,
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _short(value: float | None) -> float | None:
    return float(f"{value:.5g}") if value is not None and math.isfinite(value) else None
