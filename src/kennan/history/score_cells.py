"""Scores of one forecast of one target, cell by cell: a cell is a unit and a year that the record tells of.

The error of an observation is taken in: what is forecast is what the record would *say*. A member is moved by a draw of
the error before it is compared; a yes or no that the record has wrong with chance e is said with probability
p (1 - e) + (1 - p) e. So a forecast gains nothing by being surer than the record is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kennan.history.members import Members
from kennan.history.scale import scaled, yes_or_no
from kennan.history.target import Target

BANDS = {50: (0.25, 0.75), 90: (0.05, 0.95)}
SEED = 47  # of the draws of observation errors: the same in every scoring
COURSES = (
    1000  # members of a yes or no that are kept as whole courses; its probability is that of all members
)


@dataclass(frozen=True)
class Cells:
    """What the record says of a target: units, years, values on the target's scale and their errors, all [cell]."""

    target: Target
    units: tuple[str, ...]
    years: np.ndarray
    values: np.ndarray
    errors: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    def where(self, mask: np.ndarray) -> Cells:
        """Return some of the cells."""
        units = tuple(unit for unit, kept in zip(self.units, mask, strict=True) if kept)
        return Cells(self.target, units, self.years[mask], self.values[mask], self.errors[mask])


@dataclass(frozen=True)
class Said:
    """A forecast in the cells of a target.

    ``members`` float64 [cell, member] on the target's scale, with the error of observation, ``plain`` without;
    ``chance`` [cell] the probability of a yes (else empty); ``known`` [cell] whether the model says anything there.
    """

    plain: np.ndarray
    members: np.ndarray
    chance: np.ndarray
    known: np.ndarray

    def where(self, mask: np.ndarray) -> Said:
        """Return what is said in some of the cells."""
        chance = self.chance[mask] if len(self.chance) else self.chance
        return Said(self.plain[mask], self.members[mask], chance, self.known[mask])


def said(forecast: Members, cells: Cells) -> Said:
    """Return what a forecast says in cells, the error of observation taken in.

    Probabilities are (members that say yes + 1/2) / (members + 1) over members in which the target is defined, so that
    a finite number of members rules nothing out.
    """
    count = forecast.count
    plain = np.full((len(cells), count), np.nan, np.float32)
    name = cells.target.name
    if name in forecast.values:
        units = {unit: i for i, unit in enumerate(forecast.units[name])}
        years = {year: i for i, year in enumerate(forecast.years)}
        for k, (unit, year) in enumerate(zip(cells.units, cells.years, strict=True)):
            if unit in units and int(year) in years:
                plain[k] = forecast.values[name][units[unit], years[int(year)]]
    if not yes_or_no(cells.target):
        plain = scaled(plain, cells.target)
    if not yes_or_no(cells.target):
        known = np.isfinite(plain).all(1)
        noisy = plain + cells.errors[:, None] * _normals(plain.shape)
        return Said(plain, noisy, np.zeros(0), np.asarray(known))
    defined = np.isfinite(plain)
    yes = (np.where(defined, plain, 0.0).sum(1, dtype=float) + 0.5) / (defined.sum(1) + 1.0)
    told = yes * (1.0 - cells.errors) + (1.0 - yes) * cells.errors
    plain = plain[:, np.linspace(0, count - 1, min(COURSES, count)).astype(int)]
    wrong = _uniforms(plain.shape) < cells.errors[:, None]
    return Said(plain, np.where(wrong, 1.0 - plain, plain), told, np.asarray(defined.any(1)))


@lru_cache(maxsize=64)
def _normals(shape: tuple[int, int]) -> np.ndarray:
    """Return the draws of errors of observation, which are the same for all forecasts of as many cells and members."""
    return np.random.default_rng(SEED).standard_normal(shape)


@lru_cache(maxsize=64)
def _uniforms(shape: tuple[int, int]) -> np.ndarray:
    return np.random.default_rng(SEED).random(shape)


def main_score(told: Said, cells: Cells) -> np.ndarray:
    """Return the score that models are compared by, [cell]: Brier of a yes or no, else CRPS; lower is better."""
    import scoringrules

    if yes_or_no(cells.target):
        # the same as scoringrules.brier_score, which refuses shares (half of a year's crises) as outcomes
        return np.asarray((told.chance - cells.values) ** 2)
    return np.asarray(scoringrules.crps_ensemble(cells.values, told.members))


def truest(cells: Cells) -> np.ndarray:
    """Return the score that the truth itself can expect, [cell]: what the error of the record alone gives.

    A forecast that knows the truth says what the record would say of it: with chance e the other way (Brier
    e (1 - e)), or with a normal error of standard deviation s (CRPS s / sqrt(pi)).
    """
    e = cells.errors
    return np.asarray(e * (1.0 - e)) if yes_or_no(cells.target) else np.asarray(e / np.sqrt(np.pi))


def main_scores(told: Said, cells: Cells, values: np.ndarray, own: bool = False) -> np.ndarray:
    """Return :func:`main_score` of many possible records [cell, record]; not a number where one says nothing.

    ``own`` says that the records are members of the forecast itself: each is then scored by the others alone (of a
    yes or no, where a member weighs next to nothing, by all).
    """
    if yes_or_no(cells.target):
        return np.asarray((told.chance[:, None] - values) ** 2)
    return crps_many(values, told.members, own)


