"""Crises, prestige and ways out, alone (II.4, II.9-10, IV.4). The theatres are so many throws of the same die."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import CODES, THROWS, Carried, call

#: A dispute in every theatre that comes to a head this month, the sides equal; luck evenly spread over the theatres.
STANDING = {"crisis_level": 1.0, "in_orbit": 0.0, "effort": 0.2, "counterforce": 0.2, "influence": 0.4, "tone": 0.0,
            "effort_political": 0.0, "counterforce_political": 0.0,
            "exit": 0.5, "stockpile_open": 0.0, "stockpile_closed": 0.0, "war_dead": 0.0, "readiness_to_yield": -1.0,
            "crisis_rounds": 100.0, "war_rounds": 100.0, "draws.crisis": THROWS, "dt": 1.0}  # fmt: skip
CARRIED = [
    # II.10: its prestige engaged, it cannot afford to yield though realism says so
    Carried("prestige_engaged", "crisis", "tone", 0.0, 1.0, "events.kremlin_yields", -1, "II.10", STANDING),
    # II.10: a way of complying without too much loss of prestige
    Carried("face_saving_exit", "crisis", "exit", 0.0, 1.0, "events.kremlin_yields", 1, "II.10",
            {**STANDING, "tone": 1.0}, exact=False),
    # not in the article: the dead weigh at home, on both sides
    Carried("home_front", "crisis", "war_dead", 0.0, 100.0, "events.west_yields", 1, "war",
            {**STANDING, "crisis_level": 4.0, "home_front_closed": 0.2}),
    # not in the article: the bomb is feared on the higher rungs
    Carried("the_bomb", "crisis", "stockpile_open", 0.0, 5000.0, "events.kremlin_yields", 1, "bomb",
            {**STANDING, "crisis_level": 3.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def yields(**named: object) -> float:
    """Return the share of rounds in which the Kremlin alone yields."""
    return float(call("crisis", {**STANDING, **named}).events.kremlin_yields) / len(CODES)


def test_it_is_sensitive_to_contrary_force():
    """II.9: more than Napoleon or Hitler, it yields on single sectors when force is felt to be too strong."""
    weak, strong = (yields(counterforce=f, effort=0.1) for f in (0.02, 0.5))
    assert strong > weak + 0.1
    deaf = [
        yields(counterforce=f, effort=0.1, sensitivity_to_force=0.0, pull_of_force=0.0) for f in (0.5, 0.1)
    ]
    assert deaf[0] == deaf[1]


def test_it_heeds_force_more_than_the_other_side_does():
    """II.9, by hand: at -1 + 2.5 * 1.5 * 1/3 the odds of the Kremlin are 1.28, at -1 + 2.5 * 1/3 the West's .85."""
    kremlin = call("crisis", {**STANDING, "counterforce": 0.2, "effort": 0.1}).events.kremlin_yields
    west = call("crisis", {**STANDING, "counterforce": 0.1, "effort": 0.2}).events.west_yields
    k, w = 1 / (1 + math.exp(-0.25)), 1 / (1 + math.exp(1 + 2.5 / 3))
    assert kremlin == pytest.approx(k * (1 - w) * len(CODES), abs=1)
    k, w = 1 / (1 + math.exp(1 + 1.25)), 1 / (1 + math.exp(1 - 2.5 / 3))
    assert west == pytest.approx(w * (1 - k) * len(CODES), abs=1)


def test_threats_without_a_way_out_weigh_more_on_higher_rungs():
    """II.10: the nearer to war, the more prestige is engaged."""
    low, high = (
        yields(crisis_level=n, no_adventures=0.0)
        - yields(crisis_level=n, no_adventures=0.0, tone=0.4, exit=0.0)
        for n in (1.0, 3.0)
    )
    assert high > low > 0


def test_the_west_gives_way_when_it_is_at_odds_with_itself():
    """IV.4."""
    ways = [call("crisis", {**STANDING, "western_unity": u}).events.west_yields for u in (0.9, 0.1)]
    assert ways[1] > ways[0]


