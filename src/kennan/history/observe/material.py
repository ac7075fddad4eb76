"""Output, capabilities, growth and forces: yearly numbers."""

from __future__ import annotations

import math

from kennan.history.observe.row import Seen, years
from kennan.history.record import Record
from kennan.history.target import Target

IMPUTED = "imputation_flag"


def ratio(record: Record, target: Target, table: str) -> list[Seen]:
    """Return the closed power's number over that of the open one, year by year."""
    own, other = (_series(record, table, target.columns[0], state) for state in target.codes.of(table))
    return [Seen("", year, own[year] / other[year], "medium", table) for year in own if year in other]


def growth(record: Record, target: Target, table: str) -> list[Seen]:
    """Return the log of the closed power's output less that of the year before."""
    output = _series(record, table, target.columns[0], target.codes.of(table)[0])
    both = [year for year in output if year - 1 in output]
    return [Seen("", year, math.log(output[year] / output[year - 1]), "medium", table) for year in both]


def forces(record: Record, target: Target, table: str) -> list[Seen]:  # noqa: ARG001
    """Return the sum of forces over all hosts; years with imputed counts are of low certainty."""
    data = record.table(table)
    totals = data.groupby("year")["troops"].sum()
    imputed = set(data[data[IMPUTED] != ""]["year"]) if IMPUTED in data else set()
    return [
        Seen("", int(year), float(total), "low" if year in imputed else "medium", table)
        for year, total in totals.items()
    ]


def yearly(record: Record, target: Target, table: str) -> list[Seen]:
    """Return the rows of the table ``yearly`` that bear the target's name."""
    data = record.table(table)
    rows = data[data.quantity == target.name].sort_values("year")
    return [Seen("", int(r.year), float(r.value), r.certainty, table) for r in rows.itertuples()]


def broken_up(record: Record, target: Target, table: str) -> list[Seen]:
    """Return whether the closed power stood broken up, from the list of states.

    It has when a successor state has entered the system after a year that its codes name, or its membership has ended.
    """
    data, codes = record.table(table), target.codes
    new = data[data.ccode.isin(codes.successors) & (data.styear > codes.after)].styear
    over = data[(data.ccode == codes.of(table)[0]) & (data.endyear > codes.after)].endyear
    broken = min([*new, *over], default=math.inf)
    told = (year for year in years(record, table, target) if year > codes.after)
    return [Seen("", year, float(year >= broken), "high", table) for year in told]


def _series(record: Record, table: str, column: str, state: int) -> dict[int, float]:
    data = record.table(table)
    rows = data[(data.ccode == state) & data[column].notna()].sort_values("year")
    return {int(year): float(value) for year, value in zip(rows["year"], rows[column], strict=True)}
