"""The command line and the Python functions, with a made-up engine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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

SMALL = ["--worlds", "5", "--years", "2"]


@pytest.fixture
def fake(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "simulate", engine_fake.simulate)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answered(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


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
    assert done.stdout.split() == ["scenario", "kennan.api.worlds", "run", "True", "new", "kennan.engine"]
