"""Values by name, read as attributes, so that equations look like equations.

``Rows`` and ``State`` cut a row out of one table only where an equation reads it. The compiled program then
passes a few tables around instead of hundreds of small arrays (measured: a fifth of the month).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Names(dict[str, Any]):
    """A dictionary: ``s["menace"]`` and ``s.menace`` are the same."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Rows:
    """A table [row, ...] whose rows have names; a name may stand for one row or for a slice of rows."""

    def __init__(self, rows: Mapping[str, int | slice], table: Any):
        self._rows, self._table = rows, table

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._rows:
            raise AttributeError(name)
        return self._table[self._rows[name]]

    def __getitem__(self, name: str) -> Any:
        return self._table[self._rows[name]]


class State(Names):
    """Named values over a table of older ones: what has been updated this month, and beneath it the month before."""

    def __init__(self, older: Rows, newer: Mapping[str, Any]):
        super().__init__(newer)
        self._older = older

    def __missing__(self, name: str) -> Any:
        return self._older[name]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name] if name in self else self._older[name]

    def updated(self, changes: Mapping[str, Any]) -> State:
        """Return the state with new values on top."""
        return State(self._older, {**self, **changes})
