"""A game: what if you had decided?

Question : how would it have gone if a person had decided for Washington or for Moscow, quarter by quarter from January
           1947, seeing only what that side could see; and what of it was luck?
Comes in : a side, a seed, a world, an opponent, a length, and the choices so far: plain data that fit into a link.
           Rules, sights, advisers and what the debrief measures stand in TOML beside the code; the rules of the game
           are marked as assumptions, for they are no claims of the article.
Goes out : a :class:`Play` with its view (the side's information set, and nothing else), its advice, its debrief, and
           the :class:`~kennan.policies.Policy` that it comes to, which any run takes. Data that do not describe a game
           raise :class:`kennan.faults.BadInput` with all their faults.
May use  : ``kennan.records``, ``kennan.engine`` and the rooms below it, ``kennan.faults`` and ``kennan.toml``.

Example
-------
>>> import kennan.game
>>> play = kennan.game.new("washington", seed=47, world=12)
>>> play = play.play(level=5, watch={"GRE": 4, "TUR": 2})   # steps of settings, points by theatre
>>> play.view()["season"]
'Spring 1947'
"""

from __future__ import annotations

from typing import Any

from kennan.game.play import Play, new, resume

__all__ = ["Play", "controls", "new", "resume", "warm"]


def controls() -> dict[str, Any]:
    """Return the rules as plain data: what each side can set, in which steps, and at what cost."""
    from kennan.game.told import told

    return told()


def warm() -> None:
    """Load or compile what a game needs (some seconds once on a machine), so that the first turn is quick."""
    from kennan.engine import devices

    devices.prepare()
    new("washington", seed=0, world=0).play().view()
