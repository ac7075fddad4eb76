"""Compiled programs on disk: loaded when sound, compiled again when not, and never mistaken for one another."""

from __future__ import annotations

import numpy as np
import pytest

from kennan.engine import devices, program


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """An empty folder of programs, and a process that has loaded none."""
    devices.prepare()
    monkeypatch.setenv("KENNAN_CACHE", str(tmp_path / "programs"))
    monkeypatch.setattr(program, "_ready", {})
    return tmp_path / "programs"


def double(times: list[int]):
    """Return what lowers a small program, and counts how often it is asked to."""
    import jax

    def lower():
        times.append(1)
        return jax.jit(lambda x: 2 * x).lower(np.ones(3, np.float32))

    return lower


def test_a_program_is_compiled_once_and_then_loaded(machine, monkeypatch):
    times: list[int] = []
    which = program.key("double", np.ones(3, np.float32))
    assert not program.is_kept(which)
    assert program.load(which, double(times))(np.ones(3, np.float32)).tolist() == [2, 2, 2]
    assert program.is_kept(which)
    monkeypatch.setattr(program, "_ready", {})  # as a new process
    assert program.load(which, double(times))(np.ones(3, np.float32)).tolist() == [2, 2, 2]
    assert len(times) == 1


@pytest.mark.parametrize("harm", [lambda b: b[:-9], lambda b: b"", lambda b: b[:60] + b"\0\0\0" + b[63:]])
def test_a_damaged_program_is_compiled_again(machine, monkeypatch, harm):
    times: list[int] = []
    which = program.key("double", np.ones(3, np.float32))
    program.load(which, double(times))
    (kept,) = machine.glob("*.program")
    kept.write_bytes(harm(kept.read_bytes()))
    monkeypatch.setattr(program, "_ready", {})
    assert program.load(which, double(times))(np.ones(3, np.float32)).tolist() == [2, 2, 2]
    assert len(times) == 2


def test_a_folder_that_cannot_be_written_costs_time_only(machine):
    machine.write_text("a file where the folder should be")
    times: list[int] = []
    which = program.key("double", np.ones(3, np.float32))
    assert program.load(which, double(times))(np.ones(3, np.float32)).tolist() == [2, 2, 2]
    assert not list(machine.parent.glob("*.partial"))


def test_the_key_changes_with_shape_type_setting_and_source(machine, monkeypatch):
    x = np.ones(3, np.float32)
    keys = {
        program.key("double", x),
        program.key("triple", x),
        program.key("double", np.ones(4, np.float32)),
        program.key("double", x.astype(np.float64)),
        program.key("double", x, steps_per_month=2),
    }
    keys.add(program.key("double", x, of="weave"))
    monkeypatch.setattr(program, "_machine", lambda of: ("another source",))
    keys.add(program.key("double", x))
    assert len(keys) == 7
    assert program.key("double", x) == program.key("double", 7 * x)  # numbers do not matter


def test_old_programs_are_forgotten(machine, monkeypatch):
    monkeypatch.setattr(program, "KEPT", 2)
    for size in (1, 2, 3):
        program._keep(machine / f"{size}.program", b"x" * size)
    assert len(list(machine.glob("*.program"))) == 2
