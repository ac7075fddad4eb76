"""Checks named numbers (parameters, switches, where a quantity starts), and draws those of some worlds."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import policies, scenarios, toml
from kennan.article.fields import shown
from kennan.faults import BadInput, Fault, Faults, digits, unknown
from kennan.model import brought, extended, in_use, parameters, quantities
from kennan.model.extension import Extension
from kennan.model.in_use import using
from kennan.scenarios import Scenario

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

START = "start."
LEVER = "lever."
FAR = 10.0  # a start without an upper bound may be this many times the top of its plausible range
ONE = "keep one of the two"
Where = Callable[[str], str]


@dataclass(frozen=True)
class Range:
    """The values that a named number may take, and what it is measured in."""

    low: float
    high: float
    unit: str
    zero: bool = False  # a mechanism, which 0 removes even where 0 is outside the range

    def holds(self, value: float) -> bool:
        """Say whether a value may be taken."""
        return self.low <= value <= self.high or (self.zero and value == 0)

    def __str__(self) -> str:
        rest = ", or 0, which removes the mechanism" if self.zero and self.low > 0 else ""
        return f"a number from {digits(self.low)} to {digits(self.high)} ({self.unit}){rest}"


def settable(scenario: Scenario | None) -> dict[str, Range]:
    """Return every number that a plan can set.

    These are parameters by name, "lever.<name>", and "start.<quantity>" of the scenario.
    """
    found = {
        name: Range(p.low, p.high, p.unit, p.kind == "strength") for name, p in parameters.load().items()
    }
    found |= {
        LEVER + name: Range(lever.low, lever.high, lever.unit) for name, lever in policies.levers().items()
    }
    register = quantities.load()
    for name, given in scenario.start.items() if scenario else ():
        low, high = (register[name].low, register[name].high) if name in register else (given.low, given.high)
        low = low if math.isfinite(low) else -FAR * max(1.0, abs(given.low))
        high = high if math.isfinite(high) else FAR * max(1.0, abs(given.high))
        found[START + name] = Range(low, high, given.unit)
    for name in brought.starts():
        if (one := register[name]).axes == "world":
            found[START + name] = Range(one.low, one.high, one.unit)
    return found


def flat(data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return names and numbers, ``[start]`` written as "start.<quantity>" and ``[lever]`` likewise.

    A name that stands there in both ways stands twice in the list.
    """
    found: list[tuple[str, Any]] = []
    for name, value in data.items():
        if name in ("start", "lever") and isinstance(value, Mapping):
            found += [(f"{name}.{key}", inner) for key, inner in value.items()]
        else:
            found.append((str(name), value))
    return found


def check(
    given: Any, field: str, scenario: Scenario | None, faults: Faults, where: Where
) -> dict[str, float]:
    """Return named numbers as floats, sorted by name; note every fault.

    Parameters
    ----------
    given : name -> number.
    field : the field of the plan, for messages.
    scenario : gives the starts that can be set; None when it could not be read: starts then pass unchecked.
    where : maps a name to a place for messages.
    """
    if not isinstance(given, Mapping):
        faults.add(f"{field} is {shown(given)}", where=field, allowed="names with numbers: name = value")
        return {}
    ranges, found = settable(scenario), {}
    pairs = flat(given)
    names = [name for name, _ in pairs]
    for name, value in dict(pairs).items():
        place = where(name)
        if names.count(name) > 1:
            faults.add(f"{name} is given twice, in a table and by its whole name", where=place, do=ONE)
        elif name in ranges:
            if fault := fault_of(name, value, ranges[name], place):
                faults.found.append(fault)
            else:
                found[name] = float(value) + 0.0  # -0.0 is 0.0
        elif scenario is not None or not name.startswith(START):
            faults.found.append(_no_such(name, ranges, place))
    return dict(sorted(found.items()))


