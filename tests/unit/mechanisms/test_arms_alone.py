"""Arms, tension and forces abroad, alone (II.10, III.4)."""

from __future__ import annotations

import pytest
from alone import Carried, call

AT_REST = {"open_level": 0.75, "wars": 0.0, "pressure": 1.0, "tension": 0.35, "tension_at_start": 0.35,
           "crisis_level": 0.0, "arms_open": 0.057, "arms_open_at_start": 0.057, "military_burden": 0.15,
           "arms_closed_at_start": 0.15,
           "output_ratio": 0.29, "output_ratio_at_start": 0.29}  # fmt: skip
CARRIED = [
    Carried("answering_arms", "arms", "arms_open", 0.057, 0.15, "military_burden", 1, "III.4", AT_REST),
    Carried("answering_arms", "arms", "military_burden", 0.15, 0.3, "arms_open", 1, "III.4", AT_REST),
]


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_a_world_at_rest_stays_at_rest():
    """The closed power's share and tension are at rest at the start; a small answer to nothing is nothing."""
    after = call("arms", AT_REST)
    assert after.military_burden == pytest.approx(0.15, abs=1e-6)
    assert after.tension == pytest.approx(0.35, abs=1e-6)


def test_tension_follows_crises_and_cools():
    """II.10: and never beyond its scale."""
    hot = call("arms", {**AT_REST, "crisis_level": {"ITA": 4.0}, "dt": 1.0, "tension_memory": 0.1}).tension
    assert hot == pytest.approx(0.35 + 0.15 * 4, rel=1e-3)
    assert call("arms", {**AT_REST, "crisis_level": 4.0, "dt": 1.0, "tension_memory": 0.1}).tension <= 1.0
    assert call("arms", {**AT_REST, "tension": 0.9}).tension < 0.9


def test_arms_rise_in_a_war_and_with_tension():
    quiet, war = (call("arms", {**AT_REST, "wars": w}) for w in (0.0, 1.0))
    assert war.arms_open > quiet.arms_open
    assert war.forces_abroad > quiet.forces_abroad
    calm, tense = (
        call("arms", {**AT_REST, "arms_open": 0.1, "tension": t}).military_burden for t in (0.35, 0.9)
    )
    assert tense > calm


def test_a_power_that_presses_less_arms_less():
    """III.4: what it presses with has to be paid for."""
    assert call("arms", {**AT_REST, "pressure": 0.3}).military_burden < 0.15


def test_the_same_outlay_is_the_heavier_burden_on_the_smaller_economy():
    """Both answer outlays, not shares: with a tenth of the output the answer is ten times the share."""
    given = {**AT_REST, "arms_open": 0.1, "answering_arms": 0.1}
    large, small = (call("arms", {**given, "output_ratio": r, "output_ratio_at_start": r}).military_burden - 0.15
                    for r in (1.0, 0.1))  # fmt: skip
    assert small == pytest.approx(10 * large, rel=1e-3)
