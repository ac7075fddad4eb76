"""One chunk of worlds through one span of years, as one compiled program.

The shapes are fixed (``CHUNK`` worlds, ``SPAN`` years) whatever a user asks for: results are then identical
to the bit for any number of worlds, years, policies and switches, and nothing is compiled twice. Parameters,
switches, levers and holds are arrays: ablations and sweeps are other numbers, not other programs.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import jax
import jax.numpy as jnp

from kennan.engine.program import compiled
from kennan.model import chance, month, parameters, place, quantities, start
from kennan.model.names import Names, Rows, State
from kennan.model.recorded import EVENTS, THEATRE_FIELDS
from kennan.policies import levers as lever_register
from kennan.policies import seen as seen_register
from kennan.policies.registers import by_hand_names

SPAN = 5  # years in one call of the program
MONTHS = 12


@cache
def monthly_names() -> tuple[str, ...]:
    """Return the world-axis quantities that the program hands out each month, all of them, in the register's order."""
    return tuple(name for name, quantity in quantities.load().items() if quantity.axes == "world")


RULES = ("schedule", "gain_above", "reference_above", "gain_below", "reference_below", "low", "high")


def _levers(now: Any, constant: Any, s: Any) -> Names:
    """Return the levers [world] of a policy, by its schedule and by rule over what the open power can see.

    A lever that a world holds constant (``constant`` [lever, world], NaN where it does not) heeds neither.
    """
    policy = Names({name: now[name] for name in RULES})
    sights = {
        "effort_seen_total": s.effort_seen.sum(0),
        "orbit_seen": s.orbit,
        "crises_seen": s.crises,
        "concessions_made": s.concessions_made,
        "belief_in_change": s.change_announced,
        "soviet_strength_seen": s.western_view,
        "western_unity": s.western_unity,
        "western_health": s.western_health,
        "western_weariness": s.western_weariness,
        "depression": (s.depression > 0) * jnp.float32(1.0),
        "budget": s.counterforce_budget,
        "years_elapsed": s.years_elapsed,
    }
    view = jnp.stack([sights[name] for name in seen_register()])[None]
    rise = policy.gain_above[..., None] * jnp.maximum(view - policy.reference_above[..., None], 0.0)
    fall = policy.gain_below[..., None] * jnp.maximum(policy.reference_below[..., None] - view, 0.0)
    value = policy.schedule[:, None] + (rise + fall).sum(1)
    value = jnp.clip(value, policy.low[:, None], policy.high[:, None])
    value = jnp.where(jnp.isnan(constant), value, constant)
    return Names(zip(lever_register(), value, strict=True))


def _draws(keys: Any, step: Any, layout: chance.Layout, apart: Any) -> Rows:
    """Return the named draws of one step: hashed in one sweep, apart, so that no consumer hashes again."""
    constants = jnp.asarray(layout.constants)
    now = apart(lambda: chance.step_keys(keys, step, jnp))
    uniform = apart(lambda: chance.to_uniform(chance.spread(now, constants, jnp), jnp))
    normal = apart(lambda: chance.to_normal(uniform[: layout.normals], jnp))
    return Rows(layout.rows, jnp.concatenate([normal, uniform[layout.normals :]]))


@cache
def _parameter_rows() -> dict[str, int]:
    return {name: row for row, name in enumerate(parameters.load())}


@cache
def _world_rows() -> dict[str, int]:
    return {name: row for row, name in enumerate(monthly_names())}


def _now(there: Names, tables: dict[str, Any], now: Any) -> Names:
    """Return the place as it is at one step: walls of an experiment, hindsight if asked for, and decisions by hand."""
    decided = dict(zip(by_hand_names("world"), now["by_hand"], strict=True))
    decided |= {
        name: row[:, None] for name, row in zip(by_hand_names("theatre"), now["by_hand_there"], strict=True)
    }
    return Names(
        {**there, **decided},
        # who decides where to look changes what a theatre is worth to that side, and nothing else
        prize_for_counterforce=there.prize_for_counterforce * decided["attention"],
        prize_for_effort=there.prize_for_effort * decided["aims"],
        war_risk=now["war_risk"],
        schooling=now["schooling"],
        decolonising=now["decolonisation"] * tables["colonial"],
        walled=now["walled"][:, None],
        wall=now["wall"][:, None],
    )


