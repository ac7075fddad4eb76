"""From the words after ``kennan run`` to a plan; faults are reported under the option that was typed."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan import textfile
from kennan.faults import BadInput, Fault, Faults
from kennan.records import layout

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

OPTIONS = {
    "scenario": "SCENARIO",
    "policies": "--policy, --vs",
    "worlds": "--worlds",
    "first_world": "--first-world",
    "years": "--years",
    "seed": "--seed",
    "parameters": "--parameters",
    "off": "--off",
    "record": "--keep",
    "steps_per_month": "--steps-per-month",
    "extensions": "--with",
}
DIGITS = 40  # of a whole number; the longest that any option takes has nineteen
WHOLE = ("worlds", "first_world", "years", "seed", "steps_per_month")


def said(asked: argparse.Namespace, faults: Faults) -> dict[str, Any]:
    """Return the fields of a plan that were said, and no others."""
    found: dict[str, Any] = {}
    if asked.scenario is not None:
        found["scenario"] = asked.scenario
    beside = getattr(asked, "vs", None) or []
    if asked.policy is not None or beside:
        first = ["containment"] if asked.policy is None else split_policies([asked.policy])
        found["policies"] = first + split_policies(beside)
    for name in WHOLE:
        if (value := getattr(asked, name)) is not None:
            found[name] = _whole(value)
    if asked.parameters is not None:
        found["parameters"] = asked.parameters
    if asked.set:
        found["set"] = _settings(asked.set, faults)
    if asked.off:
        found["off"] = tuple(split(asked.off))
    if asked.with_hindsight:
        found["with_hindsight"] = True
    if asked.keep:
        found["record"] = tuple(split(asked.keep))
    return found


def plan_of(asked: argparse.Namespace, given: dict[str, Any]) -> Plan:
    """Return the plan that was asked for, from a plan file or from the options alone.

    Beside a plan file, an option takes the place of the file's field; ``--set`` and ``--off`` add to it.

    Raises
    ------
    BadInput : all faults at once, each under the option that it was said with.
    """
    from kennan.engine.fitting import refuse_late
    from kennan.engine.plan import Plan
    from kennan.model import extended, in_use

    try:
        if asked.plan is None:
            plan = Plan(**given)
            refuse_late(plan)
            extended.refuse_untrusted(plan.extensions)
            return plan
        begun = read_plan(asked.plan)
        if asked.extensions:
            given = given | {"extensions": in_use.extensions()}
        if "set" in given:
            given = given | {"set": {**begun.set, **given["set"]}}
        if "off" in given:
            given = given | {"off": (*begun.off, *given["off"])}
        plan = begun.replace(**given)
        refuse_late(plan)
        extended.refuse_untrusted(plan.extensions)
        in_use.adopt(plan.extensions)
        return plan
    except BadInput as error:
        raise BadInput([replace(fault, where=_option(fault.where)) for fault in error.faults]) from None


def read_plan(path: str | Path) -> Plan:
    """Return the plan of a file; faults name the file.

    Raises
    ------
    BadInput : it cannot be read, is not a sound plan, or is that of a run and was changed since.
    """
    from kennan.engine.plan import LARGEST, Plan

    path = Path(path)
    if path.is_dir():
        raise BadInput(Fault("the plan file is a folder", str(path), do=f"name {path / layout.PLAN}"))
    text = textfile.read(path, "plan file", "JSON", LARGEST)
    layout.refuse_spoilt_plan(path)
    try:
        return Plan.from_json(text)
    except BadInput as error:
        inside = [
            f if f.where.startswith(str(path)) else replace(f, where=f"{path} {f.where}")
            for f in error.faults
        ]
        raise BadInput(inside) from None


def plan_in(path: str | Path) -> Plan:
    """Return the plan of a file as a run would take it, without another option.

    Raises
    ------
    BadInput : it cannot be read, or is not a sound plan.
    """
    from kennan.engine.fitting import refuse_late

    plan = read_plan(path)
    refuse_late(plan)
    return plan


def split(values: list[str]) -> list[str]:
    """Return comma-separated names, each once and in the order in which they were said."""
    return list(dict.fromkeys(part.strip() for value in values for part in value.split(",")))


def split_policies(values: list[str]) -> list[str]:
    """Return comma-separated policies one by one; the path of a file may hold commas, and none may be named twice."""
    found = []
    for value in values:
        whole = "," in value and Path(value).is_file()
        found += [value] if whole else [part.strip() for part in value.split(",")]
    return found


def _whole(value: str) -> int | str:
    """Return a whole number, or the words as they are, about which the plan will complain."""
    return int(value) if re.fullmatch(r"[+-]?[0-9]+", value) and len(value) < DIGITS else value


def _settings(given: list[str], faults: Faults) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for words in given:
        name, sign, value = (part.strip() for part in words.partition("="))
        if not sign or not name or not value:
            faults.add(f"{words!r} does not say a name and a value", where="--set", allowed="NAME=VALUE")
            continue
        try:
            number: Any = float(value)
        except ValueError:
            number = value
        if name in found:
            faults.add(f"{name} is set twice", where="--set", do="keep one of the two")
        found[name] = number
    return found


def _option(field: str) -> str:
    """Return the option that a field of the plan is said with."""
    if field.startswith("set."):
        return f"--set {field.removeprefix('set.')}"
    return OPTIONS.get(field, field)
