"""Worlds of given parameters, each with its own luck: what the engine does for a particle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.history import measure
from kennan.history.calibrating.compared import Compared

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

Watch = Callable[[int, int], None]


def known_course(compared: Compared, seed: int) -> Plan:
    """Return the plan whose worlds are held against the record: what the West did, to the last year compared.

    The record is of what happened under the policy that was followed, so that policy is given, as far as it is over
    at the cut-off; none of the other effects of hindsight is.
    """
    from kennan import scenarios
    from kennan.engine.plan import Plan
    from kennan.history import terms

    begins = scenarios.load(compared.scenario).start_year
    return Plan.build(
        scenario=compared.scenario,
        policies=replace(terms.of(compared.scenario).followed(), hindsight=False),
        worlds=1,
        years=compared.years[-1] - begins + 1,
        seed=seed,
        record=measure.QUANTITIES,
    )


class Worlds:
    """Runs worlds of a plan: parameters by name, and a number of its own for each, which is its luck.

    Parameters that are not given are drawn from their priors, by the world's number.
    """

    def __init__(self, plan: Plan, announce: Callable[[str], None] | None = None):
        from kennan.engine import devices

        devices.prepare()
        from kennan.engine.interventions import Interventions
        from kennan.engine.rollout import Rollout

        self.plan = plan
        self._walk = Rollout(plan, Interventions())
        self._walk.compile(announce)

    def run(self, rows: Mapping[str, np.ndarray], numbers: np.ndarray) -> Iterator[tuple[slice, Any]]:
        """Return an iterator over (which worlds, their Block), in order.

        Parameters
        ----------
        rows : values by parameter [world].
        numbers : the numbers of the worlds [world].
        """
        from kennan.engine.arms import walk_columns

        free = {
            name: values for name, values in rows.items() if name not in self.plan.fixed
        }  # neither set nor off
        return walk_columns(self._walk, free, numbers)


class Simulator:
    """From parameters to what the record would say: runs worlds, measures them, adds the errors of observation."""

    def __init__(self, compared: Compared, seed: int, announce: Callable[[str], None] | None = None):
        from kennan import scenarios

        self.compared, self.seed = compared, seed
        self.worlds = Worlds(known_course(compared, seed), announce)
        self._skip = compared.years[0] - scenarios.load(compared.scenario).first_year

    def measured(
        self, rows: Mapping[str, np.ndarray], numbers: np.ndarray
    ) -> Iterator[tuple[slice, Any, dict[str, np.ndarray]]]:
        """Yield (which worlds, their Block, what they show by target [unit, year, world])."""
        known = self.compared
        for cut, block in self.worlds.run(rows, numbers):
            here = measure.here(block, known.scenario, known.anchors)
            values = measure.measured(here, known.chosen.values())
            yield cut, block, {name: array[:, self._skip :] for name, array in values.items()}

    def features(
        self, rows: Mapping[str, np.ndarray], numbers: np.ndarray, watch: Watch | None = None
    ) -> np.ndarray:
        """Return what is compared of worlds, float64 [feature, world], errors taken in."""
        found = []
        for cut, _, values in self.measured(rows, numbers):
            said = self.compared.noisy(values, (self.seed, int(numbers[cut.start]), cut.stop - cut.start))
            found.append(self.compared.features(said))
            if watch:
                watch(cut.stop, len(numbers))
        return np.concatenate(found, axis=1)
