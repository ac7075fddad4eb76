"""Reads one CSV file into columns of text with the line of every row; says in words why it cannot."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from kennan import textfile
from kennan.faults import BadInput, Faults, nearest

LARGEST = 200_000_000  # bytes; the largest table of the record has two million
TOLD = 5  # rows of another length that are told one by one


@dataclass(frozen=True)
class Cells:
    """A table as text: one list a column, and the line on which each row ends."""

    path: Path
    columns: dict[str, list[str]]
    lines: list[int]


def read(path: Path, faults: Faults) -> Cells | None:
    """Return the cells of a CSV file, or None when it cannot be used (noted)."""
    try:
        text = textfile.read(path, "table", "CSV", LARGEST)
        textfile.demand_commas(text, "table", str(path))
        return _cells(path, text, faults)
    except BadInput as error:
        faults.take(error)
        return None


def _cells(path: Path, text: str, faults: Faults) -> Cells | None:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    wrong = 0
    try:
        head = [cell.strip() for cell in next(lines, [])]
        for row in lines:
            if not any(row):
                continue
            if len(row) != len(head):
                wrong += 1
                if wrong <= TOLD:
                    place = f"{path}:{lines.line_num}"
                    faults.add(
                        f"the row has {len(row)} cells", where=place, allowed=f"{len(head)}, as in the head"
                    )
                continue
            rows.append(row)
            numbers.append(lines.line_num)
    except csv.Error as error:
        faults.add(f"the table is not CSV: {error}", where=f"{path}:{lines.line_num}")
        return None
    if wrong > TOLD:
        faults.add(f"{wrong - TOLD} more rows have another length than the head", where=str(path))
    twice = sorted({column for column in head if head.count(column) > 1})
    for column in twice:
        faults.add(f"there are two columns {column!r}", where=f"{path}:1")
    if twice or wrong:
        return None
    columns = (
        [[cell.strip() for cell in column] for column in zip(*rows, strict=True)]
        if rows
        else [[] for _ in head]
    )
    return Cells(path, dict(zip(head, columns, strict=True)), numbers)


def missing(cells: Cells, needed: list[str], faults: Faults) -> None:
    """Note every needed column that the file lacks, with the nearest name in its head."""
    for column in needed:
        if column not in cells.columns:
            near = nearest(column, cells.columns)
            faults.add(f"there is no column {column!r}", where=f"{cells.path}:1", nearest=near)
