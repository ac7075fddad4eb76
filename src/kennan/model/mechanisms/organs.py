"""The organs of suppression (I.6-7, I.10, I.12, I.14-15).

Rulers who can never feel secure (I.10) and whose following is a minority (I.6) keep organs that swell,
become masters of those they serve (I.14) and cannot be given up (I.15). Each relaxation lets private
interests grow back (I.6).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01, fill, jacobi

PASSAGES = ("I.6", "I.7", "I.10", "I.12", "I.14", "I.15", "I.16", "III.16")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance insecurity, organs, their mastery, what is remembered of them, and private remnants."""
    dt = here.dt
    seen = s.open_dissent + (1.0 - p.self_delusion) * s.private_opposition
    fears = (
        p.insecurity_floor
        + p.insecurity_from_opposition * seen
        + p.insecurity_from_contest * s.contest
        + p.insecurity_from_menace * s.menace
        - p.insecurity_from_mellowing * s.mellowing
    )
    insecurity = approach(s.insecurity, clip01(fears), p.insecurity_time, dt)
    reasons = (
        p.organs_floor
        + p.organs_from_insecurity * insecurity
        + p.dictatorship_of_minority * (1.0 - s.popular_faith)
        + p.organs_from_contest * s.contest
        + p.organs_from_menace * s.menace
        + p.organs_from_dissent * s.open_dissent
    )
    wanted = clip01((1.0 - p.organs_from_mellowing * s.mellowing) * clip01(reasons) * here.suppression)
    speed = jnp.where(wanted < s.organs, 1.0 - p.organs_ratchet * s.organs_mastery, 1.0)
    speed = speed * jnp.where(s.party_unity < p.broken_mark, p.broken_speed, 1.0)
    organs = wanted + (s.organs - wanted) * jnp.exp(-speed * dt / p.organs_time)
    organs = clip01(organs + jacobi(s.organs, p.organs_noise, draw.organs, dt))
    recalled = p.mastery_lost_to_leader * (p.mastery_loss_floor + p.mastery_loss_authority * s.authority)
    turned_on = p.mastery_lost_to_violence * s.contest * s.violent_transfer
    mastery = fill(s.organs_mastery, p.organs_become_masters * organs, recalled + turned_on, dt)
    repression = organs * (1.0 - p.repression_from_mellowing * s.mellowing)
    growth = p.remnants_growth * p.relaxation_breeds_rivals * (1.0 - organs) ** 2 * s.private_remnants
    remnants = fill(s.private_remnants, growth + p.remnants_seed, p.remnants_cut * organs, dt)
    return {
        "insecurity": insecurity,
        "organs": organs,
        "organs_mastery": mastery,
        "repression": repression,
        "memory_of_repression": approach(s.memory_of_repression, repression, p.memory_time, dt),
        "private_remnants": remnants,
    }
