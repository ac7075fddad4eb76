"""Turns cells into columns of the right type and notes every value that is not as the register says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.faults import Faults, nearest, unknown
from kennan.history.record.cells import Cells, missing
from kennan.history.record.dates import starts
from kennan.history.record.spec import Column, Table, tables

if TYPE_CHECKING:
    from pandas import DataFrame

TOLD = 5  # bad cells of one column that are told one by one
YEARS = (1, 2500)
DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
YYYYMM = re.compile(r"\d{4}(0[1-9]|1[0-2])")


def frame(cells: Cells, table: Table, states: Collection[int], faults: Faults) -> DataFrame:
    """Return the known columns of a table, checked.

    Numbers are float64 (NaN where blank), text and dates are text ("" where blank), dates are ISO, some without a
    day. The index is the line in the file. Columns that the register does not know are left out; optional columns that
    the file lacks are not made.
    """
    import pandas

    missing(cells, [c.name for c in table.columns.values() if c.needed], faults)
    made: dict[str, Any] = {}
    for name, column in table.columns.items():
        if name in cells.columns:
            made[name] = _column(cells, column, states, faults)
    data = pandas.DataFrame(made, index=pandas.Index(cells.lines, name="line"))
    _note_repeats(data, table, cells, faults)
    _note_spells(data, table, cells, faults)
    _fill_flag(data, table)
    return data


def notes(cells: Cells, table: Table) -> list[str]:
    """Return what is no fault but ought to be known: columns that are passed over, and flags that are supposed."""
    found = []
    lost = [name for name, column in table.columns.items() if name not in cells.columns and not column.needed]
    for name in cells.columns:
        if name not in table.columns:
            near = nearest(name, lost) if get_close_matches(name, lost, n=1, cutoff=0.85) else ""
            meant = f" (nearest name: {near})" if near else ""
            found.append(f"{cells.path}: column {name!r} is not known and passed over{meant}")
    if table.censored and table.censored not in cells.columns:
        found.append(f"{cells.path}: without a column {table.censored!r}, {_supposed(table)}")
    return found


def _supposed(table: Table) -> str:
    """Return what is supposed of a table without its flag of censoring."""
    if table.censored.startswith("outcome"):
        return "no outcome is taken to be censored"
    return f"a row without {table.end[0]!r} is taken to be open, and no other"


def _fill_flag(data: DataFrame, table: Table) -> None:
    """Give a table of spells its flag of censoring where the file has none, or a blank."""
    if not table.end or not table.censored or table.end[0] not in data:
        return
    if table.censored.startswith("outcome"):
        supposed = np.zeros(len(data))
    else:
        supposed = (starts(data, table.end) == "").to_numpy(dtype=float)
    given = data[table.censored].to_numpy() if table.censored in data else np.full(len(data), np.nan)
    data[table.censored] = np.where(np.isnan(given), supposed, given)


def _column(cells: Cells, column: Column, states: Collection[int], faults: Faults) -> Any:
    text = np.array(cells.columns[column.name], dtype=object)
    blank = text == ""
    if not column.blank:
        _tell(cells, column.name, blank, lambda _: "is empty", "", faults)
    if column.type in ("text", "date"):
        good, allowed = _text(column, text)
        _tell(
            cells, column.name, ~(good | blank), lambda cell: f"is {cell!r}", allowed, faults, column.one_of
        )
        return text
    numbers = _numbers(text)
    low, high = _bounds(column)
    if column.by in cells.columns:
        _note_by(cells, column, numbers, faults)
    bad = ~blank & ~((numbers >= low) & (numbers <= high))
    if column.type != "number":
        bad |= ~blank & (numbers != np.floor(numbers))
    if column.type == "yyyymm":
        bad |= ~blank & np.array([not YYYYMM.fullmatch(cell.split(".")[0]) for cell in text], dtype=bool)
    _tell(cells, column.name, bad, lambda cell: f"is {cell!r}", _range(column, low, high), faults)
    if column.type == "state":
        strange = ~blank & ~bad & ~np.isin(numbers, list(states))
        _tell(
            cells,
            column.name,
            strange,
            lambda cell: f"is {cell}, which is no known state",
            "a Correlates of War state code",
            faults,
            [str(code) for code in sorted(states)],
        )
    return numbers


def _note_by(cells: Cells, column: Column, numbers: Any, faults: Faults) -> None:
    """Note numbers outside the bounds that the text of another column chooses."""
    kinds = np.array(cells.columns[column.by], dtype=object)
    for kind, (low, high) in column.bounds.items():
        bad = (kinds == kind) & ((numbers < low) | (numbers > high))
        said = f"a number from {low:g} to {high:g} where {column.by} is {kind}"
        _tell(cells, column.name, bad, lambda cell: f"is {cell!r}", said, faults)


def _numbers(text: Any) -> Any:
    import pandas

    return pandas.to_numeric(pandas.Series(text), errors="coerce").to_numpy(dtype=float)


def _text(column: Column, text: Any) -> tuple[Any, str]:
    """Return which cells are as the column asks, and what is allowed."""
    if column.type == "date":
        return np.array(
            [_is_date(cell) for cell in text], dtype=bool
        ), "a date as 1953-03-05, 1953-03 or 1953"
    if column.one_of:
        return np.isin(text, column.one_of), ", ".join(column.one_of)
    return np.ones(len(text), dtype=bool), ""


def _is_date(cell: str) -> bool:
    found = DATE.fullmatch(cell)
    if not found:
        return False
    try:
        datetime.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return False
    return True


def _bounds(column: Column) -> tuple[float, float]:
    if column.type == "flag":
        return 0.0, 1.0
    if column.type == "year":
        return float(YEARS[0]), float(YEARS[1])
    if column.type == "yyyymm":
        return 100_001.0, 250_012.0
    low = -1e300 if column.low is None else float(column.low)
    return low, 1e300 if column.high is None else float(column.high)


def _range(column: Column, low: float, high: float) -> str:
    kinds = {
        "flag": "0 or 1",
        "state": "a Correlates of War state code",
        "yyyymm": "year and month as 195303",
    }
    if column.type in kinds:
        return kinds[column.type]
    kind = "a number" if column.type == "number" else "a whole number"
    bounds = ("" if low < -1e299 else f" from {low:g}") + ("" if high > 1e299 else f" to {high:g}")
    return kind + bounds + (f" ({column.unit})" if column.unit else "")


def _tell(
    cells: Cells,
    column: str,
    bad: Any,
    said: Callable[[str], str],
    allowed: str,
    faults: Faults,
    names: Collection[str] = (),
) -> None:
    """Note the first bad cells of a column one by one, and how many more there are."""
    rows = np.flatnonzero(bad)
    for row in rows[:TOLD]:
        cell = cells.columns[column][row]
        where = f"{cells.path}:{cells.lines[row]} {column}"
        faults.add(
            f"{column} {said(cell)}",
            where=where,
            allowed=allowed,
            nearest=nearest(cell, names) if cell else "",
        )
    if len(rows) > TOLD:
        where = f"{cells.path}:{cells.lines[rows[TOLD]]} {column}"
        faults.add(
            f"{len(rows) - TOLD} more cells of {column} are wrong in the same way",
            where=where,
            allowed=allowed,
        )


def coverage(data: DataFrame, path: Path, faults: Faults) -> None:
    """Note rows of the table ``coverage`` that name no table, or a span that ends before it begins."""
    for line, row in data.iterrows():
        where = f"{path}:{line}"
        if row.table not in tables():
            faults.found.append(unknown("table of a record", str(row.table), tables(), where))
        if row["last"] < row["first"]:
            faults.add(
                f"last is {row['last']:g}, before first", where=where, allowed=f"{row['first']:g} or later"
            )


def _note_repeats(data: DataFrame, table: Table, cells: Cells, faults: Faults) -> None:
    """Two rows with the same keys: one of them would be counted twice."""
    keys = [key for key in table.keys if key in data]
    again = data.index[data.duplicated(keys)] if keys and len(data) else []
    for line in list(again)[:TOLD]:
        row = data.loc[line, keys]
        like = (data[keys].astype(object).fillna("") == row.astype(object).fillna("")).all(axis=1)
        what = ", ".join(f"{key} {_short(row[key])}" for key in keys)
        do = f"the first stands in line {data.index[like][0]}"
        faults.add(f"there are two rows for {what}", where=f"{cells.path}:{line}", do=do)
    if len(again) > TOLD:
        faults.add(f"{len(again) - TOLD} more rows are there twice", where=f"{cells.path}:{again[TOLD]}")


def _note_spells(data: DataFrame, table: Table, cells: Cells, faults: Faults) -> None:
    """A spell that ends before it begins, or whose flag of censoring contradicts its end."""
    if not table.end or table.end[0] not in data or table.start[0] not in data:
        return
    begins, ends = starts(data, table.start), starts(data, table.end)
    length = np.minimum(begins.str.len(), ends.str.len())
    short = [(b[:n], e[:n]) for b, e, n in zip(begins, ends, length, strict=True)]
    early = np.array([bool(e) and e < b for b, e in short], dtype=bool)
    end = table.end[0]
    _tell(
        cells,
        end,
        early,
        lambda cell: f"is {cell}, before the row begins",
        "no earlier than its begin",
        faults,
    )
    if table.censored in cells.columns:
        _tell_flags(data, table, ends, cells, faults)


def _tell_flags(data: DataFrame, table: Table, ends: Any, cells: Cells, faults: Faults) -> None:
    flag, end = table.censored, table.end[0]
    open_, censored = (ends == "").to_numpy(), data[flag].to_numpy() == 1
    told = ~np.isnan(data[flag].to_numpy())
    if flag == "outcome_censored":  # an outcome may be open although an end is known, and the reverse
        for column in table.ends:
            if column.startswith("outcome") and column in data:
                given = censored & ~_blanks(data[column])
                _tell(cells, flag, given, lambda _, c=column: f"is 1 although {c} is given", "0", faults)  # type: ignore[misc]
        return
    _tell(
        cells,
        flag,
        censored & ~open_,
        lambda _: f"is 1 although {end} is given",
        f"0, or an empty {end}",
        faults,
    )
    _tell(
        cells,
        flag,
        told & ~censored & open_,
        lambda _: f"is 0 although {end} is empty",
        f"1, or a date in {end}",
        faults,
    )


def _blanks(column: Any) -> Any:
    return (column.isna() if column.dtype.kind in "fi" else column == "").to_numpy()


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
