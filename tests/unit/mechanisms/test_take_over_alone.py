"""A final push alone (I.3, II.8)."""

from __future__ import annotations

import math

import numpy as np
from alone import CODES, THROWS, call

from kennan import scenarios

COUNTRIES = [country for country in scenarios.load("x-1947").theatres.countries if country.whole]

FREE = {"in_orbit": 0.0, "counterforce": 0.0, "own_revolution": 0.0, "rebels": 0.0, "effort": 0.0}


def test_capitalism_does_not_perish_without_a_push():
    """I.3: however ripe, nothing is taken unless it is pushed."""
    ripe = {**FREE, "influence": 0.95, "draws.change_of_hands": 1e-4}
    assert call("take_over", ripe).events.takeover == 0
    assert call("take_over", {**ripe, "effort": 0.1}).events.takeover == len(CODES)
    assert call("take_over", {**ripe, "effort": 0.1, "counterforce": 0.2}).events.takeover == 0


def test_the_odds_of_a_take_over_by_hand():
    """At influence 0.8 the hazard is 0.8 * (0.8 - 0.6) / 0.4 = 0.4 a year: 1 - exp(-0.4), by the throw of who leads."""
    ripe = {**FREE, "influence": 0.8, "effort": 0.01, "draws.change_of_hands": THROWS, "dt": 1.0}
    lead = {code: CODES.index(country.theatres[0]) for country in COUNTRIES for code in country.theatres}
    decides = [lead.get(code, place) for place, code in enumerate(CODES)]
    assert call("take_over", ripe).events.takeover == np.sum(1 - math.exp(-0.4) > THROWS[decides])


def test_a_country_goes_whole_and_is_held_by_who_put_rule_there():
    """The lead theatre's luck decides for all of Vietnam, and nothing of the rest goes with it."""
    luck = np.full((len(CODES), 1), 0.999)
    luck[CODES.index("VNN")] = 1e-6
    after = call("take_over", {**FREE, "influence": 0.9, "effort": 0.1, "draws.change_of_hands": luck})
    taken = [code for code, inside in zip(CODES, np.ravel(after.in_orbit), strict=True) if inside]
    assert taken == ["VNN", "VNS"]
    assert after.own_revolution[CODES.index("VNN")] == 0


def test_what_is_at_war_or_rules_itself_is_not_taken_in_passing():
    ripe = {**FREE, "influence": 0.95, "effort": 0.1, "draws.change_of_hands": 1e-4}
    assert call("take_over", {**ripe, "rebels": 0.3}).events.takeover == 0
    assert call("take_over", {**ripe, "own_revolution": 1.0}).events.takeover == 0
