"""The line alone: four positions, turned at will (II.3, II.7)."""

from __future__ import annotations

import numpy as np
import pytest
from alone import call

CALM = {"hardship": 0.0, "contest": 0.0, "resisted": 0.0, "military_burden": 0.0, "line_occasion": 0.0,
        "draws.line": 0.0, "mellowing": 0.0, "line": 3.0, "tactical_agreements": 1.6, "line_margin": 0.5}  # fmt: skip


def test_need_turns_the_line_and_without_tactics_it_does_not():
    """II.3, by hand: at 1.6 positions a unit, full need asks for 1.4, nearer by more than the margin."""
    after = call("line", {**CALM, "hardship": [0.0, 1.0]})
    assert after.line.tolist() == [3.0, 1.0]
    assert after.soft_phase.tolist() == pytest.approx([0.0, 2 / 3])
    assert call("line", {**CALM, "hardship": 1.0, "tactical_agreements": 0.0}).line == 3.0


@pytest.mark.parametrize("need", ["hardship", "contest", "resisted", "military_burden"])
def test_whatever_is_wanted_softens(need):
    assert call("line", {**CALM, need: 1.0}).line < 3.0


def test_any_line_any_month_both_ways_and_by_several_steps():
    """II.7: truth may change from week to week."""
    soft = call("line", {**CALM, "line_occasion": 3.0, "tactical_agreements": 1.0})
    assert soft.line == 0.0
    assert soft.reversal == pytest.approx(1.0)
    hard = call("line", {**CALM, "line": 0.0})
    assert (hard.line, hard.reversal) == (3.0, pytest.approx(1.0))


def test_a_soft_line_goes_with_the_need_that_brought_it():
    """II.3: a manoeuvre; with the need gone the line hardens, unless rule has mellowed."""
    gone = call("line", {**CALM, "line": 1.0, "mellowing": [0.0, 0.7]})
    assert gone.line.tolist() == [3.0, 1.0]


def test_it_does_not_turn_for_little():
    stays = call("line", {**CALM, "hardship": 0.5, "line": 3.0})
    assert (stays.line, stays.reversal, stays.events.soft_phase) == (3.0, 0.0, 0.0)


def test_a_soft_line_is_counted_once():
    turn = {**CALM, "hardship": 1.0}
    assert call("line", turn).events.soft_phase == 1.0
    assert call("line", {**turn, "line": 1.0}).events.soft_phase == 0.0


def test_turns_are_as_rare_as_before_1947():
    """Eight turns of the Comintern's line in 27 years: .16 to .51 a year, which the margin was set to cover."""
    rng, line, occasion, turns = np.random.default_rng(1), np.full(256, 2.0), np.zeros(256), 0
    usual = {"hardship": 0.27, "contest": 0.0, "resisted": 0.5, "military_burden": 0.15, "mellowing": 0.05}
    for _ in range(24):
        after = call(
            "line",
            {
                **usual,
                "line": line,
                "line_occasion": occasion,
                "draws.line": rng.normal(size=256),
                "dt": 1 / 12,
            },
        )
        line, occasion = np.asarray(after.line), np.asarray(after.line_occasion)
        turns += float((after.reversal > 0).mean())
    assert 0.1 < turns / 2 < 0.6