@compiled()
def set_out(
    go: Any, keys: Any, table: Any, constant: Any, given: Any, tables: Any, now: Any, *, steps_per_month: int
) -> Any:
    """Return the state of a chunk on the first of January and its recorded values [quantity, world]."""
    p, dt = Rows(_parameter_rows(), table), 1.0 / (MONTHS * steps_per_month)
    there = _now(place.here(tables, p, dt, go), tables, now)
    layout = chance.layout(tables["prize"].shape[0])
    draw = _draws(keys, jnp.uint32(0), layout, there.apart)
    scheduled = jnp.where(jnp.isnan(constant), now["schedule"][:, None], constant)
    levers = Names(zip(lever_register(), scheduled, strict=True))
    state = start.state(dict(zip(monthly_names(), given, strict=True)), p, draw, levers, there)
    return _packed(state), _theatres(state)


def _packed(state: Any) -> dict[str, Any]:
    """Return the state as few arrays: one table of all world-axis quantities, and the others by name."""
    others = {name: state[name] for name, q in quantities.load().items() if q.axes != "world"}
    return {"world": jnp.stack([state[name] for name in monthly_names()]), **others}


def _unpacked(packed: dict[str, Any]) -> State:
    others = {name: value for name, value in packed.items() if name != "world"}
    return State(Rows(_world_rows(), packed["world"]), others)


def _theatres(state: Names) -> dict[str, Any]:
    kept = {}
    for name, (kind, scale) in THEATRE_FIELDS.items():
        most = jnp.iinfo(kind).max
        kept[name] = jnp.round(jnp.minimum(state[name] * scale, most)).astype(kind)
    return kept


@compiled(1)
def span(
    go: Any, state: Any, keys: Any, first_step: Any, table: Any, constant: Any, tables: Any, times: Any,
    *, steps_per_month: int,
) -> Any:  # fmt: skip
    """Advance a chunk by ``SPAN`` years.

    Parameters
    ----------
    go : true; see :func:`kennan.model.place.apart`.
    state : the chunk's state, by quantity.
    keys : two uint32 [world]; first_step : number of steps already made.
    table : parameters [parameter, world]; constant : levers held constant [lever, world], NaN where not;
    tables : theatre tables.
    times : what belongs to each step [SPAN, 12 * steps_per_month, ...]: schedule and rules of levers, decisions by
        hand, holds, walls, hindsight.

    Returns
    -------
    state, monthly float32 [SPAN, 12, quantity, world], events uint8 [SPAN, 12, event, world],
    theatres: fields [SPAN, theatre, world] at each January that follows.
    """
    p, dt = Rows(_parameter_rows(), table), 1.0 / (MONTHS * steps_per_month)
    layout = chance.layout(tables["prize"].shape[0])
    always = place.here(tables, p, dt, go)

    def one_step(carry: Any, now: Any) -> Any:
        state, step, events = carry
        world = jnp.where(now["held"][:, None], now["hold"][:, None], state["world"])
        s = _unpacked({**state, "world": world})
        there = _now(always, tables, now)
        draw = _draws(keys, step, layout, there.apart)
        levers = Names(there.apart(lambda: dict(_levers(now, constant, s))))
        s, happened = month.advance(s, p, draw, levers, there)
        counts = jnp.stack([happened[name].astype(jnp.uint8) for name in EVENTS])
        return (_packed(s), step + jnp.uint32(1), events + counts), None

    def one_month(carry: Any, now: Any) -> Any:
        state, step = carry
        none = jnp.zeros((len(EVENTS), table.shape[1]), jnp.uint8)
        if steps_per_month == 1:
            (state, step, events), _ = one_step((state, step, none), jax.tree.map(lambda x: x[0], now))
        else:
            (state, step, events), _ = jax.lax.scan(one_step, (state, step, none), now)
        # every quantity is handed out, whatever is recorded, so that recording changes no world by a bit; the
        # host copies what was asked for
        return (state, step), (state["world"], events)

    def one_year(carry: Any, now: Any) -> Any:
        carry, (monthly, events) = jax.lax.scan(one_month, carry, now)
        return carry, (monthly, events, _theatres(Names(carry[0])))

    def by_month(x: Any) -> Any:
        return x.reshape(SPAN, MONTHS, steps_per_month, *x.shape[1:])

    carry, (monthly, events, theatres) = jax.lax.scan(
        one_year, (state, first_step), jax.tree.map(by_month, times)
    )
    return carry[0], monthly, events, theatres
