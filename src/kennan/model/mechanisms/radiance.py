r"""Outward brilliance and the movement abroad (III.16, IV.3-4).

Institutions may shine brightest when inner decay is farthest on: the light of a star long dead (III.16).
Radiance follows inner vitality with a long lag; the appeal is strongest beyond the reach of the police. The
movement abroad lives by that light, by the poor example of the West (IV.3), by gains; tremors in Moscow and
failed prophecy cost it dear (III.11, IV.3).

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{alive} = \begin{array}{l} \text{vitality_from_faith} \cdot \text{popular_faith} \\ +
        \text{vitality_from_rest} \cdot \left(1 - \text{exhaustion}\right) \\ + \text{vitality_from_growth}
        \cdot \left[\frac{\text{growth}}{\text{growth_scale}}\right]_{0}^{1} \\ + \text{vitality_from_renewal}
        \cdot \left(1 - \text{congealment}\right) \\ + \text{vitality_from_conviction} \cdot \text{conviction}
        \end{array}
    \frac{\mathrm{d}\, \text{inner_vitality}}{\mathrm{d}t} = \frac{\left[\text{alive}\right]_{0}^{1} -
        \text{inner_vitality}}{\text{vitality_time}}
    \text{news} = \left[\frac{\text{recent_gain}}{\text{gain_scale}}\right]_{-1}^{1}
    \text{poor} = \text{impression_of_1947} - \text{western_impression}
    \text{shine} = \begin{array}{l} \text{radiance_base} + \text{radiance_from_vitality} \cdot
        \text{inner_vitality}' \\ + \text{radiance_from_example} \cdot \left[0.5 + \text{radiance_example_slope}
        \cdot \text{poor}\right]_{0}^{1} \\ + \text{radiance_from_gains} \cdot \left[\text{news}\right]^{+}
        \end{array}
    \text{lag} = \text{glow_least} + \left[\text{afterglow_time} - \text{glow_least}\right]^{+} \cdot
        \text{afterglow}
    \frac{\mathrm{d}\, \text{radiance}}{\mathrm{d}t} = \frac{\left[\text{shine}\right]_{0}^{1} -
        \text{radiance}}{\text{lag}}
    \text{joined} = \begin{array}{l} \text{movement_base} \\ + \text{movement_from_radiance} \cdot
        \left(\text{radiance}' - \text{radiance_mark}\right) \\ + \text{movement_from_example} \cdot
        \text{western_example} \cdot \text{poor} \\ + \text{movement_from_gains} \cdot \text{news} \\ -
        \text{movement_from_frustration} \cdot \text{frustration} \\ - \text{movement_from_tremors} \cdot
        \text{tremors_abroad} \cdot \text{contest} \cdot \text{violent_transfer} \\ -
        \text{movement_from_prophecy} \cdot \text{failed_prophecy} \cdot \text{unfulfilled_prophecy} \end{array}
    \frac{\mathrm{d}\, \text{movement_abroad}}{\mathrm{d}t} = \frac{\left[\text{joined}\right]_{0}^{1} -
        \text{movement_abroad}}{\text{movement_time}}
    \text{appeal_abroad}' = \text{radiance}' \cdot \min \left(1,\; \text{appeal_base} +
        \text{movement_abroad}'\right)
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01

PASSAGES = ("III.11", "III.16", "IV.3", "IV.4")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance inner vitality, radiance and the movement abroad."""
    dt = here.dt
    alive = (
        p.vitality_from_faith * s.popular_faith
        + p.vitality_from_rest * (1.0 - s.exhaustion)
        + p.vitality_from_growth * clip01(s.growth / p.growth_scale)
        + p.vitality_from_renewal * (1.0 - s.congealment)
        + p.vitality_from_conviction * s.conviction
    )
    vitality = approach(s.inner_vitality, clip01(alive), p.vitality_time, dt)
    news = jnp.clip(s.recent_gain / p.gain_scale, -1.0, 1.0)
    poor = p.impression_of_1947 - s.western_impression
    shine = (
        p.radiance_base
        + p.radiance_from_vitality * vitality
        + p.radiance_from_example * clip01(0.5 + p.radiance_example_slope * poor)
        + p.radiance_from_gains * jnp.maximum(news, 0.0)
    )
    lag = p.glow_least + jnp.maximum(p.afterglow_time - p.glow_least, 0.0) * p.afterglow
    radiance = approach(s.radiance, clip01(shine), lag, dt)
    joined = (
        p.movement_base
        + p.movement_from_radiance * (radiance - p.radiance_mark)
        + p.movement_from_example * p.western_example * poor
        + p.movement_from_gains * news
        - p.movement_from_frustration * s.frustration
        - p.movement_from_tremors * p.tremors_abroad * s.contest * s.violent_transfer
        - p.movement_from_prophecy * p.failed_prophecy * s.unfulfilled_prophecy
    )
    movement = approach(s.movement_abroad, clip01(joined), p.movement_time, dt)
    return {
        "inner_vitality": vitality,
        "radiance": radiance,
        "movement_abroad": movement,
        "appeal_abroad": radiance * jnp.minimum(1.0, p.appeal_base + movement),
    }
