"""Frustration (IV.5): effort that is resisted, by a movement that hopes for more than it gets.

Only resisted effort frustrates: a power that wants nothing, or meets nothing, is not frustrated (III.2). What it hopes
for follows what it attains (Simon 1955; Cyert & March 1963), held up by a doctrine of which nothing is junked (II.1),
and comes down as the movement adjusts itself to the logic of the state of affairs (IV.5). What is felt is the gap
between hope and attainment (Davies 1962), so far as it is resisted, and it gathers over years: one defeat does not
discourage (II.9), there is no timetable (II.8), success cheers (IV.4).

Departure from the dossier: the amplitude is the push that is meant, not the effort that is made, since effort held
back before a shut door is blocked all the same.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, clip01

PASSAGES = ("II.1", "II.8", "III.2", "IV.4", "IV.5")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance gain, ambition and frustration."""
    gain = clip01(s.recent_gain / p.pace)
    held_up = p.doctrine * (1.0 - s.mellowing)
    ambition = approach(s.ambition, held_up + (1.0 - p.doctrine) * gain, p.ambition_time, here.dt)
    felt = s.resisted * jnp.minimum(1.0, s.pressure) * above(ambition, gain)
    frustration = approach(s.frustration, p.blocked_frustration * felt, p.frustration_time, here.dt)
    return {"gain": gain, "ambition": ambition, "frustration": frustration}
