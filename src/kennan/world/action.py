"""What the open power does: a policy's schedules and rules as levers, one value for each world."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.names import Names
from kennan.policies import levers as lever_register

RULES = ("schedule", "gain_above", "reference_above", "gain_below", "reference_below", "low", "high")


def levers(now: Any, constant: Any, sights: Names) -> Names:
    """Return the levers [world] of a policy, by its schedule and by rule over what the open power can see.

    Parameters
    ----------
    now : the policy at this step: :data:`RULES` by name; see :class:`kennan.policies.LeverArrays`.
    constant : levers that a world holds constant [lever, world], NaN where it does not; these heed neither.
    sights : what is seen; see :func:`kennan.world.observe`.
    """
    policy = Names({name: now[name] for name in RULES})
    view = jnp.stack(list(sights.values()))[None]
    rise = policy.gain_above[..., None] * jnp.maximum(view - policy.reference_above[..., None], 0.0)
    fall = policy.gain_below[..., None] * jnp.maximum(policy.reference_below[..., None] - view, 0.0)
    value = policy.schedule[:, None] + (rise + fall).sum(1)
    value = jnp.clip(value, policy.low[:, None], policy.high[:, None])
    value = jnp.where(jnp.isnan(constant), value, constant)
    return named(value)


def at_the_start(now: Any, constant: Any) -> Names:
    """Return the levers [world] with which worlds set out: as scheduled, as no rule has seen anything yet."""
    return named(jnp.where(jnp.isnan(constant), now["schedule"][:, None], constant))


def named(value: Any) -> Names:
    """Return levers [lever, ...] by name."""
    return Names(zip(lever_register(), value, strict=True))
