"""Compiled programs on disk: loaded when sound, compiled again when not, and never mistaken for one another."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from kennan.engine import devices, kept, program

X = np.ones(3, np.float32)
FACTOR = 2


def times(x):
    return FACTOR * x


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """An empty folder of programs, and a process that has loaded none."""
    devices.prepare()
    monkeypatch.setenv("KENNAN_CACHE", str(tmp_path / "programs"))
    another_process(monkeypatch)
    monkeypatch.setattr(kept, "_said", set())
    return tmp_path / "programs"


def another_process(monkeypatch):
    monkeypatch.setattr(program, "_ready", {})


@pytest.fixture
def compilations(monkeypatch):
    """What is compiled, one entry each time."""
    found = []
    compile_now = program.Program.compile
    monkeypatch.setattr(
        program.Program, "compile", lambda self, *a, **k: (found.append(1), compile_now(self, *a, **k))[1]
    )
    return found


def result(one: program.Program, x=X):
    return one.ready(x)(x).tolist()


def test_a_program_is_compiled_once_and_then_loaded(machine, compilations, monkeypatch):
    double = program.Program(times)
    assert not program.is_kept(double.key(X))
    assert result(double) == [2, 2, 2]
    assert program.is_kept(double.key(X))
    another_process(monkeypatch)
    assert result(double) == [2, 2, 2]
    assert len(compilations) == 1


@pytest.mark.parametrize("harm", [lambda b: b[:-9], lambda b: b"", lambda b: b[:60] + b"\0\0\0" + b[63:]])
def test_a_damaged_program_is_compiled_again(machine, compilations, monkeypatch, harm):
    double = program.Program(times)
    double.ready(X)
    (path,) = machine.glob("*.program")
    path.write_bytes(harm(path.read_bytes()))
    another_process(monkeypatch)
    assert result(double) == [2, 2, 2]
    assert len(compilations) == 2


def test_a_folder_that_cannot_be_written_costs_time_and_that_is_said_once(machine, compilations, capsys):
    machine.write_text("a file where the folder should be")
    double = program.Program(times)
    assert result(double) == result(double) == [2, 2, 2]
    assert len(compilations) == 1
    assert not list(machine.parent.glob("*.partial"))
    kept.save("another.links", 1, keep=2)
    told = capsys.readouterr().err
    assert told.count("cannot be written") == 1
    assert str(machine) in told
    assert "KENNAN_CACHE" in told


def test_the_key_changes_with_shape_type_setting_and_function(machine, monkeypatch):
    import jax

    double = program.Program(times)
    keys = [
        double.key(X),
        double.key(np.ones(4, np.float32)),
        double.key(X.astype(np.float64)),
        double.key(X, X),
        double.key(X, steps_per_month=2),
        program.Program(times, donate=(0,)).key(X),
        program.Program(lambda x: x + x).key(X),
    ]
    monkeypatch.setattr(program, "machine", lambda: ("another processor",))
    keys.append(double.key(X))
    with jax.default_matmul_precision("float32"):
        keys.append(double.key(X))
    assert len(set(keys)) == 9
    assert double.key(X) == double.key(7 * X)  # numbers do not matter


def test_what_a_session_has_changed_is_what_is_compiled_and_kept_apart(machine, monkeypatch):
    double = program.Program(times)
    assert result(double) == [2, 2, 2]
    monkeypatch.setattr(f"{__name__}.FACTOR", 3)
    assert result(double) == [3, 3, 3]  # the same function object, which JAX has traced before
    another_process(monkeypatch)
    assert result(double) == [3, 3, 3]
    monkeypatch.undo()


def test_a_file_edited_under_an_open_session_is_another_program(machine, monkeypatch, tmp_path):
    """The old session keeps what it runs under what it runs; a new process gets what the file says."""
    import importlib.util

    def loaded():
        spec = importlib.util.spec_from_file_location("mechanism", tmp_path / "mechanism.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return program.Program(module.advance)

    (tmp_path / "mechanism.py").write_text("def advance(x):\n    return 2 * x\n")
    old = loaded()
    (tmp_path / "mechanism.py").write_text("def advance(x):\n    return 30 * x\n")
    assert result(old) == [2, 2, 2]
    another_process(monkeypatch)
    assert result(loaded()) == [30, 30, 30]
    another_process(monkeypatch)
    assert result(old) == [2, 2, 2]


def test_what_cannot_be_keyed_is_compiled_each_time_and_never_kept(machine, compilations, monkeypatch):
    beyond = program.Program(lambda x: len(open(__file__).name) * x)  # noqa: SIM115
    assert beyond.key(X) is None
    assert result(beyond) == result(beyond)
    assert len(compilations) == 2
    assert not list(machine.glob("*"))


def test_old_programs_are_forgotten(machine):
    for size in (1, 2, 3):
        kept.save(f"{size}.program", size, keep=2)
        os.utime(machine / f"{size}.program", (size, size))
    kept.save("4.links", 4, keep=2)
    assert sorted(path.name for path in machine.iterdir()) == ["2.program", "3.program", "4.links"]


def test_what_is_in_use_is_not_forgotten(machine):
    """Else a long work that needs many programs (a classroom, these tests) compiles the first of them again."""
    for number in range(5):
        kept.save(f"{number}.program", number, keep=2)
    assert len(list(machine.iterdir())) == 5
    for number in range(3):
        os.utime(machine / f"{number}.program", (1000 + number,) * 2)
    kept.save("5.program", 5, keep=2)
    assert sorted(path.name for path in machine.iterdir()) == ["3.program", "4.program", "5.program"]


def test_the_folder_is_its_owners_alone(machine):
    kept.save("a.program", [1], keep=2)
    assert machine.stat().st_mode & 0o777 == 0o700
    assert (machine / "a.program").stat().st_mode & 0o777 == 0o600
    assert kept.load("a.program") == [1]


@pytest.mark.skipif(os.name == "nt", reason="folders of Windows have no such bits")
@pytest.mark.parametrize("which", ["folder", "file"])
def test_what_others_could_have_written_is_not_loaded(machine, capsys, which):
    kept.save("a.program", [1], keep=2)
    (machine if which == "folder" else machine / "a.program").chmod(0o777)
    assert kept.load("a.program") is None
    assert kept.load("a.program") is None
    assert not kept.is_there("a.program")
    told = capsys.readouterr().err
    assert told.count("others can write here") == 1
    assert f"chmod -R go-w {machine}" in told
    if which == "folder":
        kept.save("b.program", [1], keep=2)
        assert not (machine / "b.program").exists()


def test_a_file_of_another_owner_is_not_loaded(machine, monkeypatch):
    kept.save("a.program", [1], keep=2)
    if not hasattr(os, "getuid"):
        pytest.skip("no owners here")
    monkeypatch.setattr(os, "getuid", lambda: 123456)
    real = os.stat_result
    monkeypatch.setattr("pathlib.Path.stat", lambda self, **_: real((0o100600, 0, 0, 1, 4321, 0, 0, 0, 0, 0)))
    assert kept.load("a.program") is None


HOLDS = """import sys; from kennan.engine import kept
with kept.alone("one.program"):
    print("held", flush=True); sys.stdin.read(); print("made", flush=True)
"""


@pytest.mark.parametrize("killed", [False, True])
def test_what_one_process_makes_others_wait_for(tmp_path, monkeypatch, killed):
    """Two that need the same program at the same moment: one compiles it; one that is killed leaves no lock behind."""
    monkeypatch.setenv("KENNAN_CACHE", str(tmp_path))
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "held\n"
    got = threading.Event()

    def wait():
        with kept.alone("one.program"):
            got.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not got.wait(0.2), "it went on while another process was making it"
    if killed:
        other.kill()
    else:
        other.stdin.close()
        assert other.stdout.readline() == "made\n"
    waiting.join()
    assert got.is_set()
    assert other.wait() == (-9 if killed else 0)
    assert list(tmp_path.glob("*" + kept.MAKING)) == []


def test_nobody_waits_for_ever_for_a_process_that_was_stopped(tmp_path, monkeypatch):
    monkeypatch.setenv("KENNAN_CACHE", str(tmp_path))
    monkeypatch.setattr(kept, "PATIENCE", 0.1)
    with kept.alone("one.program"), kept.alone("one.program"):  # the second as another process would
        pass
