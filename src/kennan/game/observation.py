"""What a side can see of a world, and nothing more: the one way from a walked world to what a player or adviser knows.

The lists stand in ``sights.toml``. Everything that is shown of a game before its debrief is made from a :class:`Seen`,
so that what is not on the list cannot reach a screen; tests hold the two together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from kennan import toml

HERE = Path(__file__).parent
NINE_IN_TEN = 1.645


@dataclass(frozen=True)
class Sight:
    """One quantity of the whole world that a side can see; see ``sights.toml``."""

    name: str
    state: str
    label: str
    sentence: str
    unit: str
    times: float
    sense: str
    good: str
    scale: tuple[float, float]
    laid: bool
    passages: tuple[str, ...]
    error: str = ""


@dataclass(frozen=True)
class Seen:
    """What a side sees at one moment.

    ``world``: (value, low, high) by name of the sight, in its own unit. ``flags`` by name. ``there``: [theatre] by
    quantity, already with the coarseness of the sense.
    """

    world: dict[str, tuple[float, float, float]]
    flags: dict[str, float]
    there: dict[str, np.ndarray]


@cache
def _data() -> dict[str, Any]:
    return toml.read(HERE / "sights.toml", "list of what is seen").data


@cache
def sights(side: str) -> tuple[Sight, ...]:
    """Return what a side sees of the whole world, in order of importance."""
    return tuple(
        Sight(**{**one, "scale": tuple(one["scale"]), "passages": tuple(one["passages"])})
        for one in _data()[side]["world"]
    )


def senses() -> dict[str, str]:
    """Return what each sense is worth, in words, by name."""
    return dict(_data()["senses"])


@cache
def flags() -> tuple[str, ...]:
    """Return the flags that both sides see."""
    return tuple(_data()["flags"]["public"])


@cache
def laid(side: str) -> dict[str, tuple[str, ...]]:
    """Return the quantities that a side's advisers lay over their worlds: those of the world, and those of theatres."""
    world = [one.state for one in sights(side) if one.laid] + _data()["flags"]["laid"]
    return {"world": tuple(world), "theatre": there(side)}


@cache
def there(side: str) -> tuple[str, ...]:
    """Return the quantities of theatres that a side sees."""
    return tuple(name for names in _data()[side]["theatre"].values() for name in names)


@cache
def coarse(side: str) -> tuple[str, ...]:
    """Return the quantities of theatres of which a side is told tenths only."""
    return tuple(_data()[side]["theatre"].get("tenths", ()))


@cache
def happenings(side: str) -> frozenset[str]:
    """Return the kinds of happenings that a side learns of."""
    return frozenset([*_data()["happenings"]["public"], *_data()["happenings"][side]])


def states(side: str) -> frozenset[str]:
    """Return every quantity of the model that a side sees, in whatever way: its information set."""
    return frozenset([*(one.state for one in sights(side)), *flags(), *there(side)])


def spread(of_sum: bool = False) -> float:
    """Return the error that the services admit to, as a standard deviation of the logarithm."""
    return float(_data()["errors"]["services_spread_of_sum" if of_sum else "services_spread"])


def band(value: Any, wide: float) -> tuple[Any, Any]:
    """Return what the truth may be, nine times in ten, where a picture with an error of mean one shows a value."""
    return value * math.exp(0.5 * wide**2 - NINE_IN_TEN * wide), value * math.exp(
        0.5 * wide**2 + NINE_IN_TEN * wide
    )


def see(side: str, stood: Mapping[str, Any]) -> Seen:
    """Return what a side sees of a world.

    Parameters
    ----------
    side : "washington" or "moscow".
    stood : every quantity of the world at one moment; only those of :func:`states` are looked at.
    """
    places = {
        name: np.round(stood[name] * 10.0) / 10.0 if name in coarse(side) else np.asarray(stood[name])
        for name in there(side)
    }
    return Seen(
        {one.name: _shown(one, stood[one.state]) for one in sights(side)},
        {name: float(stood[name]) for name in flags()},
        places,
    )


def _shown(one: Sight, value: Any) -> tuple[float, float, float]:
    """Return a value as it is shown, and the band in which the truth may lie."""
    whole = float(np.sum(value)) if np.ndim(value) else float(value)
    if one.error == "tenths":
        whole = round(whole * 10.0) / 10.0
        low, high = max(whole - 0.05, 0.0), whole + 0.05
    elif one.error == "services":
        low, high = band(whole, spread(of_sum=True))
    else:
        low = high = whole
    return whole * one.times, low * one.times, high * one.times
