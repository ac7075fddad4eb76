"""What each side can see of a world: the one register of it, from ``observation.toml``.

Rules, policies in code, the game and its advisers all take what a side sees from here. The sides are "open" and
"closed". Where rules and a player read one number differently (a player is told tenths, or a picture with its error),
the register says so for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kennan import toml
from kennan.card import Card, Shown
from kennan.faults import digits

HERE = Path(__file__).parent
SIDES = ("open", "closed")
READINGS = ("", "sum", "whether")
ERRORS = ("", "services", "tenths")


@dataclass(frozen=True, repr=False)
class Seen(Shown):
    """One quantity that the open power can see, so that a rule may read it.

    Parameters
    ----------
    name, unit, sentence : what it is called, measured in, and means.
    low, high : the values it can take; ``high`` may be infinite.
    """

    name: str
    unit: str
    low: float
    high: float
    sentence: str

    def _card_(self) -> Card:
        values = f"{digits(self.low)} to {digits(self.high)}"
        return Card(self.name, self.sentence, [("values", values), ("unit", self.unit)])


@dataclass(frozen=True)
class Told:
    """How a player is told one number: ``times`` the quantity, with an error of :data:`ERRORS`.

    ``place``: on the desk, the most important first; ``good``: which way is better for the side, "" for neither;
    ``scale``: what a picture spans.
    """

    place: int
    label: str
    sentence: str
    unit: str
    times: float
    good: str
    scale: tuple[float, float]
    error: str = ""


@dataclass(frozen=True)
class Sight:
    """One number of the whole world that a side can see.

    Parameters
    ----------
    name : what it is called.
    quantity, of : the quantity of the model that is read, and how, one of :data:`READINGS`.
    sense : by which sense it is known.
    laid : whether a player's advisers lay it over their worlds.
    rules : how rules and policies in code read it; None where they do not.
    player : how a player is told it; None where it is on no desk.
    """

    name: str
    quantity: str
    sense: str
    of: str = ""
    passages: tuple[str, ...] = ()
    laid: bool = False
    rules: Seen | None = None
    player: Told | None = None


@dataclass(frozen=True)
class There:
    """One quantity of every theatre that a player is told, by which sense, and with which error."""

    quantity: str
    sense: str
    error: str = ""


@cache
def _data() -> dict[str, Any]:
    return toml.read(HERE / "observation.toml", "list of what can be seen").data


@cache
def sights(side: str) -> tuple[Sight, ...]:
    """Return every number of the whole world that a side can see, in the order of the engine's arrays."""
    found = []
    for name, table in _data()[side].items():
        rules, player = table.get("rules"), table.get("player")
        given = {
            **table,
            "passages": tuple(table.get("passages", ())),
            "rules": rules and Seen(**rules),
            "player": player and Told(**{**player, "scale": tuple(player["scale"])}),
        }
        found.append(Sight(name, **given))
    return tuple(found)


@cache
def for_rules() -> tuple[tuple[str, str, str], ...]:
    """Return what the open power's rules and policies in code read: (name, quantity, how it is read), in the order of
    the engine's arrays.
    """
    return tuple((one.rules.name, one.quantity, one.of) for one in sights("open") if one.rules)


@cache
def for_player(side: str) -> tuple[tuple[Sight, Told], ...]:
    """Return what a player is told of the whole world, the most important first."""
    found = [(one, one.player) for one in sights(side) if one.player]
    return tuple(sorted(found, key=lambda pair: pair[1].place))


@cache
def there(side: str) -> tuple[There, ...]:
    """Return what a player is told of every theatre."""
    return tuple(There(**one) for one in _data()["theatre"][side])


@cache
def flags() -> tuple[str, ...]:
    """Return the flags that both sides see."""
    return tuple(_data()["flags"]["public"])


def senses() -> dict[str, str]:
    """Return what each sense is worth, in words, by name."""
    return dict(_data()["senses"])


def spread(of_sum: bool = False) -> float:
    """Return the error that the services admit to, as a standard deviation of the logarithm."""
    return float(_data()["errors"]["services_spread_of_sum" if of_sum else "services_spread"])


@cache
def laid(side: str) -> dict[str, tuple[str, ...]]:
    """Return the quantities that a side's advisers lay over their worlds: those of the world, and those of theatres."""
    world = [one.quantity for one, _ in for_player(side) if one.laid] + _data()["flags"]["laid"]
    return {"world": tuple(world), "theatre": tuple(one.quantity for one in there(side))}


@cache
def happenings(side: str) -> frozenset[str]:
    """Return the kinds of happenings that a side learns of."""
    return frozenset([*_data()["happenings"]["public"], *_data()["happenings"][side]])


def told(side: str) -> frozenset[str]:
    """Return every quantity of the model that a player is told, in whatever way."""
    world, places = (one.quantity for one, _ in for_player(side)), (one.quantity for one in there(side))
    return frozenset([*world, *flags(), *places])
