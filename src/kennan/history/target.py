"""What is forecast: each target with its unit, its measurement function and its place in the record."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan import article, toml
from kennan.article.fields import Table
from kennan.faults import Faults, unknown
from kennan.history.record import spec
from kennan.model import quantities
from kennan.model.recorded import EVENTS

if TYPE_CHECKING:
    from kennan.history.record.record import Record

PATH = Path(__file__).parent / "targets.toml"
KINDS = ("yes or no", "count", "ratio", "amount", "rate")
EACH = ("theatre-year", "year", "event")
SCALES = ("identity", "log")
CERTAINTIES = ("high", "medium", "low")
TEXTS = ("sentence", "unit", "quantity", "measure", "formula", "model_error")
FIELDS = (*TEXTS, "kind", "each", "scale", "tellers", "columns", "passages", "claims", "least", "most")
Powers = tuple[int, int]


@dataclass(frozen=True)
class Codes:
    """What tables call the two powers: Correlates of War codes, 0 where none is known.

    ``tables`` holds, by table, what that one calls them if otherwise. ``successors`` are the states into which the
    closed power breaks up: one that enters the state system after the year ``after`` says that it has.
    """

    closed: int = 0
    open: int = 0
    tables: Mapping[str, Powers] = field(default_factory=dict)
    successors: tuple[int, ...] = ()
    after: int = 0

    def of(self, table: str) -> Powers:
        """Return what a table calls the closed power and the open one."""
        return self.tables.get(table, (self.closed, self.open))


NO_CODES = Codes()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that can be forecast and scored, as the model has it.

    ``quantity`` is a quantity of the model or an event; ``measure`` the name of the function that turns a run into
    what the record would say, ``formula`` and ``model_error`` say how and how well. ``tellers`` are the tables of a
    record that can tell of it (one function of ``observe`` each), ``columns`` what is read of them; ``least`` and
    ``most`` bound what can be observed at all.
    """

    name: str
    sentence: str
    kind: str
    each: str
    unit: str
    scale: str
    quantity: str
    measure: str
    formula: str
    model_error: str
    tellers: tuple[str, ...]
    columns: tuple[str, ...]
    passages: tuple[str, ...]
    claims: tuple[str, ...]
    least: float = -math.inf
    most: float = math.inf


@dataclass(frozen=True, kw_only=True)
class Target(Entry):
    """One thing that is forecast and scored in a scenario: with its place in the record.

    ``tables`` lists ways to observe it (sets of tables; each year is told by the first that tells of it), ``error`` the
    standard deviation of an observation by certainty, on ``scale`` ("log": of the logarithm). ``first`` and ``last``
    bound the years (last 0: no end). ``codes`` is what tables call the powers.
    """

    tables: tuple[tuple[str, ...], ...]
    error: dict[str, float]
    error_source: str
    first: int = 0
    last: int = 0
    codes: Codes = NO_CODES

    @property
    def reads(self) -> tuple[str, ...]:
        """Names of the tables that it is told from, each once."""
        return tuple(dict.fromkeys(name for way in self.tables for name in way))

    def told_by(self, record: Record) -> bool:
        """Return whether a record, or what the package adds to it, holds the tables of one way to observe it."""
        there = {*record.tables, *(record.base.tables if record.base else ())}
        return any(there.issuperset(way) for way in self.tables)

    def has_year(self, year: int) -> bool:
        """Return whether the target is observed in a year."""
        return self.first <= year and (self.last == 0 or year <= self.last)


@cache
def register() -> dict[str, Entry]:
    """Return everything that can be forecast, by name."""
    return read(PATH)


def read(path: Path) -> dict[str, Entry]:
    """Read a register of targets; all faults at once."""
    document = toml.read(path, "register of targets")
    faults = Faults()
    found = {}
    for name, entry in document.data.items():
        before = len(faults.found)
        table = Table(entry, "target", lambda *keys, n=name: document.where(n, *keys), faults)
        table.only(FIELDS)
        texts = {key: table.text(key) for key in TEXTS}
        choices = {"kind": table.choice("kind", KINDS), "each": table.choice("each", EACH)}
        choices["scale"] = table.choice("scale", SCALES)
        lists = {key: table.words(key) for key in ("tellers", "columns", "passages", "claims")}
        table.known("passages", lists["passages"], "passage", article.passages())
        table.known("tellers", lists["tellers"], "table of a record", spec.tables())
        table.known("claims", lists["claims"], "claim", article.claims())
        if texts["quantity"] not in quantities.load() and texts["quantity"] not in EVENTS:
            names = [*quantities.load(), *EVENTS]
            faults.found.append(unknown("quantity or event", texts["quantity"], names, table.at("quantity")))
        if len(faults.found) == before:
            ends = {key: float(entry[key]) for key in ("least", "most") if key in entry}
            given: dict[str, Any] = {**texts, **choices, **lists, **ends}
            found[name] = Entry(name=name, **given)
    faults.raise_if_any()
    return found
