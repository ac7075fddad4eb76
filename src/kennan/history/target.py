"""What is forecast: each target with its unit, its measurement function and its place in the record."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
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
TEXTS = ("sentence", "unit", "quantity", "measure", "formula", "model_error", "error_source")
FIELDS = (
    *TEXTS,
    "kind",
    "each",
    "scale",
    "tables",
    "columns",
    "error",
    "first",
    "last",
    "passages",
    "claims",
    "least",
    "most",
)


@dataclass(frozen=True)
class Target:
    """One thing that is forecast and scored.

    ``quantity`` is a quantity of the model or an event; ``measure`` the name of the function that turns a run into
    what the record would say, ``formula`` and ``model_error`` say how and how well. ``tables`` lists ways to observe
    it (sets of tables; each year is told by the first that tells of it), ``error`` the standard deviation of an
    observation by certainty, on ``scale`` ("log": of the logarithm). ``first`` and ``last`` bound the years (last 0: no
    end), ``least`` and ``most`` what can be observed at all.
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
    tables: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    error: dict[str, float]
    error_source: str
    first: int
    last: int
    passages: tuple[str, ...]
    claims: tuple[str, ...]
    least: float = -math.inf
    most: float = math.inf

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


def targets(names: Iterable[str] | None = None) -> dict[str, Target]:
    """Return the targets by name: all, or those named, in the order of the register; :class:`BadInput` for others."""
    known = _load()
    if names is None:
        return dict(known)
    wanted = [names] if isinstance(names, str) else list(names)
    faults = Faults()
    faults.found.extend(
        unknown("target", name, known, do="leave it out for all") for name in wanted if name not in known
    )
    faults.raise_if_any()
    return {name: target for name, target in known.items() if name in wanted}


@cache
def _load() -> dict[str, Target]:
    return read(PATH)


def read(path: Path) -> dict[str, Target]:
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
        lists = {key: table.words(key) for key in ("columns", "passages", "claims")}
        table.known("passages", lists["passages"], "passage", article.passages())
        table.known("claims", lists["claims"], "claim", article.claims())
        if texts["quantity"] not in quantities.load() and texts["quantity"] not in EVENTS:
            names = [*quantities.load(), *EVENTS]
            faults.found.append(unknown("quantity or event", texts["quantity"], names, table.at("quantity")))
        tables = tuple(tuple(way) for way in entry.get("tables", ()))
        for way in tables:
            table.known("tables", way, "table of a record", spec.tables())
        error = _error(table)
        if len(faults.found) == before:
            years = {"first": int(entry["first"]), "last": int(entry["last"])}
            ends = {key: float(entry[key]) for key in ("least", "most") if key in entry}
            given: dict[str, Any] = {**texts, **choices, **lists, **years, **ends}
            found[name] = Target(name=name, tables=tables, error=error, **given)
    faults.raise_if_any()
    return found


def _error(table: Table) -> dict[str, float]:
    said = table.data.get("error", {})
    right = isinstance(said, dict) and set(said) == set(CERTAINTIES)
    if not right or not all(isinstance(v, float | int) and v >= 0 for v in said.values()):
        table.faults.add(
            f"error is {said!r}",
            where=table.at("error"),
            allowed="a number of 0 or more for high, medium and low",
        )
        return dict.fromkeys(CERTAINTIES, 0.0)
    return {key: float(said[key]) for key in CERTAINTIES}
