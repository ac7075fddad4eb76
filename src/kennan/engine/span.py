"""One chunk of worlds through one span of years, as one compiled program.

The shapes are fixed (``CHUNK`` worlds, ``SPAN`` years) whatever a user asks for: results are then identical
to the bit for any number of worlds, years, policies and switches, and nothing is compiled twice. Parameters,
switches, levers and holds are arrays: ablations and sweeps are other numbers, not other programs.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from kennan import world
from kennan.engine.program import Program, compiled
from kennan.model.recorded import events as event_names
from kennan.world import action
from kennan.world.state import theatres, unpack
from kennan.world.world import MONTHS

SPAN = 5  # years in one call of the program


@compiled()
def set_out(
    go: Any, keys: Any, table: Any, constant: Any, given: Any, tables: Any, now: Any, *, steps_per_month: int
) -> Any:
    """Return the state of a chunk at the start, and the fields of theatres that are recorded [theatre, world]."""
    laid = world.lay_out(go, table, tables, steps_per_month)
    state = world.reset(laid, keys, given, action.at_the_start(now, constant), now)
    return state, theatres(unpack(state))


@compiled(1)
def through(
    go: Any,
    state: Any,
    keys: Any,
    table: Any,
    constant: Any,
    tables: Any,
    times: Any,
    *,
    steps_per_month: int,
) -> Any:
    """Advance a chunk by ``SPAN`` years.

    Parameters
    ----------
    go : true; see :func:`kennan.model.geography.apart`.
    state : the chunk's state; see :func:`kennan.world.state.pack`.
    keys : two uint32 [world].
    table : parameters [parameter, world]; constant : levers held constant [lever, world], NaN where not;
    tables : theatre tables.
    times : what belongs to each step [SPAN, 12 * steps_per_month, ...]: schedule and rules of levers, decisions by
        hand, holds, walls, hindsight.

    Returns
    -------
    state, monthly float32 [SPAN, 12, quantity, world], events uint8 [SPAN, 12, event, world],
    theatres: fields [SPAN, theatre, world] at each turn of the year that follows.
    """
    return _span(None, go, state, keys, table, constant, tables, times, steps_per_month=steps_per_month)


def following(act: Any) -> Program:
    """Return :func:`span` under a policy in code: the same months, with levers set by a function of what is seen."""

    def span(*given: Any, steps_per_month: int) -> Any:
        return _span(act, *given, steps_per_month=steps_per_month)

    return Program(span, (1,))


def _span(
    act: action.Act | None, go: Any, state: Any, keys: Any, table: Any, constant: Any, tables: Any, times: Any,
    *, steps_per_month: int,
) -> Any:  # fmt: skip
    laid = world.lay_out(go, table, tables, steps_per_month)

    def one_step(carry: Any, now: Any) -> Any:
        state, events = carry
        state, happened, _ = world.step(laid, state, keys, action.deciding(now, constant, act), now)
        counts = jnp.stack([happened[name].astype(jnp.uint8) for name in event_names()])
        return (state, events + counts), None

    def one_month(state: Any, now: Any) -> Any:
        none = jnp.zeros((len(event_names()), table.shape[1]), jnp.uint8)
        if steps_per_month == 1:
            (state, events), _ = one_step((state, none), jax.tree.map(lambda x: x[0], now))
        else:
            (state, events), _ = jax.lax.scan(one_step, (state, none), now)
        # every quantity is handed out, whatever is recorded, so that recording changes no world by a bit; the
        # host copies what was asked for
        return state, (state["world"], events)

    def one_year(state: Any, now: Any) -> Any:
        state, (monthly, events) = jax.lax.scan(one_month, state, now)
        return state, (monthly, events, theatres(state))

    def by_month(x: Any) -> Any:
        return x.reshape(SPAN, MONTHS, steps_per_month, *x.shape[1:])

    state, (monthly, events, fields) = jax.lax.scan(one_year, state, jax.tree.map(by_month, times))
    return state, monthly, events, fields
