"""The line: tactical soft phases, taken up when something is wanted (II.3, II.7).

Signatures to the contrary are manoeuvres (II.3): need brings a soft phase on, not a change of heart, and it
passes. The line can be turned from one day to the next; what a reversal costs is borne by the Party (II.7).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, chance_of, clip01

PASSAGES = ("II.3", "II.7")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the soft phase, and whether the line was reversed."""
    need = clip01(
        p.need_from_hardship * s.hardship
        + p.need_from_contest * s.contest
        + p.need_from_resisted * above(s.resisted, p.resisted_mark)
        + p.need_from_burden * above(s.military_burden, p.burden_mark)
    )
    softens = chance_of(p.tactical_agreements * p.softening_hazard * need, here.dt)
    hardens = chance_of(1.0 / p.soft_length, here.dt)
    soft = s.soft_phase > 0.5
    # the two turns read opposite ends of one draw, so that a turn is never undone by the same luck
    begins = ~soft & ((draw.line < softens) | (here.line_taken > 0.5)) & (here.line_taken > -0.5)
    ends = soft & ((draw.line > 1.0 - hardens) | (here.line_taken < -0.5)) & (here.line_taken < 0.5)
    return {
        "soft_phase": jnp.where(begins, 1.0, jnp.where(ends, 0.0, s.soft_phase)),
        "reversal": (begins | ends) * jnp.float32(1.0),
        "events": {"soft_phase": begins},
    }
