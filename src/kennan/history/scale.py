"""The scale on which a target is compared: as it is, or as its logarithm."""

from __future__ import annotations

from typing import Any

import numpy as np

from kennan.history.target import Target

SMALLEST = 1e-9  # a logarithm is taken of this at the least


def scaled(values: Any, target: Target) -> np.ndarray:
    """Return values on the scale of their target, float64."""
    array = np.asarray(values, float)
    return np.log(np.maximum(array, SMALLEST)) if target.scale == "log" else array


def yes_or_no(target: Target) -> bool:
    """Return whether a target is forecast as a probability."""
    return target.kind == "yes or no"


def difference_error(error: Any, target: Target) -> np.ndarray:
    """Return the standard deviation of an observation: of a yes or no that is wrong with chance e, sqrt(e (1 - e))."""
    array = np.asarray(error, float)
    return np.sqrt(array * (1.0 - array)) if yes_or_no(target) else array
