"""What happened in a quarter, and where: read off the months of a walked game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kennan.game.trajectory import Trajectory

#: Of theatres: told by comparing the places of two months.
THERE = ("crisis", "escalation", "kremlin_yields", "west_yields", "takeover", "departure")
#: Of the whole world: told by the engine's counts. ("false_announcement" is not here: that it is false cannot be seen.)
WORLD = ("succession", "congress", "reach_down", "restoration", "another_order", "depression", "general_war")
#: Told by comparing two months of a quantity that anybody can see.
TURNS = ("line_soft", "line_hard", "belief", "broken_up")
KINDS = (*THERE, *WORLD, *TURNS)
BELIEVED = 0.5  # from here on the open power's papers write that the other has changed


@dataclass(frozen=True)
class Happening:
    """One thing that happened: its kind, its month (from the start), the theatre or -1, and a number of its own.

    ``extra`` is 1 where a succession turned violent, and the level of a crisis where one climbed.
    """

    kind: str
    month: int
    theatre: int = -1
    extra: int = 0


def happened(walked: Trajectory, quarter: int) -> tuple[Happening, ...]:
    """Return what happened in a quarter (from 0), in order of months, and of theatres within a month."""
    found: list[Happening] = []
    for month in range(3 * quarter, 3 * quarter + 3):
        found += _there(walked, month)
        for kind in WORLD:
            if walked.happened(kind)[month]:
                violent = kind == "succession" and bool(walked.happened("violent_transfer")[month])
                found.append(Happening(kind, month, extra=int(violent)))
        found += _turns(walked, month)
    return tuple(found)


def _there(walked: Trajectory, month: int) -> list[Happening]:
    orbit, level = walked.places["in_orbit"], walked.places["crisis_level"]
    before, after = level[month], level[month + 1]
    taken = (orbit[month + 1] > 0.5) & (orbit[month] < 0.5)
    left = (orbit[month + 1] < 0.5) & (orbit[month] > 0.5)
    ended = np.flatnonzero((before > 0.5) & (after < 0.5))
    found = [Happening("takeover", month, int(n)) for n in np.flatnonzero(taken)]
    found += [Happening("departure", month, int(n)) for n in np.flatnonzero(left)]
    found += [Happening(kind, month, n) for n, kind in _ends(walked, month, ended)]
    found += [Happening("crisis", month, int(n), 1) for n in np.flatnonzero((before < 0.5) & (after > 0.5))]
    climbed = np.flatnonzero((before > 0.5) & (after > before + 0.5))
    found += [Happening("escalation", month, int(n), round(float(after[n]))) for n in climbed]
    return found


def _ends(walked: Trajectory, month: int, ended: np.ndarray) -> list[tuple[int, str]]:
    """Say of each crisis that ended who gave way: where the West did, influence there rose most.

    A crisis also ends, with nobody giving way, where the theatre passes into the orbit. Whoever was ordered to stand
    did not yield, and whoever was ordered to yield did.
    """
    west = int(walked.happened("west_yields")[month])
    kremlin = int(walked.happened("kremlin_yields")[month])
    influence = walked.places["influence"]
    rise = {int(n): float(influence[month + 1][n] - influence[month][n]) for n in ended}
    taken = {n: bool(walked.places["in_orbit"][month + 1][n] > 0.5) for n in rise}
    orders = _orders(walked, month // 3)
    by_rise = sorted(rise, key=lambda n: (orders["west"].get(n, 0), taken[n], -rise[n], n))
    lost = [n for n in by_rise if orders["west"].get(n, 0) <= 0][:west]
    rest = sorted(set(by_rise) - set(lost), key=lambda n: (orders["kremlin"].get(n, 0), taken[n], rise[n], n))
    won = [n for n in rest if orders["kremlin"].get(n, 0) <= 0][:kremlin]
    return sorted([(n, "west_yields") for n in lost] + [(n, "kremlin_yields") for n in won])


def _orders(walked: Trajectory, quarter: int) -> dict[str, dict[int, float]]:
    """Return by power what the player ordered in crises in a quarter, by theatre: 1 to stand, -1 to yield."""
    game = walked.game
    side = game.rules
    mine, other = ("west", "kremlin") if game.side == "open" else ("kremlin", "west")
    stands = {n: side.stances[s].by_hand.get(f"{mine}_stand", 0.0) for n, s in game.in_force(quarter).stands}
    return {mine: stands, other: {}}


def _turns(walked: Trajectory, month: int) -> list[Happening]:
    def crossed(name: str, mark: float) -> int:
        now = walked.monthly(name)[month]
        before = walked.monthly(name)[month - 1] if month else walked.stood[0][name]
        return int(now > mark) - int(before > mark)

    found = []
    if turn := crossed("soft_phase", 0.5):
        found.append(Happening("line_soft" if turn > 0 else "line_hard", month))
    if crossed("change_announced", BELIEVED) > 0:
        found.append(Happening("belief", month))
    if (turn := crossed("broken_up", 0.5)) > 0:
        found.append(Happening("broken_up", month))
    return found
