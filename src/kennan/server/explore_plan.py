"""From what the page asks to a checked plan, and back: never a path, never more than a hand can wait for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan import policies, scenarios, textfile, toml
from kennan.engine.fitting import refuse_late
from kennan.engine.plan import Plan
from kennan.engine.validate import validate
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.model import in_use
from kennan.model.extension import Extension
from kennan.policies import to_toml
from kennan.toml import LARGEST

if TYPE_CHECKING:
    from kennan.scenarios import Chosen
    from kennan.server.schema_explore import PlanAsked

FEWEST, MOST = 8, 2000  # worlds
SHOWN = 1000  # worlds that the page walks in the end
LONGEST = 75  # years
UNREAD = "\ufffd"  # what a browser puts in the place of bytes that are no UTF-8
FIELDS = ("scenario", "policy", "years", "seed", "parameters", "set", "off", "with_hindsight")


def plan_of(
    asked: PlanAsked, worlds: int, record: tuple[str, ...] = (), scenario: Chosen = scenarios.ARTICLE
) -> Plan:
    """Return the plan of what was asked.

    Parameters
    ----------
    asked : the page's state.
    worlds : how many possible histories.
    record : quantities that are kept month by month; nothing for the usual ones.
    scenario : the one that is served; no other can be asked for.

    Raises
    ------
    BadInput : anything is wrong; all faults at once.
    """
    faults = Faults()
    if not FEWEST <= worlds <= MOST:
        faults.add(f"{worlds} worlds are asked for", where="worlds", allowed=f"{FEWEST} to {MOST:,}")
    if asked.years > LONGEST:
        faults.add(f"{asked.years} years are asked for", where="plan.years", allowed=f"1 to {LONGEST}")
    if asked.scenario not in ("", str(scenario)):
        do = f"kennan serve {asked.scenario} shows that one"
        faults.found.append(unknown("scenario", asked.scenario, [str(scenario)], "plan.scenario", do))
    given: dict[str, Any] = {name: getattr(asked, name) for name in FIELDS if name != "policy"}
    given["scenario"] = scenario
    given |= {"policies": (asked.policy,), "worlds": worlds if not faults.found else FEWEST, "record": record}
    if faults.found:
        given["years"] = 1
    plan = None
    try:
        plan = Plan.of(given)
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
    assert plan is not None  # what could leave it out has been raised
    refuse_late(plan)
    return plan


def said(plan: Plan) -> dict[str, Any]:
    """Return the fields of a plan as the page holds them: the first policy in full, in the layout of its file."""
    return {
        "scenario": str(plan.scenario),
        "policy": plan.policies[0].as_dict(),
        "years": plan.years,
        "seed": str(plan.seed),
        "parameters": plan.parameters if isinstance(plan.parameters, str) else dict(plan.parameters),
        "set": dict(plan.set),
        "off": list(plan.off),
        "with_hindsight": plan.with_hindsight,
    }


def files(plan: Plan) -> dict[str, str]:
    """Return a plan and its policy as the files that the command line takes, with their names."""
    name = "".join(c if c.isalnum() or c in "-_" else "-" for c in plan.policies[0].name)
    return {
        "plan_name": f"{name}-plan.json",
        "plan": plan.to_json(),
        "policy_name": f"{name}.toml",
        "policy": to_toml(plan.policies[0]),
        "command": f"kennan run --plan {name}-plan.json --report report.html",
        "digest": plan.digest(),
    }


def read(text: str, scenario: Chosen = scenarios.ARTICLE) -> tuple[Plan, list[str]]:
    """Return the plan of a file that was put on the page, and what has to be said about it.

    Parameters
    ----------
    text : a plan (JSON, as ``kennan run`` keeps it) or a policy (TOML).
    scenario : the one that is served.

    Raises
    ------
    BadInput : it is neither, or not sound; all faults at once.
    """
    text = text.removeprefix(textfile.MARK)
    if len(text) > LARGEST:
        raise BadInput(Fault(f"the file has {len(text):,} characters", "file", f"at most {LARGEST:,}"))
    if not text.strip():
        raise BadInput(Fault("the file is empty", "file", "a plan (JSON) or a policy (TOML)"))
    if "\0" in text or UNREAD in text:
        raise BadInput(Fault("the file is not text in UTF-8", "file", do=textfile.SAVE))
    return _plan(text, scenario) if text.lstrip().startswith("{") else (_policy(text, scenario), [])


def _plan(text: str, scenario: Chosen) -> tuple[Plan, list[str]]:
    plan, notes = Plan.from_json(text), []
    if not same_world(plan.scenario, scenario):
        what = f"the plan is of {_called(plan.scenario, scenario)}, and this desk shows {scenario}"
        do = f"kennan serve {_typed(plan.scenario)} shows it; so does kennan run --plan FILE --report report.html"
        raise BadInput(Fault(what, "file", do=do))
    if plan.extensions != (here := in_use.extensions()):
        raise BadInput(_of_another_model(plan.extensions, here))
    if len(plan.policies) > 1:
        others = ", ".join(policy.name for policy in plan.policies[1:])
        notes.append(f"The plan has several policies; {plan.policies[0].name} is shown, not {others}.")
    if plan.first_world:
        notes.append("The page begins at world 0, not at the plan's first world.")
    if plan.steps_per_month > 1:
        notes.append("The page takes one step a month, not the plan's finer ones.")
    if plan.worlds != SHOWN:
        notes.append(f"The page walks {SHOWN:,} worlds, not the plan's {plan.worlds:,}.")
    if plan.record != validate({})["record"]:
        notes.append("A plan that is saved here keeps the usual quantities, not those that this one records.")
    if plan.years > LONGEST:
        notes.append(f"The page shows {LONGEST} years, not the plan's {plan.years}.")
    years = min(plan.years, LONGEST)
    changes = {"scenario": scenario, "policies": plan.policies[:1], "years": years}
    return plan.replace(**changes, first_world=0, steps_per_month=1), notes


def _of_another_model(there: tuple[Extension, ...], here: tuple[Extension, ...]) -> Fault:
    """Return that a plan's mechanisms are not those of the page."""
    names = [", ".join(map(str, these)) or "the article's mechanisms alone" for these in (there, here)]
    do = "kennan run --plan FILE --report report.html shows it; or kennan serve --with the same folders"
    if not there:
        do = "kennan serve without --with shows it, and so does kennan run --plan FILE --report report.html"
    if set(map(str, there)) == set(map(str, here)):
        names[0] += " as another version of it"
    return Fault(f"the plan is of a model with {names[0]}, and this page's has {names[1]}", "file", do=do)


