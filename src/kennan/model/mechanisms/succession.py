"""Leadership and the transfer of power (I.7, III.10-12, III.15).

A leader ages and dies, or is removed by insiders. A transfer may start with a front-runner or turn from
quiet deceit to violence (III.12). Power does not bear to be shared (I.7): shares follow replicator dynamics
with increasing returns, which from an even start takes about twelve years (III.11). Rivals may reach down to
members who know nothing but discipline (III.15).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, chance_of, clip01, fill

PASSAGES = ("I.7", "III.10", "III.11", "III.12", "III.15")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance leader, rivals and contest by one step."""
    dt = here.dt
    age = s.leader_age + dt
    hazard = p.death_at_68 * jnp.exp(jnp.minimum(p.ageing * (age - p.reference_age), 20.0))
    dies = draw.death < chance_of(hazard, dt)
    loose = (
        (1.0 - s.authority)
        + p.ouster_from_frustration * above(s.frustration, p.ouster_frustration_mark)
        + p.ouster_from_mellowing * s.mellowing
    )
    ousted = (draw.ouster < chance_of(p.ouster_hazard * loose, dt)) & (s.ruling > 0.5)
    leaves = dies | ousted
    quiet_chance = (
        p.quiet_chance
        + p.quiet_from_rules * s.succession_rules
        + p.quiet_from_ouster * ousted
        - p.quiet_from_divergence * (s.divergence - p.divergence_mark)
    )
    quiet = leaves & (draw.quiet_transfer < quiet_chance)
    violent = leaves & ~quiet
    violent_transfer = jnp.where(leaves, violent * jnp.float32(1.0), s.violent_transfer)
    z = draw.rival_shares
    successor_age = jnp.clip(
        s.clique_age + p.successor_age_spread * z[0], p.successor_age_low, p.successor_age_high
    )
    age = jnp.where(leaves, successor_age, age)
    ruling = (s.ruling > 0.5) & ~leaves

    third = jnp.float32(1.0 / 3.0)
    front = jnp.stack([p.front_share, p.second_share, 1.0 - p.front_share - p.second_share])
    start = jnp.where(quiet, front, third) + p.share_spread * z
    shares = jnp.where(leaves, _normalised(jnp.maximum(start, p.share_spread)), s.rival_shares)
    drift = p.consolidation * p.jealous_power * shares * (shares - (shares * shares).sum(0)) * dt
    noise = p.contest_noise * jnp.sqrt(jnp.maximum(shares * (1.0 - shares), 0.0) * dt) * z
    moved = jnp.where(ruling, shares, shares + drift + noise)
    shares = _normalised(jnp.maximum(moved, p.least_share))
    strongest, weakest = shares.max(0), shares.min(0)
    second = 1.0 - strongest - weakest

    decided = ~ruling & (strongest > p.decided_share)
    ruling = ruling | decided
    in_contest = 1.0 - ruling
    rules = s.succession_rules + decided * jnp.where(
        violent_transfer > 0.5,
        -p.rules_from_violent * s.succession_rules,
        p.rules_from_quiet * (1.0 - s.succession_rules),
    )
    rules = fill(rules, p.rules_from_mellowing * s.mellowing, 0.0, dt)
    ruler = approach(s.authority, p.authority_ceiling, 1.0 / p.authority_gain, dt)
    authority = jnp.where(ruling, ruler, clip01(p.authority_slope * (strongest - third)))
    contest = in_contest * (1.0 - authority) * (p.contest_base + p.contest_violent * violent_transfer)
    close = clip01(1.0 - (strongest - second) / p.closeness_scale)

    call = (
        p.reaching_down
        * contest
        * close
        * s.divergence
        * (1.0 - s.succession_rules)
        * (p.reach_floor + p.reach_from_opposition * s.private_opposition)
        * (p.strain_floor + p.strain_on_succession * s.frustration)
    )
    reached = (
        (draw.reach_down < chance_of(call, dt))
        & (in_contest > 0.5)
        & (s.mobilised_members < p.mobilised_mark)
    )
    mobilised = s.mobilised_members + reached * (p.reach_least + p.reach_range * draw.reach_size)
    spread = p.mobilisation_growth * mobilised * in_contest * close
    mobilised = fill(mobilised, spread, p.mobilisation_fading + p.mobilisation_quelled * ruling, dt)
    return {
        "leader_age": age,
        "authority": authority,
        "ruling": ruling * jnp.float32(1.0),
        "violent_transfer": violent_transfer,
        "contest": contest,
        "rival_shares": shares,
        "succession_rules": rules,
        "mobilised_members": mobilised,
        "events": {"succession": leaves, "violent_transfer": violent, "reach_down": reached},
    }


def _normalised(shares: Any) -> Any:
    """Return shares that add up to one over the rivals."""
    return shares / shares.sum(0)
