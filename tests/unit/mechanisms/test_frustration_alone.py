"""Frustration and mellowing alone (III.2, IV.5)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

CARRIED = [
    # III.2, IV.5: what is blocked is frustrated
    Carried("blocked_frustration", "frustration", "blocked", 0.0, 1.0, "frustration", 1, "III.2", {"frustration": 0.0}),
    # IV.5: no messianic movement can face frustration without adjusting itself
    Carried("forced_adjustment", "frustration", "frustration", 0.0, 0.9, "mellowing", 1, "IV.5",
            {"mellowing": 0.1, "blocked": 1.0, "blocked_frustration": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_gains_relieve_and_harden():
    """IV.5, from the other side: success undoes both."""
    rest = {"frustration": 0.6, "mellowing": 0.5}
    assert effect("frustration", "frustration", "recent_gain", 0.0, 0.05, **rest) < 0
    assert effect("frustration", "mellowing", "recent_gain", 0.0, 0.05, **rest) < 0


def test_force_by_fits_and_starts_does_not_pay():
    """II.9: steady, not sporadic: half blocked all the time frustrates as much as wholly blocked half the time."""
    none = {"frustration": 0.0, "recent_gain": 0.0, "relief_by_openness": 0.0}
    half = call("frustration", {**none, "blocked": 0.5}).frustration
    whole = call("frustration", {**none, "blocked": 1.0}).frustration
    assert half == pytest.approx(whole / 2, rel=1e-2)
    assert half >= whole / 2


@pytest.mark.parametrize(
    ("bar", "rest"),
    [
        ("congealment", {}),
        ("organs_mastery", {}),
        ("contest", {"violent_transfer": 1.0}),
    ],  # III.13, I.14, III.12
)
def test_a_congealed_top_and_masterful_organs_bar_mellowing(bar, rest):
    rest = {**rest, "frustration": 0.9, "mellowing": 0.1}
    assert effect("frustration", "mellowing", bar, 0.0, 1.0, **rest) < 0


def test_threats_harden():
    """II.10: threats and bluster are no part of it."""
    assert effect("frustration", "mellowing", "tone", 0.0, 1.0, mellowing=0.5, frustration=0.0) < 0


def test_unbroken_blocking_by_hand():
    """III.2 speaks of ten to fifteen years: wholly blocked at 0.125 a year, half is reached in 5.5 years, and in ten to
    fifteen what is not yet adjusted is 71 to 85 % frustrated; here one month, 1 - exp(-0.125/12)."""
    after = call(
        "frustration", {"blocked": 1.0, "frustration": 0.0, "blocked_frustration": 0.125, "recent_gain": 0.0}
    )
    assert after.frustration == pytest.approx(1 - math.exp(-0.125 / 12), rel=1e-4)
    assert 0.7 < 1 - math.exp(-0.125 * 10) < 1 - math.exp(-0.125 * 15) < 0.86
