"""Whatever month of whatever world is taken apart, the parts add up."""

from __future__ import annotations

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kennan.engine.plan import Plan
from kennan.ledger.fork_base import month_name
from kennan.ledger.trace import trace
from kennan.ledger.trace_shares import coalitions, shares
from kennan.model import quantities

NAMES = [name for name, q in quantities.load().items()]


@settings(max_examples=12, phases=[Phase.generate])  # a red test is slow enough without shrinking
@given(
    world=st.integers(0, 999_999),
    seed=st.integers(0, 2**63 - 1),
    month=st.integers(0, 71),
    quantity=st.sampled_from(NAMES),
)
def test_parts_add_up(world, seed, month, quantity):
    plan = Plan.build(policies=["sporadic"], worlds=1, first_world=world, years=6, seed=seed)
    found = trace(plan, world, month_name(plan, month), quantity)
    size = max([1.0, *(abs(s.change) for s in found.shares)])
    assert abs(found.rounding) <= 1e-12 * size
    if found.of == "":
        total = sum(c.change for c in found.changes)
        assert abs(total - found.change) <= 1e-12 * size


@settings(max_examples=30)
@given(players=st.integers(0, 7), seed=st.integers(0, 1000))
def test_shares_of_any_game_add_up_and_follow_the_players(players, seed):
    values = np.random.default_rng(seed).normal(size=2**players)
    found = shares(values)
    np.testing.assert_allclose(found.sum(), values[-1] - values[0], atol=1e-12)
    if players > 1:  # the same game with two players exchanged
        order = [1, 0, *range(2, players)]
        bits = 1 << np.arange(players)
        swapped = values[(coalitions(players)[:, order] * bits).sum(1)]
        np.testing.assert_allclose(shares(swapped), found[order], atol=1e-12)
