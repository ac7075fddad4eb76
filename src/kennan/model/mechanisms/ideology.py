"""Ideology: confidence in the tide of history, conviction, prophecy (I.2-4, II.2, II.8, IV.3-5).

The fall of capitalism is certain and needs no date, so that losses are taken philosophically (II.8); the
belief suits its holders and yields slowly (I.4); its keystone is the decrepitude of the West (IV.3), so that
a West in health, and a crash that does not come, tell on it; frustration without end tells on it most (IV.5).
Meanwhile enthusiasm slides into half-believed profession (I.4).

What does tell on a patient power is frustration, which gathers over years, and no single loss of ground (II.9).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, clip01, fill, jacobi, sigmoid

PASSAGES = ("I.2", "I.4", "II.2", "II.8", "IV.3", "IV.4", "IV.5")
SURE = 0.5  # surer than not


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance disappointed prophecy, confidence and conviction."""
    dt = here.dt
    prophecy = approach(s.unfulfilled_prophecy, 1.0, p.prophecy_time, dt)
    prophecy = jnp.where(s.depression > 0, 0.0, prophecy)
    tide = sigmoid(p.tide_of_history + news(s, p) - p.failed_prophecy * prophecy)
    speed = jnp.where(tide > s.confidence, 1.0, 1.0 - p.congenial_belief) / p.confidence_time
    confidence = approach(s.confidence, tide, 1.0 / jnp.maximum(speed, 1e-3), dt)
    confidence = clip01(confidence + jacobi(s.confidence, p.confidence_noise, draw.confidence, dt))
    # who is surer than not is won for the cause; the rest goes, and so does enthusiasm, the faster the less is attained
    gain = p.conviction_gain * above(confidence, SURE)
    loss = p.conviction_gain * above(SURE, confidence) + p.enthusiasm_to_imposture * (1.0 + s.frustration)
    return {
        "unfulfilled_prophecy": prophecy,
        "confidence": confidence,
        "conviction": fill(s.conviction, gain, loss, dt),
    }


def news(s: Any, p: Any) -> Any:
    """Return what the news says of the tide of history [world], in log-odds, to the apparatus and to followers abroad.

    A West that copes with its problems tells against it (IV.3), success for it (IV.4), frustration against it
    (IV.5); only an impatient power smarts at a loss of ground (II.8).
    """
    ground = s.gain + (1.0 - p.patience) * jnp.clip(s.recent_gain / p.pace, -1.0, 0.0)
    return (
        p.western_example * (p.impression_at_start - s.western_impression)
        + p.cheered_by_gains * ground
        - p.frustration_saps_confidence * s.frustration
    )
