"""The people alone: exhaustion, faith, generations (III.5-7)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

CARRIED = [
    # III.7: here only the younger generation can help
    Carried("young_generation_helps", "people", "young_generation", 0.0, 1.0, "exhaustion", -1, "III.7"),
]


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_people_are_worn_by_drive_and_war():
    """III.5-6: strength is used up."""
    for name, high in (("drive", 1.0), ("at_war", 1.0)):
        assert effect("people", "exhaustion", name, 0.0, high, exhaustion=0.4) > 0, name


def test_exhaustion_by_hand():
    """At the drive of the start it rests where its number says; at twice that drive, the odds are fourfold."""
    rest = {"young_generation": 0.0, "at_war": 0.0, "drive_at_start": 0.4, "exhaustion_rest": 0.5}
    for drive, level in ((0.4, 0.5), (0.8, 0.8)):
        after = call("people", {**rest, "drive": drive, "exhaustion": level})
        assert after.exhaustion == pytest.approx(level, abs=1e-6)
        assert call("people", {**rest, "drive": drive, "exhaustion": level - 0.2}).exhaustion > level - 0.2


@pytest.mark.parametrize(
    ("name", "low", "high", "sign"),
    [
        ("exhaustion", 0.0, 1.0, -1),  # III.5: tired, disillusioned, less accessible to the attraction
        ("repression", 0.0, 1.0, -1),  # I.15
        ("conviction", 0.0, 1.0, 1),  # I.4
        ("gain", 0.0, 1.0, 1),
        ("consumption", 0.3, 1.0, 1),
    ],
)
def test_what_faith_lives_on(name, low, high, sign):
    assert effect("people", "popular_faith", name, low, high) * sign > 0


def test_childhood_under_strain_shows_a_generation_later():
    """III.7: the strains of childhood leave their mark on those now coming into maturity, not at once."""
    hard = {"repression": 1.0, "exhaustion": 1.0, "consumption": 0.2}
    assert effect("people", "childhood_strain", "repression", 0.0, 1.0) > 0
    now, later = call("people", {**hard, "childhood_strain": 0.0, "adult_scars": 0.0}), None
    later = call("people", {**hard, "childhood_strain": 0.9, "adult_scars": 0.0})
    assert 0 < now.adult_scars < now.childhood_strain / 50
    assert later.adult_scars > 10 * now.adult_scars


def test_a_generation_by_hand():
    """Those born since 1947 fill the ranks in 28 years: from none, 1 - exp(-1/(28*12)) in a month."""
    after = call("people", {"young_generation": 0.0, "generation_time": 28.0})
    assert after.young_generation == pytest.approx(1 - math.exp(-1 / 336), rel=1e-4)
