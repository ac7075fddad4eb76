"""Command lines that cannot be carried out: exit 2, a message that helps, no traceback, nothing written."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import engine_fake

from kennan.cli import main as cli
from kennan.engine import engine
from kennan.records import layout
from kennan.records import store as records_store

SMALL = ["--worlds", "5", "--years", "2", "--quiet", "--no-report"]


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    """An empty folder to work in, and an engine that must not be reached."""

    def never(*_, **__):
        raise AssertionError("bad input reached the engine")

    monkeypatch.setattr(engine, "simulate", never)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def message(words: list[str], capsys) -> str:
    """Return what standard error says; standard output must stay empty and the exit code be 2."""
    before = sorted(str(p) for p in Path().rglob("*"))
    assert cli.main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("kennan: ")
    assert "Traceback" not in told.err
    assert sorted(str(p) for p in Path().rglob("*")) == before
    return told.err


CASES = {
    "unknown command": (["rnu"], ["no command called 'rnu'", "nearest name: run"]),
    "unknown command below": (["runs", "verfy", "x"], ["kennan runs called 'verfy'", "nearest name: verify"]),
    "half a command": (["runs"], ["needs one more word", "list, show, verify, export"]),
    "unknown option": (["run", "--wolds", "5"], ["no option --wolds", "nearest name: --worlds"]),
    "unknown option with a value": (["run", "--sed=5"], ["no option --sed", "nearest name: --seed"]),
    "two unknown options": (["run", "--wolds=5", "--yeers=3"], ["--wolds", "--yeers", "2 faults"]),
    "option without its value": (["run", "--worlds"], ["--worlds", "expected one argument"]),
    "one word too many": (["run", "x-1947", "containment"], ["'containment' is one word too many"]),
    "unknown register": (
        ["list", "quantites"],
        ["no register called 'quantites'", "nearest name: quantities"],
    ),
    "unknown scenario": (["run", "x-1974"], ["SCENARIO", "'x-1974'", "nearest name: x-1947"]),
    "unknown policy": (["run", "--policy", "contanment"], ["--policy", "nearest name: containment"]),
    "unknown rival policy": (["run", "--vs", "sporadic,chram"], ["'chram'", "nearest name: charm"]),
    "policy twice": (["run", "--policy", "charm", "--vs", "charm"], ["two policies are called 'charm'"]),
    "hindsight": (["run", "--policy", "historical"], ["nobody could know at the start", "--with-hindsight"]),
    "unknown mechanism": (["run", "--off", "patiense"], ["--off", "'patiense'", "nearest name: patience"]),
    "unknown parameter": (
        ["run", "--set", "jelous_power=1"],
        ["--set jelous_power", "nearest name: jealous_power"],
    ),
    "set without a value": (["run", "--set", "patience"], ["--set", "NAME=VALUE"]),
    "set without a name": (["run", "--set", "=3"], ["--set", "NAME=VALUE"]),
    "set twice": (["run", "--set", "patience=0.1", "--set", "patience=0.2"], ["patience is set twice"]),
    "set twice to the same": (
        ["run", "--set", "patience=0.1", "--set", "patience=0.1"],
        ["patience is set twice"],
    ),
    "seed with a line in it": (["run", "--seed", "1_000"], ["--seed", "'1_000'"]),
    "seed in other digits": (["run", "--seed", "\u0663"], ["--seed", "a whole number"]),
    "set to text": (["run", "--set", "patience=high"], ["--set patience", "'high', not a number"]),
    "set to NaN": (["run", "--set", "patience=nan"], ["not a finite number"]),
    "set out of range": (["run", "--set", "patience=3"], ["out of range", "from 0 to 1"]),
    "off and set": (["run", "--off", "patience", "--set", "patience=0.5"], ["both switched off and set"]),
    "unknown quantity": (["run", "--keep", "orbitt"], ["--keep", "nearest name: orbit"]),
    "worlds 0": (["run", "--worlds", "0"], ["--worlds: worlds is 0", "1 to 1,000,000"]),
    "worlds -1": (["run", "--worlds", "-1"], ["--worlds: worlds is -1"]),
    "worlds 10^12": (["run", "--worlds", "1000000000000"], ["--worlds: worlds is 1,000,000,000,000"]),
    "worlds 1e3": (["run", "--worlds", "1e3"], ["'1e3', not a whole number"]),
    "worlds many": (["run", "--worlds", "9" * 9999], ["--worlds"]),
    "years": (["run", "--years", "1000"], ["--years: years is 1,000", "1 to 200"]),
    "seed": (["run", "--seed", "-5"], ["--seed: seed is -5"]),
    "parameters": (["run", "--parameters", "drwn"], ["--parameters", "nearest name: drawn"]),
    "parameters file": (["run", "--parameters", "./no.toml"], ["no.toml", "no such parameters file"]),
    "plan file": (["run", "--plan", "no.json"], ["no.json", "no such plan file"]),
    "plan is a folder": (["run", "--plan", "."], ["the plan file is a folder"]),
    "resume nothing": (["run", "--resume", "nowhere"], ["nowhere", "there is no run here"]),
    "resume and force": (["run", "--resume", "--force"], ["keep one of the two"]),
    "resume here and there": (["run", "--resume", "a", "--out", "b"], ["--resume names a", "--out names b"]),
    "no name for a folder": (["run", "--out", ""], ["--out", "the folder has no name"]),
    "report elsewhere": (
        ["run", "--report", "no/such/report.html"],
        ["--report no/such", "there is no folder no/such"],
    ),
    "report of a wrong kind": (["run", "--report", "x-1947"], ["ends in .html"]),
    "report and none": (["run", "--report", "--no-report"], ["contradict"]),
    "default run of a default run": (["run", "--parameters", "median", "--default-run"], ["--default-run"]),
    "show nothing": (["runs", "show", "nowhere"], ["nowhere", "there is no run here"]),
    "verify nothing": (["runs", "verify", "nowhere"], ["nowhere"]),
    "list nothing": (["runs", "list", "nowhere"], ["there is no such folder"]),
    "export without a format": (
        ["runs", "export", "a", "--to", "b"],
        ["names no format", "netcdf, csv, parquet"],
    ),
    "export to an unknown format": (["runs", "export", "a", "--to", "b", "--format", "netcfd"], ["netcdf"]),
    "export without a place": (["runs", "export", "a"], ["--to"]),
    "check nothing": (["check", "no.toml"], ["no.toml", "there is no such"]),
    "check a folder": (["check", "."], ["of no kind that a command reads", "run, forecast, record"]),
}


@pytest.mark.parametrize("name", CASES)
def test_message(name, capsys):
    words, told = CASES[name]
    said = message(words, capsys)
    for word in told:
        assert word in said, said


def test_all_faults_come_at_once(capsys):
    Path("a").mkdir()
    Path("a/mine.txt").write_text("mine")
    words = ["run", "x-1974", "--vs", "chram", "--worlds", "0", "--set", "patience", "--off", "gravity"]
    said = message([*words, "--out", "a", "--report", "no/r.html"], capsys)
    for word in ("7 faults", "x-1974", "chram", "--worlds", "--set", "gravity", "not a run", "--report no"):
        assert word in said, said


FILES = {
    "empty": (b"", "is empty"),
    "truncated": (b'[policy]\nname = "mine', "not TOML"),
    "binary": (b"\xff\xfe\x00\x01" * 50, "is not text"),
    "enormous": (b"#" * 1_000_001, "at most 1,000,000 bytes"),
    "nested too deeply": (b"levers = " + b"[" * 5000 + b"]" * 5000, "not TOML"),
    "misspelt field": (b'[policy]\nname = "mine"\ntitel = "x"\n', "nearest name: title"),
    "misspelt lever": (b'[policy]\nname = "mine"\n[levers]\ntonne = 1\n', "nearest name: tone"),
    "lever out of range": (b'[policy]\nname = "mine"\n[levers]\ntone = 9\n', "from 0 to 1"),
    "lever NaN": (b'[policy]\nname = "mine"\n[levers]\ntone = nan\n', "nan"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["policy", "vs", "check"])
def test_policy_file(name, how, capsys):
    content, word = FILES[name]
    Path("mine.toml").write_bytes(content)
    words = ["check", "mine.toml"] if how == "check" else ["run", f"--{how}", "./mine.toml"]
    said = message(words, capsys)
    assert "mine.toml" in said
    assert word in said, said


def test_check_tells_a_misspelt_policy_from_parameters(capsys):
    Path("a.toml").write_text('[polcy]\nname = "mine"\n')
    assert "nearest name: policy" in message(["check", "a.toml"], capsys)
    Path("b.toml").write_text("patiense = 1\n")
    assert "nearest name: patience" in message(["check", "b.toml"], capsys)


PLANS = {
    "": "is empty",
    '{"seed": 1, "seed": 2}': "the name 'seed' stands twice",
    "{": "not JSON",
    "[1]": "not a JSON object",
    '{"wolds": 1}': "nearest name: worlds",
    '{"worlds": 0}': "worlds is 0",
    '{"policies": ["/etc/passwd"]}': "put the whole policy into the plan",
}


@pytest.mark.parametrize("text", PLANS)
def test_plan_file(text, capsys):
    Path("plan.json").write_text(text)
    said = message(["run", "--plan", "plan.json"], capsys)
    assert "plan.json" in said
    assert PLANS[text] in said
    assert PLANS[text] in message(["check", "plan.json"], capsys)


def test_plan_file_that_is_binary(capsys):
    Path("plan.json").write_bytes(b"\xff\xfe\x00")
    assert "is not text" in message(["run", "--plan", "plan.json"], capsys)


# ---- the folder of the run


def test_a_folder_that_is_not_a_run_is_never_replaced(capsys):
    Path("a").mkdir()
    Path("a/mine.txt").write_text("mine")
    for extra in ([], ["--force"]):
        assert "something that is not a run is already here" in message(
            ["run", *SMALL, "--out", "a", *extra], capsys
        )


def test_a_file_in_the_way(capsys):
    Path("a").write_text("mine")
    assert "not a folder" in message(["run", *SMALL, "--out", "a"], capsys)
    assert "a is a file" in message(["run", *SMALL, "--out", "a/b"], capsys)


def test_an_earlier_run_is_replaced_only_with_force(monkeypatch, capsys):
    monkeypatch.setattr(engine, "simulate", engine_fake.simulate)
    assert cli.main(["run", *SMALL, "--out", "a"]) == 0
    said = message(["run", *SMALL, "--out", "a"], capsys)
    assert "a complete run is already here" in said
    assert "--force" in said
    assert cli.main(["run", *SMALL, "--out", "a", "--force"]) == 0


def test_an_existing_report_is_replaced_only_with_force(capsys):
    Path("r.html").write_text("mine")
    said = message(["run", *SMALL[:4], "--report", "r.html"], capsys)
    assert "it exists already" in said
    assert "--force" in said


def test_resume_with_another_plan(monkeypatch, capsys):
    monkeypatch.setattr(engine, "simulate", engine_fake.simulate)
    assert cli.main(["run", *SMALL, "--out", "a"]) == 0
    said = message(["run", *SMALL, "--seed", "8", "--off", "patience", "--resume", "a"], capsys)
    assert "the plan differs in" in said
    assert "seed" in said
    assert "off" in said


def test_resume_of_a_foreign_folder(capsys):
    Path("a").mkdir()
    Path("a/mine.txt").write_text("mine")
    assert "not a run folder" in message(["run", "--resume", "a"], capsys)


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_cannot_be_made(monkeypatch, capsys, code):
    """A read-only or full file system, as the operating system reports it."""

    def refuse(self, *_, **__):
        raise OSError(code, os.strerror(code), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    said = message(["run", *SMALL, "--out", "runs/a"], capsys)
    words = {errno.EROFS: "read-only", errno.EACCES: "no permission", errno.ENOSPC: "the disk is full"}
    assert words[code] in said
    assert "runs/a" in said


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(place, capsys):
    place.chmod(0o500)
    try:
        assert "no permission" in message(["run", *SMALL, "--out", "a"], capsys)
    finally:
        place.chmod(0o700)


def test_a_disk_that_fills_up_leaves_a_run_that_can_be_resumed(monkeypatch, capsys):
    def full(self, *_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(engine, "simulate", engine_fake.simulate)
    with monkeypatch.context() as patch:
        patch.setattr(records_store.Store, "_put", full)
        assert cli.main(["run", *SMALL, "--out", "a"]) == 2
    told = capsys.readouterr()
    assert "the disk is full" in told.err
    assert "kennan run --resume a" in told.err
    assert layout.identify("a").state == "unfinished"
    assert cli.main(["run", "--resume", "a", "--quiet", "--no-report"]) == 0
    assert layout.identify("a").state == "complete"


# ---- names given twice, lists that hold no names


def test_each_name_counts_once(monkeypatch):
    from kennan.cli import wishes
    from kennan.engine.plan import Plan

    assert wishes.split(["patience,patience", "orbit", " patience"]) == ["patience", "orbit"]
    every = Plan.build(record="all").record
    for names in ("all,orbit", "orbit,all", "all,all"):
        assert Plan.build(record=names.split(",")).record == every
    assert Plan.build(off=("patience", "patience")).off == ("patience",)


@pytest.mark.parametrize("field", ["off", "record"])
@pytest.mark.parametrize("value", ['[["x"]]', '[{"x": 1}]', "[1]", "[null]", '{"x": 1}', "3"])
def test_a_list_of_a_plan_file_holds_names(field, value, capsys):
    Path("plan.json").write_text(f'{{"{field}": {value}}}')
    for words in (["run", "--plan", "plan.json"], ["check", "plan.json"]):
        said = message(words, capsys)
        assert field in said or (field == "record" and "--keep" in said)
        assert "a list of names" in said