def same_world(one: Chosen, other: Chosen) -> bool:
    """Say whether two scenarios give the same numbers."""
    if isinstance(one, scenarios.Folder) and isinstance(other, scenarios.Folder):
        return one.counting() == other.counting()
    return one == other


def _called(scenario: Chosen, served: Chosen) -> str:
    return f"another {scenario}" if str(scenario) == str(served) else f"the scenario {scenario}"


def _typed(scenario: Chosen) -> str:
    return f"./{scenario}" if isinstance(scenario, scenarios.Folder) else scenario


def _policy(text: str, scenario: Chosen) -> Plan:
    try:
        document = toml.parsed(text, Path("file"), "file")
    except BadInput as error:
        do = "a plan.json as a run keeps it, or a policy as the tutorial shows"
        both = [fault.what.replace("is not TOML", "is neither JSON nor TOML") for fault in error.faults]
        raise BadInput([Fault(what, error.faults[0].where, do=do) for what in both]) from None
    data = document.data
    if "policy" not in data and "levers" not in data:
        raise BadInput(
            unknown("table of a policy", next(iter(data), ""), ("policy", "levers", "rules"), "file")
        )
    policy = policies.of(document)
    given = {"scenario": scenario, "policies": (policy,), "with_hindsight": policy.hindsight}
    return Plan.of(given)
