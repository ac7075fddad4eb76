"""The Party, its succession, and unrest under its rule."""

from __future__ import annotations

import datetime

from kennan.history.observe.material import USSR
from kennan.history.observe.row import Seen, worst, years
from kennan.history.record import Record
from kennan.history.target import Target

#: Kinds of event that count as open unrest; plots, closed borders and changes at the top do not.
OPEN = ("strike", "riot", "camp revolt", "uprising", "revolution")


def members(record: Record, target: Target) -> list[Seen]:
    """Return members and candidates on 1 January of the years that the record has."""
    data = record.table("gk_cpsu_membership").sort_values("year")
    rows = zip(data["year"], data["cpsu_members"], strict=True)
    return [
        Seen("", int(y), float(n), "medium", "gk_cpsu_membership") for y, n in rows if target.has_year(int(y))
    ]


def leader_change(record: Record, target: Target) -> list[Seen]:
    """Return whether supreme power changed hands, year by year."""
    if record.has("leaders"):
        data = record.table("leaders")
        begins = data[data.ccode == USSR].startdate
        changed, table = {int(day[:4]) for day in begins}, "leaders"
    else:
        changed, table = {int(day[:4]) for day in record.table("successions").date}, "successions"
    return [Seen("", year, float(year in changed), "high", table) for year in years(record, table, target)]


def quiet_transfer(record: Record, target: Target) -> list[Seen]:
    """Return, of every transfer of power, whether it was quiet; open ones are censored (quiet so far).

    From ``successions``; else from events: violent when a contender came to a violent end within a year of it.
    """
    if not record.has("successions"):
        return _quiet_by_events(record, target)
    found = []
    for row in record.table("successions").itertuples():
        year = int(row.date[:4])
        if target.has_year(year):
            open_ = row.settled_censored == 1
            value = 1.0 if open_ else float(row.quiet)
            found.append(Seen("", year, value, row.certainty, "successions", open_, row.date))
    return found


def _quiet_by_events(record: Record, target: Target) -> list[Seen]:
    events = record.table("gk_ussr_leadership_events")
    changes = [row for row in events.itertuples() if _changes(row.event, row.manner)]
    found = []
    for row in changes:
        year = int(row.date[:4])
        until = f"{year + 1}{row.date[4:]}"
        violent = ((events.date > row.date) & (events.date <= until) & (events.manner == "violent")).any()
        open_ = not violent and datetime.date.fromisoformat(until) > record.ends
        if target.has_year(year):
            source = "gk_ussr_leadership_events"
            found.append(Seen("", year, float(not violent), row.certainty, source, open_, row.date))
    return found


def _changes(event: str, manner: str) -> bool:
    """Return whether an event ended a leader's rule: his death in office or his removal by the top."""
    return (event == "death" and manner == "natural") or manner == "palace coup"


def unrest(record: Record, target: Target) -> list[Seen]:
    """Return whether there was open unrest in the bloc, year by year."""
    table = "gk_bloc_unrest_events"
    data = record.table(table)
    data = data[data.type.isin(OPEN)]
    found = []
    for year in years(record, table, target):
        here = data[data.date.str.startswith(f"{year}-")]
        best = "high" if (here.certainty == "high").any() else worst(here.certainty, "medium")
        found.append(Seen("", year, float(len(here) > 0), best, table))
    return found
