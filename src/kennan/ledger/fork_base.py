"""What fork, trace and cite ask of a run alike: its plan, one of its policies, one of its months."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kennan import scenarios
from kennan.article.fields import shown
from kennan.engine.plan import Plan
from kennan.faults import BadInput, Fault, unknown
from kennan.records import layout

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def plan_of(run: str | Path) -> Plan:
    """Return the plan of a complete run.

    Raises
    ------
    BadInput : there is no complete run, or it was made by another version of the engine.
    """
    path = layout.demand_complete(run) / layout.PLAN
    try:
        return Plan.from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(Fault(f"the plan of the run cannot be read ({error})", str(path))) from None
    except BadInput as error:
        faults = [replace(fault, where=f"{path} {fault.where}".strip()) for fault in error.faults]
        do = "make the run again with this version: take engine_version out of a copy of its plan.json, "
        do += "then kennan run --plan COPY"
        raise BadInput(
            [replace(f, do=do) if f.where.endswith("engine_version") else f for f in faults]
        ) from None


def policy_of(plan: Plan, name: str | None, where: str = "--policy") -> int:
    """Return the number of a policy of a plan; the first when no name is given.

    Raises
    ------
    BadInput : the plan has no such policy.
    """
    names = [policy.name for policy in plan.policies]
    if name is None:
        return 0
    if name not in names:
        raise BadInput(unknown("policy of this run", name, names, where))
    return names.index(name)


def start_of(plan: Plan) -> tuple[int, int]:
    """Return year and month (1 to 12) in which a plan begins."""
    scenario = scenarios.load(plan.scenario)
    return scenario.start_year, scenario.start_month


def month_of(plan: Plan, text: str, where: str = "--month", first: int = 0) -> int:
    """Return how many months after its start a plan comes to a month ("1956-10").

    Parameters
    ----------
    first : the first month that is accepted, counted from the start; the last is the last of the run.

    Raises
    ------
    BadInput : it is not a month, or the run does not come to it.
    """
    allowed = f"{month_name(plan, first)} to {month_name(plan, plan.months - 1)}"
    found = MONTH.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        do = "write year, dash and month with two digits: 1956-10"
        raise BadInput(Fault(f"{shown(text)} is not a month", where, allowed, do=do))
    year, month = start_of(plan)
    number = (int(found[1]) - year) * 12 + int(found[2]) - month
    if not first <= number < plan.months:
        raise BadInput(Fault(f"{text} is outside the run", where, allowed))
    return number


def month_name(plan: Plan, number: int) -> str:
    """Return the name ("1956-10") of a month counted from the start of a plan."""
    year, month = start_of(plan)
    months = year * 12 + month - 1 + number
    return f"{months // 12}-{months % 12 + 1:02d}"
