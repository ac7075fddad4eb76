"""What the record can constrain: learned from worlds drawn from the priors, before the record is looked at.

Each drawn parameter, as a normal score, is regressed (ridge) on what worlds show. Where a held-out half of the worlds
says that nothing is explained, the record cannot speak of the parameter, and it keeps its prior. The predictions of the
others are what particles are compared by: estimates of posterior means are the best summaries that approximate Bayesian
computation can have (Fearnhead & Prangle 2012, JRSS B 74: 419-474).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

RIDGE = 0.01  # of a feature's variance, added on the diagonal
FAR = 4.0  # prior standard deviations at which a feature counts as no farther: the regression knows nothing there
LEAST = 1e-6  # a spread below this is the rounding of float32, as in the year of an anchor


@dataclass(frozen=True)
class Summaries:
    """How what is compared becomes few numbers: one for each parameter that the record can constrain.

    ``names`` of these parameters; ``explained`` by name of every drawn parameter, the held-out share of variance;
    ``centre`` and ``spread`` [feature] over worlds of the prior; ``weights`` [feature, parameter].
    """

    names: tuple[str, ...]
    explained: Mapping[str, float]
    centre: np.ndarray
    spread: np.ndarray
    weights: np.ndarray

    def __call__(self, features: np.ndarray) -> np.ndarray:
        """Return the predicted normal scores [parameter, world] of features [feature, world]."""
        found: np.ndarray = standard(features, self.centre, self.spread).T @ self.weights
        return found.T


def standard(features: np.ndarray, centre: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return features [feature, world] in prior standard deviations, none beyond ``FAR``; 0 without spread."""
    moved = spread > LEAST
    scores = np.where(moved, 1.0, 0.0)[:, None] * (features - centre[:, None])
    return np.asarray(np.clip(scores / np.where(moved, spread, 1.0)[:, None], -FAR, FAR))


def screen(features: np.ndarray, scores: Mapping[str, np.ndarray], least: float) -> Summaries:
    """Return the summaries that worlds of the prior teach.

    Parameters
    ----------
    features : [feature, world].
    scores : by parameter, its normal score [world].
    least : the held-out share of variance from which a parameter is kept.
    """
    centre, spread = features.mean(1), features.std(1)
    x = standard(features, centre, spread).T
    names = list(scores)
    z = np.stack([scores[name] for name in names], 1)
    half = len(x) // 2
    held = x[half:] @ _ridge(x[:half], z[:half])
    share = 1.0 - ((z[half:] - held) ** 2).mean(0) / z[half:].var(0)
    kept = [k for k in np.argsort(-share, kind="stable") if share[k] >= least]
    explained = {name: float(value) for name, value in zip(names, share, strict=True)}
    return Summaries(tuple(names[k] for k in kept), explained, centre, spread, _ridge(x, z[:, kept]))


def _ridge(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return the weights [feature, parameter] of a ridge regression."""
    weights: np.ndarray = np.linalg.solve(x.T @ x + RIDGE * len(x) * np.eye(x.shape[1]), x.T @ z)
    return weights
