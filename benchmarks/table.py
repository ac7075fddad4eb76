"""Prints figures beside the baseline, and keeps the baseline."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from figures import Figure

BASELINE = Path(__file__).parent / "baseline.json"
COLUMNS = ("figure", "value", "unit", "to yardstick", "baseline", "change", "target")


def read() -> dict[str, Any]:
    """Return the committed baseline, empty where there is none."""
    return json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {"figures": {}}


def as_data(found: Sequence[Figure], machine: dict[str, str], yardstick: dict[str, float]) -> dict[str, Any]:
    """Return figures as plain data."""
    rows = {
        f.name: {"value": _short(f.value), "unit": f.unit, "ratio": f.ratio and _short(f.ratio)}
        for f in found
    }
    return {"machine": machine, "yardstick": {k: _short(v) for k, v in yardstick.items()}, "figures": rows}


def write(data: dict[str, Any]) -> None:
    """Renew the baseline; figures that were not taken this time keep their old values."""
    old = read()["figures"]
    text = json.dumps({**data, "figures": {**old, **data["figures"]}}, indent=1, ensure_ascii=False)
    BASELINE.write_text(text + "\n", encoding="utf-8")


def rows(found: Sequence[Figure]) -> list[tuple[str, ...]]:
    """Return the table's rows: ratios are compared where there are ratios, else the values themselves."""
    baseline = read()["figures"]
    made = []
    for figure in found:
        old = baseline.get(figure.name)
        key, now = ("ratio", figure.ratio) if figure.ratio is not None else ("value", figure.value)
        before = old[key] if old else None
        change = f"{100 * (now / before - 1):+.0f} %" if before else ""
        ratio = "" if figure.ratio is None else f"{figure.ratio:.4g}"
        said = "" if before is None else f"{before:.4g}"
        made.append((figure.name, f"{figure.value:,.4g}", figure.unit, ratio, said, change, figure.target))
    return made


def show(found: Sequence[Figure]) -> None:
    """Print the table: with rich where a person looks on, plainly anywhere else."""
    from rich.console import Console
    from rich.table import Table

    to = Console()
    if not to.is_terminal:
        lines = [COLUMNS, *rows(found)]
        widths = [max(len(line[k]) for line in lines) for k in range(len(COLUMNS))]
        for line in lines:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        return
    made = Table(box=None, padding=(0, 2, 0, 0))
    for name in COLUMNS:
        made.add_column(name, justify="left" if name in ("figure", "unit", "target") else "right")
    for line in rows(found):
        made.add_row(*line)
    to.print(made)


def _short(value: float) -> float:
    """Return a number to four digits: the rest is noise."""
    return 0.0 if not value else round(value, 3 - math.floor(math.log10(abs(value))))
