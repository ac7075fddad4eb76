"""Comparisons and verdicts: pure functions of numbers.

A comparison takes the values of a check's arms (any leading axes) and returns the number, or the numbers,
that are held against what is expected. A verdict takes an interval and a condition.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kennan.ledger.check import Condition

Floats = NDArray[np.float64]

SHOWN, NOT_SHOWN, CONTRARY = "shown", "not shown", "contrary"
NOT_DECIDED, NOT_TESTED = "not decided at this size", "cannot be tested"
VERDICTS = (SHOWN, NOT_SHOWN, CONTRARY, NOT_DECIDED, NOT_TESTED)
BY_WEIGHT = (CONTRARY, NOT_SHOWN, NOT_DECIDED, SHOWN)
NIL = 1e-9  # differences below this are rounding


def compared(how: str, v: Floats) -> Floats:
    """Return the compared number [...] of the values of arms [..., arm].

    Parameters
    ----------
    how : a comparison other than "breadth"; "order" gives last less first, "each" the first arm's value.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if how in ("level", "each"):
            return v[..., 0]
        if how == "difference":
            return v[..., 0] - v[..., 1]
        if how == "ratio":
            return v[..., 0] / v[..., 1]
        if how == "relative":
            return (v[..., 0] - v[..., 1]) / v[..., 1]
        if how == "slopes":
            return (v[..., 0] - v[..., 1]) - (v[..., 2] - v[..., 3])
        if how == "times":
            return np.abs(v[..., 0] - v[..., 1]) / np.abs(v[..., 2] - v[..., 3])
        if how == "relative_times":
            return np.abs(v[..., 0] / v[..., 1] - 1.0) / np.abs(v[..., 2] / v[..., 3] - 1.0)
        if how == "order":
            return v[..., -1] - v[..., 0]
    raise ValueError(how)


def numbers(how: str, name: str, v: Floats, w: Floats | None) -> list[Floats]:
    """Return the numbers that a condition called ``name`` speaks of.

    Parameters
    ----------
    how : the comparison. name : as in "expect.name".
    v, w : values of the arms [..., arm], and the same with the check's mechanisms off.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if name == "steps":
            return [v[..., i + 1] - v[..., i] for i in range(v.shape[-1] - 1)]
        if how == "each" and name in ("with", "without"):
            chosen = v if name == "with" else w
            assert chosen is not None
            return [chosen[..., i] for i in range(chosen.shape[-1])]
        if name in ("with", "ends"):
            return [compared(how, v)]
        assert w is not None
        if name == "without":
            return [compared(how, w)]
        first, second = compared(how, v), compared(how, w)
        return [first - second] if name == "gap" else [first / second]


def neutral(how: str, name: str) -> float | None:
    """Return the value of no effect for a condition, or None where there is none.

    A level has none: nothing says which share of months would be the opposite of another.
    """
    if name == "factor":
        return 1.0
    if name in ("gap", "steps", "ends"):
        return 0.0
    if how == "breadth":
        return 0.5  # as many theatres one way as the other
    if how in ("difference", "relative", "slopes", "order"):
        return 0.0
    return 1.0 if how in ("ratio", "times", "relative_times") else None


def direction(condition: Condition) -> int:
    """Return 1 if more is expected than the neutral value, -1 if less, 0 if neither."""
    if condition.neutral is None:
        return 0
    if np.isinf(condition.high) or condition.low >= condition.neutral:
        return 1
    return -1 if np.isinf(condition.low) or condition.high <= condition.neutral else 0


def verdict(low: float, high: float, condition: Condition) -> str:
    """Return the verdict on a number that lies between ``low`` and ``high``.

    Shown: all of the interval lies in the expected region. Contrary: all of it lies on the other side of the
    neutral value. Not shown: all of it lies outside the region. Else it is not decided.
    """
    if np.isnan(low) or np.isnan(high):
        return NOT_DECIDED
    if (low > condition.low or np.isinf(condition.low)) and (
        high < condition.high or np.isinf(condition.high)
    ):
        return SHOWN
    if high <= condition.low or low >= condition.high:
        way = direction(condition)
        assert condition.neutral is not None or way == 0
        if way > 0 and high < (condition.neutral or 0.0) - NIL:
            return CONTRARY
        if way < 0 and low > (condition.neutral or 0.0) + NIL:
            return CONTRARY
        return NOT_SHOWN
    return NOT_DECIDED


def together(verdicts: list[str]) -> str:
    """Return the verdict of several that must all hold: the gravest of them."""
    return next((v for v in BY_WEIGHT if v in verdicts), NOT_TESTED)
