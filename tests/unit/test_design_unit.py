"""A design of many settings: each is the run of that setting alone, and what is wrong is told row by row."""

from __future__ import annotations

import numpy as np
import pytest

import kennan
from kennan.experiments.design import rows_of
from kennan.faults import BadInput

SIZE = {"worlds": 3, "years": 1, "seed": 11}


def alone(**more):
    return kennan.run(**SIZE, **more).isel(policy=0)


@pytest.fixture(scope="module")
def grid():
    """Parameters and levers alone, which share chunks."""
    return kennan.design({"lever.level": [0.2, 0.8], "patience": np.array([0.5, 1.0])}, **SIZE)


@pytest.mark.parametrize("name", ["orbit", "theatre_effort", "events", "outcome", "reached"])
def test_a_setting_of_a_grid_is_its_own_run(grid, name):
    wanted = alone(set={"lever.level": 0.8, "patience": 0.5})
    np.testing.assert_array_equal(grid[name].sel(setting=2).values, wanted[name].values)


def test_settings_are_labelled_and_what_is_varied_is_no_parameter_of_worlds(grid):
    assert grid["lever.level"].values.tolist() == [0.2, 0.2, 0.8, 0.8]
    assert grid["patience"].values.tolist() == [0.5, 1.0, 0.5, 1.0]
    assert "patience" not in grid.parameter
    assert "final_push" in grid.parameter
    assert grid.orbit.dims == ("setting", "month", "world")
    square = grid.orbit.isel(month=-1).set_index(setting=["lever.level", "patience"]).unstack("setting")
    assert dict(square.sizes) == {"world": 3, "lever.level": 2, "patience": 2}


def test_a_table_may_vary_policies_switches_and_starts():
    import pandas as pd

    table = pd.DataFrame(
        {"policy": ["charm", "withdrawal"], "off": [None, "patience"], "start.menace": [0.6, 0.7]}
    )
    made = kennan.design(table, record=["menace"], **SIZE)
    assert made.policy.values.tolist() == ["charm", "withdrawal"]
    assert made.off.values.tolist() == ["", "patience"]
    wanted = alone(policy="withdrawal", off="patience", set={"start.menace": 0.7}, record=["menace"])
    np.testing.assert_array_equal(made.menace.sel(setting=1).values, wanted.menace.values)
    assert "patience" not in made.parameter


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "there are 0 settings"),
        ([], "there are 0 settings"),
        ({"patience": []}, "there are 0 settings"),
        ({"patience": 0.5}, "patience is 0.5"),
        ({"patience": "0.5"}, "patience is '0.5'"),
        ("patience", "settings is 'patience'"),
        ([0.5], "a row is 0.5"),
        ([{}], "the settings name nothing"),
        ([{"patience": 1.0}, {"final_push": 1.0}], "row 1 names final_push, row 0 patience"),
        ({"a": range(1000), "b": range(1000)}, "there are 1,000,000 settings"),
    ],
)
def test_what_is_no_design_is_told(settings, said):
    with pytest.raises(BadInput, match=said):
        rows_of(settings)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"patiense": [1.0]}, ["there is no setting called 'patiense'"]),
        (
            {"patience": [1.0, 7.0], "lever.level": [9.0]},
            ["row 0, set.lever.level", "row 1, set.lever.level", "row 1, set.patience"],
        ),
        ({"policy": ["charm", "charme"]}, ["row 1, policies"]),
        ({"off": ["patiense"]}, ["row 0, off"]),
        ({"patience": [float("nan")]}, ["row 0, set.patience"]),
    ],
)
def test_everything_wrong_is_told_with_its_row(settings, said):
    with pytest.raises(BadInput) as caught:
        kennan.design(settings, **SIZE)
    told = sorted(f"{fault.where}: {fault.what}" for fault in caught.value.faults)
    assert len(told) == len(said)
    assert all(any(part in one for one in told) for part in said)


def test_what_is_set_is_not_varied_too():
    with pytest.raises(BadInput, match="patience is both set and varied"):
        kennan.design({"patience": [0.5]}, set={"patience": 1.0}, **SIZE)


def test_several_policies_are_varied_and_not_given_at_once():
    with pytest.raises(BadInput, match="there are 2 policies"):
        kennan.design({"patience": [0.5]}, policy=["charm", "sporadic"], **SIZE)


def test_what_memory_cannot_hold_is_refused_before_anything_is_walked():
    with pytest.raises(BadInput, match="the design would take"):
        kennan.design({"patience": np.linspace(0, 1, 1000)}, worlds=100_000)
