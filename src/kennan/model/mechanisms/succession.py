"""Who leaves, and whether the succession is disputed (I.7, III.10-12, III.14-15).

A ruler dies or is removed, the easier the less he has consolidated. Most transfers are quiet; some are contested, the
more often the farther members and top have drifted apart (III.14), and a contest may be violent from the start or turn
so when a rival reaches down to members who know nothing but discipline (III.12, III.15). Power does not bear to be
shared (I.7): a contest ends in one man's hands, and he gathers authority. Frustration abroad strains contests (IV.5).

Rates of transfer, dispute and violence are those of autocracies without the closed power of the scenario, to 1965
(Archigos; Svolik 2012 for the form), not the twelve years of one case.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, chance_of

PASSAGES = ("I.7", "III.10", "III.11", "III.12", "III.14", "III.15", "IV.5")
STATED_AGE = 68.0  # the age, in years, at which the hazard of death is stated


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the ruler's age and authority, and the contest [world] for his place."""
    dt = here.dt
    settled = s.contest < 0.5
    age = s.leader_age + dt
    death = p.death_at_68 * jnp.exp(jnp.minimum(p.ageing * (age - STATED_AGE), 20.0))
    removal = p.removal_late + above(p.removal_early, p.removal_late) * (1.0 - s.authority)
    dies = draw.death < chance_of(death, dt)
    leaves = settled & (dies | (draw.ouster < chance_of(removal, dt)))

    apart = p.mass_clique_divergence * (s.divergence - jnp.abs(p.unrecognised_demand))
    odds = p.disputed_transfers / jnp.maximum(1.0 - p.disputed_transfers, 1e-6) * jnp.exp(apart)
    disputed = leaves & (draw.quiet_transfer > 1.0 / (1.0 + odds))
    at_once = disputed & (draw.violence < p.violent_contests)

    length = jnp.where(s.violent_transfer > 0.5, p.violent_length, p.contest_length)
    ends = ~settled & (draw.contest_ends < chance_of(1.0 / length, dt))
    in_contest = disputed | (~settled & ~ends)
    call = p.rivals_reach_down * jnp.exp(apart + p.strain_on_succession * s.frustration)
    reached = in_contest & (draw.reach_down < chance_of(call, dt))
    violent = in_contest & (at_once | (s.violent_transfer > 0.5) | reached)

    new = (leaves & ~disputed) | ends
    drawn_age = p.successor_age + p.successor_age_spread * draw.successor_age
    gathered = approach(s.authority, 1.0, 1.0 / jnp.maximum(p.jealous_power, 1e-9), dt)
    one = jnp.float32(1.0)
    return {
        "leader_age": jnp.where(new | disputed, drawn_age, age),
        "authority": jnp.where(in_contest, 0.0, jnp.where(new, p.first_authority, gathered)),
        "contest": in_contest * one,
        "violent_transfer": violent * one,
        "new_ruler": new * one,
        "reaching_down": reached * p.reach_size * -jnp.log(draw.reach_size),
        "events": {
            "succession": leaves,
            "ouster": leaves & ~dies,
            "violent_transfer": violent & (leaves | (s.violent_transfer < 0.5)),
            "reach_down": reached,
        },
    }
