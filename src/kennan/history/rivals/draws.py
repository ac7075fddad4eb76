"""Luck of the rivals: every draw is a pure function of (seed, member, name, index, year).

The engine's own counter-based hash (:mod:`kennan.model.chance`), so that member 17 is the same member whether 20 or
20,000 are drawn, and one rival's draws leave another's as they are. Arrays are float64, members on the last axis.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import special

from kennan.model import chance


def uniforms(seed: int, members: np.ndarray, name: str, size: int = 1, step: int = 0) -> np.ndarray:
    """Return uniforms strictly between 0 and 1, [size, member], for the member numbers ``members``."""
    bits = chance.bits(chance.world_keys(seed, members), step, _constants(name, size))
    made: np.ndarray = (bits.astype(np.float64) + 0.5) / 2.0**32
    return made


@cache
def _constants(name: str, size: int) -> np.ndarray:
    """Return what the names of draws add to the hash, uint32 [size]: the same in every year and block of members."""
    return np.array([chance.name_constant("rival " + name, i) for i in range(size)], np.uint32)


def normals(seed: int, members: np.ndarray, name: str, size: int = 1, step: int = 0) -> np.ndarray:
    """Return standard normals, [size, member]."""
    made: np.ndarray = special.ndtri(uniforms(seed, members, name, size, step))
    return made


def gammas(u: np.ndarray, shape: float | np.ndarray, rate: float) -> np.ndarray:
    """Return the quantiles of a gamma law (mean ``shape / rate``) at probabilities ``u``."""
    made: np.ndarray = special.gammaincinv(shape, u) / rate
    return made


def betas(u: np.ndarray, a: float, b: float) -> np.ndarray:
    """Return the quantiles of a beta law (mean ``a / (a + b)``) at probabilities ``u``."""
    made: np.ndarray = special.betaincinv(a, b, u)
    return made


def counts(u: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Return Poisson counts with means ``mean`` at probabilities ``u``, of their common shape."""
    u, mean = np.broadcast_arrays(u, mean)
    found = np.zeros(u.shape)
    term = np.exp(-mean)
    total = term.copy()
    for k in range(1, 200):  # far beyond any mean that a rival has
        more = u > total
        if not more.any():
            break
        found[more] = k
        term = term * mean / k
        total = total + term
    return found


def binomials(u: np.ndarray, trials: np.ndarray, chance_of_one: np.ndarray) -> np.ndarray:
    """Return how many of ``trials`` [member] succeed; ``u`` [most trials, member] decides one each."""
    hits = u < chance_of_one
    counted = np.arange(len(u))[:, None] < trials
    return np.asarray((hits & counted).sum(0), float)
