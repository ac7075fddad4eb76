"""What each side can see of the other (II.3, III.1, III.16).

The open power sees Soviet effort late and wrongly, the more so the more the other side lives by menace and
secrecy; it takes every soft phase for change of heart; it overrates the light that still shines. The rulers
see open dissent, and of the hidden kind only what they do not hide from themselves.

Departure from the dossier: there the West's error was drawn afresh each month and averaged out, so that
secrecy changed nothing (its signature S74 failed). Here a misjudgement of a theatre lasts (Jervis 1976:
images persist against the evidence), and secrecy widens it as well as the lag. Its strength at 0 leaves the
errors made about an open opponent.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01, sigmoid

PASSAGES = ("II.3", "III.1", "III.16")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the open power's picture of Soviet effort, theatre by theatre."""
    dt = here.dt
    veil = p.secretiveness * s.menace * (1.0 - s.mellowing)
    spread = p.sight_error * (1.0 + veil)
    keep = jnp.exp(-dt / p.misjudgement_memory)
    shock = spread * jnp.sqrt(1.0 - keep * keep)
    misjudgement = s.misjudgement * keep + shock * draw.sight_of_effort
    # the factor of error has mean one at any width, so that secrecy distorts the picture without darkening it
    picture = s.effort * jnp.exp(jnp.clip(misjudgement - 0.5 * spread * spread, -3.0, 3.0))
    lag = p.sight_lag * (1.0 + veil)
    return {"misjudgement": misjudgement, "effort_seen": approach(s.effort_seen, picture, lag, dt)}


def believe(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance the belief that the other side has changed, and each side's estimate of Soviet strength."""
    dt = here.dt
    shown = p.mellowing_seen_outside + (1.0 - p.mellowing_seen_outside) * s.soft_phase
    noise = p.softness_noise * p.sight_error * draw.change_belief
    soft = p.softness_seen * s.soft_phase + p.mellowing_seen * s.mellowing * shown + noise
    weight = p.credulity_floor + p.credulity_weight * levers.credulity
    push = p.they_have_changed * p.belief_speed * (soft - p.softness_mark) * weight
    belief = approach(s.change_belief, p.belief_rest + push / p.belief_fading, 1.0 / p.belief_fading, dt)
    said, before = sigmoid(belief), sigmoid(s.change_belief)
    announced = (said > p.announcement_mark) & (before <= p.announcement_mark)
    return {
        "change_belief": belief,
        "change_announced": said,
        "western_view": clip01(
            p.view_from_radiance * s.radiance + (1.0 - p.view_from_radiance) * s.inner_vitality
        ),
        "rulers_security": clip01(1.0 - s.open_dissent - p.security_from_contest * s.contest),
        "events": {"false_announcement": announced & (s.mellowing < p.change_mark)},
    }
