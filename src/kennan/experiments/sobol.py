"""Shares of variance (Sobol 1993; estimators of Saltelli et al. 2010), by SALib.

Of the variance of a result over the whole design, the first-order share is what one number does alone, the total
share what would be gone if that number were known: what it does alone and in concert with others.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from kennan.experiments.factors import Factor
from kennan.experiments.morris import RESAMPLES, problem
from kennan.extras import need
from kennan.records.summary import LEVEL


@dataclass(frozen=True)
class Part:
    """One number's share of the variance of a result, with 90 % intervals.

    ``alone`` is the first-order share, ``total`` the share with everything it does in concert with others. Estimates
    of small shares can fall below 0 or above 1. All are None where the result never varies: 0 of 0 is no share. Ends
    are None where resamples of the rows give none.
    """

    name: str
    alone: float | None
    alone_low: float | None
    alone_high: float | None
    total: float | None
    total_low: float | None
    total_high: float | None


def design(factors: list[Factor], rows: int, seed: int) -> np.ndarray:
    """Return places in 0..1, [rows * (factors + 2), factor]; ``rows`` is a power of two."""
    sample = need("SALib.sample.sobol", "kennan sweep")
    found = sample.sample(problem(factors), rows, calc_second_order=False, scramble=True, seed=seed)
    return np.asarray(found, float)


def analyse(factors: list[Factor], values: np.ndarray, seed: int) -> list[Part]:
    """Return each factor's shares, the largest total first; None where the result never varies.

    Parameters
    ----------
    values : the result, [row, world], in the order of :func:`design`.
    """
    mean = values.mean(1, dtype=float)
    if mean.std() <= 1e-12:
        return [Part(factor.name, *[None] * 6) for factor in factors]
    analyze = need("SALib.analyze.sobol", "kennan sweep")
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore")  # resamples that do not vary
        found = analyze.analyze(
            problem(factors),
            mean,
            calc_second_order=False,
            num_resamples=RESAMPLES,
            conf_level=LEVEL,
            seed=seed,
        )
    parts = []
    for i, factor in enumerate(factors):
        alone = _around(float(found["S1"][i]), float(found["S1_conf"][i]))
        total = _around(float(found["ST"][i]), float(found["ST_conf"][i]))
        parts.append(Part(factor.name, *alone, *total))
    return sorted(parts, key=lambda part: -(part.total or 0.0))


def _around(value: float, half: float) -> tuple[float | None, float | None, float | None]:
    """Return an estimate and the ends of its interval; None for what is no number, and where there is no width."""
    if not np.isfinite(value):
        return None, None, None
    return (value, value - half, value + half) if np.isfinite(half) and half > 0 else (value, None, None)
