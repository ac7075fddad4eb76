"""Broken up, mellowed or neither: one forecast of three ways, and its score."""

from __future__ import annotations

import numpy as np
import pytest
from history_fake import cells

from kennan.history import rivals, standing
from kennan.history.members import Members
from kennan.history.terms import targets

#: Of four members in two years: which are broken up, and which have mellowed.
BROKEN = np.array([[0, 0, 0, 0], [1, 1, 0, 0]], np.float32)
MELLOW = np.array([[0, 0, 0, 1], [1, 0, 1, 0]], np.float32)


def made(**values: np.ndarray) -> Members:
    arrays = {name: array[None] for name, array in values.items()}
    return Members("kennan", arrays, dict.fromkeys(arrays, ("",)), (1948, 1949))


def test_the_three_ways_share_what_there_is():
    said = standing.chances(made(broken_up=BROKEN, mellowed=MELLOW))
    assert said.sum(0) == pytest.approx([1.0, 1.0])
    # (members + 1/4) / 5, and the two cases of a break-up together
    assert said[:, 0] == pytest.approx([0.5 / 5, 1.25 / 5, 3.25 / 5])
    assert said[:, 1] == pytest.approx(
        [2.5 / 5, 1.25 / 5, 1.25 / 5]
    )  # who is broken up is not called mellowed


def test_what_the_record_may_have_wrong_is_taken_in():
    one = made(broken_up=np.zeros((2, 4), np.float32), mellowed=np.zeros((2, 4), np.float32))
    sure, unsure = standing.chances(one), standing.chances(one, (np.zeros(2), np.full(2, 0.15)))
    assert unsure.sum(0) == pytest.approx([1.0, 1.0])
    assert unsure[0] == pytest.approx(sure[0])
    # the case "neither" goes over with chance .15, and that of "mellowed" comes back with the same
    neither, mellow = 4.25 / 5, 0.25 / 5
    assert unsure[1, 0] == pytest.approx(mellow * 0.85 + neither * 0.15)


def test_score_by_hand_and_proper():
    record = {
        name: cells(name, [0.0, came], [0.0, 0.0]) for name, came in (("broken_up", 1.0), ("mellowed", 0.0))
    }
    one = made(broken_up=BROKEN, mellowed=MELLOW)
    years, score = standing.brier(one, record)
    said = standing.chances(one)
    assert years.tolist() == [1948, 1949]
    came = np.array([[0, 0, 1], [1, 0, 0]]).T
    assert score == pytest.approx(((said - came) ** 2).sum(0))
    truth = np.array([0.2, 0.3, 0.5])  # nobody gains by saying other than what holds

    def expected(p: np.ndarray) -> float:
        return float(sum(truth[k] * ((p - np.eye(3)[k]) ** 2).sum() for k in range(3)))

    assert all(
        expected(truth) < expected(np.array(p)) for p in ((0.1, 0.3, 0.6), (0.3, 0.3, 0.4), (0.2, 0.2, 0.6))
    )


def test_without_both_targets_there_is_nothing_to_say():
    alone = made(broken_up=BROKEN)
    assert standing.chances(alone) is None
    record = {"broken_up": cells("broken_up", [0.0, 0.0])}
    assert standing.brier(made(broken_up=BROKEN, mellowed=MELLOW), record) is None
    assert standing.brier(alone, {**record, "mellowed": cells("mellowed", [0.0, 0.0])}) is None


def test_years_that_the_record_lacks_are_not_scored():
    record = {
        "broken_up": cells("broken_up", [0.0, 0.0]),
        "mellowed": cells("mellowed", [0.0], years=[1949]),
    }
    years, score = standing.brier(made(broken_up=BROKEN, mellowed=MELLOW), record)
    assert years.tolist() == [1949]
    assert len(score) == 1


def test_who_has_no_say():
    assert rivals.silent("richardson", "orbit_states")
    assert not rivals.silent("richardson", "cinc_ratio")
    assert not any(rivals.silent("nothing_matters", name) for name in targets())
    assert not rivals.silent("persistence", "orbit_states")  # a baseline, no rival
