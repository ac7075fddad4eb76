"""What the outcomes are, in words: the page of definitions that the rules of recognition are held to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from kennan import article, toml
from kennan.faults import Faults, nearest

FIELDS = ("code", "title", "sentence", "rule", "progress", "dissolves", "reads", "passages", "mark", "source")


@dataclass(frozen=True)
class Outcome:
    """One outcome: ``code`` as stored in results, its rule of recognition, its 0-1 progress, and what dissolves it."""

    name: str
    code: int
    title: str
    sentence: str
    rule: str
    progress: str
    dissolves: str
    reads: tuple[str, ...]
    passages: tuple[str, ...]
    mark: str
    source: str


@cache
def load() -> dict[str, Outcome]:
    """Return the outcomes by name, in order of precedence.

    Raises
    ------
    BadInput : the page is malformed (all faults at once).
    """
    with resources.as_file(resources.files("kennan.model") / "outcomes.toml") as path:
        return read(path)


def read(path: Path) -> dict[str, Outcome]:
    """Read and check a page of definitions; see :func:`load`."""
    document, faults, found = toml.read(path, "page of outcomes"), Faults(), {}
    for name, row in document.data.items():
        missing = [key for key in FIELDS if key not in row]
        strange = [key for key in row if key not in FIELDS]
        for key in missing:
            faults.add(f"{name!r} has no {key}", where=document.where(name), allowed=", ".join(FIELDS))
        for key in strange:
            where = document.where(name, key)
            faults.add(f"{key!r} is not a field of an outcome", where=where, nearest=nearest(key, FIELDS))
        for passage in row.get("passages", ()):
            if passage not in article.passages():
                faults.add(f"{name!r} names passage {passage!r}", where=document.where(name, "passages"))
        if not missing and not strange:
            texts = {key: row[key] for key in FIELDS if key not in ("reads", "passages")}
            found[name] = Outcome(name, **texts, reads=tuple(row["reads"]), passages=tuple(row["passages"]))
    faults.raise_if_any()
    return found
