"""A turn: the game with its quarters walked, and what the side sees; passing quarters until something happens."""

from __future__ import annotations

from typing import Any

from kennan.game import view
from kennan.game.game import Choice, Game
from kennan.game.trajectory import Trajectory, walked

MOST = 12  # quarters that can be passed at once


def turn(game: Game, skip: int = 0) -> tuple[Game, dict[str, Any]]:
    """Return the game, with up to ``skip`` quarters passed as things stand, and what is seen at its end.

    A stand is kept while its crisis goes on, as if its side had ended each quarter with nothing touched. Passing stops
    early after a quarter in which something happened that calls for a decision.

    Raises
    ------
    BadInput : the game has choices after general war.
    """
    now = walked(game)
    for _ in range(skip):
        if now.over:
            break
        now = walked(now.game.then(_held(now)))
        if view.stops(now):
            break
    return now.game, view.of(now)


def _held(now: Trajectory) -> Choice | None:
    """Return the choice that repeats what stands, with its stands; None where "as before" says all of it."""
    standing = view.carried(now)
    return standing if standing.stands else None
