"""Worlds of a plan walked step by step from Python: look, decide, go on.

What decides may be anything that Python can do, also what is no pure function (a person, a network that learns):
unlike a policy in code it is not compiled with the month, and no plan keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from kennan import world
from kennan.engine import span
from kennan.engine.interventions import Interventions
from kennan.engine.numbers import parameters_of
from kennan.engine.program import AtHand, compiled
from kennan.engine.rollout import Rollout
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.model import chance
from kennan.model.in_use import of_plan
from kennan.policies import levers as lever_register
from kennan.world import action
from kennan.world.state import unpack

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

TOGETHER = 128  # worlds that fill a vector: multiples of it have the engine's bits

State = dict[str, Any]


@compiled()
def month(
    go: Any, state: Any, keys: Any, table: Any, constant: Any, tables: Any, now: Any, *, steps_per_month: int
) -> Any:
    """Make one step of time; the arguments are those of :func:`kennan.engine.span.through`, ``now`` of one step."""
    laid = world.lay_out(go, table, tables, steps_per_month)
    state, happened, chosen = world.step(laid, state, keys, action.deciding(now, constant), now)
    return state, happened, chosen


class Months:
    """The worlds of a plan of one policy, step by step.

    Every method is a pure function of the state that it is given, so that one may go back, or try a step twice: the
    luck of a step is the same luck each time.

    Parameters
    ----------
    plan : what is walked; its policy sets the levers that a step does not name.
    announce : told in words when a program has to be compiled, and "" when that is over.

    Raises
    ------
    BadInput : the plan has several policies, or one in code.

    Example
    -------
    >>> from kennan.engine.months import Months
    >>> from kennan.engine.plan import Plan
    >>> months = Months(Plan.build(worlds=10, years=2))
    >>> state = months.reset()
    >>> seen = months.observe(state)
    >>> state, happened = months.step(state, {"level": 0.2 + seen["orbit_seen"]})
    >>> months.quantity(state, "orbit").shape
    (10,)
    """

    def __init__(self, plan: Plan, announce: Callable[[str], None] | None = None):
        if not hasattr(plan, "policies"):
            raise BadInput(Fault(f"{plan!r} is no plan", "plan", "kennan.engine.plan.Plan.build(...)"))
        if len(plan.policies) != 1 or plan.policies[0].code:
            allowed = "one policy, of schedules and rules"
            raise BadInput(Fault("these worlds cannot be walked step by step", "policies", allowed))
        self.plan = plan
        self._walk = Rollout(plan, Interventions())
        self._wide = plan.worlds + -plan.worlds % TOGETHER
        numbers = plan.first_world + np.arange(self._wide)
        self._keys = jax.device_put(chance.world_keys(plan.seed, numbers))
        self._table = jax.device_put(parameters_of(plan, numbers))
        self._times = {**self._walk.times, **{n: v[:-1] for n, v in self._walk.levers(0).items()}}
        self._held = np.repeat(self._walk.constant[:, None], self._wide, axis=1)
        self._programs = AtHand()
        what = "compiling a step (once on this machine, about 12 seconds)"
        self._said = {"announce": announce, "what": what, "steps_per_month": plan.steps_per_month}

    @of_plan
    def reset(self) -> State:
        """Return the state at the start: arrays that :meth:`step` goes on from; ``step`` counts steps of time."""
        tables, given, go = self._walk.shared
        arguments = (go, self._keys, self._table, self._held, given, tables, self._now(0))
        state: State = self._programs("set_out", span.set_out, arguments, **self._said)(*arguments)[0]
        return state

    @of_plan
    def observe(self, state: State) -> dict[str, np.ndarray]:
        """Return what the open power sees, float32 [world] by the names of ``kennan list seen``."""
        seen = world.observe(unpack(state))
        return {name: np.asarray(value)[: self.plan.worlds] for name, value in seen.items()}

    @of_plan
    def quantity(self, state: State, name: str) -> np.ndarray:
        """Return a quantity as it truly is, float32 [world], [theatre, world] or [rival, world].

        Raises
        ------
        BadInput : there is no such quantity.
        """
        from kennan.model import quantities

        if name not in quantities.load():
            raise BadInput(unknown("quantity", name, quantities.load(), "", "kennan list quantities"))
        return np.asarray(unpack(state)[name])[..., : self.plan.worlds]

    @of_plan
    def step(
        self, state: State, levers: Mapping[str, Any] | None = None
    ) -> tuple[State, dict[str, np.ndarray]]:
        """Make one step of time.

        Parameters
        ----------
        state : of :meth:`reset` or of the step before.
        levers : by name, each a number or [world], held within its bounds; what is not named, or is NaN, is as the
            plan's policy has it.

        Returns
        -------
        the state a step later; counts of what happened, uint8 [world] by event.

        Raises
        ------
        BadInput : the plan's time is over, or a lever there is not or has another shape; all faults at once.
        """
        if not isinstance(state, Mapping) or "step" not in state:
            raise BadInput(Fault("this is no state", "state", "what reset() or the step before returned"))
        number = int(state["step"])
        if number >= self.plan.steps:
            what = f"all {self.plan.steps} steps of the plan have been made"
            raise BadInput(Fault(what, "step", do="take a plan of more years"))
        tables, _, go = self._walk.shared
        given = (go, state, self._keys, self._table, self._chosen(levers or {}), tables, self._now(number))
        after, happened, _ = self._programs("month", month, given, **self._said)(*given)
        events = {n: np.asarray(v)[: self.plan.worlds].astype(np.uint8) for n, v in happened.items()}
        return after, events

    def _chosen(self, levers: Mapping[str, Any]) -> np.ndarray:
        """Return the levers that are decided [lever, world], NaN where the policy sets them."""
        if not isinstance(levers, Mapping):
            raise BadInput(Fault(f"levers is {levers!r}", "levers", 'levers by name, as in {"level": 0.5}'))
        faults, chosen = Faults(), self._held.copy()
        rows = {name: row for row, name in enumerate(lever_register())}
        for name, value in levers.items():
            if name not in rows:
                faults.found.append(unknown("lever", str(name), rows, "levers", "kennan list levers"))
                continue
            try:
                if value is None or np.shape(value) not in ((), (self.plan.worlds,)):
                    raise ValueError
                wanted = np.broadcast_to(np.asarray(value, np.float32), (self.plan.worlds,))
            except (TypeError, ValueError):
                allowed = f"a number, or {self.plan.worlds} of them"
                faults.add(f"{name} cannot be taken", where=f"levers.{name}", allowed=allowed)
                continue
            one = lever_register()[name]
            free = np.isnan(self._held[rows[name], : self.plan.worlds])  # what the plan sets stays set
            kept = chosen[rows[name], : self.plan.worlds]
            kept[free] = np.clip(wanted, one.low, one.high)[free]
        faults.raise_if_any()
        return chosen

    def _now(self, step: int) -> dict[str, np.ndarray]:
        return {name: value[step] for name, value in self._times.items()}
