"""The register of originals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kennan import toml

PATH = Path(__file__).parent / "sources.toml"
LISTS = ("files", "columns", "makes")


@dataclass(frozen=True)
class Source:
    """One original: where it is to be had, its terms and citation, and how the builder knows it.

    ``checked`` says against what that was held. ``files`` are patterns of names, tried in order; ``columns`` those that
    are needed ("a|b": either name); ``sheet`` the sheet of a workbook; ``makes`` the tables that come of it.
    """

    name: str
    title: str
    where: str
    licence: str
    cite: str
    checked: str
    files: tuple[str, ...]
    columns: tuple[str, ...]
    makes: tuple[str, ...]
    sheet: str = ""


@cache
def sources() -> dict[str, Source]:
    """Return every original, by name."""
    data = toml.read(PATH, "register of originals").data
    return {name: _source(name, entry) for name, entry in data.items()}


def _source(name: str, entry: dict[str, Any]) -> Source:
    said: dict[str, Any] = {key: tuple(value) if key in LISTS else value for key, value in entry.items()}
    return Source(name=name, **said)
