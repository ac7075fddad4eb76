"""The wide world alone: expected from IV.3-4, Strang's form, and the dossier's list."""

from __future__ import annotations

import numpy as np
import pytest
from alone import CODES, THROWS, Carried, call, effect

OUT = {
    "in_orbit": 0.0,
    "clients": 0.0,
    "colonies_left": 0.0,
    "own_revolution": 0.0,
    "vulnerability": 0.5,
    "nearness": 0.2,
    "appeal_abroad": 0.5,
    "material_backing": 0.6,
    "place.free": 1.0,
    "place.colonies": 0.0,
    "place.retreat": 1.0,
    "place.coups": 1.0,
    "place.access": 0.8,
    "draws.turn": THROWS,
    "dt": 1.0,
}
COLONIES = {**OUT, "place.free": 0.0, "place.colonies": 1.0, "colonies_left": 1.0}
CARRIED = [
    # IV.3-4: people join what has an appeal; where it has none nobody does
    Carried("wide_world", "wide_world", "appeal_abroad", 0.0, 1.0, "events.client_gained", 1, "IV.4",
            {**{k: v for k, v in OUT.items() if k != "appeal_abroad"}, "material_backing": 1.0,
             "draws.turn": THROWS / 20}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_at_zero_the_strength_removes_all_of_it():
    for state in (OUT, COLONIES, {**OUT, "clients": 1.0}):
        events = call("wide_world", {**state, "wide_world": 0.0, "draws.turn": 1e-6}).events
        assert all(count == 0 for count in events.values())


def test_colonies_go_the_sooner_the_more_have_gone():
    """Strang 1990: what others have won encourages."""
    few, many = dict(COLONIES), dict(COLONIES)
    many["colonies_left"] = (np.arange(len(CODES))[:, None] % 4 == 0) * 1.0
    gone = [call("wide_world", state) for state in (few, many)]
    left = [state["colonies_left"] * np.ones((len(CODES), 1)) for state in (few, many)]
    rates = [one.events.independence / start.sum() for one, start in zip(gone, left, strict=True)]
    assert rates[1] > 2 * rates[0]


def test_a_worn_and_burdened_metropole_lets_go_sooner():
    rest = {k: v for k, v in COLONIES.items() if k != "place.retreat"}
    assert effect("wide_world", "events.independence", "place.retreat", 0.1, 9.0, **rest) > 0


def test_india_goes_whole():
    luck = np.full((len(CODES), 1), 0.999)
    luck[CODES.index("IND")] = 1e-6
    after = call("wide_world", {**COLONIES, "draws.turn": luck})
    free = [code for code, left in zip(CODES, np.ravel(after.colonies_left), strict=True) if left == 0]
    assert free == ["PAK", "IND"]


def test_coups_and_not_the_orbit_have_coups():
    assert call("wide_world", {**OUT, "draws.turn": THROWS / 10}).events.coup > 0
    assert call("wide_world", {**OUT, "in_orbit": 1.0, "draws.turn": 1e-6}).events.coup == 0


def test_who_broke_with_moscow_is_no_client():
    turns = {**OUT, "draws.turn": THROWS / 20, "appeal_abroad": 1.0, "material_backing": 1.0}
    assert call("wide_world", turns).events.client_gained > 0
    assert call("wide_world", {**turns, "own_revolution": 1.0}).events.client_gained == 0


def test_a_client_leaves_or_turns_the_sooner_the_more_it_is_threatened():
    rest = {k: v for k, v in {**OUT, "clients": 1.0}.items() if k != "place.access"}
    assert call("wide_world", {**OUT, "clients": 1.0}).events.client_lost > 0
    assert effect("wide_world", "events.takeover", "place.access", 0.0, 1.0, **rest) > 0


def test_what_turns_joins_by_a_revolution_of_its_own_and_one_of_many_states_does_not():
    client = {**OUT, "clients": 1.0, "draws.turn": THROWS / 12, "client_joins": 0.2, "place.access": 1.0}
    after = call("wide_world", client)
    joined = np.ravel(after.in_orbit) > 0.5
    assert joined.any()
    assert (after.own_revolution[joined] == 1).all()
    assert call("wide_world", {**client, "place.free": 5.0}).events.takeover == 0
