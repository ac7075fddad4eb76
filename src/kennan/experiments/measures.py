"""What an experiment looks at in each world: an outcome that came or not, or a quantity at a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kennan import scenarios
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.model import quantities
from kennan.model.recorded import OUTCOMES
from kennan.records.summary import TITLES

if TYPE_CHECKING:
    from kennan.engine.engine import Block

EVER = "ever:"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")


@dataclass(frozen=True)
class Measure:
    """One number a world.

    Parameters
    ----------
    name : as it was asked for: "breakup", "ever:breakup", "orbit@1965".
    title : the same for people ("break-up in the end", "orbit in January 1965").
    unit : what it is measured in; "" for an outcome, which is 1 where it came and 0 elsewhere.
    quantity, month : for a quantity: its name, and months since the start.
    """

    name: str
    title: str
    unit: str = ""
    quantity: str = ""
    month: int = 0

    @property
    def share(self) -> bool:
        """Whether its mean is a share of worlds."""
        return not self.quantity

    def of(self, block: Block) -> np.ndarray:
        """Return it in each world of a block, float32 [world]."""
        if self.quantity:
            return np.asarray(block.monthly[self.quantity][self.month], np.float32)
        outcome = self.name.removeprefix(EVER)
        if self.name.startswith(EVER):
            return (np.asarray(block.reached)[OUTCOMES.index(outcome)] >= 0).astype(np.float32)
        return (np.asarray(block.ending) == OUTCOMES.index(outcome) + 1).astype(np.float32)


def outcome(name: str, faults: Faults, where: str = "--outcome") -> Measure | None:
    """Return the measure of an outcome: "breakup" (it stands at the end) or "ever:breakup" (it was ever reached)."""
    bare = name.removeprefix(EVER)
    if bare not in OUTCOMES or name == EVER + "stalemate":
        known = [*OUTCOMES, *(EVER + o for o in OUTCOMES[:-1])]
        faults.found.append(unknown("outcome", name, known, where, "kennan list outcomes"))
        return None
    title = TITLES[bare] + (" at any time" if name.startswith(EVER) else " in the end")
    return Measure(name, title)


def quantity(
    words: str, scenario: scenarios.Chosen, years: int, faults: Faults, where: str = "--quantity"
) -> Measure | None:
    """Return the measure of a quantity at a date: "orbit@1965", "orbit@1965-07", or "orbit" at the run's end."""
    name, at, date = words.partition("@")
    register = {n: q for n, q in quantities.load().items() if q.axes == "world"}
    if name not in register:
        fault = unknown("quantity with one number a world", name, register, where, "kennan list quantities")
        faults.found.append(fault)
        return None
    begun = scenarios.load(scenario)
    first, last = begun.start_year * 12 + begun.start_month - 1, years * 12
    month = last
    if at:
        found = DATE.fullmatch(date)
        allowed = f"{name}@YEAR or {name}@YEAR-MONTH, {_date(first)} to {_date(first + last)}"
        if not found or not 1 <= int(found[2] or 1) <= 12:
            faults.add(f"{date!r} is not a date", where=where, allowed=allowed)
            return None
        month = int(found[1]) * 12 + int(found[2] or 1) - 1 - first
        if not 0 <= month <= last:
            faults.add(
                f"{date} is outside the run", where=where, allowed=allowed, do="--years makes it longer"
            )
            return None
    return Measure(words, f"{name} in {_date(first + month)}", register[name].unit, name, month)


def choose(
    outcomes: Sequence[str], wanted: Sequence[str], scenario: scenarios.Chosen = "x-1947", years: int = 45
) -> list[Measure]:
    """Return what is looked at, each once; all six outcomes when nothing is asked for.

    Raises
    ------
    BadInput : an outcome or quantity that there is not, or a date outside the run.
    """
    faults = Faults()
    if not outcomes and not wanted:
        outcomes = OUTCOMES
    found = [outcome(name, faults) for name in outcomes]
    found += [quantity(words, scenario, years, faults) for words in wanted]
    faults.raise_if_any()
    return list({measure.name: measure for measure in found if measure}.values())


def only(found: Sequence[Measure]) -> Measure:
    """Return the one measure.

    Raises
    ------
    BadInput : there are several, or none.
    """
    if len(found) != 1:
        what = f"{len(found)} results are asked for" if found else "no outcome is asked for"
        raise BadInput(Fault(what, "--outcome", do="name one: --outcome expansion"))
    return found[0]


def _date(month: int) -> str:
    return f"{MONTHS[month % 12]} {month // 12}"
