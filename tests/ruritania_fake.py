"""A made-up record of Ruritania, for tests of records of powers other than those of the article."""

from __future__ import annotations

import shutil
from pathlib import Path

from kennan import scenarios

FIRST, LAST = 1949, 1960
COVERAGE = f"table,first,last,source\ntheatre_spells,{FIRST},{LAST},made up\nsuperpower_crises,{FIRST},{LAST},made up\n"
SPELLS = """theatre,orbit_class,start,end,end_censored,certainty,source,note
HEN,core_satellite,1948-02-01,,1,high,made up,
ZEN,core_satellite,1953-06-01,,1,high,made up,
"""
CRISES = """name,date,end,end_censored,yielded,certainty,source
The Zenda bridge,1951-03-01,1951-06-01,0,kremlin,high,made up
Graustark grain,1954-05-01,1954-07-01,0,west,medium,made up
"""


def yearly() -> str:
    """Return the table of numbers by year."""
    rows = ["quantity,year,value,certainty,source"]
    for year in range(FIRST, LAST + 1):
        k = year - FIRST
        told = {
            "gdp_ratio": 0.30 + 0.004 * k,
            "cinc_ratio": 0.5 + 0.01 * k,
            "party_members": 100_000 + 3000 * k,
        }
        told |= {"bloc_unrest": float(year in (1953, 1956)), "broken_up": 0.0, "mellowed": 0.0}
        rows += [f"{name},{year},{value:.6g},medium,made up" for name, value in told.items()]
    return "\n".join(rows) + "\n"


def record(folder: Path) -> Path:
    """Write the record to a folder, and return it."""
    folder.mkdir(parents=True)
    tables = {"yearly": yearly(), "theatre_spells": SPELLS, "superpower_crises": CRISES, "coverage": COVERAGE}
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def scenario(folder: Path, change: tuple[str, str] | None = None, file: str = "record.toml") -> Path:
    """Write a copy of Ruritania to a folder, with one text of a file changed, and return it."""
    shutil.copytree(scenarios.SMALL, folder)
    if change is not None:
        text = (folder / file).read_text(encoding="utf-8")
        assert change[0] in text
        (folder / file).write_text(text.replace(*change), encoding="utf-8")
    return folder
