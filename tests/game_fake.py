"""Games for tests, as a person would play them."""

from __future__ import annotations

from dataclasses import replace

from kennan.game import game, rules
from kennan.game.scene import scene
from kennan.policies import observation

SIDES = ("open", "closed")
CODES = scene().codes
GRE, TUR = CODES.index("GRE"), CODES.index("TUR")


def neutral(side: str, **places) -> game.Choice:
    return replace(game.Choice(rules.side(side).neutral), **places)


def there_of(side: str) -> tuple[str, ...]:
    """Return the quantities of theatres that a player is told."""
    return tuple(one.quantity for one in observation.there(side))


def a_game(side="open", *choices, length="short"):
    return game.Game(side, 47, 12, rules.side(side).opponent, length, choices)


def played(side: str, quarters: int = 12) -> game.Game:
    """Return a game with some of everything in it."""
    washington = side == "open"
    first = game.Choice(
        (6, 5, 2, 2, 3, 1, 1, 0) if washington else (4, 3, 1, 2, 2, 0), ((GRE, 3), (TUR, 2)), ((GRE, 2),)
    )
    later = game.Choice(
        (4, 7, 2, 1, 4, 2, 1, 1) if washington else (2, 1, 2, 1, 0, 2), ((TUR, 4),), ((TUR, 0),)
    )
    choices = [None, first, None, None, later] + [None] * (quarters - 5)
    opponent = "adventurer" if washington else "answering"
    return game.Game(side, 2024, 301, opponent, "short", tuple(choices[:quarters]))
