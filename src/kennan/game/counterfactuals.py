"""A thousand worlds of a game's seed under its choices, and under those of the shipped policies: the same luck."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import toml
from kennan.game import opponents, rules
from kennan.game.as_policy import policy
from kennan.game.game import Game, theatres
from kennan.model.recorded import OUTCOMES
from kennan.policies import Policy
from kennan.policies.policy import YEAR_OF_A_CONSTANT, ByHandPoints

if TYPE_CHECKING:
    from kennan.engine.engine import Block
    from kennan.engine.plan import Plan


@dataclass(frozen=True)
class Measure:
    """One thing that is measured of a world; see ``debrief.toml``."""

    name: str
    label: str
    unit: str
    good: str
    at: str = ""
    quantity: str = ""
    times: float = 1.0
    count: str = ""


@dataclass(frozen=True)
class Thousand:
    """Worlds under one policy: endings int [world] as numbers in OUTCOMES, measures [world] by name."""

    endings: np.ndarray
    measures: dict[str, np.ndarray]
    courses: dict[
        str, np.ndarray
    ]  # [year, world] by quantity, January values; only of the player's own choices


@cache
def data() -> dict[str, Any]:
    """Return what the debrief measures, as ``debrief.toml`` says it."""
    return toml.read(Path(__file__).parent / "debrief.toml", "list of the debrief").data


@cache
def measures(side: str) -> tuple[Measure, ...]:
    """Return what is measured for a side; the first is the one by which luck is told."""
    return tuple(Measure(**one) for one in data()[side]["measures"])


Simulate = Callable[["Plan"], "Block"]  # whoever simulates: the engine, or a server's worker


def here(plan: Plan) -> Block:
    """Simulate the first policy of a plan in this thread's own time."""
    from kennan.engine.engine import simulate

    return next(iter(simulate(plan)))


def under(game: Game, end: int, simulate: Simulate = here) -> Thousand:
    """Return a thousand worlds under a game's choices; ``end`` is the month in which the game ended."""
    return _walked(game.side, game.seed, policy(game), end, True, simulate)


def shipped(side: str, seed: int, opponent: str, name: str, end: int, simulate: Simulate = here) -> Thousand:
    """Return a thousand worlds under a shipped policy in the place of the player's choices, the opponent as it was.

    They are kept for a while: a class that plays one seed asks for the same ones.
    """
    key = side, seed, opponent, name, end
    with _lock:
        if (found := _kept.get(key)) is not None:
            _kept.move_to_end(key)
            return found
    found = _walked(side, seed, shipped_policy(side, opponent, name), end, False, simulate)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


KEPT = 96  # shipped policies whose worlds are kept, as a few numbers a world
_kept: OrderedDict[tuple[str, int, str, str, int], Thousand] = OrderedDict()
_lock = threading.Lock()


def others(side: str) -> tuple[str, ...]:
    """Return the names of what a side's choices are held against."""
    return tuple(opponents.washingtons()) if side == "washington" else tuple(opponents.kremlins())


def title(side: str, name: str) -> str:
    """Return what such a policy is called."""
    return opponents.washingtons()[name].title if side == "washington" else opponents.kremlins()[name].title


def shipped_policy(side: str, opponent: str, name: str) -> Policy:
    """Return Washington's policy and the Kremlin together, of which one is the opponent."""
    washington, kremlin = (name, opponent) if side == "washington" else (opponent, name)
    base = opponents.washingtons()[washington]
    by_hand: ByHandPoints = {
        key: ((YEAR_OF_A_CONSTANT, value),)
        for key, value in opponents.kremlins()[kremlin].by_hand(theatres()).items()
    }
    return replace(base, name=name, by_hand=by_hand) if by_hand else replace(base, name=name)


def _walked(side: str, seed: int, what: Policy, end: int, courses: bool, simulate: Simulate) -> Thousand:
    from kennan.engine.plan import Plan

    kept = [one.quantity for one in measures(side) if one.quantity]
    drawn = [one["name"] for one in data()["series"]] if courses else []
    wanted = tuple(dict.fromkeys([*kept, *drawn]))
    plan = Plan.build(
        policies=what, worlds=rules.WORLDS, years=data()["settings"]["years"], seed=seed, record=wanted
    )
    block = simulate(plan)
    values: dict[str, np.ndarray] = {}
    for one in measures(side):
        if one.count:
            values[one.name] = block.events[one.count][1 : end + 1].sum(0).astype(float)
        else:
            month = end if one.at == "end" else plan.months
            values[one.name] = one.times * block.monthly[one.quantity][month].astype(float)
    yearly = {name: block.monthly[name][::12] for name in drawn}
    return Thousand(block.ending.astype(int) - 1, values, yearly)


def ending_of(stood: dict[str, Any] | Any) -> Any:
    """Return the ending that stands, as a number in OUTCOMES, from progress by name (floats, or [world])."""
    found = np.full(np.shape(stood["progress_" + OUTCOMES[0]]), len(OUTCOMES) - 1)
    for number in range(len(OUTCOMES) - 2, -1, -1):
        found = np.where(np.asarray(stood["progress_" + OUTCOMES[number]]) >= 1.0, number, found)
    return found
