"""One world month by month: everything that was, so that what happened can be told from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios
from kennan.model import quantities
from kennan.model.in_use import using
from kennan.model.recorded import OUTCOMES

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

WORLD = (
    "leader_age", "leader_orthodoxy", "violent_transfer", "contest", "reaching_down", "soft_phase", "mellowing",
    "party_unity", "open_dissent", "output", "organs", "pressure", "orbit", "change_announced", "depression",
    "western_health", "western_unity", *(f"progress_{name}" for name in OUTCOMES[:-1]),
)  # fmt: skip
THERE = ("in_orbit", "crisis_level", "influence")


@dataclass(frozen=True)
class Course:
    """One world as it went.

    Parameters
    ----------
    plan : of one policy and one world.
    world : by name [month + 1], float32; entry 0 is the start.
    there : by name [month + 1, theatre], float32.
    events : counts by kind [month]; entry m is the month that ends with entry m + 1 of the others.
    """

    plan: Plan
    world: dict[str, np.ndarray]
    there: dict[str, np.ndarray]
    events: dict[str, np.ndarray]

    @property
    def months(self) -> int:
        """Months that were walked."""
        return self.plan.months


def course(
    plan: Plan,
    policy: int,
    world: int,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Course:
    """Walk one world of a plan again, to the bit, and keep what a story needs of every month.

    Parameters
    ----------
    policy : number of the policy in the plan.
    world : number of the world.
    progress : called with (months walked, months in all).
    announce : told when a program has to be compiled.

    Raises
    ------
    BadInput : the policy is one in code, which cannot be walked step by step.
    """
    from kennan.engine.months import Months

    one = plan.replace(policies=plan.policies[policy : policy + 1], first_world=world, worlds=1)
    with using(one.extensions):
        names = [name for name in WORLD if name in quantities.load()]
        months = Months(one, announce)
        state = months.reset()
        stood = [_look(months, state, (*names, *THERE))]
        happened: list[dict[str, int]] = []
        for month in range(one.months):
            counts: dict[str, int] = {}
            for _ in range(one.steps_per_month):
                state, events = months.step(state)
                for name, value in events.items():
                    counts[name] = counts.get(name, 0) + int(value[0])
            happened.append(counts)
            stood.append(_look(months, state, (*names, *THERE)))
            if progress and (month % 12 == 11 or month == one.months - 1):
                progress(month + 1, one.months)
    table = lambda name: np.stack([one[name] for one in stood])  # noqa: E731
    kinds = happened[0] if happened else {}
    return Course(
        one,
        {name: table(name) for name in names},
        {name: table(name) for name in THERE},
        {kind: np.array([counts[kind] for counts in happened]) for kind in kinds},
    )


def _look(months: Any, state: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: months.quantity(state, name)[..., 0] for name in names}


def theatres(plan: Plan) -> Any:
    """Return the theatres of a plan's scenario."""
    return scenarios.load(plan.scenario).theatres