def log_score(told: Said, cells: Cells) -> np.ndarray:
    """Return the logarithmic score, [cell]: minus the log of the probability or density that was given to the record.

    The density is the mean over members of a normal one, as wide as the error of observation and the width of
    Silverman's rule together, so that few members are no fault of their own.
    """
    if yes_or_no(cells.target):
        p, y = np.clip(told.chance, 1e-12, 1 - 1e-12), cells.values
        return np.asarray(-(y * np.log(p) + (1.0 - y) * np.log1p(-p)))
    from scipy.special import logsumexp

    spread = np.std(told.plain, axis=1)
    middle = np.subtract(*np.quantile(told.plain, (0.75, 0.25), axis=1)) / 1.349
    least = np.where(middle > 0, np.minimum(spread, middle), spread)
    count = told.plain.shape[1]
    width = np.sqrt(cells.errors**2 + (0.9 * least * count**-0.2) ** 2)
    width = np.maximum(width, 1e-9)
    z = (cells.values[:, None] - told.plain) / width[:, None]
    density = logsumexp(-0.5 * z**2, axis=1) - np.log(count) - np.log(width) - 0.5 * np.log(2 * np.pi)
    return np.asarray(-density)


def crps_many(values: np.ndarray, members: np.ndarray, own: bool = False) -> np.ndarray:
    """Return the CRPS of many values [cell, value] against one ensemble a cell [cell, member], by sorting once.

    With ``own`` each value is one of the members, and left out of the ensemble that it is scored by.
    """
    count = members.shape[1]
    order = np.sort(members, axis=1)
    below = np.concatenate([np.zeros((len(order), 1)), np.cumsum(order, axis=1)], axis=1)
    rank = np.stack([np.searchsorted(row, found) for row, found in zip(order, values, strict=True)])
    under = np.take_along_axis(below, rank, 1)
    apart = values * (2 * rank - count) + below[:, -1:] - 2 * under  # sum over members of |member - value|
    weight = 2.0 * np.arange(1, count + 1) - count - 1.0
    pairs = (order * weight).sum(1)[:, None]  # sum over pairs of members, each pair once
    if own:
        return np.asarray(apart / (count - 1) - (pairs - apart) / (count - 1) ** 2)
    return np.asarray(apart / count - pairs / count**2)


def pit(told: Said, cells: Cells) -> np.ndarray:
    """Return where the record fell among the members, [cell], from 0 (below all) to 1 (above all)."""
    below = (told.members < cells.values[:, None]).mean(1)
    level = (told.members == cells.values[:, None]).mean(1)
    return np.asarray(below + 0.5 * level)


def bands(told: Said) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Return the lower and upper end of the bands that should hold 50 and 90 of 100 values, each [cell]."""
    found = {}
    for name, (low, high) in BANDS.items():
        ends = np.quantile(told.members, (low, high), axis=1)
        found[name] = (ends[0], ends[1])
    return found


def joint(told: Said, cells: Cells, most: int = 250) -> dict[str, float]:
    """Return the energy and variogram score over all years of a target together (theatres: the mean over years of the
    score over theatres); nothing where members do not define every cell.

    They see what single years cannot: whether a forecast's years go together as the record's do. At most ``most``
    members are used, evenly spaced: their cost grows with the square.
    """
    picked = np.linspace(0, told.members.shape[1] - 1, min(most, told.members.shape[1])).astype(int)
    members = told.members[:, picked].T
    if not np.isfinite(members).all():
        return {}
    groups = (
        [cells.years == year for year in np.unique(cells.years)]
        if len(set(cells.units)) > 1
        else [slice(None)]
    )
    scores: dict[str, list[float]] = {"energy": [], "variogram": []}
    for group in groups:
        value, ensemble = cells.values[group], members[:, group]
        if len(value) > 1:
            scores["energy"].append(energy(value, ensemble))
            scores["variogram"].append(variogram(value, ensemble))
    return {name: float(np.mean(found)) for name, found in scores.items() if found}


def energy(value: np.ndarray, ensemble: np.ndarray) -> float:
    """Return the energy score of members [member, cell] for a value [cell], as ``scoringrules.es_ensemble`` does.

    SciPy takes each pair of members once; products of matrices wait for threads that they have no work for.
    """
    from scipy.spatial.distance import pdist

    apart = np.sqrt(((ensemble - value) ** 2).sum(1)).mean()
    return float(apart - pdist(ensemble).sum() / len(ensemble) ** 2)


def variogram(value: np.ndarray, ensemble: np.ndarray) -> float:
    """Return the variogram score of power 1/2 of members [member, cell], as ``scoringrules.vs_ensemble`` does.

    Of two cells either order gives the same, so each pair is taken once and counted twice.
    """
    i, j = np.triu_indices(len(value), 1)
    told = np.sqrt(np.abs(ensemble[:, i] - ensemble[:, j])).mean(0)
    return float(2.0 * ((told - np.sqrt(np.abs(value[i] - value[j]))) ** 2).sum())


def surprise(told: Said, cells: Cells, score: np.ndarray, most: int = 500) -> float:
    """Return the share of a forecast's own courses that it would score no better than the record.

    Each of some members is put in the place of the record, as a whole, and scored against all. A small share says that
    the record is unlike anything that was forecast, whatever bands and dependence between years; large values are no
    praise. Events are put in only where the member defines them.
    """
    chosen = np.linspace(0, told.members.shape[1] - 1, min(most, told.members.shape[1])).astype(int)
    truth = told.members[:, chosen]
    own = main_scores(told, cells, truth, own=True)
    defined = np.isfinite(own)
    count = defined.sum(0)
    mean = np.where(defined, own, 0.0).sum(0) / np.maximum(count, 1)
    reached = (mean >= score.mean() - 1e-12) & (count > 0)
    return float((reached.sum() + 1) / ((count > 0).sum() + 1))
