"""The siege: menace proclaimed at home, hostility made abroad (I.10-13, I.16, II.3).

Once the class enemy at home is declared gone, danger from abroad must justify the organs (I.11); every
opponent is the foreigner's agent (I.12); real threats are few and confuse the picture (I.13); deeds done in
its name have canonised the fiction (I.16). And whoever treats the world as an enemy long enough makes it one
(I.10).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, clip01, fill, sigmoid

PASSAGES = ("I.10", "I.11", "I.12", "I.13", "I.14", "I.16")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the menace that is proclaimed."""
    wanted = (1.0 - p.menace_from_mellowing * s.mellowing) * (
        p.real_threat_response * s.western_hostility
        + p.menace_substitution * above(s.organs, 1.0 - s.monopoly)
        + p.siege_interest * s.organs
        + p.foreign_agents * s.open_dissent
    )
    wanted = clip01(wanted)
    speed = (
        jnp.where(wanted < s.menace, 1.0 - p.canonised_fiction, 1.0) / p.menace_time
    )  # I.16: it holds by itself
    return {"menace": wanted + (s.menace - wanted) * jnp.exp(-speed * here.dt)}


def provoke(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the real hostility of the outside world."""
    provoked = p.self_fulfilling_hostility * (
        p.hostility_from_menace * s.menace + p.hostility_from_tension * s.tension
    )
    gain = provoked * (1.0 - p.hostility_from_softness * s.soft_phase) + p.hostility_from_tone * levers.tone
    loss = p.hostility_fading * (1.0 + p.fading_from_belief * sigmoid(s.change_belief))
    return {"western_hostility": fill(s.western_hostility, gain, loss, here.dt)}
