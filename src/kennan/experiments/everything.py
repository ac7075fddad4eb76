"""Draws of everything: each draw a value for every number of the model, and for where every quantity starts.

A number with a prior is drawn from it, any other evenly over its stated range. What the plan sets or switches off stays
as it is. The draws are a scrambled Sobol sequence, so that few of them cover the space well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kennan import scenarios
from kennan.engine.numbers import START
from kennan.engine.plan import Plan
from kennan.model import parameters, quantities


@dataclass(frozen=True)
class Drawn:
    """What was drawn.

    Parameters
    ----------
    values : by name of parameter, or "start.<quantity>", float [draw].
    """

    values: dict[str, np.ndarray]

    @property
    def numbers(self) -> int:
        """How many numbers were drawn."""
        return len(self.values)


def draw(plan: Plan, draws: int) -> Drawn:
    """Draw every number of a plan that it leaves open.

    Parameters
    ----------
    plan : what it sets, switches off, or gives as a file of parameters stays as it is.
    draws : how many; a power of two covers the space best.
    """
    from scipy.stats import qmc

    fixed = {*plan.fixed, *(START + name for name in plan.start)}
    starts = {
        START + name: (one.low, one.high)
        for name, one in scenarios.load(plan.scenario).start.items()
        if one.low < one.high and name in quantities.load() and START + name not in fixed
    }
    register = parameters.load()
    own = [name for name, p in register.items() if not p.start and name not in fixed]
    names = [*own, *starts]
    seed = np.random.default_rng(plan.seed)
    places = qmc.Sobol(len(names), scramble=True, rng=seed).random(draws).T if names else []
    values: dict[str, np.ndarray] = {}
    for name, u in zip(names, places, strict=True):
        if name in starts:
            low, high = starts[name]
            values[name] = low + (high - low) * u
        else:
            p = register[name]
            values[name] = p.quantile(u) if p.prior else p.low + (p.high - p.low) * u
    # what is read off the start follows it
    follow = {name: values[START + p.start] for name, p in register.items() if START + p.start in values}
    return Drawn({**values, **{name: value for name, value in follow.items() if name not in fixed}})
