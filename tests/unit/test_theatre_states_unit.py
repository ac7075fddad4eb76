"""Every theatre names its states, and every state of 1947 is in one theatre or left out with a reason."""

from __future__ import annotations

import shutil

import pytest

from kennan import scenarios
from kennan.faults import BadInput
from kennan.scenarios import theatre_states
from kennan.scenarios.load import HERE

#: Members of the state system on 1 January 1947 (Correlates of War), without the superpowers.
MEMBERS = [
    20, 40, 41, 42, 70, 90, 91, 92, 93, 94, 95, 100, 101, 130, 135, 140, 145, 150, 155, 160, 165, 200, 205, 210, 211,
    212, 220, 225, 230, 235, 290, 310, 315, 325, 339, 345, 350, 355, 360, 375, 380, 385, 390, 395, 450, 530, 560, 630,
    640, 645, 651, 652, 660, 663, 670, 678, 700, 710, 712, 790, 800, 840, 900, 920,
]  # fmt: skip
SPREAD = {710: 4, 260: 2}  # China, and West Germany with the western sectors of Berlin


def test_all_theatres_name_a_state():
    found = theatre_states()
    assert list(found) == list(scenarios.load("x-1947").theatres.code)
    assert len(found) == 72
    assert all(found.values())


def test_every_state_of_1947_is_in_one_theatre_or_left_out():
    outside = scenarios.load("x-1947").outside
    places = [state.ccode for states in theatre_states().values() for state in states]
    for code in MEMBERS:
        assert places.count(code) == (0 if code in outside else SPREAD.get(code, 1)), code
    assert all(places.count(code) == SPREAD.get(code, 1) for code in places)
    assert all(outside.values())


def test_states_count_once_and_for_the_largest():
    counts = {}
    for states in theatre_states().values():
        assert states[0].people == max(state.people for state in states)
        assert not any(state.counts for state in states[1:])
        counts[states[0].ccode] = counts.get(states[0].ccode, 0) + states[0].counts
    assert {code: n for code, n in counts.items() if n != 1} == {790: 0}  # Tibet was no state


def test_a_scenario_without_the_table_weighs_states_alike(tmp_path):
    copy = tmp_path / "mine"
    shutil.copytree(HERE / "x-1947", copy)
    (copy / "theatre_states.csv").unlink()
    found = theatre_states(copy)
    assert [state.counts for state in found["BNL"]] == [1, 0, 0]
    assert found["MAN"][0].counts == 0.25


def test_faults_are_told_at_once(tmp_path):
    copy = tmp_path / "mine"
    shutil.copytree(HERE / "x-1947", copy)
    path = copy / "theatre_states.csv"
    text = (
        path.read_text(encoding="utf-8")
        .replace("POL,290", "POL,2290")
        .replace("BUL,355,7250,1,", "BULL,355,7250,1,")
    )
    path.write_text(text + "HUN,310,5,0,\nNOR,2,5,0,\n", encoding="utf-8")
    with pytest.raises(BadInput) as told:
        theatre_states(copy)
    said = str(told.value)
    for word in (
        "2290",
        "BULL",
        "nearest name: BUL",
        "listed twice under HUN",
        "lies in NOR and outside",
        "POL names no",
    ):
        assert word in said, word
