"""Mellowing alone: what frustration teaches, as the ruler hears it (III.2, IV.4, IV.5)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

START = {"authority": 1.0, "leader_orthodoxy": 0.0, "outlook_of_top": 0.0, "lessons": 0.3, "mellowing": 0.3,
         "frustration": 0.0, "gain": 0.0, "hardening": 0.03, "first_ruler": 0.0}  # fmt: skip
CARRIED = [
    # IV.5: no messianic movement can face frustration without adjusting itself
    Carried("forced_adjustment", "mellowing", "frustration", 0.0, 0.9, "mellowing", 1, "IV.5", START),
    # III.11: and who rules decides what is made of it
    Carried("rulers_hear", "mellowing", "leader_orthodoxy", 0.0, -1.5, "mellowing", 1, "III.11", START),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_success_hardens():
    """IV.4, the other side of IV.5."""
    assert (
        effect("mellowing", "mellowing", "gain", 0.0, 1.0, **{k: v for k, v in START.items() if k != "gain"})
        < 0
    )


def test_what_was_learned_is_forgotten():
    """Those who have learned retire: without frustration the lessons fade."""
    after = call("mellowing", START)
    assert after.lessons == pytest.approx(0.3 * math.exp(-0.03 / 12), rel=1e-5)
    assert after.mellowing < 0.3


def test_frustration_without_end_teaches_however_little_it_is():
    """IV.5: it cannot be faced without end; a fifth of it for thirty years teaches more than all of it for one."""
    little, much = (
        call("mellowing", {**START, "lessons": 0.05, "frustration": f, "dt": 1.0}).lessons for f in (0.2, 1.0)
    )
    lessons = 0.05
    for _ in range(30):
        lessons = float(
            call("mellowing", {**START, "lessons": lessons, "frustration": 0.2, "dt": 1.0}).lessons
        )
    assert little < much < lessons


def test_a_thaw_and_a_freeze_follow_the_ruler():
    """With the same lessons an orthodox heir hardens what a pragmatic one would have softened further."""
    orthodox, pragmatic = call("mellowing", {**START, "leader_orthodoxy": [2.0, -2.0]}).mellowing
    assert orthodox < 0.3 < pragmatic


def test_without_authority_the_top_is_heard():
    rest = {**START, "authority": 0.0}
    del rest["leader_orthodoxy"], rest["outlook_of_top"]
    assert effect("mellowing", "mellowing", "leader_orthodoxy", -2.0, 2.0, outlook_of_top=0.0, **rest) == 0
    assert effect("mellowing", "mellowing", "outlook_of_top", -2.0, 2.0, leader_orthodoxy=0.0, **rest) < 0


def test_by_hand():
    """A ruler one deviation more orthodox takes one from the log-odds of .5, and rule nears that over three years."""
    named = {**START, "lessons": 0.5, "hardening": 0.0, "hardening_from_gains": 0.0, "leader_orthodoxy": 1.0}
    after = call("mellowing", {**named, "rulers_hear": 1.0, "adjustment_time": 3.0}).mellowing
    made = 1 / (1 + math.exp(1))
    assert after == pytest.approx(made + (0.3 - made) * math.exp(-1 / 36), abs=1e-4)
