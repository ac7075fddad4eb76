"""Who leaves and whether the succession is disputed, alone (I.7, III.10-12, III.14-15)."""

from __future__ import annotations

import math

import pytest
from alone import COLUMNS, Carried, call

#: Nobody dies or is removed.
SAFE = {"draws.death": 0.9999, "draws.ouster": 0.9999}
#: A contest without violence that does not end this month.
CONTEST = {**SAFE, "contest": 1.0, "authority": 0.0, "violent_transfer": 0.0, "draws.contest_ends": 0.9999}
#: The ruler dies, and his place is disputed.
DIES = {"contest": 0.0, "draws.death": 0.0, "draws.ouster": 0.9999, "draws.violence": 0.9999}
CARRIED = [
    # III.12: it may pass quietly; with no disputes it always does
    Carried("disputed_transfers", "succession", "draws.quiet_transfer", 0.01, 0.99, "contest", 1, "III.12", DIES),
    # III.12: or turn from deceit to violence
    Carried("violent_contests", "succession", "draws.violence", 0.99, 0.01, "violent_transfer", 1, "III.12",
            {**DIES, "draws.quiet_transfer": 0.999, "draws.reach_down": 0.9999}),
    # III.14: members and top that have drifted apart make it likelier
    Carried("mass_clique_divergence", "succession", "divergence", 0.5, 3.0, "contest", 1, "III.14",
            {**DIES, "draws.quiet_transfer": 0.5}),
    # III.15: rivals may reach down to the immature masses
    Carried("rivals_reach_down", "succession", "draws.reach_down", 0.99, 0.001, "reaching_down", 1, "III.15",
            {**CONTEST, "draws.reach_size": 0.3}),
    # IV.5: the strains of frustration promote it
    Carried("strain_on_succession", "succession", "frustration", 0.0, 1.0, "events.reach_down", 1, "IV.5",
            {**CONTEST, "draws.reach_down": 0.013}),
    # I.7: power does not bear to be shared
    Carried("jealous_power", "succession", "contest", 1.0, 0.0, "authority", 1, "I.7",
            {**SAFE, "authority": 0.0, "draws.contest_ends": 0.9999}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_the_old_die_by_hand():
    """At 68 the hazard is 0.073 a year, ten years later 0.073 * exp(0.9)."""
    for age, hazard in ((68.0, 0.073), (78.0, 0.073 * math.exp(0.9))):
        after = call(
            "succession",
            {"contest": 0.0, "leader_age": age - 1 / 12, "draws.ouster": 0.9999, "draws.death": COLUMNS / 16},
        )
        assert after.events.succession.sum() == (1 - math.exp(-hazard / 12) > COLUMNS / 16).sum() > 0
        assert after.events.ouster.sum() == 0


def test_who_has_not_consolidated_is_the_easier_removed():
    """III.10, by hand: .165 a year without authority, .047 with all of it."""
    for authority, hazard in ((0.0, 0.165), (1.0, 0.047)):
        named = {"contest": 0.0, "authority": authority, "draws.death": 0.9999, "draws.ouster": COLUMNS / 32}
        removed = call("succession", named).events.ouster.sum()
        assert removed == (1 - math.exp(-hazard / 12) > COLUMNS / 32).sum() > 0


def test_most_transfers_are_quiet_at_the_divergence_of_the_start():
    """Autocracies without the closed power, to 1962: about 64 in 100 quiet."""
    named = {**DIES, "divergence": 0.5, "unrecognised_demand": 0.5, "draws.quiet_transfer": COLUMNS}
    assert 1 - call("succession", named).contest.mean() == pytest.approx(0.636, abs=0.02)


def test_a_quiet_heir_rules_at_once_and_a_disputed_place_is_nobodys():
    quiet = call("succession", {**DIES, "draws.quiet_transfer": 0.01, "first_authority": 0.4})
    assert (quiet.contest, quiet.new_ruler) == (0.0, 1.0)
    assert quiet.authority == pytest.approx(0.4)
    disputed = call("succession", {**DIES, "draws.quiet_transfer": 0.999})
    assert (disputed.contest, disputed.new_ruler, disputed.authority) == (1.0, 0.0, 0.0)


def test_a_contest_ends_in_one_hand():
    """I.7: too jealous to envisage any permanent sharing; by hand, a month of a mean of two years."""
    named = {**CONTEST, "contest_length": 2.0, "violent_length": 5.0, "draws.contest_ends": COLUMNS / 8}
    over = call("succession", named)
    assert over.new_ruler.sum() == (1 - math.exp(-1 / 24) > COLUMNS / 8).sum() > 0
    assert (over.contest == 1.0 - over.new_ruler).all()
    wild = call("succession", {**named, "violent_transfer": 1.0})
    assert wild.new_ruler.sum() == (1 - math.exp(-1 / 60) > COLUMNS / 8).sum() < over.new_ruler.sum()


def test_reaching_down_turns_a_contest_violent_and_only_a_contest():
    """III.12, III.15."""
    named = {**CONTEST, "draws.reach_down": 0.0001, "draws.reach_size": 0.5, "reach_size": 0.2}
    after = call("succession", named)
    assert (after.violent_transfer, after.events.violent_transfer) == (1.0, 1.0)
    assert after.reaching_down == pytest.approx(0.2 * math.log(2), rel=1e-4)
    calm = call("succession", {**named, "contest": 0.0})
    assert (calm.reaching_down, calm.violent_transfer, calm.events.reach_down) == (0.0, 0.0, 0.0)


def test_reaching_down_is_oftener_where_members_and_top_are_apart():
    """III.14-15: it is among members who differ from the top that support can be sought."""
    named = {**CONTEST, "divergence": [0.5, 2.5], "draws.reach_down": 0.012, "unrecognised_demand": 0.5}
    assert call("succession", {**named, "frustration": 0.0}).events.reach_down.tolist() == [0.0, 1.0]


def test_violence_ends_with_the_contest():
    after = call("succession", {**CONTEST, "violent_transfer": 1.0, "draws.contest_ends": 0.0})
    assert (after.contest, after.violent_transfer, after.new_ruler) == (0.0, 0.0, 1.0)


def test_authority_is_gathered_slowly():
    """III.11, by hand: at a third a year towards one."""
    after = call("succession", {**SAFE, "contest": 0.0, "authority": 0.4, "jealous_power": 0.33})
    assert after.authority == pytest.approx(1 - 0.6 * math.exp(-0.33 / 12), rel=1e-5)
