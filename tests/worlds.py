"""Worlds for tests: policies made of a few levers, runs as one table, chunks with any parameters on the same luck.

Everything here drives the real engine and its real compiled program; nothing is made up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

import numpy as np

from kennan import policies, scenarios
from kennan.engine import devices
from kennan.engine.engine import Block, simulate
from kennan.engine.interventions import Hold, Interventions, Wall
from kennan.engine.plan import Plan
from kennan.engine.version import CHUNK
from kennan.model import parameters, quantities
from kennan.policies import Policy

#: Where worlds begin unless a test says otherwise: a small made-up scenario, for whatever holds in any world. What is
#: said of the article's world asks for "x-1947".
SMALL = scenarios.choose(scenarios.SMALL)
#: The levers of a power that provokes, believes, attacks and gives way by turns: under it every mechanism has something
#: to do.
LIVELY = {
    "level": 1.0, "steady": 0.5, "tone": 0.6, "temper": 0.5, "exit": 0.2, "credulity": 0.8, "offensive": 0.3,
    "follow": 0.7, "concession": 0.6, "information": 0.6,
}  # fmt: skip


def policy(name: str = "made", *, base: str = "containment", **levers: float) -> Policy:
    """Return a shipped policy with some levers held at other values, and without its rules."""
    shipped = policies.load(base)
    held = {lever: ((1947.0, float(value)),) for lever, value in levers.items()}
    return replace(shipped, name=name, levers={**shipped.levers, **held}, rules=())


def held(**values: float) -> Interventions:
    """Return what holds world-axis quantities at values throughout."""
    return Interventions(quantities=tuple(Hold(name, value) for name, value in values.items()))


def walls(value: float, theatres: Iterable[str]) -> Interventions:
    """Return walls of counterforce of one height in some theatres, throughout."""
    return Interventions(walls=tuple(Wall(theatre, value) for theatre in theatres))


def run(
    *plan_policies: str | Policy,
    worlds: int = CHUNK,
    holds: Interventions | None = None,
    record: Any = "all",
    scenario: Any = SMALL,
    **rest: Any,
) -> list[Block]:
    """Run a plan and return one block for each policy (at most 1024 worlds)."""
    asked = plan_policies or ("containment",)
    plan = Plan.build(scenario, policies=asked, worlds=worlds, record=record, **rest)
    return list(simulate(plan, holds=holds))


def digest(blocks: Iterable[Block], column: int | None = None) -> str:
    """Return the SHA-256 of every byte of some blocks, or of one world (column) in them."""
    found = hashlib.sha256()
    at = slice(None) if column is None else slice(column, column + 1)
    for block in blocks:
        for table in (block.monthly, block.theatre, block.events):
            for name in sorted(table):
                found.update(name.encode() + np.ascontiguousarray(table[name][..., at]).tobytes())
        for field in ("ending", "reached", "left", "parameters"):
            found.update(np.ascontiguousarray(getattr(block, field)[..., at]).tobytes())
    return found.hexdigest()


# ---- one chunk with any parameters


def rows() -> dict[str, int]:
    """Return the row of each parameter in a table [parameter, world]."""
    return {name: row for row, name in enumerate(parameters.load())}


def medians(worlds: int = CHUNK, *, scenario: Any = SMALL, **values: float) -> np.ndarray:
    """Return the parameters at their stated values, with some at others, float32 [parameter, world]."""
    begun = parameters.at_start(scenarios.load(scenario).start)
    return parameters.draw(0, np.zeros(worlds, np.int64), drawn=False, fixed=begun | values)


@dataclass
class Chunk:
    """One chunk that was walked; ``states`` are the full states after each span of five years."""

    monthly: dict[str, np.ndarray]  # [month, world], every world-axis quantity
    theatre: dict[str, np.ndarray]  # [year, theatre, world], integers
    events: dict[str, np.ndarray]  # [month, world]
    states: list[dict[str, np.ndarray]]

    def __getitem__(self, quantity: str) -> np.ndarray:
        return self.monthly[quantity]


def chunk_of(
    table: np.ndarray,
    under: str | Policy = "containment",
    *,
    worlds: np.ndarray | int = 0,
    years: int = 45,
    holds: Interventions | None = None,
    start: Mapping[str, float] | None = None,
    seed: int = 47,
    with_hindsight: bool = False,
    scenario: Any = SMALL,
) -> Chunk:
    """Walk one chunk whose worlds have the parameters of a table [parameter, CHUNK].

    ``worlds`` are the world numbers that choose the luck; one number gives all of them the same luck, so that only
    their parameters tell them apart.
    """
    devices.prepare()
    from kennan.engine.rollout import Rollout

    settings = {f"start.{name}": value for name, value in (start or {}).items()}
    plan = Plan.build(
        scenario, policies=[under], worlds=CHUNK, years=years, seed=seed, set=settings, record="all",
        with_hindsight=with_hindsight,
    )  # fmt: skip
    walk = Rollout(plan, holds or Interventions())
    sink = walk.sink(CHUNK, np.asarray(table, np.float32))
    numbers = np.broadcast_to(np.asarray(worlds, np.int64), (CHUNK,))
    program, states = walk._program, []

    def program_that_keeps(name: str, *more: Any) -> Any:
        made = program(name, *more)
        if name != "span":
            return made

        def keep(*given: Any) -> Any:
            found = made(*given)
            states.append({name: np.array(value) for name, value in found[0].items()})
            return found

        return keep

    with mock.patch.object(walk, "_program", program_that_keeps):
        for _ in walk.by_spans(0, numbers, slice(0, CHUNK), sink):
            pass
    return Chunk(sink.monthly, sink.theatre, sink.events, states)


def bounds(name: str) -> tuple[float, float]:
    """Return the bounds of a quantity."""
    quantity = quantities.load()[name]
    return quantity.low, quantity.high
