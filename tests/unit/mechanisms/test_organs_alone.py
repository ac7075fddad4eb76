"""The organs of suppression alone (I.6-7, I.10, I.12, I.14-15, III.16)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

CARRIED = [
    # III.16: what the rulers do not see of hidden opposition does not trouble them
    Carried("self_delusion", "organs", "private_opposition", 0.0, 0.8, "insecurity", -1, "III.16", also=True),
    # I.6: who rules for a minority needs dictatorial power
    Carried("dictatorship_of_minority", "organs", "popular_faith", 1.0, 0.0, "organs", 1, "I.6"),
    # I.6: the capitalist sector profits at once from any relaxation
    Carried(
        "relaxation_breeds_rivals", "organs", "organs", 1.0, 0.2, "private_remnants", 1, "I.6",
        {"private_remnants": 0.3, "remnants_cut": 0.0, "organs_time": 1000.0},
    ),
    # I.15: the rulers can no longer dream of parting with the organs: masters are given up slowly
    Carried(
        "organs_ratchet", "organs", "organs_mastery", 0.0, 1.0, "organs", 1, "I.15",
        {"organs": 0.9, "popular_faith": 1.0, "menace": 0.0, "insecurity": 0.2},
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_the_organs_become_masters_of_those_they_serve():
    """I.14: in large measure their masters; by hand, with nothing that takes it back, 1 - exp(-k organs dt)."""
    alone = {"organs_mastery": 0.0, "organs": 0.8, "mastery_lost_to_leader": 0.0, "contest": 0.0}
    after = call("organs", {**alone, "organs_become_masters": [0.0, 0.12]})
    assert after.organs_mastery[0] == 0.0
    assert after.organs_mastery[1] == pytest.approx(
        1 - math.exp(-0.12 * float(after.organs[1]) / 12), rel=1e-3
    )


def test_the_ratchet_holds_only_on_the_way_down():
    rising = {"organs": 0.2, "organs_mastery": 0.9}
    assert effect("organs", "organs", "organs_ratchet", 0.0, 0.8, **rising) == pytest.approx(0.0, abs=1e-7)


def test_security_is_never_attained():
    """I.10: the process of consolidation has never been completed; with no opponent at all there is a floor."""
    calm = {"open_dissent": 0.0, "private_opposition": 0.0, "contest": 0.0, "menace": 0.0, "mellowing": 0.0}
    after = call("organs", {**calm, "insecurity": 0.2})
    assert after.insecurity > 0.2
    assert call("organs", {**calm, "insecurity": 0.55}).insecurity == pytest.approx(0.55, abs=1e-6)


@pytest.mark.parametrize("fear", ["contest", "open_dissent", "menace"])
def test_what_the_rulers_fear_swells_the_organs(fear):
    """I.10, I.12: insecurity at home and the menace abroad justify the organs."""
    assert effect("organs", "insecurity", fear, 0.0, 0.6) > 0
    assert effect("organs", "organs", fear, 0.0, 0.6, organs=0.4) > 0


def test_a_mellow_power_has_smaller_organs():
    """IV.5: mellowing is a milder rule."""
    assert effect("organs", "organs", "mellowing", 0.0, 0.8) < 0
    assert effect("organs", "repression", "mellowing", 0.0, 0.8) < 0


def test_memory_by_hand():
    """Repression 0.6 is remembered over fifteen years: from 0.2, in a month, by 1 - exp(-1/180)."""
    after = call("organs", {"memory_of_repression": 0.2})
    wanted = 0.2 + (after.repression - 0.2) * (1 - math.exp(-1 / 180))
    assert after.memory_of_repression == pytest.approx(wanted, abs=1e-6)
