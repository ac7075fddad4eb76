"""Output, capabilities, growth and forces: yearly numbers.

A folder's own table speaks from its first year on; of the years before, ``yearly`` does, the package's own facts where
the folder has none.
"""

from __future__ import annotations

import math

import numpy as np

from kennan.history.observe.row import Seen
from kennan.history.record import Record
from kennan.history.target import Target

USSR, USA = 365, 2
#: Successor states (Correlates of War): one of them in the system after the war means that the Union is no more.
REPUBLICS = (359, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705)
IMPUTED = "imputation_flag"


def ratio(record: Record, target: Target) -> list[Seen]:
    """Return the USSR's number over that of the United States, year by year."""
    table, column = target.tables[0][0], target.columns[0]
    if not record.has(table):
        return yearly(record, target)
    own, other = (_series(record, table, column, state) for state in (USSR, USA))
    both = [year for year in own if year in other]
    told = [Seen("", year, own[year] / other[year], "medium", table) for year in both]
    return _with_earlier(told, record, target)


def growth(record: Record, target: Target) -> list[Seen]:
    """Return the log of Soviet output less that of the year before."""
    if not record.has("gdp_pop"):
        return yearly(record, target)
    output = _series(record, "gdp_pop", target.columns[0], USSR)
    both = [year for year in output if year - 1 in output]
    told = [Seen("", year, math.log(output[year] / output[year - 1]), "medium", "gdp_pop") for year in both]
    return _with_earlier(told, record, target)


def forces(record: Record, target: Target) -> list[Seen]:
    """Return the sum of forces over all hosts; years with imputed counts are of low certainty."""
    if not record.has("us_troops_abroad"):
        return yearly(record, target)
    data = record.table("us_troops_abroad")
    totals = data.groupby("year")["troops"].sum()
    imputed = set(data[data[IMPUTED] != ""]["year"]) if IMPUTED in data else set()
    told = [
        Seen("", int(year), float(total), "low" if year in imputed else "medium", "us_troops_abroad")
        for year, total in totals.items()
    ]
    return _with_earlier(told, record, target)


def _with_earlier(told: list[Seen], record: Record, target: Target) -> list[Seen]:
    """Return what a table told of a target, in order, and before its first year what ``yearly`` tells."""
    first = min((one.year for one in told), default=np.inf)
    before = yearly(record, target) if record.has("yearly") else []
    kept = [one for one in told if target.has_year(one.year)]
    return [one for one in before if one.year < first] + sorted(kept, key=lambda one: one.year)


def yearly(record: Record, target: Target) -> list[Seen]:
    """Return the rows of the table ``yearly`` that bear the target's name."""
    data = record.table("yearly")
    rows = data[data.quantity == target.name].sort_values("year")
    seen = [Seen("", int(r.year), float(r.value), r.certainty, "yearly") for r in rows.itertuples()]
    return [one for one in seen if target.has_year(one.year)]


def broken_up(record: Record, target: Target) -> list[Seen]:
    """Return whether Soviet power stood broken up; where ``yearly`` is silent, from the list of states.

    By the list of states it has when a successor state has entered the system after 1945, or the USSR's membership
    has ended.
    """
    found = {seen.year: seen for seen in yearly(record, target)}
    if record.has("state_system"):
        data = record.table("state_system")
        new = data[data.ccode.isin(REPUBLICS) & (data.styear > 1945)].styear
        over = data[(data.ccode == USSR) & (data.endyear > 1945)].endyear
        broken = min([*new, *over], default=np.inf)
        for year in range(max(found, default=target.first - 1) + 1, record.covers("state_system")[1] + 1):
            found[year] = Seen("", year, float(year >= broken), "high", "state_system")
    return [found[year] for year in sorted(found)]


def _series(record: Record, table: str, column: str, state: int) -> dict[int, float]:
    data = record.table(table)
    rows = data[(data.ccode == state) & data[column].notna()].sort_values("year")
    return {int(year): float(value) for year, value in zip(rows["year"], rows[column], strict=True)}
