"""Countries and civil war alone: expected from Hirshleifer's form and the dossier's list, not from the code."""

from __future__ import annotations

import numpy as np
import pytest
from alone import CODES, Carried, call, effect

PEACE = {
    "in_orbit": 0.0,
    "own_revolution": 0.0,
    "rebels": 0.0,
    "effort": 0.0,
    "counterforce": 0.0,
    "cohesion": 0.0,
    "vulnerability": 0.5,
    "influence": 0.2,
    "draws.upheaval": 0.999,
    "draws.influence": 0.0,
}
LAND = ("SCH", "NCH", "MAN", "SIN")


def at(values, rest=0.0):
    """Return a column of theatres, with values by code."""
    column = np.full((len(CODES), 1), rest)
    for code, value in values.items():
        column[CODES.index(code)] = value
    return column


CARRIED = [
    # I.3: a push from a revolutionary movement
    Carried("civil_wars", "countries", "rebels", 0.0, 0.9, "events.takeover", 1, "I.3",
            {k: v for k, v in PEACE.items() if k != "rebels"}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_without_the_strength_no_war_begins_or_goes_on():
    off = {**PEACE, "civil_wars": 0.0, "draws.upheaval": 1e-7}
    assert all(count == 0 for count in call("countries", off).events.values())
    assert (call("countries", {**off, "rebels": 0.5}).rebels == 0).all()


def test_who_holds_more_gains_more():
    few, many = (call("countries", {**PEACE, "vulnerability": 0.03, "rebels": x}).rebels for x in (0.2, 0.7))
    over_sea = CODES.index("TAI")
    assert (np.delete(few, over_sea, 0) < 0.2).all()
    assert (np.delete(many, over_sea, 0) > 0.7).all()


def test_help_from_either_side_weighs():
    rest = {k: v for k, v in PEACE.items() if k not in ("rebels", "effort", "counterforce")}
    assert effect("countries", "rebels", "effort", 0.0, 0.2, **rest, rebels=0.3, counterforce=0.1) > 0
    assert effect("countries", "rebels", "counterforce", 0.0, 0.2, **rest, rebels=0.3, effort=0.1) < 0


def test_the_ill_governed_cannot_be_called_up():
    rest = {k: v for k, v in PEACE.items() if k not in ("rebels", "vulnerability")}
    assert effect("countries", "rebels", "vulnerability", 0.2, 0.9, **rest, rebels=0.3) > 0


def test_china_changes_hands_whole_and_what_lies_over_the_sea_is_left():
    held = at({**dict.fromkeys(LAND, 0.95), "TAI": 0.05})
    after = call("countries", {**PEACE, "rebels": held})
    assert after.events.country_joins == 1
    assert after.events.partition == 0
    joined = [code for code, inside in zip(CODES, np.ravel(after.in_orbit), strict=True) if inside]
    assert joined == sorted(LAND, key=CODES.index)
    assert after.own_revolution[CODES.index("SCH")] > 0.9
    assert (after.rebels == 0).all()


def test_most_of_the_people_decide_not_most_of_the_theatres():
    held = at({"NCH": 0.95, "MAN": 0.95, "SIN": 0.95, "SCH": 0.2, "TAI": 0.02})
    assert call("countries", {**PEACE, "rebels": held, "momentum": 0.4}).events.country_joins == 0


def test_a_truce_of_foreigners_parts_a_country():
    held = at({"VNN": 0.7, "VNS": 0.2})
    after = call(
        "countries", {**PEACE, "rebels": held, "effort": 0.1, "counterforce": 0.1, "draws.upheaval": 1e-5}
    )
    assert after.events.partition == 1
    assert after.in_orbit[CODES.index("VNN")] == 1
    assert after.in_orbit[CODES.index("VNS")] == 0
    assert after.own_revolution[CODES.index("VNN")] < 1
    alone = call("countries", {**PEACE, "rebels": held, "help": 1e-6, "draws.upheaval": 0.1})
    assert alone.events.partition == 0  # nobody from outside, no truce


def test_parts_divided_by_occupation_do_not_fight_for_each_other():
    after = call("countries", {**PEACE, "rebels": at({"SKO": 0.95}), "in_orbit": at({"NKO": 1.0})})
    assert after.in_orbit[CODES.index("SKO")] == 1
    assert call("countries", {**PEACE, "rebels": at({"WGR": 0.95})}).in_orbit[CODES.index("WBE")] == 0


def test_a_rising_that_holds_nothing_is_put_down():
    after = call("countries", {**PEACE, "rebels": 0.004})
    assert after.events.takeover == 0
    assert (after.rebels == 0).all()


def test_a_civil_war_begins_where_rule_is_weak_and_the_party_strong():
    """And nowhere in a country of which a part lies in the orbit, or that broke with Moscow."""
    begin = {**PEACE, "draws.upheaval": 2e-3, "red_wars": 0.25}
    rest = {k: v for k, v in begin.items() if k != "influence"}
    assert effect("countries", "events.civil_war", "influence", 0.01, 0.5, **rest) > 0
    ripe = {**begin, "influence": 0.9, "vulnerability": 0.9}
    assert call("countries", {**ripe, "own_revolution": 1.0}).events.civil_war == 0
    assert call("countries", {**ripe, "in_orbit": at({"VNN": 1.0})}).rebels[CODES.index("VNS")] == 0
    assert call("countries", ripe).rebels[CODES.index("NCH")] == pytest.approx(0.9)
