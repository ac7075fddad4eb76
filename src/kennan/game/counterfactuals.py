"""A thousand worlds of a game's seed under its choices, and under those of the shipped policies: the same luck."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.game import opponents, rules
from kennan.game.as_policy import policy
from kennan.game.game import Game
from kennan.game.scene import ARTICLE, YEARS, scene
from kennan.model.recorded import OUTCOMES
from kennan.policies import Policy
from kennan.policies.policy import YEAR_OF_A_CONSTANT, ByHandPoints
from kennan.scenarios.load import Chosen

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


def data(chosen: Chosen = ARTICLE) -> dict[str, Any]:
    """Return what the debrief measures, as ``debrief.toml`` says it, in the words of a scenario."""
    return scene(chosen).register("debrief.toml", "list of the debrief")


@lru_cache(maxsize=32)
def measures(side: str, chosen: Chosen = ARTICLE) -> tuple[Measure, ...]:
    """Return what is measured for a side; the first is the one by which luck is told."""
    return tuple(Measure(**one) for one in data(chosen)[side]["measures"])


Simulate = Callable[["Plan"], "Block"]  # whoever simulates: the engine, or a server's worker


def here(plan: Plan) -> Block:
    """Simulate the first policy of a plan in this thread's own time."""
    from kennan.engine.engine import simulate

    return next(iter(simulate(plan)))


def under(game: Game, end: int, simulate: Simulate = here) -> Thousand:
    """Return a thousand worlds under a game's choices; ``end`` is the month in which the game ended."""
    return _walked(game, policy(game), end, True, simulate)


def shipped(game: Game, name: str, end: int, simulate: Simulate = here) -> Thousand:
    """Return a thousand worlds under a shipped policy in the place of the player's choices, the opponent as it was.

    They are kept for a while: a class that plays one seed asks for the same ones.
    """
    key = game.scenario, game.side, game.seed, game.opponent, name, end
    with _lock:
        if (found := _kept.get(key)) is not None:
            _kept.move_to_end(key)
            return found
    found = _walked(game, shipped_policy(game, name), end, False, simulate)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


KEPT = 96  # shipped policies whose worlds are kept, as a few numbers a world
_kept: OrderedDict[tuple[Chosen, str, int, str, str, int], Thousand] = OrderedDict()
_lock = threading.Lock()


def others(game: Game) -> tuple[str, ...]:
    """Return the names of what a side's choices are held against."""
    return opponents.of("closed" if game.side == "open" else "open", game.scenario)


def title(game: Game, name: str) -> str:
    """Return what such a policy is called."""
    every = opponents.policies_of if game.side == "open" else opponents.kremlins
    return every(game.scenario)[name].title


def shipped_policy(game: Game, name: str) -> Policy:
    """Return the open power's policy and the way to rule together, of which one is the opponent."""
    answer, rule = (name, game.opponent) if game.side == "open" else (game.opponent, name)
    base = opponents.policies_of(game.scenario)[answer]
    by_hand: ByHandPoints = {
        key: ((YEAR_OF_A_CONSTANT, value),)
        for key, value in opponents.kremlins(game.scenario)[rule].by_hand(game.scene.codes).items()
    }
    return replace(base, name=name, by_hand=by_hand) if by_hand else replace(base, name=name)


def _walked(game: Game, what: Policy, end: int, courses: bool, simulate: Simulate) -> Thousand:
    from kennan.engine.plan import Plan

    kept = [one.quantity for one in measures(game.side) if one.quantity]
    drawn = [one["name"] for one in data()["series"]] if courses else []
    wanted = tuple(dict.fromkeys([*kept, *drawn]))
    plan = Plan.build(
        scenario=game.scenario,
        policies=what,
        worlds=rules.WORLDS,
        years=YEARS,
        seed=game.seed,
        record=wanted,
    )
    block = simulate(plan)
    values: dict[str, np.ndarray] = {}
    for one in measures(game.side):
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
