"""What an experiment looks at in each world: an outcome that came or not, or a quantity at a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.model import quantities, reported
from kennan.model.in_use import extensions
from kennan.model.recorded import OUTCOMES, beside, reachable
from kennan.records.summary import TITLES

if TYPE_CHECKING:
    from kennan.engine.engine import Block

EVER = "ever:"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
REDUCED: dict[str, Any] = {"mean": np.mean, "highest": np.max, "lowest": np.min}
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
    span : for a measure that an extension brings: over which months, and how.
    stands : whether it is 1 where the quantity is 1 or more, as an outcome's progress is where it stands.
    """

    name: str
    title: str
    unit: str = ""
    quantity: str = ""
    month: int = 0
    span: reported.Measure | None = None
    stands: bool = False

    @property
    def share(self) -> bool:
        """Whether its mean is a share of worlds."""
        return self.stands or not self.quantity

    @property
    def last(self) -> int:
        """The last month that it reads, since the start; -1 where it reads the whole run."""
        if self.span:
            return self.span.months(12 * 200).stop - 1
        return self.month if self.quantity and not self.stands else -1

    def of(self, block: Block) -> np.ndarray:
        """Return it in each world of a block, float32 [world]."""
        if self.span:
            months = np.asarray(block.monthly[self.quantity])
            months = months[self.span.months(len(months) - 1)]
            return np.asarray(REDUCED[self.span.statistic](months, axis=0), np.float32)
        if self.quantity:
            found = np.asarray(block.monthly[self.quantity][self.month], np.float32)
            return (found >= 1.0).astype(np.float32) if self.stands else found
        outcome = self.name.removeprefix(EVER)
        if self.name.startswith(EVER):
            return (np.asarray(block.reached)[reachable().index(outcome)] >= 0).astype(np.float32)
        return (np.asarray(block.ending) == OUTCOMES.index(outcome) + 1).astype(np.float32)


def outcome(name: str, years: int, faults: Faults, where: str = "--outcome") -> Measure | None:
    """Return the measure of an outcome: "breakup" (it stands at the end) or "ever:breakup" (it was ever reached)."""
    bare, own = name.removeprefix(EVER), beside()
    if bare in own:
        if name.startswith(EVER):
            return Measure(name, own[bare].title + " at any time")
        return Measure(name, own[bare].title + " in the end", "", own[bare].progress, 12 * years, stands=True)
    if bare not in OUTCOMES or name == EVER + "stalemate":
        known = [*OUTCOMES, *own, *(EVER + o for o in reachable())]
        faults.found.append(unknown("outcome", name, known, where, "kennan list outcomes"))
        return None
    title = TITLES[bare] + (" at any time" if name.startswith(EVER) else " in the end")
    return Measure(name, title)


def quantity(
    words: str, scenario: scenarios.Chosen, years: int, faults: Faults, where: str = "--quantity"
) -> Measure | None:
    """Return the measure of a quantity at a date: "orbit@1965", "orbit@1965-07", or "orbit" at the run's end."""
    name, at, date = words.partition("@")
    own = {name: measure for one in extensions() for name, measure in one.measures.items()}
    if words in own:
        if round(12 * own[words].first) > 12 * years:
            what = f"{words} is measured from year {own[words].first:g} on, and the run has {years}"
            faults.add(what, where=where, do="--years makes it longer")
            return None
        unit = quantities.load()[own[words].quantity].unit
        return Measure(words, words.replace("_", " "), unit, own[words].quantity, span=own[words])
    register = {n: q for n, q in quantities.load().items() if q.axes == "world"}
    if name not in register:
        known = [*register, *own]
        fault = unknown("quantity with one number a world", name, known, where, "kennan list quantities")
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
    found = [outcome(name, years, faults) for name in outcomes]
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
