"""Walks one chunk month by month and keeps the effort in every theatre, which a run keeps each January only.

The same equations, draws and settings as in :mod:`kennan.run.chunk` (its January values agree with a run's);
what differs is what is kept, and that a wall may stand at another theatre and height in each world.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np


def efforts(
    lab: Any, off: tuple[str, ...], months: int, wall: Any = None, policy: str = "containment"
) -> np.ndarray:
    """Return effort after each month [month + 1, theatre, world]; entry 0 is the start.

    Parameters
    ----------
    wall : None, or (theatre row [world], force [world], first month): counterforce held from then on.
    """
    from kennan.run import devices

    devices.prepare()
    import jax

    from kennan.model import chance
    from kennan.run import chunk, engine
    from kennan.run.hold import Holds
    from kennan.run.version import CHUNK
    from kennan.run.walk import Walk

    if lab.worlds != CHUNK:
        raise ValueError(f"monthly efforts are kept for {CHUNK} worlds")
    plan = lab.plan(policy, years=-(-months // 12), off=off)
    walk, worlds = Walk(plan, Holds()), np.arange(CHUNK)
    given = jax.device_put((walk.tables, walk.given, engine.parameters_of(plan, worlds)))
    tables, starts, table = given
    keys = jax.device_put(chance.world_keys(plan.seed, worlds))
    go = jax.device_put(np.bool_(True))
    rules = {name: x for name, x in walk.levers[0].items() if name != "schedule"}
    now = {name: x[:months] for name, x in {**walk.times, "schedule": walk.levers[0]["schedule"]}.items()}
    first = {name: x[0] for name, x in now.items()}
    state, _ = chunk.set_out(go, keys, table, starts, tables, first, steps_per_month=1)
    n = len(walk.scenario.theatres)
    force, from_month = np.full((n, CHUNK), -1.0, np.float32), months
    if wall is not None:
        row, height, from_month = wall
        force[row, worlds] = height
    path = _walker()(go, state, keys, table, tables, rules, now, force, np.arange(months) >= from_month)
    return np.concatenate([np.asarray(state["effort"])[None], np.asarray(path)])


@cache
def _walker() -> Any:
    import jax
    import jax.numpy as jnp

    from kennan.model import chance, month, place
    from kennan.model.names import Names, Rows
    from kennan.run import chunk

    @jax.jit
    def walk(
        go: Any, state: Any, keys: Any, table: Any, tables: Any, policy: Any, times: Any, force: Any, up: Any
    ) -> Any:
        p, dt, policy = Rows(chunk._parameter_rows(), table), 1.0 / chunk.MONTHS, Names(policy)
        layout, always = chance.layout(tables["prize"].shape[0]), place.here(tables, p, dt, go)

        def step(carry: Any, at: Any) -> Any:
            packed, number = carry
            now, stands = at
            s = chunk._unpacked(packed)
            there = chunk._now(always, tables, now)
            there = Names(there, walled=(force >= 0) * jnp.where(stands, 1.0, 0.0), wall=force)
            draw = chunk._draws(keys, number, layout, there.apart)
            levers = Names(there.apart(lambda: dict(chunk._levers(policy, now["schedule"], s))))
            s, _ = month.advance(s, p, draw, levers, there)
            packed = chunk._packed(s)
            return (packed, number + jnp.uint32(1)), packed["effort"]

        return jax.lax.scan(step, (state, jnp.uint32(0)), (times, up))[1]

    return walk
