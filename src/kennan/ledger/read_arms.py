"""Reads the arms of a check: what is run, held and walled, and what is measured in each."""

from __future__ import annotations

from typing import Any

from kennan import scenarios
from kennan.engine.interventions import Hold, Interventions, Wall
from kennan.engine.plan import Plan
from kennan.faults import BadInput, Fault
from kennan.ledger import read_measures as measures
from kennan.ledger.check import Arm, Experiment, experiment
from kennan.ledger.given import IN_ARMS, Given
from kennan.ledger.names import arm_words
from kennan.model import quantities


def arms(g: Given, chosen: scenarios.Chosen, years: int) -> list[Arm]:
    """Return the arms of a check; those in which anything is wrong are left out."""
    given = g.list("arms", g.data.get("arms", [{}]))
    if not given and isinstance(g.data.get("arms"), list):
        g.say("arms is an empty list", "arms", allowed="at least one arm; { } changes nothing")
    found, scenario = [], scenarios.load(chosen)
    for arm in given:
        table = g.mapping("arms", arm, IN_ARMS)
        experiment = _experiment(g, table, chosen, years)
        measure = measures.measure(g, table, scenario, years)
        if experiment is not None and measure is not None:
            found.append(Arm(experiment, measure, arm_words(table, g.data)))
    return found


def _experiment(g: Given, arm: dict[str, Any], chosen: scenarios.Chosen, years: int) -> Experiment | None:
    off = [*g.list("off", g.given("off")), *g.list("off", arm.get("off", []))]
    numbers = {**g.mapping("set", g.given("set")), **g.mapping("set", arm.get("set", {}))}
    for name, value in g.mapping("levers", arm.get("levers", {})).items():
        numbers[f"lever.{name}"] = value
    try:
        plan = Plan(
            scenario=chosen,
            policies=arm.get("policy", g.given("policy")),
            worlds=1,
            years=1,
            parameters=_parameters(g, arm.get("parameters", g.given("parameters"))),
            set=numbers,
            off=list(dict.fromkeys(off)),
        )
    except BadInput as error:
        for f in error.faults:
            key = {"policies": "policy"}.get(field := f.where.split(".")[0], field)
            place = g.where(key if key in g.data else "arms")
            g.faults.found.append(Fault(f.what, place, f.allowed, f.nearest, f.do))
        plan = None
    holds = _holds(g, arm, scenarios.load(chosen), years)
    return experiment(plan, holds) if plan is not None else None


def _parameters(g: Given, value: Any) -> str:
    return g.one_of("parameters", value, ("median", "drawn"), "choice of parameters")


def _holds(g: Given, arm: dict[str, Any], scenario: Any, years: int) -> Interventions:
    held = [
        _hold(g, name, value, 0, 12 * years + 1)
        for name, value in g.mapping("hold", arm.get("hold", {})).items()
    ]
    for item in g.list("holds", arm.get("holds", [])):
        table = g.mapping("holds", item, ("quantity", "value", "from", "until"))
        first, until = _span(g, table, scenario, years, "holds")
        held.append(_hold(g, table.get("quantity"), table.get("value"), first, until))
    walls = []
    for item in g.list("walls", arm.get("walls", [])):
        table = g.mapping("walls", item, ("theatres", "value", "from", "until"))
        first, until = _span(g, table, scenario, years, "walls")
        force = g.number("walls.value", table.get("value"), 0.0, 100.0)
        for code in g.list("walls", table.get("theatres", [])):
            code = g.one_of("walls", code, scenario.theatres.code, "theatre")
            walls.append(Wall(code, force, first, until))
    return Interventions(tuple(held), tuple(walls))


def _hold(g: Given, name: Any, value: Any, first: int, until: int) -> Hold:
    register = {n: q for n, q in quantities.load().items() if q.axes == "world"}
    name = g.one_of("arms", name, register, "quantity to hold")
    number = g.number(f"arms.{name}", value)
    # a leader's age beyond its bounds is how experiments make him die in a given month: holds are unchecked
    return Hold(name, number, first, until)


def _span(g: Given, table: dict[str, Any], scenario: Any, years: int, key: str) -> tuple[int, int]:
    last = 12 * years + 1
    first = measures.month(g, table.get("from", 0), scenario, key)
    until = measures.month(g, table.get("until", last), scenario, key)
    if not 0 <= first < until <= last:
        g.say(
            f"{key} stand from month {first} until month {until}",
            "arms",
            allowed=f"0 <= from < until <= {last}",
        )
    return first, until
