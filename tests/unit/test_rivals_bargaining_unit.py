"""The rival that bargains, and the rival of strain: votes, fronts and distances by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kennan.history.record import Record
from kennan.history.rivals import (
    bargaining,
    numbers,
    strain,
)
from kennan.history.rivals.known import known

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "rivals.md"


@pytest.fixture(scope="module")
def record() -> Record:
    from kennan.history.record.folder import facts

    return facts()


@pytest.fixture(scope="module")
def now(record):
    return known(record.until(1948))


# Bargaining


def test_votes_of_three_by_hand():
    x = np.array([[0.0], [1.0], [0.25]])
    weight, risk = np.array([[1.0], [2.0], [4.0]]), np.ones((3, 1))
    votes = bargaining.votes(x, weight, risk, np.arange(3))
    # for 0 against 1: 0 likes itself by 2, 1 likes itself by 2, the third likes 0 by 2 (.75 - .25) = 1
    for_0, for_1 = 1 * 2 + 4 * 1, 2 * 2
    assert votes[0, 1, 0] == pytest.approx(for_0 / (for_0 + for_1))
    assert votes[1, 0, 0] == pytest.approx(for_1 / (for_0 + for_1))
    assert votes[0, 0, 0] == 0.5


def test_votes_add_up_and_attitudes_bend_them():
    rng = np.random.default_rng(1)
    x, weight = rng.random((6, 50)), rng.random((6, 50))
    votes = bargaining.votes(x, weight, rng.uniform(0.5, 2, (6, 50)), np.arange(6))
    assert votes + votes.transpose(1, 0, 2) == pytest.approx(1)
    assert ((votes >= 0) & (votes <= 1)).all()


def test_the_median_voter_is_weighted():
    x = np.array([[0.1], [0.9], [0.5]])
    assert bargaining.centre_of(x, np.array([[1.0], [1.0], [1.0]]))[0] == 0.5
    assert bargaining.centre_of(x, np.array([[1.0], [5.0], [1.0]]))[0] == 0.9


def test_who_is_safest_is_most_cautious():
    risk = bargaining.attitude(np.array([[-3.0], [0.0], [3.0]]))[:, 0]
    assert risk == pytest.approx([2.0, 1.0, 0.5])
    assert bargaining.attitude(np.zeros((3, 1)))[:, 0] == pytest.approx(1)


def test_an_unresisted_challenge_pays_and_a_hopeless_one_does_not():
    def gain(care: float, prevails: float) -> float:
        a = np.asarray
        return float(
            bargaining.expected(a(0.0), a(1.0), a(1.0), a(care), a(prevails), a(0.5), 0.5),
        )

    assert gain(0.0, 0.0) > 0
    assert gain(1.0, 1.0) > 0
    assert gain(1.0, 0.0) < 0
    assert gain(1.0, 0.9) > gain(1.0, 0.5)


def two_powers(moscow: float, washington: float) -> bargaining.States:
    return bargaining.States(np.array([0.1, 0.1, moscow, washington]), np.arange(4))


def test_the_weak_come_over_to_the_strong():
    members, years = np.arange(100), tuple(range(1948, 1978))
    p = numbers.draw("bargaining", 47, members)
    x = np.stack([np.full(100, v) for v in (0.5, 0.5, 1.0, 0.0)])
    west = bargaining.course(two_powers(0.1, 0.7), x, p, years, members, 47)["position"][:, -1]
    east = bargaining.course(two_powers(0.7, 0.1), x, p, years, members, 47)["position"][:, -1]
    assert (west[2] < 0.5).mean() > 0.7
    assert (east[3] > 0.5).mean() > 0.7
    # the scale has no side of its own
    assert abs((west[2] < 0.5).mean() - (east[3] > 0.5).mean()) < 0.1


def test_one_round_of_two_by_hand():
    """A strong one who expects to gain takes a weak one who expects to lose all the way or in part, never beyond."""
    who = bargaining.States(np.array([0.2, 0.8]), np.arange(2))
    x, one = np.array([[1.0], [0.0]]), np.ones((2, 1))
    held = bargaining.bargain(who, x, one, one, 0.5)
    assert held.offered[1, 0] == 0.0  # nobody moves the strong
    assert 0 <= held.offered[0, 0] < 1
    assert held.support[0] == pytest.approx(0.8)
    assert not held.clash[0]


def test_the_share_of_a_peaceful_western_win_is_told_beside_the_published_one(record):
    """Not held to the published figure: held to what the page says of the difference."""
    told = known(record.until(1948))
    endings = bargaining.run(told, tuple(range(1949, 1992)), np.arange(600), 47).endings
    share = float(endings["peaceful_western_win"][-1].mean())
    page = PAGE.read_text(encoding="utf-8")
    low, high = (round(100 * v) for v in bargaining.PUBLISHED)
    assert f"{low} to {high} %" in page
    said = float(re.search(r"here it is (\d+) %", page)[1]) / 100
    assert share == pytest.approx(said, abs=3 * np.sqrt(said * (1 - said) / 600))


# Strain


def a_map(**changes) -> strain.Map:
    base = strain.Map(
        resources=np.array([0.1, 0.1, 0.1]),
        soviet=0.2,
        american=0.4,
        distance=np.array([1000.0, 2000.0, 6000.0]),
        touches=np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], bool),
        border=np.array([True, False, False]),
        region=np.array([0, 1, 2]),
        hostile=np.array([True, True, True]),
    )
    return replace(base, **changes)


def test_resources_fronts_and_reach_by_hand():
    orbit = np.array([[True, False], [False, False], [False, True]])
    here = a_map()
    assert strain.doublings(here, orbit) == pytest.approx(np.log2([0.6 / 0.3, 0.6 / 0.3]))
    assert strain.fronts(here, orbit).tolist() == [
        1,
        2,
    ]  # the second touches the first; the border, and the second
    assert strain.reach(here, orbit, np.array([2000.0, 2000.0])).tolist() == [0.0, 2.0]
    assert strain.fronts(a_map(hostile=np.zeros(3, bool)), orbit).tolist() == [0, 0]


def test_half_have_broken_up_when_strain_adds_up_to_the_half_sum():
    standing, total = 1.0, 0.0
    for _ in range(40):
        standing *= 1 - float(strain.break_chance(np.asarray(total), np.asarray(2.5), np.asarray(100.0)))
        total += 2.5
    assert standing == pytest.approx(0.5)


def test_distances_are_those_of_a_globe(now):
    from kennan.history.rivals.known import kilometres

    told = now.theatres.evidence["km_to_moscow"]
    found = kilometres(now.theatres, *now.terms.capital)
    there = np.isfinite(told)
    assert found[there] == pytest.approx(told[there], rel=0.08, abs=60)  # of capitals and of theatres
