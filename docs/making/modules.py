"""What a mechanism's file says of itself: title, prose, departures, passages, steps of the month, equations."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kennan import model
from kennan.reading.equations import parts, stems

REFERENCE = re.compile(r":mod:`kennan\.model\.mechanisms\.(\w+)`")
MODEL = Path(model.__file__).parent


@dataclass(frozen=True)
class Module:
    """One mechanism's file, read."""

    stem: str
    title: str
    prose: tuple[str, ...]
    departures: tuple[str, ...]
    passages: tuple[str, ...]
    steps: tuple[str, ...]
    equations: dict[str, list[str]]
    sentences: dict[str, str]


@cache
def load(stem: str) -> Module:
    """Return what a mechanism's file says of itself."""
    from kennan.model.month import ORDER

    module = importlib.import_module(f"kennan.model.mechanisms.{stem}")
    first, *paragraphs = (module.__doc__ or "").strip().split("\n\n")
    plain = [" ".join(paragraph.split()) for paragraph in paragraphs]
    departing = tuple(p for p in plain if p.startswith("Departure"))
    return Module(
        stem,
        " ".join(first.split()).rstrip("."),
        tuple(REFERENCE.sub(r"[\1](\1.md)", p) for p in plain if p not in departing),
        tuple(p.partition(": ")[2] for p in departing),
        tuple(module.PASSAGES),
        tuple(name for name, step in ORDER if step.__module__ == module.__name__),
        parts(stem),
        {name: (getattr(module, name).__doc__ or "").strip().split("\n")[0] for name in parts(stem)},
    )


@cache
def step_files() -> dict[str, str]:
    """Return the file of each step of the month."""
    return {step: stem for stem in stems() for step in load(stem).steps}


@cache
def uses() -> dict[str, tuple[str, ...]]:
    """Return, by parameter, the files of the model in whose code it is read, as paths below ``model``."""
    found: dict[str, list[str]] = {}
    for path in sorted(MODEL.rglob("*.py")):
        name = path.relative_to(MODEL).as_posix()
        for parameter in set(re.findall(r"\bp\.([a-z]\w*)", code(path))):
            found.setdefault(parameter, []).append(name)
    return {name: tuple(files) for name, files in found.items()}


def code(path: Path) -> str:
    """Return the code of a file without its docstring."""
    text = path.read_text(encoding="utf-8")
    return text.split('"""', 2)[2] if text.startswith('"""') else text
