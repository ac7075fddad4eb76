"""Obedience, and the crust over a shapeless people, alone (I.7, I.15, III.3, III.5, III.15)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

CARRIED = [
    # I.7: no form of association outside the Party; what forms is dissolved
    Carried(
        "amorphous_society", "crust", "repression", 0.0, 0.9, "independent_association", -1, "I.7",
        {"independent_association": 0.4, "association_from_repression": 0.0, "unused_faith": 0.0},
    ),
    # III.5: capacity for devotion finds an outlet where a respite is accorded
    Carried(
        "unused_faith", "crust", "soft_phase", 0.0, 1.0, "independent_association", 1, "III.5",
        {"repression": 1.0, "devotion": 0.8},
    ),
    # I.15: the excesses of the police fan the potential opposition
    Carried(
        "repression_breeds_opposition", "crust", "repression", 0.0, 0.9, "private_opposition", 1, "I.15",
        {"private_opposition": 0.2},
    ),
    # III.7: the young are the more restless, where there is hardship (claim III.7, both signs are open in the text)
    Carried(
        "restless_youth", "crust", "young_generation", 0.0, 1.0, "private_opposition", 1, "III.7",
        {"consumption": 0.3, "aspiration": 1.0},
    ),
    # III.3: obedience is solved: what repression deters
    Carried("obedience_by_fear", "crust", "repression", 0.0, 0.9, "fear", 1, "III.3"),
    Carried(
        "obedience_by_fear", "crust", "repression", 0.0, 0.9, "open_dissent", -1, "III.3",
        {"private_opposition": 0.8, "repression_breeds_opposition": 0.0, "party_unity": 0.9, "association_cut": 0.0,
         "association_from_repression": 0.0, "unused_faith": 0.0},
    ),
    # III.15: as soon as some speak, others do
    Carried(
        "crust_cascade", "crust", "open_dissent", 0.0, 0.2, "open_dissent", 1, "III.15",
        {"private_opposition": 0.7, "party_unity": 0.6}, also=True,
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_repression_breeds_private_opposition_and_keeps_it_silent():
    """I.15 with III.3: more police, more opposition, and none of it open while the Party stands."""
    rest = {"party_unity": 0.95, "private_opposition": 0.3}
    assert effect("crust", "private_opposition", "repression", 0.45, 0.85, **rest) > 0
    assert call("crust", {**rest, "repression": 0.85}).open_dissent < 0.03


def test_break_the_party_and_the_crust_breaks():
    """III.15: were unity to go, strength would turn to weakness overnight, with the same police."""
    rest = {"repression": 0.8, "private_opposition": 0.7, "open_dissent": 0.1}
    whole, broken = (call("crust", {**rest, "party_unity": unity}).open_dissent for unity in (0.95, 0.05))
    assert broken > 2 * whole


def test_fear_is_the_cost_of_speaking_and_what_the_police_add():
    """By hand: 0.5 + 0.9 * 0.8 * 0.5 = 0.86."""
    after = call(
        "crust", {"cost_of_speaking": 0.5, "obedience_by_fear": 0.9, "repression": 0.8, "party_unity": 0.5}
    )
    assert after.fear == pytest.approx(0.86, abs=1e-6)


def test_devotion_turns_to_what_the_people_do_not_believe():
    """By hand, over one month at a time constant of six years: 1 - 0.2 = 0.8 is neared by 1 - exp(-1/72)."""
    after = call("crust", {"popular_faith": 0.2, "devotion": 0.4, "devotion_time": 6.0})
    assert after.devotion == pytest.approx(0.4 + 0.4 * (1 - math.exp(-1 / 72)), abs=1e-6)


def test_nobody_speaks_openly_who_is_not_opposed():
    assert call("crust", {"private_opposition": 0.0, "open_dissent": 0.0, "repression": 0.0,
                          "opposition_from_exhaustion": 0.0, "opposition_from_remnants": 0.0,
                          "opposition_from_hardship": 0.0}).open_dissent < 1e-4  # fmt: skip
