r"""The organs of suppression (I.6-7, I.10, I.12, I.14-15).

Rulers who can never feel secure (I.10) and whose following is a minority (I.6) keep organs that swell,
become masters of those they serve (I.14) and cannot be given up (I.15). Each relaxation lets private
interests grow back (I.6).

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{seen} = \text{open_dissent} + \left(1 - \text{self_delusion}\right) \cdot \text{private_opposition}
    \text{fears} = \begin{array}{l} \text{insecurity_floor} + \text{insecurity_from_opposition} \cdot
        \text{seen} \\ + \text{insecurity_from_contest} \cdot \text{contest} \\ + \text{insecurity_from_menace}
        \cdot \text{menace} \\ - \text{insecurity_from_mellowing} \cdot \text{mellowing} \end{array}
    \frac{\mathrm{d}\, \text{insecurity}}{\mathrm{d}t} = \frac{\left[\text{fears}\right]_{0}^{1} -
        \text{insecurity}}{\text{insecurity_time}}
    \text{reasons} = \begin{array}{l} \text{organs_floor} + \text{organs_from_insecurity} \cdot
        \text{insecurity}' \\ + \text{dictatorship_of_minority} \cdot \left(1 - \text{popular_faith}\right) \\ +
        \text{organs_from_contest} \cdot \text{contest} + \text{organs_from_menace} \cdot \text{menace} \\ +
        \text{organs_from_dissent} \cdot \text{open_dissent} \end{array}
    \text{wanted} = \left[\left(1 - \text{organs_from_mellowing} \cdot \text{mellowing}\right) \cdot
        \left[\text{reasons}\right]_{0}^{1} \cdot \text{suppression}^{\circ}\right]_{0}^{1}
    \text{speed}_{1} = \begin{cases} 1 - \text{organs_ratchet} \cdot \text{organs_mastery} & \text{if }
        \text{wanted} < \text{organs} \\ 1 & \text{otherwise} \end{cases}
    \text{speed} = \text{speed}_{1} \cdot \begin{cases} \text{broken_speed} & \text{if } \text{party_unity} <
        \text{broken_mark} \\ 1 & \text{otherwise} \end{cases}
    \text{organs}_{1} = \text{wanted} + \left(\text{organs} - \text{wanted}\right) \cdot e^{-\frac{\text{speed}
        \cdot \Delta t}{\text{organs_time}}}
    \text{organs}' = \left[\text{organs}_{1} + \text{organs_noise} \cdot \sqrt{\text{organs} \cdot \left(1 -
        \text{organs}\right) \cdot \Delta t} \cdot z_{\text{organs}}\right]_{0}^{1}
    \text{recalled} = \begin{array}{l} \text{mastery_lost_to_leader} \\ \cdot \left(\text{mastery_loss_floor} +
        \text{mastery_loss_authority} \cdot \text{authority}\right) \end{array}
    \text{turned_on} = \text{mastery_lost_to_violence} \cdot \text{contest} \cdot \text{violent_transfer}
    \frac{\mathrm{d}\, \text{organs_mastery}}{\mathrm{d}t} = \begin{array}{l} \text{organs_become_masters} \cdot
        \text{organs}' \cdot \left(1 - \text{organs_mastery}\right) \\ - \left(\text{recalled} +
        \text{turned_on}\right) \cdot \text{organs_mastery} \end{array}
    \text{repression}' = \text{organs}' \cdot \left(1 - \text{repression_from_mellowing} \cdot
        \text{mellowing}\right)
    \text{growth}^{*} = \begin{array}{l} \text{remnants_growth} \cdot \text{relaxation_breeds_rivals} \cdot
        \left(1 - \text{organs}'\right)^{2} \\ \cdot \text{private_remnants} \end{array}
    \frac{\mathrm{d}\, \text{private_remnants}}{\mathrm{d}t} = \begin{array}{l} \left(\text{growth}^{*} +
        \text{remnants_seed}\right) \cdot \left(1 - \text{private_remnants}\right) \\ - \text{remnants_cut}
        \cdot \text{organs}' \cdot \text{private_remnants} \end{array}
    \frac{\mathrm{d}\, \text{memory_of_repression}}{\mathrm{d}t} = \frac{\text{repression}' -
        \text{memory_of_repression}}{\text{memory_time}}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01, fill, jacobi

PASSAGES = ("I.6", "I.7", "I.10", "I.12", "I.14", "I.15", "I.16", "III.16")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance insecurity, organs, their mastery, what is remembered of them, and private remnants."""
    dt = here.dt
    seen = s.open_dissent + (1.0 - p.self_delusion) * s.private_opposition
    fears = (
        p.insecurity_floor
        + p.insecurity_from_opposition * seen
        + p.insecurity_from_contest * s.contest
        + p.insecurity_from_menace * s.menace
        - p.insecurity_from_mellowing * s.mellowing
    )
    insecurity = approach(s.insecurity, clip01(fears), p.insecurity_time, dt)
    reasons = (
        p.organs_floor
        + p.organs_from_insecurity * insecurity
        + p.dictatorship_of_minority * (1.0 - s.popular_faith)
        + p.organs_from_contest * s.contest
        + p.organs_from_menace * s.menace
        + p.organs_from_dissent * s.open_dissent
    )
    wanted = clip01((1.0 - p.organs_from_mellowing * s.mellowing) * clip01(reasons) * here.suppression)
    speed = jnp.where(wanted < s.organs, 1.0 - p.organs_ratchet * s.organs_mastery, 1.0)
    speed = speed * jnp.where(s.party_unity < p.broken_mark, p.broken_speed, 1.0)
    organs = wanted + (s.organs - wanted) * jnp.exp(-speed * dt / p.organs_time)
    organs = clip01(organs + jacobi(s.organs, p.organs_noise, draw.organs, dt))
    recalled = p.mastery_lost_to_leader * (p.mastery_loss_floor + p.mastery_loss_authority * s.authority)
    turned_on = p.mastery_lost_to_violence * s.contest * s.violent_transfer
    mastery = fill(s.organs_mastery, p.organs_become_masters * organs, recalled + turned_on, dt)
    repression = organs * (1.0 - p.repression_from_mellowing * s.mellowing)
    growth = p.remnants_growth * p.relaxation_breeds_rivals * (1.0 - organs) ** 2 * s.private_remnants
    remnants = fill(s.private_remnants, growth + p.remnants_seed, p.remnants_cut * organs, dt)
    return {
        "insecurity": insecurity,
        "organs": organs,
        "organs_mastery": mastery,
        "repression": repression,
        "memory_of_repression": approach(s.memory_of_repression, repression, p.memory_time, dt),
        "private_remnants": remnants,
    }
