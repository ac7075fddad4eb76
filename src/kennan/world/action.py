"""What the open power does: a policy's schedules and rules as levers, one value for each world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jax.numpy as jnp

from kennan.model.names import Names
from kennan.policies import levers as lever_register
from kennan.world.observe import observe

Act = Callable[..., Mapping[str, Any]]
RULES = ("schedule", "gain_above", "reference_above", "gain_below", "reference_below", "low", "high")


def deciding(now: Any, constant: Any, act: Act | None = None) -> Callable[[Any], Names]:
    """Return what sets the levers of a step: a function of the state by name, of which it reads what can be seen alone.

    Parameters
    ----------
    now, constant : as in :func:`levers`.
    act : what sets levers in code, above the schedules and rules; see :func:`by_code`.
    """

    def decided(s: Any) -> Names:
        seen = observe(s)
        return levers(now, constant, seen) if act is None else by_code(act, now, constant, seen)

    return decided


def levers(now: Any, constant: Any, seen: Names) -> Names:
    """Return the levers [world] of a policy, by its schedule and by rule over what the open power can see.

    Parameters
    ----------
    now : the policy at this step: :data:`RULES` by name; see :class:`kennan.policies.LeverArrays`. With one more
        axis in front, [policy, ...], each policy is that of an equal part of the worlds, in their order.
    constant : levers that a world holds constant [lever, world], NaN where it does not; these heed neither.
    seen : what is seen; see :func:`kennan.world.observe`.
    """
    policy = Names({name: _column(now, now[name]) for name in RULES})
    view = _parts(now, jnp.stack(list(seen.values())))[None]
    rise = policy.gain_above * jnp.maximum(view - policy.reference_above, 0.0)
    fall = policy.gain_below * jnp.maximum(policy.reference_below - view, 0.0)
    value = policy.schedule + (rise + fall).sum(1)
    value = jnp.clip(value, policy.low, policy.high).reshape(constant.shape)
    return named(jnp.where(jnp.isnan(constant), value, constant))


def by_code(act: Act, now: Any, constant: Any, seen: Names) -> Names:
    """Return the levers [world] that a policy in code sets; those that it does not name are as its base has them.

    Parameters
    ----------
    act : what sets them; see :func:`kennan.policies.in_code`.
    now, constant, seen : as in :func:`levers`.
    """
    found, answer = levers(now, constant, seen), act(seen)
    for row, (name, lever) in enumerate(lever_register().items()):
        if name in answer:
            value = jnp.clip(jnp.asarray(answer[name], jnp.float32), lever.low, lever.high)
            value = jnp.broadcast_to(value, found[name].shape)
            found[name] = jnp.where(jnp.isnan(constant[row]), value, constant[row])
    return found


def at_the_start(now: Any, constant: Any) -> Names:
    """Return the levers [world] with which worlds set out: as scheduled, as no rule has seen anything yet."""
    scheduled = _column(now, now["schedule"])
    if _policies(now):
        shape = (*scheduled.shape[:-1], constant.shape[-1] // _policies(now))
        scheduled = jnp.broadcast_to(scheduled, shape).reshape(constant.shape)
    return named(jnp.where(jnp.isnan(constant), scheduled, constant))


def _policies(now: Any) -> int:
    """Return the number of policies that share these worlds, 0 where there is one for all."""
    return len(now["schedule"]) if now["schedule"].ndim == 2 else 0


def _column(now: Any, table: Any) -> Any:
    """Return a policy's table [...] as [..., 1], and those of several [policy, ...] as [..., policy, 1]."""
    return (jnp.moveaxis(table, 0, -1) if _policies(now) else table)[..., None]


def _parts(now: Any, value: Any) -> Any:
    """Return values [..., world], where several policies share the worlds as [..., policy, its worlds]."""
    return value.reshape(*value.shape[:-1], _policies(now), -1) if _policies(now) else value


def named(value: Any) -> Names:
    """Return levers [lever, ...] by name."""
    return Names(zip(lever_register(), value, strict=True))
