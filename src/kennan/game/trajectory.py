"""A game walked: its world month by month as far as it has been played, and the state from which it goes on.

The world is the first column of a chunk; the columns beside it only fill the chunk. What has been walked is kept for a
while, so that the next quarter of a game costs a quarter and not the whole game; forgetting it changes nothing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np

from kennan.faults import BadInput, Fault
from kennan.game import quarter as engine
from kennan.game.as_policy import policy
from kennan.game.game import Game
from kennan.model import quantities

KEPT = 32  # games whose last state is kept
FILLING = 10**6  # numbers of the worlds that fill the chunk begin here


@dataclass(frozen=True)
class Trajectory:
    """One world as it was played.

    ``stood``: for the start and the end of each quarter, every quantity: float by name, or [theatre] or [rival].
    ``months`` float32 [month, quantity], ``events`` uint8 [month, event], ``places`` [month + 1, theatre] by name, of
    which entry 0 is the start. ``state`` is the chunk's state after the last quarter.
    """

    game: Game
    stood: tuple[dict[str, Any], ...]
    months: np.ndarray
    events: np.ndarray
    places: dict[str, np.ndarray]
    state: dict[str, Any]

    @property
    def ground(self) -> engine.Ground:
        """What the game stands on."""
        return engine.ground(self.game.scenario)

    def monthly(self, name: str) -> np.ndarray:
        """Return one world-axis quantity [month], of the months that were played."""
        column: np.ndarray = self.months[:, self.ground.rows[name]]
        return column

    def happened(self, name: str) -> np.ndarray:
        """Return how often something happened in each month [month]."""
        column: np.ndarray = self.events[:, self.ground.events[name]]
        return column

    @property
    def war(self) -> bool:
        """Whether general war has come."""
        return bool(self.stood[-1]["war_happened"] > 0.5)

    @property
    def over(self) -> bool:
        """Whether there is nothing left to decide."""
        return self.war or self.game.played >= self.game.quarters


_kept: OrderedDict[Game, Trajectory] = OrderedDict()
_lock = threading.Lock()


def walked(game: Game) -> Trajectory:
    """Return a game walked to the end of its last quarter.

    Raises
    ------
    BadInput : it has choices for quarters after general war had come.
    """
    with _lock:
        found = next((g for n in range(game.played, -1, -1) if (g := game.until(n)) in _kept), None)
        if found is not None:
            _kept.move_to_end(found)
            before = _kept[found]
    if found is None:
        before = _first(game)
    if before.game.played < game.played:
        before = _on(before, game)
    with _lock:
        _kept[game] = before
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return before


def luck_of(game: Game) -> engine.Luck:
    """Return the luck of a game's chunk: its own world first."""
    worlds = (game.world, *range(FILLING, FILLING + engine.WIDTH - 1))
    return engine.luck(game.seed, worlds, game.scenario)


def _first(game: Game) -> Trajectory:
    """Return the start, before anything is decided: what is seen of it cannot hang on what will be."""
    ground, start = engine.ground(game.scenario), game.until(0)
    state = ground.set_out(luck_of(game), ground.months(policy(start), 1))
    here = _column(state, ground)
    none = np.zeros((0, len(ground.names)), np.float32), np.zeros((0, len(ground.events)), np.uint8)
    return Trajectory(start, (here,), *none, {name: here[name][None] for name in engine.PLACES}, state)


def _on(before: Trajectory, game: Game) -> Trajectory:
    """Walk on from what has been walked to the end of the game's last quarter."""
    ground, luck = engine.ground(game.scenario), luck_of(game)
    times = ground.months(policy(game), engine.MONTHS * game.played)
    first = before.game.played
    # the state at the start follows from what is decided for it, so the first quarter sets out anew
    state = before.state if first else ground.set_out(luck, times)
    stood, months, events = list(before.stood), [before.months], [before.events]
    places = {name: [value] for name, value in before.places.items()}
    for number in range(first, game.played):
        if stood[-1]["war_happened"] > 0.5:
            what = f"general war had come by {game.calendar.season(number)}, and there are choices after it"
            do = f"leave out the choices after the first {number}"
            raise BadInput(Fault(what, f"game.choices[{number}]", do=do))
        made = ground.walk(state, luck, number, times)
        state = made.state
        stood.append(_column(state, ground))
        months.append(made.monthly[:, :, 0])
        events.append(made.events[:, :, 0])
        for name in places:
            places[name].append(made.places[name][:, :, 0])
    return Trajectory(
        game,
        tuple(stood),
        np.concatenate(months),
        np.concatenate(events),
        {name: np.concatenate(value) for name, value in places.items()},
        state,
    )


def _column(state: dict[str, Any], ground: engine.Ground) -> dict[str, Any]:
    """Return the first world of a state by quantity."""
    table = np.asarray(state["world"])[:, 0]
    found: dict[str, Any] = {name: float(v) for name, v in zip(ground.names, table, strict=True)}
    for name, quantity in quantities.load().items():
        if quantity.axes != "world":
            found[name] = np.asarray(state[name])[..., 0]
    return found


def forget() -> None:
    """Forget every game that was walked."""
    with _lock:
        _kept.clear()
