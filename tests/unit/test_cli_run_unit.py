"""The command `kennan run`, with a made-up engine; the last tests run the real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import engine_fake

import kennan
from kennan.cli import main as cli
from kennan.engine import engine
from kennan.engine.plan import Plan
from kennan.records import layout

SMALL = ["--worlds", "5", "--years", "2"]


@pytest.fixture
def fake(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "simulate", engine_fake.simulate)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answered(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


# ---- run


def test_run_makes_a_folder_tables_and_a_report(fake, capsys):
    words = [
        "run",
        "x-1947",
        "--policy",
        "containment",
        "--vs",
        "sporadic,charm",
        *SMALL,
        "--out",
        "runs/first",
    ]
    assert cli.main(words) == 0
    told = capsys.readouterr()
    for word in (
        "containment beside sporadic, charm",
        "worlds in 100",
        "90 % intervals",
        "Ever reached",
        "Commonest sequences",
        "Difference to containment",
        "break-up",
        "runs/first",
        "report.html",
    ):
        assert word in told.out, told.out
    assert "compiling" in told.err
    assert layout.identify("runs/first").state == "complete"
    assert "<html" in Path("runs/first/report.html").read_text(encoding="utf-8")
    assert Plan.from_json(Path("runs/first/plan.json").read_text()).worlds == 5


def test_run_without_a_place_is_named_after_its_plan(fake, capsys):
    assert cli.main(["run", *SMALL, "--no-report"]) == 0
    (made,) = (fake / "runs").iterdir()
    plan = Plan.build(worlds=5, years=2)
    assert made.name == f"x-1947-{plan.digest()[:8]}"
    assert cli.main(["run", *SMALL, "--no-report"]) == 0  # the same plan again gives the same run
    assert len(list((fake / "runs").iterdir())) == 1
    assert not (made / "report.html").exists()


def test_json_is_one_object_of_a_promised_shape(fake, capsys):
    assert cli.main(["run", "--vs", "charm", *SMALL, "--out", "r", "--json", "--no-report"]) == 0
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert list(found) == [
        "plan",
        "seconds",
        "worlds",
        "run",
        "report",
        "policies",
        "differences",
        "default_run",
    ]
    assert found["worlds"] == 5
    assert found["plan"] == Plan.build(policies=("containment", "charm"), worlds=5, years=2).as_dict()
    assert [p["name"] for p in found["policies"]] == ["containment", "charm"]
    first = found["policies"][0]
    assert set(first["outcomes"]) == {
        "general_war",
        "breakup",
        "expansion",
        "western_exhaustion",
        "mellowing",
        "stalemate",
    }
    assert sum(o["share"] for o in first["outcomes"].values()) == pytest.approx(1)
    for outcome in first["outcomes"].values():
        assert 0 <= outcome["low"] <= outcome["share"] <= outcome["high"] <= 1
    assert first["outcomes"]["stalemate"]["ever"] is None
    assert set(first["outcomes"]["mellowing"]["ever"]) == {"share", "low", "high"}
    assert set(first["series"]) == set(Plan.build().record)
    assert list(first["series"]["orbit"]) == ["1947", "1948", "1949"]
    assert set(found["differences"][0]["outcomes"]["breakup"]) == {"difference", "low", "high"}
    assert found["report"] is None
    assert found["default_run"] is None


def test_quiet_says_nothing(fake, capsys):
    assert cli.main(["run", *SMALL, "--quiet", "--no-report"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")


def test_options_reach_the_plan(fake, capsys):
    (fake / "mine.toml").write_text('[policy]\nname = "mine"\n')
    (fake / "numbers.toml").write_text("jealous_power = 0.1\n")
    words = ["run", "--policy", "./mine.toml", "--vs", "charm", "--vs", "sporadic", *SMALL, "--seed", "7"]
    words += ["--parameters", "numbers.toml", "--set", "patience=0.5", "--set", "start.menace = 0.4"]
    words += [
        "--off",
        "bandwagon,canonised_fiction",
        "--off",
        "afterglow",
        "--with-hindsight",
        "--first-world",
        "3",
    ]
    words += ["--keep", "orbit,menace", "--steps-per-month", "2", "--out", "r", "--no-report", "--json"]
    assert cli.main(words) == 0
    wanted = Plan.build(
        policies=("mine.toml", "charm", "sporadic"),
        worlds=5,
        years=2,
        seed=7,
        parameters="numbers.toml",
        set={"patience": 0.5, "start.menace": 0.4},
        off=("bandwagon", "canonised_fiction", "afterglow"),
        with_hindsight=True,
        first_world=3,
        record=("orbit", "menace"),
        steps_per_month=2,
    )
    assert answered(capsys)["plan"] == wanted.as_dict()


def test_a_plan_file_gives_the_same_run_and_options_change_it(fake, capsys):
    assert cli.main(["run", *SMALL, "--off", "patience", "--out", "a", "--quiet", "--no-report"]) == 0
    assert cli.main(["run", "--plan", "a/plan.json", "--out", "b", "--quiet", "--no-report"]) == 0
    assert (fake / "a/checksums.txt").read_text() == (fake / "b/checksums.txt").read_text()
    words = [
        "run",
        "--plan",
        "a/plan.json",
        "--worlds",
        "3",
        "--off",
        "bandwagon",
        "--set",
        "jealous_power=0",
    ]
    assert cli.main([*words, "--out", "c", "--json", "--no-report"]) == 0
    plan = answered(capsys)["plan"]
    assert (plan["worlds"], plan["years"]) == (3, 2)
    assert (plan["off"], plan["set"]) == (["bandwagon", "patience"], {"jealous_power": 0.0})


def test_a_run_at_the_medians_stands_beside_a_drawn_one_when_asked(fake, capsys):
    assert cli.main(["run", *SMALL, "--out", "a", "--json", "--no-report", "--default-run"]) == 0
    found = answered(capsys)["default_run"]
    assert found["worlds"] == 5
    assert found["policies"][0]["name"] == "containment"
    assert cli.main(["run", *SMALL, "--out", "b", "--default-run"]) == 0
    assert "every number at its median (5 worlds)" in capsys.readouterr().out
    assert cli.main(["run", "--worlds", "600", "--years", "1", "--out", "c", "--no-report"]) == 0
    assert "every number at its median (200 worlds)" in capsys.readouterr().out
    words = ["run", "--worlds", "600", "--years", "1", "--out", "d", "--no-report", "--no-default-run"]
    assert cli.main(words) == 0
    assert "median" not in capsys.readouterr().out


def test_the_report_can_be_copied(fake, capsys):
    words = ["run", *SMALL, "--out", "a", "--report", "here.html"]
    assert cli.main(words) == 0
    assert (fake / "here.html").read_bytes() == (fake / "a/report.html").read_bytes()
    assert "report: here.html" in capsys.readouterr().out
    assert cli.main([*words, "--force"]) == 0
    assert [p.name for p in fake.iterdir() if p.name.startswith(".")] == []


def stopped(after: int):
    """The made-up engine, stopped with Ctrl-C after some blocks."""

    def simulate(plan, **more):
        for number, block in enumerate(engine_fake.simulate(plan, **more)):
            if number == after:
                raise KeyboardInterrupt
            yield block

    return simulate


@pytest.mark.parametrize("again", [["--resume", "a"], ["--resume", "--out", "a"], ["--out", "a", "--resume"]])
def test_ctrl_c_says_how_to_go_on_and_going_on_gives_the_same_bytes(fake, monkeypatch, capsys, again):
    words = ["--vs", "charm", *SMALL]
    assert cli.main(["run", *words, "--out", "whole", "--quiet", "--no-report"]) == 0
    monkeypatch.setattr(engine, "simulate", stopped(1))
    assert cli.main(["run", *words, "--out", "a", "--quiet"]) == 130
    told = capsys.readouterr().err
    assert "stopped" in told
    assert "kennan run --resume a" in told
    assert layout.identify("a").state == "unfinished"
    monkeypatch.setattr(engine, "simulate", engine_fake.simulate)
    extra = words if "--out" in again else []
    assert cli.main(["run", *extra, *again, "--quiet", "--no-report"]) == 0
    assert (fake / "a/checksums.txt").read_text() == (fake / "whole/checksums.txt").read_text()


def test_resume_begins_what_was_killed_before_its_folder_was_there(fake):
    assert cli.main(["run", *SMALL, "--resume", "--out", "a", "--quiet", "--no-report"]) == 0
    assert layout.identify("a").state == "complete"


def test_resume_of_a_damaged_run_says_what_can_be_done(fake, capsys):
    assert cli.main(["run", *SMALL, "--out", "a", "--quiet", "--no-report"]) == 0
    (fake / "a/about.json").write_text("{}")
    assert cli.main(["run", "--resume", "a"]) == 2
    told = capsys.readouterr().err
    assert "the run is damaged" in told
    assert "kennan runs verify a" in told
    assert "--force" not in told  # which --resume does not take


def test_verify_of_a_run_that_holds_somebodys_files_says_to_move_them(fake, capsys):
    assert cli.main(["run", *SMALL, "--out", "a", "--quiet", "--no-report"]) == 0
    (fake / "a/data.zarr/mine.txt").write_text("mine")
    assert cli.main(["runs", "verify", "a"]) == 1
    told = capsys.readouterr().out
    assert "data.zarr/mine.txt" in told
    assert "move the files away" in told
    assert "makes it again" not in told


def test_resume_of_a_complete_run_shows_it_and_makes_its_report(fake, monkeypatch, capsys):
    assert cli.main(["run", *SMALL, "--out", "a", "--quiet", "--no-report"]) == 0
    monkeypatch.setattr(engine, "simulate", stopped(0))
    assert cli.main(["run", "--resume", "a"]) == 0
    assert "Where Soviet power stood" in capsys.readouterr().out
    assert (fake / "a/report.html").exists()


# ---- the real engine


def test_the_real_engine_answers_alike_in_every_way(monkeypatch, tmp_path, capsys):
    """Command line, Python in memory and on disk give the same values; a world alone is the same world."""
    monkeypatch.chdir(tmp_path)
    assert (
        cli.main(["run", "--vs", "withdrawal", "--worlds", "3", "--years", "2", "--out", "a", "--json"]) == 0
    )
    found = answered(capsys)
    assert Path(found["report"]).stat().st_size > 10_000
    disk = kennan.open("a")
    memory = kennan.compare(policies=("containment", "withdrawal"), worlds=3, years=2)
    for name in disk.data_vars:
        np.testing.assert_array_equal(disk[name].values, memory[name].values, err_msg=str(name))
    assert not np.array_equal(memory.counterforce_budget[0], memory.counterforce_budget[1])
    alone = kennan.run(policy="withdrawal", worlds=1, years=2)
    np.testing.assert_array_equal(alone.pressure[0, :, 0].values, memory.pressure[1, :, 0].values)
    assert os.listdir(tmp_path) == ["a"]


def test_ctrl_c_ends_the_process_with_130(tmp_path):
    """A real process and a real signal, sent once the first worlds are there."""
    import signal

    # a shell may have its background jobs ignore the signal; so many worlds that no machine ends before it comes
    heed = (
        "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "runpy.run_module('kennan', run_name='__main__')"
    )
    words = [sys.executable, "-c", heed, "run", "--worlds", "200000", "--years", "1", "--no-report"]
    run = subprocess.Popen(
        [*words, "--out", str(tmp_path / "a")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    journal = tmp_path / "a" / layout.JOURNAL
    while run.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > 1):
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate()
    assert run.returncode == 130, told
    assert "kennan run --resume" in told
    assert layout.identify(tmp_path / "a").state == "unfinished"
