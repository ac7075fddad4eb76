"""Pressure: the budget, the orders and the wound-up toy (I.1, I.3, I.8, II.3-4, II.7-8, III.1, IV.4).

Ideology and the circumstances of power multiply (I.1): what the Kremlin can press with is doctrine-driven
confidence times a Party that obeys times a material base times a movement abroad. It answers no friendliness
(II.3) and rises all along the line when the West is at odds with itself (IV.4). A stream of fixed size, it
goes to the openings (II.8), on two fronts, political and military (III.1): each theatre's line is reviewed from the
top at odd times and stands between reviews, like a wound-up toy that stops only at unanswerable force (II.7). It is
cautious where force stands and the prize is great (II.4), and near home comes first.

Form: a boundedly rational attacker in a Colonel Blotto game on a graph (Borel 1921; Powell 2007). Resistance is
measured against the effort that a theatre would get if pressure were spread by prize, half of it on each front.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import clip01
from kennan.model.names import Names

PASSAGES = ("I.1", "I.3", "I.8", "II.3", "II.4", "II.7", "II.8", "II.9", "III.1", "IV.1", "IV.4")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance the budget of pressure, the orders for each theatre, and the effort made there."""
    free = 1.0 - s.in_orbit
    read = Names(here.apart(lambda: mind(s, p, levers, here)))
    near, head = here.apart(lambda: basin(s, p, here))
    raw, kind, openness = here.apart(lambda: openings(s, p, draw, here, read, near, head))
    weight = here.apart(lambda: normalised(raw))

    def review() -> tuple[Any, Any, Any, Any]:
        # orders change at reviews only; without the toy each theatre is reviewed at every step
        stopped = s.counterforce > p.unanswerable_force * s.effort
        reviewed = (draw.review < read.reviewed) | stopped
        ordered = (p.fluid_pressure * weight + (1.0 - p.fluid_pressure) * s.orders_at_start) * free
        found_shut = stopped & (s.openness_seen > 0.5) & (openness < 0.5) & (free > 0.5)
        return (
            jnp.where(reviewed, ordered, s.orders * free),
            jnp.where(reviewed, openness, s.openness_seen),
            jnp.where(reviewed, kind, s.orders_political),
            found_shut.sum(0).astype(jnp.float32),
        )

    orders, seen, kinds, repulses = here.apart(review)

    # with the fluid off the denominator stays that of the start, or resisted effort would flow on by renormalising
    # (and never less than all orders that stand, or more effort would be made than there is pressure)
    def per_order() -> Any:
        standing = orders.sum(0)
        fluid = p.fluid_pressure * standing + read.fixed_orders
        return read.pressure / jnp.maximum(jnp.maximum(standing, fluid), 1e-6)

    total = here.apart(per_order)

    def move() -> Any:
        sent = orders * total * (1.0 - read.withheld * (1.0 - seen))
        return (sent + (s.effort - sent) * read.keep) * free

    effort = here.apart(move)
    return {
        "pressure": read.pressure,
        "nearness": near,
        "head": head,
        "orders": orders,
        "orders_political": kinds,
        "openness_seen": seen,
        "effort": effort,
        "effort_political": effort * kinds,
        "effort_total": effort.sum(0),
        "events": {"repulse": repulses},
    }


def mind(s: Any, p: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Return what holds for all theatres alike [world]: the budget, and how the Kremlin reads risk and force."""
    pressure = budget(s, p, levers, here)
    return {
        "pressure": pressure,
        "fixed_orders": (1.0 - p.fluid_pressure) * s.orders_at_start.sum(0),
        "reviewed": 1.0 - p.wound_up_toy * jnp.exp(-p.reviews * here.dt),
        "withheld": p.effort_withheld * p.retreat_without_panic,
        "keep": jnp.exp(-here.dt / p.effort_time),
        "fair": 0.5 * jnp.maximum(pressure, 0.05),
        "words": (1.0 - p.facts_over_words) * levers.tone,
        "aversion": aversion(s, p),
    }


def aversion(s: Any, p: Any) -> Any:  # noqa: ARG001
    """Return the aversion to adventures [world]: it is patience that forbids them (II.4)."""
    return p.no_adventures * p.patience


def budget(s: Any, p: Any, levers: Any, here: Any) -> Any:
    """Return the budget of pressure [world], 1 = at the start (I.1: a product, not a sum)."""
    # a power that answered friendliness would press only as far as force is raised against it
    answered = p.innate_antagonism + (1.0 - p.innate_antagonism) * clip01(levers.level)
    return (
        p.final_push
        * (1.0 - p.pressure_from_confidence * (1.0 - s.confidence / p.confidence_at_start))
        * s.orders_obeyed
        * (1.0 - p.pressure_from_movement * (1.0 - s.movement_abroad / p.movement_at_start))
        * jnp.exp(p.pressure_growth_power * jnp.log(s.output))
        * (1.0 - p.pressure_from_respite * jnp.maximum(s.soft_phase, s.contest))
        * (1.0 - p.pressure_from_mellowing * s.mellowing)
        * answered
        * jnp.exp(p.bandwagon * (p.resting_unity - s.western_unity))
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


def far(near: Any, p: Any) -> Any:
    """Return how far theatres lie from Soviet power [theatre, world]: 0 beside it, 1 out of its reach."""
    return clip01(1.0 - p.reach_of_power * near)


def own_resistance(s: Any, p: Any, here: Any) -> Any:
    """Return what a sound society resists by itself on each front [theatre, world] (IV.2)."""
    return p.sound_societies * (1.0 - s.vulnerability) * here.prize_share


def openings(s: Any, p: Any, draw: Any, here: Any, mind: Any, near: Any, head: Any) -> tuple[Any, Any, Any]:
    """Return what a review would order.

    Returns
    -------
    Bare weights, the share of them that is political, and how open each theatre looks, all [theatre, world].
    """
    own, fair = own_resistance(s, p, here), mind.fair * here.prize_share
    military = s.counterforce - s.counterforce_political
    # words that counted as facts would count as force as great as the push itself
    shut_political = jnp.minimum((s.counterforce_political + own) / fair + mind.words, 40.0)
    shut_military = jnp.minimum((military + own) / fair + mind.words, 40.0)
    risk = mind.aversion * here.prize * military / (military + fair)
    worth = head * s.vulnerability * here.prize_for_effort * (1.0 - p.fatherland_first * far(near, p))
    lean = p.concentration * jnp.log(worth + 1e-9) + p.choice_noise * draw.choice_of_theatre
    shy = p.retreat_without_panic * p.shyness
    on_political = jnp.exp(jnp.clip(lean - shy * shut_political, -60.0, 20.0))
    on_military = jnp.exp(jnp.clip(lean - shy * shut_military - risk, -60.0, 20.0))
    weight = on_political + on_military
    openness = jnp.exp(-p.shyness * jnp.minimum(shut_political, shut_military))
    return weight * (1.0 - s.in_orbit), on_political / weight, openness


def normalised(weight: Any) -> Any:
    """Return weights [theatre, world] with mean one over the theatres."""
    return weight / jnp.maximum(weight.mean(0), 1e-25)
