"""Games for tests, as a person would play them: in the small made-up world, which walks faster than the article's."""

from __future__ import annotations

from dataclasses import replace

from kennan import scenarios
from kennan.game import game, rules
from kennan.game.scene import scene
from kennan.policies import observation

SIDES = ("open", "closed")
SMALL = scenarios.choose(scenarios.SMALL)
SCENE = scene(SMALL)
CODES = SCENE.codes
ZEN, GRA = CODES.index("ZEN"), CODES.index("GRA")  # two contested neighbours


def neutral(side: str, **places) -> game.Choice:
    return replace(game.Choice(rules.side(side).neutral), **places)


def there_of(side: str) -> tuple[str, ...]:
    """Return the quantities of theatres that a player is told."""
    return tuple(one.quantity for one in observation.there(side))


def a_game(side="open", *choices, length="short"):
    return game.Game(side, 47, 12, rules.side(side).opponent, length, choices, SMALL)


def played(side: str, quarters: int = 12) -> game.Game:
    """Return a game with some of everything in it."""
    ours = side == "open"
    first = game.Choice(
        (6, 5, 2, 2, 3, 1, 1, 0) if ours else (4, 3, 1, 2, 2, 0), ((ZEN, 3), (GRA, 2)), ((ZEN, 2),)
    )
    later = game.Choice((4, 7, 2, 1, 4, 2, 1, 1) if ours else (2, 1, 2, 1, 0, 2), ((GRA, 4),), ((GRA, 0),))
    choices = [None, first, None, None, later] + [None] * (quarters - 5)
    opponent = "adventurer" if ours else "answering"
    return game.Game(side, 2024, 301, opponent, "short", tuple(choices[:quarters]), SMALL)
