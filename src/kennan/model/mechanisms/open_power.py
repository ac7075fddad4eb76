"""The open power: its resources, health, unity, steadiness, allies and example (II.9-10, III.1, IV.2-7).

It can raise far more force than the closed one (IV.2), but only as its unity and health allow: opinion may swing
(II.9), slumps come and some are depressions (IV.3), wars and slumps weary it, lost temper divides it (II.10) and a
common danger unites it (IV.7). What others see of its health, unity and steadiness is the impression on which so much
depends (IV.3).

Beside the free lever stands an elected power (lever ``elected``, 0 to 1): what its people want rises with alarm and
falls with weariness, force follows in the time that arms take, and every four years the party in office may be turned
out, the likelier after slumps, wars and humiliation; the next leans another way (Wlezien 1995, form only). Elections
and allies who share or ride free (Olson and Zeckhauser 1966) are not in the article; ``elected`` and ``ally_share`` at
0 remove them.

Departures from the dossier: the swing of moods and the lever *steady* stay for the free power; danger unites by the
hostility that is felt (IV.7) and not by gains as such; allies answer tension and not gains, or their force in 1947
would be twice what it was; a depression is one slump in five, not every contraction.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, chance_of, clip01, sigmoid

PASSAGES = ("II.9", "II.10", "III.1", "IV.2", "IV.3", "IV.4", "IV.6", "IV.7")
USUAL = (
    0.75  # the level at which arms_at_full_effort, ally_share and full_effort are read: that of containment
)
TERM, FIRST, MOST = (
    4.0,
    22.0 / 12.0,
    1.5,
)  # years between elections and to the first (November 1948); the greatest level


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance the open power by one step; see the module for the sense and the passages."""
    dt = here.dt
    begins = (draw.slump < chance_of(p.slump_hazard, dt)) & (s.slump < 0.5)
    goes_on = (s.slump > 0.5) & (draw.slump > chance_of(1.0 / p.slump_length, dt))
    grave = begins & (draw.depression < p.grave_slumps) & (s.depression <= 0)
    depression = jnp.where(grave, 1.0, jnp.maximum(s.depression - dt / p.depression_length, 0.0))
    slump = jnp.where(begins | goes_on | (depression > 0), 1.0, 0.0)
    slack = approach(s.slack, slump, 1.0, dt)

    trend = s.western_trend * jnp.exp(
        (p.western_growth - p.arms_bite * (s.arms_open - p.arms_open_at_start)) * dt
    )
    lost = p.depression_size * jnp.minimum(1.0, 1.5 * depression)
    lost_to_war = p.war_western_output_lost * (s.at_war > 0)
    output = approach(s.western_output, trend * (1.0 - lost) * (1.0 - lost_to_war), 1.0, dt)

    hard_times = slack + (depression > 0)  # a depression is worth two slumps
    worn = p.war_weariness * jnp.log10(1.0 + s.war_dead) + p.slump_weariness * hard_times
    weariness = 1.0 - jnp.exp(-worn)
    health = clip01(levers.care - p.health_from_depression * (depression > 0))
    health = approach(s.western_health, health, p.health_time, dt)
    together = clip01(
        p.resting_unity
        + p.challenge_unites * (s.western_hostility - p.hostility_at_start)
        - p.unity_from_temper * p.temper_exploited * (levers.tone + levers.temper)
        - p.unity_from_weariness * weariness
    )
    unity = approach(s.western_unity, together, p.unity_time, dt)

    election = jnp.floor((s.years_elapsed + dt - FIRST) / TERM) > jnp.floor((s.years_elapsed - FIRST) / TERM)
    blamed = jnp.minimum(s.humiliation + jnp.minimum(s.wars, 1.0), 2.0)
    odds = p.turned_out + p.turned_out_by_slump * (slack > 0.25) + p.turned_out_by_war * blamed
    turned = election & (draw.election < sigmoid(odds)) & (levers.elected > 0)
    lean = jnp.where(turned, p.party_gap * draw.lean, s.lean)
    alarm = p.alarm * (s.tension - p.tension_at_start + s.gain)
    wanted = jnp.clip(USUAL * (1.0 + alarm - weariness + lean), 0.0, MOST)
    chosen = approach(s.chosen_level, wanted, p.arms_time, dt)
    turn = draw.public_mood < chance_of(1.0 / p.mood_length, dt)
    mood = jnp.where(turn, 2.0 - s.public_mood, s.public_mood)
    free = levers.level * (levers.steady + (1.0 - levers.steady) * mood)
    level = levers.elected * chosen + (1.0 - levers.elected) * free

    mean = approach(s.effort_mean, level, p.steadiness_memory, dt)
    variance = approach(s.effort_variance, (level - mean) ** 2, p.steadiness_memory, dt)
    swing = jnp.sqrt(jnp.maximum(variance, 0.0)) / jnp.maximum(mean, 0.01)
    steadiness = clip01(1.0 - swing) * mean / (mean + p.effort_that_counts)
    made = clip01(
        p.impression_from_health * health
        + p.impression_from_unity * unity
        + p.impression_from_steadiness * steadiness
        + p.impression_from_information * levers.information
    )
    lulled = jnp.minimum(1.0, p.charmed_vigilance * levers.credulity * sigmoid(s.change_belief))
    allies = allied(level, s.tension, p)
    budget = raised(level, allies, p) * unity / p.resting_unity * (1.0 - lulled)
    return {
        "slump": slump,
        "slack": slack,
        "depression": depression,
        "public_mood": mood,
        "western_trend": trend,
        "western_output": output,
        "western_weariness": weariness,
        "western_health": health,
        "western_unity": unity,
        "lean": lean,
        "chosen_level": chosen,
        "open_level": level,
        "allies": allies,
        "effort_mean": mean,
        "effort_variance": variance,
        "western_steadiness": steadiness,
        "western_impression": approach(s.western_impression, made, 1.0, dt),
        "counterforce_budget": budget * jnp.exp(p.budget_growth_power * jnp.log(output)),
        "events": {"depression": grave, "turned_out": turned},
    }


def allied(level: Any, tension: Any, p: Any) -> Any:
    """Return what allies add, as a share of the open power's usual force [world]; below slope 0 they ride free."""
    alarm = p.alarm * (tension - p.tension_at_start)
    return p.ally_share * jnp.maximum(1.0 + alarm + p.ally_slope * (level / USUAL - 1.0), 0.0)


def raised(level: Any, allies: Any, p: Any) -> Any:
    """Return the force that level and allies come to [world], at the unity and output of the start."""
    return p.full_effort * USUAL * (level / USUAL + allies) / (1.0 + p.ally_share)
