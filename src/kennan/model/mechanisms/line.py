"""The line: four positions, from united front (0) to class against class (3), turned at will (II.3, II.7).

The line is what doctrine asks for less what is wanted at the moment: hardship, a contest, resistance, arms, or the
month's occasion. Any thesis may be set in any month, both ways and by several steps (II.7); nothing but a margin
keeps it from turning daily. A soft line is a manoeuvre (II.3): it goes with the need that brought it, unless rule has
mellowed.
What a turn costs is borne by the Party (II.7).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

PASSAGES = ("II.3", "II.7")
HARDEST = 3.0  # class against class; 0 = united front
MEMORY = 1.0  # years in which an occasion passes: the scale of the word, not a number of the article
HALF = 0.5  # positions lie one apart: a line is turned where another has come nearer by the margin
ORDERED_SOFT = 1.0  # the line that a player sets who orders a soft one; a hard one is the hardest


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the line [world], 0-3, and the turn of the month as a share of its whole range."""
    keep = jnp.exp(-here.dt / MEMORY)
    occasion = s.line_occasion * keep + jnp.sqrt(1.0 - keep * keep) * draw.line
    need = s.hardship + s.contest + s.resisted + s.military_burden + occasion
    wanted = HARDEST * (1.0 - s.mellowing) - p.tactical_agreements * need
    wanted = jnp.where(here.line_taken > 0.5, jnp.minimum(s.line, ORDERED_SOFT), wanted)
    wanted = jnp.where(here.line_taken < -0.5, HARDEST, wanted)
    turned = (jnp.abs(wanted - s.line) > HALF + p.line_margin) | (jnp.abs(here.line_taken) > 0.5)
    line = jnp.where(turned, jnp.clip(jnp.round(wanted), 0.0, HARDEST), s.line)
    soft = 1.0 - line / HARDEST
    return {
        "line": line,
        "line_occasion": occasion,
        "soft_phase": soft,
        "reversal": jnp.abs(line - s.line) / HARDEST,
        "events": {"soft_phase": (soft > HALF) & (s.line > HALF * HARDEST)},
    }
