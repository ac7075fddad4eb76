"""Turning points: quarters at which another choice, in the same luck, would have changed most.

The world is walked again from such a quarter with another choice in force for a year (or another stand in that
quarter's crisis), and then under the player's own choices as before, to the end. Nothing else differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kennan.game import quarter as engine
from kennan.game.as_policy import policy
from kennan.game.counterfactuals import data, ending_of
from kennan.game.game import Choice, Game
from kennan.game.scene import YEARS
from kennan.game.trajectory import Trajectory, luck_of
from kennan.model.recorded import OUTCOMES

CALM = 0.5
GIVEN_WAY, QUIET_FIRM = 0, 3  # steps of stance that another stand is tried with
NOTABLE = 5  # worlds of 127: a smaller shift between endings is not told
TOLD = 0.3  # of 100: a smaller difference in the orbit is not told


@dataclass(frozen=True)
class Fork:
    """Another choice at a quarter: of settings (theatre -1) or of the stand in one crisis; ``weight`` orders them."""

    quarter: int
    theatre: int
    game: Game
    weight: float


def forks(played: Trajectory) -> list[Fork]:
    """Return the quarters at which another choice is worth trying, in order of time."""
    game, side = played.game, played.game.rules
    # every quarter in full, so that changing one leaves the others as they were
    full = replace(game, choices=tuple(game.in_force(n) for n in range(game.played)))
    found: list[Fork] = []
    for n in range(game.played):
        choice = full.choices[n]
        assert choice is not None
        for theatre in np.flatnonzero(played.stood[n]["crisis_level"] > CALM):
            stance = dict(choice.stands).get(int(theatre))
            other = GIVEN_WAY if stance is not None and side.stances[stance].holds else QUIET_FIRM
            stands = {**dict(choice.stands), int(theatre): other}
            changed = replace(choice, stands=tuple(sorted(stands.items())))
            level = float(played.stood[n]["crisis_level"][theatre])
            weight = 3.0 * (stance is not None) + level
            found.append(Fork(n, int(theatre), _with(full, n, [changed]), weight))
        if n and n % data()["settings"]["away"] and full.choices[n - 1] == choice:
            continue
        neutral = Choice(side.neutral)
        apart = sum(abs(a - b) for a, b in zip(choice.settings, side.neutral, strict=True)) + len(
            choice.places
        )
        if apart:
            away = [neutral] * min(data()["settings"]["away"], game.played - n)
            found.append(Fork(n, -1, _with(full, n, away), 0.7 * apart))
    best = sorted(found, key=lambda one: (-one.weight, one.quarter))[: data()["settings"]["forks"]]
    return sorted(best, key=lambda one: (one.quarter, one.theatre))


def _with(game: Game, quarter: int, choices: list[Choice]) -> Game:
    every = list(game.choices)
    every[quarter : quarter + len(choices)] = choices
    return replace(game, choices=tuple(every))


def turning(played: Trajectory, end: int) -> Iterator[dict[str, Any] | list[dict[str, Any]]]:
    """Try every fork; yield progress lines, and at last the list of turning points, the greatest first."""
    tried = forks(played)
    if not tried:
        yield []
        return
    yield {"progress": [0, len(tried) + 1], "words": f"Your world once more, to {played.game.scene.end_year}"}
    own = _ends(played.game, end)
    found = []
    for number, fork in enumerate(tried, 1):
        yield {
            "progress": [number, len(tried) + 1],
            "words": f"Another choice in {played.game.calendar.season(fork.quarter).lower()}",
        }
        found.append(_told(played, fork, own, _ends(fork.game, end)))
    found.sort(key=lambda one: (-one.pop("size"), one["quarter"]))
    yield [one for one in found if one["changed"]][: data()["settings"]["shown"]]


@dataclass(frozen=True)
class _End:
    orbit: np.ndarray  # [world], of 100, at the end of the game
    orbit_long: np.ndarray
    ending: np.ndarray


def _ends(game: Game, end: int) -> _End:
    """Walk a game's chunk to the end and return how it stood at the game's end and then."""
    ground, luck = engine.ground(game.scenario), luck_of(game)
    quarters = 4 * YEARS
    times = ground.months(policy(game), engine.MONTHS * quarters)
    state = ground.set_out(luck, times)
    orbit = np.zeros(engine.WIDTH)
    for number in range(quarters):
        made = ground.walk(state, luck, number, times)
        state = made.state
        if engine.MONTHS * (number + 1) == end:
            orbit = 100.0 * made.monthly[-1, ground.rows["orbit"]].astype(float)
    table = np.asarray(state["world"])
    last = {name: table[row] for name, row in ground.rows.items()}
    return _End(orbit, 100.0 * last["orbit"].astype(float), ending_of(last))


def _told(played: Trajectory, fork: Fork, own: _End, other: _End) -> dict[str, Any]:
    game = played.game
    good = 1.0 if game.side == "closed" else -1.0
    gain = good * (other.orbit - own.orbit)
    changed_ending = bool(own.ending[0] != other.ending[0])
    long = abs(float(other.orbit_long[0] - own.orbit_long[0]))
    size = 20.0 * changed_ending + abs(float(gain[0])) + 0.3 * long
    better = int((gain[1:] > TOLD).sum()) if fork.theatre < 0 else 0
    worse = int((gain[1:] < -TOLD).sum()) if fork.theatre < 0 else 0
    before, after = OUTCOMES[int(own.ending[0])], OUTCOMES[int(other.ending[0])]
    you, instead = _words(game, fork)
    return {
        "quarter": fork.quarter,
        "season": game.calendar.season(fork.quarter),
        "index": fork.theatre if fork.theatre >= 0 else None,
        "you": you,
        "instead": instead,
        "measure": "orbit_end",
        "yours": round(float(own.orbit[0]), 1),
        "other": round(float(other.orbit[0]), 1),
        "worlds": 0 if fork.theatre >= 0 else engine.WIDTH - 1,
        "worlds_better": better,
        "worlds_worse": worse,
        "ending_yours": before,
        "ending_other": after,
        "changed": changed_ending or abs(float(gain[0])) > TOLD or long > 1.0,
        "size": size,
        "words": _difference(own, other, before, after, fork, better, worse, str(game.scene.end_year)),
    }


def _words(game: Game, fork: Fork) -> tuple[str, str]:
    side, choice = game.rules, game.in_force(fork.quarter)
    if fork.theatre >= 0:
        place = game.scene.theatres.name[fork.theatre]
        stance = dict(choice.stands).get(fork.theatre, side.stance_neutral)
        other = dict(fork.game.in_force(fork.quarter).stands)[fork.theatre]
        return f"{place}: {side.stances[stance].label.lower()}.", f"{side.stances[other].label}."
    apart = [
        f"{one.label.lower()} {one.labels[step]} (not {one.labels[one.neutral]})"
        for one, step in zip(side.settings, choice.settings, strict=True)
        if step != one.neutral
    ]
    if choice.places:
        apart.append(f"{side.points_label.lower()} on {len(choice.places)} places")
    whose = "as containment would" if game.side == "open" else "as the model's own {leaders} would"
    return f"Your way: {', '.join(apart)}.", game.scene.said(f"A year {whose}.")


def _difference(
    own: _End, other: _End, before: str, after: str, fork: Fork, better: int, worse: int, year: str
) -> str:
    said = f"In the orbit at the end: {own.orbit[0]:.1f} as you played, {other.orbit[0]:.1f} otherwise."
    if before != after:
        said += f" By {year} your world stands at {before.replace('_', ' ')}; otherwise at {after.replace('_', ' ')}."
    if fork.theatre < 0:
        said += (
            f" In {better} of 127 other worlds the other choice would have done better by the end of the game, "
            f"and worse in {worse}: the rest of the difference is luck."
        )
        said += _elsewhere(own, other, year)
    return said


def _elsewhere(own: _End, other: _End, year: str) -> str:
    """Say which ending the other choice would have made more or less common in the other worlds, if any."""
    counts = [np.bincount(one.ending[1:], minlength=len(OUTCOMES)) for one in (own, other)]
    moved = int(np.argmax(np.abs(counts[1] - counts[0])))
    if abs(int(counts[1][moved] - counts[0][moved])) < NOTABLE:
        return ""
    name = OUTCOMES[moved].replace("_", " ")
    return f" By {year} they end in {name} {counts[1][moved]} times, not {counts[0][moved]}."
