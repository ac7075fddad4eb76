"""Compliance alone: orders, what is done by order, the monopoly of the economy (I.6, I.14, III.15)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

WHOLE = {"party_unity": 0.99, "obedience_at_start": 0.99, "compromise": 0.0, "organs": 0.78, "monopoly": 0.98,
         "output_gap": 0.0, "ruled_by_another": 0.0}  # fmt: skip
CARRIED = [
    # III.15: all that is done by order goes with the Party
    Carried("run_by_orders", "compliance", "party_unity", 0.99, 0.05, "compliance", -1, "III.15", WHOLE),
    # I.6: private producers profit from any relaxation
    Carried("relaxation_breeds_rivals", "compliance", "organs", 0.78, 0.2, "monopoly", -1, "I.6",
            {**WHOLE, "run_by_orders": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_a_whole_power_is_obeyed_as_at_the_start():
    after = call("compliance", WHOLE)
    assert (after.orders_obeyed, after.compliance, after.output_gap) == (1.0, 1.0, 0.0)


def test_the_break_by_hand():
    """III.15: with four things of five done by order and nobody obeying, a fifth is done; the rest stands still."""
    after = call("compliance", {**WHOLE, "party_unity": 0.0, "run_by_orders": 0.8})
    assert (after.orders_obeyed, float(after.compliance)) == (0.0, pytest.approx(0.2))
    assert after.output_gap == pytest.approx(0.78 / 0.8)
    assert after.monopoly == pytest.approx(0.2 + 0.78 * math.exp(-1 / 60), rel=1e-5)


def test_who_knows_compromise_acts_without_orders():
    """III.15: the arts of compromise are what is missing."""
    broken = {name: value for name, value in WHOLE.items() if name != "compromise"} | {"party_unity": 0.0}
    assert effect("compliance", "compliance", "compromise", 0.0, 0.9, **broken) > 0.5


def test_another_power_is_obeyed_but_not_the_party():
    """Not in the article: another power ends the Party's orders for good, and the gap closes."""
    after = call("compliance", {**WHOLE, "ruled_by_another": 1.0, "output_gap": 0.5, "monopoly_time": 5.0})
    assert (after.orders_obeyed, after.compliance) == (0.0, 1.0)
    assert after.output_gap == pytest.approx(0.5 * math.exp(-1 / 60), rel=1e-5)
