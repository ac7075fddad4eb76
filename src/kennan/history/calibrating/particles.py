"""Approximate Bayesian computation in generations (ABC-SMC), by pyABC, with simulations in batches.

pyABC (Schaelte, Klinger, Alamoudi & Hasenauer 2022, JOSS 7(74): 4304) asks for one simulation at a time; the engine is
fast with hundreds. So each batch is proposed twice over: first with a model that only takes note of the parameters,
then, after all of them were run together and with the same random numbers again, with one that looks up what came out.
Particles are taken in the order in which they were proposed, so that quick ones are not favoured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kennan.history.calibrating import extra, parts
from kennan.history.calibrating.settings import Settings

#: From normal scores [parameter, particle] and numbers of worlds [particle] to summaries [summary, particle].
Simulate = Callable[[np.ndarray, np.ndarray], np.ndarray]
Watch = Callable[[int, int], None]


@dataclass(frozen=True)
class Particles:
    """What the last generation accepted.

    ``scores`` [parameter, particle] normal scores; ``weights`` [particle], of sum 1; ``summaries`` [summary,
    particle]; ``generations`` says of each the distance, the simulations and the effective number of particles.
    """

    scores: np.ndarray
    weights: np.ndarray
    summaries: np.ndarray
    generations: list[dict[str, float]]


def sample(
    simulate: Simulate,
    observed: np.ndarray,
    names: tuple[str, ...],
    first: float,
    settings: Settings,
    store: Path | None = None,
    resume: bool = False,
    watch: Watch | None = None,
) -> Particles:
    """Return particles near to what was observed, from independent standard normal priors.

    Parameters
    ----------
    simulate : runs many particles at once.
    observed : summaries of the record [summary].
    names : of the parameters.
    first : the distance that the first generation must keep.
    store : a file that pyABC keeps its generations in; None for memory.
    resume : go on from the store, if it holds a generation.
    watch : called with (particles accepted, particles wanted) over all generations.

    Raises
    ------
    BadInput : pyABC is not installed.
    """
    pyabc = extra.pyabc()
    url = f"sqlite:///{store}" if store else "sqlite://"
    done = _done(pyabc, url) if resume and store and store.exists() else 0
    sampler = parts.batches(pyabc)(simulate, names, settings, watch)
    abc = pyabc.ABCSMC(
        models=sampler.model,
        parameter_priors=pyabc.Distribution(**{name: parts.normal(pyabc) for name in names}),
        distance_function=_apart,
        population_size=settings.particles,
        transitions=parts.kernel(pyabc),
        eps=pyabc.QuantileEpsilon(initial_epsilon="from_sample" if done else first, alpha=settings.quantile),
        sampler=sampler,
    )
    if done:
        abc.load(url, 1)
    else:
        if store:
            store.unlink(missing_ok=True)
        abc.new(url, {"s": observed})
    if done < settings.generations and not _enough(_generations(abc.history), settings):
        abc.run(max_nr_populations=settings.generations - done, min_acceptance_rate=settings.least)
    return _read(abc.history, names)


def _done(pyabc: Any, url: str) -> int:
    """Return how many generations of the first analysis of a store are finished."""
    history = pyabc.History(url)
    if not len(history.all_runs()):
        return 0
    history.id = 1
    return int(history.max_t) + 1


def _apart(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray]) -> float:
    return float(np.sqrt(((one["s"] - other["s"]) ** 2).sum()))


def _enough(found: list[dict[str, float]], settings: Settings) -> bool:
    return bool(found) and found[-1]["accepted"] < settings.least


def _generations(history: Any) -> list[dict[str, float]]:
    table = history.get_all_populations()
    table = table[table.t >= 0]
    found = []
    for row in table.itertuples():
        weights = history.get_distribution(0, int(row.t))[1]
        found.append(
            {
                "distance": float(row.epsilon),
                "simulations": int(row.samples),
                "accepted": len(weights) / int(row.samples),
                "effective": float(1.0 / (weights**2).sum()),
            }
        )
    return found


def _read(history: Any, names: tuple[str, ...]) -> Particles:
    found = history.get_population(history.max_t).particles
    weights = np.array([one.weight for one in found])
    scores = np.array([[one.parameter[name] for name in names] for one in found]).T
    summaries = np.array([np.asarray(one.sum_stat["s"], float) for one in found]).T
    return Particles(scores, weights / weights.sum(), summaries, _generations(history))
