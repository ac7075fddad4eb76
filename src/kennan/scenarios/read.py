"""Reads the files of a scenario's folder and checks them against the register of quantities and the article."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from kennan import article, toml
from kennan.article.fields import Table, shown
from kennan.faults import Faults, unknown
from kennan.model import in_use, quantities
from kennan.scenarios.countries import joined_by_land, read_countries
from kennan.scenarios.folder import Folder, check_name
from kennan.scenarios.layout import read_map, read_tiles
from kennan.scenarios.powers import read_powers
from kennan.scenarios.scenario import MARKS, Scenario, Start
from kennan.scenarios.states import State, read_states
from kennan.scenarios.theatres import COLUMNS, WEIGHTS, load_theatres
from kennan.scenarios.words import read_words

GROUPS = ("scenario", "start", "links", "evidence", "facts", "outside")
# Stocks always need a start; of the other kinds these do: a month reads what the month before left in them.
ALSO_STARTED = (
    "peoples_within",
    "leader_age",
    "contest",
    "violent_transfer",
    "investment_pace",
    "output",
    "consumption",
    "slump",
    "depression",
    "public_mood",
    "at_war",
)
#: Stocks whose start follows from the others: the equations set them.
SOLVED = ("party_unity", "compromise", "output_gap")
#: Effects tied to calendar years, which a scenario may foresee or not, and the numbers that each needs.
EFFECTS = {
    "decolonisation": ("size", "peak", "width"),
    "education": ("floor", "rise", "origin", "half", "power"),
}
Bounds = tuple[float, float]
#: Starts that equations count from (parameters "*_at_start"): they divide by the value, or by what it leaves of 1.
COUNTED_FROM: dict[str, Bounds] = {
    "confidence": (0.01, 1.0),
    "movement_abroad": (0.01, 1.0),
    "drive": (0.01, 1.0),
    "consumption": (0.01, 10.0),
    "war_damage": (0.0, 0.99),
    "exhaustion": (0.0, 0.99),
    "organs": (0.01, 1.0),
    "monopoly": (0.01, 1.0),
    "worn_plant": (0.0, 0.8),
    "western_unity": (0.01, 1.0),
    "tension": (0.01, 0.9),
    "arms_open": (0.005, 0.4),
    "soviet_output_ratio": (0.01, 10.0),
}
#: What divides has to be more than 0, and a share lies between 0 and 1.
OF_EFFECTS: dict[str, Bounds] = {
    "size": (0.0, 10.0),
    "width": (0.1, 1000.0),
    "half": (0.1, 1000.0),
    "power": (0.1, 100.0),
    "floor": (0.0, 1.0),
    "rise": (0.0, 1.0),
}
LARGEST = 1e12  # no number of a scenario comes near it; also keeps out inf and nan
ANY: Bounds = (-LARGEST, LARGEST)
EARLIEST, LATEST = 1700, 2050  # years in which a scenario may start; dates reach to 2262, and a run 200 years


@in_use.of_nobody
def read(folder: Folder, faults: Faults) -> Scenario:
    """Read and check a scenario, against the article's own model: what extensions bring says itself where it starts.

    Parameters
    ----------
    folder : its files.
    faults : what was found wrong with them before.

    Raises
    ------
    BadInput : anything is wrong, or was; all faults at once.
    """
    check_name(folder, faults)
    document, said = folder.toml("scenario.toml", faults), folder.toml("powers.toml", faults)
    later = folder.toml("hindsight.toml", faults) if folder.holds("hindsight.toml") else None
    powers = read_powers(said, faults) if said else None
    register = quantities.load()
    world = {q.name: (q.low, q.high) for q in register.values() if q.axes == "world"}
    stocks = {q.name for q in register.values() if q.axes == "world" and q.kind == "stock"}
    needed = (stocks | set(ALSO_STARTED)) - set(SOLVED)
    start, links, hindsight = {}, {}, {}
    head: tuple[str, str, str, datetime.date] = ("", "", "", datetime.date(1947, 1, 1))
    evidence, facts, outside = {}, {}, {}
    if document:
        Table(document.data, "scenario file", document.where, faults).only(GROUPS)
        head = _head(document, faults)
        start = _numbers(document, "start", "quantity", world | COUNTED_FROM, needed, faults)
        links = _numbers(
            document, "links", "weight of links", dict.fromkeys(WEIGHTS, (0.0, 10.0)), WEIGHTS, faults
        )
        evidence = _evidence(document, faults)
        facts = _described(document, "facts", ("sentence", "value", "unit", "source"), faults)
        outside = _outside(document, faults)
    if later:
        Table(later.data, "hindsight file", later.where, faults).only(["hindsight"])
        hindsight = _hindsight(later, faults)
    words = read_words(folder, powers, faults)
    theatres = load_theatres(folder, links, powers, evidence if document else None, faults)
    if theatres:
        for code in sorted({c for codes in theatres.states for c in codes} & set(outside)):
            faults.add(
                f"state {code} lies in a theatre and outside all",
                where=str(folder.path("scenario.toml")),
                do="take it out of one",
            )
        soil = read_states(folder, theatres.code, theatres.states, outside, faults)
        codes = powers.codes if powers else ()
        countries = read_countries(folder, theatres.code, faults)
        joined = joined_by_land(countries, theatres.code, theatres.land)
        theatres = replace(theatres, countries=countries, people=_people(folder, soil), by_land=joined)
        tiles = read_tiles(folder, theatres, codes, faults)
        drawn = read_map(folder, theatres, codes, faults)
    faults.raise_if_any()
    assert theatres is not None  # anything that could make these None has been noted
    assert powers is not None
    assert words is not None
    title, sentence, source, day = head
    return Scenario(
        folder.name,
        title,
        sentence,
        source,
        day.year,
        day.month,
        powers,
        start,
        theatres,
        links,
        hindsight,
        evidence,
        facts,
        outside,
        soil,
        words,
        tiles,
        drawn,
    )


def _people(folder: Folder, soil: Mapping[str, tuple[State, ...]]) -> Any:
    """Return the people of each theatre (thousands), or None where no table tells them."""
    if not folder.holds("theatre_states.csv"):
        return None
    return np.array([sum(state.people for state in states) for states in soil.values()])


def _head(document: toml.Document, faults: Faults) -> tuple[str, str, str, datetime.date]:
    data = document.data.get("scenario", {})
    if not isinstance(data, dict):
        faults.add("[scenario] is not a table", where=document.where("scenario"))
        data = {}
    table = Table(data, "scenario", partial(document.where, "scenario"), faults)
    table.only(("title", "sentence", "source", "start"))
    day = data.get("start")
    plain = isinstance(day, datetime.date) and not isinstance(day, datetime.datetime)
    if not isinstance(day, datetime.date) or not plain or day.day != 1 or not EARLIEST <= day.year <= LATEST:
        faults.add(
            f"start is {_date(day)}" if day is not None else "the scenario has no start",
            where=table.at("start"),
            allowed=f"the first of a month from {EARLIEST} to {LATEST}, without quotation marks: start = 1950-04-01",
        )
        day = datetime.date(1947, 1, 1)
    return table.text("title"), table.text("sentence"), table.text("source"), day


def _date(given: Any) -> str:
    """Return what stands where a date should, as it is written."""
    return str(given) if isinstance(given, datetime.date) else shown(given)


def _tables(document: toml.Document, group: str, faults: Faults) -> dict[str, Table]:
    """Return the tables [group.name] by name; note entries that are none."""
    data = document.data.get(group, {})
    if not isinstance(data, dict):
        faults.add(
            f"{group!r} is {shown(data)}", where=document.where(group), allowed=f"tables [{group}.name]"
        )
        return {}
    found = {}
    for name, row in data.items():
        if isinstance(row, dict):
            found[name] = Table(row, f"number of [{group}]", _place(document, group, name), faults)
        else:
            faults.add(
                f"{name!r} is {shown(row)}",
                where=document.where(group, name),
                allowed=f"a table [{group}.{name}]",
            )
    return found


def _place(document: toml.Document, *keys: str) -> Callable[..., str]:
    return partial(document.where, *keys)


def _numbers(
    document: toml.Document,
    group: str,
    what: str,
    bounds: Mapping[str, Bounds],
    needed: Collection[str],
    faults: Faults,
) -> dict[str, Start]:
    """Return the numbers of one group by name, each within its bounds; note unknown and missing names."""
    tables = _tables(document, group, faults)
    for name in tables:
        if name not in bounds:
            faults.found.append(unknown(what, name, bounds, document.where(group, name)))
    for name in sorted(set(needed) - set(tables)):
        faults.add(
            f"[{group}.{name}] is missing", where=str(document.path), do="give it a value with its mark"
        )
    return {name: _number(table, bounds.get(name, ANY)) for name, table in tables.items()}


def _number(table: Table, bounds: Bounds) -> Start:
    table.only(("sentence", "value", "low", "high", "unit", "mark", "passages", "source"))
    low, value, high = (_finite(table, key) for key in ("low", "value", "high"))
    for key, number in (("low", low), ("value", value), ("high", high)):
        if not math.isnan(number) and not bounds[0] <= number <= bounds[1]:
            allowed = f"a number from {bounds[0]:g} to {bounds[1]:g}"
            table.faults.add(f"{key} is {number:g}", where=table.at(key), allowed=allowed)
    if value < low or value > high or low > high:
        allowed = "low, value and high in this order"
        table.faults.add(
            f"value is {value:g} in a range of {low:g} to {high:g}", where=table.at("value"), allowed=allowed
        )
    mark = table.choice("mark", MARKS)
    passages, source = table.words("passages", ()), table.text("source", "")
    table.known("passages", passages, "passage", article.passages())
    if mark == "passage" and not passages:
        table.faults.add(
            "the number is marked 'passage' and names none", where=table.at("mark"), do="add passages = [...]"
        )
    if mark in ("source", "calibrated") and not source:
        table.faults.add(
            f"the number is marked {mark!r} and names no source",
            where=table.at("mark"),
            do="add source = ...",
        )
    return Start(value, low, high, table.text("unit"), mark, passages, source, table.text("sentence"))


def _finite(table: Table, key: str) -> float:
    """Return a number, or NaN when it is missing or none (and then noted)."""
    number = table.data.get(key)
    if isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < LARGEST:
        return float(number)
    said = f"{key} is {shown(number)}" if key in table.data else f"the number has no {key}"
    table.faults.add(said, where=table.at(key), allowed="a finite number")
    return math.nan


def _described(
    document: toml.Document, group: str, fields: tuple[str, ...], faults: Faults
) -> dict[str, dict[str, Any]]:
    """Return tables of plain fields; every one must be there, "value" as a number and the rest as text."""
    found = {}
    for name, table in _tables(document, group, faults).items():
        table.only(fields)
        found[name] = {key: _finite(table, key) if key == "value" else table.text(key) for key in fields}
    return found


def _evidence(document: toml.Document, faults: Faults) -> dict[str, dict[str, Any]]:
    """Return what the columns of evidence hold; with "low" and "high" a column is of numbers between them."""
    found: dict[str, dict[str, Any]] = {}
    for name, table in _tables(document, "evidence", faults).items():
        table.only(("sentence", "unit", "source", "low", "high"))
        found[name] = {key: table.text(key) for key in ("sentence", "unit", "source")}
        if name in COLUMNS:
            do = "give the column another name"
            faults.add(
                f"{name} is a column that the model reads", where=document.where("evidence", name), do=do
            )
        if "low" in table.data or "high" in table.data:
            found[name] |= {key: _finite(table, key) for key in ("low", "high")}
    return {name: about for name, about in found.items() if name not in COLUMNS}


def _hindsight(later: toml.Document, faults: Faults) -> dict[str, Start]:
    """Return the numbers of the effects that the scenario foresees; of one that it names, all are needed."""
    every = {f"{effect}_{part}": effect for effect, parts in EFFECTS.items() for part in parts}
    given = later.data.get("hindsight", {})
    named = {every[name] for name in given if name in every} if isinstance(given, dict) else set()
    needed = [name for name, effect in every.items() if effect in named]
    bounds = {name: OF_EFFECTS.get(name.rpartition("_")[2], ANY) for name in every}
    return _numbers(later, "hindsight", "year effect", bounds, needed, faults)


def _outside(document: toml.Document, faults: Faults) -> dict[int, str]:
    found = {}
    for table in _tables(document, "outside", faults).values():
        table.only(("state", "sentence"))
        state = table.data.get("state")
        if not isinstance(state, int) or isinstance(state, bool) or not 0 < state < 1000:
            table.faults.add(
                f"state is {shown(state)}",
                where=table.at("state"),
                allowed="a Correlates of War code, 1 to 999",
            )
        elif state in found:
            table.faults.add(
                f"state {state} stands here twice", where=table.at("state"), do="keep one of the two"
            )
        else:
            found[state] = table.text("sentence")
    return found
