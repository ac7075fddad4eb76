"""Outward brilliance and the movement abroad (III.16, IV.3-4).

Institutions may shine brightest when inner decay is farthest on: the light of a star long dead (III.16).
Radiance follows inner vitality with a long lag; the appeal is strongest beyond the reach of the police. The
movement abroad lives by that light and by the same news as the apparatus at home: the example of the West (IV.3), gains
(IV.4), frustration (IV.5); tremors in Moscow and failed prophecy cost it dear (III.11, IV.3).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01, log_odds, sigmoid
from kennan.model.mechanisms.ideology import news

PASSAGES = ("III.11", "III.16", "IV.3", "IV.4")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance inner vitality, radiance and the movement abroad [world], all 0-1."""
    dt = here.dt
    alive = vitality(s, p)
    radiance = approach(s.radiance, alive, jnp.maximum(p.afterglow_time * p.afterglow, 1e-3), dt)
    joined = sigmoid(
        log_odds(p.movement_at_start)
        + p.movement_from_radiance * (radiance - p.radiance_at_start)
        + news(s, p)
        - p.failed_prophecy * s.unfulfilled_prophecy
        - p.followers_feel_tremors * p.tremors_abroad * s.contest * s.violent_transfer
    )
    movement = approach(s.movement_abroad, joined, p.movement_time, dt)
    return {
        "inner_vitality": alive,
        "radiance": radiance,
        "movement_abroad": movement,
        "appeal_abroad": appeal(radiance, movement),
    }


def vitality(s: Any, p: Any) -> Any:
    """Return inner vitality [world], 0-1: the mean of what it lives on, faith, rest, growth, renewal and conviction."""
    growth = clip01(s.growth / p.vigorous_growth)
    return (s.popular_faith + (1.0 - s.exhaustion) + growth + clip01(1.0 - s.divergence) + s.conviction) / 5.0


def appeal(radiance: Any, movement: Any) -> Any:
    """Return the appeal of the system abroad [world], 0-1: its light, so far as there is somebody to carry it."""
    return radiance * jnp.sqrt(movement)
