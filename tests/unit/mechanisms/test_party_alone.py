"""The Party alone: infallibility and discipline, splits (II.5-7, III.15)."""

from __future__ import annotations

import numpy as np
import pytest
from alone import Carried, call, effect

CARRIED = [
    # III.15: exercised in discipline and obedience, not in the arts of compromise
    Carried("iron_discipline", "party", "mobilised_members", 0.0, 0.6, "party_split", 1, "III.15",
            {"party_split": 0.05, "mellowing": 0.0, "healing_by_compromise": 0.0}, also=True),
    # II.7: infallibility rests on discipline, and discipline on infallibility
    Carried("infallibility_discipline", "party", "infallibility", 0.92, 0.2, "discipline", -1, "II.7", exact=False),
    Carried("infallibility_discipline", "party", "discipline", 0.92, 0.2, "infallibility", -1, "II.7",
            {"reversal": 0.0}, exact=False),
    # II.5: if truth could be found elsewhere, there would be room for its expression in organised activity
    Carried("truth_monopoly", "party", "independent_association", 0.0, 0.5, "infallibility", -1, "II.5",
            {"mellowing": 0.0}),
    # II.7: the line may change at will, where discipline is whole (claim: a reversal costs by what it lacks)
    Carried("cost_of_reversal", "party", "reversal", 0.0, 1.0, "infallibility", -1, "II.7", {"discipline": 0.5}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_the_line_can_be_turned_at_no_cost_where_discipline_is_perfect():
    """II.7: the faithful accept any thesis."""
    assert effect("party", "infallibility", "reversal", 0.0, 1.0, discipline=1.0) == pytest.approx(
        0, abs=1e-7
    )


def test_disunity_paralyses_the_party_as_an_instrument():
    """III.15. Unity is discipline times what is not split."""
    after = call("party", {"party_split": 0.4, "discipline": 0.9})
    assert after.party_unity == pytest.approx(after.discipline * (1 - after.party_split), rel=1e-5)
    assert effect("party", "discipline", "party_split", 0.0, 0.8) < 0
    assert effect("party", "infallibility", "open_dissent", 0.0, 0.5) < 0


def test_authority_and_compromise_heal_a_split():
    """III.15: had they the arts of compromise and accommodation."""
    rest = {"party_split": 0.5, "mobilised_members": 0.3}
    assert effect("party", "party_split", "authority", 0.0, 1.0, **rest) < 0
    assert effect("party", "party_split", "mellowing", 0.0, 1.0, **rest) < 0


def test_a_broken_party_may_be_restored_by_a_master():
    """Our own assumption (the article does not look beyond the break): a master with organs, and none without."""
    broken = {"party_unity": 0.1, "discipline": 0.2, "party_split": 0.6, "authority": 0.9, "organs": 0.8,
              "draws.restoration": 0.0005}  # fmt: skip
    after = call("party", broken)
    assert (after.events.restoration, after.party_split) == (1.0, 0.0)
    assert after.discipline == pytest.approx(0.75)
    assert call("party", {**broken, "restoration": 0.0}).events.restoration == 0
    assert call("party", {**broken, "organs": 0.0}).events.restoration == 0
    assert call("party", {**broken, "party_unity": 0.9}).events.restoration == 0


def test_compromise_by_hand():
    """(1 - 0.5) * 0.9 + 0.6 * 0.25 = 0.6."""
    after = call("party", {"iron_discipline": 0.5, "compromise_known": 0.9, "mellowing": 0.25})
    assert after.compromise == pytest.approx(0.6, abs=1e-6)
    assert np.isclose(call("party", {"iron_discipline": 1.0, "mellowing": 0.0}).compromise, 0.0)
