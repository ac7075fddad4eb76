"""The closed lists of this room: levers that can be set, what a rule can see, what a person can decide by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kennan import toml
from kennan.card import Card, Shown
from kennan.faults import digits
from kennan.policies.observation import Seen, sights

HERE = Path(__file__).parent


@dataclass(frozen=True, repr=False)
class Lever(Shown):
    """One thing that the open power can set.

    Parameters
    ----------
    name, unit, sentence : what it is called, measured in, and means.
    low, high : bounds, both included; rules are clipped to them.
    default : its value in a policy that does not name it.
    passages : the paragraphs that speak of it.
    """

    name: str
    unit: str
    low: float
    high: float
    default: float
    sentence: str
    passages: tuple[str, ...]

    def _card_(self) -> Card:
        rows = [("default", digits(self.default)), ("bounds", _bounds(self)), ("unit", self.unit)]
        rows.append(("passages", ", ".join(self.passages)))
        return Card(self.name, self.sentence, rows)


def _bounds(one: Lever | ByHand) -> str:
    return f"{digits(one.low)} to {digits(one.high)}"


@dataclass(frozen=True, repr=False)
class ByHand(Shown):
    """One thing that a person can decide in a side's place.

    Parameters
    ----------
    name, unit, sentence : what it is called, measured in, and means.
    side : "open power" or "kremlin".
    axes : "theatre" (a value for each theatre that is named) or "world".
    low, high : bounds, both included.
    neutral : the value that leaves every number as it is.
    passages : the paragraphs that speak of it.
    """

    name: str
    side: str
    axes: str
    unit: str
    low: float
    high: float
    neutral: float
    sentence: str
    passages: tuple[str, ...]

    def _card_(self) -> Card:
        rows = [("side", self.side), ("neutral", digits(self.neutral)), ("bounds", _bounds(self))]
        rows += [("unit", self.unit), ("passages", ", ".join(self.passages))]
        return Card(self.name, self.sentence, rows)


def levers() -> dict[str, Lever]:
    """Return the 12 levers by name, in the order of the engine's arrays."""
    return dict(_levers())


def seen() -> dict[str, Seen]:
    """Return the 12 quantities that a rule can read by name, in the order of the engine's arrays."""
    return {one.rules.name: one.rules for one in sights("open") if one.rules}


def by_hand() -> dict[str, ByHand]:
    """Return what a person can decide by name, in the order of the engine's arrays."""
    return dict(_by_hand())


def by_hand_names(axes: str) -> tuple[str, ...]:
    """Return the names of those over "world" or "theatre", in the order of the engine's arrays."""
    return tuple(name for name, one in _by_hand().items() if one.axes == axes)


@lru_cache(maxsize=1)
def _by_hand() -> dict[str, ByHand]:
    tables = toml.read(HERE / "by_hand.toml", "list of what is decided by hand").data
    return {
        name: ByHand(name, **{**table, "passages": tuple(table["passages"])})
        for name, table in tables.items()
    }


@lru_cache(maxsize=1)
def _levers() -> dict[str, Lever]:
    tables = toml.read(HERE / "levers.toml", "list of levers").data
    return {
        name: Lever(name, **{**table, "passages": tuple(table["passages"])}) for name, table in tables.items()
    }