def test_crises_break_out_where_the_two_meet():
    """By hand, 1.2 * 2 * 0.2 a year: 1 - exp(-0.48) of the throws within one; words and aid alone make no crisis."""
    calm = {**STANDING, "crisis_level": 0.0}
    broke = call("crisis", calm).events.crisis
    assert broke == np.sum(1 - math.exp(-1.2 * 2 * 0.2) > THROWS)
    assert call("crisis", {**calm, "effort": 0.0}).events.crisis == 0
    assert call("crisis", {**calm, "counterforce": 0.0}).events.crisis == 0
    assert call("crisis", {**calm, "in_orbit": 1.0}).events.crisis == 0
    assert call("crisis", {**calm, "effort_political": 0.2}).events.crisis == 0


def test_each_crisis_has_one_end():
    """Conservation: who yields, who gives way, what is settled and what climbs exclude each other."""
    after = call("crisis", STANDING)
    e = after.events
    ends = e.kremlin_yields + e.west_yields + e.settled
    assert min(e.kremlin_yields, e.west_yields, e.settled, e.escalation) > 0
    assert (after.crisis_level == 0).sum() == ends
    assert (after.crisis_level == 2).sum() == e.escalation == len(CODES) - ends


def test_most_crises_end_without_a_victor():
    """19 of 33 disputes of great powers of 1919-46 were released, compromised or went stale (MID)."""
    e = call("crisis", {**STANDING, "readiness_to_yield": -2.75}).events
    assert e.settled > e.kremlin_yields + e.west_yields


def test_the_last_rung_is_a_limited_war_and_goes_on_until_somebody_yields():
    """Not in the article: at strength 0 no crisis becomes a war, and what is one comes to rest."""
    grave = {**STANDING, "crisis_level": 3.0, "no_adventures": 0.0}
    wars = call("crisis", grave)
    assert wars.events.limited_war == wars.wars == (wars.crisis_level == 4).sum() > 0
    assert call("crisis", {**grave, "limited_war": 0.0}).events.limited_war == 0
    still = call(
        "crisis", {**STANDING, "crisis_level": 4.0, "readiness_to_yield": -9.0, "no_adventures": 0.0}
    )
    assert still.wars == len(CODES)
    assert still.events.escalation == still.events.settled == 0


def test_what_a_retreat_costs_each_side():
    """Half of a place's influence in a lost war, a sixteenth of that in a dispute; humiliation is kept."""
    kremlin = call("crisis", {**STANDING, "place.kremlin_stand": -1.0})
    assert kremlin.events.kremlin_yields == len(CODES)
    np.testing.assert_allclose(kremlin.influence, 0.4 * (1 - 0.5 / 16), rtol=1e-5)
    west = call("crisis", {**STANDING, "place.west_stand": -1.0, "crisis_level": 4.0, "humiliation": 0.0})
    assert west.events.west_yields == len(CODES)
    np.testing.assert_allclose(west.influence, 0.4 + 0.5 * 0.58, rtol=1e-5)
    assert west.humiliation == len(CODES)
    assert kremlin.humiliation == call("crisis", {**STANDING, "crisis_level": 0.0}).humiliation


def test_orders_are_obeyed():
    """Who is told to stand does not yield, whatever the luck."""
    stand = call(
        "crisis", {**STANDING, "place.kremlin_stand": 1.0, "place.west_stand": 1.0, "counterforce": 1.0}
    )
    assert stand.events.kremlin_yields == stand.events.west_yields == 0


def test_it_shuns_adventures():
    """II.4: no adventures that could endanger Soviet power; near war it yields the sooner for it."""
    bold, careful = (yields(crisis_level=3.0, no_adventures=k) for k in (0.0, 3.0))
    assert careful > bold
    assert yields(no_adventures=0.0) == yields(no_adventures=3.0)
