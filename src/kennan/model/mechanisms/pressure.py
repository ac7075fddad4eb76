"""Pressure: the budget, the orders and the wound-up toy (I.1, I.3, I.8, II.3-4, II.7-8, IV.4).

Ideology and the circumstances of power multiply (I.1): what the Kremlin can press with is doctrine-driven confidence
times an intact Party times a material base times a movement abroad. It answers no friendliness (II.3) and rises all
along the line when the West is at odds with itself (IV.4). A stream of fixed size, it goes to the openings (II.8): each
theatre's line is reviewed from the top at odd times and stands between reviews, like a wound-up toy that stops only at
unanswerable force (II.7). It is cautious where force stands and the prize is great (II.4), and near home comes first.

Form: a boundedly rational attacker in a Colonel Blotto game on a graph (Borel 1921; Powell 2007).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, chance_of, clip01

PASSAGES = ("I.1", "I.3", "I.8", "II.3", "II.4", "II.7", "II.8", "II.9", "IV.1", "IV.4")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance the budget of pressure, the orders for each theatre, and the effort made there."""
    dt = here.dt
    pressure = budget(s, p, levers)
    free = 1.0 - s.in_orbit
    near, head = basin(s, p, here)
    weight, openness = openings(s, p, draw, levers, here, pressure, near, head)

    # orders change at reviews only; without the toy each theatre is reviewed at every step
    passed_over = p.wound_up_toy * jnp.exp(-p.reviews * (1.0 - p.reviews_lost_to_contest * s.contest) * dt)
    reviewed = draw.review < 1.0 - passed_over
    fluid = p.fluid_pressure
    ordered = (fluid * weight + (1.0 - fluid) * s.orders_of_1947) * free
    orders = jnp.where(reviewed, ordered, s.orders * free)
    seen = jnp.where(reviewed, openness, s.openness_seen)
    # with the fluid off the denominator stays that of 1947, or blocked effort would flow on by renormalising
    total = fluid * orders.sum(0) + (1.0 - fluid) * s.orders_of_1947.sum(0)
    share = jnp.minimum(orders / jnp.maximum(total, 1e-6), p.largest_share)
    withheld = 1.0 - p.effort_withheld * p.retreat_without_panic * (1.0 - seen)
    effort = approach(s.effort, pressure * share * withheld, p.effort_time, dt) * free

    stopped = (s.counterforce > p.unanswerable_force * effort) & (effort > p.effort_that_shows)
    ret = p.retreat_without_panic
    kept = 1.0 - ret * (1.0 - jnp.exp(-p.stopping_speed * dt))
    left = 1.0 - ret * (1.0 - jnp.exp(-p.orders_cancelled * dt))
    effort = jnp.where(stopped, effort * kept, effort)
    orders = jnp.where(stopped, orders * left, orders)
    caution = s.caution * jnp.exp(-dt / p.caution_memory)
    caution = jnp.where(stopped, jnp.maximum(caution, ret), caution)
    repulses = stopped.sum(0).astype(jnp.float32)
    panic = p.panic * (1.0 - p.patience) * jnp.minimum(repulses, p.panic_ceiling)
    return {
        "pressure": pressure,
        "nearness": near,
        "head": head,
        "orders": orders,
        "openness_seen": seen,
        "effort": effort,
        "effort_total": effort.sum(0),
        "caution": caution,
        "confidence": s.confidence * jnp.exp(-panic * dt),
        "events": {"repulse": stopped.sum(0)},
    }


def budget(s: Any, p: Any, levers: Any) -> Any:
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
    )


def basin(s: Any, p: Any, here: Any) -> tuple[Any, Any]:
    """Return nearness to Soviet power and the head of pressure [theatre, world] (II.8, I.3)."""
    carried = s.influence * (1.0 - (1.0 - p.defected_influence) * s.defected)
    near = (here.neighbours @ carried) + here.border
    local = p.jump_share * (s.movement_abroad * s.radiance) * jnp.sqrt(s.influence)
    return near, (1.0 - p.jump_share) * near + local


def openings(
    s: Any, p: Any, draw: Any, levers: Any, here: Any, pressure: Any, near: Any, head: Any
) -> tuple[Any, Any]:
    """Return what a review would order, as weights of mean one, and how open each theatre looks [theatre, world]."""
    words = (1.0 - p.facts_over_words) * p.words_as_force * levers.tone
    force = s.counterforce * (1.0 + p.tone_as_force * levers.tone) + words
    force = force * jnp.exp(p.force_misjudged * draw.sight_of_force)
    view = jnp.maximum(p.effort_in_view * pressure, 1e-4)
    shut = jnp.exp(jnp.clip((force / view - 1.0) / p.openness_width, -20.0, 20.0))
    log_open = -jnp.log1p(shut)
    haste = p.impatience_base + p.impatience_from_frustration * s.frustration + s.years_elapsed / p.impatience_time
    aversion = p.no_adventures * (1.0 - (1.0 - p.patience) * clip01(haste))
    risk = here.prize * s.counterforce / (s.counterforce + p.commitment_scale)
    far = 1.0 - p.fatherland_weight * p.fatherland_first * (1.0 - clip01(p.nearness_scale * near))
    worth = head * s.vulnerability * here.prize_for_effort * above(far, 0.0) * (1.0 - p.caution_weight * s.caution)
    log_weight = (
        p.concentration * (jnp.log(worth + 1e-9) - aversion * risk)
        + p.retreat_without_panic * log_open
        + p.choice_noise * draw.choice_of_theatre
    )
    weight = jnp.exp(jnp.clip(log_weight, -40.0, 10.0)) * (1.0 - s.in_orbit)
    mean = jnp.maximum(weight.mean(0), 1e-12)
    return jnp.minimum(weight / mean, 1000.0), jnp.exp(log_open)
