"""Every number of the model, with its mark, unit, range, prior and source; and the laws from which worlds
draw them. Numbers stand in one file (``*.toml``) a mechanism.

A parameter of kind "strength" is a mechanism that can be switched off: 0 removes exactly that mechanism. The
stated value of a drawn parameter is the median of its prior (a test holds every file to it), so that the
default run is the run at medians.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from kennan import article, toml
from kennan.card import Card, Shown
from kennan.faults import BadInput, Faults, digits, nearest
from kennan.model import chance
from kennan.model.in_use import extensions, of_model

KINDS = ("strength", "magnitude", "shape")
MARKS = ("passage", "source", "calibrated", "assumption")
LAWS = {"lognormal": 1, "normal": 1, "beta": 2}
FIELDS = ("kind", "start", "value", "low", "high", "unit", "prior", "mark", "passages", "source", "sentence")


@dataclass(frozen=True, repr=False)
class Parameter(Shown):
    """One number of the model.

    ``kind`` is "strength" (0 removes the mechanism), "magnitude" (a size or rate) or "shape" (a constant of
    an equation's form). ``prior`` is "" for a number that is not drawn, or one of "lognormal S" (log-sd S
    about the value), "normal S" (sd S), "beta A B" (on low..high); all are truncated to low..high with
    ``value`` as median. ``start`` names the quantity whose value at the scenario's start it is, "" for a number of its
    own; ``value`` is then that of x-1947.
    """

    name: str
    file: str
    kind: str
    value: float
    low: float
    high: float
    unit: str
    prior: str
    mark: str
    passages: tuple[str, ...]
    source: str
    sentence: str
    line: int
    start: str = ""

    def _card_(self) -> Card:
        rows = [("value", digits(self.value)), ("range", f"{digits(self.low)} to {digits(self.high)}")]
        rows += [("unit", self.unit), ("kind", self.kind), ("prior", self.prior or "not drawn")]
        rows += [("read off", f"start.{self.start} of the scenario")] if self.start else []
        rows += [("mark", self.mark), ("passages", ", ".join(self.passages)), ("source", self.source)]
        return Card(f"{self.name} = {digits(self.value)}", self.sentence, rows)

    def quantile(self, u: np.ndarray) -> np.ndarray:
        """Return the prior's quantiles [n] at probabilities ``u`` [n]; the value itself if it is not drawn."""
        u = np.asarray(u, float)
        if not self.prior:
            return np.full_like(u, self.value)
        from scipy.special import betaincinv, ndtr, ndtri

        law, *numbers = self.prior.split()
        if law == "beta":
            a, b = map(float, numbers)
            return self.low + (self.high - self.low) * betaincinv(a, b, u)
        spread, log = float(numbers[0]), law == "lognormal"
        centre = _centre(self.low, self.high, self.value, spread, log)
        low, high = ndtr((_bounds(self.low, self.high, log) - centre) / spread)
        z = centre + spread * ndtri(low + u * (high - low))
        return np.clip(np.exp(z) if log else z, self.low, self.high)


def _bounds(low: float, high: float, log: bool) -> np.ndarray:
    return np.log(np.maximum([low, high], 1e-300)) if log else np.array([low, high])


@cache
def _centre(low: float, high: float, median: float, spread: float, log: bool) -> float:
    """Return the centre of a normal law whose median, after truncation to low..high, is the stated one."""
    from scipy.special import ndtr

    ends, target = _bounds(low, high, log), math.log(median) if log else median
    left, right = target - 6 * spread, target + 6 * spread
    for _ in range(80):  # bisection: the truncated median rises with the centre
        middle = (left + right) / 2
        below, above = ndtr((ends - middle) / spread)
        if ndtr((target - middle) / spread) > (below + above) / 2:
            left = middle
        else:
            right = middle
    return (left + right) / 2


@of_model
def load() -> dict[str, Parameter]:
    """Return every parameter of the model in use by name: file by file, then those that extensions bring.

    Raises
    ------
    BadInput : missing or malformed fields, all at once.
    """
    return {
        name: one
        for table in (_shipped(), *(e.parameters for e in extensions()))
        for name, one in table.items()
    }


@cache
def _shipped() -> dict[str, Parameter]:
    with resources.as_file(resources.files("kennan.model.parameters")) as folder:
        return read(sorted(Path(folder).glob("*.toml")))


def read(paths: Iterable[Path]) -> dict[str, Parameter]:
    """Read and check parameter files; see :func:`load`."""
    faults, register = Faults(), {}
    for path in paths:
        try:
            document = toml.read(path, "parameter file")
        except BadInput as error:
            faults.take(error)
            continue
        for name, row in document.data.items():
            if name in register:
                faults.add(
                    f"{name!r} is declared twice",
                    where=document.where(name),
                    do="give one of them another name",
                )
            elif parameter := _parameter(name, row, document, faults):
                register[name] = parameter
    faults.raise_if_any()
    return register


def rows(document: toml.Document, faults: Faults) -> dict[str, Parameter]:
    """Return the sound parameters of a file; note everything that is wrong with the others."""
    found = {name: _parameter(name, row, document, faults) for name, row in document.data.items()}
    return {name: parameter for name, parameter in found.items() if parameter is not None}


