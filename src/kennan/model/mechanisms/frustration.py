r"""Frustration and mellowing (III.2, IV.5).

A messianic movement that is blocked for ten to fifteen years cannot bear it without adjusting itself (III.2,
IV.5). Frustration is linear in what is blocked and is relieved by gains; were it convex, force by fits and
starts would pay (Jensen), the opposite of II.9. Mellowing is barred by a congealed top and by organs that are
masters, undone by success.

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{success} = \left[\frac{\text{recent_gain}}{\text{relief_scale}}\right]_{0}^{\text{relief_ceiling}}
    \text{relief} = \text{relief_by_gains} \cdot \text{success} + \text{relief_by_openness} \cdot \left(1 -
        \text{blocked}\right)
    \frac{\mathrm{d}\, \text{frustration}}{\mathrm{d}t} = \begin{array}{l} \text{blocked_frustration} \cdot
        \text{blocked} \cdot \left(1 - \text{frustration}\right) \\ - \text{relief} \cdot \text{frustration}
        \end{array}
    \text{barred} = \begin{array}{l} \left(1 - \text{adjustment_from_congealment} \cdot
        \text{congealment}\right) \\ \cdot \left(1 - \text{adjustment_from_mastery} \cdot
        \text{organs_mastery}\right) \\ \cdot \left(1 - \text{adjustment_from_violence} \cdot \text{contest}
        \cdot \text{violent_transfer}\right) \end{array}
    \text{adjusting} = \begin{array}{l} \text{forced_adjustment} \\ \cdot \operatorname{hill}
        \left(\text{frustration}';\; \text{adjustment_mark},\; \text{adjustment_power}\right) \cdot
        \text{barred} \end{array}
    \text{hardening}^{*} = \begin{array}{l} \text{hardening_from_gains} \cdot \text{success} \\ +
        \text{hardening_from_tone} \cdot \left[\text{lever.tone} - \text{tone_mark}\right]^{+} +
        \text{hardening} \end{array}
    \text{mellowing}_{1}:\quad \frac{\mathrm{d}\, \text{mellowing}}{\mathrm{d}t} = \text{adjusting} \cdot
        \left(1 - \text{mellowing}\right) - \text{hardening}^{*} \cdot \text{mellowing}
    \text{mellowing}' = \left[\begin{array}{l} \text{mellowing}_{1} \\ + \text{mellowing_noise} \cdot
        \sqrt{\text{mellowing} \cdot \left(1 - \text{mellowing}\right) \cdot \Delta t} \cdot
        z_{\text{mellowing}} \end{array}\right]_{0}^{1}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, clip01, fill, hill, jacobi

PASSAGES = ("III.2", "IV.5")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance frustration and mellowing."""
    dt = here.dt
    success = jnp.clip(s.recent_gain / p.relief_scale, 0.0, p.relief_ceiling)
    relief = p.relief_by_gains * success + p.relief_by_openness * (1.0 - s.blocked)
    frustration = fill(s.frustration, p.blocked_frustration * s.blocked, relief, dt)
    barred = (
        (1.0 - p.adjustment_from_congealment * s.congealment)
        * (1.0 - p.adjustment_from_mastery * s.organs_mastery)
        * (1.0 - p.adjustment_from_violence * s.contest * s.violent_transfer)
    )
    adjusting = p.forced_adjustment * hill(frustration, p.adjustment_mark, p.adjustment_power) * barred
    hardening = (
        p.hardening_from_gains * success
        + p.hardening_from_tone * above(levers.tone, p.tone_mark)
        + p.hardening
    )
    mellowing = fill(s.mellowing, adjusting, hardening, dt)
    mellowing = clip01(mellowing + jacobi(s.mellowing, p.mellowing_noise, draw.mellowing, dt))
    return {"frustration": frustration, "mellowing": mellowing}
