"""The files of the model as they are read: their functions, and what each says of itself."""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import dataclass
from typing import Any

from kennan.model import extended
from kennan.model.in_use import of_model
from kennan.reading import equations

PATH = "src/kennan/model/{}.py"


@dataclass(frozen=True)
class Function:
    """A function of the model: its name, the first line of its docstring, its source text, and where it begins."""

    name: str
    sentence: str
    source: str
    line: int


@of_model
def places(name: str) -> tuple[str, ...]:
    """Return the files of the model in whose code a number is read, as module paths below ``model``."""
    stems = [f"mechanisms/{stem}" for stem in equations.stems()]
    return tuple(
        stem
        for stem in (*stems, "geography", "start", "month")
        if any(re.search(rf"\bp\.{name}\b", function.source) for function in functions(stem))
    )


@of_model
def functions(stem: str) -> tuple[Function, ...]:
    """Return the functions of a file of the model, by its path below ``model``."""
    source, found = equations.source(stem), []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            text = ast.get_source_segment(source, node) or ""
            said = (ast.get_docstring(node) or "").split("\n\n")[0]
            found.append(Function(node.name, " ".join(said.split()), text, node.lineno))
    return tuple(found)


@of_model
def file_row(stem: str) -> dict[str, Any]:
    """Return a mechanism's file: name, path, the first sentence of its docstring, and the passages it rests on."""
    if (one := extended.of_step(stem)) is not None:
        path, title = f"{one.name}/mechanism.py", one.sentence.rstrip(".")
        return {"file": stem, "path": path, "title": title, "passages": list(one.passages)}
    folder = "mechanisms/" if stem in equations.stems() else ""
    module = importlib.import_module(f"kennan.model.{(folder + stem).replace('/', '.')}")
    first = " ".join((module.__doc__ or "").strip().split("\n\n")[0].split()).rstrip(".")
    return {
        "file": stem,
        "path": PATH.format(folder + stem),
        "title": re.sub(r" \([IV.\d, -]+\)$", "", first),
        "passages": list(getattr(module, "PASSAGES", ())),
    }
