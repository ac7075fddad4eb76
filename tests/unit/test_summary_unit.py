"""Summaries of runs small enough to count by hand."""

import sys
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from kennan.faults import BadInput
from kennan.records import summary

sys.path.insert(0, str(Path(__file__).parents[1]))
import plots_fake


def small(endings, reached=None, left=None):
    """Make a run from lists: endings[policy][world], reached and left [policy][outcome][world]."""
    ending = np.array(endings, np.int8)
    never = np.full((ending.shape[0], 5, ending.shape[1]), -1, np.int16)
    data = {
        "ending": (("policy", "world"), ending),
        "reached": (("policy", "outcome_kind", "world"), never if reached is None else np.array(reached)),
        "left": (("policy", "outcome_kind", "world"), never if left is None else np.array(left)),
    }
    return xr.Dataset(data, {"policy": ["a", "b"][: ending.shape[0]], "world": np.arange(ending.shape[1])})


def test_shares_count_the_endings():
    found = summary.shares(small([[1, 5, 5, 6], [2, 2, 2, 2]]))
    assert [found["a"][o].share for o in summary.OUTCOMES] == [0.25, 0, 0, 0, 0.5, 0.25]
    assert found["b"]["breakup"].share == 1
    assert found["b"]["breakup"].high == 1
    assert found["b"]["breakup"].low == pytest.approx(4 / (4 + summary.Z**2))
    assert found["a"]["mellowing"].count == 2


def test_wilson_gives_the_published_interval(monkeypatch):
    """81 of 263 at 95 % is .2553 to .3662 (Newcombe 1998, table I, method 3)."""
    with monkeypatch.context() as patch:
        patch.setattr(summary, "Z", 1.959964)
        found = summary.wilson(81, 263)
        assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
    z = summary.Z
    found = summary.wilson(81, 263)
    p, n = 81 / 263, 263
    for end in (found.low, found.high):  # the ends solve |p - e| = z sqrt(e (1 - e) / n)
        assert abs(p - end) == pytest.approx(z * np.sqrt(end * (1 - end) / n))
    assert summary.wilson(0, 10).low == 0
    assert summary.wilson(0, 10).high > 0.1


def test_in_hundred_always_adds_up():
    assert summary.in_hundred([1 / 3, 1 / 3, 1 / 3]) == [34, 33, 33]
    assert summary.in_hundred([0.005, 0.995]) == [1, 99]
    assert summary.in_hundred([0.004, 0.996]) == [0, 100]
    rng = np.random.default_rng(1)
    for _ in range(200):
        counts = rng.multinomial(937, rng.dirichlet(np.ones(6)))
        whole = summary.in_hundred(counts / 937)
        assert sum(whole) == 100
        assert all(abs(w - 100 * c / 937) < 1 for w, c in zip(whole, counts, strict=True))


def test_one_number_is_said_in_one_way():
    assert [summary.whole(x) for x in (0.125, -0.125, 0.285, 0.004, 0.005)] == [
        13,
        -13,
        28,
        0,
        1,
    ]  # as the page has it
    assert [summary.said(x) for x in (0.0, 0.004, 0.006)] == ["0", "<1", "1"]
    assert summary.said(0.006, 0) == "<1"  # where it is one of those that add up to 100
    mine = dict(
        zip(summary.OUTCOMES, (summary.wilson(n, 1000) for n in (6, 316, 4, 0, 430, 244)), strict=True)
    )
    other = dict(
        zip(summary.OUTCOMES, (summary.wilson(n, 1000) for n in (4, 4, 0, 0, 476, 516)), strict=True)
    )
    numbers = summary.numbers(mine)
    assert sum(numbers.values()) == 100
    gaps = summary.gaps(mine, other)
    assert all(gaps[o] == numbers[o] - summary.numbers(other)[o] for o in summary.OUTCOMES)
    assert sum(gaps.values()) == 0


def test_ever_counts_what_was_reached_and_lost():
    never = [-1, -1, -1]
    reached = [[never, [9, -1, -1], never, never, [3, 4, -1]]]
    left = [[never, never, never, never, [9, -1, -1]]]
    found = summary.ever(small([[2, 5, 6]], reached, left))["a"]
    assert found["mellowing"].reached.count == 2
    assert found["mellowing"].left.count == 1
    assert found["breakup"].reached.count == 1
    assert found["general_war"].reached.count == 0


def test_sequences_are_in_the_order_of_coming_and_end_with_the_ending():
    n = [-1] * 4
    #            both       lost it    never      stands
    reached = [[n, [9, -1, -1, -1], n, n, [3, 4, -1, 4]]]
    left = [[n, n, n, n, [9, 20, -1, -1]]]
    found = summary.sequences(small([[2, 6, 6, 5]], reached, left))["a"]
    assert set(found) == {
        ("mellowing", "breakup"),
        ("mellowing", "stalemate"),
        ("stalemate",),
        ("mellowing",),
    }
    assert all(share.count == 1 for share in found.values())
    assert summary.say_sequence(("mellowing", "breakup")) == "mellowing, then break-up"


def test_sequences_come_commonest_first_and_stop_at_top():
    found = summary.sequences(small([[6, 6, 6, 1, 1, 2]]), top=2)["a"]
    assert list(found) == [("stalemate",), ("general_war",)]


def test_medians_are_those_of_january():
    months = np.arange("1947-11", "1949-03", dtype="datetime64[M]").astype("datetime64[ns]")
    values = np.arange(16)[None, :, None] + np.array([0, 1, 5])
    ds = small([[1, 1, 1]]).assign(orbit=(("policy", "month", "world"), values)).assign_coords(month=months)
    assert summary.medians(ds, "orbit") == {1948: 3.0, 1949: 15.0}
    with pytest.raises(BadInput, match="nearest name: orbit") as error:
        summary.medians(ds, "orbits", "c")
    assert len(error.value.faults) == 2


def test_paired_difference_looks_only_at_worlds_that_differ():
    ds = small([[5] * 6 + [6] * 4, [5] * 2 + [6] * 7 + [5]])
    found = summary.paired_difference(ds, "mellowing", "a", "b")
    assert (found.only_a, found.only_b, found.worlds) == (4, 1, 10)
    assert found.difference == pytest.approx(0.3)
    p, q = 5 / 12, 2 / 12  # Bonett and Price: one world added to each kind, two to the number
    half = summary.Z * np.sqrt((p + q - (p - q) ** 2) / 12)
    assert (found.low, found.high) == pytest.approx((p - q - half, p - q + half))
    back = summary.paired_difference(ds, "mellowing", "b", "a")
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low))


def test_no_world_differs_still_leaves_doubt():
    found = summary.difference(0, 0, 100)
    assert found.difference == 0
    assert found.low < 0 < found.high
    assert not found.clear


def test_the_same_luck_narrows_the_interval():
    """Worlds that mostly agree tell more about a difference than two runs of strangers would."""
    ds = plots_fake.run(300, years=2)
    gap = summary.paired_difference(ds, "expansion", "charm", "sporadic")
    a, b = (summary.shares(ds)[p]["expansion"] for p in ("charm", "sporadic"))
    strangers = summary.Z * np.sqrt(sum(s.share * (1 - s.share) / 300 for s in (a, b)))
    assert gap.high - gap.low < 2 * strangers
    assert gap.difference == pytest.approx(a.share - b.share)
