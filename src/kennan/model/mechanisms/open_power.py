"""The open power: its resources, health, unity, steadiness and example (II.9, IV.2-7).

It can raise far more force than the closed one (IV.2), but only as its mood, unity and health allow: opinion
may swing (II.9), depressions may come (IV.3), effort above the sustainable wearies, a common danger unites
(IV.7). What others see of its health, unity and steadiness is the impression on which so much depends (IV.3).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, chance_of, clip01, fill, hill, jacobi, sigmoid

PASSAGES = ("II.9", "II.10", "IV.2", "IV.3", "IV.4", "IV.6", "IV.7")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance the open power by one step; see the module for the sense and the passages."""
    dt = here.dt
    turn = draw.public_mood < chance_of(1.0 / p.mood_length, dt)
    mood = jnp.where(turn, 2.0 - s.public_mood, s.public_mood)
    exertion = levers.level * (levers.steady + (1.0 - levers.steady) * mood)

    poor = p.depression_from_poor_health * above(p.depression_health_mark, s.western_health)
    onset = (draw.depression < chance_of(p.depression_hazard * (1.0 + poor), dt)) & (s.depression <= 0)
    depression = jnp.where(onset, 1.0, above(s.depression, dt / p.depression_length))
    slump = (depression > 0) * jnp.float32(1.0)
    eaten = p.arms_bite * (s.arms_open - p.arms_open_at_start)
    trend = s.western_trend * jnp.exp((p.western_growth - eaten) * dt)
    lost = p.depression_size * jnp.minimum(1.0, p.depression_front * depression)
    lost_to_war = p.war_western_output_lost * (s.at_war > 0)
    output = approach(s.western_output, trend * (1.0 - lost) * (1.0 - lost_to_war), p.western_output_lag, dt)

    over = p.overstrain * above(exertion, p.sustainable_effort) + p.war_weariness * (s.at_war > 0)
    weariness = fill(s.western_weariness, over, p.weariness_recovery, dt)
    wanted = clip01(levers.care - p.health_from_depression * slump - p.health_from_weariness * weariness)
    health = approach(s.western_health, wanted, p.health_time, dt)
    health = health + jacobi(s.western_health, p.health_noise, draw.western_health, dt)
    together = clip01(
        p.resting_unity
        + p.challenge_unites * (s.western_hostility - p.neutral_hostility)
        - p.unity_from_temper * p.temper_exploited * (levers.tone + levers.temper)
        - p.unity_from_weariness * weariness
        + p.unity_from_health * (health - p.health_mark)
        - p.unity_from_depression * slump
    )
    unity = approach(s.western_unity, together, p.unity_time, dt)
    unity = clip01(unity + jacobi(s.western_unity, p.unity_noise, draw.western_unity, dt))

    mean = approach(s.effort_mean, exertion, p.steadiness_memory, dt)
    variance = approach(s.effort_variance, (exertion - mean) ** 2, p.steadiness_memory, dt)
    swing = p.unsteadiness_seen * jnp.sqrt(jnp.maximum(variance, 0.0)) / (mean + p.effort_floor)
    firm = clip01(1.0 - swing) * hill(mean, p.effort_that_counts, p.effort_that_counts_power)
    steadiness = approach(s.western_steadiness, firm, p.steadiness_memory, dt)
    made = clip01(
        p.impression_from_health * health
        + p.impression_from_unity * unity
        + p.impression_from_steadiness * steadiness
        - p.impression_from_depression * slump
        - p.impression_from_tone * levers.tone
        + p.impression_from_information * (levers.information - p.information_mark)
        + p.impression_base
    )
    impression = approach(s.western_impression, made, p.impression_time, dt)

    lulled = jnp.minimum(1.0, p.charmed_vigilance * levers.credulity * sigmoid(s.change_belief))
    budget = (
        p.full_effort
        * exertion
        * (p.budget_floor + (1.0 - p.budget_floor) * unity / p.resting_unity)
        * (1.0 - p.budget_from_weariness * weariness)
        * jnp.exp(p.budget_growth_power * jnp.log(output))
        * (1.0 - p.budget_from_depression * slump)
        * (1.0 - lulled)
    )
    return {
        "public_mood": mood,
        "depression": depression,
        "western_trend": trend,
        "western_output": output,
        "western_weariness": weariness,
        "western_health": health,
        "western_unity": unity,
        "effort_mean": mean,
        "effort_variance": variance,
        "western_steadiness": steadiness,
        "western_impression": impression,
        "counterforce_budget": budget,
        "events": {"depression": onset},
    }
