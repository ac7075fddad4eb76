"""The fingerprint of the month: whatever a session puts in place changes it, and a file on disk does not."""

from __future__ import annotations

import copy
import dataclasses
import functools
import subprocess
import sys
from types import MappingProxyType

import numpy as np
import pytest

from kennan.engine import devices, fingerprint


@pytest.fixture(scope="module", autouse=True)
def _jax():
    devices.prepare()


@functools.cache
def whole():
    from kennan.engine import span

    return span.through.function


def patched_step(s, p, draw, levers, here):
    return {"menace": s.menace * 0.0}


def _in_the_list(patch):
    from kennan.model import month

    patch.setattr(month, "ORDER", (*month.ORDER[:5], ("siege", patched_step), *month.ORDER[6:]))


def _order_of_the_list(patch):
    from kennan.model import month

    patch.setattr(month, "ORDER", (month.ORDER[1], month.ORDER[0], *month.ORDER[2:]))


def _code_of_a_mechanism(patch):
    from kennan.model.mechanisms import siege

    patch.setattr(siege.advance, "__code__", patched_step.__code__)


def _helper_of_mechanisms(patch):
    from kennan.model.mechanisms import siege

    patch.setattr(siege, "clip01", lambda x: x)


def _helper_in_its_own_room(patch):
    from kennan.model import forms

    patch.setattr(forms.clip01, "__code__", (lambda x: x).__code__)


def _draws(patch):
    from kennan.model import chance

    patch.setitem(chance.DECLARED, "another", ("normal", "world"))


def _law_of_a_draw(patch):
    from kennan.model import chance

    patch.setitem(chance.DECLARED, "harvest", ("uniform", "world"))


def _constant(patch):
    from kennan.model import chance

    patch.setattr(chance, "_NORMAL_ABOVE", (1.0, 2.0, 3.0))


def _months(patch):
    from kennan.engine import span

    patch.setattr(span, "MONTHS", 4)


def _bounds_in_the_register(patch):
    from kennan.model import quantities

    known = quantities.load()
    patch.setitem(known, "menace", dataclasses.replace(known["menace"], high=2.0))


def _register(patch):
    from kennan.model import quantities

    known = dict(quantities.load())
    known["menace"] = dataclasses.replace(known["menace"], high=2.0)
    patch.setattr(quantities, "load", lambda: known)


def _method(patch):
    from kennan.model.names import Rows

    patch.setattr(Rows, "__getattr__", lambda self, name: self._table[self._rows[name]] * 2.0)


def _wall(patch):
    from kennan.model import geography

    patch.setattr(geography, "apart", lambda go, compute: compute())


def _library(patch):
    import jax.numpy as jnp

    patch.setattr(jnp, "clip", lambda x, low, high: x)


CHANGES = [
    _in_the_list, _order_of_the_list, _code_of_a_mechanism, _helper_of_mechanisms, _helper_in_its_own_room, _draws,
    _law_of_a_draw, _constant, _months, _bounds_in_the_register, _register, _method, _wall, _library,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_whatever_a_session_puts_in_place_is_in_the_fingerprint(change, monkeypatch):
    before = fingerprint.of(whole())
    with monkeypatch.context() as patch:
        change(patch)
        assert fingerprint.of(whole()) != before
    assert fingerprint.of(whole()) == before


def test_every_function_of_the_model_is_in_the_fingerprint(monkeypatch):
    """Each function that the month runs is swapped for another, one at a time."""
    import inspect

    from kennan.model import forms, month, names
    from kennan.model.mechanisms import crisis, economy, flow, party

    used = [step for _, step in month.ORDER]
    used += [
        one for _, one in inspect.getmembers(forms, inspect.isfunction) if one.__module__ == forms.__name__
    ]
    for module in (crisis, economy, flow, party):
        own = [
            f for _, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == module.__name__
        ]
        used += [one for one in own if one.__name__.startswith("_")]
    used += [names.State.updated, names.Rows.__getitem__, month.bound, month.advance, month._changes]
    reading = fingerprint._Reading()
    reading.read(whole())
    reading.finish()
    unread = [f"{one.__module__}.{one.__qualname__}" for one in used if id(one) not in reading._numbers]
    assert unread == []


def test_it_is_the_same_in_another_process_and_without_the_files(tmp_path):
    """Source files are of no account: a copy of the package elsewhere is the same program."""
    import shutil
    from pathlib import Path

    import kennan

    there = tmp_path / "kennan"
    shutil.copytree(
        Path(kennan.__file__).parent, there, ignore=shutil.ignore_patterns("web", "static", "__pycache__")
    )
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from kennan.engine import devices; devices.prepare()\n"
        "from kennan.engine import span, fingerprint\n"
        "print(span.__file__); print(fingerprint.of(span.through.function))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    where, said = done.stdout.split()
    assert where.startswith(str(tmp_path))
    assert said == fingerprint.of(whole())


def test_what_python_notes_on_a_class_as_it_is_copied_is_no_part_of_it():
    @dataclasses.dataclass(frozen=True)
    class Held:
        number: float = 2.0

        def twice(self):
            return 2 * self.number

    def reads(x):
        return Held().twice() + x

    before = fingerprint.of(reads)
    copy.copy(Held())  # copying and pickling leave __slotnames__
    assert "__slotnames__" in vars(Held)
    assert fingerprint.of(reads) == before


FACTOR = 2.0


def scaled(x):
    return FACTOR * x


def outer(x, by=3):
    return scaled(x) + by


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (0.0, -0.0),
        ("1", 1),
        ([1, 2], [2, 1]),
        ([1, 2], (1, 2)),
        ([[1], 2], [1, [2]]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),  # the order of a register is the order of its rows
        (np.ones(2), np.ones(3)),
        (np.ones(2), np.ones(2, np.float32)),
        (np.zeros(2), np.array([0.0, -0.0])),
        (functools.partial(outer, by=1), functools.partial(outer, by=2)),
        (lambda x: x + 1, lambda x: x + 2),
        (lambda x, y=1: x, lambda x, y=2: x),
    ],
)
def test_different_things_have_different_fingerprints(one, other):
    assert fingerprint.of(one) != fingerprint.of(other)
    assert fingerprint.of(one) == fingerprint.of(one)


def test_what_is_called_by_what_is_called_counts(monkeypatch):
    before = fingerprint.of(outer)
    monkeypatch.setattr(f"{__name__}.FACTOR", 4.0)
    assert fingerprint.of(outer) != before


def test_a_circle_ends():
    ring: list = []
    ring.append(ring)
    assert fingerprint.of(ring) != fingerprint.of([[]])
    assert fingerprint.of(MappingProxyType({"a": ring}))


def reads_a_file(x):
    return x * len(open(__file__).name)


def asks_the_clock(x):
    import time

    return x * time.time()


@functools.lru_cache
def remembers(x):
    return x


@pytest.mark.parametrize(
    "what",
    [reads_a_file, asks_the_clock, remembers, lambda x: remembers(x), object(), iter([1]), np.array([{}])],
)
def test_what_cannot_be_told_is_said(what):
    with pytest.raises(fingerprint.CannotTell):
        fingerprint.of(what)
