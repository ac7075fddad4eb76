"""Mellowing alone (IV.4, IV.5)."""

from __future__ import annotations

import pytest
from alone import Carried, call, effect

CARRIED = [
    # IV.5: no messianic movement can face frustration without adjusting itself
    Carried("forced_adjustment", "mellowing", "frustration", 0.0, 0.9, "mellowing", 1, "IV.5", {"mellowing": 0.1}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_success_hardens():
    """IV.4, the other side of IV.5."""
    assert effect("mellowing", "mellowing", "gain", 0.0, 1.0, mellowing=0.5, frustration=0.0) < 0


def test_what_was_learned_is_forgotten():
    """Those who have learned retire: without frustration mellowing fades."""
    assert call("mellowing", {"mellowing": 0.5, "frustration": 0.0, "gain": 0.0}).mellowing < 0.5
