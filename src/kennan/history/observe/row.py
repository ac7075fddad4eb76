"""One observation, and the years in which a table tells something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kennan.history.record import Record
from kennan.history.target import Target

GRADES = ("high", "medium", "low")


@dataclass(frozen=True)
class Seen:
    """What the record says of a target: where (``unit``: theatre or ""), when, the value and how sure it is.

    ``date`` is the day of an event ("" for what holds of a year); ``censored`` says that the value may still change
    with what comes after the record's end; ``source`` names the source of the row.
    """

    unit: str
    year: int
    value: float
    certainty: str
    source: str
    censored: bool = False
    date: str = ""


def years(record: Record, table: str, target: Target) -> Iterator[int]:
    """Return the years of a target in which a table is complete."""
    return (year for year in record.years(table) if target.has_year(year))


def worst(grades: Iterable[str], default: str = "high") -> str:
    """Return the least sure of some certainties."""
    found = [grade for grade in grades if grade in GRADES]
    return max(found, key=GRADES.index) if found else default
