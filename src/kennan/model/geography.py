"""The place: what does not change within a world, laid out for the equations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kennan.model.names import Names


def tables(theatres: Any) -> dict[str, np.ndarray]:
    """Return the theatre tables of a scenario as float32 arrays [theatre, 1] (and [theatre, theatre])."""
    column = lambda x: np.asarray(x, np.float32)[:, None]  # noqa: E731
    prize, access = column(theatres.prize), column(theatres.access)
    inside = column([a == "B" for a in theatres.alignment])
    return {
        "prize": prize,
        "prize_share": prize / prize.sum(),
        "access": access,
        "autonomy": column(theatres.autonomy),
        "vulnerability": column(theatres.vulnerability),
        "influence": column(theatres.influence),
        "in_orbit": inside,
        "colonial": column(theatres.colonial),
        "neighbours": np.asarray(theatres.neighbours / np.asarray(theatres.row_sum)[:, None], np.float32),
        "border": column(np.asarray(theatres.border) / np.asarray(theatres.row_sum)),
    }


def apart(go: Any, compute: Callable[[], Any]) -> Any:
    """Return ``compute()``, compiled apart from what surrounds it.

    ``go`` is true in every run, but the compiler cannot know it. Without such walls XLA fuses every equation
    into every reader of its result, down to the hash of each draw, and computes it again for each of 72
    theatres: measured, that made the month thirty times slower and its compilation ten times.
    (``optimization_barrier`` no longer stops it: the CPU compiler removes barriers before it fuses.)
    Where nothing is compiled, ``go`` is Python's ``True``, and there is no wall.
    """
    if go is True:
        return compute()
    shapes = jax.eval_shape(compute)
    return jax.lax.cond(go, compute, lambda: jax.tree.map(lambda x: jnp.zeros(x.shape, x.dtype), shapes))


def here(table: dict[str, Any], p: Any, dt: float, go: Any) -> Names:
    """Return the place for a chunk of worlds: tables, and the powers of the prize that its numbers ask for."""

    def powers() -> tuple[Any, Any]:
        prize = jnp.log(table["prize"] + p.prize_floor)
        return jnp.exp(p.prize_power * prize), jnp.exp(p.target_prize_power * prize)

    for_counterforce, for_effort = apart(go, powers)
    prize = table["prize"] + p.prize_floor
    return Names(
        table,
        dt=dt,
        apart=partial(apart, go),
        first_force=p.garrisons
        * (table["prize"] + p.garrison_floor)
        * table["access"]
        * (1.0 - table["in_orbit"]),
        prize_of_crisis=prize,
        prize_for_counterforce=for_counterforce,
        prize_for_effort=for_effort,
    )
