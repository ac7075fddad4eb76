"""Outward brilliance and the movement abroad, alone (III.11, III.16, IV.3-4)."""

from __future__ import annotations

import pytest
from alone import Carried, call, effect

CARRIED = [
    # III.16: the light shines on when the star has ceased to exist
    Carried("afterglow", "radiance", "popular_faith", 0.9, 0.0, "radiance", 1, "III.16",
            {"radiance": 0.9}, also=True, exact=False),
    # IV.3: before a West that copes with its problems the hopes of Moscow's supporters wane
    Carried("western_example", "radiance", "western_impression", 0.58, 0.9, "movement_abroad", -1, "IV.3"),
    # III.11: the tremors were felt all through the movement
    Carried("tremors_abroad", "radiance", "contest", 0.0, 1.0, "movement_abroad", -1, "III.11",
            {"violent_transfer": 1.0}),
    # IV.3: the depression that does not come
    Carried("failed_prophecy", "radiance", "unfulfilled_prophecy", 0.0, 1.0, "movement_abroad", -1, "IV.3"),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_the_light_fades_long_after_the_fire():
    """III.16: outward brilliance is greatest when inner decay is farthest advanced."""
    dead = {"popular_faith": 0.0, "exhaustion": 1.0, "growth": -0.1, "divergence": 1.0, "conviction": 0.0}
    after = call("radiance", {**dead, "radiance": 0.8})
    assert after.inner_vitality == 0.0
    assert 0.8 - after.radiance < 0.8 / 5


@pytest.mark.parametrize(
    ("name", "low", "high", "sign"),
    [
        ("popular_faith", 0.0, 1.0, 1),
        ("exhaustion", 0.0, 1.0, -1),
        ("divergence", 0.0, 1.0, -1),  # III.14
        ("conviction", 0.0, 1.0, 1),
        ("growth", 0.0, 0.08, 1),
    ],
)
def test_what_vitality_lives_on(name, low, high, sign):
    assert effect("radiance", "inner_vitality", name, low, high) * sign > 0


def test_gains_bring_followers_and_frustration_loses_them():
    """IV.4 the bandwagon; IV.5."""
    assert effect("radiance", "movement_abroad", "gain", 0.0, 1.0) > 0
    assert effect("radiance", "movement_abroad", "frustration", 0.0, 1.0) < 0


def test_a_quiet_contest_is_not_felt_abroad():
    """III.12: another transfer may take place quietly, with no repercussions anywhere."""
    quiet = effect("radiance", "movement_abroad", "contest", 0.0, 1.0, violent_transfer=0.0)
    assert quiet == pytest.approx(0.0, abs=1e-7)


def test_vitality_by_hand():
    """The mean of faith .5, rest .6, half of full vigour, renewal .8 and conviction .4."""
    after = call("radiance", {"popular_faith": 0.5, "exhaustion": 0.4, "growth": 0.04, "vigorous_growth": 0.08,
                              "divergence": 0.2, "conviction": 0.4})  # fmt: skip
    assert after.inner_vitality == pytest.approx((0.5 + 0.6 + 0.5 + 0.8 + 0.4) / 5, abs=1e-6)
