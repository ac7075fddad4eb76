"""Crises by rungs, prestige and ways out (II.4, II.9-10, IV.4).

Where military effort meets military force, disputes break out. A dispute may climb: 1 a dispute, 2 a show of force, 3
a use of force, 4 a limited war (see :mod:`kennan.model.mechanisms.war`). From time to time it comes to a head, and
each side stands or yields. The Kremlin yields to superior force more readily than a Napoleon or a Hitler (II.9), and
the more so the nearer an adventure comes (II.4), unless threats have engaged its prestige and no way out is left
(II.10). A West at odds with itself yields sooner (IV.4). If both stand, the crisis climbs or fades; most fade without
a victor. Whoever yields alone loses part of what the place gave him, the more the higher the rung.

Form: rounds of a contest of resolve with odds for each side (Snyder and Diesing 1977; Powell 1990), set on the
disputes of great powers of 1919-46. Not in the article: that a crisis may become a limited war (strength
``limited_war``), that the dead weigh at home (``home_front``) and that the bomb is feared (``the_bomb``).

Departure from the dossier: the aversion to adventures (II.4) adds to the Kremlin's readiness to yield with each rung
instead of multiplying its sense of force, which also falls where it is the stronger.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import chance_of, sigmoid
from kennan.model.mechanisms.bomb import danger
from kennan.model.mechanisms.pressure import aversion
from kennan.model.names import Names

PASSAGES = ("II.4", "II.9", "II.10", "IV.4")
GRAVE, WAR = 3.0, 4.0  # rungs: a use of force, from which general war is possible; a limited war


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance the crises of all theatres, and what they do to both sides."""
    dt = here.dt
    mood = Names(here.apart(lambda: _mood(s, p, levers)))

    def rounds() -> tuple[Any, ...]:
        calm, at_war = s.crisis_level < 0.5, s.crisis_level > WAR - 0.5
        rung = jnp.maximum(s.crisis_level - 1.0, 0.0) / (WAR - 1.0)
        effort, force = s.effort - s.effort_political, s.counterforce - s.counterforce_political
        balance = (force - effort) / (force + effort + 1e-6)
        kremlin = mood.kremlin + mood.kremlin_force * balance + mood.kremlin_rung * rung
        west = mood.west - p.pull_of_force * balance + mood.west_rung * rung
        kremlin = sigmoid(kremlin + at_war * mood.kremlin_tired - here.resolve)
        west = sigmoid(west + at_war * mood.west_tired - here.firmness)
        meeting = (
            p.crisis_hazard * 2.0 * jnp.sqrt(jnp.maximum(effort * force, 0.0))
        )  # 2: of the two fronts one
        meeting = meeting * (1.0 - s.in_orbit)
        rate = jnp.where(calm, meeting, jnp.where(at_war, p.war_rounds, p.crisis_rounds))
        return kremlin, west, chance_of(rate, dt)

    kremlin, west, happens = here.apart(rounds)

    def resolve() -> tuple[Any, ...]:
        calm, at_war = s.crisis_level < 0.5, s.crisis_level > WAR - 0.5
        # an order comes before luck: who is ordered to yield does so at once, and who is ordered to stand does not
        draws_back = ~calm & (here.kremlin_stand < -0.5)
        gives_in = ~calm & (here.west_stand < -0.5) & ~draws_back
        k = jnp.where(draws_back, 1.0, jnp.where(gives_in | (here.kremlin_stand > 0.5), 0.0, kremlin))
        w = jnp.where(gives_in, 1.0, jnp.where(draws_back | (here.west_stand > 0.5), 0.0, west))
        comes = (draw.crisis < happens) | draws_back | gives_in
        part = jnp.minimum(
            draw.crisis / jnp.maximum(happens, 1e-9), 1.0 - 1e-6
        )  # where in the round the luck fell
        only_kremlin, only_west, both = k * (1.0 - w), w * (1.0 - k), k * w
        head = comes & ~calm
        kremlin_yields = head & (part < only_kremlin)
        west_yields = head & ~kremlin_yields & (part < only_kremlin + only_west)
        compromise = head & ~kremlin_yields & ~west_yields & (part < only_kremlin + only_west + both)
        stand = head & ~kremlin_yields & ~west_yields & ~compromise & ~at_war  # a war goes on
        further = (part - only_kremlin - only_west - both) / jnp.maximum((1.0 - k) * (1.0 - w), 1e-9)
        grave = s.crisis_level > GRAVE - 0.5
        climbs = stand & (further < jnp.where(grave, p.climbing * p.limited_war, p.climbing))
        settled = compromise | (stand & ~climbs)
        level = jnp.where(calm & comes, 1.0, s.crisis_level + climbs)
        level = jnp.where(kremlin_yields | west_yields | settled | (s.in_orbit > 0.5), 0.0, level)
        return calm & comes, kremlin_yields, west_yields, settled, climbs, level

    breaks_out, kremlin_yields, west_yields, settled, climbs, level = here.apart(resolve)

    def spoils() -> Any:
        stake = p.spoils * (s.crisis_level / WAR) ** 2
        moved = jnp.where(west_yields, s.influence + stake * (0.98 - s.influence), s.influence)
        moved = jnp.where(kremlin_yields, jnp.maximum(s.influence * (1.0 - stake), 0.002), moved)
        return jnp.where(s.in_orbit > 0.5, s.influence, moved)

    lost = (west_yields * s.crisis_level).sum(0) / WAR
    return {
        "crisis_level": level,
        "influence": here.apart(spoils),
        "humiliation": s.humiliation * jnp.exp(-dt / p.war_memory) + lost,
        "crises": (level > 0.5).sum(0).astype(jnp.float32),
        "crises_grave": (level > GRAVE - 0.5).sum(0).astype(jnp.float32),
        "wars": (level > WAR - 0.5).sum(0).astype(jnp.float32),
        "crisis_peak": level.max(0),
        "events": {
            "crisis": breaks_out.sum(0),
            "kremlin_yields": kremlin_yields.sum(0),
            "west_yields": west_yields.sum(0),
            "settled": settled.sum(0),
            "escalation": climbs.sum(0),
            "limited_war": (climbs & (level > WAR - 0.5)).sum(0),
        },
    }


def _mood(s: Any, p: Any, levers: Any) -> dict[str, Any]:
    """Return what holds for all crises alike [world]: each side's log-odds before force is weighed, and by rung."""
    felt = danger(s, p)
    prestige = p.prestige_engaged * levers.tone * (1.0 - p.face_saving_exit * levers.exit)
    tired = p.home_front * jnp.log10(1.0 + s.war_dead)
    return {
        "kremlin": p.readiness_to_yield - prestige,
        "kremlin_force": p.pull_of_force * p.sensitivity_to_force,
        "kremlin_rung": p.bomb_fear * felt.kremlin + aversion(s, p) - (WAR - 1.0) * prestige,
        "kremlin_tired": tired * p.home_front_closed,
        "west": p.readiness_to_yield - p.west_from_unity * (s.western_unity - p.resting_unity),
        "west_rung": p.bomb_fear * felt.west,
        "west_tired": tired,
    }
