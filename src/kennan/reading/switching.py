"""A passage switched off: the same worlds with its mechanisms and without, and how the odds move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.engine.version import ENGINE_VERSION
from kennan.faults import BadInput, Faults, unknown
from kennan.model import parameters
from kennan.model.recorded import OUTCOMES
from kennan.records import summary

if TYPE_CHECKING:
    from kennan.engine.plan import Plan


def plans(mechanisms: Sequence[str], policy: str, worlds: int, years: int, seed: int) -> tuple[Plan, Plan]:
    """Return the plan with everything on, and the same with some mechanisms off.

    Raises
    ------
    BadInput : an unknown policy or mechanism, or the policy needs hindsight; all faults at once.
    """
    from kennan import policies
    from kennan.engine.plan import Plan

    faults = Faults()
    for name in mechanisms:
        if name not in parameters.strengths():
            faults.found.append(unknown("mechanism", name, parameters.strengths(), "mechanisms"))
    if policy not in policies.names():
        faults.found.append(unknown("policy", policy, policies.names(), "policy"))
        policy = "containment"
    on: Plan | None = None
    try:
        on = Plan.build(policies=policy, worlds=worlds, years=years, seed=seed, record=["orbit"])
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
    assert on is not None  # what could leave it out has been raised
    return on, on.replace(off=tuple(sorted(set(mechanisms))))


def switched(on: Plan, off: Plan, walk: Callable[[Plan], Any]) -> dict[str, Any]:
    """Walk both plans and return how the worlds end, paired world by world.

    Parameters
    ----------
    walk : returns the :class:`~kennan.engine.engine.Block` of a plan; called for both at once, in threads.

    Returns
    -------
    "mechanisms", "policy", "worlds", "years", "seed", "engine_version", "moved" (share of worlds that end otherwise)
    and "outcomes", each with "outcome", "title", "on" and "off" (share, low, high), "difference" (off less on), "low",
    "high", "clear".
    """
    with ThreadPoolExecutor(
        2
    ) as pool:  # side by side, so that two cores have something to do from the first chunk on
        with_, without = pool.map(lambda plan: np.asarray(walk(plan).ending), (on, off))
    rows = []
    for code, outcome in enumerate(OUTCOMES, 1):
        before, after = with_ == code, without == code
        gap = summary.difference(int((after & ~before).sum()), int((before & ~after).sum()), len(with_))
        rows.append(
            {
                "outcome": outcome,
                "title": summary.TITLES[outcome],
                "on": _chance(before),
                "off": _chance(after),
                "difference": gap.difference,
                "low": gap.low,
                "high": gap.high,
                "clear": gap.clear,
            }
        )
    return {
        "mechanisms": list(off.off),
        "policy": on.policies[0].name,
        "worlds": on.worlds,
        "years": on.years,
        "seed": on.seed,
        "outcomes": rows,
        "moved": float((with_ != without).mean()),
        "engine_version": ENGINE_VERSION,
    }


def _chance(which: np.ndarray) -> dict[str, float]:
    share = summary.wilson(int(which.sum()), which.size)
    return {"share": share.share, "low": share.low, "high": share.high}
