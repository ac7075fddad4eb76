"""Frustration and mellowing (III.2, IV.5).

A messianic movement that is blocked for ten to fifteen years cannot bear it without adjusting itself (III.2,
IV.5). Frustration is linear in what is blocked and is relieved by gains; were it convex, force by fits and
starts would pay (Jensen), the opposite of II.9. Mellowing is barred by a congealed top and by organs that are
masters, undone by success.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, clip01, fill, hill, jacobi

PASSAGES = ("III.2", "IV.5")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance frustration and mellowing."""
    dt = here.dt
    success = jnp.clip(s.recent_gain / p.relief_scale, 0.0, p.relief_ceiling)
    relief = p.relief_by_gains * success + p.relief_by_openness * (1.0 - s.blocked)
    frustration = fill(s.frustration, p.blocked_frustration * s.blocked, relief, dt)
    barred = (
        (1.0 - p.adjustment_from_congealment * s.congealment)
        * (1.0 - p.adjustment_from_mastery * s.organs_mastery)
        * (1.0 - p.adjustment_from_violence * s.contest * s.violent_transfer)
    )
    adjusting = p.forced_adjustment * hill(frustration, p.adjustment_mark, p.adjustment_power) * barred
    hardening = (
        p.hardening_from_gains * success
        + p.hardening_from_tone * above(levers.tone, p.tone_mark)
        + p.hardening
    )
    mellowing = fill(s.mellowing, adjusting, hardening, dt)
    mellowing = clip01(mellowing + jacobi(s.mellowing, p.mellowing_noise, draw.mellowing, dt))
    return {"frustration": frustration, "mellowing": mellowing}
