"""Leadership and the transfer of power, alone (I.7, III.10-12, III.15)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import COLUMNS, Carried, call, effect

#: A contest between three near equals, in a year in which nobody dies.
CONTEST = {"ruling": 0.0, "authority": 0.2, "violent_transfer": 1.0, "rival_shares": [[0.36], [0.33], [0.31]],
           "draws.death": 0.9999, "draws.ouster": 0.9999, "divergence": 0.8, "succession_rules": 0.0,
           "mobilised_members": 0.0}  # fmt: skip
CARRIED = [
    # III.15: rivals may reach down into the immature masses, where mass and clique have drifted apart (III.14)
    Carried("reaching_down", "succession", "divergence", 0.0, 1.0, "mobilised_members", 1, "III.15",
            {**CONTEST, "draws.reach_down": 0.001}),
    # IV.5: the strains of frustration promote it
    Carried("strain_on_succession", "succession", "frustration", 0.0, 1.0, "events.reach_down", 1, "IV.5",
            {**CONTEST, "draws.reach_down": 0.006}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_power_does_not_bear_to_be_shared():
    """I.7: too fierce and too jealous to envisage any permanent sharing of power."""
    unequal = {**CONTEST, "rival_shares": [[0.5], [0.3], [0.2]]}
    jealous = call("succession", {**unequal, "jealous_power": 1.0}).rival_shares
    content = call("succession", {**unequal, "jealous_power": 0.0}).rival_shares
    np.testing.assert_allclose(content, [0.5, 0.3, 0.2], atol=1e-6)
    assert jealous[0] > 0.5
    assert jealous[1] < 0.3
    assert jealous[2] < 0.2


def test_shares_add_up_to_one():
    """Conservation, whatever the luck, with or without a transfer."""
    for death in (0.0, 0.9999):
        after = call(
            "succession", {**CONTEST, "draws.death": death, "draws.rival_shares": [[2.0], [-2.0], [0.5]]}
        )
        assert float(after.rival_shares.sum()) == pytest.approx(1.0, abs=1e-6)
        assert (after.rival_shares > 0).all()


def test_the_drift_by_hand():
    """0.74 * x * (x - sum of squares) a year: of 0.5, 0.3, 0.2 the first gains 0.74 * 0.5 * 0.12 / 12 in a month."""
    after = call("succession", {**CONTEST, "rival_shares": [[0.5], [0.3], [0.2]]}).rival_shares
    assert float(after[0]) == pytest.approx(0.5 + 0.74 * 0.5 * (0.5 - 0.38) / 12, abs=1e-5)


def test_a_near_equal_contest_takes_about_twelve_years():
    """III.11: that transfer took twelve years to consolidate. By Euler steps of the same drift, in NumPy."""
    shares, years = np.array([0.34, 0.333, 0.327]), 0.0
    while shares.max() < 0.85 and years < 40:
        given = {**CONTEST, "rival_shares": shares[:, None], "dt": 1.0}
        shares, years = np.asarray(call("succession", given).rival_shares, float), years + 1.0
    assert 8 <= years <= 20


def test_the_old_die_and_a_transfer_begins():
    """By hand: at 68 the hazard is 0.06, ten years later 0.06 * exp(0.9)."""
    for age, hazard in ((68.0, 0.06), (78.0, 0.06 * math.exp(0.9))):
        rest = {
            "leader_age": age - 1 / 12,
            "ruling": 1.0,
            "draws.ouster": 0.9999,
            "draws.death": COLUMNS / 16,
        }
        after = call("succession", rest)
        assert after.events.succession.sum() == (1 - math.exp(-hazard / 12) > COLUMNS / 16).sum() > 0


def test_a_transfer_is_quiet_or_violent_and_rules_make_it_quiet():
    """III.12: it may take place quietly, or turn from delicate deceit to wild violence."""
    dies = {"draws.death": 0.0, "ruling": 1.0, "divergence": 0.55, "draws.quiet_transfer": COLUMNS}
    none, ruled = (call("succession", {**dies, "succession_rules": r}) for r in (0.0, 0.8))
    assert 0 < none.events.violent_transfer.sum() < 64
    assert ruled.events.violent_transfer.sum() < none.events.violent_transfer.sum()
    apart = call("succession", {**dies, "succession_rules": 0.0, "divergence": 1.0})
    assert apart.events.violent_transfer.sum() > none.events.violent_transfer.sum()


def test_violence_and_want_of_authority_make_a_contest():
    """III.11-12: it shook the state to its foundations."""
    quiet = call("succession", {**CONTEST, "violent_transfer": 0.0}).contest
    assert 0 < quiet < call("succession", CONTEST).contest
    assert call("succession", {**CONTEST, "ruling": 1.0}).contest == 0.0


def test_nobody_reaches_down_where_rules_or_a_master_stand():
    """III.15."""
    luck = {"draws.reach_down": COLUMNS / 64}
    assert call("succession", {**CONTEST, **luck}).events.reach_down.sum() > 0
    assert call("succession", {**CONTEST, **luck, "succession_rules": 1.0}).events.reach_down.sum() == 0
    assert call("succession", {**CONTEST, **luck, "ruling": 1.0}).events.reach_down.sum() == 0


def test_who_has_won_consolidates():
    """III.11: authority grows slowly towards what a master has."""
    assert effect("succession", "authority", "authority", 0.2, 0.9, ruling=1.0, **{"draws.death": 0.99}) > 0
    won = call("succession", {**CONTEST, "rival_shares": [[0.9], [0.06], [0.04]]})
    assert won.ruling == 1.0
    after = call(
        "succession", {"ruling": 1.0, "authority": 0.5, "draws.death": 0.9999, "draws.ouster": 0.9999}
    )
    assert after.authority == pytest.approx(0.95 - 0.45 * math.exp(-0.3 / 12), rel=1e-4)
