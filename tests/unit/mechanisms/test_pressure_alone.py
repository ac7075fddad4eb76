"""Pressure alone: the budget, the orders and the wound-up toy (I.1, I.3, II.3-4, II.7-8, III.1, IV.4)."""

from __future__ import annotations

import numpy as np
import pytest
from alone import CODES, Carried, call, effect

#: A world of like theatres, all free, reviewed at once, without chance.
ALIKE = {"in_orbit": 0.0, "influence": 0.2, "vulnerability": 0.5, "counterforce": 0.0, "counterforce_political": 0.0,
         "own_revolution": 0.0, "draws.review": 0.0, "draws.choice_of_theatre": 0.0, "place.prize": 0.5,
         "place.prize_share": 1 / 72, "place.border": 0.1, "orders": 1.0, "effort": 0.02}  # fmt: skip
CARRIED = [
    # I.3: a final push is needed
    Carried("final_push", "pressure", "confidence", 0.0, 0.9, "pressure", 1, "I.3", exact=False),
    # IV.4: at disunity in the West, pressure increases all along the line (0.55 is that of 1947)
    Carried("bandwagon", "pressure", "western_unity", 0.55, 0.1, "pressure", 1, "IV.4"),
    Carried("bandwagon", "pressure", "western_unity", 0.55, 0.1, "effort_total", 1, "IV.4"),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def in_one(name: str, value: float, rest: float = 0.0) -> np.ndarray:
    """Return a figure of all theatres that differs in the first."""
    found = np.full((len(CODES), 1), rest)
    found[0] = value
    return found


def orders(**named: object) -> np.ndarray:
    """Return what a review orders in a world of like theatres, by theatre."""
    return np.asarray(call("pressure", {**ALIKE, **named}).orders)


def test_ideology_and_circumstances_multiply():
    """I.1: the product of ideology and circumstances, not their sum (claim: more with an intact Party than without)."""
    intact, broken = (
        effect("pressure", "pressure", "confidence", 0.3, 0.9, orders_obeyed=u) for u in (0.9, 0.3)
    )
    assert intact == pytest.approx(3 * broken, rel=1e-3)
    assert broken > 0
    assert call("pressure", {"orders_obeyed": 0.0}).pressure == 0.0


def test_it_is_not_charmed_away():
    """II.3: innate antagonism: to lay down arms does not lower it; only without the postulate it would."""
    disarm = {"low": 0.8, "high": 0.1}
    moved = {k: effect("pressure", "pressure", "level", **disarm, innate_antagonism=k) for k in (1.0, 0.0)}
    assert moved[1.0] == pytest.approx(0.0, abs=1e-6)
    assert moved[0.0] < -0.1


def test_soft_phases_contests_and_mellowing_lower_it():
    """II.8: nothing else does: there is no clock in it."""
    for name in ("soft_phase", "contest", "mellowing"):
        assert effect("pressure", "pressure", name, 0.0, 0.8) < 0, name


def test_words_are_heard_only_where_facts_stand_behind_them():
    """II.7: facts count more than words: with none behind it, a threat closes no theatre."""
    seen = {}
    for facts in (1.0, 0.0):
        loud = call("pressure", {**ALIKE, "facts_over_words": facts, "tone": [0.0, 1.0]}).openness_seen.mean(
            0
        )
        seen[facts] = float(loud[1] - loud[0])
    assert seen[1.0] == pytest.approx(0.0, abs=1e-6)
    assert seen[0.0] < -0.01


def test_no_adventures_where_force_stands_and_the_prize_is_great():
    """II.4: Soviet power is not to be endangered; it is patience that forbids adventures."""
    guarded = {"counterforce": 0.02, "place.prize": in_one("prize", 1.0, 0.1)}
    careful, careless = (orders(no_adventures=k, **guarded)[0] for k in (2.0, 0.0))
    assert careful < careless
    assert (
        orders(patience=0.0, no_adventures=2.0, **guarded)[0]
        > orders(patience=1.0, no_adventures=2.0, **guarded)[0]
    )


def test_the_fatherland_comes_first():
    """II.4: what is near Soviet power is pressed on before what is far."""
    near = {"place.border": in_one("border", 0.9, 0.0)}
    share = [orders(fatherland_first=k, **near)[0] for k in (0.0, 0.9)]
    assert share[1] > share[0]


def test_a_toy_goes_on_between_reviews():
    """II.7: like a persistent toy automobile, wound up and headed in a given direction."""
    unseen = {"orders": in_one("orders", 5.0, 1.0), "draws.review": 0.9}
    assert orders(wound_up_toy=1.0, **unseen)[0] == pytest.approx(5.0)
    assert orders(wound_up_toy=0.0, **unseen)[0] < 4.0


def test_a_stream_goes_to_the_openings():
    """II.8: it fills every nook and cranny open to it; without the fluid, orders stay those of the start."""
    shut = {"counterforce": in_one("counterforce", 0.0, 0.5), "orders_at_start": 1.0,
            "counterforce_political": in_one("counterforce", 0.0, 0.25)}  # fmt: skip
    flows, stays = (orders(fluid_pressure=k, **shut)[0] for k in (1.0, 0.0))
    assert flows > 10
    assert stays == pytest.approx(1.0)


def test_what_is_walled_off_is_sent_elsewhere():
    """II.8: effort is conserved: with half of the theatres shut, the other half gets more."""
    half = np.where(np.arange(len(CODES)) % 2, 1.0, 0.0)[:, None]
    free, walled = (
        call(
            "pressure", {**ALIKE, "effort": 0.0, "counterforce": f, "counterforce_political": 0.5 * f}
        ).effort
        for f in (0.0 * half, half)
    )
    assert walled[::2].sum() > 1.5 * free[::2].sum()


def test_it_retreats_before_superior_force():
    """II.8: philosophically: where every place is shut it holds effort back; at 0 it does not."""
    shut = {**ALIKE, "counterforce": 0.5, "counterforce_political": 0.25, "dt": 1.0}
    kept = {
        k: float(call("pressure", {**shut, "retreat_without_panic": k}).effort_total)
        / float(call("pressure", {**ALIKE, "dt": 1.0, "retreat_without_panic": k}).effort_total)
        for k in (1.0, 0.0)
    }
    assert kept[1.0] < 0.9
    assert kept[0.0] == pytest.approx(1.0)


def test_effort_adds_up_to_the_pressure_there_is():
    """Conservation: when no theatre is shut, all of the pressure is spent, a quarter of a year later."""
    rest = {**ALIKE, "effort": 0.0, "dt": 1.0, "sound_societies": 0.0, "effort_time": 0.25, "tone": 0.0}
    after = call("pressure", rest)
    assert after.effort_total == pytest.approx(float(after.effort.sum()), rel=1e-5)
    assert float(after.openness_seen.min()) == pytest.approx(1.0)
    assert after.effort_total == pytest.approx(after.pressure * (1 - np.exp(-4)), rel=2e-3)


def test_on_each_front_it_goes_where_less_resists():
    """III.1, II.8: political pressure where garrisons stand, and the other way round."""
    garrisons = call("pressure", {**ALIKE, "counterforce": 0.02})
    unions = call("pressure", {**ALIKE, "counterforce": 0.02, "counterforce_political": 0.02})
    assert (garrisons.effort_political > 0.9 * garrisons.effort).all()
    assert (unions.effort_political < 0.5 * unions.effort).all()


def test_unanswerable_force_stops_it():
    """II.7: between reviews it stops only when it meets some unanswerable force."""
    met = {
        **ALIKE,
        "effort": 0.05,
        "orders": in_one("orders", 5.0, 1.0),
        "draws.review": 0.99,
        "wound_up_toy": 1.0,
    }
    weak = call("pressure", {**met, "counterforce": in_one("force", 0.06)})
    strong = call(
        "pressure",
        {**met, "counterforce": in_one("force", 1.0), "counterforce_political": in_one("force", 0.5)},
    )
    assert weak.orders[0] == pytest.approx(5.0)
    assert strong.orders[0] < 0.1


def test_a_repulse_is_news_where_a_place_thought_open_is_found_shut():
    """II.8: counted once, and not in every month before a standing wall."""
    met = {**ALIKE, "effort": 0.05, "counterforce": 1.0, "counterforce_political": 0.5}
    assert call("pressure", {**met, "openness_seen": 1.0}).events.repulse == len(CODES)
    assert call("pressure", {**met, "openness_seen": 0.0}).events.repulse == 0
    assert (
        call(
            "pressure", {**met, "openness_seen": 1.0, "counterforce": 0.0, "counterforce_political": 0.0}
        ).events.repulse
        == 0
    )
