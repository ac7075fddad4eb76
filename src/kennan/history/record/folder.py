"""Reads a record's folder, checks everything, and says all that is wrong at once.

Faults in a table that something asked for reads stop; a table that nothing reads is passed over with its faults, which
are told. Every file of the folder is a table of the register or one of :data:`BESIDE`, else it is a fault: a table
under another name would be passed over in silence.
"""

from __future__ import annotations

import datetime
import os
import warnings
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.faults import BadInput, Fault, Faults, nearest
from kennan.history.record import cells, check, spec
from kennan.history.record.record import COVERAGE, Record
from kennan.history.record.states import codes

if TYPE_CHECKING:
    from pandas import DataFrame

    from kennan.history.terms import Terms
    from kennan.scenarios import Chosen

FACTS = Path(__file__).parents[1] / "facts"
VARIABLE = "KENNAN_RECORD"
SOURCES = "sources"  # sources.csv describes a record and is no table of it
BESIDE = (
    "readme",
    "license",
    "licence",
    "citation",
)  # files that may lie beside tables, whatever their ending
Tell = Callable[[str], None]


def load(
    folder: str | Path | None = None,
    targets: Iterable[str] | None = None,
    reads: Iterable[str] | None = None,
    tell: Tell | None = None,
    scenario: Chosen = "x-1947",
) -> Record:
    """Return a record.

    Parameters
    ----------
    folder : a folder of CSV tables; None means that of the scenario (``folder`` in its ``record.toml``), else the one
        that the environment variable KENNAN_RECORD names, else the facts that come with the package (to 1965), where
        the scenario takes them.
    targets : names of what is to be observed (:func:`kennan.history.targets`): a record that lacks the tables of one
        of them is refused. None asks for none but for at least one table.
    reads : names of the targets whose tables must be sound; None for ``targets``, or all. Other tables are passed over
        with their faults.
    tell : is given what was passed over, in words; a Python warning if left out. The record keeps it as well
        (``passed``, ``notes``).
    scenario : what the record is held against.

    Raises
    ------
    BadInput : the folder or its tables cannot be used; all faults, by file and line. There is no record for the
        scenario, or it does not say how one is held against it.
    """
    terms = terms_of(scenario)
    wanted = None if targets is None else list(targets)
    said, where = _place(folder, terms)
    if said is None:
        record = facts()
    else:
        record = _folder(said, where, reads if reads is not None else wanted, terms)
        _tell(record, tell or (lambda words: warnings.warn(words, stacklevel=4)))
    if wanted is not None:
        _ask(record, wanted, scenario)
    return record


def terms_of(scenario: Chosen) -> Terms:
    """Return how a record is held against a scenario."""
    from kennan.history import terms

    return terms.of(scenario)


def _place(folder: str | Path | None, terms: Terms) -> tuple[Path | None, str]:
    """Return the folder of tables and who names it; None for the package's facts."""
    if folder is not None:
        return Path(folder), "--record"
    if terms.folder is not None and terms.folder.is_dir():
        return terms.folder, f"record.toml of {terms.scenario}"
    if named := os.environ.get(VARIABLE):
        return Path(named), VARIABLE
    if terms.facts:
        return None, ""
    what = f"there is no record for the scenario {terms.scenario}"
    do = "name a folder of tables"
    if terms.folder is not None:
        do = f"put the tables into {terms.folder}, as its record.toml says, or {do}"
    raise BadInput(Fault(what, "--record", do=do))


@cache
def facts() -> Record:
    """Return the package's own facts."""
    return _folder(FACTS, "the package's facts", None, terms_of("x-1947"))


def _tell(record: Record, tell: Tell) -> None:
    if record.passed:
        names = dict.fromkeys(_table_of(fault) for fault in record.passed)
        lines = "\n".join(f"  {line}" for fault in record.passed for line in str(fault).splitlines())
        tell(f"passed over, as nothing that is asked for reads it: {', '.join(names)}\n{lines}")
    for note in record.notes:
        tell(note)


