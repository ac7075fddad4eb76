"""Nations within alone: who goes when the crust breaks. Not in the article."""

from __future__ import annotations

import pytest
from alone import COLUMNS, Carried, call

#: A broken power, in whose provinces nobody has left yet.
BROKEN = {"party_unity": 0.05, "orders_obeyed": 0.02, "ruled_by_another": 0.0, "months_broken": 3.0,
          "secessions": 0.0, "peoples_within": 0.4, "population": 1.0}  # fmt: skip
LUCK = {"draws.secession_rises": COLUMNS, "draws.secession_won": 0.01}
CARRIED = [
    Carried("nations_within", "nations", "party_unity", 0.99, 0.05, "events.secession", 1, "not in the article",
            {**BROKEN, "draws.secession_rises": 0.01, "draws.secession_won": 0.01}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_it(row):
    row.check()


def test_none_leaves_a_whole_party_and_several_a_broken_one():
    assert call("nations", {**BROKEN, **LUCK}).events.secession.sum() > 10
    assert call("nations", {**BROKEN, **LUCK, "party_unity": 0.9}).events.secession.sum() == 0
    assert call("nations", {**BROKEN, **LUCK, "ruled_by_another": 1.0}).events.secession.sum() == 0
    assert call("nations", {**BROKEN, **LUCK, "secessions": 6.0}).events.secession.sum() == 0


def test_an_army_that_obeys_puts_them_down():
    """By hand: a people of .4 / 6 against an army of which .2 obeys wins in a quarter of risings."""
    risen = {**BROKEN, "orders_obeyed": 0.2, "draws.secession_rises": 1e-4, "draws.secession_won": COLUMNS}
    after = call("nations", risen)
    assert after.events.secession.sum() == (COLUMNS < (0.4 / 6) / (0.4 / 6 + 0.2)).sum() == 16
    assert after.events.secession_put_down.sum() == 64 - 16


def test_who_leaves_takes_hands_and_plant_along():
    """Conservation, by hand: from three peoples of six of .4 gone to four, .7333 of .8 stay."""
    lucky = {"draws.secession_rises": 1e-4, "draws.secession_won": 1e-4, "heavy_capital": 2.0}
    after = call("nations", {**BROKEN, **lucky, "secessions": 3.0})
    assert after.secessions == 4.0
    assert after.peoples_gone == pytest.approx(4 * 0.4 / 6, rel=1e-5)
    assert after.population == pytest.approx((1 - 4 * 0.4 / 6) / 0.8, rel=1e-5)
    assert after.heavy_capital == pytest.approx(2 * (1 - 4 * 0.4 / 6) / 0.8, rel=1e-5)


def test_one_power_brings_some_back_once():
    again = {**BROKEN, "secessions": 4.0, "ruled_by_another": 1.0, "secession_kept": 0.25}
    assert call("nations", again).secessions == 1.0
    assert call("nations", {**again, "months_broken": 0.0}).secessions == 4.0
