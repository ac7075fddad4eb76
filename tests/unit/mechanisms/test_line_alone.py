"""The line alone: tactical soft phases (II.3, II.7)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import COLUMNS, Carried, call

NEEDY = {"hardship": 1.0, "draws.line": 0.02, "soft_phase": 0.0}
CARRIED = [
    # II.3: signatures are manoeuvres, made when something is wanted
    Carried("tactical_agreements", "line", "hardship", 0.0, 1.0, "soft_phase", 1, "II.3",
            {"draws.line": 0.02, "soft_phase": 0.0, "contest": 0.0, "resisted": 0.0, "military_burden": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


@pytest.mark.parametrize(
    ("need", "high"), [("hardship", 1.0), ("contest", 1.0), ("resisted", 1.0), ("military_burden", 0.3)]
)
def test_a_soft_phase_comes_when_something_is_wanted(need, high):
    none = {"hardship": 0.0, "contest": 0.0, "resisted": 0.0, "military_burden": 0.0, "soft_phase": 0.0}
    begun = call("line", {**none, need: [0.0, high], "draws.line": 0.005})
    assert begun.events.soft_phase.tolist() == [0.0, 1.0]


def test_the_odds_by_hand():
    """At a need of 0.8 the hazard is 0.6 * 0.8 = 0.48 a year: 1 - exp(-0.04) of all months, about 2.5 of 64."""
    after = call("line", {"hardship": 1.0, "contest": 0.0, "resisted": 0.0, "military_burden": 0.0, "soft_phase": 0.0,
                          "draws.line": COLUMNS})  # fmt: skip
    assert after.events.soft_phase.sum() == np.sum(1 - math.exp(-0.48 / 12) > COLUMNS) == 3


def test_it_passes_whatever_the_need():
    """II.3: it is a manoeuvre, and no change of heart. One that is soft hardens within 15 months on average."""
    after = call("line", {"soft_phase": 1.0, "hardship": 1.0, "draws.line": COLUMNS})
    assert (after.soft_phase == 0).sum() == np.sum(math.exp(-1 / 15) < COLUMNS) == 4
    assert (after.reversal == (after.soft_phase == 0)).all()


def test_the_line_is_turned_and_a_turn_is_counted():
    """II.7: the line can change from week to week; each reversal is one."""
    stays = call("line", {"soft_phase": 0.0, "draws.line": 0.9})
    turns = call("line", NEEDY)
    assert (stays.reversal, turns.reversal) == (0.0, 1.0)
