"""Leaders with a mind, the top and the members, alone (I.4, III.11, III.13-14)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import COLUMNS, Carried, call, effect

SETTLED = {
    "contest": 0.0,
    "new_ruler": 0.0,
    "violent_transfer": 0.0,
    "draws.joining": 0.0,
    "draws.congress": 0.9999,
}
CARRIED = [
    # III.11: who rules matters
    Carried("unlike_leaders", "leaders", "draws.leader_orthodoxy", 0.0, 1.0, "leader_orthodoxy", 1, "III.11",
            {**SETTLED, "new_ruler": 1.0}),
    # III.13: a settled top lets its renewal lapse; a contest does not
    Carried("congealed_top", "leaders", "contest", 1.0, 0.0, "divergence", 1, "III.13",
            {**SETTLED, "outlook_of_top": 0.0, "outlook_of_members": -2.0, "unrecognised_demand": 2.0,
             "conviction": 0.7}),
    # III.13: unrecognised demand for change
    Carried("unrecognised_demand", "leaders", "outlook_of_members", 0.0, 0.0, "divergence", 1, "III.13"),
    # III.11: it shook the state: lives, and members
    Carried("lives_in_violence", "leaders", "violent_transfer", 0.0, 1.0, "lives_lost", 1, "III.11",
            {"contest": 1.0, "lives_lost": 0.0}),
    Carried("members_thinned", "leaders", "violent_transfer", 0.0, 1.0, "party_members", -1, "III.11",
            {"contest": 1.0, "draws.joining": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", [one for one in CARRIED if one.strength != "unrecognised_demand"], ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_unrecognised_demand_sets_the_members_apart():
    """III.13: those who join think otherwise; without demand they think as the top did."""
    rest = {
        **SETTLED,
        "outlook_of_top": 0.0,
        "outlook_of_members": 0.0,
        "joining": 0.05,
        "conviction": 0.7,
    }
    assert call("leaders", {**rest, "unrecognised_demand": 0.0}).divergence == pytest.approx(0.0, abs=1e-6)
    assert call("leaders", {**rest, "unrecognised_demand": 0.5}).divergence > 0


def test_a_new_ruler_is_drawn_about_the_top():
    """By hand: two deviations of 0.8 above a top at -0.5."""
    named = {
        **SETTLED,
        "new_ruler": 1.0,
        "outlook_of_top": -0.5,
        "unlike_leaders": 0.8,
        "draws.leader_orthodoxy": 2.0,
    }
    after = call("leaders", {**named, "draws.leader_ability": -1.0})
    assert after.leader_orthodoxy == pytest.approx(1.1)
    assert after.leader_ability == pytest.approx(-1.0)
    kept = call("leaders", {**named, "new_ruler": 0.0, "leader_orthodoxy": 0.3})
    assert kept.leader_orthodoxy == pytest.approx(0.3)


def test_a_collective_thinks_as_the_top_and_is_of_no_ability():
    after = call(
        "leaders",
        {**SETTLED, "contest": 1.0, "outlook_of_top": -0.4, "leader_orthodoxy": 2.0, "leader_ability": 2.0},
    )
    assert (after.leader_orthodoxy, after.leader_ability) == (pytest.approx(-0.4), 0.0)


def test_a_settled_top_hardly_moves_by_hand():
    """III.13: at .114 a year in a contest, at a seventh of that under a settled ruler."""
    rest = {
        **SETTLED,
        "outlook_of_top": 0.0,
        "outlook_of_members": -1.0,
        "renewal": 0.114,
        "congealed_top": 6 / 7,
    }
    top = [float(call("leaders", {**rest, "contest": c}).outlook_of_top) for c in (1.0, 0.0)]
    assert top[0] == pytest.approx(math.exp(-0.114 / 12) - 1, rel=1e-3)
    assert top[1] == pytest.approx(math.exp(-0.114 / 84) - 1, rel=1e-2)


def test_congresses_lapse_under_a_settled_ruler():
    """III.13: no congress for eight years instead of three."""
    rest = {**SETTLED, "draws.congress": COLUMNS / 16}
    count = [call("leaders", {**rest, "contest": c}).events.congress.sum() for c in (1.0, 0.0)]
    assert count[0] == (1 - math.exp(-1 / 36) > COLUMNS / 16).sum() > count[1]


def test_those_who_join_bring_the_conviction_of_their_day():
    """I.4, III.14: profession without conviction makes less orthodox members, and a congealed top does not follow."""
    assert effect("leaders", "outlook_of_members", "conviction", 0.7, 0.3, **SETTLED) < 0
    assert effect("leaders", "outlook_of_top", "conviction", 0.7, 0.3, **SETTLED) == 0


def test_members_grow_by_hand():
    after = call("leaders", {**SETTLED, "party_members": 1.0, "joining": 0.04})
    assert after.party_members == pytest.approx(math.exp(0.04 / 12), rel=1e-6)


def test_divergence_is_a_distance():
    named = {**SETTLED, "outlook_of_top": [0.0, -1.0], "outlook_of_members": [-1.0, 0.0], "renewal": 0.05}
    after = call("leaders", named)
    np.testing.assert_allclose(after.divergence, abs(after.outlook_of_top - after.outlook_of_members))


def test_able_rulers_and_violence_move_growth():
    """III.11, through the economy: what an able ruler adds with authority, and what a violent contest costs."""
    rest = {"draws.technique": 0.0, "authority": 1.0, "leader_ability": 0.0, "violent_transfer": 0.0}
    for strength, name, sign in (
        ("able_leaders", "leader_ability", 1),
        ("violence_costs_growth", "violent_transfer", -1),
    ):
        moved = effect("economy", "technique", name, 0.0, 1.0, **rest)
        assert moved * sign > 0
        assert effect("economy", "technique", name, 0.0, 1.0, **rest, **{strength: 0.0}) == pytest.approx(
            0, abs=1e-6
        )
    weak = effect("economy", "technique", "leader_ability", 0.0, 1.0, **{**rest, "authority": 0.2})
    assert 0 < weak < effect("economy", "technique", "leader_ability", 0.0, 1.0, **rest)
