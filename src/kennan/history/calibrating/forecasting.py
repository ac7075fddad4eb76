"""Forecasts with calibrated parameters: each member takes a draw of a posterior.

Draws come in turn. Where a forecast has a past that the record can be held against, every draw is run with
``nearest.KEPT`` lucks and the one nearest to the record is the member: luck is chosen within a draw, never between
draws, which the record has judged already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from kennan.history import forecast_nearest as nearest
from kennan.history import measure
from kennan.history.calibrating.worlds import Watch, Worlds
from kennan.history.forecast_asked import Asked
from kennan.history.posterior import Posterior

if TYPE_CHECKING:
    from kennan.engine.plan import Plan
    from kennan.history.measure import Anchor
    from kennan.history.target import Target


def blocks(
    posterior: Posterior,
    asked: Asked,
    plan: Plan,
    chosen: dict[str, Target],
    anchors: dict[str, Anchor],
    seen: dict[str, tuple[np.ndarray, np.ndarray]],
    progress: Watch | None = None,
    announce: Callable[[str], None] | None = None,
) -> Iterator[dict[str, np.ndarray]]:
    """Yield what members show, by target [unit, year, member], a block at a time.

    ``plan`` has ``nearest.KEPT`` worlds for each member where there is a past, else one.
    """
    lucks = nearest.KEPT if asked.past else 1
    world = np.arange(plan.worlds)
    rows = posterior.rows(world // lucks % posterior.draws)
    at = asked.past[0] - asked.first_year if asked.past else 0
    spread: dict[str, np.ndarray] = {}
    for cut, block in Worlds(plan, announce).run(rows, plan.first_world + world):
        here = measure.here(block, asked.scenario, anchors)
        values = measure.measured(here, chosen.values())
        if asked.past:
            past = {name: array[:, at : at + len(asked.past)] for name, array in values.items()}
            spread = spread or nearest.spreads(past, chosen)
            far = nearest.distance(past, spread, seen, chosen).reshape(-1, lucks)
            best = np.arange(len(far)) * lucks + far.argmin(1)
            values = {name: array[..., best] for name, array in values.items()}
        if progress:
            progress(cut.stop, plan.worlds)
        yield values
