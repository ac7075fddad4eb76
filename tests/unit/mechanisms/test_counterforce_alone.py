"""Counterforce alone: limited force, moved with a lag to shifting points (II.9, III.1, IV.2)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import CODES, call

#: Like theatres, all free and within reach; nothing stands there yet.
ALIKE = {"in_orbit": 0.0, "orders_political": 0.5, "effort_seen": 0.1, "counterforce": 0.0,
         "counterforce_political": 0.0, "counterforce_budget": 1.0, "counterforce_lag": 0.5, "mix": 0.5, "follow": 0.0,
         "perimeter": 0.0, "offensive": 0.0, "place.prize_share": 1 / 72, "place.access": 1.0}  # fmt: skip


def force(**named: object) -> np.ndarray:
    return np.asarray(call("counterforce", {**ALIKE, **named}).counterforce)


@pytest.mark.parametrize("rule", ["follow", "perimeter"])
def test_force_adds_up_to_the_budget(rule):
    """Conservation: what is within reach is all deployed, after a lag of half a year: 1 - exp(-1/6) in a month."""
    after = call("counterforce", {**ALIKE, rule: 1.0})
    assert after.counterforce_total == pytest.approx(1 - math.exp(-1 / 6), rel=1e-4)
    assert after.counterforce_total == pytest.approx(float(after.counterforce.sum()), rel=1e-5)


def test_it_follows_the_shifts_of_soviet_policy():
    """III.1: at a series of constantly shifting points, corresponding to the shifts and manoeuvres of Soviet policy."""
    italy = CODES.index("ITA")
    follow = force(follow=1.0, effort_seen=_spread(0.9, 0.1))
    assert follow[italy] > 5 * np.delete(follow, italy).max()
    perimeter = force(perimeter=1.0, effort_seen=_spread(0.9, 0.1))
    np.testing.assert_allclose(perimeter, perimeter[0], rtol=1e-5)


def _spread(there: float, elsewhere: float) -> np.ndarray:
    found = np.full((len(CODES), 1), elsewhere)
    found[CODES.index("ITA")] = there
    return found


@pytest.mark.parametrize("what", ["place.prize_share", "place.access"])
def test_it_guards_what_is_dear_and_within_reach(what):
    """III.1, IV.2."""
    there = force(follow=1.0, **{what: _spread(0.9, 0.3)})
    assert there[CODES.index("ITA")] > np.delete(there, CODES.index("ITA")).max()


def test_only_an_offensive_stands_against_the_orbit():
    """IV.2 holds the line; rollback is another policy."""
    inside = {"in_orbit": _spread(1.0, 0.0)}
    italy = CODES.index("ITA")
    assert force(follow=1.0, **inside)[italy] == 0
    assert force(perimeter=1.0, **inside)[italy] == 0
    assert force(offensive=1.0, **inside)[italy] == pytest.approx(1 - math.exp(-1 / 6), rel=1e-4)


def test_rules_are_mixed_by_their_weights():
    """A half of each gives the mean of the two."""
    seen = {"effort_seen": _spread(0.9, 0.1)}
    mixed = force(follow=0.5, perimeter=0.5, **seen)
    np.testing.assert_allclose(
        mixed, (force(follow=1.0, **seen) + force(perimeter=1.0, **seen)) / 2, rtol=1e-4
    )


def test_with_no_rule_at_all_it_fades_and_a_wall_stands():
    np.testing.assert_allclose(
        force(counterforce=0.3, counterforce_political=0.1), 0.3 * math.exp(-1 / 6), rtol=1e-4
    )
    walled = force(follow=1.0, **{"place.walled": {"ITA": 1.0}, "place.wall": {"ITA": 0.7}})
    assert walled[CODES.index("ITA")] == pytest.approx(0.7)


def test_it_lags():
    """III.1: the counter-force is moved when the shift has been seen, and not at once."""
    late = call("counterforce", {**ALIKE, "follow": 1.0, "counterforce_lag": [0.1, 1.0]}).counterforce_total
    assert late[0] > late[1]


def test_the_mix_divides_it_between_political_and_military_points():
    """III.1: geographical and political points."""
    for mix in (0.0, 0.3, 1.0):
        after = call("counterforce", {**ALIKE, "follow": 1.0, "mix": mix})
        assert float(after.counterforce_political.sum()) == pytest.approx(
            mix * float(after.counterforce.sum()), abs=1e-6
        )


def test_political_pressure_draws_political_force():
    """III.1: it answers where the pressure is, and of what kind it is."""
    kind = _spread(0.9, 0.1)
    after = call("counterforce", {**ALIKE, "follow": 1.0, "orders_political": kind})
    political = np.asarray(after.counterforce_political)
    military = np.asarray(after.counterforce) - political
    italy = CODES.index("ITA")
    assert political[italy] > 5 * np.delete(political, italy).max()
    assert military[italy] < np.delete(military, italy).min()
