r"""The people: exhaustion, faith, generations (III.5-7).

A people tired in body and spirit, disillusioned and sceptical (III.5); only the young can help, and nobody
yet knows what their childhood has done to them (III.7).

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{worn} = \begin{array}{l} \text{exhaustion_from_drive} \cdot \text{drive} \cdot \text{drive} \\ +
        \text{exhaustion_from_camps} \cdot \text{forced_labour_system} \cdot \text{forced_labour} \\ +
        \text{war_exhaustion} \cdot \left(\text{at_war} > 0\right) \end{array}
    \text{rested}_{1} = \text{recovery} \cdot \min \left(\text{consumption},\; \text{recovery_ceiling}\right)
    \text{rested} = \text{rested}_{1} \cdot \left(\text{recovery_floor} + \text{young_generation_helps} \cdot
        \text{young_generation}\right)
    \text{strain} = \begin{array}{l} \text{strain_from_repression} \cdot \text{repression} \\ +
        \text{strain_from_exhaustion} \cdot \text{exhaustion} \\ + \text{strain_from_want} \cdot \left(1 -
        \left[\text{consumption}\right]_{0}^{1}\right) \end{array}
    \frac{\mathrm{d}\, \text{childhood_strain}}{\mathrm{d}t} = \frac{\left[\text{strain}\right]_{0}^{1} -
        \text{childhood_strain}}{\text{childhood_time}}
    \text{success} = \left[\frac{\text{recent_gain}}{\text{gain_scale}}\right]_{0}^{1}
    \text{faith} = \begin{array}{l} \text{faith_base} \\ + \text{faith_from_comfort} \cdot
        \left[\frac{\text{consumption}}{\max \left(\text{aspiration},\; 0.1\right)} -
        \text{comfort_mark}\right]_{0}^{1} \\ + \text{faith_from_gains} \cdot \text{success} +
        \text{faith_from_conviction} \cdot \text{conviction} \\ - \text{faith_from_exhaustion} \cdot
        \text{exhaustion} \\ - \text{faith_from_repression} \cdot \text{repression} \cdot \text{repression} \\ +
        \text{faith_from_youth} \cdot \text{young_generation} \end{array}
    \text{popular}:\quad \frac{\mathrm{d}\, \text{popular_faith}}{\mathrm{d}t} =
        \frac{\left[\text{faith}\right]_{0}^{1} - \text{popular_faith}}{\text{faith_time}}
    \frac{\mathrm{d}\, \text{exhaustion}}{\mathrm{d}t} = \text{worn} \cdot \left(1 - \text{exhaustion}\right) -
        \text{rested} \cdot \text{exhaustion}
    \frac{\mathrm{d}\, \text{adult_scars}}{\mathrm{d}t} = \frac{\text{childhood_strain}' -
        \text{adult_scars}}{\text{childhood_time}}
    \frac{\mathrm{d}\, \text{young_generation}}{\mathrm{d}t} = \frac{1}{\text{generation_time}} \cdot \left(1 -
        \text{young_generation}\right)
    \text{popular_faith}' = \begin{array}{l} \text{popular} \\ + \text{faith_noise} \cdot
        \sqrt{\text{popular_faith} \cdot \left(1 - \text{popular_faith}\right) \cdot \Delta t} \cdot
        z_{\text{popular_faith}} \end{array}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01, fill, jacobi

PASSAGES = ("III.5", "III.6", "III.7")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance exhaustion, popular faith and the generations."""
    dt = here.dt
    worn = (
        p.exhaustion_from_drive * s.drive * s.drive
        + p.exhaustion_from_camps * p.forced_labour_system * s.forced_labour
        + p.war_exhaustion * (s.at_war > 0)
    )
    rested = p.recovery * jnp.minimum(s.consumption, p.recovery_ceiling)
    rested = rested * (p.recovery_floor + p.young_generation_helps * s.young_generation)
    strain = (
        p.strain_from_repression * s.repression
        + p.strain_from_exhaustion * s.exhaustion
        + p.strain_from_want * (1.0 - clip01(s.consumption))
    )
    childhood = approach(s.childhood_strain, clip01(strain), p.childhood_time, dt)
    success = clip01(s.recent_gain / p.gain_scale)
    faith = (
        p.faith_base
        + p.faith_from_comfort * clip01(s.consumption / jnp.maximum(s.aspiration, 0.1) - p.comfort_mark)
        + p.faith_from_gains * success
        + p.faith_from_conviction * s.conviction
        - p.faith_from_exhaustion * s.exhaustion
        - p.faith_from_repression * s.repression * s.repression
        + p.faith_from_youth * s.young_generation
    )
    popular = approach(s.popular_faith, clip01(faith), p.faith_time, dt)
    return {
        "exhaustion": fill(s.exhaustion, worn, rested, dt),
        "childhood_strain": childhood,
        "adult_scars": approach(s.adult_scars, childhood, p.childhood_time, dt),
        "young_generation": fill(s.young_generation, 1.0 / p.generation_time, 0.0, dt),
        "popular_faith": popular + jacobi(s.popular_faith, p.faith_noise, draw.popular_faith, dt),
    }
