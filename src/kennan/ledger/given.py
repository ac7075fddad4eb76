"""One check as it stands in a file, and small readers that note every fault and go on."""

from __future__ import annotations

import builtins
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kennan import scenarios, toml
from kennan.article.fields import Table, shown
from kennan.faults import BadInput, Faults, unknown
from kennan.model import parameters

DEFAULTS: dict[str, Any] = {
    "scenario": "x-1947", "policy": "containment", "years": 20, "worlds": 512, "off": [], "set": {},
    "sure": 0.95, "parameters": "median",
}  # fmt: skip
#: what may stand in an arm instead of the check
IN_ARMS = (
    "policy", "levers", "off", "set", "hold", "holds", "walls", "parameters", "quantity", "event", "per",
    "outcome", "endings", "window", "since", "above", "below", "theatres", "except_theatres", "where",
    "months_where",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a check stands: names file and line of each of its keys.

    ``overall`` counts the checks of the file from 0, ``number`` those of the claim from 1.
    """

    document: toml.Document
    claim: str
    overall: int
    number: int

    def __call__(self, *keys: str | int) -> str:
        """Return the place of a key in words."""
        line = self.document.line("claim", "check", self.overall, *keys)
        at = f"{self.document.path}:{line}" if line else str(self.document.path)
        return ".".join([f"{at} {self.claim} check {self.number}", *map(str, keys)])


@dataclass
class Given:
    """A check's table with the claim's defaults, its place, and the list that takes what is wrong.

    Every reader notes a fault and returns a stand-in, so that all faults are found in one reading.
    """

    data: dict[str, Any]
    at: Place
    faults: Faults

    @cached_property
    def table(self) -> Table:
        """The table as the article's room reads it."""
        return Table(self.data, "check", self.at, self.faults)

    @property
    def sound(self) -> int:
        """How many faults there are so far; unchanged when all was well since."""
        return len(self.faults.found)

    def given(self, key: str) -> Any:
        """Return a field of the check, or its default."""
        return self.data.get(key, DEFAULTS.get(key))

    def where(self, key: str) -> str:
        """Return the place of a key; what stands only in the arms is placed there.

        ``key`` may name an inner one ("expect.gap"), which has a line of its own if it is written so.
        """
        first, *inner = key.split(".")
        if first not in self.data and first in IN_ARMS and "arms" in self.data:
            return self.at("arms")
        if first == "expect" and isinstance(table := self.data.get("expect"), dict):
            return self.at(first, *(inner or list(table)[:1]))
        return self.at(first)

    def say(self, what: str, key: str, *, allowed: str = "", near: str = "", do: str = "") -> None:
        """Note a fault at a field."""
        self.faults.add(what, where=self.where(key), allowed=allowed, nearest=near, do=do)

    def whole(self, key: str, low: int, high: int) -> int:
        """Return a whole number of the check."""
        value = self.given(key)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.say(f"{key} is {shown(value)}", key, allowed=f"a whole number from {low} to {high:,}")
            return high  # the stand-in that raises no further faults
        return value

    def number(self, key: str, value: Any, low: float = -math.inf, high: float = math.inf) -> float:
        """Return a number that was given for a field."""
        good = not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)
        if not good or not low <= value <= high:
            limits = "" if math.isinf(low) else f" from {low:g} to {high:g}"
            self.say(f"{key} is {shown(value)}", key, allowed=f"a number{limits}")
            return max(low, 0.0)
        return float(value)

    def one_of(self, key: str, value: Any, known: Iterable[str], kind: str) -> str:
        """Return a name that must be known."""
        known = list(known)
        if not isinstance(value, str) or value not in known:
            self.faults.found.append(unknown(kind, str(value), known, self.where(key)))
            return known[0]
        return value

    def list(self, key: str, value: Any) -> builtins.list[Any]:
        """Return a list that was given for a field."""
        if not isinstance(value, list):
            self.say(f"{key} is {shown(value)}", key, allowed="a list, [...]")
            return []
        return value

    def mapping(self, key: str, value: Any, allowed: Iterable[str] | None = None) -> dict[str, Any]:
        """Return a table that was given for a field; fields not ``allowed`` are noted."""
        if not isinstance(value, dict):
            self.say(f"{key} is {shown(value)}", key, allowed="a table, { name = value }")
            return {}
        for name in value:
            if allowed is not None and name not in allowed:
                self.faults.found.append(unknown(f"field of {key}", name, allowed, self.where(key)))
        return value

    def mechanisms(self, key: str, value: Any) -> tuple[str, ...]:
        """Return mechanisms by name."""
        known = parameters.strengths()
        return tuple(self.one_of(key, name, known, "mechanism") for name in self.list(key, value))

    def scenario(self) -> scenarios.Chosen:
        """Return the scenario: one of the shipped, or a folder by a path (with a slash) from the file of claims."""
        named = self.given("scenario")
        if not (isinstance(named, str) and "/" in named):
            return self.one_of("scenario", named, scenarios.names(), "scenario")
        try:
            chosen = scenarios.choose(Path(self.at.document.path).parent / named)
            scenarios.load(chosen)
        except BadInput as error:
            self.faults.take(error)
            return scenarios.ARTICLE
        return chosen
