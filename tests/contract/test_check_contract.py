"""``kennan check`` judges every file and folder as the command that reads it does: the same faults, one verdict."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import engine_fake

from kennan import ledger, scenarios
from kennan.cli import kinds
from kennan.cli import main as cli
from kennan.engine import engine
from kennan.faults import BadInput
from kennan.history import score

BAD = Path(__file__).parents[1] / "bad_input"
REACHED = "this has been read, and is used now"


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    """Whatever would use what was read says that it was reached."""

    def reached(*_, **__):
        raise RuntimeError(REACHED)

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KENNAN_TRACEBACK", raising=False)
    monkeypatch.setattr(engine, "simulate", reached)
    monkeypatch.setattr(ledger, "verify", reached)
    monkeypatch.setattr(score, "score", reached)
    return tmp_path


def faults(words, capsys) -> set[str]:
    """Return what a command finds wrong; nothing when it would go on."""
    code = cli.main([*words, "--json"])
    told = capsys.readouterr().err.strip().splitlines()
    if code == 0:
        return set()
    said = json.loads(told[-1])
    if code == 70:
        assert REACHED in said["faults"][0]["what"], said
        return set()
    assert code == 2
    return {fault["what"] for fault in said["faults"]}


POLICIES = sorted([*(BAD / "policies").glob("*.toml"), *(BAD / "then").glob("*.toml")])


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_policies(path, capsys):
    used = faults(["run", "--policy", str(path), "--out", "r"], capsys)
    shutil.rmtree("r", ignore_errors=True)
    found = faults(["check", str(path)], capsys)
    assert bool(used) == bool(found)
    if kinds_of(path) == "policy":
        assert used == found
    assert used == faults(["check", "--as", "policy", str(path)], capsys)


def kinds_of(path):
    from kennan import toml

    try:
        return kinds.of_tables(toml.read(path).data)
    except BadInput:
        return ""


@pytest.mark.parametrize("path", sorted((BAD / "claims").glob("*.toml")), ids=lambda path: path.stem)
def test_claims(path, capsys):
    used = faults(["verify", "--claims", str(path)], capsys)
    assert used
    assert used == faults(["check", "--as", "claims", str(path)], capsys)
    assert faults(["check", str(path)], capsys)
    if kinds_of(path) == "claims":
        assert used == faults(["check", str(path)], capsys)


@pytest.mark.parametrize("path", sorted((BAD / "forecasts").iterdir()), ids=lambda path: path.stem)
def test_forecasts(path, capsys):
    used = faults(["score", str(path)], capsys)
    found = faults(["check", "--as", "forecast", str(path)], capsys)
    assert used == found
    assert bool(found) == (path.name != "sound")
    if (path / "registration.json").exists():
        assert used == faults(["check", str(path)], capsys)


TABLES = {"": "gdp_pop", "cinc_in_percent": "cinc", "missing_column": "cinc", "bad_date": "gk_orbit_spells"}


@pytest.mark.parametrize(
    "name", ["bad_date", "cinc_in_percent", "ragged", "binary", "empty", "missing_column"]
)
@pytest.mark.parametrize("called", ["", "x"])
def test_records(name, called, place, capsys):
    """A table's faults, and a table whose name is misspelt."""
    folder = place / "tables"
    folder.mkdir()
    table = TABLES.get(name, TABLES[""])
    shutil.copy(BAD / "record" / f"{name}.csv", folder / f"{table}{called}.csv")
    used = faults(["record", "check", str(folder)], capsys)
    assert used
    assert used == faults(["check", str(folder)], capsys)


NUMBERS = {
    "patience = 0.4\n[lever]\ntone = 0.4\n": True,
    "lever.tone = 0.4\n": True,
    "[start]\nmenace = 0.4\n": True,
    "[lever]\ntonne = 0.4\n": False,
    "[lever]\ntone = 40\n": False,
    "patiense = 0.4\n": False,
    "patience = 'much'\n": False,
    "# nothing\n": False,
    "": False,
    "[levers]\ntone = 0.4\n": None,  # a policy's table
}


@pytest.mark.parametrize("text", NUMBERS)
def test_parameters(text, capsys):
    Path("n.toml").write_text(text)
    used = faults(["run", "--parameters", "n.toml", "--out", "r"], capsys)
    assert used == faults(["check", "--as", "parameters", "n.toml"], capsys)
    assert bool(used) == (NUMBERS[text] is not True)
    if NUMBERS[text] is not None:
        assert bool(used) == bool(faults(["check", "n.toml"], capsys))


PLANS = [
    "{}",
    '{"worlds": 0}',
    '{"off": [["x"]]}',
    '{"record": [{"x": 1}]}',
    "[]",
    "{",
    '{"policies": ["charm"]}',
]


@pytest.mark.parametrize("text", PLANS)
def test_plans(text, capsys):
    Path("plan.json").write_text(text)
    used = faults(["run", "--plan", "plan.json", "--out", "r"], capsys)
    assert used == faults(["check", "plan.json"], capsys)


@pytest.mark.parametrize("spoilt", ["", "plan.json", "complete", "about.json"])
def test_runs(spoilt, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        patch.setattr(engine, "simulate", engine_fake.simulate)
        words = ["run", "--worlds", "3", "--years", "1", "--quiet", "--no-report", "--out", "a"]
        assert cli.main(words) == 0
    if spoilt:
        Path("a", spoilt).write_text("{}")
    sound = cli.main(["runs", "verify", "a"]) == 0
    capsys.readouterr()
    assert sound == (not faults(["check", "a"], capsys))
    assert sound == (not spoilt)


def test_scenarios(place, capsys):
    assert faults(["check", str(scenarios.load.__globals__["HERE"] / "x-1947")], capsys) == set()
    folder = place / "mine"
    shutil.copytree(scenarios.load.__globals__["HERE"] / "x-1947", folder)
    shutil.copy(BAD / "scenarios" / "numbers.toml", folder / "scenario.toml")
    with pytest.raises(BadInput) as told:
        scenarios.load(folder)
    assert faults(["check", str(folder)], capsys) == {fault.what for fault in told.value.faults}


def test_what_no_command_reads_is_said(place, capsys):
    (place / "empty").mkdir()
    assert faults(["check", "empty"], capsys) == {"the folder is of no kind that a command reads"}
    (place / "t.csv").write_text("a,b\n")
    assert faults(["check", "t.csv"], capsys) == {"a table is checked with its folder"}
    assert faults(["check", "--as", "polcy", "t.csv"], capsys) == {"there is no kind of file called 'polcy'"}


@pytest.mark.parametrize("kind", kinds.READERS)
@pytest.mark.parametrize("what", ["nothing", "empty", "text"])
def test_every_reader_refuses_what_it_cannot_be(kind, what, place, capsys):
    (place / "empty").mkdir()
    (place / "text").write_text("\x00")
    assert faults(["check", "--as", kind, what], capsys)
