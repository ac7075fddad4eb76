"""The organs of suppression (I.6-7, I.10, I.12, I.14-15).

Rulers who can never feel secure (I.10) and whose following is a minority (I.6) keep organs that the menace abroad
justifies (I.12) and that cannot be given up (I.15): they grow readily and shrink slowly, because they have in large
measure become masters of those they serve (I.14). Where orders are no longer obeyed they dissolve like the rest of the
apparatus (III.15). Forced labour is theirs (III.4, III.6): a count and a cost in people; as a source of output it
was tried and moved nothing.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01
from kennan.model.mechanisms.compliance import BROKEN

PASSAGES = ("I.6", "I.7", "I.10", "I.12", "I.14", "I.15", "I.16", "III.4", "III.6", "III.15", "III.16")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the organs, repression as people meet it, and forced labour."""
    dt = here.dt
    milder = 1.0 - p.organs_from_mellowing * s.mellowing
    swollen = p.organs_at_start * reasons(s, p) / jnp.maximum(s.reasons_at_start, 0.1)
    wanted = clip01(swollen * milder * here.suppression)
    speed = jnp.where(wanted < s.organs, 1.0 - p.organs_ratchet, 1.0) * s.compliance / p.organs_time
    speed = speed * (1.0 - s.ruled_by_another)
    lost = jnp.where(s.orders_obeyed < BROKEN, p.rot * (1.0 - s.orders_obeyed), 0.0)
    lost = lost * (1.0 - s.compromise)
    total = jnp.maximum(speed + lost, 1e-9)
    rest = speed * wanted / total
    organs = rest + (s.organs - rest) * jnp.exp(-total * dt)
    held = p.forced_labour_at_start * p.forced_labour_system * organs / p.organs_at_start
    held = held * s.orders_obeyed * (1.0 - s.mellowing)
    return {
        "organs": organs,
        "repression": organs * (1.0 - p.repression_from_mellowing * s.mellowing),
        "forced_labour": approach(s.forced_labour, clip01(held), p.organs_time, dt),
    }


def reasons(s: Any, p: Any) -> Any:
    """Return what justifies the organs [world], as a factor (I.6, I.10, I.12)."""
    seen = s.open_dissent + (1.0 - p.self_delusion) * s.private_opposition
    return (
        1.0
        + p.dictatorship_of_minority * (1.0 - s.popular_faith)
        + p.organs_from_menace * s.menace
        + p.organs_from_fears * (s.contest + seen)
    )
