"""Reads a record's folder, checks everything, and says all that is wrong at once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.faults import BadInput, Fault, Faults, nearest
from kennan.history.record import cells, check, dates, spec
from kennan.history.record.record import Record
from kennan.history.record.states import codes

if TYPE_CHECKING:
    from pandas import DataFrame

FACTS = Path(__file__).parents[1] / "facts"
VARIABLE = "KENNAN_RECORD"
NOT_TABLES = ("sources",)  # files of a record's folder that describe it


def load(folder: str | Path | None = None, targets: Iterable[str] | None = None) -> Record:
    """Return a record.

    Parameters
    ----------
    folder : a folder of CSV tables; None means the folder that the environment variable KENNAN_RECORD names or,
        without one, the facts that come with the package (to 1965).
    targets : names of what is to be observed (:func:`kennan.history.targets`): a record that lacks the tables of one
        of them is refused. None asks for none but for at least one table.

    Raises
    ------
    BadInput : the folder or its tables cannot be used; all faults, by file and line.
    """
    said = folder if folder is not None else os.environ.get(VARIABLE) or None
    if said is None:
        record = facts()
    else:
        where = "--record" if folder is not None else VARIABLE
        record = _folder(Path(said), where)
    if targets is not None:
        _ask(record, list(targets))
    return record


@cache
def facts() -> Record:
    """Return the package's own facts."""
    return _folder(FACTS, "the package's facts")


def _folder(folder: Path, where: str) -> Record:
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise BadInput(
            Fault(f"{folder} {what}", where, do="name a folder that holds the tables as CSV files")
        )
    faults = Faults()
    tables = _tables(folder, faults)
    own: tuple[str, ...] = ()
    if not tables and not faults.found:
        allowed = ", ".join(f"{name}.csv" for name in list(spec.tables())[:4]) + ", ..."
        faults.add("there is no table of a record here", where=str(folder), allowed=allowed)
    if folder != FACTS and not faults.found:
        own = tuple(n for n, t in spec.tables().items() if t.own and n != "coverage" and n not in tables)
        tables |= {name: facts().tables[name] for name in own}
    faults.raise_if_any()
    return Record(tables, _last_day(tables), str(folder), own)


def _tables(folder: Path, faults: Faults) -> dict[str, DataFrame]:
    """Return the tables of a folder by name; files of other names are passed over unless they look misspelled."""
    known: Collection[int] = codes() | _own_codes(folder)
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        if path.stem in spec.tables():
            found = cells.read(path, faults)
            if found is not None:
                tables[path.stem] = check.frame(found, spec.table(path.stem), known, faults)
        elif path.stem not in NOT_TABLES and _misspelled(path.stem, folder):
            near = nearest(path.stem, spec.tables())
            faults.add(f"there is no table called {path.stem!r}", where=str(path), nearest=near)
    return tables


def _misspelled(name: str, folder: Path) -> bool:
    """Return whether a file has nearly the name of a table that is not there."""
    import difflib

    close = difflib.get_close_matches(name, spec.tables(), n=1, cutoff=0.85)
    return bool(close) and not (folder / f"{close[0]}.csv").exists()


def _own_codes(folder: Path) -> set[int]:
    """Return the codes of the record's own list of states: whatever stands there is a state."""
    path = folder / "state_system.csv"
    found = cells.read(path, Faults()) if path.is_file() else None
    return {int(code) for code in (found.columns.get("ccode", []) if found else []) if code.isdigit()}


def _last_day(tables: dict[str, DataFrame]) -> datetime.date:
    """Return 31 December of the last year in which a row begins."""
    last = 1
    for name, data in tables.items():
        if name == "coverage":
            last = max(last, *(int(year) for year in data["last"]))
        elif len(data):
            begins = [text for text in dates.starts(data, spec.table(name).start) if text]
            last = max(last, *(int(text[:4]) for text in begins)) if begins else last
    return datetime.date(last, 12, 31)


def _ask(record: Record, names: list[str]) -> None:
    from kennan.history.target import targets

    faults = Faults()
    for target in targets(names).values():
        if not any(record.has(*way) for way in target.tables):
            ways = " or ".join(" with ".join(f"{name}.csv" for name in way) for way in target.tables)
            faults.add(f"nothing here tells of {target.name!r}", where=record.place, allowed=ways)
    faults.raise_if_any()
