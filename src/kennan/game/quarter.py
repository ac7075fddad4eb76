"""One quarter of a chunk of worlds as one compiled program, and the ground that it is played on.

The engine's own program walks five years at a time and hands out theatres each January. A game stops every three
months and has to know where a crisis stands, so this one walks three months and hands out the places month by month.
Everything else is the engine's: the same month, draws, levers and bounds, and a test holds the two to the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np

from kennan import policies, world
from kennan.engine import span
from kennan.engine.interventions import Interventions
from kennan.engine.numbers import parameters_of
from kennan.engine.plan import Plan
from kennan.engine.program import AtHand, compiled
from kennan.engine.rollout import Rollout
from kennan.game.scene import ARTICLE, YEARS
from kennan.model import chance, parameters
from kennan.model.recorded import EVENTS
from kennan.scenarios.load import Chosen
from kennan.world import action
from kennan.world.state import world_names
from kennan.world.world import MONTHS as A_YEAR

if TYPE_CHECKING:
    from kennan.policies import Policy

WIDTH = 128  # worlds in one call; the engine gives the same bits at this width and at its own, not at narrower ones
MONTHS = 3
PLACES = ("in_orbit", "crisis_level", "influence")  # of every month, to tell what happened where


@compiled()
def quarter(go: Any, state: Any, keys: Any, table: Any, constant: Any, tables: Any, times: Any) -> Any:
    """Advance a chunk by three months.

    Parameters are those of :func:`kennan.engine.span.through`; ``times`` is [3, ...].

    Returns
    -------
    state; monthly float32 [3, quantity, world]; events uint8 [3, event, world]; places: float32 [3, theatre, world]
    by name.
    """
    laid = world.lay_out(go, table, tables)

    def one_month(state: Any, now: Any) -> Any:
        state, happened, _ = world.step(laid, state, keys, action.deciding(now, constant), now)
        counts = jnp.stack([happened[name].astype(jnp.uint8) for name in EVENTS])
        return state, (state["world"], counts, {name: state[name] for name in PLACES})

    state, (monthly, events, places) = jax.lax.scan(one_month, state, times)
    return state, monthly, events, places


@dataclass(frozen=True)
class Quarter:
    """What one quarter left: float32 [3, quantity, world], uint8 [3, event, world], [3, theatre, world] by name."""

    monthly: np.ndarray
    events: np.ndarray
    places: dict[str, np.ndarray]
    state: dict[str, Any]


class Ground:
    """What all games of a scenario stand on: its tables, its start, what belongs to each month."""

    def __init__(self, chosen: Chosen) -> None:
        self.plan = Plan.build(scenario=chosen, worlds=1, years=YEARS)
        walk = Rollout(self.plan, Interventions())
        self.scenario, self.times, self.given = walk.scenario, walk.times, walk.given
        self.theatres = tuple(self.scenario.theatres.code)
        self.start = self.scenario.begins
        self.names = world_names()
        self.rows = {name: row for row, name in enumerate(self.names)}
        self.events = {name: row for row, name in enumerate(EVENTS)}
        self.tables = jax.device_put(walk.tables)
        self.shared = walk.tables
        self.go = np.bool_(True)
        self._constant = jax.device_put(np.full((len(policies.levers()), WIDTH), np.nan, np.float32))
        self._programs = AtHand()

    def months(self, policy: Policy, steps: int) -> dict[str, np.ndarray]:
        """Return what belongs to each of the first months under a policy [step, ...]."""
        made = vars(policies.arrays(policy, self.start, steps, 1.0 / A_YEAR, self.theatres))
        return {n: v[:steps] for n, v in self.times.items()} | {n: v[:-1] for n, v in made.items()}

    def set_out(self, luck: Luck, times: dict[str, np.ndarray]) -> dict[str, Any]:
        """Return the state of a chunk at the start."""
        first = {name: value[0] for name, value in times.items()}
        given = (self.go, luck.keys, luck.table, self._constant, self.given, self.tables, first)
        state: dict[str, Any] = self._programs("set_out", span.set_out, given, steps_per_month=1)(*given)[0]
        return state

    def walk(self, state: Any, luck: Luck, number: int, times: dict[str, np.ndarray]) -> Quarter:
        """Walk one quarter, counted from 0; ``times`` are those of :meth:`months`."""
        at = slice(MONTHS * number, MONTHS * (number + 1))
        now = {name: value[at] for name, value in times.items()}
        given = (self.go, state, luck.keys, luck.table, self._constant, self.tables, now)
        after, monthly, events, places = self._programs("quarter", quarter, given)(*given)
        return Quarter(
            np.asarray(monthly), np.asarray(events), {n: np.asarray(v) for n, v in places.items()}, after
        )


@dataclass(frozen=True)
class Luck:
    """Some worlds of a seed, ready to be walked: numbers [WIDTH], keys, parameters [parameter, WIDTH]."""

    seed: int
    worlds: np.ndarray
    keys: Any
    table: Any

    def number(self, name: str) -> np.ndarray:
        """Return one parameter of these worlds [WIDTH]."""
        return np.asarray(self.table)[list(parameters.load()).index(name)]


@lru_cache(maxsize=32)
def luck(seed: int, worlds: tuple[int, ...], chosen: Chosen = ARTICLE) -> Luck:
    """Return worlds of a seed by their numbers; a chunk that is not full is filled up with the first of them."""
    numbers = np.array([*worlds, *(worlds[0],) * (WIDTH - len(worlds))])
    plan = ground(chosen).plan.replace(seed=seed)
    return Luck(
        seed,
        numbers,
        jax.device_put(chance.world_keys(seed, numbers)),
        jax.device_put(parameters_of(plan, numbers)),
    )


@lru_cache(maxsize=8)
def ground(chosen: Chosen = ARTICLE) -> Ground:
    """Return the ground of a scenario, made once."""
    return Ground(chosen)
