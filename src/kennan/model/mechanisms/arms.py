"""Arms as a share of output, tension, and forces abroad (II.10, III.4).

The article names what industry costs a people whose comforts come last (III.4) and asks for a cool head (II.10); that
arms answer arms, and what a limited war adds to them, is not in the article. Each side's share of output goes to what
its policy asks for, answers what the other side's outlays have become since the start, the more the tenser the times
(Richardson 1960), and rises with limited wars. Crises heat tension, and it cools with the years.

Departures from the dossier: a side answers what has changed since the start, so that the shares of the start are at
rest in a world at rest; tension at its highest doubles the answer instead of multiplying it up to five times, which
ran away in a tenth of the dossier's draws; forces abroad have one scale instead of
two: as many again go to each war as stand abroad at full effort in quiet times.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach

PASSAGES = ("II.10", "III.4")
MOST = 0.4  # no power has kept a greater share of its output under arms for years without a general war


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance tension, both sides' arms as shares of output, and the open power's forces abroad."""
    dt = here.dt
    heated = jnp.minimum(1.0, p.tension_at_start + p.tension_from_crises * s.crisis_level.sum(0))
    tension = approach(s.tension, heated, p.tension_memory, dt)
    heed = p.answering_arms * (1.0 + (tension - p.tension_at_start) / (1.0 - p.tension_at_start))
    ratio = jnp.maximum(s.output_ratio, 0.01)
    first = p.output_ratio_at_start * p.arms_closed_at_start, p.arms_open_at_start / p.output_ratio_at_start
    wanted_open = (
        p.arms_at_full_effort * s.open_level
        + heed * jnp.maximum(ratio * s.military_burden - first[0], 0.0)
        + p.arms_for_war * s.wars
    )
    answer = heed * jnp.maximum(s.arms_open / ratio - first[1], 0.0)
    # an army that nobody commands dissolves (III.15); pressure is nothing then of itself
    wanted_closed = p.arms_closed_at_start * s.pressure + answer * s.orders_obeyed
    abroad = p.forces_at_full_effort * (s.open_level * tension / p.tension_at_start + s.wars)
    total = s.at_war > 0  # a general war takes what can be had
    wanted_open, wanted_closed = jnp.where(total, MOST, wanted_open), jnp.where(total, MOST, wanted_closed)
    return {
        "tension": tension,
        "arms_open": approach(s.arms_open, jnp.minimum(wanted_open, MOST), p.arms_time, dt),
        "military_burden": approach(s.military_burden, jnp.minimum(wanted_closed, MOST), p.arms_time, dt),
        "forces_abroad": approach(s.forces_abroad, abroad, p.arms_time, dt),
    }
