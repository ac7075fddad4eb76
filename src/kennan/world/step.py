"""The state from which worlds set out, and one step of time from any state: pure, batched over worlds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jax.numpy as jnp

from kennan.model import month, start
from kennan.model.month import Between
from kennan.model.names import Names
from kennan.world.state import pack, unpack, world_names
from kennan.world.world import World

Levers = Mapping[str, Any] | Callable[[Any], Mapping[str, Any]]


def reset(world: World, keys: Any, given: Any, levers: Mapping[str, Any], now: Any) -> dict[str, Any]:
    """Return the state from which worlds set out, packed.

    Parameters
    ----------
    world : see :func:`kennan.world.lay_out`.
    keys : the luck of each world, two uint32 [world]; see :func:`kennan.model.chance.world_keys`.
    given : where the quantities of the world start, float32 [quantity] or [quantity, world].
    levers : what the open power does at the start, [world] by name.
    now : what belongs to step 0; see :func:`step`.
    """
    draw = world.draws(keys, jnp.uint32(0))
    values = dict(zip(world_names(), given, strict=True))
    return pack(start.state(values, world.numbers, draw, Names(levers), world.at(now)), jnp.uint32(0))


def step(
    world: World, state: Any, keys: Any, levers: Levers, now: Any, between: Between | None = None
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Make one step of time.

    Parameters
    ----------
    world : see :func:`kennan.world.lay_out`.
    state : a packed state, of :func:`reset` or of the step before.
    keys : the luck of each world, two uint32 [world].
    levers : what the open power does in this step, [world] by name; or a function of the state by name that returns
        that.
    now : what belongs to this step, by name: ``held`` bool [quantity] and ``hold`` float32 [quantity] (quantities that
        an experiment holds), ``walled`` bool [theatre] and ``wall`` [theatre], ``schooling`` and
        ``decolonisation`` (hindsight), ``by_hand`` [decision] and ``by_hand_there`` [decision, theatre].
    between : what is put between the mechanisms of the step; nothing by default.

    Returns
    -------
    the packed state that follows; counts of what happened [world] by event; the levers [world] by name.
    """
    before = jnp.where(now["held"][:, None], now["hold"][:, None], state["world"])
    s = unpack({**state, "world": before})
    there = world.at(now)
    draw = world.draws(keys, state["step"])
    chosen = Names(world.apart(lambda: dict(levers(s)))) if callable(levers) else Names(levers)
    after, happened = month.advance(s, world.numbers, draw, chosen, there, between)
    return pack(after, state["step"] + jnp.uint32(1)), happened, dict(chosen)
