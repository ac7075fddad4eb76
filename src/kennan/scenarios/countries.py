"""Which theatres lie under one government, and which a frontier of occupation divides.

``countries.csv`` of a scenario (may be left out: every theatre is then a country of its own): country, theatre,
government, note. Theatres of a country with *one* government change hands together, in a civil war or by push, as far
as land joins them. Parts of a country with *none* of its own, divided by those who occupy it, stand alone each.
A theatre that is not listed is a country of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from kennan.faults import Faults, unknown
from kennan.scenarios.folder import Folder
from kennan.scenarios.rows import Row, note_repeats
from kennan.scenarios.theatres import rows_of

FILE = "countries.csv"
COLUMNS = ("country", "theatre", "government", "note")
GOVERNMENTS = ("one", "none")


@dataclass(frozen=True)
class Country:
    """A country of several theatres: its name, their codes, and whether one government holds them."""

    name: str
    theatres: tuple[str, ...]
    whole: bool


def read_countries(folder: Folder, codes: Collection[str], faults: Faults) -> tuple[Country, ...]:
    """Return the countries of several theatres, in the order of the table; note what is wrong with it."""
    if not folder.holds(FILE):
        return ()
    rows = rows_of(folder, FILE, COLUMNS, faults)
    note_repeats(rows, "theatre", "theatre")
    found: dict[str, list[Row]] = {}
    for row in rows:
        name, theatre = row.text("country"), row.text("theatre")
        row.choice("government", GOVERNMENTS)
        if theatre and theatre not in codes:
            row.faults.found.append(unknown("theatre", theatre, codes, row.at("theatre")))
        if name:
            found.setdefault(name, []).append(row)
    made = []
    for name, parts in found.items():
        said = [row.cells["government"].strip() for row in parts]
        if len(parts) == 1:
            do = "take the row out: a theatre that is not listed is a country of its own"
            faults.add(f"{name!r} has one theatre", where=parts[0].at("country"), do=do)
        for row, government in zip(parts, said, strict=True):
            if government in GOVERNMENTS and said[0] in GOVERNMENTS and government != said[0]:
                what = f"government is {government!r} in one row of {name!r} and {said[0]!r} in another"
                faults.add(what, where=row.at("government"), allowed="the same in all rows of a country")
        made.append(Country(name, tuple(row.cells["theatre"].strip() for row in parts), said[0] == "one"))
    return tuple(made)


def joined_by_land(countries: Collection[Country], codes: tuple[str, ...], land: np.ndarray) -> np.ndarray:
    """Return 1 for each theatre that land joins to the first of its country, or that is a country of its own.

    Parameters
    ----------
    codes : theatres, in the order of the scenario.
    land : bool [theatre, theatre], where a link by land is.
    """
    joined = np.ones(len(codes))
    for country in countries:
        if country.whole and set(country.theatres) <= set(codes):
            at = [codes.index(code) for code in country.theatres]
            reached = {at[0]}
            for _ in at:
                reached |= {i for i in at if any(land[i, j] for j in reached)}
            joined[[i for i in at if i not in reached]] = 0.0
    return joined
