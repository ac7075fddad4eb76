"""Crises, prestige and ways out (II.9-10).

Where effort and counterforce meet, crises break out. The Kremlin yields to superior force, more readily than
a Napoleon or a Hitler (II.9), unless threats have engaged its prestige and no way out is left (II.10). Lost
temper divides the West and is exploited (II.10). A crisis may climb; what it may climb to is in
:mod:`kennan.model.mechanisms.war`.

Departure from the dossier: yielding, giving way and escalation are competing yearly hazards instead of
monthly odds, so that the step of time does not enter.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import chance_of, sigmoid
from kennan.model.mechanisms.pressure import aversion
from kennan.model.names import Names

PASSAGES = ("II.4", "II.9", "II.10")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance the crises of all theatres, and what they do to both sides."""
    dt, ret = here.dt, p.retreat_without_panic
    mood = Names(here.apart(lambda: _mood(s, p, levers)))

    def break_out() -> tuple[Any, ...]:
        calm = s.crisis_level < 0.5
        meeting = jnp.sqrt(jnp.maximum(s.effort * s.counterforce, 0.0))
        ignition = mood.ignition * here.prize_of_crisis * meeting * (1.0 - s.in_orbit)
        balance = (s.counterforce - s.effort) / (s.counterforce + s.effort + 1e-6)
        climbed = p.yield_lost_to_level * (s.crisis_level - 1.0)
        yields = p.yield_speed * sigmoid(
            mood.kremlin + p.sensitivity_to_force * balance - climbed - here.resolve
        )
        gives_way = p.west_speed * sigmoid(mood.west - p.west_from_force * balance - here.firmness)
        climbs = mood.climbing * jnp.exp(-mood.restraint * here.prize)
        total = yields + gives_way + climbs
        return yields, gives_way, total, chance_of(jnp.where(calm, ignition, total), dt)

    yields, gives_way, total, happens = here.apart(break_out)

    def resolve() -> tuple[Any, ...]:
        calm = s.crisis_level < 0.5
        event = draw.crisis < happens
        part = draw.crisis / jnp.maximum(happens, 1e-9) * total  # where in the total the luck fell
        would_yield = event & ~calm & (part < yields)
        would_give_way = event & ~calm & (part >= yields) & (part < yields + gives_way)
        # an order comes before luck: who is ordered to yield does so at once, and who is ordered to stand does not
        draws_back, gives_in = ~calm & (here.kremlin_stand < -0.5), ~calm & (here.west_stand < -0.5)
        kremlin_yields = draws_back | (would_yield & (here.kremlin_stand < 0.5) & ~gives_in)
        west_yields = (gives_in | (would_give_way & (here.west_stand < 0.5))) & ~kremlin_yields
        ended = kremlin_yields | west_yields
        escalates = event & ~calm & (part >= yields + gives_way) & ~ended
        level = jnp.where(event & calm, 1.0, jnp.where(ended, 0.0, s.crisis_level))
        level = jnp.where(escalates, jnp.minimum(s.crisis_level + 1.0, p.highest_level), level)
        return event & calm, kremlin_yields, west_yields, escalates, jnp.where(s.in_orbit > 0.5, 0.0, level)

    breaks_out, kremlin_yields, west_yields, escalates, level = here.apart(resolve)
    free = s.in_orbit < 0.5
    influence = jnp.where(kremlin_yields & free, s.influence * (1.0 - p.influence_lost), s.influence)
    influence = jnp.where(west_yields & free, jnp.minimum(influence + p.influence_won, 0.97), influence)
    k, w = kremlin_yields.sum(0).astype(jnp.float32), west_yields.sum(0).astype(jnp.float32)
    unity = s.western_unity * jnp.exp(-p.unity_lost * w)
    unity = 1.0 - (1.0 - unity) * jnp.exp(-p.unity_won * k)
    blow = p.confidence_lost + p.confidence_lost_impatient * (1.0 - p.patience)
    confidence = 1.0 - (1.0 - s.confidence) * jnp.exp(-p.confidence_won * w)
    return {
        "crisis_level": level,
        "influence": influence,
        "caution": jnp.where(kremlin_yields, jnp.maximum(s.caution, ret), s.caution),
        "orders": jnp.where(kremlin_yields, s.orders * mood.cancelled, s.orders),
        "western_unity": unity,
        "western_steadiness": s.western_steadiness * jnp.exp(-p.steadiness_lost * w),
        "confidence": confidence * jnp.exp(-blow * k),
        "crises": (level > 0.5).sum(0).astype(jnp.float32),
        "crises_grave": (level > p.war_level - 0.5).sum(0).astype(jnp.float32),
        "crisis_peak": level.max(0),
        "concessions_made": s.concessions_made + (w / dt - s.concessions_made) * (1.0 - jnp.exp(-dt)),
        "events": {
            "crisis": breaks_out.sum(0),
            "kremlin_yields": kremlin_yields.sum(0),
            "west_yields": west_yields.sum(0),
            "escalation": escalates.sum(0),
        },
    }


def _mood(s: Any, p: Any, levers: Any) -> dict[str, Any]:
    """Return what holds for all crises alike [world]: the log-odds of each side before force is weighed, and so on."""
    tense = (1.0 + p.crisis_from_tone * levers.tone) * (1.0 - p.crisis_from_softness * s.soft_phase)
    way_out = jnp.minimum(p.face_saving_exit * levers.exit, p.exit_ceiling)
    prestige = (
        p.yield_from_prestige * p.prestige_engaged * levers.tone * (1.0 - p.exit_saves_prestige * way_out)
    )
    west = (
        p.west_base
        - p.west_from_unity * (s.western_unity - p.west_unity_mark)
        - p.west_from_steadiness * (s.western_steadiness - p.west_steadiness_mark)
        + p.west_from_temper * p.temper_exploited * levers.temper
    )
    shut_in = p.prestige_engaged * levers.tone * (1.0 - p.escalation_exit * levers.exit)
    return {
        "ignition": p.crisis_hazard * tense,
        "kremlin": p.yield_base
        - prestige
        + p.yield_from_exit * p.face_saving_exit * (levers.exit - p.exit_mark),
        "west": west,
        "climbing": p.escalation_base + p.escalation_from_prestige * shut_in,
        "restraint": p.escalation_caution * aversion(s, p),
        # a month's worth of cancelling at once: a retreat is ordered from the top
        "cancelled": 1.0 - p.retreat_without_panic * (1.0 - jnp.exp(-p.orders_cancelled / 12.0)),
    }
