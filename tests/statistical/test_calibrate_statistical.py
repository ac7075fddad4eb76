"""Known parameters are found again from synthetic records; calibrated forecasts stand held-out years."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kennan.history.calibrating import SMALL, Settings, adjust, recover, rolling
from kennan.history.calibrating.make import beheld
from kennan.history.calibrating.particles import sample
from kennan.history.record.folder import facts

TIMES = 100  # synthetic records of the toy
TOY = Settings(particles=80, generations=3, least=0.005)
NOISE = 0.5


def toy_ranks(narrowed: float = 1.0) -> np.ndarray:
    """Return ranks of known numbers of a normal mean; ``narrowed`` spoils the method."""

    def simulate(scores: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        return scores + NOISE * np.random.default_rng(int(numbers[0])).standard_normal(scores.shape)

    found = []
    for number in range(TIMES):
        chance = np.random.default_rng((47, number))
        true = chance.standard_normal(1)
        observed = true + NOISE * chance.standard_normal(1)
        settings = Settings(**{**vars(TOY), "seed": number})
        got = sample(simulate, observed, ("a",), 1.0, settings)
        scores = adjust.adjusted(got.scores, got.summaries, got.weights, observed)
        middle = scores @ got.weights
        scores = middle[:, None] + narrowed * (scores - middle[:, None])
        found.append(recover.rank(true, scores, got.weights, number))
    return np.stack(found, 1)


@pytest.mark.slow
def test_ranks_of_the_toy_are_uniform_and_of_a_spoilt_method_are_not():
    """A right method fails this once in a hundred; one whose posteriors are half as wide fails it always."""
    assert recover.uniform(toy_ranks())[0] > 0.01
    assert recover.uniform(toy_ranks(narrowed=0.5))[0] < 0.01


def test_ranks_of_exact_posteriors_are_uniform():
    """The check itself: the posterior of a normal mean is known, so its ranks are uniform."""
    share = 1 / (1 + NOISE**2)
    found, spoilt = [], []
    for number in range(400):
        chance = np.random.default_rng((48, number))
        true = chance.standard_normal(1)
        observed = true + NOISE * chance.standard_normal(1)
        drawn = share * observed[:, None] + math.sqrt(1 - share) * chance.standard_normal((1, 500))
        weights = np.full(500, 1 / 500)
        found.append(recover.rank(true, drawn, weights, number))
        spoilt.append(recover.rank(true, drawn + 0.3, weights, number))
    assert recover.uniform(np.stack(found, 1))[0] > 0.01
    assert recover.uniform(np.stack(spoilt, 1))[0] < 1e-6


@pytest.mark.slow
def test_known_parameters_are_found_again():
    """Forty synthetic records to 1965; false alarm once in a hundred over all parameters."""
    known, _, _ = beheld(facts(), 1965)
    assert recover.recover(known, 40, SMALL).sound


@pytest.mark.slow
def test_calibrated_forecasts_do_not_lose_on_held_out_years():
    small = Settings(particles=300, generations=4, pool=8192, draws=200)
    assert not rolling.rolling(facts(), settings=small, members=500).loses
