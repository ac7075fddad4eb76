"""The siege alone: menace proclaimed at home, hostility made abroad (I.10-13, I.16, II.3)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

CARRIED = [
    # I.13: real designs abroad exist, and confuse the picture
    Carried("real_threat_response", "siege", "western_hostility", 0.0, 0.9, "menace", 1, "I.13"),
    # I.11: with the remnants of capitalism gone, the menace abroad has to justify the organs
    Carried("menace_substitution", "siege", "monopoly", 0.1, 1.0, "menace", 1, "I.11", {"organs": 0.8}),
    # I.14: the millions who live by the siege defend the idea of it
    Carried("siege_interest", "siege", "organs", 0.0, 1.0, "menace", 1, "I.14",
            {"menace_substitution": 0.0}),
    # I.12: every opponent is the agent of the foreigner
    Carried("foreign_agents", "siege", "open_dissent", 0.0, 0.5, "menace", 1, "I.12"),
    # I.10: whoever treats the world as an enemy long enough is bound to be right
    Carried(
        "self_fulfilling_hostility", "hostility", "menace", 0.0, 1.0, "western_hostility", 1, "I.10",
        {"tension": 0.0},
    ),
    Carried(
        "self_fulfilling_hostility", "hostility", "tension", 0.0, 1.0, "western_hostility", 1, "I.10",
        {"menace": 0.0},
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_the_menace_follows_need_at_home_more_than_danger_abroad():
    """I.13: the stress is founded not in the realities of foreign antagonism (claim: more than twice)."""
    rest = {"organs": 0.8, "monopoly": 0.98, "western_hostility": 0.4}
    at_home = effect(
        "siege", "menace", "organs", 0.4, 0.8, **{k: v for k, v in rest.items() if k != "organs"}
    )
    abroad = effect(
        "siege", "menace", "western_hostility", 0.2, 0.4,
        **{k: v for k, v in rest.items() if k != "western_hostility"},
    )  # fmt: skip
    assert at_home > 2 * abroad > 0


def test_a_changed_nature_proclaims_less():
    """II.3: these traits last until the inner nature of the power is changed."""
    assert effect("siege", "menace", "mellowing", 0.0, 1.0) < 0


def test_menace_by_hand():
    """0.3 * 0.4 + 0.5 * (0.8 - 0.1) + 0.2 * 0.8 + 0.5 * 0 = 0.63, neared from 0.5 in a month."""
    after = call(
        "siege",
        {"western_hostility": 0.4, "organs": 0.8, "monopoly": 0.9, "open_dissent": 0.0, "mellowing": 0.0,
         "menace": 0.5},
    )  # fmt: skip
    assert after.menace == pytest.approx(0.63 + (0.5 - 0.63) * math.exp(-1 / 12), abs=1e-6)


def test_the_fiction_is_canonised_by_what_was_done_in_its_name():
    """I.16: it falls more slowly than it rose. By hand, from .9 towards .63: speeds 1 and 1 - .5."""
    named = {"western_hostility": 0.4, "organs": 0.8, "monopoly": 0.9, "open_dissent": 0.0, "mellowing": 0.0}
    falls = call("siege", {**named, "menace": 0.9, "canonised_fiction": [0.0, 0.5]}).menace
    for menace, speed in zip(falls, (1.0, 0.5), strict=True):
        assert menace == pytest.approx(0.63 + 0.27 * math.exp(-speed / 12), abs=1e-6)
    assert effect("siege", "menace", "canonised_fiction", 0.0, 0.5, **named, menace=0.3) == pytest.approx(
        0.0, abs=1e-7
    )


def test_a_soft_phase_and_belief_in_change_let_hostility_fade():
    """II.3: when something is wanted the line is softened, and some abroad believe it."""
    rest = {"western_hostility": 0.5, "menace": 0.8}
    assert effect("hostility", "western_hostility", "soft_phase", 0.0, 1.0, **rest) < 0
    assert effect("hostility", "western_hostility", "change_belief", -3.0, 3.0, **rest) < 0
