"""A game in a person's hands: new, play, look, ask, debrief. Every step gives another game; none is changed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kennan import scenarios
from kennan.engine import devices
from kennan.faults import Faults, unknown
from kennan.game import rules
from kennan.game.game import Choice, Game, read, read_choice, whole
from kennan.game.scene import ARTICLE

if TYPE_CHECKING:
    from kennan.policies import Policy


@dataclass(frozen=True)
class Play:
    """A game as far as it has been played; see :class:`kennan.game.game.Game` for what it is made of."""

    game: Game

    def play(
        self,
        choice: Any = None,
        *,
        watch: Mapping[str, int] | None = None,
        stand: Mapping[str, int] | None = None,
        skip: int = 0,
        **settings: int,
    ) -> Play:
        """Return the game one quarter later.

        Parameters
        ----------
        choice : a record as a link carries it (0, or [settings, places, stands]); or leave it out and name what is
            to change: everything else stays as it stood.
        watch : points by theatre code, in place of those that stood.
        stand : step of stance by theatre code, for this quarter's crises.
        skip : quarters to pass afterwards (at most 12), until something happens; everything stays as it stands, and a
            stand is kept while its crisis goes on.
        settings : steps of settings by name.

        Raises
        ------
        BadInput : the rules do not allow it, or the game is over; all faults at once.
        """
        from kennan.game.turn import MOST, turn

        faults = Faults()
        whole(skip, "skip", MOST, "skip", faults)
        if choice is not None and (watch is not None or stand is not None or settings):
            said = [
                *(["watch"] if watch is not None else []),
                *(["stand"] if stand is not None else []),
                *settings,
            ]
            do = "give the whole choice, or name what is to change"
            faults.add(f"a whole choice is given, and {', '.join(said)} beside it", where="choice", do=do)
        faults.raise_if_any()
        devices.prepare()
        made = self._choice(watch, stand, settings) if choice is None else read_choice(choice, self.game)
        after = read(self.game.then(made).as_dict(), self.game.scenario)
        return Play(turn(after, skip)[0])

    def _choice(
        self, watch: Mapping[str, int] | None, stand: Mapping[str, int] | None, settings: Mapping[str, int]
    ) -> Choice | None:
        if watch is None and stand is None and not settings:
            return None
        side, faults, codes = self.game.rules, Faults(), self.game.scene.codes
        names = [one.name for one in side.settings]
        faults.found += [unknown("setting", name, names) for name in settings if name not in names]
        given = {**(watch or {}), **(stand or {})}
        faults.found += [unknown("theatre", code, codes) for code in given if code not in codes]
        faults.raise_if_any()
        now = self.game.in_force(self.game.played)
        steps = [settings.get(name, step) for name, step in zip(names, now.settings, strict=True)]
        places = now.record()[1] if watch is None else _pairs(watch, codes)
        return read_choice([steps, places, _pairs(stand or {}, codes)], self.game)

    def undo(self, quarters: int = 1) -> Play:
        """Return the game some quarters earlier.

        Raises
        ------
        BadInput : so many have not been played.
        """
        faults = Faults()
        whole(quarters, "quarters", self.game.played, "quarters", faults)
        faults.raise_if_any()
        return Play(self.game.until(self.game.played - quarters))

    def view(self) -> dict[str, Any]:
        """Return what the side sees now, as plain data."""
        from kennan.game.view import view

        devices.prepare()
        return view(self.game)

    def advice(self, draft: Any = None) -> dict[str, Any]:
        """Return what the advisers say of the coming quarter; ``draft`` is a record of a choice to be weighed too."""
        from kennan.game.advisers import ask

        devices.prepare()
        return ask(self.game, None if draft is None else read_choice(draft, self.game, "draft"))

    def debrief(self) -> dict[str, Any]:
        """Return what became of it, what was luck, and what the article would say; some seconds."""
        from kennan.game.debrief import ask

        devices.prepare()
        return ask(self.game)

    def policy(self) -> Policy:
        """Return the choices as a policy that any run takes, such as ``kennan.run(policy=play.policy())``."""
        from kennan.game.as_policy import policy

        return policy(self.game)

    def as_dict(self) -> dict[str, Any]:
        """Return the game as plain data, as :func:`resume` takes it."""
        return self.game.as_dict()


def _pairs(table: Mapping[str, int], codes: tuple[str, ...]) -> list[int]:
    """Return (theatre's number, value) pairs in one list, as a record holds them."""
    return [x for code in sorted(table, key=codes.index) for x in (codes.index(code), table[code])]


def new(
    side: str,
    *,
    scenario: str | os.PathLike[str] | scenarios.Folder = ARTICLE,
    seed: int | None = None,
    world: int | None = None,
    length: str = "short",
    opponent: str | None = None,
) -> Play:
    """Return a new game; a seed or world that is not given is drawn at random.

    Parameters
    ----------
    side : "open" or "closed": the power that one decides for; or its seat, as the scenario calls it ("washington").
    scenario : a shipped name, or the path of a folder, which is read.
    seed, world : choose the luck: world of a seed, below 1000, as every run counts them.
    length : "short" (five years) or "full" (fifteen).
    opponent : for the open power a way to rule ("model", ...), for the closed one a policy ("containment", ...).

    Raises
    ------
    BadInput : anything is wrong; all faults at once.
    """
    chance = {"seed": secrets.randbelow(rules.SEEDS), "world": secrets.randbelow(rules.WORLDS)}
    given = {"seed": seed, "world": world}
    luck = {name: chance[name] if value is None else value for name, value in given.items()}
    asked = {"v": rules.VERSION, "side": side, "length": length, "opponent": opponent, **luck}
    return Play(read(asked, scenarios.choose(scenario)))


def resume(data: Any) -> Play:
    """Return the game that plain data describe, as :meth:`Play.as_dict` gave them.

    Raises
    ------
    BadInput : they do not describe a game; all faults at once.
    """
    return Play(read(data))
