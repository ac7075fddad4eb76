"""Of many worlds, those nearest to the record up to the cut-off: the simplest way to let a forecast know its past.

Until parameters are fitted to the record, a forecast made in 1965 runs ``KEPT`` times as many worlds from the start as
it has members and keeps the one in ``KEPT`` whose course to the cut-off lies nearest to the record (rejection by
distance, the first step of approximate Bayesian computation). It reads nothing but the view that ends there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kennan.history.scale import difference_error, scaled
from kennan.history.target import Target

if TYPE_CHECKING:
    from pandas import DataFrame

KEPT = 4  # worlds run for each that is kept
FIRST = 1024  # worlds whose spread scales the distance


def distance(
    values: Mapping[str, np.ndarray],
    spread: Mapping[str, np.ndarray],
    seen: Mapping[str, tuple[np.ndarray, np.ndarray]],
    targets: Mapping[str, Target],
) -> np.ndarray:
    """Return how far each world lies from the record, float64 [world].

    The mean over targets of the mean over units and years of the squared difference, on the target's scale, over the
    variance of such differences: the observation's error and the spread of the worlds together. So each target
    weighs the same, and what the record does not know well weighs little. A target that is undefined in a world
    counts as the expected 1.

    Parameters
    ----------
    values : by target, [unit, year, world] in the years held against the record.
    spread : by target, the variance of the worlds [unit, year], on the target's scale.
    seen : by target, what the record says and its error, each [unit, year]; not a number where it is silent.
    """
    total, count = np.zeros(next(iter(values.values())).shape[-1]), 0
    for name, (value, error) in seen.items():
        known = np.isfinite(value)
        if name not in values or not known.any():
            continue
        target = targets[name]
        apart = scaled(values[name][known], target) - scaled(value[known], target)[:, None]
        noise = difference_error(error[known], target) ** 2
        units = apart**2 / np.maximum(noise + spread[name][known], 1e-12)[:, None]
        total += np.where(np.isfinite(units), units, 1.0).mean(0)
        count += 1
    return total / max(count, 1)


def spreads(values: Mapping[str, np.ndarray], targets: Mapping[str, Target]) -> dict[str, np.ndarray]:
    """Return the variance of worlds on the target's scale, by target [unit, year]; 0 where no world defines it."""
    found = {}
    for name, array in values.items():
        on = scaled(array[..., :FIRST], targets[name])
        known = np.isfinite(on)
        count = np.maximum(known.sum(-1), 1)
        mean = np.where(known, on, 0.0).sum(-1) / count
        found[name] = np.where(known, (on - mean[..., None]) ** 2, 0.0).sum(-1) / count
    return found


def told(
    seen: DataFrame, units: Mapping[str, tuple[str, ...]], years: tuple[int, ...]
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return observations as arrays: by target the value and its error, each float64 [unit, year].

    Not a number where the record is silent, and where an observation may still change (censored).
    """
    found = {}
    for name, own in units.items():
        shape = (len(own), len(years))
        value, error = np.full(shape, np.nan), np.full(shape, np.nan)
        rows = seen[
            (seen.target == name) & seen.year.isin(years) & seen.unit.isin(own) & ~seen.censored.astype(bool)
        ]
        for row in rows.itertuples():
            place = own.index(row.unit), years.index(row.year)
            value[place], error[place] = row.value, row.error
        found[name] = (value, error)
    return found
