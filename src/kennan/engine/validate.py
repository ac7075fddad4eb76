"""Checks every field of a plan and fills in what was left out; all faults are told at once."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Any

from kennan import policies, scenarios
from kennan.article.fields import shown
from kennan.engine import coded, consent, fitting, numbers, offered
from kennan.engine.version import ENGINE_VERSION
from kennan.faults import BadInput, Fault, Faults, nearest, unknown
from kennan.model import in_use, quantities
from kennan.model.extension import Extension
from kennan.model.recorded import THEATRE_FIELDS
from kennan.policies import Policy
from kennan.scenarios import Scenario

DEFAULTS: dict[str, Any] = {
    "scenario": "x-1947",
    "policies": ("containment",),
    "worlds": 1000,
    "first_world": 0,
    "years": 45,
    "seed": 47,
    "parameters": "drawn",
    "set": {},
    "off": (),
    "with_hindsight": False,
    "record": (),
    "steps_per_month": 1,
    "extensions": (),
    "engine_version": ENGINE_VERSION,
}
MOST_WORLDS = 1_000_000
WHOLE = {
    "worlds": (1, MOST_WORLDS),
    "first_world": (0, 2**32 - 1),  # a world's number enters its draws as 32 bits
    "years": (1, fitting.MOST_YEARS),
    "seed": (0, 2**63 - 1),
}
STEPS = (1, 2, 4)


def validate(given: Mapping[str, Any], *, files: bool = True) -> dict[str, Any]:
    """Return every field of a plan, checked and complete.

    Parameters
    ----------
    given : fields as a reader gives them; missing ones take :data:`DEFAULTS`.
    files : whether the scenario, policies and parameters may be paths. A plan from elsewhere must hold
        everything itself.

    Raises
    ------
    BadInput : anything is wrong; all faults at once, each with the name of its field as the place.
    """
    task = _Task({**DEFAULTS, "extensions": in_use.extensions(), **given}, files)
    for name in given:
        if name not in DEFAULTS:
            task.faults.found.append(unknown("field of a plan", str(name), DEFAULTS, str(name)))
    extensions = task.extensions()
    with in_use.using(extensions):
        return {**_settled(task), "extensions": extensions}


#: Fields that no other field's check reads, but for the two below.
ALONE = (*WHOLE, "with_hindsight", "record", "steps_per_month")


def changed(held: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a checked plan with some of them changed: what stands as it was is not checked again.

    Parameters
    ----------
    held : every field of the plan, as :func:`validate` gave it.
    changes : the fields that are to be others.

    Raises
    ------
    BadInput : a change does not fit; all faults at once.
    """
    if not changes.keys() <= {*ALONE, "policies"}:
        return validate({**held, **changes})
    task, found = _Task({**held, **changes}, files=True), dict(held)
    with in_use.using(held["extensions"]):
        if "policies" in changes:
            found["policies"] = task.policies(held["scenario"])
            fitting.to_scenario(found["policies"], scenarios.load(held["scenario"]), task.faults)
        found |= {name: task.alone(name) for name in changes if name in ALONE}
    if {"policies", "with_hindsight"} & changes.keys():
        fitting.to_start(found["policies"], found["with_hindsight"], task.faults)
    task.last_world(found)
    task.faults.raise_if_any()
    return found


def _settled(task: _Task) -> dict[str, Any]:
    """Return every other field, under the model with the plan's extensions."""
    chosen = task.scenario()
    scenario = None if chosen is None else scenarios.load(chosen)
    found: dict[str, Any] = {"scenario": chosen, "policies": task.policies(chosen)}
    found |= {name: task.alone(name) for name in ALONE}
    found["parameters"] = task.parameters(scenario)
    found["set"] = numbers.check(task.given["set"], "set", scenario, task.faults, lambda name: f"set.{name}")
    settings = task.given["set"] if isinstance(task.given["set"], Mapping) else {}
    found["off"] = numbers.check_off(task.texts("off"), settings, task.faults)
    found["engine_version"] = task.engine_version()
    fitting.to_start(found["policies"], found["with_hindsight"], task.faults)
    if scenario:
        fitting.to_scenario(found["policies"], scenario, task.faults)
    task.last_world(found)
    task.faults.raise_if_any()
    return found


