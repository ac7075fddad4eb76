"""How much of the difference between rows is luck.

Every row of a sweep meets the same worlds, so luck that moves all rows alike drops out. What is left of it, because a
row is a mean over few worlds, is estimated by split halves: the rows' means over the even worlds and over the odd
worlds agree in what the row does and differ in what luck does.
"""

from __future__ import annotations

import numpy as np


def halves(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the means of rows over even and over odd worlds, [row, ...] each, from values [row, world, ...]."""
    return values[:, 0::2].mean(1, dtype=float), values[:, 1::2].mean(1, dtype=float)


def noise_share(values: np.ndarray) -> float | None:
    """Return which share of the variance between rows' means is luck, 0 to 1, from values [row, world].

    The covariance of the halves over the rows estimates the variance that is not luck. None where it cannot be told:
    one world a row, or rows that do not differ.
    """
    if values.shape[1] < 2:
        return None
    even, odd = halves(values)
    mean = values.mean(1, dtype=float)
    whole = float(mean.var())
    if whole <= 1e-12:
        return None
    true = float(((even - even.mean()) * (odd - odd.mean())).mean())
    return min(1.0, max(0.0, 1.0 - true / whole))


def effect_share(first: np.ndarray, second: np.ndarray) -> float | None:
    """Return which share of the mean square of effects is luck, 0 to 1.

    ``first`` and ``second`` are the effects [n] in each half of the worlds. The mean product of two estimates whose
    errors are independent has no bias from them. None where nothing moves.
    """
    whole = float((((first + second) / 2) ** 2).mean())
    if whole <= 1e-12:
        return None
    return min(1.0, max(0.0, 1.0 - float((first * second).mean()) / whole))