def _table_of(fault: Fault) -> str:
    return Path(fault.where.rsplit(".csv", 1)[0]).name


def _folder(folder: Path, where: str, reads: Iterable[str] | None, terms: Terms) -> Record:
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise BadInput(
            Fault(f"{folder} {what}", where, do="name a folder that holds the tables as CSV files")
        )
    faults, wanted = Faults(), None if reads is None else set(reads)
    needed = {name for name, by in terms.readers.items() if by and (wanted is None or wanted & set(by))}
    paths = _named(folder, faults)
    known: Collection[int] = codes() | _own_codes(paths)
    tables: dict[str, DataFrame] = {}
    passed: list[Fault] = []
    notes: list[str] = []
    for name, path in paths.items():
        own = Faults()
        found = cells.read(path, own)
        data = check.frame(found, terms.table(name), known, own) if found is not None else None
        if name == COVERAGE and data is not None:
            check.coverage(data, path, own)
        stops = name in needed or name == COVERAGE
        (faults.found if stops else passed).extend(own.found)
        if data is not None and not own.found:
            tables[name] = data
            notes += check.notes(found, spec.table(name)) if stops and found is not None else []
    if not paths and not faults.found:
        allowed = ", ".join(f"{name}.csv" for name in list(spec.tables())[:4]) + ", ..."
        faults.add("there is no table of a record here", where=str(folder), allowed=allowed)
    faults.raise_if_any()
    base = _base() if terms.facts and folder != FACTS else None
    made = Record(
        tables,
        datetime.date.max,
        str(folder),
        base,
        passed=tuple(passed),
        notes=tuple(notes),
        known=terms.complete,
        since=terms.facts,
    )
    return _ending(made, terms)


def _named(folder: Path, faults: Faults) -> dict[str, Path]:
    """Return the files that are tables, by name; every other file but those that may lie beside them is a fault."""
    names = (*spec.tables(), SOURCES)
    found = {}
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        stem, ending = path.stem, path.suffix
        if path.name.startswith(".") or stem.lower() in BESIDE:
            continue
        if ending == ".csv" and stem in names and path.is_file():
            if stem != SOURCES:
                found[stem] = path
            continue
        near = nearest(stem.split(".")[0], names) if path.is_file() else ""
        what = f"there is no table called {stem!r}" if ending == ".csv" else "this is no table of a record"
        do = f"rename it {near}.csv, or take it out of the folder" if near else "take it out of the folder"
        allowed = "tables as NAME.csv, sources.csv, README, LICENSE, CITATION, hidden files"
        faults.add(what, where=str(path), allowed=allowed, nearest=near, do=do)
    return found


def _own_codes(paths: dict[str, Path]) -> set[int]:
    """Return the codes of the record's own list of states: whatever stands there is a state."""
    found = cells.read(paths["state_system"], Faults()) if "state_system" in paths else None
    return {int(code) for code in (found.columns.get("ccode", []) if found else []) if code.isdigit()}


@cache
def _base() -> Record:
    """Return the package's own tables, which fill the years of which a folder says nothing."""
    own = {n: data for n, data in facts().tables.items() if spec.table(n).own}
    return Record(own, facts().ends, facts().place)


def _ending(record: Record, terms: Terms) -> Record:
    """Return the record with its end: 31 December of the last year that a table which some target reads covers."""
    by = terms.readers
    read = [name for name in record.tables if by[name]] or [
        name for name in record.tables if name != COVERAGE
    ]
    last = max((record.covers(name)[1] for name in read), default=0)
    if record.base:
        last = max(last, record.base.ends.year)
    return replace(record, ends=datetime.date(max(last, 1), 12, 31))


def _ask(record: Record, names: list[str], scenario: Chosen) -> None:
    from kennan.history.terms import targets

    faults = Faults()
    for target in targets(names, scenario).values():
        if not target.told_by(record):
            ways = " or ".join(" with ".join(f"{name}.csv" for name in way) for way in target.tables)
            faults.add(f"nothing here tells of {target.name!r}", where=record.place, allowed=ways)
    faults.raise_if_any()
