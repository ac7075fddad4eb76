"""Reads a CSV table row by row and notes every fault with file, line and column."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kennan import textfile
from kennan.faults import BadInput, Fault, Faults, nearest, unknown


@dataclass
class Row:
    """One row of a table: its cells by column, its place, and the list that takes what is wrong."""

    cells: dict[str, str]
    path: Path
    line: int
    faults: Faults

    def at(self, column: str) -> str:
        """Return "file:line column" for a message."""
        return f"{self.path}:{self.line} {column}"

    def text(self, column: str, *, empty: bool = False) -> str:
        """Return a cell, stripped; an empty one is a fault unless ``empty``."""
        value = self.cells.get(column, "").strip()
        if not value and not empty:
            self.faults.add(f"{column} is empty", where=self.at(column), do="fill the cell")
        return value

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """Return a cell that must be one of ``allowed``."""
        value = self.text(column)
        if value and value not in allowed:
            self.faults.add(
                f"{column} is {value!r}",
                where=self.at(column),
                allowed=", ".join(allowed),
                nearest=nearest(value, allowed),
            )
        return value

    def number(self, column: str, low: float, high: float, *, empty: bool = False) -> float:
        """Return a cell as a number within bounds; NaN when it is empty or wrong (and then noted)."""
        text = self.text(column, empty=empty)
        if not text:
            return math.nan
        try:
            value = math.nan if "_" in text else float(text)  # Python reads 0_1 as 1
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            self.faults.add(
                f"{column} is {text!r}", where=self.at(column), allowed=f"a number from {low:g} to {high:g}"
            )
            return math.nan
        return value


def read(
    text: str, path: Path, what: str, columns: Collection[str], faults: Faults, others: bool = False
) -> list[Row]:
    """Return the rows of a table in CSV that has exactly ``columns``, in any order.

    Parameters
    ----------
    text : the table.
    path : its place, for messages.
    what : what it is to the user ("table of theatres").
    columns : the columns it must have.
    faults : takes missing and unknown columns and rows of another length; such rows are left out.
    others : whether there may be other columns, because what they hold could not be read.

    Raises
    ------
    BadInput : the text is not CSV, or not with commas.
    """
    textfile.demand_commas(text, what, str(path))
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = [cell.strip() for cell in next(lines, [])]
        _check_header(header, columns, f"{path}:1", others, faults)
        for cells in lines:
            line = lines.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                faults.add(
                    f"the row has {len(cells)} cells",
                    where=f"{path}:{line}",
                    allowed=f"{len(header)}, as in the head",
                )
                continue
            rows.append(Row(dict(zip(header, cells, strict=True)), path, line, faults))
    except csv.Error as error:
        raise BadInput(Fault(f"the {what} is not CSV: {error}", f"{path}:{lines.line_num}")) from None
    if not rows:
        faults.add(f"the {what} has no rows", where=str(path))
    return rows


def _check_header(
    header: list[str], columns: Collection[str], where: str, others: bool, faults: Faults
) -> None:
    for column in columns:
        if column not in header:
            faults.add(
                f"there is no column {column!r}",
                where=where,
                nearest=nearest(column, header),
                allowed=", ".join(columns),
            )
    for column in header:
        if column not in columns and not others:
            faults.found.append(unknown("column", column, columns, where))
    for column in sorted({column for column in header if header.count(column) > 1}):
        faults.add(f"there are two columns {column!r}", where=where)


def note_repeats(rows: list[Row], column: str, what: str) -> None:
    """Note every value of ``column`` that stands in more than one row."""
    first: dict[str, int] = {}
    for row in rows:
        value = row.cells[column].strip()
        if value in first:
            do = f"the first stands in line {first[value]}"
            row.faults.add(f"there are two {what}s {value!r}", where=row.at(column), do=do)
        elif value:
            first[value] = row.line
