"""The Party alone: officials who obey as others obey, doubt, compromise, what follows a break (II.5-7, III.15)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

#: A whole Party in a month in which nothing happens.
WHOLE = {"party_unity": 0.99, "obedience_at_start": 0.99, "doubt": 0.0, "compromise": 0.0, "open_dissent": 0.0,
         "independent_association": 0.0, "reaching_down": 0.0, "reversal": 0.0, "mellowing": 0.0, "organs": 0.78,
         "monopoly": 0.98, "months_broken": 0.0, "ruled_by_another": 0.0, "draws.occasion": 0.0}  # fmt: skip
CARRIED = [
    # II.7: each obeys because others do
    Carried("infallibility_discipline", "party", "party_unity", 0.99, 0.3, "party_unity", -1, "II.7",
            {**WHOLE, "infallibility_discipline": 1.0}, also=True),
    # II.5: if truth could be found elsewhere, there would be room for its expression in organised activity
    Carried("truth_monopoly", "party", "independent_association", 0.0, 0.5, "party_unity", -1, "II.5", WHOLE),
    Carried("truth_monopoly", "party", "open_dissent", 0.0, 0.5, "party_unity", -1, "II.5", WHOLE),
    # II.7: a line turned costs by what discipline lacks
    Carried("cost_of_reversal", "party", "reversal", 0.0, 1.0, "doubt", 1, "II.7", {**WHOLE, "party_unity": 0.5}),
    # III.15: exercised in discipline and obedience, not in the arts of compromise
    Carried("iron_discipline", "party", "mellowing", 1.0, 0.0, "compromise", -1, "III.15", WHOLE),
]  # fmt: skip


@pytest.mark.parametrize("row", [row for row in CARRIED if not row.also], ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def walked(months: int, **named: object) -> object:
    """Return the Party after some months in which nothing else moves."""
    state = {**WHOLE, **named}
    for _ in range(months):
        after = call("party", state)
        state |= {name: after[name] for name in ("party_unity", "doubt", "compromise")}
    return after


def test_nobody_comes_back_alone():
    """II.7: once four officials of five have deserted, the Party is broken; seeing no others, it is whole."""
    after = walked(6, party_unity=0.2, infallibility_discipline=[1.0, 0.0])
    assert after.party_unity[0] < 0.3
    assert after.party_unity[1] > 0.9


def test_a_whole_party_rests():
    """II.7: discipline and infallibility hold each other up: a small doubt is borne, a great one is not."""
    after = walked(24, reaching_down=0.0, doubt=[0.05, 0.9])
    assert after.party_unity[0] > 0.95
    assert after.party_unity[1] < 0.2


def test_the_line_can_be_turned_at_no_cost_where_all_obey():
    """II.7: the faithful accept any thesis."""
    assert effect("party", "doubt", "reversal", 0.0, 1.0, **{**WHOLE, "party_unity": 1.0}) == pytest.approx(0)


def test_rivals_who_reach_down_sow_doubt():
    """III.15. By hand: what they sow is there in full, and fades over doubt_time."""
    after = call("party", {**WHOLE, "reaching_down": 0.2, "doubt": 0.1, "doubt_time": 3.0})
    assert after.doubt == pytest.approx(0.2 + 0.1 * math.exp(-1 / 36), rel=1e-5)


@pytest.mark.parametrize("pillar", ["organs", "monopoly"])
def test_police_and_monopoly_hold_officials(pillar):
    """I.14: both are pillars, and neither is without weight unless its weight is 0."""
    state = {name: value for name, value in WHOLE.items() if name != pillar}
    assert effect("party", "party_unity", pillar, 0.2, 0.78, **state) > 0
    weight = 0.0 if pillar == "organs" else 1.0
    assert effect("party", "party_unity", pillar, 0.2, 0.78, police_weight=weight, **state) == pytest.approx(
        0
    )


def test_compromise_holds_a_party_in_doubt():
    """III.15: had they the arts of compromise and accommodation; they are learnt from a mellow rule, slowly."""
    state = {name: value for name, value in WHOLE.items() if name != "compromise"} | {"doubt": 0.4}
    assert effect("party", "party_unity", "compromise", 0.0, 0.8, **state) > 0
    learnt = call("party", {**WHOLE, "mellowing": 0.6, "iron_discipline": 1.0, "compromise_learning": 0.12})
    assert learnt.compromise == pytest.approx(0.6 * (1 - math.exp(-0.01)), rel=1e-3)


def test_a_broken_power_may_find_a_master():
    """Not in the article: seldom the same Party, mostly another order, and none before half a year has passed."""
    broken = {**WHOLE, "party_unity": 0.05, "months_broken": 6.0, "draws.restoration": 0.001}
    same = call("party", {**broken, "draws.same_power": 0.001})
    assert (same.events.restoration, same.events.another_order, same.doubt) == (1.0, 0.0, 0.0)
    assert same.party_unity == pytest.approx(0.8204)
    other = call("party", {**broken, "draws.same_power": 0.9})
    assert (other.events.restoration, other.events.another_order, other.ruled_by_another) == (0.0, 1.0, 1.0)
    for name, value in (("restoration", 0.0), ("months_broken", 5.0), ("ruled_by_another", 1.0)):
        after = call("party", {**broken, name: value})
        assert after.events.restoration + after.events.another_order == 0
