"""The parameters of some worlds of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kennan import scenarios
from kennan.model import parameters
from kennan.model.in_use import using

if TYPE_CHECKING:
    from kennan.engine.plan import Plan


def parameters_of(plan: Plan, worlds: np.ndarray) -> np.ndarray:
    """Return the parameters of worlds, float32 [parameter, world]: drawn or fixed, set, switched off.

    What is counted from the start is read off the scenario's own start, whatever the plan lets begin elsewhere.
    """
    with using(plan.extensions):
        fixed = parameters.at_start(scenarios.load(plan.scenario).start) | plan.fixed
        return parameters.draw(plan.seed, worlds, drawn=plan.drawn, fixed=fixed)
