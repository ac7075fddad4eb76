"""A scenario as the page and a report show it: its words, its start, and where theatres stand; plain data."""

from __future__ import annotations

import calendar
from typing import Any

from kennan.scenarios.scenario import Scenario


def described(world: Scenario) -> dict[str, Any]:
    """Return what is shown of a scenario besides its numbers, as ``WorldSaid`` of the server holds it."""
    tiles, theatres = world.tiles, world.theatres
    columns, rows = tiles.size
    return {
        "name": world.name,
        "title": world.title,
        "sentence": world.sentence,
        "begins": world.begins,
        "year": world.start_year,
        "month": world.start_month,
        "words": world.words.by_key | of_start(world),
        "powers": {"closed": world.powers.closed.code, "open": world.powers.open.code},
        "theatres": [
            {
                "code": code,
                "name": theatres.name[i],
                "region": theatres.region[i],
                "column": tiles.theatres[code][0],
                "row": tiles.theatres[code][1],
                "lon": float(theatres.lon[i]),
                "lat": float(theatres.lat[i]),
            }
            for i, code in enumerate(theatres.code)
        ],
        "tiles": {
            "columns": columns,
            "rows": rows,
            "empty": tiles.empty,
            "powers": [
                {"code": code, "blocks": [list(one) for one in blocks], "label": list(tiles.label(code))}
                for code, blocks in tiles.powers.items()
            ],
        },
        "map": world.map or None,
    }


def of_start(world: Scenario) -> dict[str, str]:
    """Return the start in words: "January 1947", "January", "1947"."""
    month = calendar.month_name[world.start_month]
    return {"start": f"{month} {world.start_year}", "month": month, "year": str(world.start_year)}
