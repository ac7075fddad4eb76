"""Each measurement function against its formula, on worlds made by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from kennan.history import measure
from kennan.history.measure import Anchor, Here
from kennan.history.terms import targets

YEARS, WORLDS = 3, 2


def world(**changes):
    """Return two worlds of three years in which nothing happens, with some things changed."""
    months = 12 * YEARS + 1
    monthly = {name: np.ones((months, WORLDS), np.float32) for name in measure.QUANTITIES}
    for name in ("open_dissent", "broken_up", "progress_mellowing"):
        monthly[name] = np.zeros((months, WORLDS), np.float32)
    kinds = (
        "succession",
        "violent_transfer",
        "congress",
        "crisis",
        "kremlin_yields",
        "west_yields",
        "departure",
        "rising",
    )
    events = {kind: np.zeros((months, WORLDS), np.uint8) for kind in kinds}
    orbit = np.zeros((YEARS + 1, 3, WORLDS), np.uint8)
    for name, value in changes.items():
        (monthly if name in monthly else events).update(
            {name: np.asarray(value)}
        ) if name != "orbit" else None
    block = SimpleNamespace(
        monthly=monthly, events=events, theatre={"theatre_in_orbit": changes.get("orbit", orbit)}
    )
    anchors = {
        "cinc_ratio": Anchor(1947, 0.5),
        "party_members": Anchor(1947, 1000.0),
        "forces_abroad": Anchor(1947, 10.0),
    }
    return Here(block, 1947, anchors, ("A", "B", "C"), np.array([1.0, 0.0, 1.0]))


def told(here, name):
    return measure.measured(here, [targets()[name]])[name]


def steps(values):
    """Return a monthly series that has one value a year in both worlds (its start as in the first year)."""
    series = np.repeat(np.asarray(values, np.float32), 12)
    return np.repeat(np.concatenate([series[:1], series])[:, None], WORLDS, 1)


def happened(*months):
    events = np.zeros((12 * YEARS + 1, WORLDS), np.uint8)
    events[list(months), 0] = 1
    return events


def test_every_target_has_its_measure():
    assert {target.measure for target in targets().values()} == set(measure.MEASURES)
    here = world()
    found = measure.measured(here, targets().values())
    assert list(found) == list(targets())
    for name, array in found.items():
        theatres = 3 if name == "orbit_theatre" else 1
        assert array.shape == (theatres, YEARS, WORLDS), name
        assert array.dtype == np.float32


def test_orbit_is_that_of_next_january():
    orbit = np.zeros((YEARS + 1, 3, WORLDS), np.uint8)
    orbit[0], orbit[2, 0, 0], orbit[2, 1, 0], orbit[2, 2, 1] = 1, 1, 1, 1
    here = world(orbit=orbit)
    assert told(here, "orbit_theatre")[:, 1].tolist() == [[1, 0], [1, 0], [0, 1]]
    assert told(here, "orbit_theatre")[:, 0].sum() == 0  # the start is no year's end
    assert told(here, "orbit_states")[0, 1].tolist() == [1, 1]  # B counts for nothing


def test_means_and_growth():
    here = world(output_ratio=steps([0.3, 0.4, 0.6]), output=steps([1, 1.1, 1.21]))
    assert told(here, "gdp_ratio")[0, :, 0] == pytest.approx([0.3, 0.4, 0.6])
    growth = told(here, "soviet_growth")[0, :, 0]
    assert np.isnan(growth[0])
    assert growth[1:] == pytest.approx([np.log(1.1)] * 2, rel=1e-5)


def test_capability_moves_from_the_last_ratio():
    here = world(
        heavy_output=steps([1, 8, 8]), military_burden=steps([1, 1, 8]), western_output=steps([1, 1, 8])
    )
    assert told(here, "cinc_ratio")[0, :, 0] == pytest.approx([0.5, 1.0, 0.5 * 2 * 2 / 4])


def test_the_anchor_may_lie_before_or_within_the_run():
    series = steps([2, 4, 8])
    early = world(counterforce_total=series)
    early.anchors["forces_abroad"] = Anchor(1946, 10.0)
    assert told(early, "forces_abroad")[0, :, 0] == pytest.approx([10, 20, 40])
    early.anchors["forces_abroad"] = Anchor(1948, 10.0)
    assert told(early, "forces_abroad")[0, :, 0] == pytest.approx([5, 10, 20])
    del early.anchors["forces_abroad"]
    assert "forces_abroad" not in measure.measured(early, targets().values())


def test_forces_never_vanish():
    assert told(world(counterforce_total=steps([1, 0, 0])), "forces_abroad")[0, 2, 0] == pytest.approx(
        10 * measure.LEAST
    )


def test_party_members_grow_as_the_party_does():
    members = np.ones((12 * YEARS + 1, WORLDS), np.float32)
    members[1:, 0], members[13:, 1] = 2.0, 0.97
    found = told(world(party_members=members), "party_members")[0]
    assert found[:, 0] == pytest.approx([1000, 2000, 2000], rel=1e-4)  # from 1 January of the anchor's year
    assert found[:, 1] == pytest.approx([1000, 1000, 970], rel=1e-4)


def test_events_of_a_year_are_those_of_its_months():
    here = world(succession=happened(12, 13), crisis=happened(1, 12, 36))
    assert told(here, "leader_change")[0].tolist() == [[1, 0], [1, 0], [0, 0]]
    assert told(here, "superpower_crises")[0, :, 0].tolist() == [2, 0, 1]


def test_quiet_or_violent_by_the_first_succession():
    here = world(succession=happened(2, 8, 20), violent_transfer=happened(8, 20))
    found = told(here, "quiet_transfer")[0]
    assert found[:2, 0].tolist() == [1, 0]
    assert np.isnan(found[2, 0])
    assert np.isnan(found[:, 1]).all()


def test_unrest_by_dissent_or_departure():
    open_ = np.zeros((12 * YEARS + 1, WORLDS), np.float32)
    open_[3, 0], open_[15, 0] = 0.006, 0.004
    here = world(open_dissent=open_, departure=happened(30), rising=happened(30))
    assert told(here, "bloc_unrest")[0].tolist() == [[1, 0], [0, 0], [1, 0]]


def test_who_yields():
    here = world(kremlin_yields=happened(1, 2, 3), west_yields=happened(4, 14))
    found = told(here, "kremlin_yields")[0]
    assert found[:2, 0].tolist() == [0.75, 0]
    assert np.isnan(found[:, 1]).all()


def test_broken_and_mellow_at_the_years_end():
    late = np.zeros((12 * YEARS + 1, WORLDS), np.float32)
    late[12, 0], late[20, 0] = 1, 1
    here = world(broken_up=late, progress_mellowing=late * 0.99)
    assert told(here, "broken_up")[0, :, 0].tolist() == [1, 0, 0]
    assert told(here, "mellowed")[0].sum() == 0
    assert told(world(progress_mellowing=late), "mellowed")[0, 0, 0] == 1
