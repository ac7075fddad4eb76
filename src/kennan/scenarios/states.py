"""Which states of the record stand on a theatre's soil, and how a theatre of several states is told from them.

``theatre_states.csv`` of a scenario: theatre, ccode (Correlates of War), people (thousand, about 1950: from Maddison
or rounded from memory), counts (how many states the theatre counts for when states in the orbit are counted: 1 for
the state with most people, 0 for the others; a state over several theatres is divided among them), note. Colonies
are listed under the code of the state that they became, so that their people weigh from the start.

Rule: a theatre lies in the orbit when its leading state does, the one with most people on its soil, or when the record
of theatres says so (zones of occupation, parts of a state). Where other states with a quarter of the people or more
stand on the other side, the observation is less sure.
"""

from __future__ import annotations

from dataclasses import dataclass

from kennan.faults import Faults, unknown
from kennan.scenarios.folder import Folder
from kennan.scenarios.rows import Row
from kennan.scenarios.theatres import rows_of

FILE = "theatre_states.csv"
COLUMNS = ("theatre", "ccode", "people", "counts", "note")


@dataclass(frozen=True)
class State:
    """One state on the soil of one theatre: its code, its people there (thousand), and what it counts for."""

    theatre: str
    ccode: int
    people: float
    counts: float
    note: str = ""


def read_states(
    folder: Folder,
    codes: tuple[str, ...],
    listed: tuple[tuple[int, ...], ...],
    outside: dict[int, str],
    faults: Faults,
) -> dict[str, tuple[State, ...]]:
    """Return the states on the soil of every theatre, by the theatre's code, in the order of the scenario.

    A scenario without ``theatre_states.csv`` gets the states of its ``theatres.csv``, with equal weights; the first
    counts for one, divided among the theatres that it is the first of. Noted is all that is wrong with the table:
    unknown theatre, a theatre left out, a pair twice, a number out of range.
    """
    if not folder.holds(FILE):
        return _equal(codes, listed)
    found: dict[str, list[State]] = {code: [] for code in codes}
    seen: set[tuple[str, int]] = set()
    before = len(faults.found)
    rows = rows_of(folder, FILE, COLUMNS, faults)
    for row in rows:
        if state := _state(row, found, seen):
            found[state.theatre].append(state)
    if rows or len(faults.found) == before:
        _check(str(folder.path(FILE)), found, dict(zip(codes, listed, strict=True)), outside, faults)
    return {code: tuple(states) for code, states in found.items()}


def _state(row: Row, theatres: dict[str, list[State]], seen: set[tuple[str, int]]) -> State | None:
    theatre, ccode = row.text("theatre"), row.number("ccode", 1, 999)
    people, counts = row.number("people", 0, 2e6), row.number("counts", 0, 1)
    if theatre and theatre not in theatres:
        row.faults.found.append(unknown("theatre", theatre, theatres, row.at("theatre")))
        return None
    if ccode == ccode and ccode % 1:
        row.faults.add(f"ccode is {row.text('ccode')!r}", where=row.at("ccode"), allowed="a whole number")
        return None
    if ccode != ccode or people != people or counts != counts or not theatre:
        return None
    if (theatre, int(ccode)) in seen:
        row.faults.add(f"state {ccode:g} is listed twice under {theatre}", where=row.at("ccode"))
        return None
    seen.add((theatre, int(ccode)))
    return State(theatre, int(ccode), people, counts, row.text("note", empty=True))


def _check(
    path: str,
    found: dict[str, list[State]],
    listed: dict[str, tuple[int, ...]],
    outside: dict[int, str],
    faults: Faults,
) -> None:
    for code, states in found.items():
        here = {state.ccode for state in states}
        if not here:
            faults.add(f"theatre {code} names no state", where=path, do="add a row for it")
        for lost in sorted(set(listed[code]) - here):
            faults.add(
                f"state {lost} of theatre {code} in theatres.csv is missing",
                where=path,
                do="add a row for it",
            )
        for both in sorted(here & set(outside)):
            faults.add(f"state {both} lies in {code} and outside all", where=path, do="take it out of one")


def _equal(codes: tuple[str, ...], listed: tuple[tuple[int, ...], ...]) -> dict[str, tuple[State, ...]]:
    firsts = [states[0] for states in listed if states]
    return {
        code: tuple(
            State(code, ccode, 1.0, 1.0 / firsts.count(ccode) if place == 0 else 0.0)
            for place, ccode in enumerate(states)
        )
        for code, states in zip(codes, listed, strict=True)
    }
