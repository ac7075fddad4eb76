"""The people: exhaustion, faith, generations (III.5-7).

A people tired in body and spirit, disillusioned and sceptical (III.5); only the young can help, and nobody
yet knows what their childhood has done to them (III.7). Exhaustion tends to a level of its own that rises with
drive, so that past some drive lasting work falls (III.6).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01, fill, jacobi

PASSAGES = ("III.5", "III.6", "III.7")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance exhaustion, popular faith and the generations."""
    dt = here.dt
    worn = p.exhaustion_rest / (1.0 - p.exhaustion_rest) * (s.drive / p.drive_at_start) ** 2
    worn = p.exhaustion_speed * worn + p.war_exhaustion * (s.at_war > 0)
    rested = p.exhaustion_speed * (1.0 + p.young_generation_helps * s.young_generation)
    strain = (
        p.strain_from_repression * s.repression
        + p.strain_from_exhaustion * s.exhaustion
        + p.strain_from_want * (1.0 - clip01(s.consumption))
    )
    childhood = approach(s.childhood_strain, clip01(strain), p.childhood_time, dt)
    success = s.gain
    faith = (
        p.faith_base
        + p.faith_from_comfort * clip01(s.consumption / jnp.maximum(s.aspiration, 0.1) - p.comfort_mark)
        + p.faith_from_gains * success
        + p.faith_from_conviction * s.conviction
        - p.faith_from_exhaustion * s.exhaustion
        - p.faith_from_repression * s.repression * s.repression
        + p.faith_from_youth * s.young_generation
    )
    popular = approach(s.popular_faith, clip01(faith), p.faith_time, dt)
    return {
        "exhaustion": fill(s.exhaustion, worn, rested, dt),
        "childhood_strain": childhood,
        "adult_scars": approach(s.adult_scars, childhood, p.childhood_time, dt),
        "young_generation": fill(s.young_generation, 1.0 / p.generation_time, 0.0, dt),
        "popular_faith": popular + jacobi(s.popular_faith, p.faith_noise, draw.popular_faith, dt),
    }
