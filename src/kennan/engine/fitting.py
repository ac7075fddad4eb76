"""Whether policies fit the scenario and the plan that they are to be followed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kennan import scenarios
from kennan.engine import numbers
from kennan.faults import Faults, nearest, unknown
from kennan.model import in_use
from kennan.policies import Policy
from kennan.scenarios import Scenario

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

MOST_YEARS = 200  # of a run


def to_start(policies: Iterable[Policy], with_hindsight: bool, faults: Faults) -> None:
    """Note policies that use what nobody could know at the start, unless that is asked for."""
    for policy in policies:
        if policy.hindsight and not with_hindsight:
            what = f"the policy {policy.name!r} rests on what nobody could know at the start"
            faults.add(what, where="policies", do="add --with-hindsight (Python: with_hindsight=True)")


def to_scenario(policies: Iterable[Policy], scenario: Scenario, faults: Faults) -> None:
    """Note what policies ask for that a scenario does not have: theatres, months, years."""
    for policy in policies:
        _theatres(policy, scenario, faults)
        _changes(policy, scenario, faults)
        of_another_time(policy, scenario, MOST_YEARS, faults)


def _theatres(policy: Policy, scenario: Scenario, faults: Faults) -> None:
    """Note decisions about theatres that the scenario does not have."""
    codes = tuple(scenario.theatres.code)
    names = dict(zip(scenario.theatres.name, codes, strict=True))
    for part in (policy, *(turn.policy for turn in policy.then)):
        for name, theatre in part.by_hand:
            if theatre and theatre not in codes:
                fault = unknown("theatre", theatre, codes, part.where("by_hand", name, theatre))
                meant = names.get(nearest(theatre, names), "")  # a name of the map in place of its code
                faults.found.append(replace(fault, nearest=fault.nearest or meant))


def _changes(policy: Policy, scenario: Scenario, faults: Faults) -> None:
    """Note changes before the start: what they change from would never have held."""
    for number, turn in enumerate(policy.then):
        if _since(scenario, turn.month) < 0:
            what = f"the change from {turn.month} on lies before the start"
            where = policy.where("then", number, "from")
            faults.add(what, where=where, allowed=f"{_month(scenario, 0)} or later")


def of_another_time(policy: Policy, scenario: Scenario, years: int, faults: Faults) -> None:
    """Note schedules that end before a scenario begins or start after so many years: nothing comes of them.

    Before its first year a schedule stands where it begins, and after its last where it ends: a policy that moves would
    be run as one that does not.
    """
    for name, points in policy.levers.items():
        begin, end = points[0][0], points[-1][0]
        if len(points) > 1 and (end < scenario.begins or begin >= scenario.begins + years):
            what = f"the schedule of {name} runs from {begin:g} to {end:g}"
            last = f", and the run ends in {int(scenario.begins + years)}" if end >= scenario.begins else ""
            allowed = f"years from {scenario.start_year}, when the scenario begins{last}"
            do = "write a policy for this time, with the years of the scenario"
            where = policy.where("levers", name)
            faults.add(what, where=where, allowed=allowed, do=do)


def refuse_late(plan: Plan) -> None:
    """Refuse changes and schedules of policy after a plan's last month, and switches that switch nothing.

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
        of_another_time(policy, scenario, plan.years, faults)
        for number, turn in enumerate(policy.then):
            month = _since(scenario, turn.month)
            if month >= plan.months:
                what = f"the change from {turn.month} on comes after the run's last month"
                where = policy.where("then", number, "from")
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
