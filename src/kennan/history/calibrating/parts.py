"""The parts that pyABC is given: priors, a law of proposals, and a sampler that simulates in batches."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.history.calibrating.settings import Settings

if TYPE_CHECKING:
    from kennan.history.calibrating.particles import Simulate, Watch

BATCH = 1024  # simulations at a time
MOST = 200_000  # simulations of one generation, after which it is given up
STEP = 100_000_000  # numbers of worlds between generations, so that no luck is met twice
FREEDOM = 5.0  # of the Student law of proposals
PRIOR = 0.25  # share of the proposals that come from the prior


def normal(pyabc: Any) -> Any:
    """Return a standard normal variable of pyABC: its own, by SciPy, takes most of the time of a proposal."""

    class Normal(pyabc.random_variables.RVBase):
        def copy(self) -> Any:
            return Normal()

        def rvs(self, *args: Any, **named: Any) -> Any:  # noqa: ARG002
            return np.random.standard_normal()

        def pdf(self, x: float, *args: Any, **named: Any) -> float:  # noqa: ARG002
            return math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)

        def pmf(self, x: float, *args: Any, **named: Any) -> float:  # noqa: ARG002
            return 0.0

        def cdf(self, x: float, *args: Any, **named: Any) -> float:  # noqa: ARG002
            return 0.5 * math.erfc(-x / math.sqrt(2.0))

    return Normal()


def kernel(pyabc: Any) -> Any:
    """Return where new particles are proposed: a Student law about all particles, as wide as they are, and for one in
    four the prior itself.

    Kernels about single particles (pyABC's own) leave the weight to a few of them in a dozen dimensions; a broad law
    does not (population Monte Carlo: Cappe et al. 2004, J. Comput. Graph. Stat. 13: 907-929), and with the prior mixed
    in no weight can be more than four times the mean (Hesterberg 1995, Technometrics 37: 185-194).
    """

    class Broad(pyabc.transition.Transition):
        def fit(self, X: Any, w: np.ndarray) -> None:  # noqa: N803
            rows = X.to_numpy(float)
            self.names = list(X.columns)
            self.middle = w @ rows
            apart = rows - self.middle
            spread = (apart * w[:, None]).T @ apart + 1e-6 * np.eye(rows.shape[1])
            self.root = np.linalg.cholesky(spread)
            self.inverse = np.linalg.inv(self.root)
            d = rows.shape[1]
            self.constant = math.lgamma((FREEDOM + d) / 2) - math.lgamma(FREEDOM / 2)
            self.constant -= 0.5 * d * math.log(FREEDOM * math.pi) + float(np.log(np.diag(self.root)).sum())

        def rvs_single(self) -> Any:
            drawn = np.random.standard_normal(len(self.middle))
            if np.random.random() > PRIOR:
                stretch = math.sqrt(FREEDOM / np.random.chisquare(FREEDOM))
                drawn = self.middle + stretch * (self.root @ drawn)
            return pyabc.Parameter(dict(zip(self.names, drawn.tolist(), strict=True)))

        def pdf(self, x: Any) -> float:
            at = np.array([x[name] for name in self.names])
            apart = self.inverse @ (at - self.middle)
            power = 0.5 * (FREEDOM + len(apart)) * math.log1p(float(apart @ apart) / FREEDOM)
            normal = math.exp(-0.5 * float(at @ at) - 0.5 * len(at) * math.log(2.0 * math.pi))
            return PRIOR * normal + (1.0 - PRIOR) * math.exp(self.constant - power)

    return Broad()


def batches(pyabc: Any) -> Any:
    """Return the class of a pyABC sampler that runs batches; made here because pyABC is imported late."""

    class Batches(pyabc.sampler.Sampler):
        """Proposes a batch, runs it at once, and proposes it again to have it judged."""

        def __init__(
            self, simulate: Simulate, names: tuple[str, ...], settings: Settings, watch: Watch | None
        ):
            super().__init__()
            self.simulate, self.names, self.settings, self.watch = simulate, names, settings, watch
            self.noted: list[list[float]] = []
            self.answers: np.ndarray | None = None

        def model(self, given: Mapping[str, float]) -> dict[str, np.ndarray]:
            """Take note of a particle's parameters; or answer with what came out of them."""
            row = [float(given[name]) for name in self.names]
            if self.answers is None:
                self.noted.append(row)
                return {"s": np.full(1, np.inf)}
            at = len(self.noted) - self.left
            if self.noted[at] != row:
                raise RuntimeError("a particle was proposed otherwise the second time")
            self.left -= 1
            return {"s": self.answers[:, at]}

        def sample_until_n_accepted(
            self, n: int, simulate_one: Any, t: int, *, max_eval: float = np.inf, **_: Any
        ) -> Any:
            """Return a generation of n accepted particles."""
            sample, done = self._create_empty_sample(), 0
            most = min(max_eval, MOST)
            np.random.seed([self.settings.seed % 2**32, t + 1])
            while sample.n_accepted < n and done < most:
                for particle in self._batch(simulate_one, max(t, 0) * STEP + done):
                    if sample.n_accepted < n:
                        sample.append(particle)
                        done += 1
                if self.watch:
                    wanted = self.settings.generations * n
                    self.watch(min(max(t, 0) * n + sample.n_accepted, wanted), wanted)
            self.nr_evaluations_ = done
            sample.ok = sample.n_accepted >= n
            return sample

        def _batch(self, simulate_one: Any, number: int) -> list[Any]:
            before, self.noted, self.answers = np.random.get_state(), [], None
            for _ in range(BATCH):
                simulate_one()
            scores = np.array(self.noted).T
            self.answers = self.simulate(scores, number + np.arange(scores.shape[1]))
            self.left = len(self.noted)
            np.random.set_state(before)
            return [simulate_one() for _ in range(BATCH)]

    return Batches
