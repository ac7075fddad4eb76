"""Prior beside posterior: what the record constrains, with the error of so many particles."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from kennan.history.calibrating.adjust import effective
from kennan.history.calibrating.screen import Summaries

SURE = 0.99  # over all parameters calibrated together
TIMES = 200  # of the bootstrap
ENDS = (0.05, 0.5, 0.95)


def table(summaries: Summaries, scores: np.ndarray, weights: np.ndarray) -> list[dict[str, Any]]:
    """Return a row a drawn parameter: its prior and posterior (median, band of nine in ten), and what changed.

    ``explained`` : held-out share of the parameter's variance that worlds of the prior show; ``shrinkage`` : 1 - sd of
    the posterior over sd of the prior, of normal scores; ``ks`` : greatest distance of the two distributions;
    each with its Monte Carlo error. ``constrained`` : ks lies above what so many effective particles of the prior
    itself would show once in a hundred, over all parameters together. Parameters that the record does not speak of
    keep their prior and have None for what changed.
    """
    from scipy.special import ndtr

    from kennan.model import parameters

    register, rows = parameters.load(), []
    places = {name: k for k, name in enumerate(summaries.names)}
    count = effective(weights)
    limit = math.sqrt(-0.5 * math.log((1 - SURE) / (2 * len(places))) / count)
    for name, share in sorted(summaries.explained.items(), key=lambda item: -item[1]):
        parameter = register[name]
        row: dict[str, Any] = {"name": name, "unit": parameter.unit, "explained": _short(share)}
        row["prior"] = [_short(v) for v in parameter.quantile(np.array(ENDS))]
        row |= dict.fromkeys(("posterior", "shrinkage", "shrinkage_error", "ks", "ks_error"))
        row["constrained"] = False
        if name in places:
            z = scores[places[name]]
            cuts = ndtr(quantiles(z, weights, ENDS))
            row["posterior"] = [_short(v) for v in parameter.quantile(cuts)]
            spread = deviation(z, weights)
            distance = ks(ndtr(z), weights)
            row["shrinkage"], row["shrinkage_error"] = (
                _short(1 - spread),
                _short(spread / math.sqrt(2 * count)),
            )
            row["ks"], row["ks_error"] = _short(distance), _short(_ks_error(ndtr(z), weights, count))
            row["constrained"] = distance > limit
        rows.append(row)
    return rows


def deviation(values: np.ndarray, weights: np.ndarray) -> float:
    """Return the standard deviation of weighted values."""
    mean = (values * weights).sum() / weights.sum()
    return float(np.sqrt((weights * (values - mean) ** 2).sum() / weights.sum()))


def quantiles(values: np.ndarray, weights: np.ndarray, at: tuple[float, ...]) -> np.ndarray:
    """Return the quantiles of weighted values."""
    order = np.argsort(values)
    middle = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(np.asarray(at) * weights.sum(), middle, values[order])


def ks(uniform: np.ndarray, weights: np.ndarray) -> float:
    """Return the Kolmogorov-Smirnov distance of weighted values from the uniform law on 0 to 1."""
    order = np.argsort(uniform)
    after = np.cumsum(weights[order]) / weights.sum()
    before = after - weights[order] / weights.sum()
    return float(max(np.abs(after - uniform[order]).max(), np.abs(uniform[order] - before).max()))


def _ks_error(uniform: np.ndarray, weights: np.ndarray, count: float) -> float:
    chance = np.random.default_rng(47)
    size = max(round(count), 2)
    drawn = chance.choice(uniform, (TIMES, size), p=weights / weights.sum())
    return float(np.std([ks(row, np.ones(size)) for row in drawn]))


def among_priors(summaries: Summaries, features: np.ndarray, observed: np.ndarray) -> float:
    """Return the share of worlds of the prior whose summaries lie farther from the middle of all than the record's.

    Small: the record is unlike what the priors expect, and the posterior leans on few worlds.
    """
    prior = summaries(features)
    at = summaries(observed[:, None])
    inverse = np.linalg.pinv(np.atleast_2d(np.cov(prior)))
    apart = lambda s: np.einsum("kn,kl,ln->n", d := s - prior.mean(1)[:, None], inverse, d)  # noqa: E731
    return float((apart(prior) >= apart(at)[0]).mean())


def _short(value: float) -> float:
    return float(f"{float(value):.6g}")
