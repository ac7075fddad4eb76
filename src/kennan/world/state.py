"""The state of many worlds: as few arrays, which compiled programs pass around, and by name, as equations read it."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model import quantities
from kennan.model.in_use import of_model
from kennan.model.names import Names, Rows, State
from kennan.model.recorded import THEATRE_FIELDS


@of_model
def world_names() -> tuple[str, ...]:
    """Return the quantities of the whole world, in the register's order: the rows of ``state["world"]``."""
    return tuple(name for name, quantity in quantities.load().items() if quantity.axes == "world")


@of_model
def _rows() -> dict[str, int]:
    return {name: row for row, name in enumerate(world_names())}


def pack(state: Any, step: Any) -> dict[str, Any]:
    """Return a state as few arrays.

    Parameters
    ----------
    state : every quantity by name: [world], [rival, world] or [theatre, world].
    step : uint32, the number of steps that have been made.

    Returns
    -------
    "world" float32 [quantity, world], the other quantities by name, and "step".
    """
    others = {name: state[name] for name, q in quantities.load().items() if q.axes != "world"}
    return {"world": jnp.stack([state[name] for name in world_names()]), **others, "step": step}


def unpack(packed: dict[str, Any]) -> State:
    """Return every quantity of a packed state by name."""
    others = {name: value for name, value in packed.items() if name not in ("world", "step")}
    return State(Rows(_rows(), packed["world"]), others)


def theatres(state: Names | dict[str, Any]) -> dict[str, Any]:
    """Return the fields of theatres that are kept each January, as whole numbers [theatre, world]."""
    kept = {}
    for name, (kind, scale) in THEATRE_FIELDS.items():
        most = jnp.iinfo(kind).max
        kept[name] = jnp.round(jnp.minimum(state[name] * scale, most)).astype(kind)
    return kept
