"""Whom a side can play against: for Washington a Kremlin, the model's own or a shipped one; for Moscow a policy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kennan import policies, toml
from kennan.policies import Policy

HERE = Path(__file__).parent / "kremlins"
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


@cache
def kremlins() -> dict[str, Kremlin]:
    """Return the shipped Kremlins by name, the model's own first."""
    found = {}
    for name in ORDER:
        data = toml.read(HERE / f"{name}.toml", "kremlin").data
        head = {**data["kremlin"], "passages": tuple(data["kremlin"]["passages"])}
        found[name] = Kremlin(
            name, **head, world=data.get("world", {}), everywhere=data.get("everywhere", {})
        )
    return found


@cache
def washingtons() -> dict[str, Policy]:
    """Return the shipped policies that use nothing which nobody could know at the start, containment first."""
    every = {name: policies.load(name) for name in policies.names()}
    fair = {name: policy for name, policy in every.items() if not policy.hindsight}
    return {"containment": fair.pop("containment"), **fair}


def of(side: str) -> tuple[str, ...]:
    """Return the names of whom a side can play against."""
    return tuple(kremlins() if side == "washington" else washingtons())
