"""A world told as dated, named events: what happened in it, in sentences whose every word is filled in from the run."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any

from kennan import scenarios, toml
from kennan.card import Card, Shown
from kennan.faults import BadInput, Faults
from kennan.ledger.fork_base import month_name, plan_of, policy_of
from kennan.model.in_use import using
from kennan.model.recorded import OUTCOMES
from kennan.records import summary
from kennan.story.course import Course, course
from kennan.story.happenings import Happening, happenings

HERE = Path(__file__).parent
SWIFT = 2  # months within which a transfer of power is called swift


@dataclass(frozen=True)
class Told:
    """One event: when (``"1949-10"``), until when ("" without a length), of what kind, where (codes), and in words."""

    month: str
    until: str
    kind: str
    theatres: tuple[str, ...]
    text: str
    passages: tuple[str, ...]
    minor: bool


@dataclass(frozen=True, repr=False)
class Story(Shown):
    """One possible history, told.

    Parameters
    ----------
    world, policy, scenario : which world of which run.
    first, last : its first and last month.
    ending : what it counts as in the end.
    events : what happened, in order; those that are ``minor`` are for who wants to know everything.
    """

    world: int
    policy: str
    scenario: str
    first: str
    last: str
    ending: str
    events: tuple[Told, ...]

    @property
    def title(self) -> str:
        """What the story is of, in a few words."""
        return f"World {self.world:,} under {self.policy}, {self.scenario}"

    @property
    def end(self) -> str:
        """How it ends, in a sentence."""
        return f"{self.last}: the world counts as {self.ending.replace('_', ' ')}."

    def main(self) -> tuple[Told, ...]:
        """Return the events without those that are minor."""
        return tuple(one for one in self.events if not one.minor)

    def to_text(self, everything: bool = False) -> str:
        """Return the story as lines of Markdown, an event a line."""
        lines = [f"# {self.title}", ""]
        lines += [f"* **{one.month}** {one.text}" for one in (self.events if everything else self.main())]
        return "\n".join([*lines, f"* **{self.end.partition(':')[0]}**{self.end.partition(':')[2]}", ""])

    def to_dataframe(self) -> Any:
        """Return the events as a pandas.DataFrame, a row an event."""
        import pandas as pd

        return pd.DataFrame([vars(one) for one in self.events])

    def _card_(self) -> Card:
        return Card(self.title, self.end, [(one.month, one.text) for one in self.main()])


def story(
    run: str | PathLike[str],
    world: int,
    policy: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Story:
    """Tell one world of a run.

    The world is walked again, month by month and to the bit, from the plan that the run holds.

    Parameters
    ----------
    run : the folder of a complete run.
    world : number of the world.
    policy : a policy of the run; its first when left out.
    progress : called with (months walked, months in all).
    announce : told when a program has to be compiled.

    Raises
    ------
    BadInput : there is no such run, world or policy, or the policy is one in code.
    """
    plan, faults, number = plan_of(Path(run)), Faults(), 0
    with using(plan.extensions):
        try:
            number = policy_of(plan, policy)
        except BadInput as error:
            faults.take(error)
        last = plan.first_world + plan.worlds - 1
        if isinstance(world, bool) or not isinstance(world, int) or not plan.first_world <= world <= last:
            what = f"there is no world {world} in the run"
            faults.add(what, where="--world", allowed=f"{plan.first_world} to {last}")
        faults.raise_if_any()
        return told(course(plan, number, world, progress, announce))


def told(of: Course) -> Story:
    """Tell a world that has been walked."""
    plan = of.plan
    with using(plan.extensions):
        events = tuple(_told(of, one) for one in happenings(of))
    stands = [name for name in OUTCOMES[:-1] if of.world[f"progress_{name}"][-1] >= 1.0]
    return Story(
        world=plan.first_world,
        policy=plan.policies[0].name,
        scenario=str(plan.scenario),
        first=month_name(plan, 0),
        last=month_name(plan, plan.months - 1),
        ending=summary.TITLES[stands[0] if stands else OUTCOMES[-1]].lower(),
        events=events,
    )


@cache
def words() -> dict[str, dict[str, Any]]:
    """Return how each kind is told."""
    return toml.read(HERE / "words.toml", "words of a story").data


def _told(of: Course, one: Happening) -> Told:
    scenario, entry = scenarios.load(of.plan.scenario), words()[one.kind]
    facts: dict[str, Any] = {
        **one.facts,
        "closed": scenario.powers.closed.adjective,
        "open": scenario.powers.open.adjective,
        **_derived(of, one),
    }
    said = [entry["text"].format(**facts)]
    said += [more["text"].format(**facts) for more in entry.get("more", ()) if _holds(more["when"], facts)]
    text = " ".join(said)
    return Told(
        month=month_name(of.plan, one.month),
        until="" if one.until is None else month_name(of.plan, one.until),
        kind=one.kind,
        theatres=tuple(scenario.theatres.code[n] for n in one.theatres),
        text=text[:1].upper() + text[1:],
        passages=tuple(entry["passages"]),
        minor=one.minor,
    )


def _derived(of: Course, one: Happening) -> dict[str, Any]:
    """Return what is said of a happening in words of its own: places, lengths, and what was more or less."""
    facts: dict[str, Any] = {}
    if one.theatres:
        facts |= _where(of, one)
    if one.kind == "crisis":
        level = one.facts["level"]
        facts["climbs"] = f" climbs to level {level:.0f}" if level > 1 else " breaks out"
        facts["length"] = "." if one.until is None else f" and lasts {_months(one.until - one.month + 1)}."
    if one.kind == "succession":
        if one.until is None:
            facts["unsettled"] = True
        else:
            length = one.until - one.month + 1
            length_of = "swift" if length <= SWIFT else "long"
            facts |= {"contest": _months(length), "quiet" if length <= 1 else length_of: True}
        change = one.facts["mellowing_after"] - one.facts["mellowing_before"]
        facts |= {"milder": change, "harder": -change, "pragmatic": -one.facts["orthodox"]}
    return facts


def _where(of: Course, one: Happening) -> dict[str, str]:
    theatres = scenarios.load(of.plan.scenario).theatres
    names = [theatres.name[n] for n in one.theatres]
    many = len(names) > 1
    return {
        "places": f"{', '.join(names[:-1])} and {names[-1]}" if many else names[0],
        "pass": "pass" if many else "passes",
        "leave": "leave" if many else "leaves",
        "whole": _whole(of, one),
    }


def _whole(of: Course, one: Happening) -> str:
    """Say so where a state that is spread over several theatres now lies altogether on one side, else ""."""
    if one.kind not in ("takeover", "departure"):
        return ""
    theatres = scenarios.load(of.plan.scenario).theatres
    inside = of.there["in_orbit"][one.month + 1] > 0.5
    found = []
    for state in dict.fromkeys(code for n in one.theatres for code in theatres.states[n]):
        there = [k for k, codes in enumerate(theatres.states) if state in codes]
        if len(there) > 1 and all(inside[k] == (one.kind == "takeover") for k in there):
            found.append(", ".join(theatres.name[k] for k in there))
    return f": the whole country now ({'; '.join(found)})" if found else ""


def _months(count: int) -> str:
    if count < 24:
        return f"{count} month{'s' if count > 1 else ''}"
    return f"{count / 12:.0f} years"


def _holds(when: str, facts: Mapping[str, Any]) -> bool:
    name, _, mark = when.partition(" > ")
    if name not in facts:
        return False
    value = facts[name]
    return bool(value) if not mark else math.isfinite(value) and value > float(mark)
