"""The stream and the basin alone (I.3, II.8, III.9, III.11, IV.2-3)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import CODES, THROWS, Carried, call, effect

FREE = {
    "in_orbit": 0.0,
    "effort": 0.0,
    "counterforce": 0.0,
    "influence": 0.3,
    "vulnerability": 0.6,
    "defected": 0.0,
}
MEMBERS = {
    "in_orbit": 1.0,
    "counterforce": 0.0,
    "draws.change_of_hands": THROWS,
    "place.autonomy": 0.8,
    "dt": 1.0,
}
CARRIED = [
    # I.3: discontent of their own, which grows where there is room
    Carried("home_grown_movements", "flow", "place.autonomy", 0.0, 0.5, "influence", 1, "I.3", FREE),
    # III.9: it can export its enthusiasm, not back it up by material power
    Carried("enthusiasm_without_substance", "flow", "material_backing", 1.0, 0.0, "influence", -1, "III.9",
            {**FREE, "nearness": 0.0}),
    # III.11: the tremors were felt throughout the movement, to the disadvantage of the Kremlin
    Carried("tremors_abroad", "flow", "contest", 0.0, 1.0, "events.defection", 1, "III.11",
            {**MEMBERS, "violent_transfer": 1.0}),
    # IV.3: before a West that makes the impression of health Communist aims look sterile (0.58 is that of 1947)
    Carried("vulnerable_to_example", "flow", "western_impression", 0.58, 0.9, "vulnerability", -1, "IV.3", FREE),
    # IV.2: counterforce at every point
    Carried("aid_and_presence", "flow", "counterforce", 0.0, 0.2, "vulnerability", -1, "IV.2", FREE),
    # II.9: who is not expected to stay protects less
    Carried("reliable_protection", "flow", "western_steadiness", 1.0, 0.1, "vulnerability", 1, "II.9",
            {**FREE, "counterforce": 0.1}),
    Carried("reliable_protection", "flow", "western_steadiness", 1.0, 0.1, "events.takeover", 1, "IV.2",
            {**FREE, "influence": 0.9, "effort": 0.5, "dt": 1.0, "draws.change_of_hands": THROWS}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_nothing_passes_where_counterforce_tops_effort():
    """II.8: the stream goes to the openings and stops at the barrier."""
    rest = {**FREE, "head": 1.0, "home_grown_movements": 0.0}
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


def test_capitalism_does_not_perish_without_a_push():
    """I.3: however ripe, a theatre without a revolution of its own is not taken unless it is pushed."""
    ripe = {**FREE, "influence": 0.95, "draws.change_of_hands": 1e-4, "place.autonomy": 0.2}
    assert call("flow", ripe).events.takeover == 0
    assert call("flow", {**ripe, "effort": 0.1}).events.takeover == len(CODES)
    assert call("flow", {**ripe, "place.autonomy": 0.9}).events.takeover == len(CODES)


def test_the_odds_of_a_take_over_by_hand():
    """At influence 0.8 the hazard is 0.8 * (0.8 - 0.6) / 0.4 = 0.4 a year: 1 - exp(-0.4) of 72 throws within one."""
    ripe = {**FREE, "influence": 0.8, "effort": 0.01, "head": 0.0, "place.autonomy": 0.0, "vulnerability": 1.0,
            "western_steadiness": 1.0, "influence_noise": 0.0, "material_backing": 1.0,
            "draws.change_of_hands": THROWS, "dt": 1.0}  # fmt: skip
    assert call("flow", ripe).events.takeover == np.sum(1 - math.exp(-0.4) > THROWS) == 24


def test_members_leave_a_broken_party_and_autonomous_ones_first():
    """III.11, III.15."""
    quiet = {**MEMBERS, "contest": 0.0, "party_unity": 0.9}
    left = [call("flow", {**quiet, "place.autonomy": a}).events.defection for a in (0.0, 1.0)]
    assert left[0] == 0 < left[1]
    assert call("flow", {**quiet, "party_unity": 0.1}).events.defection > 5 * left[1]


def test_what_has_left_is_free_and_wary_of_moscow():
    """What leaves keeps some influence, and grows no revolution for Moscow."""
    after = call("flow", {**MEMBERS, "draws.change_of_hands": 0.0})
    assert (after.in_orbit == 0).all()
    assert (after.defected == 1).all()
    left = {**FREE, "place.autonomy": 0.9, "influence": 0.95, "draws.change_of_hands": 1e-4}
    assert call("flow", {**left, "defected": 1.0}).events.takeover == 0


def test_the_share_of_the_world_is_the_sum_of_its_theatres():
    """Conservation: orbit and influence are weighted by prizes that add up to one."""
    after = call("flow", {"place.prize_share": 1 / len(CODES), "in_orbit": 0.0, "influence": 0.4})
    assert after.influence_share == pytest.approx(float(after.influence.mean()), rel=1e-5)
    assert after.orbit == 0.0
    all_in = call("flow", {"in_orbit": 1.0, "draws.change_of_hands": 0.999})
    assert all_in.orbit == pytest.approx(1.0, abs=1e-5)


def test_what_is_held_everywhere_is_resisted():
    """III.2: contained, wherever it presses."""
    free = {**FREE, "resisted": 0.5}
    assert call("flow", {**free, "effort": 0.1, "counterforce": 0.2}).resisted > 0.5
    assert call("flow", {**free, "effort": 0.5, "counterforce": 0.0}).resisted < 0.5


def test_a_depression_and_decolonisation_open_theatres():
    """IV.3."""
    rest = {k: v for k, v in FREE.items() if k != "vulnerability"}
    assert effect("flow", "vulnerability", "depression", 0.0, 1.0, **rest) > 0
    assert effect("flow", "vulnerability", "place.decolonising", 0.0, 0.5, **rest) > 0
