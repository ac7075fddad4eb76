"""What a side sees of a world: as rules and policies in code read it, and as a player is told it.

Both are made of one register, :mod:`kennan.policies.observation`, and of nothing else of the world.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax.numpy as jnp
import numpy as np

from kennan.model.names import Names
from kennan.policies import observation
from kennan.policies.observation import Sight, Told

NINE_IN_TEN = 1.645  # standard deviations on either side of a mean
#: How one number a world is read off a quantity [world] or [theatre, world].
READ: dict[str, Callable[[Any], Any]] = {
    "": lambda value: value,
    "sum": lambda value: value.sum(0),
    "whether": lambda value: (value > 0) * jnp.float32(1.0),
}


def observe(s: Any) -> Names:
    """Return what the open power's rules and policies in code see, float32 [world] by name.

    Parameters
    ----------
    s : the state by name; see :func:`kennan.world.state.unpack`.
    """
    return Names({name: READ[of](s[quantity]) for name, quantity, of in observation.for_rules()})


@dataclass(frozen=True)
class Seen:
    """What a player is told of one world at one moment.

    ``world``: (value, low, high) by name of the sight, in the unit in which it is told. ``flags`` by name. ``there``:
    [theatre] by quantity, as coarse as it is told.
    """

    world: dict[str, tuple[float, float, float]]
    flags: dict[str, float]
    there: dict[str, np.ndarray]


def see(side: str, stood: Mapping[str, Any]) -> Seen:
    """Return what a player is told of a world.

    Parameters
    ----------
    side : "open" or "closed".
    stood : every quantity of the world at one moment, a number or [theatre]; only those of
        :func:`kennan.policies.observation.told` are looked at.
    """
    return Seen(
        {one.name: _told(one, told, stood[one.quantity]) for one, told in observation.for_player(side)},
        {name: float(stood[name]) for name in observation.flags()},
        {one.quantity: _tenths(stood[one.quantity], one.error) for one in observation.there(side)},
    )


def band(value: Any, wide: float) -> tuple[Any, Any]:
    """Return what the truth may be, nine times in ten, where a picture with an error of mean one shows a value."""
    return value * math.exp(0.5 * wide**2 - NINE_IN_TEN * wide), value * math.exp(
        0.5 * wide**2 + NINE_IN_TEN * wide
    )


def _tenths(value: Any, error: str) -> np.ndarray:
    return np.round(value * 10.0) / 10.0 if error == "tenths" else np.asarray(value)


def _told(one: Sight, told: Told, value: Any) -> tuple[float, float, float]:
    """Return a value as it is told, and the band in which the truth may lie."""
    whole = float(READ[one.of](np.asarray(value)))
    if told.error == "tenths":
        whole = round(whole * 10.0) / 10.0
        low, high = max(whole - 0.05, 0.0), whole + 0.05
    elif told.error == "services":
        low, high = band(whole, observation.spread(of_sum=True))
    else:
        low = high = whole
    return whole * told.times, low * told.times, high * told.times
