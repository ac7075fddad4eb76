"""The rules of the game as data, from ``rules.toml``: settings and their steps, purses, points, stances, lengths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kennan.game.scene import ARTICLE, scene
from kennan.scenarios.load import Chosen

VERSION = 2  # of a game's record; raised when an old record would be read otherwise
SIDES = ("open", "closed")  # whom one decides for: the open power or the closed one
SEEDS = 2**31  # seeds are below this number
WORLDS = 1000  # a game is one of the first so many worlds of its seed


@dataclass(frozen=True)
class Setting:
    """One thing that a side sets.

    ``sets`` gives, by lever or decision by hand, the value at each step; ``cost`` and ``points`` what each step draws
    on the purse and on the points; ``neutral`` the step that stands when nothing has been chosen.
    """

    name: str
    label: str
    group: str
    sentence: str
    unit: str
    neutral: int
    labels: tuple[str, ...]
    cost: tuple[int, ...]
    points: tuple[int, ...]
    sets: dict[str, tuple[float, ...]]
    passages: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Stance:
    """What can be ordered in a crisis.

    ``by_hand``: decisions by hand in the theatre, by name; none where nothing is ordered. ``tone`` and ``exit``: how
    the country's voice shifts.
    """

    label: str
    sentence: str
    points: int
    by_hand: dict[str, float]
    tone: float
    exit: float
    why: str

    @property
    def holds(self) -> bool:
        """Whether it says not to yield, or to yield late."""
        return any(value > 0 for value in self.by_hand.values())

    @property
    def yields(self) -> bool:
        """Whether it says to yield."""
        return any(value < 0 for value in self.by_hand.values())


@dataclass(frozen=True)
class Side:
    """Everything that one side can do; see ``rules.toml``."""

    name: str
    title: str
    sentence: str
    passages: tuple[str, ...]
    base: str
    purse: int
    purse_label: str
    purse_sentence: str
    purse_why: str
    points: int
    points_label: str
    points_sentence: str
    points_why: str
    place_verb: str
    opponent: str
    place_by_hand: str
    place_each: float
    place_why: str
    seen: str
    unseen: str
    fair: str
    first: str
    line_hard: str
    line_soft: str
    settings: tuple[Setting, ...]
    stances: tuple[Stance, ...]

    @property
    def neutral(self) -> tuple[int, ...]:
        """The steps that stand when nothing has been chosen."""
        return tuple(setting.neutral for setting in self.settings)

    @property
    def stance_neutral(self) -> int:
        """The stance in a crisis about which nothing is said."""
        return next(number for number, stance in enumerate(self.stances) if not stance.by_hand)


@dataclass(frozen=True)
class Length:
    """How long a game is, in quarters."""

    name: str
    quarters: int
    label: str
    sentence: str


def _data(chosen: Chosen) -> dict[str, Any]:
    return scene(chosen).register("rules.toml", "rules of the game")


def said(chosen: Chosen = ARTICLE) -> dict[str, str]:
    """Return what the page says whichever side is played, by key."""
    return dict(_data(chosen)["said"])


@lru_cache(maxsize=16)
def lengths(chosen: Chosen = ARTICLE) -> dict[str, Length]:
    """Return the lengths of a game by name, in the words of a scenario."""
    return {name: Length(name, **table) for name, table in _data(chosen)["lengths"].items()}


@lru_cache(maxsize=32)
def side(name: str, chosen: Chosen = ARTICLE) -> Side:
    """Return what one side ("open" or "closed") can do, in the words of a scenario; its numbers are always the same."""
    table = dict(_data(chosen)[name])
    places, settings, stances = table.pop("places"), table.pop("settings"), table.pop("stances")
    return Side(
        name,
        **{**table, "passages": tuple(table["passages"])},
        place_by_hand=places["by_hand"],
        place_each=places["each"],
        place_why=places["why"],
        settings=tuple(_setting(one) for one in settings),
        stances=tuple(Stance(**{"tone": 0.0, "exit": 0.0, "by_hand": {}, **one}) for one in stances),
    )


def _setting(table: dict[str, Any]) -> Setting:
    none = (0,) * len(table["labels"])
    return Setting(
        **{
            **table,
            "labels": tuple(table["labels"]),
            "cost": tuple(table.get("cost", none)),
            "points": tuple(table.get("points", none)),
            "sets": {name: tuple(values) for name, values in table["sets"].items()},
            "passages": tuple(table["passages"]),
        }
    )
