"""Outward brilliance and the movement abroad (III.16, IV.3-4).

Institutions may shine brightest when inner decay is farthest on: the light of a star long dead (III.16).
Radiance follows inner vitality with a long lag; the appeal is strongest beyond the reach of the police. The
movement abroad lives by that light, by the poor example of the West (IV.3), by gains; tremors in Moscow and
failed prophecy cost it dear (III.11, IV.3).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01

PASSAGES = ("III.11", "III.16", "IV.3", "IV.4")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance inner vitality, radiance and the movement abroad."""
    dt = here.dt
    alive = (
        p.vitality_from_faith * s.popular_faith
        + p.vitality_from_rest * (1.0 - s.exhaustion)
        + p.vitality_from_growth * clip01(s.growth / p.growth_scale)
        + p.vitality_from_renewal * clip01(1.0 - s.divergence)
        + p.vitality_from_conviction * s.conviction
    )
    vitality = approach(s.inner_vitality, clip01(alive), p.vitality_time, dt)
    news = jnp.clip(s.recent_gain / p.pace, -1.0, 1.0)
    poor = p.impression_at_start - s.western_impression
    shine = (
        p.radiance_base
        + p.radiance_from_vitality * vitality
        + p.radiance_from_example * clip01(0.5 + p.radiance_example_slope * poor)
        + p.radiance_from_gains * jnp.maximum(news, 0.0)
    )
    lag = p.glow_least + jnp.maximum(p.afterglow_time - p.glow_least, 0.0) * p.afterglow
    radiance = approach(s.radiance, clip01(shine), lag, dt)
    joined = (
        p.movement_base
        + p.movement_from_radiance * (radiance - p.radiance_mark)
        + p.movement_from_example * p.western_example * poor
        + p.movement_from_gains * news
        - p.movement_from_frustration * s.frustration
        - p.movement_from_tremors * p.tremors_abroad * s.contest * s.violent_transfer
        - p.movement_from_prophecy * p.failed_prophecy * s.unfulfilled_prophecy
    )
    movement = approach(s.movement_abroad, clip01(joined), p.movement_time, dt)
    return {
        "inner_vitality": vitality,
        "radiance": radiance,
        "movement_abroad": movement,
        "appeal_abroad": radiance * jnp.minimum(1.0, p.appeal_base + movement),
    }
