"""Fair shares of a change among the strengths that made it (Shapley 1953).

A mechanism's effect depends on which others are at work. Its share is its effect averaged over every order in
which the mechanisms could be switched on; the shares and what is left with all of them off add up to the whole.
"""

from __future__ import annotations

from math import factorial

import numpy as np


def coalitions(players: int) -> np.ndarray:
    """Return every combination of players, bool [2 ** players, player]; row k holds the binary digits of k."""
    return (np.arange(2**players)[:, None] >> np.arange(players)) & 1 == 1


def shares(values: np.ndarray) -> np.ndarray:
    """Return the Shapley share of each player.

    Parameters
    ----------
    values : [2 ** players, ...], what each of :func:`coalitions` comes to.

    Returns
    -------
    float64 [player, ...]; their sum is the value of all players together less the value of none.

    Raises
    ------
    ValueError : the number of values is no power of two.
    """
    values = np.asarray(values, np.float64)
    players = len(values).bit_length() - 1
    if len(values) != 2**players:
        raise ValueError(f"{len(values)} values are not those of all combinations")
    members = coalitions(players)
    size = members.sum(1)
    found = np.zeros((players, *values.shape[1:]))
    for player in range(players):
        without = np.flatnonzero(~members[:, player])
        gained = values[without | (1 << player)] - values[without]
        weight = np.array([factorial(k) * factorial(players - k - 1) for k in size[without]], np.float64)
        found[player] = np.tensordot(weight / factorial(players), gained, 1)
    return found
