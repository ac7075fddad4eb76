"""How Soviet power stands at the end of a year: broken up, mellowed, or neither.

The targets ``broken_up`` and ``mellowed`` are forecast apart; here they are taken together, member by member, as one
forecast of three ways. A power that is broken up is not called mellowed as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kennan.history.members import Members

if TYPE_CHECKING:
    from kennan.history.score_cells import Cells

WAYS = ("broken_up", "mellowed", "neither")
PARTS = WAYS[:2]


def chances(members: Members, errors: tuple[np.ndarray, np.ndarray] | None = None) -> np.ndarray | None:
    """Return the probability of each way, float64 [way, year]; None where one of the two targets is not forecast.

    Probabilities are (members + 1/4) / (members + 1) of the four cases, so that no case is ruled out.

    Parameters
    ----------
    errors : chances that the record has either target wrong, [year] each: what is returned is then what the record
        would say. None: what is.
    """
    if not all(name in members.values for name in PARTS):
        return None
    broken, mellow = (members.values[name][0] > 0.5 for name in PARTS)
    count = members.count
    cases = np.stack(
        [
            np.stack([((broken == b) & (mellow == m)).sum(1, dtype=float) for m in (False, True)])
            for b in (False, True)
        ]
    )  # [broken, mellowed, year]
    cases = (cases + 0.25) / (count + 1.0)
    if errors is not None:
        wrong, other = errors
        cases = cases * (1.0 - wrong) + cases[::-1] * wrong
        cases = cases * (1.0 - other) + cases[:, ::-1] * other
    return np.stack([cases[1].sum(0), cases[0, 1], cases[0, 0]])


def brier(members: Members, cells: dict[str, Cells]) -> tuple[np.ndarray, np.ndarray] | None:
    """Return years and the score in each, as Brier (1950) gave it: the sum over ways of (said - came) squared.

    It lies between 0 and 2; lower is better, and it is proper. None where forecast or record lacks one of the targets.
    """
    found = _told(members, cells)
    if found is None:
        return None
    years, values, errors = found
    at = np.isin(members.years, years)
    every = []
    for error in errors:
        whole = np.zeros(len(members.years))
        whole[at] = error
        every.append(whole)
    said = chances(members, (every[0], every[1]))
    if said is None:
        return None
    came = np.stack([values[0], (1 - values[0]) * values[1], (1 - values[0]) * (1 - values[1])])
    return years, ((said[:, at] - came) ** 2).sum(0)


def truest(members: Members, cells: dict[str, Cells]) -> np.ndarray:
    """Return the score that the truth itself can expect, [year] as in :func:`brier`: what the record's error gives."""
    found = _told(members, cells)
    if found is None:
        return np.zeros(0)
    _, values, errors = found
    broken, mellow = (np.abs(value - error) for value, error in zip(values, errors, strict=True))
    said = np.stack([broken, (1 - broken) * mellow, (1 - broken) * (1 - mellow)])
    return np.asarray(1.0 - (said**2).sum(0))


def _told(
    members: Members, cells: dict[str, Cells]
) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray]] | None:
    """Return the years in which the record tells of both targets, and by target its values and errors there."""
    if not all(name in cells for name in PARTS):
        return None
    told = [{int(y): k for k, y in enumerate(cells[name].years)} for name in PARTS]
    years = np.array([year for year in members.years if all(year in one for one in told)], int)
    if not len(years):
        return None
    places = [[one[int(year)] for year in years] for one in told]
    together = list(zip(PARTS, places, strict=True))
    return years, [cells[n].values[p] for n, p in together], [cells[n].errors[p] for n, p in together]
