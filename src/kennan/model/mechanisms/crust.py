r"""Obedience, and the crust over a shapeless people (I.7, I.15, III.3, III.5, III.15).

Association outside the Party is dissolved as it forms (I.7); repression breeds private opposition and keeps
it silent (I.15, III.3). What deters is repression times the unity of the Party: break the Party, and strength
turns to weakness overnight (III.15). Open dissent is a threshold process (Granovetter 1978) read through
private truth and public lie (Kuran 1991): people speak as others speak.

Departures from the dossier: there the opening came at once from the collapse of fear, with or without the
cascade (its S54 passed for the wrong reason). Here speaking has a higher private cost, private opposition
alone lowers it only in part, a visible split at the top encourages (O'Donnell and Schmitter 1986), and it is
the cascade that makes the opening large. The capacity for faith that finds no outlet (III.5) is no longer an
ornament: when it is let, it makes congregations, which are association.

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \frac{\mathrm{d}\, \text{devotion}}{\mathrm{d}t} = \frac{\left(1 - \text{popular_faith}\right) -
        \text{devotion}}{\text{devotion_time}}
    \text{room} = \begin{array}{l} \text{respite_from_softness} \cdot \text{soft_phase} \\ + \left(1 -
        \text{respite_from_softness}\right) \cdot \left(1 - \text{repression}\right) \end{array}
    \text{forming}_{1} = \text{association_growth} \cdot \left(\text{association_seed} +
        \text{independent_association}\right)
    \text{forming} = \begin{array}{l} \text{forming}_{1} \cdot \left(1 - \text{association_from_repression}
        \cdot \text{repression}\right) \\ + \text{unused_faith} \cdot \text{devotion}' \cdot \text{room}
        \end{array}
    \text{dissolved} = \text{association_cut} \cdot \text{amorphous_society} \cdot \text{repression}
    \frac{\mathrm{d}\, \text{independent_association}}{\mathrm{d}t} = \begin{array}{l} \text{forming} \cdot
        \left(1 - \text{independent_association}\right) \\ - \text{dissolved} \cdot
        \text{independent_association} \end{array}
    \text{hardship}' = \left[1 - \frac{\text{consumption}}{\max \left(\text{aspiration},\;
        0.1\right)}\right]_{0}^{1}
    \text{bred} = \begin{array}{l} \text{repression_breeds_opposition} \cdot \max \left(\text{repression},\;
        10^{-6}\right)^{\text{repression_power}} \\ + \begin{array}{l} \text{opposition_from_hardship} \cdot
        \text{hardship}' \\ \cdot \left(1 + \text{restless_youth} \cdot \text{young_generation}\right)
        \end{array} \\ + \text{opposition_from_exhaustion} \cdot \text{exhaustion} \\ +
        \text{opposition_from_remnants} \cdot \text{private_remnants} \end{array}
    \text{reconciled} = \text{reconciliation} \cdot \left(\text{reconciliation_floor} +
        \text{popular_faith}\right)
    \text{private_opposition}_{1}:\quad \frac{\mathrm{d}\, \text{private_opposition}}{\mathrm{d}t} = \text{bred}
        \cdot \left(1 - \text{private_opposition}\right) - \text{reconciled} \cdot \text{private_opposition}
    \text{private_opposition}' = \left[\begin{array}{l} \text{private_opposition}_{1} \\ +
        \text{opposition_noise} \cdot \sqrt{\text{private_opposition} \cdot \left(1 -
        \text{private_opposition}\right) \cdot \Delta t} \cdot z_{\text{private_opposition}}
        \end{array}\right]_{0}^{1}
    \text{fear}' = \text{cost_of_speaking} + \text{obedience_by_fear} \cdot \text{repression} \cdot
        \text{party_unity}
    \text{courage} = \begin{array}{l} \text{weight_of_opposition} \cdot \text{private_opposition}' \\ +
        \text{crust_cascade} \cdot \text{open_dissent} \\ + \text{courage_from_association} \cdot
        \text{independent_association}' \\ + \text{courage_from_remnants} \cdot \text{private_remnants} \\ +
        \text{courage_from_split} \cdot \text{party_split} \end{array}
    \text{daring} = \begin{array}{l} \text{private_opposition}' \\ \cdot \Phi \left(\frac{\text{courage} -
        \text{fear}'}{\text{threshold_spread}} + \text{occasion_spread} \cdot z_{\text{crust}}\right)
        \end{array}
    \frac{\mathrm{d}\, \text{open_dissent}}{\mathrm{d}t} = \text{opening_speed} \cdot \left(\text{daring} -
        \text{open_dissent}\right)
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
        + p.opposition_from_remnants * s.private_remnants
    )
    reconciled = p.reconciliation * (p.reconciliation_floor + s.popular_faith)
    private = fill(s.private_opposition, bred, reconciled, dt)
    private = clip01(private + jacobi(s.private_opposition, p.opposition_noise, draw.private_opposition, dt))

    fear = p.cost_of_speaking + p.obedience_by_fear * s.repression * s.party_unity
    courage = (
        p.weight_of_opposition * private
        + p.crust_cascade * s.open_dissent
        + p.courage_from_association * association
        + p.courage_from_remnants * s.private_remnants
        + p.courage_from_split * s.party_split
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
