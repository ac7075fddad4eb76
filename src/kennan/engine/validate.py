"""Checks every field of a plan and fills in what was left out; all faults are told at once."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan import policies, scenarios
from kennan.article.fields import shown
from kennan.engine import coded, consent, numbers, offered
from kennan.engine.version import ENGINE_VERSION
from kennan.faults import BadInput, Fault, Faults, nearest, unknown
from kennan.model import in_use, quantities
from kennan.model.extension import Extension
from kennan.model.recorded import THEATRE_FIELDS
from kennan.policies import Policy
from kennan.scenarios import Scenario

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

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
MOST_WORLDS, MOST_YEARS = 1_000_000, 200
WHOLE = {
    "worlds": (1, MOST_WORLDS),
    "first_world": (0, 2**32 - 1),  # a world's number enters its draws as 32 bits
    "years": (1, MOST_YEARS),
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


def _settled(task: _Task) -> dict[str, Any]:
    """Return every other field, under the model with the plan's extensions."""
    chosen = task.scenario()
    scenario = None if chosen is None else scenarios.load(chosen)
    found: dict[str, Any] = {"scenario": chosen, "policies": task.policies(chosen)}
    found |= {name: task.whole(name, *limits) for name, limits in WHOLE.items()}
    found["parameters"] = task.parameters(scenario)
    found["set"] = numbers.check(task.given["set"], "set", scenario, task.faults, lambda name: f"set.{name}")
    settings = task.given["set"] if isinstance(task.given["set"], Mapping) else {}
    found["off"] = numbers.check_off(task.texts("off"), settings, task.faults)
    found["with_hindsight"] = task.flag("with_hindsight")
    found["record"] = task.record()
    found["steps_per_month"] = task.whole("steps_per_month", min(STEPS), max(STEPS), STEPS)
    found["engine_version"] = task.engine_version()
    task.hindsight(found)
    task.by_hand(found, scenario)
    task.changes(found, scenario)
    task.schedules(found, scenario)
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
                return coded.completed(replace(checked, code=item.code))
            if isinstance(item, Mapping):
                return policies.from_dict(unfolded(item))
            return offered.load(item, scenario) if self.files else offered.named(str(item), scenario)
        except BadInput as error:
            self.faults.found += [
                Fault(f.what, f.where or "policies", f.allowed, f.nearest, f.do) for f in error.faults
            ]
            return None

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

    def hindsight(self, found: dict[str, Any]) -> None:
        """Refuse policies that use what nobody could know at the start, unless that is asked for."""
        if found["with_hindsight"]:
            return
        for policy in found["policies"]:
            if policy.hindsight:
                what = f"the policy {policy.name!r} rests on what nobody could know at the start"
                self.faults.add(
                    what, where="policies", do="add --with-hindsight (Python: with_hindsight=True)"
                )

    def by_hand(self, found: dict[str, Any], scenario: Scenario | None) -> None:
        """Refuse decisions about theatres that the scenario does not have."""
        codes = tuple(scenario.theatres.code) if scenario else ()
        for policy in found["policies"]:
            for part in (policy, *(turn.policy for turn in policy.then)):
                for name, theatre in part.by_hand:
                    if theatre and scenario and theatre not in codes:
                        where = f"policies {policy.name} by_hand.{name}"
                        self.faults.found.append(unknown("theatre", theatre, codes, where))

    def changes(self, found: dict[str, Any], scenario: Scenario | None) -> None:
        """Refuse changes before the start: what they change from would never have held."""
        for policy in found["policies"]:
            for number, turn in enumerate(policy.then):
                if scenario and _since(scenario, turn.month) < 0:
                    what = f"the change from {turn.month} on lies before the start"
                    where = f"policies {policy.name} then.{number}.from"
                    self.faults.add(what, where=where, allowed=f"{_month(scenario, 0)} or later")

    def schedules(self, found: dict[str, Any], scenario: Scenario | None) -> None:
        """Refuse schedules of another time: nothing of them would ever come."""
        if scenario is None:
            return
        for policy in found["policies"]:
            for name, points in policy.levers.items():
                begin, end = points[0][0], points[-1][0]
                if len(points) > 1 and (end < scenario.begins or begin > scenario.begins + MOST_YEARS):
                    what = f"the schedule of {name} runs from {begin:g} to {end:g}"
                    allowed = f"years from {scenario.start_year}, when the scenario begins"
                    do = "write a policy for this time, with the years of the scenario"
                    where = f"policies {policy.name} levers.{name}"
                    self.faults.add(what, where=where, allowed=allowed, do=do)

    def last_world(self, found: dict[str, Any]) -> None:
        """Refuse world numbers that would begin again at 0."""
        if found["first_world"] + found["worlds"] > 2**32:
            allowed = f"first_world + worlds up to {2**32:,}"
            self.faults.add("the last world's number is too large", where="first_world", allowed=allowed)


def refuse_late(plan: Plan) -> None:
    """Refuse changes of policy after a plan's last month, which would never come, and switches that switch nothing.

    Asked where a person gives a plan, and not of every plan: the first years of one are walked alone, too, and the
    article's claims are tested under any model.

    Raises
    ------
    BadInput : there are some; all at once.
    """
    scenario, faults = scenarios.load(plan.scenario), Faults()
    with in_use.using(plan.extensions):
        idle = numbers.idle_mechanisms() if plan.off else {}
    for name in idle.keys() & set(plan.off):
        what = f"{name!r} acts in the step {idle[name].step!r}, which {idle[name].name!r} replaces"
        faults.add(what, where="off", do="leave it out: nothing reads it any more")
    for policy in plan.policies:
        for number, turn in enumerate(policy.then):
            month = _since(scenario, turn.month)
            if month >= plan.months:
                what = f"the change from {turn.month} on comes after the run's last month"
                where = f"policies {policy.name} then.{number}.from"
                do = f"take {month // 12 + 1} years or more, or take the change out"
                faults.add(what, where=where, allowed=f"up to {_month(scenario, plan.months - 1)}", do=do)
    faults.raise_if_any()


def _month(scenario: Scenario, number: int) -> str:
    """Return the name ("1956-10") of a month counted from the start of a scenario."""
    months = scenario.start_year * 12 + scenario.start_month - 1 + number
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _since(scenario: Scenario, month: str) -> int:
    """Return how many months after the start of a scenario a month ("1956-10") lies."""
    year, number = map(int, month.split("-"))
    return 12 * (year - scenario.start_year) + number - scenario.start_month


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
