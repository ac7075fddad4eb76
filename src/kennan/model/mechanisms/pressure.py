r"""Pressure: the budget, the orders and the wound-up toy (I.1, I.3, I.8, II.3-4, II.7-8, IV.4).

Ideology and the circumstances of power multiply (I.1): what the Kremlin can press with is doctrine-driven
confidence times an intact Party times a material base times a movement abroad. It answers no friendliness
(II.3) and rises all along the line when the West is at odds with itself (IV.4). A stream of fixed size, it
goes to the openings (II.8): each theatre's line is reviewed from the top at odd times and stands between
reviews, like a wound-up toy that stops only at unanswerable force (II.7). It is cautious where force stands
and the prize is great (II.4), and near home comes first.

Form: a boundedly rational attacker in a Colonel Blotto game on a graph (Borel 1921; Powell 2007).

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{free} = 1 - \text{in_orbit}
    \text{weight} = \operatorname{normalised} \left(\text{raw}\right)
    \text{reviewed} = u_{\text{review}} < \text{mind.reviewed}
    \text{ordered} = \left(\text{fluid_pressure} \cdot \text{weight} + \left(1 - \text{fluid_pressure}\right)
        \cdot \text{orders_of_1947}\right) \cdot \text{free}
    \text{orders}^{*} = \begin{cases} \text{ordered} & \text{if } \text{reviewed} \\ \text{orders} \cdot
        \text{free} & \text{otherwise} \end{cases}
    \text{openness_seen}' = \begin{cases} \text{openness} & \text{if } \text{reviewed} \\ \text{openness_seen} &
        \text{otherwise} \end{cases}
    \text{standing} = \sum \text{orders}^{*}
    \text{total} = \frac{\text{pressure}'}{\max \left(\max \left(\text{standing},\; \text{fluid_pressure} \cdot
        \text{standing} + \text{mind.fixed_orders}\right),\; 10^{-6}\right)}
    \text{sent} = \min \left(\text{orders}^{*} \cdot \text{total},\; \text{mind.most}\right) \cdot \left(1 -
        \text{mind.withheld} \cdot \left(1 - \text{openness_seen}'\right)\right)
    \text{moved} = \left(\text{sent} + \left(\text{effort} - \text{sent}\right) \cdot \text{mind.keep}\right)
        \cdot \text{free}
    \text{stopped} = \begin{array}{l} \left(\text{counterforce} > \text{unanswerable_force} \cdot
        \text{moved}\right) \\ \wedge \left(\text{moved} > \text{effort_that_shows}\right) \end{array}
    \text{caution}^{*} = \text{caution} \cdot \text{mind.remembered}
    \text{effort}' = \begin{cases} \text{moved} \cdot \text{mind.kept} & \text{if } \text{stopped} \\
        \text{moved} & \text{otherwise} \end{cases}
    \text{repulses} = \sum \left(\text{stopped} \wedge \left(\text{caution} < 0.5 \cdot
        \text{retreat_without_panic}\right)\right)
    \text{panic}^{*} = \text{panic} \cdot \left(1 - \text{patience}\right) \cdot \min \left(\text{repulses},\;
        \text{panic_ceiling}\right)
    \text{orders}' = \begin{cases} \text{orders}^{*} \cdot \text{mind.left} & \text{if } \text{stopped} \\
        \text{orders}^{*} & \text{otherwise} \end{cases}
    \text{effort_total}' = \sum \text{effort}'
    \text{caution}' = \begin{cases} \max \left(\text{caution}^{*},\; \text{retreat_without_panic}\right) &
        \text{if } \text{stopped} \\ \text{caution}^{*} & \text{otherwise} \end{cases}
    \text{confidence}' = \text{confidence} \cdot e^{-\text{panic}^{*}}

mind::

    \text{passed_over} = \text{wound_up_toy} \cdot \exp \left(-\text{reviews} \cdot \left(1 -
        \text{reviews_lost_to_contest} \cdot \text{contest}\right) \cdot \Delta t\right)
    \text{mind.most} = \text{largest_share} \cdot \text{pressure}'
    \text{mind.fixed_orders} = \left(1 - \text{fluid_pressure}\right) \cdot \left(\sum
        \text{orders_of_1947}\right)
    \text{mind.reviewed} = 1 - \text{passed_over}
    \text{mind.withheld} = \text{effort_withheld} \cdot \text{retreat_without_panic}
    \text{mind.keep} = e^{-\frac{\Delta t}{\text{effort_time}}}
    \text{mind.kept} = 1 - \text{retreat_without_panic} \cdot \left(1 - e^{-\text{stopping_speed} \cdot \Delta
        t}\right)
    \text{mind.left} = 1 - \text{retreat_without_panic} \cdot \left(1 - e^{-\text{orders_cancelled} \cdot \Delta
        t}\right)
    \text{mind.remembered} = e^{-\frac{\Delta t}{\text{caution_memory}}}
    \text{mind.view} = \max \left(\text{effort_in_view} \cdot \text{pressure}',\; 10^{-4}\right)
    \text{mind.words} = \left(1 - \text{facts_over_words}\right) \cdot \text{words_as_force} \cdot
        \text{lever.tone}
    \text{mind.weight_of_force} = 1 + \text{tone_as_force} \cdot \text{lever.tone}
    \text{mind.aversion} = \text{aversion}
    \text{mind.local} = \text{jump_share} \cdot \text{movement_abroad} \cdot \text{radiance}

aversion::

    \text{haste} = \begin{array}{l} \text{impatience_base} + \text{impatience_from_frustration} \cdot
        \text{frustration} \\ + \frac{\text{years_elapsed}}{\text{impatience_time}} \end{array}
    \text{aversion} = \text{no_adventures} \cdot \left(1 - \left(1 - \text{patience}\right) \cdot
        \left[\text{haste}\right]_{0}^{1}\right)

budget::

    \text{cold} = \begin{array}{l} \left[\text{reciprocity_base} + \text{western_hostility}\right]_{0}^{1} \\
        \cdot \left[\text{reciprocity_level} + \text{lever.level}\right]_{0}^{1} \end{array}
    \text{answered} = \text{innate_antagonism} + \left(1 - \text{innate_antagonism}\right) \cdot \text{cold}
    \text{disunity} = \max \left(\text{unity_mark} - \text{western_unity},\; -\text{unity_credit}\right)
    \text{pressure}' = \begin{array}{l} \text{final_push} \cdot \left(\begin{array}{l} \text{pressure_floor} \\
        + \frac{\text{pressure_from_confidence} \cdot \text{confidence}}{\text{confidence_of_1947}}
        \end{array}\right) \\ \cdot \frac{\text{party_unity}}{\text{unity_of_1947}} \\ \cdot
        \left(\begin{array}{l} \text{pressure_movement_floor} \\ + \frac{\text{pressure_from_movement} \cdot
        \text{movement_abroad}}{\text{movement_of_1947}} \end{array}\right) \\ \cdot
        \text{output}^{\text{pressure_growth_power}} \cdot \left(1 - \text{pressure_from_softness} \cdot
        \text{soft_phase}\right) \\ \cdot \left(1 - \text{pressure_from_contest} \cdot \text{contest}\right) \\
        \cdot \left(1 - \text{pressure_from_mellowing} \cdot \text{mellowing}\right) \cdot \text{answered} \cdot
        \left(1 + \text{bandwagon} \cdot \text{disunity}\right) \\ \cdot \left(1 + \text{temper_invites} \cdot
        \text{temper_exploited} \cdot \text{lever.temper}\right) \cdot \text{pressing}^{\circ} \end{array}

basin::

    \text{carried} = \text{influence} \cdot \left(1 - \left(1 - \text{defected_influence}\right) \cdot
        \text{defected}\right)
    \text{nearness}' = \sum_{j} \text{neighbours}^{\circ}_{ij} \cdot \text{carried}_{j} + \text{border}^{\circ}
    \text{local} = \text{jump_share} \cdot \text{movement_abroad} \cdot \text{radiance} \cdot
        \sqrt{\text{influence}}
    \text{head}' = \left(1 - \text{jump_share}\right) \cdot \text{nearness}' + \text{local}

openings::

    \text{force} = \begin{array}{l} \left(\text{counterforce} \cdot \text{mind.weight_of_force} +
        \text{mind.words}\right) \\ \cdot \exp \left(\text{force_misjudged} \cdot
        z_{\text{sight_of_force}}\right) \end{array}
    \text{shut} = \exp \left(\left[\frac{\frac{\text{force}}{\text{mind.view}} -
        1}{\text{openness_width}}\right]_{-20}^{20}\right)
    \text{risk} = \frac{\text{prize}^{\circ} \cdot \text{counterforce}}{\text{counterforce} +
        \text{commitment_scale}}
    \text{far} = \begin{array}{l} 1 \\ - \text{fatherland_weight} \cdot \text{fatherland_first} \cdot \left(1 -
        \left[\text{nearness_scale} \cdot \text{nearness}'\right]_{0}^{1}\right) \end{array}
    \text{worth} = \text{head}' \cdot \text{vulnerability} \cdot \text{prize_for_effort}^{\circ} \cdot
        \left[\text{far}\right]^{+} \cdot \left(1 - \text{caution_weight} \cdot \text{caution}\right)
    \text{log_weight} = \begin{array}{l} \text{concentration} \cdot \left(\ln \left(\text{worth} +
        10^{-9}\right) - \text{mind.aversion} \cdot \text{risk}\right) \\ - \text{retreat_without_panic} \cdot
        \ln \left(1 + \text{shut}\right) \\ + \text{choice_noise} \cdot z_{\text{choice_of_theatre}} \end{array}
    \text{raw} = e^{\left[\text{log_weight}\right]_{-40}^{10}} \cdot \left(1 - \text{in_orbit}\right)
    \text{openness} = \frac{1}{1 + \text{shut}}

normalised::

    \operatorname{normalised} \left(\text{weight}\right) = \min \left(\frac{\text{weight}}{\max
        \left(\overline{\text{weight}},\; 10^{-12}\right)},\; 1000\right)
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, clip01
from kennan.model.names import Names

PASSAGES = ("I.1", "I.3", "I.8", "II.3", "II.4", "II.7", "II.8", "II.9", "IV.1", "IV.4")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance the budget of pressure, the orders for each theatre, and the effort made there."""
    ret, fluid = p.retreat_without_panic, p.fluid_pressure
    free = 1.0 - s.in_orbit
    read = Names(here.apart(lambda: mind(s, p, levers, here)))
    near, head = here.apart(lambda: basin(s, p, here))
    raw, openness = here.apart(lambda: openings(s, p, draw, here, read, near, head))
    weight = here.apart(lambda: normalised(raw))

    def review() -> tuple[Any, Any]:
        # orders change at reviews only; without the toy each theatre is reviewed at every step
        reviewed = draw.review < read.reviewed
        ordered = (fluid * weight + (1.0 - fluid) * s.orders_of_1947) * free
        return jnp.where(reviewed, ordered, s.orders * free), jnp.where(reviewed, openness, s.openness_seen)

    orders, seen = here.apart(review)

    # with the fluid off the denominator stays that of 1947, or blocked effort would flow on by renormalising
    # (and never less than all orders that stand, or more effort would be made than there is pressure)
    def per_order() -> Any:
        standing = orders.sum(0)
        return read.pressure / jnp.maximum(jnp.maximum(standing, fluid * standing + read.fixed_orders), 1e-6)

    total = here.apart(per_order)

    def move() -> Any:
        sent = jnp.minimum(orders * total, read.most) * (1.0 - read.withheld * (1.0 - seen))
        return (sent + (s.effort - sent) * read.keep) * free

    moved = here.apart(move)
    stopped = (s.counterforce > p.unanswerable_force * moved) & (moved > p.effort_that_shows)
    caution = s.caution * read.remembered
    effort = here.apart(lambda: jnp.where(stopped, moved * read.kept, moved))
    # a repulse is news when it is new, not in every month before a standing wall
    repulses = (stopped & (s.caution < 0.5 * ret)).sum(0).astype(jnp.float32)
    panic = p.panic * (1.0 - p.patience) * jnp.minimum(repulses, p.panic_ceiling)
    return {
        "pressure": read.pressure,
        "nearness": near,
        "head": head,
        "orders": jnp.where(stopped, orders * read.left, orders),
        "openness_seen": seen,
        "effort": effort,
        "effort_total": effort.sum(0),
        "caution": jnp.where(stopped, jnp.maximum(caution, ret), caution),
        "confidence": s.confidence * jnp.exp(-panic),
        "events": {"repulse": repulses},
    }


