"""The register of state: every quantity that the model moves or records, with its unit, axes and bounds.

A world's stocks stand at month ends; flows and flags describe the month that has just passed. Bounds are
applied in one place (:func:`kennan.model.month.bound`), from this register, and nowhere else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from kennan import toml
from kennan.card import Card, Shown
from kennan.faults import Faults, digits, nearest
from kennan.model.in_use import extensions, of_model

AXES = ("world", "theatre", "rival")
KINDS = ("stock", "flow", "flag", "clock", "index")
FIELDS = ("sentence", "unit", "axes", "low", "high", "kind", "passages", "recorded", "bound_note")


@dataclass(frozen=True, repr=False)
class Quantity(Shown):
    """One quantity of the register.

    ``axes`` is "world" (one number a world), "theatre" (one a theatre and world) or "rival" (one a rival and
    world).
    ``kind`` is "stock" (level at month end), "flow" (during the month), "flag" (0 or 1), "clock" (years
    since) or "index" (recomputed each month from the stocks). ``recorded`` says whether a run stores it
    unless told otherwise.
    ``bound_note`` gives the reason why worlds may sit at a bound, where they may.
    """

    name: str
    sentence: str
    unit: str
    axes: str
    low: float
    high: float
    kind: str
    passages: tuple[str, ...]
    recorded: bool
    bound_note: str = ""

    def _card_(self) -> Card:
        rows = [("unit", self.unit), ("bounds", f"{digits(self.low)} to {digits(self.high)}")]
        rows += [
            ("kind", self.kind),
            ("one number for each", self.axes),
            ("passages", ", ".join(self.passages)),
        ]
        return Card(self.name, self.sentence, rows)


@of_model
def load() -> dict[str, Quantity]:
    """Return the register of the model in use by name: in the file's order, then what extensions bring.

    Raises
    ------
    BadInput : the register itself is malformed (all faults at once).
    """
    return {
        name: one
        for table in (_shipped(), *(e.quantities for e in extensions()))
        for name, one in table.items()
    }


@cache
def _shipped() -> dict[str, Quantity]:
    with resources.as_file(resources.files("kennan.model") / "quantities.toml") as path:
        return read(path)


def read(path: Path) -> dict[str, Quantity]:
    """Read and check a register file; see :func:`load`."""
    document, faults = toml.read(path, "register of quantities"), Faults()
    register = rows(document, faults)
    faults.raise_if_any()
    return register


def rows(document: toml.Document, faults: Faults) -> dict[str, Quantity]:
    """Return the sound quantities of a register; note everything that is wrong with the others."""
    register = {name: _quantity(name, row, document, faults) for name, row in document.data.items()}
    return {name: quantity for name, quantity in register.items() if quantity is not None}


def _quantity(name: str, row: Any, document: toml.Document, faults: Faults) -> Quantity | None:
    where = document.where(name)
    if not isinstance(row, dict):
        faults.add(f"{name!r} is not a table", where=where, allowed="a table with " + ", ".join(FIELDS))
        return None
    before = len(faults.found)
    for key in row:
        if key not in FIELDS:
            faults.add(
                f"{key!r} is not a field of a quantity",
                where=document.where(name, key),
                nearest=nearest(key, FIELDS),
                allowed=", ".join(FIELDS),
            )
    for key in ("sentence", "unit"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            faults.add(f"{name!r} has no {key}", where=where, allowed="a non-empty text")
    for key, allowed in (("axes", AXES), ("kind", KINDS)):
        if row.get(key) not in allowed:
            faults.add(
                f"{name!r} has {key} {row.get(key)!r}",
                where=document.where(name, key),
                allowed=", ".join(allowed),
            )
    low, high = row.get("low", -math.inf), row.get("high", math.inf)
    if not (isinstance(low, int | float) and isinstance(high, int | float) and low < high):
        faults.add(
            f"{name!r} has bounds {low!r} to {high!r}", where=where, allowed="two numbers, low below high"
        )
    if len(faults.found) > before:
        return None
    return Quantity(
        name,
        row["sentence"],
        row["unit"],
        row["axes"],
        float(low),
        float(high),
        row["kind"],
        tuple(row.get("passages", ())),
        bool(row.get("recorded", False)),
        row.get("bound_note", ""),
    )
