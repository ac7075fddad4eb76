r"""The siege: menace proclaimed at home, hostility made abroad (I.10-13, I.16, II.3).

Once the class enemy at home is declared gone, danger from abroad must justify the organs (I.11); every
opponent is the foreigner's agent (I.12); real threats are few and confuse the picture (I.13); deeds done in
its name have canonised the fiction (I.16). And whoever treats the world as an enemy long enough makes it one
(I.10).

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{wanted} = \begin{array}{l} \left(1 - \text{menace_from_mellowing} \cdot \text{mellowing}\right) \\
        \cdot \left(\begin{array}{l} \text{real_threat_response} \cdot \text{western_hostility} \\ +
        \text{menace_substitution} \cdot \left[\text{organs} - \text{private_remnants}\right]^{+} \\ +
        \text{siege_interest} \cdot \text{organs_mastery} \cdot \text{organs} \\ + \text{canonised_fiction}
        \cdot \text{memory_of_repression} \\ + \text{foreign_agents} \cdot \text{open_dissent}
        \end{array}\right) \end{array}
    \frac{\mathrm{d}\, \text{menace}}{\mathrm{d}t} = \frac{\left[\text{wanted}\right]_{0}^{1} -
        \text{menace}}{\text{menace_time}}

provoke::

    \text{applied} = \min \left(1,\; \frac{\text{effort_total}}{\text{effort_scale}}\right)
    \text{provoked} = \begin{array}{l} \text{self_fulfilling_hostility} \\ \cdot
        \left(\text{hostility_from_menace} \cdot \text{menace} + \text{hostility_from_effort} \cdot
        \text{applied}\right) \end{array}
    \text{gain} = \begin{array}{l} \text{provoked} \cdot \left(1 - \text{hostility_from_softness} \cdot
        \text{soft_phase}\right) \\ + \text{hostility_from_tone} \cdot \text{lever.tone} \end{array}
    \text{loss} = \text{hostility_fading} \cdot \left(1 + \text{fading_from_belief} \cdot \sigma
        \left(\text{change_belief}\right)\right)
    \frac{\mathrm{d}\, \text{western_hostility}}{\mathrm{d}t} = \text{gain} \cdot \left(1 -
        \text{western_hostility}\right) - \text{loss} \cdot \text{western_hostility}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, clip01, fill, sigmoid

PASSAGES = ("I.10", "I.11", "I.12", "I.13", "I.14", "I.16")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the menace that is proclaimed."""
    wanted = (1.0 - p.menace_from_mellowing * s.mellowing) * (
        p.real_threat_response * s.western_hostility
        + p.menace_substitution * above(s.organs, s.private_remnants)
        + p.siege_interest * s.organs_mastery * s.organs
        + p.canonised_fiction * s.memory_of_repression
        + p.foreign_agents * s.open_dissent
    )
    return {"menace": approach(s.menace, clip01(wanted), p.menace_time, here.dt)}


def provoke(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the real hostility of the outside world."""
    applied = jnp.minimum(1.0, s.effort_total / p.effort_scale)
    provoked = p.self_fulfilling_hostility * (
        p.hostility_from_menace * s.menace + p.hostility_from_effort * applied
    )
    gain = provoked * (1.0 - p.hostility_from_softness * s.soft_phase) + p.hostility_from_tone * levers.tone
    loss = p.hostility_fading * (1.0 + p.fading_from_belief * sigmoid(s.change_belief))
    return {"western_hostility": fill(s.western_hostility, gain, loss, here.dt)}
