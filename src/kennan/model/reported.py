"""What an extension lets be reported besides the register: its events, outcomes and measures, read and checked."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kennan import article, toml
from kennan.article.fields import Table
from kennan.faults import Faults, unknown
from kennan.model import quantities

STATISTICS = ("mean", "highest", "lowest")
LONGEST = 200.0  # years of a run


@dataclass(frozen=True)
class Event:
    """Something that an extension counts: how often it happens in a month."""

    name: str
    sentence: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """A state of affairs that stands where a quantity of the extension, its ``progress``, is 1 or more.

    It stands beside the endings and is none of them: of those every world has one.
    """

    name: str
    title: str
    sentence: str
    progress: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """One number a world: the mean, highest or lowest value of a quantity from one year since the start to another."""

    name: str
    sentence: str
    quantity: str
    statistic: str
    first: float
    until: float

    def months(self, last: int) -> slice:
        """Return the months that it reads, of a run of so many; none where the run ends before it begins."""
        return slice(round(12 * self.first), min(round(12 * self.until), last) + 1)


def events(document: toml.Document | None, faults: Faults) -> dict[str, Event]:
    """Return the events of a file by name; note everything that is wrong."""
    return _rows(document, "counted event", ("sentence", "passages"), faults, _event)


def outcomes(
    document: toml.Document | None, own: Mapping[str, quantities.Quantity], faults: Faults
) -> dict[str, Outcome]:
    """Return the outcomes of a file by name; ``own`` are the quantities of the extension."""

    def made(name: str, table: Table) -> Outcome:
        progress = table.text("progress")
        known = [n for n, q in own.items() if q.axes == "world"]
        if progress and progress not in known:
            do = "it stands where that quantity is 1 or more: declare it in quantities.toml"
            fault = unknown("quantity of its own", progress, known, table.at("progress"), do)
            faults.found.append(fault)
        elif progress and own[progress].high < 1.0:
            what = f"{progress!r} never reaches 1, so that {name!r} can never stand"
            faults.add(what, where=table.at("progress"), allowed="a quantity whose high is 1 or more")
        return Outcome(name, table.text("title"), table.text("sentence"), progress, _passages(table))

    return _rows(document, "reached outcome", ("title", "sentence", "progress", "passages"), faults, made)


def measures(
    document: toml.Document | None, own: Mapping[str, quantities.Quantity], faults: Faults
) -> dict[str, Measure]:
    """Return the measures of a file by name; ``own`` are the quantities of the extension."""
    known = {n: q for n, q in {**quantities.load(), **own}.items() if q.axes == "world"}

    def made(name: str, table: Table) -> Measure:
        quantity, statistic = table.text("quantity"), table.choice("statistic", STATISTICS)
        if quantity and quantity not in known:
            faults.found.append(
                unknown("quantity with one number a world", quantity, known, table.at("quantity"))
            )
        first, until = (
            _years(table, key, usual, faults) for key, usual in (("from", 0.0), ("until", LONGEST))
        )
        if not first < until:
            what = f"{name!r} is measured from year {first:g} until year {until:g}"
            faults.add(what, where=table.at("from"), allowed="from smaller than until, years since the start")
        return Measure(name, table.text("sentence"), quantity, statistic, first, until)

    return _rows(document, "measure", ("sentence", "quantity", "statistic", "from", "until"), faults, made)


def _event(name: str, table: Table) -> Event:
    return Event(name, table.text("sentence"), _passages(table))


def _passages(table: Table) -> tuple[str, ...]:
    named = table.words("passages", ())
    table.known("passages", named, "passage", article.passages())
    return named


def _years(table: Table, key: str, usual: float, faults: Faults) -> float:
    value = table.data.get(key, usual)
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not number or not 0.0 <= value <= LONGEST:
        allowed = f"years since the start, 0 to {LONGEST:g}"
        faults.add(f"{key} is {value!r}", where=table.at(key), allowed=allowed)
        return usual
    return float(value)


def _rows(
    document: toml.Document | None,
    kind: str,
    fields: tuple[str, ...],
    faults: Faults,
    made: Callable[[str, Table], Any],
) -> dict[str, Any]:
    found = {}
    for name, row in document.data.items() if document else ():
        assert document is not None
        if not isinstance(row, dict):
            allowed = ", ".join(fields)
            faults.add(f"{name!r} is not a table", where=document.where(name), allowed=allowed)
            continue
        table = Table(row, kind, lambda *keys, name=name: document.where(name, *keys), faults)
        table.only(fields)
        found[name] = made(name, table)
    return found
