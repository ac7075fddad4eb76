"""What each side can see of the other, alone (II.3, III.1, III.16)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import Carried, call, effect

CARRIED = [
    # II.3: secretiveness, lack of frankness, wary suspiciousness: the picture is later
    Carried("secretiveness", "sight", "menace", 0.0, 1.0, "effort_seen", -1, "II.3",
            {"effort": 0.5, "effort_seen": 0.0, "misjudgement": 0.0, "sight_error": 0.0, "mellowing": 0.0}),
    # and more wrong
    Carried("secretiveness", "sight", "menace", 0.0, 1.0, "misjudgement", 1, "II.3",
            {"draws.sight_of_effort": 1.0, "misjudgement": 0.0, "mellowing": 0.0}),
    # II.3: when the traits are a little hidden, there are always Americans who announce that they have changed
    Carried("they_have_changed", "belief", "soft_phase", 0.0, 1.0, "change_belief", 1, "II.3", exact=False),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_a_mellow_power_hides_nothing():
    """II.3: the traits last until the inner nature changes."""
    open_ = effect(
        "sight", "misjudgement", "menace", 0.0, 1.0, **{"mellowing": 1.0, "draws.sight_of_effort": 1.0}
    )
    assert open_ == pytest.approx(0.0, abs=1e-6)


def test_secrecy_distorts_the_picture_without_darkening_it():
    """The factor of error has mean one: over normal draws of many theatres, the mean picture is the truth."""
    z = np.sqrt(2) * np.array([_inverse((i + 0.5) / 72) for i in range(72)])[:, None]
    for menace in (0.0, 1.0):
        rest = {
            "effort": 0.5,
            "effort_seen": 0.5,
            "misjudgement": 0.0,
            "misjudgement_memory": 1e-3,
            "menace": menace,
        }
        after = call("sight", {**rest, "draws.sight_of_effort": z, "sight_error": 0.2, "sight_lag": 1e-3})
        assert float(after.effort_seen.mean()) == pytest.approx(0.5, rel=0.03)


def _inverse(u: float) -> float:
    from scipy.special import erfinv

    return float(erfinv(2 * u - 1))


def test_sight_lags_by_hand():
    """An open opponent is seen with a lag of 0.3 years and an error of mean one."""
    after = call(
        "sight", {"effort": 0.5, "effort_seen": 0.1, "menace": 0.0, "misjudgement": 0.0, "sight_error": 0.0}
    )
    assert after.effort_seen[0] == pytest.approx(0.5 - 0.4 * math.exp(-1 / 12 / 0.3), rel=1e-5)


def test_the_credulous_believe_sooner_and_belief_fades():
    """II.3."""
    soft = {"soft_phase": 1.0, "change_belief": -1.0}
    assert effect("belief", "change_belief", "credulity", 0.0, 1.0, **soft) > 0
    assert call("belief", {"soft_phase": 0.0, "mellowing": 0.0, "change_belief": 3.0}).change_belief < 3.0


def test_change_announced_of_a_power_that_has_not_changed_is_false():
    """II.3: some even claim credit for it."""
    crossing = {"change_belief": -0.45, "soft_phase": 1.0, "credulity": 1.0}
    assert call("belief", {**crossing, "mellowing": 0.0}).events.false_announcement == 1
    assert call("belief", {**crossing, "mellowing": 0.6}).events.false_announcement == 0
    assert call("belief", {**crossing, "change_belief": 1.0, "mellowing": 0.0}).events.false_announcement == 0


def test_the_west_overrates_the_light_and_the_rulers_their_security():
    """III.16: by hand, 0.6 * 0.9 + 0.4 * 0.3 = 0.66; and 1 - 0.1 - 0.3 * 0.5 = 0.75, whatever is hidden."""
    after = call("belief", {"radiance": 0.9, "inner_vitality": 0.3, "open_dissent": 0.1, "contest": 0.5})
    assert after.western_view == pytest.approx(0.66, abs=1e-6)
    assert after.rulers_security == pytest.approx(0.75, abs=1e-6)
