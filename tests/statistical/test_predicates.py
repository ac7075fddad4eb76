"""How often the ledger's predicates are wrong, and how often they see what is there, on synthetic worlds.

    python tests/statistical/test_predicates.py

prints the table of docs/reference/claims.md. A false alarm is the verdict *shown* (or *contrary*) where the truth
stands exactly on the threshold (on the neutral value); its rate may be half of what the level leaves, since an
interval errs at two ends. Power is how often *shown* comes out at a stated effect.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from kennan.ledger.check import Check, Condition
from kennan.ledger.interval import Panel, intervals
from kennan.ledger.predicates import CONTRARY, SHOWN, together
from kennan.ledger.samples import Sample, middle
from kennan.ledger.statistics import _counted, _yes_or_no

WORLDS, TRIALS, RESAMPLES, LEVEL = 256, 240, 2000, 0.95
ALLOWED = (1 - LEVEL) / 2
Make = Callable[[np.random.Generator, float, int], Sequence[Sample]]


def plain(values: np.ndarray) -> Sample:
    from kennan.ledger.interval import ratio_of

    return ratio_of(values)


def paired(rng, effect, n):
    """Two arms on the same luck: skewed worlds, of which the effect is a part."""
    luck = rng.lognormal(0.0, 0.6, n)
    return [plain(luck + effect + 0.3 * rng.normal(size=n)), plain(luck)]


def heavy(rng, effect, n):
    """One arm, heavy to the right (lognormal with mean ``effect``)."""
    return [plain(rng.lognormal(math.log(effect) - 0.5, 1.0, n))]


def share(rng, p, n):
    """One arm, yes or no in each world."""
    return [_yes_or_no(rng.random(n) < p, np.ones(n, bool))]


def shares(rng, p, n):
    """Two arms, yes or no, on the same luck: the second happens in a tenth of worlds, in some of the same."""
    luck = rng.random(n)
    return [_yes_or_no(luck < 0.1 + p, np.ones(n, bool)), _yes_or_no(luck < 0.1, np.ones(n, bool))]


def counts(rng, rate, n):
    """One arm, a number of rare events."""
    return [_counted(rng.poisson(rate, n).astype(float), np.ones(n))]


def times(rng, factor, n):
    """Two arms of counts, the first ``factor`` times the second."""
    return [_counted(rng.poisson(r, n).astype(float), np.ones(n)) for r in (2 * factor, 2.0)]


def order(rng, step, n):
    """Four arms on the same luck, each ``step`` above the one before."""
    luck = rng.normal(size=n)
    return [plain(luck + step * k + 0.2 * rng.normal(size=n)) for k in range(4)]


def months(rng, centre, n):
    """One arm, first months about ``centre`` (median), as whole numbers."""
    return [middle(np.round(centre + 20 * rng.standard_t(3, n))[None], np.ones((1, n), bool))]


@dataclass(frozen=True)
class Case:
    """A predicate: how worlds are made, what is expected, where the truth is at the edge, and where it is not."""

    name: str
    make: Make
    compare: str
    condition: Condition
    edge: float  # truth on the threshold: shown is a false alarm
    null: float | None  # truth on the neutral value: contrary is a false alarm
    there: float  # truth at which power is measured
    power: float  # least rate of "shown" there


CASES = [
    Case("sign of a paired difference", paired, "difference", Condition("with", 0.0, neutral=0.0), 0.0, 0.0, 0.08, 0.9),
    Case("size of a paired difference", paired, "difference", Condition("with", 0.1, neutral=0.0), 0.1, 0.0, 0.18, 0.9),
    Case("size of a skewed mean", heavy, "level", Condition("with", 1.0), 1.0, None, 1.5, 0.8),
    Case("small share", share, "level", Condition("with", high=0.02), 0.02, None, 0.001, 0.7),
    Case("large share", share, "level", Condition("with", 0.6), 0.6, None, 0.75, 0.95),
    Case("difference of shares", shares, "difference", Condition("with", 0.02, neutral=0.0), 0.02, 0.0, 0.1, 0.8),
    Case("rare events", counts, "level", Condition("with", 0.01), 0.01, None, 0.05, 0.8),
    Case("ratio of counts", times, "ratio", Condition("with", 1.2, neutral=1.0), 1.2, 1.0, 1.5, 0.95),
    Case("order of four", order, "order", Condition("steps", 0.0, neutral=0.0), 0.0, 0.0, 0.1, 0.95),
    Case("timing: median month", months, "level", Condition("with", 50, 70), 50, None, 60, 0.95),
]  # fmt: skip


def panel(case: Case, samples: Sequence[Sample], level: float) -> Panel:
    check = Check("claim", 1, "", (), case.compare, (), (case.condition,), 1, WORLDS, level)
    numbers = len(samples) - 1 if case.condition.name == "steps" else 1
    return Panel(check, samples, [], 1 - (1 - level) / numbers)  # shared out, as the ledger does


def verdicts(
    case: Case, truth: float, trials: int = TRIALS, level: float = LEVEL, n: int = WORLDS
) -> list[str]:
    rng = np.random.default_rng([19470701, len(case.name), int(1000 * truth), n])
    panels = [panel(case, case.make(rng, truth, n), level) for _ in range(trials)]
    return [together([m.verdict for m in found]) for found in intervals(panels, RESAMPLES)]


def rate(found: list[str], verdict: str) -> float:
    return sum(v == verdict for v in found) / len(found)


def most(trials: int) -> float:
    """The allowed rate with four standard errors to spare: a sound predicate passes in all but 1 of 30,000."""
    return ALLOWED + 4 * math.sqrt(ALLOWED / trials)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_false_alarms_are_as_rare_as_the_level_says(case):
    assert rate(verdicts(case, case.edge), SHOWN) <= most(TRIALS)
    if case.null is not None:
        assert rate(verdicts(case, case.null), CONTRARY) <= most(TRIALS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_there_is_seen(case):
    assert rate(verdicts(case, case.there, 60), SHOWN) >= case.power


def test_the_test_can_fail():
    """Intervals that are too narrow are noticed."""
    case = CASES[0]
    assert rate(verdicts(case, case.edge, level=0.7), SHOWN) > most(TRIALS)


def table(trials: int) -> None:
    head = f"{'predicate':<30}{'shown on the edge':>19}{'contrary at none':>18}{'power':>8}"
    print(f"{WORLDS} worlds, level {LEVEL}, {trials} trials; allowed {ALLOWED:.3f}\n{head}")
    for case in CASES:
        edge = rate(verdicts(case, case.edge, trials), SHOWN)
        null = "-" if case.null is None else f"{rate(verdicts(case, case.null, trials), CONTRARY):.4f}"
        power = rate(verdicts(case, case.there, trials), SHOWN)
        print(f"{case.name:<30}{edge:>19.4f}{null:>18}{power:>8.2f}")


if __name__ == "__main__":
    table(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
