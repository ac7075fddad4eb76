"""One mechanism of the article as code: the functions in which its strength stands, their equations, the claims."""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kennan import article
from kennan.faults import BadInput, unknown
from kennan.model import parameters
from kennan.reading import equations, ledgers

PATH = "src/kennan/model/{}.py"


@dataclass(frozen=True)
class Function:
    """A function of the model: its name, the first line of its docstring, its source text, and where it begins."""

    name: str
    sentence: str
    source: str
    line: int


def one(name: str) -> dict[str, Any]:
    """Return a mechanism, by the name of its strength, as data that JSON can hold.

    Returns
    -------
    "parameter" (see :func:`kennan.reading.provenance.parameter_row`), "passages", "files" (with "functions",
    each with its "source", and "formulas" in which the strength stands), "others" (numbers of these functions) and
    "claims".

    Raises
    ------
    BadInput : there is no such mechanism; the nearest name is given.
    """
    from kennan.reading import provenance

    if name not in parameters.strengths():
        raise BadInput(unknown("mechanism", name, parameters.strengths(), do="kennan list mechanisms"))
    row = provenance.parameter_row(name)
    files, others = [], dict[str, None]()
    for stem in places(name):
        held = [f for f in functions(stem) if re.search(rf"\bp\.{name}\b", f.source)]
        for function in held:
            others.update(dict.fromkeys(re.findall(r"\bp\.([a-z]\w*)", function.source)))
        lines = equations.lines(stem.rpartition("/")[2]) if stem.startswith("mechanisms/") else ()
        files.append(
            file_row(stem.rpartition("/")[2])
            | {
                "path": PATH.format(stem),
                "functions": [vars(function) for function in held],
                "formulas": [
                    provenance.formula(line, main=True) for line in lines if rf"\text{{{name}}}" in line.reads
                ],
            }
        )
    known = parameters.load()
    return {
        "name": name,
        "title": provenance.title(name),
        "parameter": row,
        "passages": provenance.passages(row["passages"]),
        "files": files,
        "others": [provenance.parameter_row(n) for n in others if n in known and n != name],
        "claims": [
            {"id": c.id, "paraphrase": c.paraphrase, "verdict": ledgers.fidelity_of(c.id).get("verdict", "")}
            for c in article.claims().values()
            if name in c.mechanisms
        ],
    }


@cache
def places(name: str) -> tuple[str, ...]:
    """Return the files of the model in whose code a number is read, as module paths below ``model``."""
    stems = [f"mechanisms/{stem}" for stem in equations.stems()]
    return tuple(
        stem
        for stem in (*stems, "place", "start", "month")
        if any(re.search(rf"\bp\.{name}\b", function.source) for function in functions(stem))
    )


@cache
def functions(stem: str) -> tuple[Function, ...]:
    """Return the functions of a file of the model, by its path below ``model``."""
    source, found = equations.source(stem), []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            text = ast.get_source_segment(source, node) or ""
            said = (ast.get_docstring(node) or "").split("\n\n")[0]
            found.append(Function(node.name, " ".join(said.split()), text, node.lineno))
    return tuple(found)


@cache
def file_row(stem: str) -> dict[str, Any]:
    """Return a mechanism's file: name, path, the first sentence of its docstring, and the passages it rests on."""
    folder = "mechanisms/" if stem in equations.stems() else ""
    module = importlib.import_module(f"kennan.model.{(folder + stem).replace('/', '.')}")
    first = " ".join((module.__doc__ or "").strip().split("\n\n")[0].split()).rstrip(".")
    return {
        "file": stem,
        "path": PATH.format(folder + stem),
        "title": re.sub(r" \([IV.\d, -]+\)$", "", first),
        "passages": list(getattr(module, "PASSAGES", ())),
    }
