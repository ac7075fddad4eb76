"""A game: what if you had decided?

Question : how would it have gone if a person had decided for one of a scenario's two powers, quarter by quarter from
           its start, seeing only what that side could see; and what of it was luck?
Comes in : a scenario, a side, a seed, a world, an opponent, a length, and the choices so far: plain data that fit into
           a link. Rules, advisers and what the debrief measures stand in TOML beside the code; the rules of the game
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

    advisers.py    advisers who disagree
    advisers.toml  who they are and what they believe
    article.py     what the article would say of a game's choices
    article.toml   the rules, and how each is measured
    as_policy.py   from choices to a policy
    calendar.py    quarters and months counted from the start of the scenario
    debrief.py     the debrief: what became of it, what was luck, how others would have done
    debrief.toml   what the debrief measures and says
    fair.py        what the opponent may read
    game.py        what a game is: a scenario, a side, a seed, a world, an opponent, a length, the choices so far
    happened.py    what happened in a quarter, and where: read off the months of a walked game
    kremlins/      the Kremlins that can be played against, one file each
    link.py        a game as the page's address carries it
    opponent.toml  what an opponent reads
    opponents.py   whom a side can play against
    options.py     the moves of a quarter that advisers weigh
    options.toml   moves that anyone would think of
    plan.py        a game as a plan file and as a policy file
    play.py        a game in a person's hands: new, play, look, ask, debrief
    quarter.py     one quarter of a chunk of worlds as one compiled program
    rules.py       the rules of the game as data, from ``rules.toml``
    rules.toml     the rules, marked as assumptions
    scene.py       what a game takes from its scenario: theatres, calendar, and the registers in its words
    counterfactuals.py a thousand worlds of a game's seed under its choices
    rules_view.py  the rules as the page draws them
    turn.py        the game with its quarters walked, and what the side sees
    turning.py     quarters at which another choice would have changed most
    view.py        what a player sees
    trajectory.py  a game's world month by month as far as it has been played
    words.toml     the words of view and report
"""

from __future__ import annotations

import os
from typing import Any

from kennan import scenarios
from kennan.game.play import Play, new, resume
from kennan.game.scene import ARTICLE

__all__ = ["Play", "controls", "new", "resume", "warm"]


def controls(scenario: str | os.PathLike[str] | scenarios.Folder = ARTICLE) -> dict[str, Any]:
    """Return the rules as plain data: what each side can set, in which steps, and at what cost.

    Parameters
    ----------
    scenario : a shipped name, or the path of a folder.
    """
    from kennan.game.rules_view import told

    return told(scenarios.choose(scenario))


def warm(scenario: str | os.PathLike[str] | scenarios.Folder = ARTICLE) -> None:
    """Load or compile what a game needs (some seconds once on a machine), so that the first turn is quick."""
    from kennan.engine import devices

    devices.prepare()
    new("open", scenario=scenario, seed=0, world=0).play().view()
