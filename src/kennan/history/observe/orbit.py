"""Theatres and states in the Soviet orbit on 31 December."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
SPELLS, ZONES = "gk_orbit_spells", "theatre_spells"
QUARTER = 0.25  # share of a theatre's people
Soil = Mapping[str, tuple[State, ...]]


@dataclass(frozen=True)
class _Day:
    """Who lies in the orbit at the end of a day: spells of states by code, and of soil by theatre; ``table`` tells."""

    spells: Mapping[int, Any]
    zones: Mapping[str, Any]
    table: str = SPELLS

    def inside(self, here: Iterable[State]) -> list[State]:
        """Return those of some states that lie in the orbit."""
        return [s for s in here if s.ccode in self.spells and self.spells[s.ccode].orbit_class in CLASSES]


def theatres(record: Record, target: Target, soil: Soil) -> list[Seen]:
    """Return whether each theatre lay in the orbit, each 31 December.

    A theatre does when its leading state does (the one with most people on its soil), or when ``theatre_spells`` says
    so; without a table of states no other does. Its certainty is that of the spell; "medium" where other states with a
    quarter of the people stand on the other side, or where the leading state is a client of Moscow or occupied, which
    some would count; else "high".
    """
    found = []
    for year, day in _days(record, target):
        for theatre, here in soil.items():
            if theatre in day.zones:
                found.append(Seen(theatre, year, 1.0, day.zones[theatre].certainty, "theatre_spells"))
            else:
                value, grade = _by_states(here, day)
                found.append(Seen(theatre, year, value, grade, day.table))
    return found


def _days(record: Record, target: Target) -> Iterator[tuple[int, _Day]]:
    """Return who lies in the orbit each 31 December; in years that it covers a folder's soil replaces the package's."""
    by_states = SPELLS in target.reads and SPELLS in record.tables
    spells = _dated(record.table(SPELLS)) if by_states else _Dated([], [], [])
    own = _dated(record.table(ZONES)) if ZONES in record.tables else None
    base = _dated(record.base.table(ZONES)) if record.base else None
    covered = set(record.years(ZONES)) if own is not None else set()
    table = SPELLS if by_states else ZONES
    for year in years(record, table, target):
        day = f"{year}-12-31"
        zones = own if year in covered or base is None else base
        soil = [] if zones is None else zones.on(day)
        yield (
            year,
            _Day(
                {int(row.ccode): row for row in spells.on(day)},
                {row.theatre: row for row in soil if row.orbit_class in CLASSES},
                table,
            ),
        )


def _by_states(here: tuple[State, ...], day: _Day) -> tuple[float, str]:
    """Return whether the leading state lies in the orbit, and how sure the theatre's value is."""
    if not here:
        return 0.0, "high"
    lead = max(here, key=lambda state: state.people)
    inside = {s.ccode for s in day.inside(here)}
    value = lead.ccode in inside
    other = sum(s.people for s in here if (s.ccode in inside) != value)
    grade = "medium" if other >= QUARTER * sum(s.people for s in here) else "high"
    if lead.ccode in day.spells:
        grade = worst([grade, day.spells[lead.ccode].certainty if value else "medium"])
    return float(value), grade


def states(record: Record, target: Target, soil: Soil) -> list[Seen]:
    """Return how many states lay in the orbit, each 31 December.

    Every state counts for one, also where its theatre counts for another; one over several theatres (China) counts
    for a part in each; soil that ``theatre_spells`` names counts as the state that it became.
    """
    worth = weights(soil)
    found = []
    for year, day in _days(record, target):
        total, grades = 0.0, []
        for theatre, here in soil.items():
            inside = day.inside(here)
            count = sum(worth[theatre, s.ccode] for s in inside)
            zone = counts(here) if theatre in day.zones else 0.0
            total += max(count, zone)
            if zone > count:
                grades.append(day.zones[theatre].certainty)
            elif count:
                grades += [day.spells[s.ccode].certainty for s in inside if worth[theatre, s.ccode]]
        found.append(Seen("", year, total, worst(grades), day.table))
    return found


def counts(here: Iterable[State]) -> float:
    """Return how many states a theatre counts for, given those on its soil: one where the scenario names none."""
    named = list(here)
    return sum(s.counts for s in named) if named else 1.0


def weights(soil: Soil) -> dict[tuple[str, int], float]:
    """Return what each state counts for on the soil of each theatre, by theatre and code: together one a state."""
    total: dict[int, float] = {}
    for here in soil.values():
        for state in here:
            total[state.ccode] = total.get(state.ccode, 0.0) + state.counts
    found: dict[tuple[str, int], float] = {}
    for theatre, here in soil.items():
        for state in here:
            first = not total[state.ccode] and not any(code == state.ccode for _, code in found)
            found[theatre, state.ccode] = 1.0 if first else state.counts
    return found


@dataclass(frozen=True)
class _Dated:
    """Spells with the last days that their ends may mean."""

    rows: list[Any]
    begins: list[str]
    ends: list[str]

    def on(self, day: str) -> list[Any]:
        """Return the spells that are under way at the end of a day; one that ends on it is over."""
        together = zip(self.rows, self.begins, self.ends, strict=True)
        return [row for row, begin, end in together if begin <= day and not (end and end <= day)]


def _dated(spells: DataFrame) -> _Dated:
    ends = [last_day(end) if end else "" for end in spells.end]
    return _Dated(list(spells.itertuples()), [last_day(start) for start in spells.start], ends)
