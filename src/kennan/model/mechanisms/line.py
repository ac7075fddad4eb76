r"""The line: tactical soft phases, taken up when something is wanted (II.3, II.7).

Signatures to the contrary are manoeuvres (II.3): need brings a soft phase on, not a change of heart, and it
passes. The line can be turned from one day to the next; what a reversal costs is borne by the Party (II.7).

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{need} = \left[\begin{array}{l} \text{need_from_hardship} \cdot \text{hardship} +
        \text{need_from_contest} \cdot \text{contest} \\ + \text{need_from_blocked} \cdot \left[\text{blocked} -
        \text{blocked_mark}\right]^{+} \\ + \text{need_from_burden} \cdot \left[\text{military_burden} -
        \text{burden_mark}\right]^{+} \end{array}\right]_{0}^{1}
    \text{softens} = \operatorname{chance} \left(\text{tactical_agreements} \cdot \text{softening_hazard} \cdot
        \text{need}\right)
    \text{hardens} = \operatorname{chance} \left(\frac{1}{\text{soft_length}}\right)
    \text{soft} = \text{soft_phase} > 0.5
    \text{begins} = \neg \text{soft} \wedge \left(\left(u_{\text{line}} < \text{softens}\right) \vee
        \left(\text{line_taken}^{\circ} > 0.5\right)\right) \wedge \left(\text{line_taken}^{\circ} > -0.5\right)
    \text{ends} = \text{soft} \wedge \left(\left(u_{\text{line}} > 1 - \text{hardens}\right) \vee
        \left(\text{line_taken}^{\circ} < -0.5\right)\right) \wedge \left(\text{line_taken}^{\circ} < 0.5\right)
    \text{soft_phase}' = \begin{cases} 1 & \text{if } \text{begins} \\ 0 & \text{if } \text{ends} \\
        \text{soft_phase} & \text{otherwise} \end{cases}
    \text{reversal}' = \text{begins} \vee \text{ends}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, chance_of, clip01

PASSAGES = ("II.3", "II.7")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the soft phase, and whether the line was reversed."""
    need = clip01(
        p.need_from_hardship * s.hardship
        + p.need_from_contest * s.contest
        + p.need_from_blocked * above(s.blocked, p.blocked_mark)
        + p.need_from_burden * above(s.military_burden, p.burden_mark)
    )
    softens = chance_of(p.tactical_agreements * p.softening_hazard * need, here.dt)
    hardens = chance_of(1.0 / p.soft_length, here.dt)
    soft = s.soft_phase > 0.5
    # the two turns read opposite ends of one draw, so that a turn is never undone by the same luck
    begins = ~soft & ((draw.line < softens) | (here.line_taken > 0.5)) & (here.line_taken > -0.5)
    ends = soft & ((draw.line > 1.0 - hardens) | (here.line_taken < -0.5)) & (here.line_taken < 0.5)
    return {
        "soft_phase": jnp.where(begins, 1.0, jnp.where(ends, 0.0, s.soft_phase)),
        "reversal": (begins | ends) * jnp.float32(1.0),
        "events": {"soft_phase": begins},
    }
