"""The organs of suppression and forced labour alone (I.6-7, I.10, I.12, I.14-15, III.4, III.6, III.15-16)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

#: Organs at rest: as at the start, with nothing that moves them but what a test names.
REST = {"organs": 0.78, "compliance": 1.0, "orders_obeyed": 1.0, "ruled_by_another": 0.0, "mellowing": 0.0,
        "compromise": 0.0, "popular_faith": 1.0, "menace": 0.0, "contest": 0.0, "open_dissent": 0.0,
        "private_opposition": 0.0, "reasons_at_start": 1.0, "organs_at_start": 0.7}  # fmt: skip
CARRIED = [
    # III.16: what the rulers do not see of hidden opposition does not trouble them
    Carried("self_delusion", "organs", "private_opposition", 0.0, 0.8, "organs", -1, "III.16", REST, also=True),
    # I.6: who rules for a minority needs dictatorial power
    Carried("dictatorship_of_minority", "organs", "popular_faith", 1.0, 0.0, "organs", 1, "I.6", REST),
    # III.4, III.6: the camps are theirs, and go with the orders that fill them
    Carried("forced_labour_system", "organs", "orders_obeyed", 0.0, 0.9, "forced_labour", 1, "III.4",
            {**REST, "forced_labour": 0.0, "rot": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_the_organs_shrink_more_slowly_than_they_grow():
    """I.15: the rulers can no longer dream of parting with them. By hand: speeds 1 - r down and 1 up, r = .6."""
    easing = call("organs", {**REST, "organs": 0.9, "organs_ratchet": [0.0, 0.6], "organs_time": 2.0})
    for organs, ratchet in zip(easing.organs, (0.0, 0.6), strict=True):
        assert organs == pytest.approx(0.7 + 0.2 * math.exp(-(1 - ratchet) / 24), rel=1e-5)
    rising = {**REST, "organs": 0.4}
    assert effect("organs", "organs", "organs_ratchet", 0.0, 0.8, **rising) == pytest.approx(0.0, abs=1e-7)


@pytest.mark.parametrize("fear", ["contest", "open_dissent", "menace"])
def test_what_the_rulers_fear_swells_the_organs(fear):
    """I.10, I.12: insecurity at home and the menace abroad justify the organs."""
    state = {name: value for name, value in REST.items() if name != fear} | {"organs": 0.4}
    assert effect("organs", "organs", fear, 0.0, 0.6, **state) > 0


def test_a_mellow_power_has_smaller_organs():
    """IV.5: mellowing is a milder rule."""
    state = {name: value for name, value in REST.items() if name != "mellowing"} | {"forced_labour": 0.04}
    for target in ("organs", "repression", "forced_labour"):
        assert effect("organs", target, "mellowing", 0.0, 0.8, **state) < 0


def test_they_dissolve_where_nobody_obeys():
    """III.15: under half within two years of a break; whole officials lose nothing, and half obeying lose nothing."""
    state = dict(REST)
    for _ in range(24):
        after = call("organs", {**state, "orders_obeyed": 0.05, "compliance": 0.3})
        state["organs"] = float(after.organs)
    assert state["organs"] < 0.39
    for obeyed in (0.6, 1.0):
        after = call("organs", {**REST, "organs": 0.7, "orders_obeyed": obeyed})
        assert after.organs == pytest.approx(0.7, rel=1e-6)


def test_another_power_keeps_none_of_them():
    """Not in the article: the organs of the Party are not taken over."""
    state = {**REST, "orders_obeyed": 0.0, "ruled_by_another": 1.0, "rot": 1.2}
    assert call("organs", state).organs == pytest.approx(0.78 * math.exp(-0.1), rel=1e-5)
