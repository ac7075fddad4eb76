"""Counterforce: limited force, moved with a lag to shifting points (II.9, III.1, IV.2).

The budget is shared by three rules, mixed as the policy says: *follow* goes where effort is seen, weighted
by prize and vulnerability (III.1); *perimeter* stands everywhere alike; *offensive* stands against the orbit
itself. What counts is effective force: deployed force times the access it has to the theatre.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach

PASSAGES = ("II.9", "III.1", "IV.2")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the counterforce that stands in each theatre."""
    free = 1.0 - s.in_orbit
    watch = (s.effort_seen + p.watchfulness_floor) * here.prize_for_counterforce
    follow = _share(free * watch * (p.vulnerability_floor + s.vulnerability) * here.access)
    perimeter = _share(free * here.access)
    offensive = _share(s.in_orbit * here.prize)
    mix = levers.follow * follow + levers.perimeter * perimeter + levers.offensive * offensive
    mix = mix / jnp.maximum(levers.follow + levers.perimeter + levers.offensive, 1e-6)
    target = s.counterforce_budget * mix * here.access
    force = approach(s.counterforce, target, p.counterforce_lag, here.dt)
    force = jnp.where(here.walled > 0, here.wall, force)
    return {"counterforce": force, "counterforce_total": force.sum(0)}


def _share(weight: Any) -> Any:
    """Return weights as shares of their sum over the theatres."""
    return weight / jnp.maximum(weight.sum(0), 1e-6)  # finite when nothing is left to share
