"""Crises in which both powers were engaged, and who yielded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kennan.history.observe.row import Seen, worst, years
from kennan.history.record import Record
from kennan.history.target import Target

if TYPE_CHECKING:
    from pandas import DataFrame

USA, USSR = 2, 365  # whose activity the columns of crises_icb tell, of any record
ACTIVE = (3, 4)  # ICB's activity of a power that is no actor: covert or semi-military, direct military


def count(record: Record, target: Target, table: str) -> list[Seen]:
    """Return the number of crises that broke out, year by year."""
    data = _crises(record, table)
    begun = data["date"].str[:4].astype(int)
    return [
        Seen("", year, float((begun == year).sum()), worst(data.certainty[begun == year]), table)
        for year in years(record, table, target)
    ]


def kremlin_yields(record: Record, target: Target, table: str) -> list[Seen]:
    """Return the Kremlin's share among the crises of a year in which one side yielded; censored while one is open."""
    data = _crises(record, table)
    begun = data["date"].str[:4].astype(int)
    found = []
    for year in years(record, table, target):
        here = data[begun == year]
        decided = here[here.yielded.isin(["kremlin", "west"])]
        if len(decided):
            share = float((decided.yielded == "kremlin").mean())
            still = bool((here.yielded == "").any())
            found.append(Seen("", year, share, worst(decided.certainty), table, still))
    return found


def _crises(record: Record, table: str) -> DataFrame:
    """Return name, date, yielded ("" while open) and certainty of the crises between the powers."""
    data = record.table(table)
    if table != "crises_icb":
        return data
    both = data[[_between(row) for row in data.itertuples()]].copy()
    both["yielded"] = [_yielded(row) for row in both.itertuples()]
    both["certainty"] = [_certainty(row) for row in both.itertuples()]
    both["date"] = both["trigger_date"]
    return both


def _between(row: Any) -> bool:
    """Both powers are engaged: one is an actor, and the other is too, or acts by force or in secret, or set it off.

    Who the actors were is known when a crisis is over; while it is open (as in a view that ends during it) only what
    set it off is, so such a crisis counts when one of the powers did.
    """
    usa, ussr = row.usa_is_crisis_actor == 1, row.ussr_is_crisis_actor == 1
    if row.usa_is_crisis_actor != row.usa_is_crisis_actor:
        return row.trigent in (USA, USSR)
    there = (usa or row.usinv in ACTIVE) and (ussr or row.suinv in ACTIVE)
    return (usa or ussr) and bool(there or (usa and row.trigent == USSR) or (ussr and row.trigent == USA))


def _yielded(row: Any) -> str:
    usa, ussr = row.outcome_usa, row.outcome_ussr
    if row.outcome_censored == 1 or row.end_date == "":
        return ""
    if usa and ussr:
        if "defeat" in (usa, ussr) and usa != ussr:
            return "kremlin" if ussr == "defeat" else "west"
        return "neither"
    won, lost = ("kremlin", "west") if usa else ("west", "kremlin")
    return {"victory": won, "defeat": lost}.get(usa or ussr, "neither")


def _certainty(row: Any) -> str:
    return "high" if row.usa_is_crisis_actor == 1 and row.ussr_is_crisis_actor == 1 else "medium"
