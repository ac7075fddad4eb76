"""Halving the step of time moves nothing beyond what luck moves.

A run in half months has other luck, step for step, so the two are compared as two samples of worlds. Both have the same
drawn numbers, which leaves less room for luck than the test allows, never more. One sound model in a thousand would
fail (``FAILURE``, Bonferroni within a test).
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri
from worlds import run

from kennan.model import quantities
from kennan.model.recorded import EVENTS, OUTCOMES

pytestmark = (
    pytest.mark.slow
)  # another step of time is another program to compile, and luck asks for many worlds

FAILURE = 1e-3
WORLDS = 10_240
POLICIES = ("containment", "sporadic")
JANUARIES = (1, 5, 10, 20, 45)
#: Events that are counted anew at every step at which they stand: twice as many in half months.
PER_STEP = ()


def walked(worlds: int) -> dict[int, dict[str, list]]:
    """Return blocks under each policy, in months (1) and in half months (2)."""
    record = [name for name, quantity in quantities.load().items() if quantity.recorded]
    found: dict[int, dict[str, list]] = {}
    for steps in (1, 2):
        blocks = [
            run(
                *POLICIES, worlds=min(1024, worlds - at), first_world=at, steps_per_month=steps, record=record
            )
            for at in range(0, worlds, 1024)
        ]
        found[steps] = {name: [part[k] for part in blocks] for k, name in enumerate(POLICIES)}
    return found


@pytest.fixture(scope="module")
def both():
    return walked(WORLDS)


def shares(blocks) -> dict[str, np.ndarray]:
    """Return for each outcome whether it is a world's ending, and whether it was ever reached [world]."""
    ending = np.concatenate([block.ending for block in blocks])
    reached = np.concatenate([block.reached for block in blocks], axis=1) >= 0
    left = np.concatenate([block.left for block in blocks], axis=1) >= 0
    found = {f"{name} at the end": ending == code for code, name in enumerate(OUTCOMES, 1)}
    found |= {f"{name} reached": reached[k] for k, name in enumerate(OUTCOMES[:-1])}
    return found | {f"{name} left": left[k] for k, name in enumerate(OUTCOMES[:-1])}


@pytest.mark.parametrize("policy", POLICIES)
def test_halving_the_step_moves_no_outcome(both, policy):
    months, halves = shares(both[1][policy]), shares(both[2][policy])
    room = -ndtri(FAILURE / 2 / len(months))
    for name, a in months.items():
        b = halves[name]
        share = (a.mean() + b.mean()) / 2
        error = np.sqrt(2 * share * (1 - share) / len(a))
        moved = abs(a.mean() - b.mean())
        # counts are whole: a difference of one world is never a finding
        assert moved <= room * error + 1 / len(a), (
            f"{name}: {a.mean():.3f} in months, {b.mean():.3f} in half months"
        )


@pytest.mark.parametrize("policy", POLICIES)
def test_halving_the_step_moves_no_count_of_events(both, policy):
    counted = [name for name in EVENTS if name not in PER_STEP]
    room = -ndtri(FAILURE / 2 / len(counted))
    for name in counted:
        a, b = (np.concatenate([x.events[name].sum(0, dtype=float) for x in both[k][policy]]) for k in (1, 2))
        error = np.sqrt((a.var() + b.var()) / len(a))
        assert abs(a.mean() - b.mean()) <= room * error + 1 / len(a), (
            f"{name}: {a.mean():.3f}, {b.mean():.3f} a world"
        )


@pytest.mark.parametrize("policy", POLICIES)
def test_halving_the_step_moves_no_mean_of_what_is_recorded(both, policy):
    """Beyond sampling error a mean may move by a tenth of what worlds differ by, or by a fiftieth of itself."""
    names = list(both[1][policy][0].monthly)
    room = -ndtri(FAILURE / 2 / len(names) / len(JANUARIES))
    for name in names:
        for year in JANUARIES:
            a, b = (np.concatenate([x.monthly[name][12 * year] for x in both[k][policy]]) for k in (1, 2))
            error, spread = np.sqrt((a.var() + b.var()) / len(a)), np.sqrt((a.var() + b.var()) / 2)
            allowed = room * error + 0.1 * spread + 0.02 * abs(a.mean())
            assert abs(a.mean() - b.mean()) <= allowed, (
                f"{name} after {year} years: {a.mean():.4f}, {b.mean():.4f}"
            )


def test_months_and_half_months_are_two_samples_and_not_one(both):
    """The comparison can fail: the two runs have other luck, and policies are told apart at this number of worlds."""
    a, b = (np.concatenate([x.monthly["orbit"][240] for x in both[k]["containment"]]) for k in (1, 2))
    assert not np.array_equal(a, b)
    ends = [shares(both[1][name])["expansion reached"].mean() for name in POLICIES]
    assert ends[1] - ends[0] > 0.3
