"""Stockpiles alone (not in the article)."""

from __future__ import annotations

import pytest
from alone import call

REST = {
    "arms_open": 0.057,
    "western_output": 1.0,
    "output_ratio": 0.3,
    "military_burden": 0.19,
    "bomb_year": 3.0,
}


def test_a_small_stockpile_grows_at_its_rate_and_a_large_one_stops():
    """Logistic: .6 a year while small; at what the outlay carries it stands."""
    small = call("bomb", {**REST, "stockpile_open": 10.0, "dt": 1.0}).stockpile_open
    assert small == pytest.approx(10 * 1.8221, rel=2e-3)
    assert call("bomb", {**REST, "stockpile_open": 1e4}).stockpile_open == pytest.approx(1e4, rel=1e-4)
    assert call("bomb", {**REST, "stockpile_open": 2e4}).stockpile_open < 2e4


def test_who_spends_more_can_carry_more():
    few, many = (call("bomb", {**REST, "stockpile_closed": 5000.0, "military_burden": b, "years_elapsed": 9.0})
                 for b in (0.05, 0.3))  # fmt: skip
    assert few.stockpile_closed < 5000 < many.stockpile_closed


def test_the_closed_power_has_none_before_its_first():
    before = call("bomb", {**REST, "stockpile_closed": 0.0, "years_elapsed": 2.0})
    assert before.stockpile_closed == before.events.bomb == 0
    first = call("bomb", {**REST, "stockpile_closed": 0.0, "years_elapsed": 3.0})
    assert first.stockpile_closed == first.events.bomb == 1
    later = call("bomb", {**REST, "stockpile_closed": 1.0, "years_elapsed": 3.1})
    assert later.stockpile_closed > 1
    assert later.events.bomb == 0


def test_a_stockpile_of_the_start_needs_no_first_one():
    """A closed power that sets out with the bomb keeps it, and builds on."""
    after = call("bomb", {**REST, "stockpile_closed": 50.0, "years_elapsed": 0.0})
    assert after.stockpile_closed >= 50
