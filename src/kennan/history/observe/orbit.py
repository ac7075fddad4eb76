"""Theatres and states in the Soviet orbit on 31 December."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kennan.history.observe.row import Seen, worst, years
from kennan.history.record import Record
from kennan.history.record.dates import last_day
from kennan.history.target import Target
from kennan.scenarios.states import State

if TYPE_CHECKING:
    from pandas import DataFrame

#: Classes of the record that count as lying in the orbit; clients and occupations of passing kind do not.
CLASSES = ("core_satellite", "allied_communist", "third_world_marxist")
QUARTER = 0.25  # share of a theatre's people
Soil = Mapping[str, tuple[State, ...]]


def theatres(record: Record, target: Target, soil: Soil) -> list[Seen]:
    """Return whether each theatre lay in the orbit, each 31 December.

    A theatre does when its leading state does (the one with most people on its soil), or when ``theatre_spells`` says
    so. Its certainty is that of the spell; "medium" where other states with a quarter of the people stand on the other
    side, or where the leading state is a client of Moscow or occupied, which some would count; else "high".
    """
    spells, zones = record.table("gk_orbit_spells"), record.table("theatre_spells")
    found = []
    for year in years(record, "gk_orbit_spells", target):
        day = f"{year}-12-31"
        states = {int(row.ccode): row for row in _open(spells, day).itertuples()}
        soils = {row.theatre: row for row in _open(zones, day).itertuples() if row.orbit_class in CLASSES}
        for theatre, here in soil.items():
            if theatre in soils:
                found.append(Seen(theatre, year, 1.0, soils[theatre].certainty, "theatre_spells"))
            else:
                value, grade = _by_states(here, states)
                found.append(Seen(theatre, year, value, grade, "gk_orbit_spells"))
    return found


def _by_states(here: tuple[State, ...], states: Mapping[int, Any]) -> tuple[float, str]:
    """Return whether the leading state lies in the orbit, and how sure the theatre's value is."""
    lead = max(here, key=lambda state: state.people)
    inside = {s.ccode for s in here if s.ccode in states and states[s.ccode].orbit_class in CLASSES}
    value = lead.ccode in inside
    other = sum(s.people for s in here if (s.ccode in inside) != value)
    grade = "medium" if other >= QUARTER * sum(s.people for s in here) else "high"
    if lead.ccode in states:
        spell = states[lead.ccode]
        grade = worst([grade, spell.certainty if value else "medium"])
    return float(value), grade


def states(record: Record, target: Target, soil: Soil) -> list[Seen]:
    """Return how many states lay in the orbit, each 31 December, as the sum of what their theatres count for."""
    counts = {theatre: sum(s.counts for s in here) for theatre, here in soil.items()}
    totals: dict[int, float] = {}
    grades: dict[int, list[str]] = {}
    for seen in theatres(record, target, soil):
        totals[seen.year] = totals.get(seen.year, 0.0) + seen.value * counts[seen.unit]
        if seen.value and counts[seen.unit]:
            grades.setdefault(seen.year, []).append(seen.certainty)
    return [Seen("", y, total, worst(grades.get(y, [])), "gk_orbit_spells") for y, total in totals.items()]


def _open(spells: DataFrame, day: str) -> DataFrame:
    """Return the spells that are under way at the end of a day; one that ends on it is over."""
    begun = spells.start.map(last_day) <= day
    over = spells.end.map(lambda end: bool(end) and last_day(end) <= day)
    return spells[begun & ~over]
