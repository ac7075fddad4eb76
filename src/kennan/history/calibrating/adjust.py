"""From particles near the record to draws at it."""

from __future__ import annotations

import numpy as np


def adjusted(
    scores: np.ndarray, summaries: np.ndarray, weights: np.ndarray, observed: np.ndarray
) -> np.ndarray:
    """Return normal scores [parameter, particle] moved to where the record is, by weighted linear regression.

    A particle was accepted at a distance; how its parameters go with its summaries among the accepted says where they
    would be at none (Beaumont, Zhang & Balding 2002, Genetics 162: 2025-2035). What is left of a parameter is widened
    by what the regression took up by fitting luck: effective particles over those less its coefficients. With fewer
    than two effective particles a coefficient nothing is moved.
    """
    apart = (summaries - observed[:, None]).T
    design = np.concatenate([np.ones((len(apart), 1)), apart], 1)
    count, used = effective(weights), design.shape[1]
    if count < 2 * used:
        return scores
    root = np.sqrt(weights)[:, None]
    fitted = np.linalg.lstsq(design * root, scores.T * root, rcond=None)[0]
    left = scores.T - design @ fitted
    return np.asarray((fitted[0] + left * np.sqrt(count / (count - used))).T)


def resampled(weights: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Return the numbers of particles drawn by weight, int [count]: systematic, so that luck adds little."""
    places = (np.random.default_rng(seed).random() + np.arange(count)) / count
    ends = np.cumsum(weights) / weights.sum()
    return np.asarray(np.minimum(np.searchsorted(ends, places), len(weights) - 1))


def effective(weights: np.ndarray) -> float:
    """Return how many particles of equal weight would be worth as much."""
    return float(weights.sum() ** 2 / (weights**2).sum())
