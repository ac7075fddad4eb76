"""Mellowing alone: what frustration asks for, as the ruler hears it (III.2, IV.5)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

START = {
    "authority": 1.0,
    "leader_orthodoxy": 0.0,
    "outlook_of_top": 0.0,
    "mellowing": 0.05,
    "frustration": 0.1,
}
CARRIED = [
    # IV.5: no messianic movement can face frustration without adjusting itself
    Carried("forced_adjustment", "mellowing", "frustration", 0.1, 0.9, "mellowing", 1, "IV.5", START),
    # III.11: and who rules decides what is heard of it
    Carried("rulers_hear", "mellowing", "leader_orthodoxy", 0.0, -1.5, "mellowing", 1, "III.11", START),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_the_ruler_of_the_start_lets_things_stand():
    assert call("mellowing", START).mellowing == pytest.approx(0.05, abs=1e-5)


def test_relief_hardens_again():
    """IV.5, from the other side: what is no longer frustrated need not adjust."""
    assert effect("mellowing", "mellowing", "frustration", 0.8, 0.0, **{**START, "mellowing": 0.5}) < 0


def test_a_thaw_and_a_freeze_follow_the_ruler():
    """At the same frustration an orthodox heir hardens what a pragmatic one would have softened further."""
    rest = {**START, "frustration": 0.5, "mellowing": 0.3}
    orthodox, pragmatic = call("mellowing", {**rest, "leader_orthodoxy": [2.0, -2.0]}).mellowing
    assert orthodox < 0.3 < pragmatic


def test_without_authority_the_top_is_heard():
    rest = {**START, "authority": 0.0}
    assert effect("mellowing", "mellowing", "leader_orthodoxy", -2.0, 2.0, **rest) == 0
    assert effect("mellowing", "mellowing", "outlook_of_top", -2.0, 2.0, **rest) < 0


def test_by_hand():
    """Log-odds of .05 and 3.5 for each unit of frustration over .1; a third of the way in a year and a month's share of it."""
    named = {**START, "frustration": 0.6, "adjustment_time": 3.0, "forced_adjustment": 3.5}
    asked = 1 / (1 + math.exp(-(math.log(0.05 / 0.95) + 3.5 * 0.5)))
    after = call("mellowing", named).mellowing
    assert after == pytest.approx(asked + (0.05 - asked) * math.exp(-1 / 36), abs=1e-4)
