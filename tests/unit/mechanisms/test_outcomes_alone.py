"""Outcomes alone: what becomes of Soviet power, held to the page of definitions in words (``outcomes.toml``; IV.5)."""

from __future__ import annotations

import pytest
from alone import call, effect

#: A united, healthy power in a united, healthy West: nothing of what IV.5 foresees.
WHOLE = {"orders_obeyed": 0.9, "ruled_by_another": 0.0,
         "western_weariness": 0.1, "western_unity": 0.7, "western_health": 0.8,
         "mellowing": 0.0, "pressure": 1.0, "output": 1.0, "orbit": 0.1, "war_happened": 0.0, "crisis_peak": 0.0,
         "broken_up": 0.0, "months_broken": 0.0, "months_restored": 0.0, "months_exhausted": 0.0,
         "months_mellow": 0.0}  # fmt: skip


def progress(**named: float) -> dict[str, float]:
    after = call("outcomes", {**WHOLE, **named})
    return {name.removeprefix("progress_"): after[name] for name in after if name.startswith("progress_")}


@pytest.mark.parametrize(
    ("named", "outcome"),
    [
        ({"war_happened": 1.0}, "general_war"),
        ({"orbit": 0.4}, "expansion"),  # a third of the world's prizes
        (
            {"mellowing": 0.6, "pressure": 0.3, "months_mellow": 36.0},
            "mellowing",
        ),  # three years of moderation
        ({"western_health": 0.1, "months_exhausted": 24.0}, "western_exhaustion"),
        ({"western_weariness": 0.7, "western_unity": 0.2, "months_exhausted": 24.0}, "western_exhaustion"),
        ({"orders_obeyed": 0.2, "months_broken": 5.0}, "breakup"),
    ],
)
def test_an_outcome_stands_where_its_condition_has_held_long_enough(named, outcome):
    found = progress(**named)
    assert found[outcome] == 1.0
    assert found["stalemate"] == 0.0


@pytest.mark.parametrize(
    ("named", "outcome"),
    [
        ({"mellowing": 0.6, "pressure": 0.9, "months_mellow": 36.0}, "mellowing"),  # it still presses
        (
            {"mellowing": 0.6, "pressure": 0.3, "orders_obeyed": 0.4, "months_mellow": 36.0},
            "mellowing",
        ),  # it is broken
        ({"mellowing": 0.6, "pressure": 0.3, "months_mellow": 20.0}, "mellowing"),  # not long enough
        ({"western_weariness": 0.7, "western_unity": 0.7, "months_exhausted": 24.0}, "western_exhaustion"),
        ({"orders_obeyed": 0.2, "months_broken": 3.0}, "breakup"),
        ({"orders_obeyed": 0.9, "months_broken": 30.0}, "breakup"),  # mended within the month
    ],
)
def test_it_does_not_where_one_condition_fails(named, outcome):
    assert progress(**named)[outcome] < 1.0


def test_what_is_left_is_stalemate():
    """Conservation: stalemate is what the furthest of the others leaves."""
    found = progress(orbit=0.2, mellowing=0.3)
    assert found["stalemate"] == pytest.approx(
        1 - max(v for k, v in found.items() if k != "stalemate"), abs=1e-6
    )


def test_clocks_run_while_a_condition_holds_and_start_again_when_it_does_not():
    broken = {**WHOLE, "orders_obeyed": 0.2, "months_broken": 4.0}
    assert call("outcomes", broken).months_broken == pytest.approx(5.0)
    assert call("outcomes", {**broken, "orders_obeyed": 0.9}).months_broken == 0.0
    assert call("outcomes", {**broken, "ruled_by_another": 1.0}).months_broken == 0.0


def test_a_broken_power_may_mend():
    """What forms can dissolve: a year of obedience to the same Party; not the rule of another."""
    broken = {**WHOLE, "broken_up": 1.0, "orders_obeyed": 0.8}
    assert call("outcomes", {**broken, "months_restored": 6.0}).broken_up == 1.0
    assert call("outcomes", {**broken, "months_restored": 12.0}).broken_up == 0.0
    other = {**broken, "orders_obeyed": 0.0, "ruled_by_another": 1.0, "months_restored": 12.0}
    assert call("outcomes", other).broken_up == 1.0


@pytest.mark.parametrize(
    ("name", "high", "outcome"),
    [("crisis_peak", 3.0, "general_war"), ("orbit", 0.3, "expansion"), ("mellowing", 0.4, "mellowing"),
     ("western_weariness", 0.5, "western_exhaustion")],
)  # fmt: skip
def test_progress_rises_before_the_outcome(name, high, outcome):
    rest = {key: value for key, value in WHOLE.items() if key != name}
    assert effect("outcomes", f"progress_{outcome}", name, WHOLE[name], high, **rest) > 0
