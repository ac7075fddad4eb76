"""What a user reads when a change of policy, a fork, a trace or a citation cannot be had. Exit 2, nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kennan import policies
from kennan.cli import main as cli
from kennan.faults import BadInput

FILES = Path(__file__).parent / "then"
TABLE = {
    "then_is_text": [":1 then", "tables that begin [[then]]"],
    "then_not_a_date": [":5 then.0.from", "from is '1956-13'", 'a month, as in "1956-10"'],
    "then_date_not_text": [":5 then.0.from", "from is 1956", "in quotation marks"],
    "then_without_date": [":4 then.0.from", "the change has no from"],
    "then_without_policy": [":4 then.0.policy", "the change has no policy"],
    "then_unknown_policy": [":6 then.0.policy", "no policy called 'rolback'", "nearest name: rollback"],
    "then_unknown_field": [":5 then.0.form", "nearest name: from"],
    "then_backwards": [":8 then.1.from", "not after 1956-10", "in order of time"],
    "then_policy_is_number": [":6 then.0.policy", "policy is 3", "a policy's name, or a TOML file"],
    "then_inner_fault": [":6 then.0.policy.levers.tone", "tone is 3", "a number from 0 to 1"],
    "then_changes_itself": ["then_good.toml", "changes by itself", "one by one"],
    "then_itself": ["then_itself.toml", "changes by itself"],
}


def test_every_file_is_tried():
    assert {path.stem for path in FILES.glob("*.toml")} == {*TABLE, "then_good"}
    policies.load(FILES / "then_good.toml")


@pytest.mark.parametrize("name", TABLE)
def test_a_change_that_cannot_be_used(name):
    with pytest.raises(BadInput) as caught:
        policies.load(FILES / f"{name}.toml")
    for part in TABLE[name]:
        assert part in str(caught.value)


def test_a_plan_holds_changes_in_full_and_never_by_path():
    data = policies.load(FILES / "then_good.toml").as_dict()
    # a shipped name stands for its tables, which are what a plan then holds
    data["then"][0]["policy"] = "charm"
    assert policies.from_dict(data).as_dict()["then"][0]["policy"] == policies.load("charm").as_dict()
    for path in ("charm.toml", "./charm.toml", str(FILES / "then_good.toml")):
        data["then"][0]["policy"] = path
        with pytest.raises(BadInput, match="put the whole policy there, or give a shipped name"):
            policies.from_dict(data)
    data["then"][0]["policy"] = policies.load(FILES / "then_good.toml").as_dict()
    with pytest.raises(BadInput, match="changes by itself"):
        policies.from_dict(data)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Return the folder that holds a small run called "first"."""
    folder = tmp_path_factory.mktemp("runs")
    words = [
        "run",
        "--worlds",
        "4",
        "--years",
        "10",
        "--out",
        str(folder / "first"),
        "--quiet",
        "--no-report",
    ]
    assert cli.main(words) == 0
    return folder


def fork(at="1950-07", policy="rollback"):
    return ["fork", "first", "--at", at, "--policy", policy]


def trace(world="1", month="1950-07"):
    return ["trace", "first", "--world", world, "--month", month]


FORK, TRACE = fork(), trace()
CASES = {
    "fork without a run": (["fork", "nowhere", *FORK[2:]], ["nowhere", "there is no run here"]),
    "fork before the start": (fork(at="1946-12"), ["--at", "outside the run", "1947-02 to 1956-12"]),
    "fork at the start": (fork(at="1947-01"), ["outside the run", "1947-02 to 1956-12"]),
    "fork after the end": (fork(at="1957-01"), ["outside the run"]),
    "fork at no month": (fork(at="July 1950"), ["'July 1950' is not a month", "1956-10"]),
    "fork at month 13": (fork(at="1950-13"), ["is not a month"]),
    "fork into what there is not": (fork(policy="rolback"), ["nearest name: rollback"]),
    "fork into hindsight": (fork(policy="historical"), ["nobody could know", "--with-hindsight"]),
    "fork of what there is not": ([*FORK, "--of", "charm"], ["--of", "policy of this run", "containment"]),
    "fork twice into one": ([*FORK, "--vs", "rollback"], ["two policies are called"]),
    "fork onto the run": ([*FORK, "--out", "first"], ["a complete run is already here"]),
    "fork without a month": (["fork", "first", "--policy", "charm"], ["--at"]),
    "all faults of a fork at once": (
        ["fork", "first", "--at", "x", "--policy", "y", "--of", "z"],
        ["3 faults", "--at", "--policy", "--of"],
    ),
    "trace without a run": (["trace", "nowhere", *TRACE[2:]], ["there is no run here"]),
    "trace of no world": (trace(world="4"), ["--world", "no world 4", "from 0 to 3"]),
    "trace of a word": (trace(world="one"), ["no world 'one'"]),
    "trace before the start": (trace(month="1946-12"), ["--month", "1947-01 to 1956-12"]),
    "trace of no month": (trace(month="1950"), ["'1950' is not a month"]),
    "trace of no quantity": ([*TRACE, "--quantity", "confidnce"], ["nearest name: confidence"]),
    "trace of no policy": ([*TRACE, "--policy", "charm"], ["--policy", "policy of this run"]),
    "trace of no theatre": (
        [*TRACE, "--quantity", "influence", "--theatre", "FRE"],
        ["no theatre called 'FRE'", "nearest name: GRE"],
    ),
    "theatre without a quantity": (
        [*TRACE, "--theatre", "FRA"],
        ["needs a quantity of theatres", "influence"],
    ),
    "theatre of a world quantity": (
        [*TRACE, "--quantity", "orbit", "--theatre", "FRA"],
        ["needs a quantity of theatres"],
    ),
    "picture of nothing": ([*TRACE, "--picture", "x.svg"], ["shows one quantity", "--quantity"]),
    "picture of no kind": ([*TRACE, "--quantity", "orbit", "--picture", "x.gif"], [".svg, .png, .pdf"]),
    "picture nowhere": ([*TRACE, "--quantity", "orbit", "--picture", "a/x.svg"], ["there is no folder a"]),
    "all faults of a trace at once": (
        ["trace", "first", "--world", "9", "--month", "x", "--quantity", "y", "--policy", "z"],
        ["4 faults"],
    ),
    "cite nothing": (["cite", "nowhere"], ["there is no run here"]),
    "cite in no format": (["cite", "first", "--format", "bibtx"], ["--format", "nearest name: bibtex"]),
}


@pytest.mark.parametrize("case", CASES)
def test_commands_that_cannot_be_carried_out(case, first, monkeypatch, capsys):
    monkeypatch.chdir(first)
    words, parts = CASES[case]
    before = sorted(str(p) for p in first.rglob("*"))
    assert cli.main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    for part in parts:
        assert part in told.err
    assert sorted(str(p) for p in first.rglob("*")) == before


@pytest.mark.parametrize("words", [FORK, TRACE, ["cite", "first"]], ids=["fork", "trace", "cite"])
def test_a_run_of_another_engine_is_refused(words, first, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "first"
    made.mkdir()
    import shutil

    import records_fake

    shutil.copytree(first / "first", made, dirs_exist_ok=True)
    plan = json.loads((made / "plan.json").read_text())
    (made / "plan.json").write_text(json.dumps(plan | {"engine_version": "0"}))
    records_fake.seal(made)
    assert cli.main(words) == 2
    told = capsys.readouterr().err
    assert "engine version '0'" in told
    assert "make the run again" in told
