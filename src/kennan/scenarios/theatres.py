"""Reads ``theatres.csv`` and ``links.csv`` into one graph of theatres."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import numpy as np

from kennan.faults import BadInput, Faults, nearest
from kennan.model import quantities
from kennan.scenarios.folder import FILES, Folder
from kennan.scenarios.rows import Row, note_repeats, read
from kennan.scenarios.scenario import ALIGNMENTS, MARKS, Floats, Start, Theatres

TEXTS = ("code", "name", "region", "alignment", "states", "orbit_record", "mark", "source", "note")
SHARES = ("prize", "autonomy", "access")  # columns from 0 to 1
REGISTERED = ("vulnerability", "influence")  # columns whose bounds stand in the register of quantities
PLACES = {"lon": 180.0, "lat": 90.0}  # degrees, both signs
EVIDENCE = {"cinc_1946": 1.0, "gdp_1946": 1e9, "km_to_moscow": 20100.0}  # largest value; cells may be empty
COLUMNS = (*TEXTS, *SHARES, *REGISTERED, *PLACES, *EVIDENCE)
LINK_COLUMNS = ("from", "to", "kind", "note")
KINDS = ("land", "sea")
WEIGHTS = (*KINDS, *(f"soviet_{kind}" for kind in KINDS))
SOVIET, AMERICA = "USSR", "NAM"  # anchors: links lead to them, but they are no theatres
CODE = re.compile(r"[A-Z]{3}")


def load_theatres(folder: Folder, weights: Mapping[str, Start], faults: Faults) -> Theatres | None:
    """Return the theatres of a scenario, or None when they cannot be used (noted)."""
    before = len(faults.found)
    rows = rows_of(folder, "theatres.csv", COLUMNS, faults)
    links = rows_of(folder, "links.csv", LINK_COLUMNS, faults)
    if not rows:
        return None
    note_repeats(rows, "code", "theatre")
    note_repeats(rows, "name", "theatre name")
    texts = {column: tuple(row.cells[column].strip() for row in rows) for column in TEXTS}
    for row in rows:
        _check_texts(row)
    numbers = {column: _column(rows, column) for column in (*SHARES, *REGISTERED, *PLACES, *EVIDENCE)}
    states = tuple(_states(row) for row in rows)
    _check_orbit(rows, numbers["influence"])
    graph = _graph(links, texts["code"], {name: start.value for name, start in weights.items()}, faults)
    if graph is None or len(faults.found) > before:
        return None
    _check_linked(rows, graph, faults)
    words = {name: column for name, column in texts.items() if name != "states"}
    return Theatres(**words, **numbers, **graph, states=states)  # type: ignore[arg-type]


def rows_of(folder: Folder, file: str, columns: Collection[str], faults: Faults) -> list[Row]:
    """Return the rows of a table, or none when it, or its head, cannot be used (noted)."""
    if (text := folder.text(file, faults)) is None:
        return []
    try:
        rows = read(text, folder.path(file), FILES[file], columns, faults)
    except BadInput as error:
        faults.take(error)
        return []
    return rows if rows and set(columns) <= set(rows[0].cells) else []


def _bounds(column: str) -> tuple[float, float]:
    if column in REGISTERED:
        quantity = quantities.load()[column]
        return quantity.low, quantity.high
    if column in PLACES:
        return -PLACES[column], PLACES[column]
    return 0.0, EVIDENCE.get(column, 1.0)


def _column(rows: list[Row], column: str) -> Floats:
    low, high = _bounds(column)
    return _frozen(np.array([row.number(column, low, high, empty=column in EVIDENCE) for row in rows], float))


def _frozen(array: Floats) -> Floats:
    array.flags.writeable = False
    return array


def _check_texts(row: Row) -> None:
    code = row.text("code")
    if code and (not CODE.fullmatch(code) or code == AMERICA):
        row.faults.add(
            f"code is {code!r}", where=row.at("code"), allowed=f"three capital letters, not {AMERICA}"
        )
    for column in ("name", "region"):
        row.text(column)
    row.choice("alignment", ALIGNMENTS)
    mark, source = row.choice("mark", MARKS), row.text("source", empty=True)
    if mark == "passage":
        row.faults.add(
            "mark is 'passage'",
            where=row.at("mark"),
            allowed="source, assumption",
            do="the article names no theatre",
        )
    if mark == "source" and not source:
        row.faults.add(
            "the row is marked 'source' and names none", where=row.at("source"), do="give the full reference"
        )


def _check_orbit(rows: list[Row], influence: Floats) -> None:
    """Alignment B and influence 1 say the same thing; one without the other is a slip."""
    for row, value in zip(rows, influence, strict=True):
        if np.isfinite(value) and (row.cells["alignment"].strip() == "B") != (value == 1.0):
            row.faults.add(
                f"alignment is {row.cells['alignment']!r} and influence {value:g}",
                where=row.at("influence"),
                allowed="influence 1 with alignment B (in the orbit), less than 1 with any other",
            )


def _states(row: Row) -> tuple[int, ...]:
    cells = [cell.strip() for cell in row.cells["states"].split(";") if cell.strip()]
    bad = [cell for cell in cells if not re.fullmatch(r"[1-9]\d{0,2}", cell)]
    bad += sorted({cell for cell in cells if cells.count(cell) > 1})
    for cell in bad:
        row.faults.add(
            f"states holds {cell!r}",
            where=row.at("states"),
            allowed="Correlates of War codes 1 to 999, each once, with ';'",
        )
    return () if bad else tuple(int(cell) for cell in cells)


def _graph(
    rows: list[Row], codes: tuple[str, ...], weights: Mapping[str, float], faults: Faults
) -> dict[str, Floats] | None:
    """Return the weights of links; one that stands in one direction counts in both, the heavier of two is
    taken."""
    if not rows or not set(WEIGHTS) <= set(weights):
        return None  # noted before
    place, before = {code: i for i, code in enumerate(codes)}, len(faults.found)
    links, border, america = np.zeros((len(codes),) * 2), np.zeros(len(codes)), np.zeros(len(codes))
    for row in rows:
        ends, kind = [_end(row, column, place) for column in ("from", "to")], row.choice("kind", KINDS)
        if ends[0] and ends[0] == ends[1]:
            row.faults.add(
                f"a link leads from {ends[0]} to itself", where=row.at("to"), allowed="another theatre"
            )
        elif all(end in (SOVIET, AMERICA) for end in ends):
            row.faults.add(
                f"a link leads from {ends[0]} to {ends[1]}",
                where=row.at("to"),
                allowed="one end in a theatre",
            )
        elif all(ends) and kind in KINDS:
            anchors = [end for end in ends if end not in place]
            here = [place[end] for end in ends if end in place]
            if anchors == [SOVIET]:
                border[here[0]] = max(border[here[0]], weights[f"soviet_{kind}"])
            elif anchors:
                america[here[0]] = max(america[here[0]], weights[kind])
            else:
                i, j = here
                links[i, j] = links[j, i] = max(links[i, j], weights[kind])
    if len(faults.found) > before:
        return None
    return {"neighbours": _frozen(links), "border": _frozen(border), "north_america": _frozen(america)}


def _end(row: Row, column: str, place: Mapping[str, int]) -> str:
    """Return one end of a link, or "" when there is no such theatre (noted)."""
    code = row.text(column)
    if code and code not in (*place, SOVIET, AMERICA):
        row.faults.add(
            f"there is no theatre called {code!r}",
            where=row.at(column),
            nearest=nearest(code, place),
            allowed=f"a code of theatres.csv, {SOVIET} or {AMERICA}",
        )
        return ""
    return code


def _check_linked(rows: list[Row], graph: Mapping[str, Floats], faults: Faults) -> None:
    """A theatre that no link reaches would have no neighbours to weigh."""
    total = graph["neighbours"].sum(axis=1) + graph["border"] + graph["north_america"]
    for row, weight in zip(rows, total, strict=True):
        if weight == 0:
            faults.add(
                f"no link reaches {row.cells['code']!r}", where=row.at("code"), do="add a row to links.csv"
            )
