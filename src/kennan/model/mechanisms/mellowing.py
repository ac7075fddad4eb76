"""Mellowing: what frustration asks for, as the ruler of the day hears it (III.2, IV.5).

A movement that is frustrated without end must adjust itself (IV.5); what it does about it lies with those who rule.
An orthodox ruler hears less of it than a pragmatic one, so that mellowing turns both ways with rulers: a thaw can be
followed by a freeze. Relief is in the same equation: where frustration goes, what was mellowed hardens again.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, sigmoid
from kennan.model.mechanisms.leaders import heard

PASSAGES = ("III.2", "IV.5")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance mellowing [world], 0-1."""
    first = p.unlike_leaders * p.first_ruler
    asked = (
        p.forced_adjustment * (s.frustration - p.frustration_at_start)
        - p.rulers_hear * (heard(s) - first)
        + jnp.log(p.mellowing_at_start / (1.0 - p.mellowing_at_start))
    )
    return {"mellowing": approach(s.mellowing, sigmoid(asked), p.adjustment_time, here.dt)}
