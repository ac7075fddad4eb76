"""Output, capabilities, growth and forces: yearly numbers."""

from __future__ import annotations

import math

from kennan.history.observe.row import Seen, years
from kennan.history.record import Record
from kennan.history.target import Target

USSR, USA = 365, 2
#: Successor states (Correlates of War): one of them in the system after the war means that the Union is no more.
REPUBLICS = (359, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705)
WAR = 1945  # the rule is about what came after it
IMPUTED = "imputation_flag"


def ratio(record: Record, target: Target, table: str) -> list[Seen]:
    """Return the USSR's number over that of the United States, year by year."""
    own, other = (_series(record, table, target.columns[0], state) for state in (USSR, USA))
    return [Seen("", year, own[year] / other[year], "medium", table) for year in own if year in other]


def growth(record: Record, target: Target, table: str) -> list[Seen]:
    """Return the log of Soviet output less that of the year before."""
    output = _series(record, table, target.columns[0], USSR)
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
    """Return whether Soviet power stood broken up, from the list of states.

    It has when a successor state has entered the system after 1945, or the USSR's membership has ended.
    """
    data = record.table(table)
    new = data[data.ccode.isin(REPUBLICS) & (data.styear > WAR)].styear
    over = data[(data.ccode == USSR) & (data.endyear > WAR)].endyear
    broken = min([*new, *over], default=math.inf)
    told = (year for year in years(record, table, target) if year > WAR)
    return [Seen("", year, float(year >= broken), "high", table) for year in told]


def _series(record: Record, table: str, column: str, state: int) -> dict[int, float]:
    data = record.table(table)
    rows = data[(data.ccode == state) & data[column].notna()].sort_values("year")
    return {int(year): float(value) for year, value in zip(rows["year"], rows[column], strict=True)}
