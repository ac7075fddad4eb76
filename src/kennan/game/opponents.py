"""Whom a side can play against: the open power a way to rule, the closed one a policy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kennan import policies
from kennan.game.scene import ARTICLE, scene
from kennan.policies import Policy
from kennan.scenarios.load import Chosen

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


@cache
def names() -> tuple[str, ...]:
    """Return the shipped policies that use nothing which nobody could know at the start, containment first."""
    fair = [name for name in policies.names() if not policies.load(name).hindsight]
    return ("containment", *(name for name in fair if name != "containment"))


@lru_cache(maxsize=16)
def policies_of(chosen: Chosen = ARTICLE) -> dict[str, Policy]:
    """Return the policies of :func:`names`, told in the words of a scenario."""
    said, found = scene(chosen).tell, {}
    for name in names():
        one = policies.load(name)
        found[name] = replace(one, title=said(one.title), sentence=said(one.sentence))
    return found


def of(side: str) -> tuple[str, ...]:
    """Return the names of whom a side can play against."""
    return ORDER if side == "open" else names()
