"""General war alone, on which the article is silent but for what to avoid (II.4, II.10)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import COLUMNS, Carried, call

CARRIED = [
    Carried("escalation_to_war", "war", "crises_grave", 0.0, 3.0, "at_war", 1, "II.4",
            {"draws.general_war": 0.02, "at_war": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_threats_make_it_likelier():
    """II.10: threats without a way out."""
    odds = [call("war", {"crises_grave": 1.0, "tone": tone, "draws.general_war": COLUMNS / 8}).events.general_war.sum()
            for tone in (0.0, 1.0)]  # fmt: skip
    assert odds[1] > 1.5 * odds[0] > 0


def test_the_odds_by_hand():
    """Two grave crises at 0.18 a year each: 1 - exp(-0.36/12) of all months."""
    after = call("war", {"crises_grave": 2.0, "tone": 0.0, "draws.general_war": COLUMNS})
    assert after.events.general_war.sum() == np.sum(1 - math.exp(-0.36 / 12) > COLUMNS) == 2


def test_it_lasts_some_years_and_does_not_begin_twice():
    """One that has begun has a year of its five behind it after twelve months, whatever crises there are."""
    after = call("war", {"at_war": 1.0, "crises_grave": 9.0, "draws.general_war": 0.0, "war_length": 5.0})
    assert after.at_war == pytest.approx(1 - 1 / 60, abs=1e-6)
    assert after.events.general_war == 0
    assert call("war", {"at_war": 0.001, "draws.general_war": 0.9}).at_war == 0.0


def test_that_there_was_one_is_not_forgotten():
    assert call("war", {"war_happened": 1.0, "crises_grave": 0.0}).war_happened == 1.0
