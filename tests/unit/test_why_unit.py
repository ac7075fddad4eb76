"""Shares, dates and words of "why?", on cases whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from kennan.engine.mediation import Hybrid
from kennan.ledger.why import words as why_words
from kennan.ledger.why.data import Link, Node, Root, Share
from kennan.ledger.why.differences import deviate, since
from kennan.ledger.why.orders import Orders, share_of

WORLDS = 24


def game(count, worth):
    """A made-up bench: hybrids are sets of things, and are worth what ``worth(set)`` says in every world."""
    orders = Orders(count, WORLDS, lambda some: Hybrid(numbers=frozenset(map(str, some))))

    def value(hybrid):
        each = hybrid if isinstance(hybrid, tuple) else (hybrid,) * WORLDS
        return np.array([worth({int(i) for i in one.numbers}) for one in each], float)

    a, b = np.full(WORLDS, float(worth(set()))), np.full(WORLDS, float(worth(set(range(count)))))
    return orders, orders.parts(value, a, b), b - a


@pytest.mark.parametrize("count", [1, 2, 4, 5, 9])
def test_parts_of_independent_things_are_their_effects(count):
    effects = np.arange(1.0, count + 1)
    _, parts, _ = game(count, lambda some: sum(effects[i] for i in some))
    assert parts == pytest.approx(np.repeat(effects[:, None], WORLDS, 1))


@pytest.mark.parametrize("count", [3, 4, 6, 8])
def test_parts_add_up_whatever_works_together_and_what_does_nothing_gets_nothing(count):
    def worth(some):
        return (3.0 if {0, 1} <= some else 0.0) + len(some - {2}) ** 2

    _, parts, whole = game(count, worth)
    assert parts.sum(0) == pytest.approx(whole)
    assert parts[2] == pytest.approx(np.zeros(WORLDS), abs=1e-9)


def test_things_that_only_work_together_share_alike():
    _, parts, _ = game(2, lambda some: 10.0 * (len(some) == 2))
    assert parts == pytest.approx(np.full((2, WORLDS), 5.0))
    _, parts, _ = game(7, lambda some: 10.0 * ({0, 1} <= some))
    assert parts[:2].mean(1) == pytest.approx([5.0, 5.0], abs=2.5)  # one order a world and its reverse
    assert parts[:2].sum(0) == pytest.approx(np.full(WORLDS, 10.0))


def test_the_number_of_hybrids_is_what_was_said():
    assert [len(game(k, len)[0].hybrids()) for k in (1, 2, 3, 4, 5, 8)] == [0, 2, 6, 14, 8, 14]


def test_a_share_has_an_interval_that_holds_it():
    luck = np.random.default_rng(3)
    whole = 1 + 0.3 * luck.normal(size=64)
    found = share_of(0.4 * whole + 0.1 * luck.normal(size=64), whole, 0.95)
    assert found.low < 0.4 < found.high
    assert found.low < found.share < found.high
    assert found.high - found.low < 0.15
    assert share_of(np.zeros(8), np.ones(8), 0.95) == Share(0.0, 0.0, 0.0)


def series(first, size=0.3, months=240, worlds=100):
    gap = 0.02 * np.random.default_rng(5).normal(size=(months, worlds))
    gap[first:] += size
    return gap


@pytest.mark.parametrize("first", [1, 60, 200])
def test_a_difference_sets_in_when_it_does(first):
    assert since(series(first), 0.95) == first
    assert since(-series(first), 0.95) == first


def test_noise_and_short_spells_do_not_set_in():
    assert since(series(240), 0.95) is None
    spell = series(240)
    spell[60:70] += 0.3
    assert since(spell, 0.95) is None


def test_what_is_tiny_beside_what_it_becomes_has_not_set_in():
    gap = series(100, 1.0)
    gap[20:100] += 0.05
    assert since(gap, 0.95) == 100


def test_more_quantities_make_wider_intervals():
    assert deviate(0.95, 1) == pytest.approx(1.96, abs=0.005)
    assert deviate(0.95, 20) == pytest.approx(3.02, abs=0.005)


def link(source, share, **more):
    given = {
        "kind": "quantity",
        "target": "frustration",
        "mechanism": "frustration",
        "strengths": (),
        "passages": (),
    }
    return Link(source=source, share=Share(share, share - 0.1, share + 0.1), **given | more)


def test_sentences_say_what_was_measured():
    node = Node(
        "frustration", "Cumulated.", "index 0-1", "frustration", 0, 1.0, 0.6, 0.1, "1951-02",
        (link("resisted", 0.78, strengths=("blocked_frustration",), passages=("III.2",)),
         link("recent_gain", 0.22, feedback=True), link("others", 0.0, kind="others")),
        Share(0.0, 0.0, 0.0), (),
    )  # fmt: skip
    roots = (Root("lever", "level", "", "0.75", "0.10", Share(0.97, 0.9, 1.0)),
             Root("parameter", "patience", "", "1", "0", Share(0.01, 0.0, 0.02)))  # fmt: skip
    head, root, chain = why_words.sentences(roots, (node,), ("containment", "withdrawal"))
    assert "containment and withdrawal" in head
    assert (
        "the lever level (0.75 and 0.10) 97 in 100 (90 to 100); the number patience hardly anything" in root
    )
    assert chain.startswith("From 1951-02 on frustration is lower (0.60 and 0.10).")
    assert "78 (68 to 88) come by resisted, through blocked frustration [III.2]" in chain
    assert "recent gain (it follows from this in turn)" in chain
    assert "left over" not in chain
