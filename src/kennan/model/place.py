"""The place: what does not change within a world, laid out for the equations."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from kennan.model.month import Names


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


def here(table: dict[str, Any], p: Any, dt: float) -> Names:
    """Return the place for a chunk of worlds: tables, and the powers of the prize that its numbers ask for."""
    prize = table["prize"] + p.prize_floor
    return Names(
        table,
        dt=dt,
        first_force=p.garrisons * (table["prize"] + p.garrison_floor) * table["access"] * (1.0 - table["in_orbit"]),
        prize_of_passing=prize,
        prize_of_crisis=prize,
        prize_for_counterforce=jnp.exp(p.prize_power * jnp.log(prize)),
        prize_for_effort=jnp.exp(p.target_prize_power * jnp.log(prize)),
    )
