"""The equations of a mechanism, read from its code, and those among them that a quantity follows from."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pkgutil import iter_modules
from typing import Any

from kennan.model import extended
from kennan.model.in_use import extensions, of_model
from kennan.reading import transcribe

SIGN = re.compile(
    r"\\text\{([a-z_][\w.]*)\}(_\{\d+\}|\^\{\*\}|'|\^\{\\circ\}|\^\{\\infty\})?|\\operatorname\{(\w+)\}"
)
RATE = re.compile(r"\\frac\{\\mathrm\{d\}\\, \\text\{([a-z_]\w*)\}\}\{\\mathrm\{d\}t\} =")
FOOTED = re.compile(r"^(\\left\(.*\\right\)|\\text\{[\w.]+\})(_\{\d+\})?:\\quad ")
DRAWN = re.compile(r"[uz]_\{\\text\{(\w+)\}\}")
RECORD = re.compile(r"(mind|mood|lever)\.")


@dataclass(frozen=True)
class Line:
    """One equation: the file and function that it was read from, itself as LaTeX, what it sets, and what it reads.

    Signs are written as they stand, ``"\\text{mix}_{1}"``; a function of the file is ``"name("``.
    """

    stem: str
    function: str
    latex: str
    sets: str
    reads: frozenset[str]


def source(module: str) -> str:
    """Return the text of a module of the model, by its path below ``model``; "" where it came without its text.

    That of an extension is ``mechanisms/`` and its name.
    """
    folder, _, stem = module.rpartition("/")
    if folder and (one := extended.of_step(stem)) is not None:
        return one.code
    try:
        return inspect.getsource(importlib.import_module("kennan.model." + module.replace("/", ".")))
    except OSError:
        return ""


def parts(stem: str) -> dict[str, list[str]]:
    """Return the equations of a mechanism's file, in order, by the function that they are read from.

    Code that somebody brought may hold what is no equation; it is then shown as code alone.
    """
    try:
        sections = transcribe.equations(source(f"mechanisms/{stem}"))
    except Exception:
        if extended.of_step(stem) is None:
            raise
        return {}
    return {section.name: section.equations for section in sections}


@of_model
def stems() -> tuple[str, ...]:
    """Return the names of the mechanisms' files without those that extensions replace, and of extensions last."""
    from kennan.model import mechanisms
    from kennan.model.month import ORDER, order

    gone = {_stem(name, step) for name, step in ORDER} - {_stem(name, step) for name, step in order()}
    own = {module.name for module in iter_modules(mechanisms.__path__)} - gone
    return (*sorted(own), *(one.name for one in extensions()))


@of_model
def lines(stem: str) -> tuple[Line, ...]:
    """Return the equations of a mechanism's file in order."""
    return tuple(_line(stem, name, text) for name, many in parts(stem).items() for text in many)


def _line(stem: str, function: str, latex: str) -> Line:
    """Read one equation: what stands before its first sign of equality is what it sets."""
    if rate := RATE.search(latex):
        footed = FOOTED.match(latex)
        sets = footed[0].removesuffix(r":\quad ") if footed else rf"\text{{{rate[1]}}}'"
        after = latex[rate.end() :]
    else:
        before, _, after = latex.partition(" = ")
        called = re.match(r"\\operatorname\{(\w+)\}", before)
        sets = f"{called[1]}(" if called else before.strip()
    return Line(stem, function, latex, sets, frozenset(signs(after)))


def signs(latex: str) -> Iterator[str]:
    """Yield every sign that a piece of LaTeX reads."""
    for found in SIGN.finditer(latex):
        yield f"{found[3]}(" if found[3] else found[0]


def writing(quantity: str) -> tuple[str, ...]:
    """Return the files whose equations set a quantity, in the order of the month."""
    from kennan.model.month import order

    files = dict.fromkeys(_stem(name, step) for name, step in order())
    return tuple(stem for stem in files if any(line.sets == new(quantity) for line in lines(stem)))


def _stem(name: str, step: Any) -> str:
    """Return the file of a step of the month."""
    return str(step.__module__.rpartition(".")[2]) if extended.of_step(name) is None else name


def new(quantity: str) -> str:
    """Return the sign of a quantity's value after the step."""
    return rf"\text{{{quantity}}}'"


def behind(stem: str, sign: str) -> list[Line]:
    """Return the lines of a file that set a sign, and those that these rest on, in order.

    A sign means what the same function makes of it; only otherwise what another function of the file does; and only
    otherwise what a function of that name in another file does, whose lines come last.
    """
    todo = [line for line in lines(stem) if line.sets == sign]
    kept = dict.fromkeys(todo)
    while todo:
        for line in _rests_on(todo.pop()):
            if line not in kept:
                kept[line] = None
                todo.append(line)
    order = [line for name in (stem, *stems()) for line in lines(name)]
    return sorted(kept, key=order.index)


@of_model
def _rests_on(line: Line) -> tuple[Line, ...]:
    """Return the lines that set what a line reads."""
    found: list[Line] = []
    for read in sorted(line.reads):
        here = [one for one in lines(line.stem) if one.sets == read]
        found += [one for one in here if one.function == line.function] or here or _elsewhere(read)
    return tuple(found)


@of_model
def _elsewhere(sign: str) -> list[Line]:
    """Return the lines of a helper in another file whose result has a sign of its name."""
    every = [line for stem in stems() for line in lines(stem)]
    return [one for one in every if one.sets == sign == rf"\text{{{one.function.strip('_')}}}"]


def names(found: Iterable[Line]) -> dict[str, tuple[str, ...]]:
    """Return what lines read, by kind: "parameters", "quantities", "levers" and "draws", each in order of appearance.

    A number that reaches an equation through the place (a prize to a power) counts as read.
    """
    from kennan.model import inputs, parameters, quantities

    numbers, stocks = parameters.load(), quantities.load()
    kinds: dict[str, dict[str, None]] = {"parameters": {}, "quantities": {}, "levers": {}, "draws": {}}
    for line in found:
        _, _, after = line.latex.partition(" = ")
        for draw in DRAWN.finditer(after):
            kinds["draws"][draw[1]] = None
        for sign in SIGN.finditer(DRAWN.sub("", after)):
            name, mark = sign[1] or "", sign[2] or ""
            if name.startswith("lever."):
                kinds["levers"][name.removeprefix("lever.")] = None
            elif name in numbers and not mark:
                kinds["parameters"][name] = None
            elif mark == r"^{\circ}" and name in inputs.THROUGH_PLACE:
                kinds["parameters"].update(dict.fromkeys(inputs.THROUGH_PLACE[name]))
            elif name in stocks and mark in ("", "'"):
                kinds["quantities"][name] = None
    return {kind: tuple(found) for kind, found in kinds.items()}