def fault_of(name: str, value: Any, allowed: Range, where: str) -> Fault | None:
    """Return what is wrong with the value of a named number, or None."""
    if isinstance(value, bool) or not isinstance(value, Real):
        do = "write the number without quotation marks" if isinstance(value, str) and _reads(value) else ""
        return Fault(f"{name} is {shown(value)}, not a number", where, str(allowed), do=do)
    try:
        number = float(value)
    except OverflowError:
        return Fault(f"{name} is {shown(value)}, which is out of range", where, str(allowed))
    if not math.isfinite(number):
        return Fault(f"{name} is {number}, not a finite number", where, str(allowed))
    if not allowed.holds(number):
        return Fault(f"{name} is {number:.6g}, which is out of range", where, str(allowed))
    return None


def _reads(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _no_such(name: str, ranges: Mapping[str, Range], where: str) -> Fault:
    if START + name in ranges:
        do = f"{name} is a quantity, which the model moves; {START}{name} sets where it begins"
        return Fault(f"there is no parameter called {name!r}", where, nearest=START + name, do=do)
    if name.startswith(START):
        starts = [n for n in ranges if n.startswith(START)]
        return unknown("quantity with a start", name, starts, where, do="kennan list quantities")
    if name.startswith(LEVER):
        return unknown("lever", name, [n for n in ranges if n.startswith(LEVER)], where)
    names = [n for n in ranges if not n.startswith((START, LEVER))]
    return unknown("parameter", name, names, where, do="kennan list parameters")


def read(path: str | Path) -> tuple[dict[str, Any], Where]:
    """Return the numbers of a parameters file as they stand there, and a function that names their lines.

    Raises
    ------
    BadInput : the file cannot be read, is not TOML, or names no number.
    """
    document = toml.read(path, "parameters file")
    if not document.data:
        do = "name one as NAME = VALUE, or leave the file out: median is all of them at their medians"
        raise BadInput(Fault("the parameters file names no number", str(path), do=do))

    def where(name: str) -> str:
        return document.where(*(name.split(".") if name.startswith((START, LEVER)) else [name]))

    return document.data, where


def check_off(given: tuple[Any, ...], settings: Mapping[str, Any], faults: Faults) -> tuple[str, ...]:
    """Return the mechanisms that are switched off, sorted; note unknown names, and those set otherwise."""
    known, every = parameters.strengths(), parameters.load()
    found = set()
    for name in given:
        if not isinstance(name, str) or name not in known:
            do = "kennan list mechanisms"
            fault = unknown("mechanism", str(name), known, "off", do)
            if name in every:
                what = (
                    f"{name!r} is a parameter ({every[name].kind}), not a mechanism that can be switched off"
                )
                fault = Fault(what, "off", do=f"--set {name}=VALUE changes it; {do} names the mechanisms")
            faults.found.append(fault)
            continue
        if name in settings and settings[name] != 0:
            faults.add(f"{name!r} is both switched off and set", where="off", do=ONE)
        found.add(name)
    return tuple(sorted(found))


def idle_mechanisms() -> dict[str, Extension]:
    """Return the mechanisms of replaced steps that nothing reads any more, by name, with what replaces their step.

    None where that cannot be told, because code may not run.
    """
    these = in_use.extensions()
    if any(one.stands == "replaces" for one in these) and all(extended.is_trusted(one) for one in these):
        from kennan.model import links  # it needs JAX, and half a second

        return {name: one for name, (one, still) in links.taken_over().items() if not still}
    return {}


def parameters_of(plan: Plan, worlds: np.ndarray) -> np.ndarray:
    """Return the parameters of worlds, float32 [parameter, world]: drawn or fixed, set, switched off.

    What is counted from the start is read off the scenario's own start, whatever the plan lets begin elsewhere.
    """
    with using(plan.extensions):
        fixed = parameters.at_start(scenarios.load(plan.scenario).start) | plan.fixed
        return parameters.draw(plan.seed, worlds, drawn=plan.drawn, fixed=fixed)
