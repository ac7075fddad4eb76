"""One month of one world, taken apart: what each step of the month's list changes, and what would change without it.

The columns of a chunk, which are worlds elsewhere, hold one world here: the first as it is, the others with some
strengths taken out. After each step all columns go on from the first, so that every step meets the same state
in all of them and what differs between columns is the work of that step's strengths alone. One program serves
every month; a world is walked to the month in question by making the months before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np

from kennan import world
from kennan.engine import coded, span
from kennan.engine.interventions import Interventions
from kennan.engine.numbers import parameters_of
from kennan.engine.program import AtHand, compiled
from kennan.engine.rollout import Rollout
from kennan.engine.version import CHUNK
from kennan.model import chance, inputs, month, parameters, quantities
from kennan.model.in_use import of_plan
from kennan.model.month import Between
from kennan.model.names import Names, Rows
from kennan.policies import levers as lever_register
from kennan.world import action
from kennan.world.state import world_names
from kennan.world.world import MONTHS

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

Announce = Callable[[str], None]


FAR = (
    12  # years from which on loading the main program pays, which walks five years in the time of ten months
)


@dataclass(frozen=True)
class Step:
    """One step of time taken apart.

    ``before`` and ``after``: every quantity, float32 [], [theatre] or [rival]. ``changed``: for each step of the
    month's list, in order, the new values of what it sets, bounded. ``events``: counts by kind; ``levers``: their
    values. ``step``: number of the step.
    """

    step: int
    before: dict[str, np.ndarray]
    after: dict[str, np.ndarray]
    changed: tuple[tuple[str, dict[str, np.ndarray]], ...]
    events: dict[str, int]
    levers: dict[str, float]


class World:
    """One world under one policy, which can be walked to a month and have it taken apart.

    Parameters
    ----------
    plan : the plan of the run.
    policy : number of the policy in the plan.
    world : number of the world.
    announce : told when a program has to be compiled.
    """

    def __init__(self, plan: Plan, policy: int, world: int, announce: Announce | None = None):
        coded.demand_rules([plan], "a month taken apart")
        self.plan = plan
        self._prepare(policy, world, announce)

    @of_plan
    def _prepare(self, policy: int, world: int, announce: Announce | None) -> None:
        plan = self.plan
        self._policy = policy
        self.walk = Rollout(plan, Interventions())
        self.times = {
            **self.walk.times,
            **{name: value[:-1] for name, value in self.walk.levers(policy).items()},
        }
        self.table = np.repeat(parameters_of(plan, np.array([world])), CHUNK, axis=1)
        self.keys = chance.world_keys(plan.seed, np.full(CHUNK, world))
        self.step = 0
        self._go = jax.device_put(np.bool_(True))
        self._tables = jax.device_put(self.walk.tables)
        self._constant = jax.device_put(np.repeat(self.walk.constant[:, None], CHUNK, axis=1))
        self._whole = jax.device_put((self.keys, self.table, self._everything()))
        self._announce = announce
        self._programs = AtHand()
        self._state = self._set_out()

    @property
    @of_plan
    def strengths(self) -> dict[str, float]:
        """The strengths of this world's mechanisms, by name."""
        rows = {name: row for row, name in enumerate(parameters.load())}
        return {name: float(self.table[rows[name], 0]) for name in parameters.strengths()}

    @of_plan
    def go_to(self, step: int) -> None:
        """Walk the world to the beginning of a step; there is no way back.

        Raises
        ------
        ValueError : the step has been passed.
        """
        if step < self.step:
            raise ValueError(f"the world is at step {self.step}, past {step}")
        width = span.SPAN * MONTHS * self.walk.per_month
        far = step - self.step >= FAR * MONTHS * self.walk.per_month
        while far and step - self.step >= width and self.step % width == 0:
            self._state = self._span(self.step // width)
            self.step += width
        while self.step < step:
            self._state = self._call(self._whole[2])[0]
            self.step += 1

    @of_plan
    def take_apart(self) -> Step:
        """Return the coming step taken apart, without making it."""
        after, changed, events, levers = jax.device_get(self._call(self._whole[2]))
        named = [(name, values) for (name, _), values in zip(month.order(), changed, strict=True)]
        return Step(
            step=self.step,
            before=_one(self._state),
            after=_one(after),
            changed=tuple(
                (name, {q: np.asarray(v[..., 0]) for q, v in values.items()}) for name, values in named
            ),
            events={name: int(count) for name, count in events.items()},
            levers={name: float(value) for name, value in zip(lever_register(), levers, strict=True)},
        )

    @of_plan
    def without(self, step: str, quantity: str, on: np.ndarray, names: Sequence[str]) -> np.ndarray:
        """Return what one step of the list would set a quantity to with some strengths taken out of it.

        Parameters
        ----------
        step, quantity : one step of the list, and a quantity that it sets.
        on : bool [case, strength], false where a strength is taken out; any number of cases.
        names : the strengths, by name.

        Returns
        -------
        float32 [case, ...], [theatre] or [rival] last where the quantity has them.
        """
        number = [name for name, _ in month.order()].index(step)
        rows = {name: row for row, name in enumerate(parameters.strengths())}
        wanted = [rows[name] for name in names]
        found = []
        for first in range(0, len(on), CHUNK - 1):  # the first column of a chunk stays whole
            cases = on[first : first + CHUNK - 1]
            every = self._everything()
            for row, column in zip(wanted, cases.T, strict=True):
                every[number, row, 1 : 1 + len(cases)] = column
            value = self._call(jax.device_put(every))[1][number][quantity]
            found.append(np.moveaxis(np.asarray(value)[..., 1 : 1 + len(cases)], -1, 0))
        return np.concatenate(found)

    @of_plan
    def draws(self) -> dict[str, np.ndarray]:
        """Return the named draws of the coming step: float32 [], [rival] or [theatre]."""
        layout = chance.layout(len(self.walk.tables["prize"]))
        keys = (self.keys[0][:1], self.keys[1][:1])
        uniform = chance.to_uniform(chance.bits(keys, self.step, layout.constants))[:, 0]
        value = np.concatenate([chance.to_normal(uniform[: layout.normals]), uniform[layout.normals :]])
        return {name: value[rows] for name, rows in layout.rows.items()}

    # ---- the programs

    @staticmethod
    def _everything() -> np.ndarray:
        return np.ones((len(month.order()), len(parameters.strengths()), CHUNK), np.float32)

    def _now(self) -> dict[str, np.ndarray]:
        return {name: value[self.step] for name, value in self.times.items()}

    def _set_out(self) -> Any:
        keys, table, _ = self._whole
        given = (self._go, keys, table, self._constant, self.walk.given, self._tables, self._now())
        return self._programs("set_out", span.set_out, given, steps_per_month=self.walk.per_month)(*given)[0]

    def _span(self, number: int) -> Any:
        """Return the state after whole years by the main program, which makes the same state to the bit."""
        keys, table, _ = self._whole
        tables, _, go = self.walk.shared
        now = self.walk.course(self._policy).spans[number]
        given = (go, self._state, keys, table, self._constant, tables, now)
        return self._programs("span", span.through, given, steps_per_month=self.walk.per_month)(*given)[0]

    def _call(self, on: Any) -> Any:
        keys, table, _ = self._whole
        given = (self._go, self._state, keys, table, on, self._constant, self._tables, self._now())
        what = "compiling the month taken apart (once on this machine, about 20 seconds)"
        said = {"announce": self._announce, "what": what, "steps_per_month": self.walk.per_month}
        return self._programs("apart", apart, given, **said)(*given)


def _one(packed: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Return the first column of a state by quantity."""
    found = dict(zip(world_names(), np.asarray(packed["world"])[:, 0], strict=True))
    return found | {
        name: np.asarray(value)[..., 0] for name, value in packed.items() if name not in ("world", "step")
    }


class _Apart(Between):
    """Each step of the list with strengths of its own in each column; all columns then go on from the first."""

    def __init__(self, rows: dict[str, int], table: Any, on: Any):
        strong = {name: number for number, name in enumerate(parameters.strengths())}
        weighted = table[np.array([rows[name] for name in strong])] * on
        self.set: list[dict[str, Any]] = []  # by each step of the list, in its order
        self._numbers = [
            _Numbers(Rows(rows, table), Rows(strong, weighted[i])) for i in range(len(month.order()))
        ]

    def numbers(self, step: str, p: Any) -> Any:  # noqa: ARG002
        return self._numbers[len(self.set)]

    def changes(self, step: str, changes: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        self.set.append(changes)
        return {name: jnp.broadcast_to(value[..., :1], value.shape) for name, value in changes.items()}


@compiled()
def apart(
    go: Any, state: Any, keys: Any, table: Any, on: Any, constant: Any, tables: Any, now: Any,
    *, steps_per_month: int,
) -> Any:  # fmt: skip
    """Make one step of time and hand out what each step of the month's list sets.

    Parameters
    ----------
    go : true; see :func:`kennan.model.geography.apart`.
    state, keys, table, constant, tables : as in :func:`kennan.engine.span.through`, every column the same world.
    on : float32 [step of the list, strength, column], by which strengths are multiplied in that step.
    now : what belongs to this step: schedule and rules of levers, hindsight.

    Returns
    -------
    the state that follows; for each step of the list what it sets [..., column]; events, counts of the first
    column; levers [lever] of the first column.
    """
    laid = world.lay_out(go, table, tables, steps_per_month)
    between = _Apart({name: row for row, name in enumerate(parameters.load())}, table, on)
    after, happened, chosen = world.step(laid, state, keys, action.deciding(now, constant), now, between)
    first = jnp.stack([chosen[name][0] for name in lever_register()])
    return after, between.set, {name: count[0] for name, count in happened.items()}, first


class _Numbers:
    """The parameters of one step: strengths from one table, all others from another."""

    def __init__(self, every: Rows, strengths: Rows):
        self._every, self._strengths = every, strengths

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        strength = getattr(self._strengths, name, None)
        return getattr(self._every, name) if strength is None else strength


def reads(step: str, quantity: str, theatres: int) -> dict[str, tuple[str, ...]]:
    """Return what one step reads for one quantity that it sets: names under "state", "parameter", "draw", "lever".

    Found by following the step's own equations back from the quantity, so that no list can go out of date.

    Raises
    ------
    KeyError : the step does not set the quantity.
    """
    sizes = {"world": (2,), "rival": (chance.RIVALS, 2), "theatre": (theatres, 2)}
    shape = lambda axes: jax.ShapeDtypeStruct(sizes[axes], jnp.float32)  # noqa: E731
    column, square = (jax.ShapeDtypeStruct((theatres, n), jnp.float32) for n in (1, theatres))
    given = {
        "state": {name: shape(q.axes) for name, q in quantities.load().items()},
        "parameter": {name: shape("world") for name in parameters.load()},
        "draw": {name: shape(over) for name, (_, over) in chance.declared().items()},
        "lever": {name: shape("world") for name in lever_register()},
        "place": dict.fromkeys(_PLACE, column) | dict.fromkeys(("neighbours", "groups"), square),
    }  # fmt: skip
    advance = dict(month.order())[step]

    def changes(given: Any) -> Any:
        here = Names(
            {**given["place"], **inputs.BY_HAND},
            dt=1.0 / 12.0,
            apart=lambda compute: compute(),
            schooling=-1.0,
        )
        s, p, draw, levers = (Names(given[kind]) for kind in ("state", "parameter", "draw", "lever"))
        return month.bound({quantity: advance(s, p, draw, levers, here)[quantity]})[quantity]

    made = jax.make_jaxpr(changes)(given).jaxpr
    needed = set(made.outvars)
    for equation in reversed(made.eqns):
        if needed & set(equation.outvars):
            needed |= {v for v in equation.invars if not hasattr(v, "val")}
    paths = [path for path, _ in jax.tree_util.tree_flatten_with_path(given)[0]]
    read = [(path[0].key, path[1].key) for path, v in zip(paths, made.invars, strict=True) if v in needed]
    return {kind: tuple(n for k, n in read if k == kind) for kind in given if kind != "place"}


_PLACE = (
    "prize", "prize_share", "access", "own", "votes", "civil_war", "vulnerability", "influence", "in_orbit", "colonial",
    "border", "alone", "leads", "of_country", "by_land", "size", "worth", "free", "colonies", "retreat", "coups",
    "prize_for_counterforce", "prize_for_effort", "first_force", "decolonising",
    "walled", "wall", *inputs.BY_HAND_THERE,
)  # fmt: skip
