"""Fair shares, on games whose answers are known; and what the equations read, on steps that can be read by eye."""

from __future__ import annotations

import numpy as np
import pytest

from kennan.ledger.trace_shares import coalitions, shares
from kennan.model import month, parameters, quantities


def test_coalitions_are_the_binary_digits():
    assert coalitions(2).tolist() == [[False, False], [True, False], [False, True], [True, True]]
    assert coalitions(0).shape == (1, 0)


def test_where_effects_add_up_each_gets_its_own():
    worth = np.array([3.0, -1.0, 0.5])
    np.testing.assert_allclose(shares(coalitions(3) @ worth + 7.0), worth, atol=1e-15)


def test_what_only_all_together_can_do_is_shared_evenly():
    np.testing.assert_allclose(shares(coalitions(4).all(1).astype(float)), [0.25] * 4)


def test_the_glove_game():
    """One left glove, two right ones: a pair is worth 1 (a textbook answer: 2/3, 1/6, 1/6)."""
    members = coalitions(3)
    pair = members[:, 0] & (members[:, 1] | members[:, 2])
    np.testing.assert_allclose(shares(pair.astype(float)), [2 / 3, 1 / 6, 1 / 6])


def test_who_changes_nothing_gets_nothing_and_shares_add_up():
    rng = np.random.default_rng(1)
    values = np.repeat(rng.normal(size=(16, 3)), 2, axis=0)  # the first of five players changes nothing
    found = shares(values)
    np.testing.assert_allclose(found[0], 0.0, atol=1e-15)
    np.testing.assert_allclose(found.sum(0), values[-1] - values[0], atol=1e-14)


def test_nobody_and_a_broken_list():
    assert shares(np.array([5.0])).shape == (0,)
    with pytest.raises(ValueError, match="all combinations"):
        shares(np.zeros(3))


def test_reads_follow_the_equations():
    from kennan.engine.trace import reads

    war = reads("war", "at_war", 5)
    assert set(war["state"]) == {"at_war", "crises_grave", "stockpile_open", "stockpile_closed"}
    assert war["draw"] == ("general_war",)
    assert war["lever"] == ()
    assert {"escalation_to_war", "war_length", "the_bomb", "enough_warheads"} < set(war["parameter"])
    line = reads("line", "soft_phase", 5)
    assert "tactical_agreements" in line["parameter"]
    # one step sets several quantities, which do not all read the same
    assert "afterglow" in reads("radiance", "radiance", 5)["parameter"]
    assert "afterglow" not in reads("radiance", "inner_vitality", 5)["parameter"]
    with pytest.raises(KeyError):
        reads("war", "orbit", 5)


def test_no_quantity_of_a_step_reads_too_many_strengths_to_share_exactly():
    from kennan.engine.trace import reads

    strong, most = set(parameters.strengths()), 0
    for name, quantity in (("pressure", "orders"), ("pressure", "effort"), ("crisis", "crisis_level")):
        most = max(most, len(strong & set(reads(name, quantity, 5)["parameter"])))
    assert 8 <= most <= 12  # 4,096 combinations are 17 calls of the program


def test_every_step_names_its_passages():
    from kennan.ledger.trace import TIME, passages_of

    assert all(passages_of(name) for name, _ in month.ORDER)
    assert passages_of(TIME) == ()
    assert TIME not in quantities.load()
