"""One table as it could be known at the end of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.history.record.dates import last_day, starts
from kennan.history.record.spec import Table

if TYPE_CHECKING:
    from pandas import DataFrame


def view(data: DataFrame, table: Table, cut_off: str) -> DataFrame:
    """Return a table without anything later than ``cut_off`` (an ISO day).

    A date without a day counts as its last day, so what happened in the month of the cut-off is not known before
    that month is over.
    """
    if table.name == "coverage":
        return _clipped(data, cut_off)
    seen = data[_begun(data, table) <= cut_off].copy()
    if table.end and table.end[0] in seen:
        _open(seen, table, cut_off)
    for column, years in table.ahead.items():
        if column in seen:
            _blank(seen, [column], _later(seen, table, years) > cut_off)
    key = table.whole[0]
    if key and key in data:
        _open_wholes(seen, table, cut_off)
    return seen


def _begun(data: DataFrame, table: Table) -> Any:
    begins = starts(data, table.start)
    if table.known == "start of year":
        return np.array([f"{text[:4]}-01-01" for text in begins], dtype=object)
    if table.known == "at once" and len(table.start) == 1 and table.row == "spell":
        begins = begins.where(begins != "", "0001-01-01")  # a spell whose begin lies before the table
    return np.array([last_day(text) for text in begins], dtype=object)


def _ended(data: DataFrame, table: Table) -> Any:
    """Return the last day of each row's spell; "" while it is open."""
    ends = starts(data, table.end)
    return np.array([last_day(text) if text else "" for text in ends], dtype=object)


def _open(seen: DataFrame, table: Table, cut_off: str) -> None:
    """Make spells that end after the cut-off open ones."""
    ends = _ended(seen, table)
    still = np.array([not end or end > cut_off for end in ends], dtype=bool)
    _blank(seen, [column for column in (*table.end, *table.ends) if column in seen], still)
    if table.censored in seen:
        seen.loc[still, table.censored] = 1.0


def _later(seen: DataFrame, table: Table, years: int) -> Any:
    """Return the day on which a column that looks ahead is known: so many years after the end (or the row)."""
    days = _ended(seen, table) if table.end and table.end[0] in seen else _begun(seen, table)
    return np.array(
        [f"{int(day[:4]) + years:04d}{day[4:]}" if day else "9999-12-31" for day in days], dtype=object
    )


def _open_wholes(seen: DataFrame, table: Table, cut_off: str) -> None:
    """Blank what is said of a whole (a war) whose last row seen is of the last year seen: it may go on."""
    key, columns = table.whole
    last = seen.groupby(key)["year"].max()
    year = int(cut_off[:4]) if cut_off.endswith("-12-31") else int(cut_off[:4]) - 1
    running = (seen[key].map(last) >= year).to_numpy(dtype=bool)
    _blank(seen, [column for column in columns if column in seen], running)


def _blank(seen: DataFrame, columns: list[str], rows: Any) -> None:
    for column in columns:
        seen.loc[rows, column] = "" if seen[column].dtype.kind not in "fi" else np.nan


def _clipped(data: DataFrame, cut_off: str) -> DataFrame:
    year = int(cut_off[:4])
    seen = data[data["first"] <= year].copy()
    seen["last"] = seen["last"].clip(upper=year)
    seen["source"] = ""  # who says so speaks of the whole
    return seen
