"""What is undefined is not 0, and what all worlds agree in has no interval of no width."""

from __future__ import annotations

import numpy as np
import pytest

from kennan.faults import BadInput
from kennan.ledger.check import Check, Condition
from kennan.ledger.findings import measured
from kennan.ledger.interval import Measured, Panel, exact_share, intervals
from kennan.ledger.samples import Ratio, middle
from kennan.ledger.statistics import _never_else

WORLDS, LEVEL = 200, 0.95


def one(*arms, compare: str = "level", high: float = 0.3) -> Measured:
    """Return the one number of a check whose arms are samples."""
    condition = Condition("with", high=high, neutral=0.0)
    check = Check("claim", 1, "", (), compare, (), (condition,), 1, WORLDS, LEVEL)
    return intervals([Panel(check, list(arms), [], LEVEL)], 4000)[0][0]


def mean(values) -> Ratio:
    return _never_else(np.asarray(values, float), np.ones(len(values)), least=0.0)


def test_what_no_world_shows_has_the_upper_end_of_clopper_and_pearson():
    found = one(mean(np.zeros(WORLDS)))
    assert (found.value, found.low, found.note) == (0.0, 0.0, "")
    assert found.high == pytest.approx(exact_share(0, WORLDS, LEVEL)[1], rel=0.1)
    every = one(mean(np.ones(WORLDS)), high=2.0)
    assert every.low == pytest.approx(exact_share(WORLDS, WORLDS, LEVEL)[0], rel=0.1)
    assert every.high > 1  # of a number of things, of which a world may have more than one


def test_a_share_of_what_never_happens_to_what_does_has_a_width():
    found = one(mean(np.zeros(WORLDS)), mean(np.arange(WORLDS) % 2), compare="ratio")
    assert found.value == found.low == 0
    assert 0.01 < found.high < 0.1


@pytest.mark.parametrize("values", [np.full(WORLDS, 0.91), np.full(WORLDS, -0.207)])
def test_what_is_no_count_and_the_same_everywhere_is_said_in_words(values):
    found = one(mean(values))
    assert found.note == "the same in all 200 worlds"
    assert (
        measured(found.value, found.low, found.high, found.note)
        == f"{values[0]:g} (the same in all 200 worlds)"
    )
    luck = np.random.default_rng(1).normal(size=WORLDS)
    equal = one(mean(luck + 5), mean(luck + 5), compare="difference")
    assert (equal.value, equal.note) == (0.0, "the same in all 200 worlds")


def test_a_median_that_no_resample_moves():
    found = one(middle(np.full((1, WORLDS), 40.0), np.ones((1, WORLDS), bool)), high=50.0)
    assert (found.value, found.note) == (40.0, "the same however 200 worlds are drawn again")


def test_worlds_that_differ_keep_their_interval_and_no_note():
    found = one(mean(np.random.default_rng(1).normal(5, 1, WORLDS)), high=9.0)
    assert found.low < found.value < found.high
    assert found.note == ""


def test_change_may_lie_below_0_and_a_number_of_things_may_not():
    up = _never_else(np.zeros(4), np.ones(4))
    assert (up.more, up.less) == ((1.0, 1.0), (-1.0, 1.0))
    assert mean(np.zeros(4)).less == (0.0, 1.0)
    assert np.isnan(_never_else(np.zeros(4), np.zeros(4)).value)


def test_ends_are_told_in_as_many_digits_as_tell_them_apart():
    assert measured(10.836, 10.195, 11.473) == "10.8 (10.2 to 11.5)"
    assert measured(-0.20707, -0.20726, -0.20684) == "-0.2071 (-0.2073 to -0.2068)"
    assert measured(float("nan"), float("-inf"), float("inf")) == "none (-unbounded to unbounded)"


def test_differences_of_no_worlds_are_refused():
    from kennan.records.summary import difference, wilson

    for call in (lambda: difference(0, 0, 0), lambda: difference(3, 3, 5), lambda: wilson(0, 0)):
        with pytest.raises(BadInput):
            call()
    assert difference(0, 0, 100).low < 0 < difference(0, 0, 100).high


def test_a_box_of_a_result_that_never_came_covers_no_share_of_it():
    from kennan.experiments import prim, words

    found = prim.count([], {"care": np.linspace(0, 1, 50)}, np.zeros(50, bool))
    assert found.coverage is None
    assert found.base.high > 0
    assert words.percent(found.coverage) == "–"
    empty = prim.count(
        [prim.Limit("care", 2.0, 3.0, 0.01, None)], {"care": np.linspace(0, 1, 50)}, np.ones(50, bool)
    )
    assert empty.density is None


def test_effects_that_are_all_alike_have_no_interval():
    from kennan.experiments import factors, morris

    both = factors.choose(["exit", "care"])
    places = morris.design(both, 6, 1)
    found = {e.name: e for e in morris.analyse(both, places, places[:, :1] * 2.0, 1)}
    first = found[both[0].name]
    assert first.size == pytest.approx(2.0)
    assert first.low is first.high is None
    assert found[both[1].name].size == 0
