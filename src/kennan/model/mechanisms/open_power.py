r"""The open power: its resources, health, unity, steadiness and example (II.9, IV.2-7).

It can raise far more force than the closed one (IV.2), but only as its mood, unity and health allow: opinion
may swing (II.9), depressions may come (IV.3), effort above the sustainable wearies, a common danger unites
(IV.7). What others see of its health, unity and steadiness is the impression on which so much depends (IV.3).

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{turn} = u_{\text{public_mood}} < \operatorname{chance} \left(\frac{1}{\text{mood_length}}\right)
    \text{public_mood}' = \begin{cases} 2 - \text{public_mood} & \text{if } \text{turn} \\ \text{public_mood} &
        \text{otherwise} \end{cases}
    \text{exertion} = \text{lever.level} \cdot \left(\text{lever.steady} + \left(1 - \text{lever.steady}\right)
        \cdot \text{public_mood}'\right)
    \text{poor} = \begin{array}{l} \text{depression_from_poor_health} \\ \cdot
        \left[\text{depression_health_mark} - \text{western_health}\right]^{+} \end{array}
    \text{onset} = \begin{array}{l} \left(u_{\text{depression}} < \operatorname{chance}
        \left(\text{depression_hazard} \cdot \left(1 + \text{poor}\right)\right)\right) \\ \wedge
        \left(\text{depression} \le 0\right) \end{array}
    \text{depression}' = \begin{cases} 1 & \text{if } \text{onset} \\ \left[\text{depression} - \frac{\Delta
        t}{\text{depression_length}}\right]^{+} & \text{otherwise} \end{cases}
    \text{slump} = \text{depression}' > 0
    \text{western_trend}' = \text{western_trend} \cdot e^{\text{western_growth} \cdot \Delta t}
    \text{lost} = \text{depression_size} \cdot \min \left(1,\; \text{depression_front} \cdot
        \text{depression}'\right)
    \text{lost_to_war} = \text{war_western_output_lost} \cdot \left(\text{at_war} > 0\right)
    \text{western_output}^{\infty} = \text{western_trend}' \cdot \left(1 - \text{lost}\right) \cdot \left(1 -
        \text{lost_to_war}\right)
    \frac{\mathrm{d}\, \text{western_output}}{\mathrm{d}t} = \frac{\text{western_output}^{\infty} -
        \text{western_output}}{\text{western_output_lag}}
    \text{over} = \begin{array}{l} \text{overstrain} \cdot \left[\text{exertion} -
        \text{sustainable_effort}\right]^{+} \\ + \text{war_weariness} \cdot \left(\text{at_war} > 0\right)
        \end{array}
    \frac{\mathrm{d}\, \text{western_weariness}}{\mathrm{d}t} = \begin{array}{l} \text{over} \cdot \left(1 -
        \text{western_weariness}\right) \\ - \text{weariness_recovery} \cdot \text{western_weariness}
        \end{array}
    \text{wanted} = \left[\begin{array}{l} \text{lever.care} - \text{health_from_depression} \cdot \text{slump}
        \\ - \text{health_from_weariness} \cdot \text{western_weariness}' \end{array}\right]_{0}^{1}
    \text{western_health}_{1}:\quad \frac{\mathrm{d}\, \text{western_health}}{\mathrm{d}t} = \frac{\text{wanted}
        - \text{western_health}}{\text{health_time}}
    \text{western_health}' = \begin{array}{l} \text{western_health}_{1} \\ + \text{health_noise} \cdot
        \sqrt{\text{western_health} \cdot \left(1 - \text{western_health}\right) \cdot \Delta t} \cdot
        z_{\text{western_health}} \end{array}
    \text{together} = \left[\begin{array}{l} \text{resting_unity} \\ + \text{challenge_unites} \cdot
        \left(\text{western_hostility} - \text{hostility_of_1947}\right) \\ - \text{unity_from_temper} \cdot
        \text{temper_exploited} \cdot \text{lever.tone} \\ - \text{unity_from_weariness} \cdot
        \text{western_weariness}' \\ + \text{unity_from_health} \cdot \left(\text{western_health}' -
        \text{health_mark}\right) \\ - \text{unity_from_depression} \cdot \text{slump}
        \end{array}\right]_{0}^{1}
    \text{western_unity}_{1}:\quad \frac{\mathrm{d}\, \text{western_unity}}{\mathrm{d}t} = \frac{\text{together}
        - \text{western_unity}}{\text{unity_time}}
    \text{western_unity}' = \left[\begin{array}{l} \text{western_unity}_{1} \\ + \text{unity_noise} \cdot
        \sqrt{\text{western_unity} \cdot \left(1 - \text{western_unity}\right) \cdot \Delta t} \cdot
        z_{\text{western_unity}} \end{array}\right]_{0}^{1}
    \frac{\mathrm{d}\, \text{effort_mean}}{\mathrm{d}t} = \frac{\text{exertion} -
        \text{effort_mean}}{\text{steadiness_memory}}
    \frac{\mathrm{d}\, \text{effort_variance}}{\mathrm{d}t} = \frac{\left(\text{exertion} -
        \text{effort_mean}'\right)^{2} - \text{effort_variance}}{\text{steadiness_memory}}
    \text{swing} = \frac{\text{unsteadiness_seen} \cdot
        \sqrt{\left[\text{effort_variance}'\right]^{+}}}{\text{effort_mean}' + \text{effort_floor}}
    \text{firm} = \begin{array}{l} \left[1 - \text{swing}\right]_{0}^{1} \\ \cdot \operatorname{hill}
        \left(\text{effort_mean}';\; \text{effort_that_counts},\; \text{effort_that_counts_power}\right)
        \end{array}
    \frac{\mathrm{d}\, \text{western_steadiness}}{\mathrm{d}t} = \frac{\text{firm} -
        \text{western_steadiness}}{\text{steadiness_memory}}
    \text{made} = \left[\begin{array}{l} \text{impression_from_health} \cdot \text{western_health}' \\ +
        \text{impression_from_unity} \cdot \text{western_unity}' \\ + \text{impression_from_steadiness} \cdot
        \text{western_steadiness}' \\ - \text{impression_from_depression} \cdot \text{slump} \\ -
        \text{impression_from_tone} \cdot \text{lever.tone} \\ + \text{impression_from_information} \cdot
        \left(\text{lever.information} - \text{information_mark}\right) \\ + \text{impression_base}
        \end{array}\right]_{0}^{1}
    \frac{\mathrm{d}\, \text{western_impression}}{\mathrm{d}t} = \frac{\text{made} -
        \text{western_impression}}{\text{impression_time}}
    \text{lulled} = \min \left(1,\; \text{charmed_vigilance} \cdot \text{lever.credulity} \cdot \sigma
        \left(\text{change_belief}\right)\right)
    \text{counterforce_budget}' = \begin{array}{l} \text{full_effort} \cdot \text{exertion} \\ \cdot
        \left(\text{budget_floor} + \frac{\left(1 - \text{budget_floor}\right) \cdot
        \text{western_unity}'}{\text{resting_unity}}\right) \\ \cdot \left(1 - \text{budget_from_weariness}
        \cdot \text{western_weariness}'\right) \\ \cdot
        \left(\text{western_output}'\right)^{\text{budget_growth_power}} \\ \cdot \left(1 -
        \text{budget_from_depression} \cdot \text{slump}\right) \cdot \left(1 - \text{lulled}\right) \end{array}
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
    trend = s.western_trend * jnp.exp(p.western_growth * dt)
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
        + p.challenge_unites * (s.western_hostility - p.hostility_of_1947)
        - p.unity_from_temper * p.temper_exploited * levers.tone
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
