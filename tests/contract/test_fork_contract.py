"""A fork is equal to the byte before its month, and is that other choice from then on."""

from __future__ import annotations

import json

import numpy as np
import pytest
from worlds import policy

from kennan.cli import main as cli
from kennan.engine import engine
from kennan.engine.plan import Plan
from kennan.ledger.fork import fork, simulate

AT, MONTH = 42, "1950-07"  # months before January of the fourth year are equal: 1947, 1948, 1949 and 1950


def blocks(plan: Plan, at: str = MONTH, other: object = "rollback") -> list[engine.Block]:
    return list(engine.simulate(fork(plan, at, other).plan))  # type: ignore[arg-type]


@pytest.mark.parametrize("steps", [1, pytest.param(2, marks=pytest.mark.slow)])  # a program of its own
def test_everything_before_the_month_is_equal_to_the_byte(steps):
    plan = Plan.build(worlds=40, years=6, record="all", steps_per_month=steps)
    alone = next(iter(engine.simulate(plan)))
    original, forked = blocks(plan)
    for name, kept in alone.monthly.items():
        assert kept.tobytes() == original.monthly[name].tobytes()
        assert kept[: AT + 1].tobytes() == forked.monthly[name][: AT + 1].tobytes()
    for name, kept in alone.events.items():
        assert kept[: AT + 1].tobytes() == forked.events[name][: AT + 1].tobytes()
    for name, kept in alone.theatre.items():
        assert kept[:4].tobytes() == forked.theatre[name][:4].tobytes()
    differs = [name for name, kept in alone.monthly.items() if (kept != forked.monthly[name])[AT + 1].any()]
    assert "counterforce_budget" in differs
    assert any((kept != forked.theatre[name])[4:].any() for name, kept in alone.theatre.items())


def test_a_fork_into_the_same_choice_changes_nothing():
    plan = Plan.build(worlds=20, years=6, record="all")
    original, forked = blocks(plan, other="containment")
    assert all(kept.tobytes() == forked.monthly[name].tobytes() for name, kept in original.monthly.items())
    assert original.ending.tobytes() == forked.ending.tobytes()


def test_rules_hold_only_while_their_policy_does():
    answering = policy("quiet", base="answering")  # the same schedules without rules
    plan = Plan.build(policies=[answering], worlds=20, years=6, record="all")
    original, forked = blocks(plan, other="answering")
    same = [np.array_equal(a[: AT + 1], forked.monthly[n][: AT + 1]) for n, a in original.monthly.items()]
    assert all(same)
    assert not np.array_equal(original.monthly["pressure"], forked.monthly["pressure"])


def test_the_python_way_gives_the_dataset_of_both():
    made = fork(Plan.build(worlds=5, years=5), MONTH, "charm")
    ds = simulate(made)
    assert list(ds["policy"].values) == [made.original, *made.forks]
    np.testing.assert_array_equal(ds["orbit"][0, : AT + 1], ds["orbit"][1, : AT + 1])


def test_the_command_keeps_a_fork_as_an_ordinary_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["run", "--worlds", "6", "--years", "5", "--out", "first", "--quiet", "--no-report"]) == 0
    capsys.readouterr()
    assert cli.main(f"fork first --at {MONTH} --policy rollback --vs charm --out forked --json".split()) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fork"] == {
        "of": "first",
        "original": "containment",
        "forks": [f"containment then {name} from {MONTH}" for name in ("rollback", "charm")],
        "month": MONTH,
        "equal_before": True,
    }
    assert [p["name"] for p in told["policies"]] == ["containment", *told["fork"]["forks"]]
    assert cli.main(["runs", "verify", "forked"]) == 0
    assert cli.main(["run", "--plan", "forked/plan.json", "--out", "again", "--quiet", "--no-report"]) == 0
    assert (tmp_path / "forked/checksums.txt").read_text() == (tmp_path / "again/checksums.txt").read_text()
    capsys.readouterr()
    words = ["fork", "forked", "--at", "1951-01", "--of", told["fork"]["forks"][0], "--policy", "withdrawal"]
    assert cli.main(words) == 0
    assert "to the byte" in capsys.readouterr().out
