"""Codes of states (Correlates of War), to tell a code from a slip."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "states.csv"


@cache
def names() -> dict[int, str]:
    """Return the name of every state that has been a member of the state system, by code."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return {int(row["ccode"]): row["name"] for row in csv.DictReader(file)}


def codes() -> frozenset[int]:
    """Return every known code."""
    return frozenset(names())
