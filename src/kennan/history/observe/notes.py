"""What of a record is not counted, in words: rows that say something that nothing here understands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kennan.faults import nearest
from kennan.history.observe.orbit import CLASSES, SPELLS, ZONES
from kennan.history.observe.rule import plain, words
from kennan.history.record import Record, spec
from kennan.history.record.dates import starts
from kennan.history.terms import targets
from kennan.scenarios import Chosen, theatre_states

UNREST = "gk_bloc_unrest_events"


def notes(record: Record, names: Iterable[str] | None = None, scenario: Chosen = "x-1947") -> list[str]:
    """Return, for the tables that some targets read, what is not counted, and why.

    Parameters
    ----------
    names : names of targets; None for all.
    scenario : whose theatres and their states are meant.
    """
    read = {name for target in targets(names, scenario).values() for name in target.reads}
    there = [name for name in record.tables if name in read]
    found = [note for name in there if spec.table(name).is_list for note in _late(record, name)]
    if UNREST in there:
        found += _words(record)
    if SPELLS in there:
        found += _homeless(record, scenario)
    if ZONES in there:
        found += _strange(record, scenario)
    return [f"{Path(record.place) / note}" for note in found]


def _late(record: Record, name: str) -> Iterator[str]:
    """A list that has rows after the years in which it is taken to be complete."""
    begins = [int(text[:4]) for text in starts(record.tables[name], spec.table(name).start) if text]
    last = record.covers(name)[1]
    late = sum(year > last for year in begins)
    if late:
        told = f"complete to {last}" if last > 0 else "complete in no year"
        yield (
            f"{name}.csv: {late} row{'s' * (late > 1)} later than the list is {told}: silence after that is not "
            "taken for nothing happened (coverage.csv says otherwise: table, first, last, source)"
        )


def _words(record: Record) -> Iterator[str]:
    counted = Counter(plain(word) for word in record.tables[UNREST].type)
    for word, rows in counted.items():
        if word not in words():
            near = nearest(word, words())
            meant = f"; nearest name: {near}" if near else ""
            yield f"{UNREST}.csv: {rows} row{'s' * (rows > 1)} of type {word!r}, no known word, not counted{meant}"


def _homeless(record: Record, scenario: Chosen) -> Iterator[str]:
    data, soil = record.tables[SPELLS], theatre_states(scenario)
    known = {state.ccode for here in soil.values() for state in here}
    for code in sorted({int(code) for code in data[data.orbit_class.isin(CLASSES)].ccode} - known):
        yield f"{SPELLS}.csv: state {code} stands on the soil of no theatre and is not counted"


def _strange(record: Record, scenario: Chosen) -> Iterator[str]:
    soil = theatre_states(scenario)
    for code in sorted(set(record.tables[ZONES].theatre) - set(soil)):
        near = nearest(code, soil)
        yield f"{ZONES}.csv: there is no theatre {code!r}; not counted" + (
            f"; nearest name: {near}" if near else ""
        )
