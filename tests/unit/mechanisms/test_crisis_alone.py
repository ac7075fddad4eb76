"""Crises, prestige and ways out, alone (II.4, II.9-10). The theatres are so many throws of the same die."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import CODES, THROWS, Carried, call

#: One crisis in every theatre, the sides equal, for a year; luck evenly spread over the theatres.
STANDING = {"crisis_level": 1.0, "in_orbit": 0.0, "effort": 0.2, "counterforce": 0.2, "influence": 0.4, "tone": 0.0,
            "exit": 0.5, "temper": 0.0, "place.prize": 0.3, "draws.crisis": THROWS, "dt": 0.25}  # fmt: skip
CARRIED = [
    # II.10: its prestige engaged, it cannot afford to yield though realism says so
    Carried("prestige_engaged", "crisis", "tone", 0.0, 1.0, "events.kremlin_yields", -1, "II.10",
            {**STANDING, "crisis_from_tone": 0.0, "escalation_from_prestige": 0.0}),
    # II.10: a way of complying without too much loss of prestige
    Carried("face_saving_exit", "crisis", "exit", 0.0, 1.0, "events.kremlin_yields", 1, "II.10", STANDING, exact=False),
    # II.10: lost temper is exploited
    Carried("temper_exploited", "crisis", "temper", 0.0, 1.0, "events.west_yields", 1, "II.10", STANDING),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def yields(**named: object) -> float:
    """Return the share of crises in which the Kremlin yields."""
    return float(call("crisis", {**STANDING, **named}).events.kremlin_yields) / len(CODES)


def test_it_is_sensitive_to_contrary_force():
    """II.9: more than Napoleon or Hitler, it yields on single sectors when force is felt to be too strong."""
    weak, strong = (yields(counterforce=f, effort=0.1) for f in (0.02, 0.5))
    assert strong > weak + 0.1
    assert yields(counterforce=0.5, effort=0.1, sensitivity_to_force=0.0) == pytest.approx(
        yields(counterforce=0.1, effort=0.1, sensitivity_to_force=0.0)
    )


def test_a_way_out_saves_prestige():
    """II.10: with threats, an exit matters the more."""
    shut, open_ = (yields(tone=1.0, exit=e) for e in (0.0, 1.0))
    assert open_ > shut


def test_the_west_gives_way_when_it_is_at_odds_with_itself():
    """IV.4."""
    ways = [call("crisis", {**STANDING, "western_unity": u}).events.west_yields for u in (0.9, 0.1)]
    assert ways[1] > ways[0]


def test_crises_break_out_where_the_two_meet_and_threats_make_more():
    """II.10: by hand, 3 * prize 0.4 * 0.2 = 0.24 a year: 1 - exp(-0.24) of 72 throws within one."""
    calm = {**STANDING, "crisis_level": 0.0, "dt": 1.0, "soft_phase": 0.0}
    broke = call("crisis", calm).events.crisis
    assert broke == np.sum(1 - math.exp(-3.0 * (0.3 + 0.1) * 0.2) > THROWS)
    assert call("crisis", {**calm, "tone": 1.0}).events.crisis > broke
    assert call("crisis", {**calm, "soft_phase": 1.0}).events.crisis < broke
    assert call("crisis", {**calm, "effort": 0.0}).events.crisis == 0
    assert call("crisis", {**calm, "in_orbit": 1.0}).events.crisis == 0


def test_each_crisis_has_one_end():
    """Conservation: who yields, who gives way and what climbs exclude each other; the rest stands as it stood."""
    after = call("crisis", STANDING)
    ends = after.events.kremlin_yields + after.events.west_yields
    assert (after.crisis_level == 0).sum() == ends
    assert (after.crisis_level == 2).sum() == after.events.escalation > 0
    assert (after.crisis_level == 1).sum() == len(CODES) - ends - after.events.escalation


def test_what_a_retreat_costs_each_side():
    """II.9-10: influence and orders go with a Kremlin that yields; unity with a West that does."""
    kremlin = call("crisis", {**STANDING, "place.kremlin_stand": -1.0, "orders": 1.0, "confidence": 0.8})
    assert kremlin.events.kremlin_yields == len(CODES)
    np.testing.assert_allclose(kremlin.influence, 0.4 * (1 - 0.07), rtol=1e-5)
    np.testing.assert_allclose(kremlin.orders, 1 - 0.8909 * (1 - math.exp(-25 / 12)), rtol=1e-4)
    west = call("crisis", {**STANDING, "place.west_stand": -1.0, "western_unity": 0.6})
    assert west.events.west_yields == len(CODES)
    np.testing.assert_allclose(west.influence, 0.4 + 0.12, rtol=1e-5)
    assert west.western_unity < 0.6 * 0.2


def test_patience_takes_a_defeat_philosophically():
    """II.8-9: not discouraged by a single victory on the part of its opponents."""
    lost = {**STANDING, "place.kremlin_stand": {"ITA": -1.0}, "crisis_level": {"ITA": 1.0}, "confidence": 0.8}
    patient, hasty = (call("crisis", {**lost, "patience": k}).confidence for k in (1.0, 0.0))
    assert hasty < patient
    assert patient > 0.79


def test_orders_are_obeyed():
    """Who is told to stand does not yield, whatever the luck."""
    stand = call(
        "crisis", {**STANDING, "place.kremlin_stand": 1.0, "place.west_stand": 1.0, "counterforce": 1.0}
    )
    assert stand.events.kremlin_yields == stand.events.west_yields == 0


def test_caution_restrains_the_climb():
    """II.4: no adventures that could endanger Soviet power."""
    dear = {**STANDING, "place.prize": 1.0}
    bold, careful = (call("crisis", {**dear, "no_adventures": k}).events.escalation for k in (0.0, 5.0))
    assert careful < bold
