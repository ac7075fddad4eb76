"""A folder is a scenario: the plan holds its files in full, and nothing reads the folder again."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
from worlds import digest

import kennan
from kennan import scenarios
from kennan.cli.main import main
from kennan.engine import engine
from kennan.engine.plan import Plan
from kennan.engine.rollout import hindsight
from kennan.faults import BadInput
from kennan.ledger.fork import fork
from kennan.records import manage

SHIPPED = Path(scenarios.__file__).parent / "x-1947"
TINY = {"worlds": 4, "years": 1, "parameters": "median"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped scenario under another name, with a note and a picture beside it."""
    copy = tmp_path / "china-1949"
    shutil.copytree(SHIPPED, copy)
    (copy / "README.md").write_text("mine")
    return copy


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


def test_a_plan_holds_the_folder_and_not_its_path(folder):
    plan = Plan.build(folder, **TINY)
    assert str(plan.scenario) == "china-1949"
    held = json.loads(plan.to_json())["scenario"]
    assert held["name"] == "china-1949"
    assert held["files"] == {
        p.name: p.read_text("utf-8") for p in folder.iterdir() if p.suffix in (".toml", ".csv", ".json")
    }
    assert str(folder.parent) not in plan.to_json()


def test_the_digest_covers_the_content_and_nothing_else(folder, tmp_path):
    plan = Plan.build(folder, **TINY)
    elsewhere = tmp_path / "elsewhere" / "china-1949"
    shutil.copytree(folder, elsewhere)
    (elsewhere / "README.md").write_text("another note")
    assert Plan.build(elsewhere, **TINY).digest() == plan.digest()
    edit(elsewhere, "theatres.csv", "Finland", "Suomi")
    assert Plan.build(elsewhere, **TINY).digest() != plan.digest()


def test_a_plan_is_itself_again_after_the_folder_has_gone(folder):
    plan = Plan.build(folder, **TINY)
    shutil.rmtree(folder)
    for again in (
        Plan.from_json(plan.to_json()),
        pickle.loads(pickle.dumps(plan)),
        plan.replace(seed=plan.seed),
    ):
        assert again == plan
        assert again.digest() == plan.digest()
    assert scenarios.load(plan.scenario).theatres.code == scenarios.load("x-1947").theatres.code


def test_a_shipped_scenario_stays_its_name():
    assert json.loads(Plan.build(**TINY).to_json())["scenario"] == "x-1947"


def test_the_shipped_scenario_read_from_a_copy_gives_the_same_worlds(folder):
    own, copy = (digest(engine.simulate(Plan.build(where, **TINY))) for where in ("x-1947", folder))
    assert own == copy


def test_a_run_of_a_folder_is_read_resumed_and_run_again_without_it(folder, tmp_path):
    out = tmp_path / "runs" / "mine"
    first = kennan.run(folder, out=out, **TINY).load()
    shutil.rmtree(folder)
    assert manage.list_runs(out)[0]["scenario"] == "china-1949"
    assert main(["run", "--resume", str(out), "--quiet"]) == 0
    again = kennan.open(out)
    np.testing.assert_array_equal(again.orbit, first.orbit)
    assert again.attrs["title"].startswith("china-1949: ")
    forked = fork(str(out), "1947-07", "charm")
    assert scenarios.load(forked.plan.scenario).name == "china-1949"
    second = tmp_path / "again"
    assert (
        main(["run", "--plan", str(out / "plan.json"), "--out", str(second), "--quiet", "--no-report"]) == 0
    )
    assert kennan.open(second).attrs["checksum"] == again.attrs["checksum"]


def test_a_changed_start_moves_the_worlds(folder):
    edit(folder, "scenario.toml", "value = 0.8\nlow = 0.65", "value = 0.7\nlow = 0.65")
    moved = kennan.run(folder, **TINY)
    assert float(moved["confidence"][0, 0, 0]) == pytest.approx(0.7, abs=1e-3)


def test_a_shipped_name_wins_over_a_folder_beside_and_a_path_does_not(folder, monkeypatch):
    other = folder.rename(folder.parent / "x-1947")
    monkeypatch.chdir(other.parent)
    assert Plan.build("x-1947", **TINY).scenario == "x-1947"
    for path in ("./x-1947", Path("x-1947")):
        assert isinstance(Plan.build(path, **TINY).scenario, scenarios.Folder)


