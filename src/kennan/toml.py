"""Reads one TOML file, or says in words why it cannot be read.

Comes in: a path. Goes out: a :class:`Document` that knows the line of every key, so that a fault found later
can name the place. Every room may use this module.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kennan import textfile
from kennan.faults import BadInput, Fault

LARGEST = 1_000_000  # bytes; a policy or a claims file is a few thousand


@dataclass(frozen=True)
class Document:
    """The content of a TOML file and where each key stands in it."""

    path: Path
    text: str
    data: dict[str, Any]

    @cached_property
    def _lines(self) -> dict[tuple[str, ...], int]:
        """Line number of each dotted key; array-of-table entries carry their number, counted from 0."""
        found: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        counts: dict[tuple[str, ...], int] = {}
        for number, line in enumerate(self.text.split("\n"), 1):
            array, plain = (
                re.match(r"\s*\[\[\s*([A-Za-z_\"'][^\[\],]*)\]\]\s*(#.*)?$", line),
                re.match(r"\s*\[\s*([A-Za-z_\"'][^\[\],]*)\]\s*(#.*)?$", line),
            )
            if array:
                name = _parts(array[1])
                counts[name] = counts.get(name, -1) + 1
                table = (*name, str(counts[name]))
                found.setdefault(name, number)
                found[table] = number
            elif plain:
                table = _parts(plain[1])
                found[table] = number
            elif key := re.match(r"\s*([A-Za-z0-9_\-.\"']+)\s*=", line):
                found.setdefault((*table, *_parts(key[1])), number)
        return found

    def line(self, *keys: str | int) -> int | None:
        """Return the line on which a key (or the nearest table above it) stands, or None."""
        path = tuple(str(k) for k in keys)
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def where(self, *keys: str | int) -> str:
        """Return "file:line key" for a message."""
        number = self.line(*keys)
        at = f"{self.path}:{number}" if number else str(self.path)
        return f"{at} {'.'.join(str(k) for k in keys)}".strip()


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def read(path: str | Path, what: str = "TOML file") -> Document:
    """Read a TOML file.

    Parameters
    ----------
    path : the file.
    what : what the file is to the user, for messages ("policy file").

    Raises
    ------
    BadInput : the file is missing, a folder, unreadable, empty, too large, not text, or not TOML.
    """
    return parsed(textfile.read(path, what, "TOML", LARGEST), Path(path), what)


def parsed(text: str, path: Path, what: str) -> Document:
    """Return what a TOML text says; ``path`` names it in messages.

    Raises
    ------
    BadInput : it is not TOML.
    """
    try:
        data = tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # a TOMLDecodeError is a ValueError, an endless number another
        line = re.search(r"line (\d+)", str(error))
        where = f"{path}:{line[1]}" if line else str(path)
        reason = str(error) if not isinstance(error, RecursionError) else "it is nested too deeply"
        raise BadInput(Fault(f"the {what} is not TOML: {reason}", where)) from None
    return Document(path, text, data)
