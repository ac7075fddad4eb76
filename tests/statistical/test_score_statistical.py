"""Synthetic forecasts of known calibration: PIT, coverage, reliability, skill and verdicts hold their rates."""

from __future__ import annotations

import numpy as np
from history_fake import cells, of

from kennan.history import score_calibration as calibration
from kennan.history import score_cells as cellwise
from kennan.history import verdicts
from kennan.history.score_skill import skill

NAME = "superpower_crises"


def forecast(seed: int, cells_: int, spread: float = 1.0, shift: float = 0.0):
    """Return a forecast and a record drawn from the same normal law, but for the forecast's spread and shift."""
    luck = np.random.default_rng(seed)
    middle = luck.normal(0, 3, (cells_, 1))
    record = luck.normal(middle[:, 0], 1.0) + 0.5 * luck.standard_normal(cells_)
    made = of(NAME, middle + shift + spread * luck.standard_normal((cells_, 500)), years=range(1, cells_ + 1))
    here = cells(NAME, record, np.full(cells_, 0.5), years=np.arange(1, cells_ + 1))
    return cellwise.said(made, here), here


def test_a_calibrated_forecast_has_flat_pit_and_right_coverage():
    said, here = forecast(1, 2000)
    shares = calibration.pit_histogram(said, here).shares
    assert np.abs(shares - 0.1).max() < 4 * np.sqrt(0.09 / 2000)
    half, most = calibration.coverage(said, here)
    assert abs(half.share - 0.5) < 4 * np.sqrt(0.25 / 2000)
    assert abs(most.share - 0.9) < 4 * np.sqrt(0.09 / 2000)


def test_one_that_is_too_sure_heaps_at_the_ends():
    said, here = forecast(1, 2000, spread=0.2)
    shares = calibration.pit_histogram(said, here).shares
    assert shares[[0, -1]].min() > 0.15
    assert calibration.coverage(said, here)[1].share < 0.75


def test_without_the_error_of_observation_coverage_would_be_wrong():
    said, here = forecast(1, 2000)
    low, high = np.quantile(said.plain, (0.05, 0.95), axis=1)
    assert ((here.values >= low) & (here.values <= high)).mean() < 0.87


def test_a_calibrated_probability_is_reliable_and_its_bars_hold():
    luck = np.random.default_rng(2)
    chance = luck.random((1500, 1))
    came = (luck.random((1500, 1)) < chance).astype(float)
    made = of("bloc_unrest", luck.random((1500, 400)) < chance, years=range(1, 1501))
    here = cells("bloc_unrest", came[:, 0], np.zeros(1500), years=np.arange(1, 1501))
    found = calibration.reliability(cellwise.said(made, here), here)
    assert ((found.came >= found.low) & (found.came <= found.high)).mean() >= 0.7  # nine in ten of ten bins
    assert calibration.murphy(cellwise.said(made, here).chance, here.values).reliability < 0.005


def test_surprise_is_uniform_when_the_record_is_one_of_the_courses():
    """Years that hang together do not fool it: the courses are wholes."""
    found = []
    for seed in range(150):
        luck = np.random.default_rng(seed)
        level = luck.normal(0, 1, (1, 401))
        courses = level + 0.1 * luck.standard_normal((16, 401))
        here = cells(NAME, courses[:, -1], np.zeros(16))
        said = cellwise.said(of(NAME, courses[:, :-1]), here)
        found.append(cellwise.surprise(said, here, cellwise.main_score(said, here)))
    shares = [np.mean(np.array(found) <= level) for level in (0.1, 0.5, 0.9)]
    assert np.abs(np.array(shares) - [0.1, 0.5, 0.9]).max() < 0.13


def test_interval_of_skill_rarely_excludes_the_truth():
    """Two forecasts of the same worth, with errors that last three years: intervals seldom lie clear of 0."""
    wrong = []
    for seed in range(300):
        luck = np.random.default_rng(seed)
        both = 1.0 + 0.2 * np.stack(
            [np.convolve(luck.standard_normal(20), np.ones(3) / 3, "valid") for _ in range(2)]
        )
        wrong.append(skill(both[0], both[1], np.arange(18)).verdict != "even")
    assert (
        np.mean(wrong) < 0.25
    )  # eighteen years are few for blocks of three: about 0.2 instead of 0.1; told in the docs


def test_verdicts_seldom_judge_what_makes_no_difference():
    found = {"supported": 0, "refuted": 0}
    for seed in range(60):
        luck = np.random.default_rng(seed)
        level = luck.normal(0, 1, (1, 801))
        courses = level + 0.3 * luck.standard_normal((16, 801))
        record = {NAME: cells(NAME, courses[:, -1], np.full(16, 0.1))}
        on, off = of(NAME, courses[:, :400]), of(NAME, courses[:, 400:800])
        verdict = verdicts.judge("x", on, off, record, 0.05).verdict
        found[verdict] = found.get(verdict, 0) + 1
    assert found["supported"] + found["refuted"] <= 3


def test_verdicts_find_what_matters():
    right = 0
    for seed in range(30):
        luck = np.random.default_rng(seed)
        shape = luck.normal(0, 0.5, (1, 401)) + 0.3 * luck.standard_normal((16, 401))
        record = {NAME: cells(NAME, shape[:, -1], np.full(16, 0.1))}
        on, off = of(NAME, shape[:, :400]), of(NAME, shape[:, :400] + 4.0)
        right += verdicts.judge("x", on, off, record, 0.01).verdict == verdicts.SUPPORTED
        right += verdicts.judge("x", off, on, record, 0.01).verdict == verdicts.REFUTED
    assert right >= 50  # of 60
