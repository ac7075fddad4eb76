"""What the open power sees of a world: all that a policy's rules, or a policy in code, may read."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.names import Names
from kennan.policies import seen as seen_register


def observe(s: Any) -> Names:
    """Return what the open power sees, float32 [world] by the names of ``seen.toml``.

    Parameters
    ----------
    s : the state by name; see :func:`kennan.world.state.unpack`.
    """
    sights = {
        "effort_seen_total": s.effort_seen.sum(0),
        "orbit_seen": s.orbit,
        "crises_seen": s.crises,
        "concessions_made": s.concessions_made,
        "belief_in_change": s.change_announced,
        "soviet_strength_seen": s.western_view,
        "western_unity": s.western_unity,
        "western_health": s.western_health,
        "western_weariness": s.western_weariness,
        "depression": (s.depression > 0) * jnp.float32(1.0),
        "budget": s.counterforce_budget,
        "years_elapsed": s.years_elapsed,
    }
    return Names({name: sights[name] for name in seen_register()})
