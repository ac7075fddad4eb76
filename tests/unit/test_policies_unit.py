"""Policies: defaults, schedules, rules and the engine's arrays, on cases that can be checked by hand."""

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest

from kennan import policies
from kennan.policies import Rule
from kennan.policies.policy import value_at

MINE = """[policy]
name = "mine"

[levers]
tone = 0.5
level = [
  [1947, 0.2],
  [1957, 1.2],
]

[[rules]]
lever = "level"
reads = "orbit_seen"
when = "above"
reference = 0.1
gain = 2

[[rules]]
lever = "tone"
reads = "western_unity"
when = "below"
reference = 0.5
gain = -0.3
"""


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    return policies.load(path)


def test_a_user_file_is_read_by_path_text_or_path_object(tmp_path, mine, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert policies.load("mine.toml") == mine
    assert policies.load(str(tmp_path / "mine.toml")) == mine
    (tmp_path / "suffixless").write_text(MINE, encoding="utf-8")
    assert policies.load("./suffixless") == mine


def test_what_a_file_does_not_say_is_filled_in(mine):
    assert (mine.title, mine.author, mine.source, mine.sentence) == (
        "mine",
        "not given",
        "not given",
        "not given",
    )
    assert mine.passages == ()
    assert mine.hindsight is False
    assert list(mine.levers) == list(policies.levers())
    assert mine.scheduled(1947)["exit"] == policies.levers()["exit"].default


def test_a_policy_of_a_name_alone_is_containment_in_all_but_name(tmp_path):
    path = tmp_path / "bare.toml"
    path.write_text('[policy]\nname = "bare"\n', encoding="utf-8")
    assert policies.load(path).levers == policies.load("containment").levers


def test_a_schedule_is_straight_between_points_and_held_at_the_ends():
    points = ((1947.0, 0.2), (1957.0, 1.2))
    assert value_at(points, 1900) == 0.2
    assert value_at(points, 1947) == 0.2
    assert value_at(points, 1952) == pytest.approx(0.7)
    assert value_at(points, 1957) == 1.2
    assert value_at(points, 2100) == 1.2


def test_rules_are_read_in_order(mine):
    assert mine.rules == (
        Rule("level", "orbit_seen", "above", 0.1, 2.0),
        Rule("tone", "western_unity", "below", 0.5, -0.3),
    )


def test_both_sides_of_one_quantity_may_have_a_rule(mine):
    data = mine.as_dict()
    data["rules"][1] = {**data["rules"][0], "when": "below", "reference": 0.05}
    assert len(policies.from_dict(data).rules) == 2


def test_a_policy_cannot_be_changed(mine):
    with pytest.raises(dataclasses.FrozenInstanceError):
        mine.name = "yours"


def test_a_policy_survives_json(mine):
    assert policies.from_dict(json.loads(json.dumps(mine.as_dict()))) == mine


def test_the_arrays_hold_schedule_rules_and_bounds(mine):
    arrays = policies.arrays(mine, 1947.0, 120, 1 / 12)
    levers, seen = list(policies.levers()), list(policies.seen())
    level, tone = levers.index("level"), levers.index("tone")
    orbit, unity = seen.index("orbit_seen"), seen.index("western_unity")
    assert arrays.schedule.shape == (121, 14)
    assert arrays.schedule[[0, 60, 120], level] == pytest.approx([0.2, 0.7, 1.2])
    assert (arrays.schedule[:, tone] == np.float32(0.5)).all()
    assert (arrays.gain_above[:, level, orbit] == 2).all()
    assert (arrays.reference_above[:, level, orbit] == np.float32(0.1)).all()
    assert (arrays.gain_below[:, tone, unity] == np.float32(-0.3)).all()
    assert (arrays.reference_below[:, tone, unity] == np.float32(0.5)).all()
    assert (np.count_nonzero(arrays.gain_above[0]), np.count_nonzero(arrays.gain_below[-1])) == (1, 1)
    assert arrays.low[0].tolist() == [0] * 14
    assert arrays.high[-1].tolist() == [1.5] + [1] * 13
    for field in dataclasses.fields(arrays):
        assert getattr(arrays, field.name).dtype == np.float32


def test_no_steps_still_give_the_start(mine):
    assert policies.arrays(mine, 1947.0, 0, 1 / 12).schedule.shape == (1, 14)


@pytest.mark.parametrize(
    "times", [(np.nan, 1, 1), (1947, -1, 1), (1947, 1, 0), (1947, 1, -1), (1947, 1, np.inf)]
)
def test_a_time_axis_that_makes_no_sense_is_refused(mine, times):
    with pytest.raises(ValueError, match="no time axis"):
        policies.arrays(mine, *times)


def test_finding_and_reading_policies_needs_no_numpy():
    code = (
        "import sys; from kennan import policies; [policies.load(n) for n in policies.names()];"
        "print([m for m in ('numpy', 'jax', 'xarray', 'pydantic') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_asking_for_arrays_does_not_hide_the_function(mine):
    """A module called ``arrays`` would take the function's name in the package once it is imported."""
    policies.arrays(mine, 1947.0, 1, 1.0)
    assert callable(policies.arrays)
    assert callable(policies.load)


def test_what_a_caller_does_to_a_register_does_not_reach_the_next_caller():
    policies.levers().clear()
    policies.seen().clear()
    assert len(policies.levers()) == 14
    assert len(policies.seen()) == 14
