"""General war, on which the article is silent.

It only says what to avoid: adventures on one side (II.4), threats without exit on the other (II.10). A grave
crisis may end in war; what a war would do is our own assumption, drawn from the two general wars before 1947:
it lasts some years, destroys capital, exhausts the people, wearies the open power. The world goes on
afterwards; in the tables such a world counts as one of general war, whatever follows.

Departure from the dossier: the fading of war risk after 1950 (deterrence) is hindsight and stands with the
other such effects; without it a standing grave crisis is as dangerous in 1980 as in 1950.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, chance_of

PASSAGES = ("II.4", "II.10")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance war and peace."""
    danger = p.escalation_to_war * s.crises_grave * (1.0 + p.war_from_tone * levers.tone) * here.war_risk
    breaks_out = (draw.general_war < chance_of(danger, here.dt)) & (s.at_war <= 0)
    return {
        "at_war": jnp.where(breaks_out, 1.0, above(s.at_war, here.dt / p.war_length)),
        "war_happened": jnp.where(breaks_out, 1.0, s.war_happened),
        "events": {"general_war": breaks_out},
    }
