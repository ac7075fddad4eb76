"""Limited and general war, on which the article is silent.

It only says what to avoid: adventures on one side (II.4), threats without exit on the other (II.10). Both kinds of war
are not in the article. A limited war over a theatre is the highest rung of a crisis; its dead weigh on both home
fronts (Mueller 1973, for the form: the logarithm of the dead) until they are forgotten. From a crisis in which force is
used a general war may come, at a hazard that follows from what each side's stockpile could still do after a first
strike (:mod:`kennan.model.mechanisms.bomb`). What a general war does is drawn from the two before 1947: it lasts some
years, destroys capital and exhausts the people. The world goes on afterwards; in the tables such a world counts as one
of general war, whatever follows.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, chance_of
from kennan.model.mechanisms.bomb import danger

PASSAGES = ("II.4", "II.10")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the dead of limited wars, and general war and peace."""
    dt = here.dt
    hazard = p.escalation_to_war * danger(s, p).war * s.crises_grave
    breaks_out = (draw.general_war < chance_of(hazard, dt)) & (s.at_war <= 0)
    dying = s.wars * p.war_deaths + p.general_war_deaths * (s.at_war > 0)
    return {
        "war_dead": s.war_dead * jnp.exp(-dt / p.war_memory) + dying * dt,
        "at_war": jnp.where(breaks_out, 1.0, above(s.at_war, dt / p.war_length)),
        "war_happened": jnp.where(breaks_out, 1.0, s.war_happened),
        "events": {"general_war": breaks_out},
    }
