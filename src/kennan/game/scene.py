"""The scenario that a game is played in: its theatres, its calendar, and the registers of the game in its words.

The registers beside this file are written in the words of the article's own scenario; of another world they are told
in its own. ``{start}`` and the like stand in them for what follows from the scenario's numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from kennan import scenarios, toml
from kennan.game.calendar import A_YEAR, Calendar
from kennan.scenarios.load import Chosen
from kennan.scenarios.scenario import Scenario, Theatres

HERE = Path(__file__).parent
ARTICLE = scenarios.ARTICLE
YEARS = 45  # as far as a world is ever continued


class Scene:
    """What a game takes from its scenario."""

    def __init__(self, chosen: Chosen):
        self.chosen = chosen
        self.scenario: Scenario = scenarios.load(chosen)
        self.calendar = Calendar(self.scenario.start_year, self.scenario.start_month)
        self._registers: dict[str, dict[str, Any]] = {}
        end, last = YEARS * A_YEAR, 4 * 15
        self._filled = {
            "start": self.calendar.month_name(0),
            "start_year": str(self.calendar.year),
            "end": self.calendar.month_name(end),
            "end_year": str(self.calendar.year_of(end)),
            "end_short": self.calendar.month_name(3 * 20 - 1),
            "end_full": self.calendar.month_name(3 * last - 1),
            "theatres": str(len(self.theatres)),
            "leaders": self.tell("the Kremlin").removeprefix("the "),
        }

    @property
    def theatres(self) -> Theatres:
        """The theatres, in the order of their numbers."""
        return self.scenario.theatres

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the theatres."""
        return self.theatres.code

    @property
    def seats(self) -> dict[str, str]:
        """What the side of each role is called in addresses and names of files, in small letters: "washington"."""
        ours, theirs = _slug(self.seat("open")), _slug(self.seat("closed"))
        told_apart = ours and theirs and ours != theirs
        return {"open": ours, "closed": theirs} if told_apart else {"open": "open", "closed": "closed"}

    def seat(self, role: str) -> str:
        """Return where a power sits, which is what its side is called: "Washington"."""
        return self.tell({"open": "Washington", "closed": "Moscow"}[role])

    @property
    def end_year(self) -> int:
        """The calendar year as far as worlds are continued."""
        return int(self._filled["end_year"])

    def register(self, file: str, what: str) -> dict[str, Any]:
        """Return a register of the game, with every text in the words of this scenario."""
        if file not in self._registers:
            self._registers[file] = self.said(toml.read(HERE / file, what).data)
        return self._registers[file]

    def said(self, data: Any) -> Any:
        """Return texts, or data with texts in them, in the words of this scenario."""
        if isinstance(data, str):
            filled = re.sub(r"\{(\w+)\}", lambda found: self._filled.get(found[1], found[0]), data)
            return self.tell(filled)
        if isinstance(data, Mapping):
            return {key: self.said(value) for key, value in data.items()}
        if isinstance(data, list | tuple):
            return [self.said(value) for value in data]
        return data

    def tell(self, text: str) -> str:
        """Return a text that is written in the words of the article's scenario, in the words of this one."""
        return self.scenario.words.tell(text)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@lru_cache(maxsize=16)
def scene(chosen: Chosen = ARTICLE) -> Scene:
    """Return what a game takes from a scenario: a shipped one by its name, any other in full."""
    return Scene(chosen)
