"""Whom a side can play against: the open power a way to rule, the closed one a policy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from kennan.engine import offered
from kennan.game.scene import ARTICLE, scene
from kennan.policies import Policy
from kennan.scenarios.load import Chosen

USUAL = "containment"
ORDER = ("model", "adventurer", "conciliator", "fortress")


@dataclass(frozen=True)
class Kremlin:
    """A way to rule: decisions by hand held constant, by name; ``everywhere`` those that hold in every theatre."""

    name: str
    title: str
    sentence: str
    passages: tuple[str, ...]
    world: dict[str, float]
    everywhere: dict[str, float]

    def by_hand(self, theatres: tuple[str, ...]) -> dict[tuple[str, str], float]:
        """Return its decisions by (name, theatre); the theatre is "" where the whole world is meant."""
        there = {(name, code): value for name, value in self.everywhere.items() for code in theatres}
        return {(name, ""): value for name, value in self.world.items()} | there


@lru_cache(maxsize=16)
def kremlins(chosen: Chosen = ARTICLE) -> dict[str, Kremlin]:
    """Return the shipped ways to rule by name, the model's own first, in the words of a scenario."""
    found = {}
    for name in ORDER:
        data = scene(chosen).register(f"kremlins/{name}.toml", "kremlin")
        head = {**data["kremlin"], "passages": tuple(data["kremlin"]["passages"])}
        found[name] = Kremlin(
            name, **head, world=data.get("world", {}), everywhere=data.get("everywhere", {})
        )
    return found


@lru_cache(maxsize=16)
def policies_of(chosen: Chosen = ARTICLE) -> dict[str, Policy]:
    """Return the policies that a scenario offers and that can be played against, containment first, in its words.

    Left out are those that use what nobody could know at the start, and those that change to another on the way.
    """
    said, found = scene(chosen).tell, {}
    for name in (USUAL, *(one for one in offered.names(chosen) if one != USUAL)):
        one = offered.load(name, chosen)
        if not one.hindsight and not one.then:
            found[name] = replace(one, title=said(one.title), sentence=said(one.sentence))
    return found


def of(side: str, chosen: Chosen = ARTICLE) -> tuple[str, ...]:
    """Return the names of whom a side can play against in a scenario."""
    return ORDER if side == "open" else tuple(policies_of(chosen))