@dataclass
class _Task:
    """The fields as given, and what was found wrong with them so far."""

    given: dict[str, Any]
    files: bool
    faults: Faults = field(default_factory=Faults)

    def extensions(self) -> tuple[Extension, ...]:
        """Return the extensions, by name."""
        asked = self.given["extensions"]
        if isinstance(asked, str | PathLike | Extension | Mapping):
            asked = (asked,)
        if not isinstance(asked, Iterable):
            allowed = "folders or installed names"
            self.faults.add(f"extensions is {shown(asked)}", where="extensions", allowed=allowed)
            return ()
        try:
            return consent.chosen(asked, files=self.files)
        except BadInput as error:
            self.faults.take(error)
            return ()

    def scenario(self) -> scenarios.Chosen | None:
        """Return the scenario, by name or in full, or None when there is no such or it cannot be used."""
        try:
            return scenarios.choose(self.given["scenario"], files=self.files)
        except BadInput as error:
            self.faults.take(error)
            return None

    def policies(self, scenario: scenarios.Chosen | None) -> tuple[Policy, ...]:
        """Return the policies, resolved, those that a name means in the scenario; no two may share a name."""
        asked = self.given["policies"]
        if isinstance(asked, str | PathLike | Policy | Mapping) or policies.is_code(asked):
            asked = (asked,)
        if not isinstance(asked, Iterable) or not (asked := tuple(asked)):
            allowed = "at least one policy: a name, a TOML file, or several of them"
            self.faults.add(f"policies is {shown(self.given['policies'])}", where="policies", allowed=allowed)
            return ()
        found: dict[str, Policy] = {}
        for item in asked:
            if (policy := self._policy(item, scenario)) is None:
                continue
            if policy.name in found:
                what = f"two policies are called {policy.name!r}"
                self.faults.add(
                    what, where="policies", do="name each one once; a file's own name stands in [policy]"
                )
            found[policy.name] = policy
        return tuple(found.values())

    def _policy(self, item: Any, scenario: scenarios.Chosen | None) -> Policy | None:
        try:
            if policies.is_code(item) or isinstance(item, type):
                return coded.completed(policies.in_code(item))
            if isinstance(item, Policy):
                checked = policies.from_dict(
                    replace(item, code=None).as_dict()
                )  # anyone can make a dataclass
                return coded.completed(replace(checked, code=item.code, at=item.at))
            if isinstance(item, Mapping):
                return policies.from_dict(unfolded(item))
            return offered.load(item, scenario) if self.files else offered.named(str(item), scenario)
        except BadInput as error:
            self.faults.found += [
                Fault(f.what, f.where or "policies", f.allowed, f.nearest, f.do) for f in error.faults
            ]
            return None

    def alone(self, name: str) -> Any:
        """Return a field of :data:`ALONE`."""
        if name == "record":
            return self.record()
        if name == "with_hindsight":
            return self.flag(name)
        return (
            self.whole(name, min(STEPS), max(STEPS), STEPS)
            if name not in WHOLE
            else self.whole(name, *WHOLE[name])
        )

    def whole(self, name: str, low: int, high: int, only: tuple[int, ...] = ()) -> int:
        """Return a whole number within limits."""
        value = self.given[name]
        allowed = ", ".join(map(str, only)) if only else f"a whole number from {low:,} to {high:,}"
        try:
            if isinstance(value, bool):
                raise TypeError
            number = operator.index(value)
        except TypeError:
            self.faults.add(f"{name} is {shown(value)}, not a whole number", where=name, allowed=allowed)
            return low
        if not low <= number <= high or (only and number not in only):
            said = f"{number:,}" if abs(number) < 10**30 else "a number of more than 30 digits"
            self.faults.add(f"{name} is {said}", where=name, allowed=allowed)
            return low
        return number

    def flag(self, name: str) -> bool:
        """Return true or false."""
        if not isinstance(self.given[name], bool):
            self.faults.add(f"{name} is {shown(self.given[name])}", where=name, allowed="true or false")
            return False
        return bool(self.given[name])

    def texts(self, name: str) -> tuple[Any, ...]:
        """Return one name or several as a tuple."""
        value = self.given[name]
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, Iterable) or isinstance(value, Mapping):
            self.faults.add(f"{name} is {shown(value)}", where=name, allowed="a list of names")
            return ()
        found = tuple(value)
        for one in found:
            if not isinstance(one, str):
                self.faults.add(
                    f"{name} holds {shown(one)}, not a name", where=name, allowed="a list of names"
                )
        return tuple(one for one in found if isinstance(one, str))

    def parameters(self, scenario: Scenario | None) -> str | dict[str, float]:
        """Return "drawn", "median", or named numbers (read from a file, if need be)."""
        value, where, given = self.given["parameters"], "parameters", Faults()
        if isinstance(value, str) and value in ("drawn", "median"):
            return value
        allowed = "drawn, median, or " + (
            "a TOML file of name = value" if self.files else "names with numbers"
        )
        if isinstance(value, Mapping):
            found = numbers.check(value, where, scenario, given, lambda name: f"parameters.{name}")
        elif self.files and isinstance(value, PathLike | str) and _like_a_file(value):
            try:
                table, place = numbers.read(Path(value))
                found = numbers.check(table, where, scenario, given, place)
            except BadInput as error:
                self.faults.take(error)
                return "drawn"
        else:
            near = nearest(value, ("drawn", "median")) if isinstance(value, str) else ""
            self.faults.add(f"parameters is {shown(value)}", where=where, allowed=allowed, nearest=near)
            return "drawn"
        self.faults.found += given.found
        return found

    def record(self) -> tuple[str, ...]:
        """Return the quantities to be kept month by month, in the order of the register."""
        register = {n: q for n, q in quantities.load().items() if q.axes == "world"}
        asked = self.texts("record")
        if not asked:
            return tuple(name for name, q in register.items() if q.recorded)
        for name in asked:
            if name in register or name == "all":
                continue
            fault = unknown("quantity", str(name), [*register, "all"], "record", "kennan list quantities")
            field = str(name).removeprefix("theatre_")
            if name in quantities.load() or (field != name and field in THEATRE_FIELDS):
                what = f"{name!r} is not one number a world, so it cannot be kept month by month"
                kept = f" as theatre_{field}" if field in THEATRE_FIELDS else ""
                do = f"leave it out; theatres are always kept year by year{kept}"
                fault = Fault(what, "record", do=do)
            self.faults.found.append(fault)
        return tuple(name for name in register if name in asked or "all" in asked)

    def engine_version(self) -> str:
        """Return the engine's version; a plan made for another one is not this engine's plan."""
        if self.given["engine_version"] != ENGINE_VERSION:
            what = f"the plan was made for engine version {shown(self.given['engine_version'])}"
            do = "take engine_version out of the plan to run it with this version; results may differ"
            self.faults.add(what, where="engine_version", allowed=ENGINE_VERSION, do=do)
        return ENGINE_VERSION

    def last_world(self, found: dict[str, Any]) -> None:
        """Refuse world numbers that would begin again at 0."""
        if found["first_world"] + found["worlds"] > 2**32:
            allowed = f"first_world + worlds up to {2**32:,}"
            self.faults.add("the last world's number is too large", where="first_world", allowed=allowed)


def _like_a_file(value: str | PathLike[str]) -> bool:
    text = str(value)
    return text.endswith(".toml") or "/" in text or "\\" in text or ("\0" not in text and Path(text).exists())


def folded(policy: Policy) -> dict[str, Any]:
    """Return a policy as a plan holds it: one table, with name, levers, rules and decisions side by side."""
    data = policy.as_dict()
    more = {key: data[key] for key in ("by_hand", "code", "then") if key in data}
    return {**data["policy"], "levers": data["levers"], "rules": data["rules"], **more}


def unfolded(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the tables of a policy file from what :func:`folded` gave; such tables pass unchanged."""
    if "policy" in data:
        return data
    inner = ("levers", "rules", "by_hand", "code", "then")
    head = {key: value for key, value in data.items() if key not in inner}
    return {"policy": head, **{key: data[key] for key in inner if key in data}}
