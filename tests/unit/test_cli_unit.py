"""The command line and the Python functions, with a made-up engine; the last test runs the real one."""

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
from kennan import api
from kennan.cli import main as cli
from kennan.cli import options, parser, registers
from kennan.cli.commands import list as listing
from kennan.engine import engine
from kennan.engine.plan import Plan
from kennan.faults import BadInput
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


# ---- the other commands


@pytest.mark.parametrize("register", registers.REGISTERS)
def test_every_register_prints_for_people_and_for_programs(register, capsys):
    assert cli.main(["list", register, "--json"]) == 0
    rows = answered(capsys)
    assert rows == json.loads(json.dumps(registers.rows(register)))
    assert rows
    fields = {
        "quantities": {"name", "sentence", "unit", "axes", "low", "high", "kind", "passages", "recorded"},
        "parameters": {
            "name",
            "value",
            "low",
            "high",
            "unit",
            "prior",
            "mark",
            "passages",
            "source",
            "sentence",
        },
        "mechanisms": {
            "name",
            "sentence",
            "value",
            "low",
            "high",
            "unit",
            "mark",
            "prior",
            "passages",
            "code",
            "claims",
        },
        "levers": {"name", "unit", "low", "high", "default", "passages", "sentence"},
        "seen": {"name", "unit", "low", "high", "sentence"},
        "policies": {
            "name",
            "title",
            "author",
            "source",
            "passages",
            "sentence",
            "hindsight",
            "levers",
            "rules",
        },
        "by_hand": {"name", "side", "axes", "unit", "low", "high", "neutral", "sentence", "passages"},
        "scenarios": {"name", "title", "sentence", "source", "start_year", "theatres"},
        "claims": {"id", "passages", "paraphrase", "mechanisms", "status"},
        "passages": {"id", "part", "opening", "paraphrase"},
        "outcomes": {"name", "code", "title", "sentence", "passages"},
        "terms": {"term", "meaning", "kind", "passages"},
    }[register]
    assert all(fields <= set(row) for row in rows)
    assert cli.main(["list", register]) == 0
    assert str(rows[0].get("name") or rows[0].get("id") or rows[0].get("term")) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("register", "name", "said"),
    [
        ("mechanisms", "patience", "model/mechanisms/ideology.py"),
        ("claims", "II.9c-steady-not-sporadic", "falsifier"),
        ("policies", "sporadic", "steady: 0"),
        ("terms", "orbit", "meaning"),
    ],
)
def test_one_entry_of_a_register_is_told_in_full(register, name, said, capsys):
    assert cli.main(["list", register, name]) == 0
    assert said in capsys.readouterr().out
    assert cli.main(["list", register, name, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert name in row.values()
    assert cli.main(["list", register, name[:-2] + "xx"]) == 2
    assert name in capsys.readouterr().err


def test_runs_can_be_listed_shown_verified_and_exported(fake, capsys):
    assert cli.main(["run", *SMALL, "--out", "runs/a", "--quiet", "--no-report"]) == 0
    assert cli.main(["runs", "list"]) == 0
    assert "complete" in capsys.readouterr().out
    assert cli.main(["runs", "list", "runs", "--json"]) == 0
    assert answered(capsys)[0]["policies"] == ["containment"]
    assert cli.main(["runs", "show", "runs/a"]) == 0
    assert "Where Soviet power stood" in capsys.readouterr().out
    assert cli.main(["runs", "show", "runs/a", "--json"]) == 0
    assert answered(capsys)["state"] == "complete"
    assert cli.main(["runs", "verify", "runs/a"]) == 0
    assert "sound" in capsys.readouterr().out
    assert cli.main(["runs", "export", "runs/a", "--to", "a.nc"]) == 0
    assert (fake / "a.nc").exists()
    assert cli.main(["runs", "export", "runs/a", "--to", "tables", "--format", "csv", "--json"]) == 0


def test_verify_of_a_damaged_run_is_1(fake, capsys):
    assert cli.main(["run", *SMALL, "--out", "a", "--quiet", "--no-report"]) == 0
    (fake / "a/plan.json").write_text((fake / "a/plan.json").read_text() + " ")
    assert cli.main(["runs", "verify", "a"]) == 1
    assert "plan.json" in capsys.readouterr().out
    assert cli.main(["runs", "verify", "a", "--json"]) == 1
    found = answered(capsys)
    assert not found["sound"]
    assert found["findings"][0]["where"] == "plan.json"


def test_check_says_what_a_file_is(fake, capsys):
    Path("p.toml").write_text('[policy]\nname = "mine"\n')
    Path("n.toml").write_text("patience = 0.5\n")
    Path("plan.json").write_text(Plan.build().to_json())
    assert cli.main(["check", "p.toml", "n.toml", "plan.json"]) == 0
    told = capsys.readouterr().out
    assert [line.split()[-2] for line in told.splitlines()] == ["policy", "parameters", "plan"]
    assert cli.main(["check", "p.toml", "--json"]) == 0
    assert answered(capsys) == [{"file": "p.toml", "kind": "policy", "sound": True, "faults": []}]


def test_no_words_print_the_help(capsys):
    assert cli.main([]) == 0
    assert "kennan run x-1947" in capsys.readouterr().out


def test_every_option_has_a_line_of_help():
    def walk(one):
        for action in one._actions:
            yield one.prog, action
        for below in parser.choices(one).values():
            yield from walk(below)

    bare = [
        (p, a.dest) for p, a in walk(options.parser()) if not a.help and a.dest not in ("help", "command")
    ]
    assert [entry for entry in bare if not entry[1].startswith("==")] == []


# ---- the process: version, speed of start, pipes, faults of the program


def kennan_says(*words: str, **more) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "kennan", *words], capture_output=True, text=True, **more)


