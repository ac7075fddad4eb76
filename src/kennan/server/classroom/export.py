"""A class as CSV, one row a piece of work, or as JSON, as the teacher's page has it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

COLUMNS = (
    "name", "seat", "joined", "answer", "answered", "attempt", "kind", "quarter", "over", "ending", "checked", "why",
    "headline", "posted", "link",
)  # fmt: skip
_OWN = 5  # of which so many belong to the student; the rest to a piece of work
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def to_csv(found: dict[str, Any]) -> str:
    """Return a class (:func:`kennan.server.classroom.rooms.whole_class`) as CSV with a head row and CRLF lines.

    What a student has written stands in each of his rows. Measures (``standing``) follow as further columns by name. A
    cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    people = found["students"]
    measures = list(
        dict.fromkeys(s["name"] for p in people for w in p["works"] for s in w["summary"].get("standing", []))
    )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*COLUMNS, *map(_safe, measures)])
    for person in people:
        for work in person["works"] or [None]:
            writer.writerow(map(_safe, _row(person, work, measures)))
    return out.getvalue()


def to_json(found: dict[str, Any]) -> str:
    """Return a class (:func:`kennan.server.classroom.rooms.whole_class`) as JSON."""
    return json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _row(person: dict[str, Any], work: dict[str, Any] | None, measures: list[str]) -> list[Any]:
    own = [person["name"], person["seat"], person["joined"], person["answer"], person["answered"] or ""]
    if work is None:
        return [*own, *[""] * (len(COLUMNS) - _OWN + len(measures))]
    summary = work["summary"]
    values = {s["name"]: s["value"] for s in summary.get("standing", [])}
    page = "#/play?g=" if work["kind"] == "game" else "#/explore?s="
    return [
        *own,
        work["attempt"],
        work["kind"],
        work["quarter"],
        "yes" if work["over"] else "no",
        summary.get("ending") or "",
        work["checked"],
        work["why"],
        summary.get("headline") or "",
        work["posted"],
        page + work["link"],
        *[values.get(m, "") for m in measures],
    ]


def _safe(cell: Any) -> Any:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
