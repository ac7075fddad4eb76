"""A class as CSV: one row a piece of work."""

from __future__ import annotations

import csv
import io
from typing import Any

COLUMNS = (
    "name", "joined", "attempt", "kind", "quarter", "over", "ending", "headline", "posted", "link",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(found: dict[str, Any]) -> str:
    """Return a class (:func:`kennan.desk.room.rooms.whole_class`) as CSV with a head row and CRLF lines.

    Measures (``standing``) follow as further columns by name. A cell that a spreadsheet would take for a formula gets
    an apostrophe in front.
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


def _row(person: dict[str, Any], work: dict[str, Any] | None, measures: list[str]) -> list[Any]:
    if work is None:
        return [person["name"], person["joined"], *[""] * (len(COLUMNS) - 2 + len(measures))]
    summary = work["summary"]
    values = {s["name"]: s["value"] for s in summary.get("standing", [])}
    page = "#/play?g=" if work["kind"] == "game" else "#/explore?s="
    return [
        person["name"],
        person["joined"],
        work["attempt"],
        work["kind"],
        work["quarter"],
        "yes" if work["over"] else "no",
        summary.get("ending") or "",
        summary.get("headline") or "",
        work["posted"],
        page + work["link"],
        *[values.get(m, "") for m in measures],
    ]


def _safe(cell: Any) -> Any:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
