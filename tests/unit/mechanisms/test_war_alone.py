"""Limited and general war alone, on which the article is silent but for what to avoid (II.4, II.10)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import COLUMNS, Carried, call

from kennan.faults import BadInput

UNARMED = {"stockpile_open": 0.0, "stockpile_closed": 0.0}
CARRIED = [
    Carried("escalation_to_war", "war", "crises_grave", 0.0, 3.0, "at_war", 1, "II.4",
            {"draws.general_war": 0.02, "at_war": 0.0, **UNARMED}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def outbreaks(**named: object) -> int:
    """Return in how many of 64 throws a year of one grave crisis ends in general war."""
    given = {"crises_grave": 1.0, "draws.general_war": COLUMNS, "escalation_to_war": 1.0, "dt": 1.0, **named}
    return int(call("war", given).events.general_war.sum())


def test_the_odds_by_hand():
    """Without a bomb two grave crises at 0.15 a year each: 1 - exp(-0.30) of all years."""
    after = call("war", {"crises_grave": 2.0, "draws.general_war": COLUMNS, "dt": 1.0, **UNARMED})
    assert after.events.general_war.sum() == np.sum(1 - math.exp(-0.30) > COLUMNS) > 2


def test_two_large_stockpiles_make_a_crisis_safer():
    """Deterrence without a calendar (Schelling, Jervis): nothing here knows the year."""
    assert outbreaks(stockpile_open=1e4, stockpile_closed=1e4) < 0.5 * outbreaks(**UNARMED)
    with pytest.raises(BadInput, match="does not read 'years_elapsed'"):
        call("war", {"years_elapsed": 9.0})


def test_a_small_stockpile_beside_a_large_one_is_a_target():
    """Reciprocal fear of surprise attack: more dangerous than either two large ones or none on the small side."""
    small, none = (outbreaks(stockpile_open=2000.0, stockpile_closed=n) for n in (200.0, 0.0))
    assert small > none
    assert small > outbreaks(stockpile_open=2000.0, stockpile_closed=2000.0)


def test_without_the_bomb_stockpiles_mean_nothing():
    assert outbreaks(stockpile_open=1e4, stockpile_closed=1e4, the_bomb=0.0) == outbreaks(**UNARMED)


def test_the_dead_add_up_and_are_forgotten():
    """Three years of one war at fifteen thousand a year, hardly worn; and worn to 37 % in a memory's time."""
    dead, rest = 0.0, {"war_deaths": 15.0, "war_memory": 1000.0}
    for _ in range(36):
        dead = call("war", {"wars": 1.0, "war_dead": dead, **rest}).war_dead
    assert dead == pytest.approx(45.0, rel=0.01)
    after = call("war", {"wars": 0.0, "war_dead": 45.0, "war_memory": 2.0, "dt": 1.0})
    assert after.war_dead == pytest.approx(45 / math.sqrt(math.e), rel=1e-4)


def test_it_lasts_some_years_and_does_not_begin_twice():
    """One that has begun has a year of its five behind it after twelve months, whatever crises there are."""
    after = call("war", {"at_war": 1.0, "crises_grave": 9.0, "draws.general_war": 0.0, "war_length": 5.0})
    assert after.at_war == pytest.approx(1 - 1 / 60, abs=1e-6)
    assert after.events.general_war == 0
    assert call("war", {"at_war": 0.001, "draws.general_war": 0.9}).at_war == 0.0


def test_that_there_was_one_is_not_forgotten():
    assert call("war", {"war_happened": 1.0, "crises_grave": 0.0}).war_happened == 1.0