def _parameter(name: str, row: Any, document: toml.Document, faults: Faults) -> Parameter | None:
    before = len(faults.found)
    if not isinstance(row, dict):
        faults.add(
            f"{name!r} is not a table",
            where=document.where(name),
            allowed="a table with " + ", ".join(FIELDS),
        )
        return None

    def say(key: str, what: str, allowed: str) -> None:
        faults.add(f"{name!r} {what}", where=document.where(name, key), allowed=allowed)

    for key in row:
        if key not in FIELDS:
            faults.add(
                f"{key!r} is not a field of a parameter",
                where=document.where(name, key),
                nearest=nearest(key, FIELDS),
                allowed=", ".join(FIELDS),
            )
    for key in ("unit", "sentence"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            say(key, f"has no {key}", "a non-empty text")
    for key, allowed in (("kind", KINDS), ("mark", MARKS)):
        if row.get(key) not in allowed:
            say(key, f"has {key} {row.get(key)!r}", ", ".join(allowed))
    for key in ("value", "low", "high"):
        number = row.get(key)
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            say(key, f"has {key} {number!r}", "a finite number")
    passages = row.get("passages", [])
    if not isinstance(passages, list) or any(p not in article.passages() for p in passages):
        say("passages", f"names passages {passages!r}", 'a list of passages of the article, such as ["II.8"]')
        passages = []
    if row.get("mark") == "passage" and not passages:
        say("passages", "is marked 'passage' and names none", "at least one passage")
    if row.get("mark") in ("source", "calibrated", "assumption") and not str(row.get("source", "")).strip():
        say(
            "source",
            f"is marked {row['mark']!r} and gives no source",
            "the source, or the reason of the assumption",
        )
    if len(faults.found) > before:
        return None
    parameter = Parameter(
        name,
        Path(document.path).stem,
        row["kind"],
        float(row["value"]),
        float(row["low"]),
        float(row["high"]),
        row["unit"],
        row.get("prior", ""),
        row["mark"],
        tuple(passages),
        row.get("source", ""),
        row["sentence"],
        document.line(name) or 0,
        row.get("start", ""),
    )
    if not parameter.low <= parameter.value <= parameter.high or parameter.low == parameter.high:
        say(
            "value",
            f"has value {parameter.value} outside {parameter.low} to {parameter.high}",
            "low <= value <= high",
        )
    elif not _law_is_sound(parameter.prior):
        say(
            "prior",
            f"has prior {parameter.prior!r}",
            '"lognormal S", "normal S" or "beta A B", numbers above 0',
        )
    return parameter if len(faults.found) == before else None


def _law_is_sound(prior: str) -> bool:
    if not prior:
        return True
    law, *numbers = prior.split()
    try:
        return len(numbers) == LAWS.get(law) and all(0 < float(n) < 100 for n in numbers)
    except ValueError:
        return False


def at_start(start: Mapping[str, Any]) -> dict[str, float]:
    """Return the parameters that are values of a scenario's start, by name; ``start`` gives its numbers."""
    return {name: start[p.start].value for name, p in load().items() if p.start}


def code_of(parameter: Parameter) -> str:
    """Return the file whose code reads a parameter."""
    return (
        f"{parameter.file}/mechanism.py" if is_brought(parameter) else f"model/mechanisms/{parameter.file}.py"
    )


def file_of(parameter: Parameter) -> str:
    """Return the file that a parameter stands in, of the model's own without its folder."""
    return f"{parameter.file}/parameters.toml" if is_brought(parameter) else f"{parameter.file}.toml"


def folder_of(parameter: Parameter) -> str:
    """Return the folder of a parameter's file, "" for one that an extension brings."""
    return "" if is_brought(parameter) else "model/parameters/"


def is_brought(parameter: Parameter) -> bool:
    """Say whether an extension of the model in use brings a parameter."""
    return any(parameter.name in one.parameters for one in extensions())


def strengths() -> dict[str, Parameter]:
    """Return the parameters that are mechanisms: 0 removes exactly that mechanism."""
    return {name: p for name, p in load().items() if p.kind == "strength"}


def draw(
    seed: int, worlds: np.ndarray, *, drawn: bool = True, fixed: Mapping[str, float] | None = None
) -> np.ndarray:
    """Return the parameters of each world, float32 [parameter, world].

    Parameters
    ----------
    seed : the run's seed.
    worlds : world numbers [world].
    drawn : draw from the priors (each by its own name, so that declaring another leaves the rest as they were);
        else every world takes the stated values, the medians of the priors.
    fixed : numbers that hold in every world, by name.
    """
    register, fixed = load(), fixed or {}
    table = np.empty((len(register), len(worlds)), np.float32)
    for row, (name, parameter) in enumerate(register.items()):
        if name in fixed:
            table[row] = fixed[name]
        elif drawn and parameter.prior:
            table[row] = parameter.quantile(chance.uniform(seed, worlds, "parameter " + name))
        else:
            table[row] = parameter.value
    return table