def refused(data: object) -> str:
    with pytest.raises(BadInput) as told:
        Plan.from_json(json.dumps({"scenario": data}))
    return str(told.value)


def test_no_plan_from_elsewhere_reads_a_path(folder):
    assert "put the scenario's files into the plan" in refused(str(folder))


FULL = Plan.build(SHIPPED, **TINY).as_dict()["scenario"]
BROKEN = {
    "a path for a name": ({**FULL, "name": "../../etc"}, "the scenario is called '../../etc'"),
    "no name": ({"files": FULL["files"]}, "the scenario's name is None"),
    "a name that is a number": ({**FULL, "name": 3}, "the scenario's name is 3"),
    "files in a list": ({"name": "mine", "files": []}, "files is "),
    "a field too many": ({**FULL, "path": "/etc"}, "there is no field of a scenario in full called 'path'"),
    "a file too many": (
        {**FULL, "files": {**FULL["files"], "../x.csv": "a"}},
        "there is no file of a scenario called '../x.csv'",
    ),
    "a file that is none": ({**FULL, "files": {**FULL["files"], "links.csv": 3}}, "links.csv is 3"),
    "a file that is no text": ({**FULL, "files": {**FULL["files"], "links.csv": "\ud800"}}, "is not text"),
    "a file too large": (
        {**FULL, "files": {**FULL["files"], "links.csv": "x" * 1_000_001}},
        "the file has 1,000,001 bytes",
    ),
    "a file missing": (
        {**FULL, "files": {k: v for k, v in FULL["files"].items() if k != "links.csv"}},
        "scenario x-1947/links.csv: there is no such table of links",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_with_a_scenario_in_a_plan_is_told(case):
    data, words = BROKEN[case]
    assert words in refused(data)


def test_faults_of_the_files_name_file_and_line_and_nothing_is_written(folder, tmp_path, monkeypatch, capsys):
    edit(folder, "theatres.csv", "FIN,Finland", "SWE,Finland")
    edit(folder, "links.csv", "NOR,SWE", "NOR,SWEDEN")
    (folder / "theatre.csv").write_text("a\n")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert main(["run", "./china-1949", "--worlds", "4", "--years", "1"]) == 2
    said = capsys.readouterr().err
    assert "theatres.csv:4 code: there are two theatres 'SWE'" in said
    assert "links.csv:3 to: there is no theatre called 'SWEDEN'" in said
    assert "there is no file of a scenario called 'theatre.csv'" in said
    assert sorted(tmp_path.rglob("*")) == before


def test_what_a_scenario_does_not_foresee_has_no_effect(folder):
    text = (folder / "hindsight.toml").read_text("utf-8")
    (folder / "hindsight.toml").write_text(text[text.index("[hindsight.education_floor]") :], "utf-8")
    some = times(Plan.build(folder, with_hindsight=True, **TINY))
    (folder / "hindsight.toml").unlink()
    none = times(Plan.build(folder, with_hindsight=True, **TINY))
    blind = times(Plan.build(folder, **TINY))
    assert (some["schooling"] > 0).all()
    for name in ("decolonisation",):
        np.testing.assert_array_equal(some[name], blind[name])
    for name in ("decolonisation", "schooling"):
        np.testing.assert_array_equal(none[name], blind[name])


def times(plan: Plan) -> dict[str, np.ndarray]:
    scenario = scenarios.load(plan.scenario)
    return hindsight(scenario.hindsight, scenario.begins + np.arange(24) / 12, on=plan.with_hindsight)


def test_a_folder_that_was_sent_to_another_process_is_the_same_there(folder):
    held = scenarios.choose(folder)
    hash(held)
    sent = pickle.loads(pickle.dumps(held))
    assert sent == held
    assert not set(vars(sent)) - {"name", "files", "at", "unread"}


def test_a_run_is_told_in_its_own_powers_words_and_months():
    from kennan.records import summary
    from kennan.report import words

    ds = kennan.run(scenarios.SMALL, **TINY)
    world = summary.world(ds)
    assert (world.words["closed_power"], summary.last_month(ds)) == ("Ruritanian power", "April 1951")
    assert "Ruritanian power ended in" in words.headline(summary.shares(ds), world)
    assert summary.world(ds.assign_attrs(plan="{}")).name == scenarios.ARTICLE
