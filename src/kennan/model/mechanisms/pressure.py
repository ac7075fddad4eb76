"""Pressure: the budget, the orders and the wound-up toy (I.1, I.3, I.8, II.3-4, II.7-8, IV.4).

Ideology and the circumstances of power multiply (I.1): what the Kremlin can press with is doctrine-driven
confidence times an intact Party times a material base times a movement abroad. It answers no friendliness
(II.3) and rises all along the line when the West is at odds with itself (IV.4). A stream of fixed size, it
goes to the openings (II.8): each theatre's line is reviewed from the top at odd times and stands between
reviews, like a wound-up toy that stops only at unanswerable force (II.7). It is cautious where force stands
and the prize is great (II.4), and near home comes first.

Form: a boundedly rational attacker in a Colonel Blotto game on a graph (Borel 1921; Powell 2007).
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
        ordered = (fluid * weight + (1.0 - fluid) * s.orders_at_start) * free
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
        "fixed_orders": (1.0 - p.fluid_pressure) * s.orders_at_start.sum(0),
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
    """Return the budget of pressure [world], 1 = at the start (I.1: a product, not a sum)."""
    cold = clip01(p.reciprocity_base + s.western_hostility) * clip01(p.reciprocity_level + levers.level)
    answered = p.innate_antagonism + (1.0 - p.innate_antagonism) * cold
    disunity = jnp.maximum(p.unity_mark - s.western_unity, -p.unity_credit)
    return (
        p.final_push
        * (p.pressure_floor + p.pressure_from_confidence * s.confidence / p.confidence_at_start)
        * s.orders_obeyed
        * (p.pressure_movement_floor + p.pressure_from_movement * s.movement_abroad / p.movement_at_start)
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
    carried = s.influence * (
        1.0 - s.own_revolution * (1.0 - s.in_orbit)
    )  # who broke with Moscow carries nothing
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
