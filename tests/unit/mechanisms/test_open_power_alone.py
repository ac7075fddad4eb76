"""The open power alone (II.9-10, III.1, IV.2-7)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import COLUMNS, Carried, call, effect

CARRIED = [
    # our own assumption: effort above the sustainable wearies, and none below it does
    Carried("overstrain", "open_power", "level", 0.5, 1.3, "western_weariness", 1, "IV.6",
            {"steady": 1.0, "western_weariness": 0.2}),
    # IV.7: the challenge makes the nation pull together (0.35 is the hostility of 1947)
    Carried("challenge_unites", "open_power", "western_hostility", 0.35, 0.8, "western_unity", 1, "IV.7"),
    # II.3, III.1: it is lulled by those who announce that the Russians have changed
    Carried("charmed_vigilance", "open_power", "credulity", 0.0, 1.0, "counterforce_budget", -1, "II.3",
            {"change_belief": 2.0}),
    # II.10: loss of temper and self-control are weaknesses
    Carried("temper_exploited", "open_power", "tone", 0.0, 1.0, "western_unity", -1, "II.10", {"temper": 0.0}),
    Carried("temper_exploited", "open_power", "temper", 0.0, 1.0, "western_unity", -1, "II.10", {"tone": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


@pytest.mark.parametrize(
    ("name", "low", "high", "sign"),
    [
        ("western_health", 0.2, 0.9, 1),  # IV.3: it copes with the problems of its internal life
        ("western_unity", 0.2, 0.9, 1),  # IV.4: indecision and disunity exhilarate
        ("western_steadiness", 0.0, 1.0, 1),  # II.9
        ("depression", 0.0, 1.0, -1),  # IV.3
        ("tone", 0.0, 1.0, -1),  # II.10
        ("information", 0.0, 1.0, 1),  # IV.3: a modest measure, that too is important
    ],
)
def test_what_the_impression_of_the_west_rests_on(name, low, high, sign):
    assert effect("open_power", "western_impression", name, low, high) * sign > 0


def test_information_is_modest_beside_health():
    """IV.3: it is rather a question of the impression of a country that copes."""
    told = effect("open_power", "western_impression", "information", 0.0, 1.0)
    healthy = effect("open_power", "western_impression", "western_health", 0.4, 0.9)
    assert 0 < told < healthy


@pytest.mark.parametrize(
    ("name", "low", "high", "sign"),
    [
        ("level", 0.2, 0.8, 1),
        ("western_unity", 0.1, 0.9, 1),
        ("western_weariness", 0.0, 1.0, -1),
        ("western_output", 0.5, 2.0, 1),
        ("depression", 0.0, 1.0, -1),
    ],
)
def test_what_force_can_be_raised(name, low, high, sign):
    """IV.2: by far more than the weaker party can, as far as mood, unity and health allow."""
    rest = {} if name == "western_weariness" else {"western_weariness": 0.1}
    assert effect("open_power", "counterforce_budget", name, low, high, **rest) * sign > 0


def test_a_steady_policy_heeds_no_mood():
    """II.9: not the momentary whims of democratic opinion."""
    assert effect("open_power", "effort_mean", "public_mood", 0.2, 1.8, steady=1.0) == pytest.approx(
        0, abs=1e-6
    )
    assert effect("open_power", "effort_mean", "public_mood", 0.2, 1.8, steady=0.0) > 0


def test_care_for_its_own_house_makes_health():
    """IV.6: it need only measure up to its own best traditions."""
    assert effect("open_power", "western_health", "care", 0.2, 0.9) > 0


def test_the_odds_of_a_depression_by_hand():
    """At good health 0.02 a year; one whose health is 0.2 below the mark has 1 + 3 * 0.2 times as many."""
    well = {"western_health": 0.7, "depression": 0.0}
    year = call("open_power", {**well, "draws.depression": COLUMNS / 16, "dt": 1.0}).events.depression.sum()
    ill = call("open_power", {**well, "western_health": 0.4, "draws.depression": COLUMNS / 16, "dt": 1.0})
    assert year == np.sum(1 - math.exp(-0.02) > COLUMNS / 16) == 20
    assert ill.events.depression.sum() == np.sum(1 - math.exp(-0.032) > COLUMNS / 16) == 32


def test_the_budget_by_hand():
    """1.45 * 0.8 of effort * (0.4 + 0.6 * 1) at the unity of rest, output 1, no weariness."""
    rest = {"level": 0.8, "steady": 1.0, "western_weariness": 0.0, "overstrain": 0.0, "credulity": 0.0,
            "western_output": 1.0, "western_trend": 1.0, "western_growth": 0.0}  # fmt: skip
    after = call("open_power", rest)
    wanted = 1.45 * 0.8 * (0.4 + 0.6 * after.western_unity / 0.55)
    assert after.counterforce_budget == pytest.approx(wanted, rel=1e-5)
