"""Reads ``theatres.csv`` and ``links.csv`` into one graph of theatres."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from kennan.faults import BadInput, Faults, nearest
from kennan.model import quantities
from kennan.scenarios.folder import FILES, Folder
from kennan.scenarios.powers import Powers
from kennan.scenarios.rows import Row, note_repeats, read
from kennan.scenarios.scenario import ALIGNMENTS, MARKS, Floats, Start, Theatres

TEXTS = ("code", "name", "region", "alignment", "states", "mark", "source", "note")
SHARES = ("prize", "access", "civil_war")  # columns from 0 to 1
MAY_LACK = ("own", "votes")  # shares that a cell may leave open
WIDE = {
    "free": 60.0,
    "colonies": 60.0,
    "retreat": 100.0,
    "coups": 100.0,
}  # columns from 0; the first two count
REGISTERED = ("vulnerability", "influence")  # columns whose bounds stand in the register of quantities
PLACES = {"lon": 180.0, "lat": 90.0}  # degrees, both signs
COLUMNS = (
    *TEXTS,
    *SHARES,
    *MAY_LACK,
    *WIDE,
    *REGISTERED,
    *PLACES,
)  # and those that the scenario's [evidence] describes
LINK_COLUMNS = ("from", "to", "kind", "note")
KINDS = ("land", "sea")
WEIGHTS = (*KINDS, *(f"border_{kind}" for kind in KINDS))  # the last two of links to the closed power
CODE = re.compile(r"[A-Z]{3}")


def load_theatres(
    folder: Folder,
    weights: Mapping[str, Start],
    powers: Powers | None,
    evidence: Mapping[str, Mapping[str, Any]] | None,
    faults: Faults,
) -> Theatres | None:
    """Return the theatres of a scenario, or None when they cannot be used (noted).

    Parameters
    ----------
    weights : the weights of links, by name.
    powers : to which links may lead; None when they could not be read: links then stay unread.
    evidence : what the columns hold that the model does not read, by name; one with "low" and "high" is of numbers.
        None when that could not be read: such columns then stay unread.
    """
    before = len(faults.found)
    known = evidence or {}
    rows = rows_of(folder, "theatres.csv", (*COLUMNS, *known), faults, others=evidence is None)
    links = rows_of(folder, "links.csv", LINK_COLUMNS, faults)
    if not rows:
        return None
    note_repeats(rows, "code", "theatre")
    note_repeats(rows, "name", "theatre name")
    texts = {column: tuple(row.cells[column].strip() for row in rows) for column in TEXTS}
    for row in rows:
        _check_texts(row, powers.codes if powers else ())
    numbers = {column: _column(rows, column, _bounds(column)) for column in (*SHARES, *REGISTERED, *PLACES)}
    numbers |= {column: _column(rows, column, (0.0, 1.0), empty=True) for column in MAY_LACK}
    numbers |= {column: _column(rows, column, (0.0, high)) for column, high in WIDE.items()}
    beside = {column: _evidence(rows, column, about) for column, about in known.items()}
    states = tuple(_states(row) for row in rows)
    _check_orbit(rows, numbers["influence"])
    _check_own(rows)
    numbers["own"] = _frozen(np.nan_to_num(numbers["own"]))
    given = {name: start.value for name, start in weights.items()}
    graph = _graph(links, texts["code"], given, powers.codes, faults) if powers else None
    if graph is None or len(faults.found) > before:
        return None
    _check_linked(rows, graph, faults)
    if not numbers["prize"].any():
        rows[0].faults.add(
            "no theatre has a prize", where=rows[0].at("prize"), allowed="more than 0 somewhere"
        )
    words = {name: column for name, column in texts.items() if name != "states"}
    return Theatres(**words, **numbers, **graph, states=states, evidence=beside)  # type: ignore[arg-type]


def rows_of(
    folder: Folder, file: str, columns: Collection[str], faults: Faults, others: bool = False
) -> list[Row]:
    """Return the rows of a table, or none when it, or its head, cannot be used (noted)."""
    if (text := folder.text(file, faults)) is None:
        return []
    try:
        rows = read(text, folder.path(file), FILES[file], columns, faults, others)
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
    return 0.0, 1.0


def _column(rows: list[Row], column: str, bounds: tuple[float, float], empty: bool = False) -> Floats:
    return _frozen(np.array([row.number(column, *bounds, empty=empty) for row in rows], float))


def _evidence(rows: list[Row], column: str, about: Mapping[str, Any]) -> Floats | tuple[str, ...]:
    """Return a column that the model does not read: numbers (NaN where a cell is empty), or text."""
    if "low" in about:
        return _column(rows, column, (about["low"], about["high"]), empty=True)
    return tuple(row.cells[column].strip() for row in rows)


def _frozen(array: Floats) -> Floats:
    array.flags.writeable = False
    return array


def _check_texts(row: Row, anchors: Collection[str]) -> None:
    code = row.text("code")
    if code and (not CODE.fullmatch(code) or code in anchors):
        taken = f", not {' or '.join(anchors)}" if anchors else ""
        row.faults.add(f"code is {code!r}", where=row.at("code"), allowed=f"three capital letters{taken}")
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


def _check_own(rows: list[Row]) -> None:
    """Who made the revolution is asked of what lies in the orbit, and of nothing else; a war is under way or not."""
    for row in rows:
        inside, said = row.cells["alignment"].strip() == "B", row.cells["own"].strip()
        if inside and not said:
            allowed = (
                "1 where those who rule made their own revolution, 0 where they were put there, or between"
            )
            row.faults.add(
                "own is empty, and the theatre lies in the orbit", where=row.at("own"), allowed=allowed
            )
        if said and not inside:
            do = "leave the cell empty: nobody rules there for the closed power"
            row.faults.add(
                f"own is {said}, and the theatre lies outside the orbit", where=row.at("own"), do=do
            )
        for column in ("free", "colonies"):
            if re.fullmatch(r"\d*\.\d*[1-9]\d*", told := row.cells[column].strip()):
                row.faults.add(f"{column} is {told}", where=row.at(column), allowed="a whole number")
        war = row.cells["civil_war"].strip()
        if inside and war == "1":
            do = "only what lies outside the orbit can be won in a civil war"
            row.faults.add("a civil war in the orbit", where=row.at("civil_war"), allowed="0", do=do)


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
    rows: list[Row],
    codes: tuple[str, ...],
    weights: Mapping[str, float],
    powers: tuple[str, str],
    faults: Faults,
) -> dict[str, Floats] | None:
    """Return the weights of links; one that stands in one direction counts in both, the heavier of two is
    taken."""
    if not rows or not set(WEIGHTS) <= set(weights):
        return None  # noted before
    place, before = {code: i for i, code in enumerate(codes)}, len(faults.found)
    links, border, haven = np.zeros((len(codes),) * 2), np.zeros(len(codes)), np.zeros(len(codes))
    land = np.zeros((len(codes),) * 2, bool)
    for row in rows:
        ends, kind = (
            [_end(row, column, place, powers) for column in ("from", "to")],
            row.choice("kind", KINDS),
        )
        if ends[0] and ends[0] == ends[1]:
            row.faults.add(
                f"a link leads from {ends[0]} to itself", where=row.at("to"), allowed="another theatre"
            )
        elif all(end in powers for end in ends):
            row.faults.add(
                f"a link leads from {ends[0]} to {ends[1]}",
                where=row.at("to"),
                allowed="one end in a theatre",
            )
        elif all(ends) and kind in KINDS:
            anchors = [end for end in ends if end not in place]
            here = [place[end] for end in ends if end in place]
            if anchors == [powers[0]]:
                border[here[0]] = max(border[here[0]], weights[f"border_{kind}"])
            elif anchors:
                haven[here[0]] = max(haven[here[0]], weights[kind])
            else:
                i, j = here
                links[i, j] = links[j, i] = max(links[i, j], weights[kind])
                land[i, j] = land[j, i] = land[i, j] or kind == "land"
    if len(faults.found) > before:
        return None
    return {
        "neighbours": _frozen(links),
        "border": _frozen(border),
        "haven": _frozen(haven),
        "land": _frozen(land),
    }


def _end(row: Row, column: str, place: Mapping[str, int], powers: tuple[str, str]) -> str:
    """Return one end of a link, or "" when there is no such theatre (noted)."""
    code = row.text(column)
    if code and code not in (*place, *powers):
        row.faults.add(
            f"there is no theatre called {code!r}",
            where=row.at(column),
            nearest=nearest(code, (*place, *powers)),
            allowed=f"a code of theatres.csv, {powers[0]} or {powers[1]}",
        )
        return ""
    return code


def _check_linked(rows: list[Row], graph: Mapping[str, Floats], faults: Faults) -> None:
    """A theatre that no link reaches would have no neighbours to weigh."""
    total = graph["neighbours"].sum(axis=1) + graph["border"] + graph["haven"]
    for row, weight in zip(rows, total, strict=True):
        if weight == 0:
            faults.add(
                f"no link reaches {row.cells['code']!r}", where=row.at("code"), do="add a row to links.csv"
            )
    reached = (graph["border"] + graph["haven"]) > 0
    for _ in rows:
        reached = reached | ((graph["neighbours"] > 0) @ reached)
    apart = [row for row, there, weight in zip(rows, reached, total, strict=True) if weight and not there]
    if apart:
        names = ", ".join(row.cells["code"].strip() for row in apart)
        what = f"links lead from {names} to each other alone, and from none of them on to a power"
        do = "add a row to links.csv that leads to one of the other theatres, or to a power"
        faults.add(what, where=apart[0].at("code"), do=do)
