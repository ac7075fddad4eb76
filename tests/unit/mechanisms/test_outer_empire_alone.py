"""The outer empire alone: what the record to 1965 and III.11, III.15 ask of it, not what the code returned."""

from __future__ import annotations

import numpy as np
import pytest
from alone import CODES, Carried, call, effect

IMPOSED = {
    "in_orbit": 1.0,
    "own_revolution": 0.0,
    "garrison": 1.0,
    "nearness": 0.8,
    "opposition_there": 0.6,
    "rising": 0.0,
    "counterforce": 0.0,
    "mellowing": 0.0,
    "contest": 0.0,
    "repression": 0.8,
    "draws.upheaval": 0.999,
    "draws.change_of_hands": 0.5,
}
WHOLE = {"orders_obeyed": 0.95, "guarantee": 0.95}
BROKEN = {"orders_obeyed": 0.1, "guarantee": 0.1}
CHINA = ("SCH", "NCH", "MAN", "SIN", "TAI")
CARRIED = [
    # III.15: strength turns to weakness where nobody is obeyed
    Carried("outer_empire", "outer_empire", "opposition_there", 0.0, 0.7, "events.rising", 1, "III.15",
            {**{k: v for k, v in IMPOSED.items() if k != "opposition_there"}, **BROKEN, "rising": 0.05}, exact=False),
    # III.11: the tremors were felt throughout the movement
    Carried("tremors_abroad", "outer_empire", "contest", 0.0, 1.0, "guarantee", -1, "III.11",
            {**{k: v for k, v in IMPOSED.items() if k != "contest"}, **WHOLE, "violent_transfer": 1.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_at_zero_the_strength_removes_all_of_it():
    for state in (WHOLE, BROKEN):
        events = call("outer_empire", {**IMPOSED, **state, "rising": 0.4, "outer_empire": 0.0}).events
        assert all(count == 0 for count in events.values())


def test_while_the_guarantee_stands_nobody_rises_without_an_occasion():
    assert call("outer_empire", {**IMPOSED, **WHOLE}).events.rising == 0


def test_a_great_occasion_brings_a_rising_all_the_same():
    great = {**IMPOSED, **WHOLE, "draws.upheaval": 1e-7, "draws.change_of_hands": 1e-6}
    assert call("outer_empire", great).events.rising == len(CODES)


def test_a_whole_and_willing_party_crushes_and_one_without_will_does_not():
    """Three of three risings to 1965 were put down; what nobody wants to hold is let go or conceded to."""
    up = {**IMPOSED, "rising": 0.3, "place.size": 1.0, "place.worth": 1.0}
    whole, broken = call("outer_empire", {**up, **WHOLE}), call("outer_empire", {**up, **BROKEN})
    assert whole.events.crushed > 0.9 * whole.events.rising
    assert broken.events.crushed == 0
    assert broken.events.let_go + broken.events.conceded == broken.events.rising > 0


def test_what_is_crushed_is_garrisoned_and_shocks_the_movement_abroad():
    up = {
        **IMPOSED,
        **WHOLE,
        "garrison": 0.0,
        "rising": 0.3,
        "draws.change_of_hands": 1e-6,
        "movement_abroad": 0.5,
    }
    after = call("outer_empire", up)
    assert (after.garrison == 1).all()
    assert (after.rising == 0).all()
    assert after.movement_abroad < 0.5


def test_a_concession_takes_off_opposition_and_gives_away_some_rule():
    up = {**IMPOSED, **WHOLE, "rising": 0.06, "opposition_there": 0.6, "rising_mark": 0.03,
          "place.size": 30.0, "dominoes": 1.0, "guarantee": 0.0, "obedience_by_fear": 0.5}  # fmt: skip
    after = call("outer_empire", {**up, "draws.change_of_hands": 0.3})
    assert after.events.conceded == after.events.rising > 0
    assert (after.own_revolution > 0).any()
    assert after.opposition_there.mean() < 0.6


def test_neighbours_watch():
    """Dissent next door encourages (Lohmann 1994)."""
    rest = {k: v for k, v in {**IMPOSED, "orders_obeyed": 0.5, "guarantee": 0.5}.items() if k != "rising"}
    lone = np.zeros((len(CODES), 1))
    lone[CODES.index("POL")] = 0.3
    after = [
        call("outer_empire", {**rest, "rising": lone, "watching": w, "rising_mark": 0.9}) for w in (0.3, 2.0)
    ]
    there = CODES.index("CZE")
    assert after[1].rising[there] > after[0].rising[there]


def test_a_regime_of_its_own_making_leaves_whole_and_an_imposed_one_does_not_decide():
    luck = np.full((len(CODES), 1), 0.999)
    luck[CODES.index("SCH")] = 0.9999e-2
    own = {**IMPOSED, **WHOLE, "own_revolution": 1.0, "garrison": 0.0, "place.access": 0.0, "quits": 0.3,
           "nearness": 0.3, "draws.change_of_hands": luck}  # fmt: skip
    after = call("outer_empire", own)
    assert [
        code for code, inside in zip(CODES, np.ravel(after.in_orbit), strict=True) if not inside
    ] == sorted(CHINA, key=CODES.index)
    assert call("outer_empire", {**own, "own_revolution": 0.3}).events.departure == 0


def test_the_threatened_stay():
    """Walt 1987: who has the open power at the door does not leave its protector."""
    luck = (np.arange(len(CODES))[:, None] + 0.5) / len(CODES) / 50
    own = {**IMPOSED, **WHOLE, "own_revolution": 1.0, "garrison": 0.0, "nearness": 0.2}
    own["draws.change_of_hands"] = luck
    leaves = effect("outer_empire", "events.departure", "place.access", 0.0, 1.0, **own)
    assert leaves < 0


def test_what_is_let_go_keeps_its_memory_and_is_its_own():
    after = call("outer_empire", {**IMPOSED, **BROKEN, "rising": 0.5, "draws.change_of_hands": 0.999})
    assert (after.in_orbit == 0).all()
    assert (after.own_revolution >= 0.5).all()
    assert (after.opposition_there > 0.5).all()
    assert after.orbit == 0
