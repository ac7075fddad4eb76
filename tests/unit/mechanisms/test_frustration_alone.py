"""Frustration alone (II.1, III.2, IV.4, IV.5)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

HELD = {
    "resisted": 1.0,
    "pressure": 1.0,
    "recent_gain": 0.0,
    "ambition": 1.0,
    "frustration": 0.0,
    "mellowing": 0.0,
}


def after_years(years: int, **given: float):
    """Return what so many years under one state of affairs make of hope and frustration."""
    held = {**HELD, **given}
    for _ in range(years):
        after = call("frustration", {**held, "dt": 1.0})
        held |= {"ambition": float(after.ambition), "frustration": float(after.frustration)}
    return after


CARRIED = [
    # III.2, IV.5: what is resisted is frustrated
    Carried("blocked_frustration", "frustration", "resisted", 0.0, 1.0, "frustration", 1, "III.2",
            {**HELD, "frustration": 0.3}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


@pytest.mark.parametrize("without", ["pressure", "resisted", "ambition"])
def test_who_wants_nothing_or_meets_nothing_is_not_frustrated(without):
    """III.2: it is the unbroken counterforce that frustrates; without push, resistance or hope there is nothing to."""
    whole = call("frustration", HELD).frustration
    assert whole > 0
    assert (
        call("frustration", {**HELD, without: 0.0}).frustration < 0.03 * whole
    )  # hope moves a little in the month


def test_success_relieves():
    """IV.4: success cheers."""
    assert effect("frustration", "frustration", "recent_gain", 0.0, 0.05, **{**HELD, "frustration": 0.6}) < 0


def test_adjustment_relieves():
    """IV.5: adjusting itself to the logic of that state of affairs: in twenty years less is hoped for and felt."""
    firm, adjusted = (after_years(20, frustration=0.5, mellowing=m) for m in (0.0, 0.7))
    assert adjusted.ambition < firm.ambition
    assert adjusted.frustration < 0.7 * firm.frustration


def test_hope_follows_what_is_attained_and_doctrine_holds_it_up():
    """II.1, IV.5: nothing is junked, so that without any gain hope comes down to what doctrine keeps."""
    assert after_years(40, doctrine=0.6).ambition == pytest.approx(0.6, abs=1e-3)
    assert after_years(40, doctrine=1.0).ambition == pytest.approx(1.0, abs=1e-3)
    assert after_years(40, doctrine=0.6, recent_gain=0.2).ambition == pytest.approx(1.0, abs=1e-3)


def test_one_defeat_does_not_discourage():
    """II.9: a year of utter resistance makes less than a quarter of the frustration that twelve years make."""
    assert after_years(1).frustration < after_years(12).frustration / 4


def test_frustration_by_hand():
    """Wholly resisted, no gain, hope 1 held up by doctrine 1: towards the strength itself, in one month by 1/12/6."""
    given = {**HELD, "doctrine": 1.0, "blocked_frustration": 0.8, "frustration_time": 6.0}
    assert call("frustration", given).frustration == pytest.approx(0.8 * (1 - math.exp(-1 / 72)), rel=1e-4)