def test_version_is_that_of_the_package():
    import tomllib

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["version"] == kennan.__version__
    assert kennan_says("--version").stdout == f"kennan {kennan.__version__}\n"
    assert project["scripts"]["kennan"] == "kennan.cli.main:main"


def test_help_imports_the_standard_library_alone():
    """That is why it comes at once, that of kennan and that of every command; the benchmark measures the first."""
    code = """
import sys
before = set(sys.modules)  # what this Python imports for itself, such as the hooks of an editable installation
from kennan.cli import main as cli, options
for words in ([], *([name] for name in options.COMMANDS)):
    try:
        cli.main([*words, "--help"])
    except SystemExit:
        pass
    if not words:
        assert "kennan.cli.commands" not in sys.modules, "no command's file is read for the list of them"
print(*{module.split(".")[0] for module in set(sys.modules) - before})
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(told.stdout.splitlines()[-1].split())
    assert "argparse" in imported
    assert imported - set(sys.stdlib_module_names) == {"kennan"}


def test_a_fault_of_the_program_is_one_line_and_the_traceback_on_request(monkeypatch, capsys):
    def broken(asked):
        raise ZeroDivisionError("by\nnought")

    monkeypatch.setattr(listing, "run", broken)
    monkeypatch.delenv("KENNAN_TRACEBACK", raising=False)
    assert cli.main(["list", "terms"]) == 70
    told = capsys.readouterr().err
    assert "ZeroDivisionError: by nought" in told
    assert "KENNAN_TRACEBACK=1" in told
    assert "Traceback" not in told
    monkeypatch.setenv("KENNAN_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["list", "terms"])


# ---- Python


def test_python_gives_the_same_in_memory_and_on_disk(fake):
    wishes = {"worlds": 5, "years": 2, "off": ["patience"]}
    memory = kennan.run("x-1947", policy="charm", **wishes)
    disk = kennan.run("x-1947", policy="charm", out="a", **wishes)
    assert memory.drop_attrs(deep=False).identical(disk.drop_attrs(deep=False))
    assert memory.attrs["plan"] == disk.attrs["plan"]
    assert kennan.open("a").identical(disk)
    assert memory.sizes["policy"] == 1
    assert memory.orbit.dims == ("policy", "month", "world")
    assert memory.orbit.attrs["units"]


def test_compare_keeps_the_order_of_policies(fake, capsys):
    both = kennan.compare("x-1947", ["sporadic", "charm"], worlds=3, years=1, progress=True)
    assert list(both.policy.values) == ["sporadic", "charm"]
    assert "3 of" not in capsys.readouterr().out


def test_python_refuses_an_occupied_folder(fake):
    kennan.run(worlds=1, years=1, out="a")
    with pytest.raises(BadInput, match="already here"):
        kennan.run(worlds=1, years=1, out="a")


def test_docstrings_of_python_say_all():
    for function in (api.run, api.compare, api.open):
        text = function.__doc__
        assert "Parameters" in text
        assert "Example" in text
        assert "rais" in text.lower()
    assert {"run", "compare", "open", "plots", "__version__"} <= set(dir(kennan))
    assert kennan.plots.fan
    with pytest.raises(AttributeError, match="no attribute 'rnu'"):
        _ = kennan.rnu


@pytest.mark.parametrize("first", ["", "import kennan.engine.plan; ", "from kennan.engine import engine; "])
def test_run_is_a_function_whatever_is_imported_first(first):
    code = f"""
{first}import kennan, inspect, pickle
print(list(inspect.signature(kennan.run).parameters)[0], kennan.run.__module__, kennan.run.__name__)
print(pickle.loads(pickle.dumps(kennan.run)) is kennan.run, kennan.game.new.__name__, kennan.engine.__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["scenario", "kennan.api", "run", "True", "new", "kennan.engine"]


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
