"""Does the method find what is there? Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788).

Parameters are drawn from their priors, a record is made from them (a world, with errors of observation drawn in), and
the posterior is found from that record by the same method. If it is right, the rank of the true number among draws of
the posterior is uniform, whatever the prior: a heap in the middle says that posteriors are too wide, heaps at both ends
that they are too narrow, one end that they are biased.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kennan.history.calibrating.compared import Compared
from kennan.history.calibrating.make import Prepared, Watch, infer, prepare
from kennan.history.calibrating.settings import SMALL, Settings

TRUTH = 2_500_000_000  # first number of the worlds that synthetic records are made of
DRAWS = 99  # of a posterior, so that there are 100 ranks
BINS = 5
FAILS = 0.01  # how often a right method is called wrong, over all parameters together


@dataclass(frozen=True)
class Recovered:
    """Ranks of the true numbers, from 0 (below all draws) to 1 (above all), float64 [parameter, record].

    ``middle`` [parameter] is the share of true numbers inside the band that should hold half of them.
    """

    names: tuple[str, ...]
    ranks: np.ndarray

    @property
    def middle(self) -> np.ndarray:
        """Return how often the true number lay in the middle half of the posterior [parameter]."""
        return np.asarray(((self.ranks > 0.25) & (self.ranks < 0.75)).mean(1))

    def p_values(self) -> np.ndarray:
        """Return, for each parameter, the p value of a chi-square test that ranks are uniform."""
        return uniform(self.ranks)

    @property
    def sound(self) -> bool:
        """Whether no parameter's ranks are further from uniform than one set in a hundred would be by chance."""
        return bool((self.p_values() >= FAILS / len(self.names)).all())

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "records": int(self.ranks.shape[1]),
            "false_alarm": FAILS,
            "sound": self.sound,
            "parameters": [
                {
                    "name": n,
                    "p": float(p),
                    "in_middle_half": float(m),
                    "ranks": [float(f"{r:.3g}") for r in ranks],
                }
                for n, p, m, ranks in zip(self.names, self.p_values(), self.middle, self.ranks, strict=True)
            ],
        }


def uniform(ranks: np.ndarray, bins: int = BINS) -> np.ndarray:
    """Return the p values [row] of chi-square tests that rows of ranks [row, record] are uniform on 0 to 1."""
    from scipy.stats import chi2

    places = np.minimum((ranks * bins).astype(int), bins - 1)
    counts = np.stack([np.bincount(row, minlength=bins) for row in places])
    expected = ranks.shape[1] / bins
    return np.asarray(chi2.sf(((counts - expected) ** 2 / expected).sum(1), bins - 1))


def rank(true: np.ndarray, scores: np.ndarray, weights: np.ndarray, seed: int) -> np.ndarray:
    """Return the rank of true numbers [parameter] among ``DRAWS`` draws of weighted particles [parameter, particle]."""
    chance = np.random.default_rng(seed)
    drawn = scores[:, chance.choice(len(weights), DRAWS, p=weights / weights.sum())]
    below = (drawn < true[:, None]).sum(1)
    return np.asarray((below + chance.random(len(true))) / (DRAWS + 1))


def recover(
    known: Compared,
    times: int,
    settings: Settings = SMALL,
    watch: Watch | None = None,
    prepared: Prepared | None = None,
    each: Callable[[int, np.ndarray], None] | None = None,
) -> Recovered:
    """Return the ranks over synthetic records.

    Parameters
    ----------
    known : what records tell of, and with which errors; its values are not looked at.
    times : how many records.
    settings : of every calibration; smaller ones than shipped, or it takes hours.
    each : called with the number of each record and its ranks [parameter].
    """
    watch = watch or Watch()
    prepared = prepared or prepare(known, settings, watch)
    names, found = prepared.summaries.names, []
    quiet = Watch()
    watch.step("synthetic records")
    for number in range(times):
        true, features = synthetic(prepared, number, settings.seed)
        own = Settings(**{**vars(settings), "seed": settings.seed + number})
        posterior = infer(prepared, features, own, watch=quiet)
        found.append(rank(true, posterior.scores, posterior.weights, number))
        if each:
            each(number, found[-1])
        watch.advance(number + 1, times)
    return Recovered(names, np.stack(found, 1))


def synthetic(prepared: Prepared, number: int, seed: int = 47) -> tuple[np.ndarray, np.ndarray]:
    """Return the true normal scores [parameter] and the features [feature] of a synthetic record."""
    from kennan.history.calibrating.make import values

    names = prepared.summaries.names
    true = np.random.default_rng((TRUTH, seed, number)).standard_normal((len(names), 1))
    rows = values(dict(zip(names, true, strict=True)))
    features = prepared.simulator.features(rows, np.array([TRUTH + number]))
    return true[:, 0], features[:, 0]
