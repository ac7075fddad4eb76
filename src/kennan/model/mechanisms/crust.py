"""Obedience, and the crust over a shapeless people (I.7, I.15, III.3, III.5, III.15).

Association outside the Party is dissolved as it forms (I.7); repression breeds private opposition and keeps
it silent (I.15, III.3). What deters is repression times the unity of the Party: break the Party, and strength
turns to weakness overnight (III.15). Open dissent is a threshold process (Granovetter 1978) read through
private truth and public lie (Kuran 1991): people speak as others speak.

Departures from the dossier: there the opening came at once from the collapse of fear, with or without the
cascade (its S54 passed for the wrong reason). Here speaking has a higher private cost, private opposition
alone lowers it only in part, a visible split at the top encourages (O'Donnell and Schmitter 1986), and it is
the cascade that makes the opening large. The capacity for faith that finds no outlet (III.5) is no longer an
ornament: when it is let, it makes congregations, which are association.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01, fill, jacobi, normal_cdf

PASSAGES = ("I.7", "I.15", "III.3", "III.5", "III.15")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance devotion, association, private opposition and open dissent."""
    dt = here.dt
    devotion = approach(s.devotion, 1.0 - s.popular_faith, p.devotion_time, dt)
    room = p.respite_from_softness * s.soft_phase + (1.0 - p.respite_from_softness) * (1.0 - s.repression)
    forming = p.association_growth * (p.association_seed + s.independent_association)
    forming = (
        forming * (1.0 - p.association_from_repression * s.repression) + p.unused_faith * devotion * room
    )
    dissolved = p.association_cut * p.amorphous_society * s.repression
    association = fill(s.independent_association, forming, dissolved, dt)

    hardship = clip01(1.0 - s.consumption / jnp.maximum(s.aspiration, 0.1))
    bred = (
        p.repression_breeds_opposition
        * jnp.exp(p.repression_power * jnp.log(jnp.maximum(s.repression, 1e-6)))
        + p.opposition_from_hardship * hardship * (1.0 + p.restless_youth * s.young_generation)
        + p.opposition_from_exhaustion * s.exhaustion
        + p.opposition_from_remnants * (1.0 - s.monopoly)
    )
    reconciled = p.reconciliation * (p.reconciliation_floor + s.popular_faith)
    private = fill(s.private_opposition, bred, reconciled, dt)
    private = clip01(private + jacobi(s.private_opposition, p.opposition_noise, draw.private_opposition, dt))

    fear = p.cost_of_speaking + p.obedience_by_fear * s.repression * s.party_unity
    courage = (
        p.weight_of_opposition * private
        + p.crust_cascade * s.open_dissent
        + p.courage_from_association * association
        + p.courage_from_remnants * (1.0 - s.monopoly)
        + p.courage_from_split * s.doubt
    )
    daring = private * normal_cdf((courage - fear) / p.threshold_spread + p.occasion_spread * draw.crust)
    return {
        "devotion": devotion,
        "independent_association": association,
        "hardship": hardship,
        "private_opposition": private,
        "fear": fear,
        "open_dissent": approach(s.open_dissent, daring, 1.0 / p.opening_speed, dt),
    }
