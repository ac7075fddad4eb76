"""Writes src/data/tiles.json from the scenario's theatres and the placement that the pictures use.

Run from anywhere: ``python src/kennan/page/web/tools/make_tiles.py``. A test holds the file to both tables.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent
KENNAN = WEB.parent.parent
POWERS = [
    {"code": "USSR", "name": "Soviet Union", "blocks": [[11, 0, 9, 2], [13, 2, 7, 1]], "label": [15.9, 1.5]},
    {"code": "NAM", "name": "North America", "blocks": [[0, 1, 4, 3]], "label": [2.0, 2.5]},
]


def tiles() -> dict[str, object]:
    """Return what the page needs to place and name theatres: grid, powers, theatres in the scenario's order."""
    with (KENNAN / "plots" / "tiles.csv").open(encoding="utf-8", newline="") as file:
        placed = {row["theatre"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}
    with (KENNAN / "scenarios" / "x-1947" / "theatres.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    theatres = [
        {
            "code": row["code"],
            "name": row["name"],
            "region": row["region"],
            "column": placed[row["code"]][0],
            "row": placed[row["code"]][1],
            "lon": float(row["lon"]),
            "lat": float(row["lat"]),
        }
        for row in rows
    ]
    columns = 1 + max(c for c, _ in placed.values())
    return {
        "columns": columns,
        "rows": 1 + max(r for _, r in placed.values()),
        "powers": POWERS,
        "theatres": theatres,
    }


def text() -> str:
    """Return the file's text: one theatre a line."""
    found = tiles()
    lines = ",\n".join("    " + json.dumps(t, ensure_ascii=False) for t in found["theatres"])  # type: ignore[attr-defined]
    powers = ",\n".join("    " + json.dumps(p) for p in found["powers"])  # type: ignore[attr-defined]
    return (
        f'{{\n  "columns": {found["columns"]},\n  "rows": {found["rows"]},\n'
        f'  "powers": [\n{powers}\n  ],\n  "theatres": [\n{lines}\n  ]\n}}\n'
    )


if __name__ == "__main__":
    (WEB / "src" / "data" / "tiles.json").write_text(text(), encoding="utf-8")
