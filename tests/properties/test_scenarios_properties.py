"""What holds for any table of links."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kennan.faults import Faults
from kennan.scenarios.rows import Row
from kennan.scenarios.theatres import _graph

CODES = ("AAA", "BBB", "CCC", "DDD")
WEIGHTS = {"land": 1.0, "sea": 0.5, "border_land": 1.5, "border_sea": 0.75}
PAIRS = [*combinations((*CODES, "USSR"), 2), ("AAA", "NAM")]
LINKS = st.lists(
    st.tuples(st.sampled_from(PAIRS), st.sampled_from(["land", "sea"]), st.booleans()), min_size=1
)


def graph(links):
    faults, rows = Faults(), []
    for line, ((a, b), kind, turned) in enumerate(links, 2):
        ends = (b, a) if turned else (a, b)
        rows.append(
            Row({"from": ends[0], "to": ends[1], "kind": kind, "note": ""}, "links.csv", line, faults)
        )
    made = _graph(rows, CODES, WEIGHTS, ("USSR", "NAM"), faults)
    assert not faults.found
    return made


@given(LINKS)
def test_the_graph_is_symmetric_without_loops_and_of_known_weights(links):
    neighbours = graph(links)["neighbours"]
    assert (neighbours == neighbours.T).all()
    assert not np.diag(neighbours).any()
    assert set(np.unique(neighbours)) <= {0.0, 0.5, 1.0}


@given(LINKS, st.randoms())
def test_neither_order_nor_direction_nor_repetition_of_links_matters(links, random):
    shuffled = [(pair, kind, random.random() < 0.5) for pair, kind, _ in [*links, *links]]
    random.shuffle(shuffled)
    one, other = graph(links), graph(shuffled)
    for name in one:
        assert (one[name] == other[name]).all()
