"""Elementary effects (Morris 1991; Campolongo, Cariboni and Saltelli 2007), by SALib.

A trajectory starts at a random place and moves one number after the other by two thirds of its range; each move gives
one elementary effect, taken to the whole range. The mean of their sizes (mu*) says how much a number moves the result,
their mean with sign (mu) which way, their standard deviation (sigma) how much that depends on all other numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kennan.experiments import luck
from kennan.experiments.factors import Factor
from kennan.extras import need
from kennan.records.summary import LEVEL

LEVELS = 4
RESAMPLES = 500


@dataclass(frozen=True)
class Effect:
    """What moving one number from the low to the high end of its range does to a result.

    Parameters
    ----------
    name : the number.
    size : mean size of its elementary effects (mu*), in units of the result; low, high : its 90 % interval, None where
        all of them are the same size: trajectories drawn again would tell nothing.
    signed : their mean with sign (mu). spread : their standard deviation (sigma).
    luck : share of the mean square of its effects that is luck of few worlds
        (:func:`kennan.experiments.luck.effect_share`); None with one world a row, or where nothing moves.
    """

    name: str
    size: float
    low: float | None
    high: float | None
    signed: float
    spread: float
    luck: float | None


def design(factors: list[Factor], trajectories: int, seed: int) -> np.ndarray:
    """Return places in 0..1, [trajectories * (factors + 1), factor]."""
    sample = need("SALib.sample.morris", "kennan sweep")
    return np.asarray(sample.sample(problem(factors), trajectories, num_levels=LEVELS, seed=seed), float)


def analyse(factors: list[Factor], places: np.ndarray, values: np.ndarray, seed: int) -> list[Effect]:
    """Return the effects of each factor, the largest first.

    Parameters
    ----------
    places : as :func:`design` gave them.
    values : the result, [row, world].
    """
    analyze = need("SALib.analyze.morris", "kennan sweep")
    mean = values.mean(1, dtype=float)
    found = analyze.analyze(
        problem(factors),
        places,
        mean,
        num_resamples=RESAMPLES,
        conf_level=LEVEL,
        num_levels=LEVELS,
        seed=seed,
    )
    several = values.shape[1] > 1
    even, odd = (elementary(places, half) for half in luck.halves(values)) if several else (None, None)
    effects = [
        Effect(
            name=factor.name,
            size=float(found["mu_star"][i]),
            **_ends(float(found["mu_star"][i]), float(found["mu_star_conf"][i])),
            signed=float(found["mu"][i]),
            spread=float(found["sigma"][i]),
            luck=luck.effect_share(even[i], odd[i]) if even is not None and odd is not None else None,
        )
        for i, factor in enumerate(factors)
    ]
    return sorted(effects, key=lambda effect: -effect.size)


def _ends(size: float, half: float) -> dict[str, float | None]:
    """Return the ends of the interval of a size."""
    if not half > 1e-9 * size:
        return {"low": None, "high": None}
    return {"low": max(0.0, size - half), "high": size + half}


def elementary(places: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return elementary effects [factor, trajectory] of values [row]: SALib hands out only their means."""
    count = places.shape[1]
    walks = places.reshape(-1, count + 1, count)
    results = np.asarray(values, float).reshape(-1, count + 1)
    steps = np.diff(walks, axis=1)  # [trajectory, move, factor]; one factor moves in each
    moved = np.abs(steps).argmax(2)
    size = np.take_along_axis(steps, moved[:, :, None], 2)[:, :, 0]
    effects = np.empty((count, len(walks)))
    effects[moved, np.arange(len(walks))[:, None]] = np.diff(results, axis=1) / size
    return effects


def problem(factors: list[Factor]) -> dict[str, Any]:
    """Return the factors as SALib wants them: each on 0..1."""
    return {
        "num_vars": len(factors),
        "names": [factor.name for factor in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
