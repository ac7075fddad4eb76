"""The stream and the basin alone (II.8, III.9, IV.2-3)."""

from __future__ import annotations

import pytest
from alone import CODES, Carried, call, effect

FREE = {
    "in_orbit": 0.0,
    "effort": 0.0,
    "effort_political": 0.0,
    "counterforce": 0.0,
    "counterforce_political": 0.0,
    "influence": 0.3,
    "vulnerability": 0.6,
    "opposition_there": 0.0,
}
CARRIED = [
    # III.9: it can export its enthusiasm, not back it up by material power
    Carried("enthusiasm_without_substance", "flow", "material_backing", 1.0, 0.0, "influence", -1, "III.9",
            {**FREE, "nearness": 0.0}),
    # IV.3: before a West that makes the impression of health Communist aims look sterile (0.58 is that of 1947)
    Carried("vulnerable_to_example", "flow", "western_impression", 0.58, 0.9, "vulnerability", -1, "IV.3", FREE),
    # IV.2: counterforce at every point
    Carried("aid_and_presence", "flow", "counterforce", 0.0, 0.2, "vulnerability", -1, "IV.2", FREE),
    # II.9: who is not expected to stay protects less
    Carried("reliable_protection", "flow", "western_steadiness", 1.0, 0.1, "vulnerability", 1, "II.9",
            {**FREE, "counterforce": 0.1}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_nothing_passes_where_counterforce_tops_effort():
    """II.8: the stream goes to the openings and stops at the barrier."""
    rest = FREE
    barred = effect(
        "flow",
        "influence",
        "effort",
        0.0,
        0.4,
        **{k: v for k, v in rest.items() if k not in ("effort", "counterforce")},
        counterforce=0.5,
    )
    open_ = effect(
        "flow", "influence", "effort", 0.0, 0.4, **{k: v for k, v in rest.items() if k != "effort"}
    )
    assert open_ > 0
    assert barred < open_ / 3


def test_the_share_of_the_world_is_the_sum_of_its_theatres():
    """Conservation: influence is weighted by prizes that add up to one."""
    after = call("flow", {"place.prize_share": 1 / len(CODES), "in_orbit": 0.0, "influence": 0.4})
    assert after.influence_share == pytest.approx(float(after.influence.mean()), rel=1e-5)


def test_who_has_lived_under_moscow_is_harder_to_win():
    rest = {k: v for k, v in FREE.items() if k != "opposition_there"}
    assert effect("flow", "vulnerability", "opposition_there", 0.0, 0.6, **rest) < 0


def test_what_is_held_everywhere_is_resisted():
    """III.2: contained, wherever it presses."""
    free = {**FREE, "resisted": 0.5}
    assert call("flow", {**free, "effort": 0.1, "counterforce": 0.2}).resisted > 0.5
    assert call("flow", {**free, "effort": 0.5, "counterforce": 0.0}).resisted < 0.5
    assert call("flow", {**free, "effort": 0.0, "counterforce": 0.5}).resisted < 0.5  # nothing is pressed


def test_political_effort_meets_only_political_force():
    """III.1: geographical and political points: garrisons do not answer parties, unions and opinion."""
    pressed = {**FREE, "effort": 0.1, "effort_political": 0.1, "sound_societies": 0.0, "counterforce": 0.2}
    met = call("flow", {**pressed, "counterforce_political": 0.2})
    past = call("flow", {**pressed, "counterforce_political": 0.0})
    assert past.influence.mean() > met.influence.mean()
    assert past.resisted < met.resisted


def test_a_sound_society_resists_by_itself():
    """IV.2: the strength is in the place itself, and the weak have none of it."""
    pressed = {**FREE, "effort": 0.01, "effort_political": 0.005}
    for vulnerability, sign in ((0.1, -1), (1.0, 0)):
        alone, helped = (
            float(
                call(
                    "flow", {**pressed, "vulnerability": vulnerability, "sound_societies": k}
                ).influence.mean()
            )
            for k in (0.0, 0.8)
        )
        assert (helped < alone) == (sign < 0)


def test_a_depression_and_decolonisation_open_theatres():
    """IV.3."""
    rest = {k: v for k, v in FREE.items() if k != "vulnerability"}
    assert effect("flow", "vulnerability", "depression", 0.0, 1.0, **rest) > 0
    assert effect("flow", "vulnerability", "place.decolonising", 0.0, 0.5, **rest) > 0
