"""Mellowing: what frustration teaches, as the ruler of the day hears it (III.2, IV.4, IV.5).

No messianic movement can bear frustration without end and not adjust itself (IV.5): frustration teaches moderation
year by year, success unteaches it (IV.4), and those who learned retire. What becomes of it lies with those who rule.
An orthodox ruler makes less of them than a pragmatic one, so that mellowing turns both ways with rulers: a thaw can be
followed by a freeze, and a freeze by a thaw, at the same frustration.

Departure from the dossier: there rule answered the level of frustration at once, so that a movement could have borne
little frustration for ever; the passage speaks of what it cannot bear without end, so it is the lessons that add up.
"""

from __future__ import annotations

from typing import Any

from kennan.model.forms import approach, fill, log_odds, sigmoid
from kennan.model.mechanisms.leaders import heard

PASSAGES = ("III.2", "III.11", "IV.4", "IV.5")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance what has been learnt, and mellowing [world], both 0-1."""
    learned = p.forced_adjustment * s.frustration
    unlearned = p.hardening_from_gains * s.gain + p.hardening
    lessons = fill(s.lessons, learned, unlearned, here.dt)
    first = p.unlike_leaders * p.first_ruler
    made_of_it = sigmoid(log_odds(lessons) - p.rulers_hear * (heard(s) - first))
    return {"lessons": lessons, "mellowing": approach(s.mellowing, made_of_it, p.adjustment_time, here.dt)}
