"""The Party, its succession, and unrest under its rule."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from kennan import toml
from kennan.history.observe.row import Seen, worst, years
from kennan.history.record import Record
from kennan.history.target import Target

WORDS = Path(__file__).with_name("unrest.toml")


@cache
def words() -> dict[str, bool]:
    """Return the words of coders for kinds of event in the bloc, and whether each is open unrest."""
    groups = toml.read(WORDS, "words for unrest").data
    return {word: bool(group["open"]) for group in groups.values() for word in group["words"]}


def plain(word: str) -> str:
    """Return a coder's word without capitals, hyphens and doubled blanks."""
    return " ".join(word.lower().replace("-", " ").replace("_", " ").split())


def members(record: Record, target: Target, table: str) -> list[Seen]:  # noqa: ARG001
    """Return members and candidates on 1 January of the years that the record has."""
    data = record.table(table).sort_values("year")
    rows = zip(data["year"], data["cpsu_members"], strict=True)
    return [Seen("", int(y), float(n), "medium", table) for y, n in rows]


def leader_change(record: Record, target: Target, table: str) -> list[Seen]:
    """Return whether supreme power changed hands, year by year: a leader of the closed power began, or a
    succession.

    A list of leaders tells of the years from the first of that power's to its end, or to the end of the last of them.
    """
    data = record.table(table)
    own = data[data.ccode == target.codes.of(table)[0]] if table == "leaders" else data
    begins = [int(day[:4]) for day in (own.startdate if table == "leaders" else own.date)]
    told = set(years(record, table, target))
    if table == "leaders":
        last = 0 if own.empty else 9999 if (own.enddate == "").any() else int(max(own.enddate)[:4])
        told = {year for year in told if begins and min(begins) <= year <= last}
    return [Seen("", year, float(year in begins), "high", table) for year in sorted(told)]


def quiet_transfer(record: Record, target: Target, table: str) -> list[Seen]:  # noqa: ARG001
    """Return, of every transfer of power, whether it was quiet; open ones are censored (quiet so far)."""
    found = []
    for row in record.table(table).itertuples():
        open_ = row.settled_censored == 1
        value = 1.0 if open_ else float(row.quiet)
        found.append(Seen("", int(row.date[:4]), value, row.certainty, table, open_, row.date))
    return found


def quiet_by_events(record: Record, target: Target, table: str) -> list[Seen]:  # noqa: ARG001
    """Return the same from a list of events: violent when a contender came to a violent end within a year of it."""
    events = record.table(table)
    told = datetime.date(max(record.covers(table)[1], 1), 12, 31)
    found = []
    for row in events.itertuples():
        if not _changes(row.event, row.manner):
            continue
        until = f"{int(row.date[:4]) + 1}{row.date[4:]}"
        violent = ((events.date > row.date) & (events.date <= until) & (events.manner == "violent")).any()
        open_ = not violent and until > told.isoformat()
        found.append(Seen("", int(row.date[:4]), float(not violent), row.certainty, table, open_, row.date))
    return found


def _changes(event: str, manner: str) -> bool:
    """Return whether an event ended a leader's rule: his death in office or his removal by the top."""
    return (event == "death" and manner == "natural") or manner == "palace coup"


def unrest(record: Record, target: Target, table: str) -> list[Seen]:
    """Return whether there was open unrest in the bloc, year by year; words that are not known are no unrest."""
    data = record.table(table)
    data = data[data.type.map(lambda word: words().get(plain(word), False)).astype(bool)]
    found = []
    for year in years(record, table, target):
        here = data[data.date.str.startswith(f"{year}-")]
        best = "high" if (here.certainty == "high").any() else worst(here.certainty, "medium")
        found.append(Seen("", year, float(len(here) > 0), best, table))
    return found