def mind(s: Any, p: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Return what holds for all theatres alike [world]: the budget, and how the Kremlin reads risk and force."""
    dt, ret = here.dt, p.retreat_without_panic
    pressure = budget(s, p, levers, here)
    passed_over = p.wound_up_toy * jnp.exp(-p.reviews * (1.0 - p.reviews_lost_to_contest * s.contest) * dt)
    return {
        "pressure": pressure,
        "most": p.largest_share * pressure,
        "fixed_orders": (1.0 - p.fluid_pressure) * s.orders_of_1947.sum(0),
        "reviewed": 1.0 - passed_over,
        "withheld": p.effort_withheld * ret,
        "keep": jnp.exp(-dt / p.effort_time),
        "kept": 1.0 - ret * (1.0 - jnp.exp(-p.stopping_speed * dt)),
        "left": 1.0 - ret * (1.0 - jnp.exp(-p.orders_cancelled * dt)),
        "remembered": jnp.exp(-dt / p.caution_memory),
        "view": jnp.maximum(p.effort_in_view * pressure, 1e-4),
        "words": (1.0 - p.facts_over_words) * p.words_as_force * levers.tone,
        "weight_of_force": 1.0 + p.tone_as_force * levers.tone,
        "aversion": aversion(s, p),
        "local": p.jump_share * s.movement_abroad * s.radiance,
    }


def aversion(s: Any, p: Any) -> Any:
    """Return the aversion to adventures [world]; only an impatient power loses it with time and frustration (II.4)."""
    haste = (
        p.impatience_base
        + p.impatience_from_frustration * s.frustration
        + s.years_elapsed / p.impatience_time
    )
    return p.no_adventures * (1.0 - (1.0 - p.patience) * clip01(haste))


def budget(s: Any, p: Any, levers: Any, here: Any) -> Any:
    """Return the budget of pressure [world], 1 = January 1947 (I.1: a product, not a sum)."""
    cold = clip01(p.reciprocity_base + s.western_hostility) * clip01(p.reciprocity_level + levers.level)
    answered = p.innate_antagonism + (1.0 - p.innate_antagonism) * cold
    disunity = jnp.maximum(p.unity_mark - s.western_unity, -p.unity_credit)
    return (
        p.final_push
        * (p.pressure_floor + p.pressure_from_confidence * s.confidence / p.confidence_of_1947)
        * (s.party_unity / p.unity_of_1947)
        * (p.pressure_movement_floor + p.pressure_from_movement * s.movement_abroad / p.movement_of_1947)
        * jnp.exp(p.pressure_growth_power * jnp.log(s.output))
        * (1.0 - p.pressure_from_softness * s.soft_phase)
        * (1.0 - p.pressure_from_contest * s.contest)
        * (1.0 - p.pressure_from_mellowing * s.mellowing)
        * answered
        * (1.0 + p.bandwagon * disunity)
        * (1.0 + p.temper_invites * p.temper_exploited * levers.temper)
        * here.pressing
    )


def basin(s: Any, p: Any, here: Any) -> tuple[Any, Any]:
    """Return nearness to Soviet power and the head of pressure [theatre, world] (II.8, I.3)."""
    carried = s.influence * (1.0 - (1.0 - p.defected_influence) * s.defected)
    near = (here.neighbours @ carried) + here.border
    local = p.jump_share * (s.movement_abroad * s.radiance) * jnp.sqrt(s.influence)
    return near, (1.0 - p.jump_share) * near + local


def openings(s: Any, p: Any, draw: Any, here: Any, mind: Any, near: Any, head: Any) -> tuple[Any, Any]:
    """Return what a review would order, as bare weights, and how open each theatre looks [theatre, world]."""
    force = (s.counterforce * mind.weight_of_force + mind.words) * jnp.exp(
        p.force_misjudged * draw.sight_of_force
    )
    shut = jnp.exp(jnp.clip((force / mind.view - 1.0) / p.openness_width, -20.0, 20.0))
    risk = here.prize * s.counterforce / (s.counterforce + p.commitment_scale)
    far = 1.0 - p.fatherland_weight * p.fatherland_first * (1.0 - clip01(p.nearness_scale * near))
    worth = (
        head
        * s.vulnerability
        * here.prize_for_effort
        * above(far, 0.0)
        * (1.0 - p.caution_weight * s.caution)
    )
    log_weight = (
        p.concentration * (jnp.log(worth + 1e-9) - mind.aversion * risk)
        - p.retreat_without_panic * jnp.log1p(shut)
        + p.choice_noise * draw.choice_of_theatre
    )
    weight = jnp.exp(jnp.clip(log_weight, -40.0, 10.0)) * (1.0 - s.in_orbit)
    return weight, 1.0 / (1.0 + shut)


def normalised(weight: Any) -> Any:
    """Return weights [theatre, world] with mean one over the theatres."""
    return jnp.minimum(weight / jnp.maximum(weight.mean(0), 1e-12), 1000.0)
