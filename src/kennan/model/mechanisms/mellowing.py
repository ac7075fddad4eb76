"""Mellowing (III.2, IV.5): no messianic movement bears frustration without end and does not adjust itself.

Frustration teaches moderation, success unteaches it (IV.4), and those who learned retire.
"""

from __future__ import annotations

from typing import Any

from kennan.model.forms import fill

PASSAGES = ("III.2", "IV.4", "IV.5")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance mellowing."""
    learned = p.forced_adjustment * s.frustration
    unlearned = p.hardening_from_gains * s.gain + p.hardening
    return {"mellowing": fill(s.mellowing, learned, unlearned, here.dt)}
