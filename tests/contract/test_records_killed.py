"""A run killed at any moment resumes to the byte-identical result."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import records_fake as fake

from kennan.records import layout, manage

TESTS = Path(__file__).parents[1]
# Begins or resumes the run, whatever is there, and works slowly enough to be hit while it writes.
WORKER = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import records_fake as fake
from kennan.records import layout
from kennan.records.store import Store
path, frame = Path(sys.argv[1]), fake.frame(worlds=80, months=120)
print("ready", flush=True)
if layout.identify(path).state == "missing":
    store = fake.begin(path, frame)
else:
    store = Store.resume(path, fake.plan(frame))
for block in fake.blocks(frame, skip=store.done()):
    store.write(block)
    time.sleep(float(sys.argv[3]))
store.finish()
"""
KILLS = 10

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")


def work(path: Path, pause: float) -> subprocess.Popen:
    command = [sys.executable, "-c", WORKER, str(path), str(TESTS), str(pause)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()  # imports are over: from here on a kill hits the work
    return process


def test_a_run_killed_at_ten_random_moments_is_the_same_in_the_end(tmp_path):
    quiet = work(tmp_path / "quiet", 0)
    assert quiet.wait(60) == 0
    chance = random.Random(1947)
    path = tmp_path / "killed" / "run"
    states, killed = [], 0
    while killed < KILLS:
        process = work(path, 0.02)
        time.sleep(chance.uniform(0, 0.55))
        if process.poll() is None:
            process.kill()
            killed += 1
        process.communicate()
        assert process.returncode in (0, -signal.SIGKILL)
        states.append(layout.identify(path).state)
        assert states[-1] in ("missing", "unfinished", "complete")
        if states[-1] == "complete":  # it was quicker than the killer: begin another
            assert manage.verify(path) == []
            assert fake.tree(path / "data.zarr") == fake.tree(tmp_path / "quiet" / "data.zarr")
            path = path.with_name(path.name + "x")
    assert "unfinished" in states
    last = work(path, 0)
    _, error = last.communicate(timeout=60)
    assert last.returncode == 0, error
    assert fake.tree(path / "data.zarr") == fake.tree(tmp_path / "quiet" / "data.zarr")
    assert (path / "complete").read_bytes() == (tmp_path / "quiet" / "complete").read_bytes()
    assert manage.verify(path) == []
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize("at", ["describe", "rename", "manifest", "about", "marker", "journal"])
def test_a_run_killed_between_any_two_steps_is_the_same_in_the_end(tmp_path, at):
    """The moments that chance would seldom hit: the worker kills itself right there."""
    hit = {
        "describe": ("words", "describe", 1),
        "rename": ("place", "put_in_place", 1),
        "journal": ("journal.Journal", "add", 3),
        "manifest": ("layout", "write_atomically", 1),
        "about": ("layout", "write_atomically", 2),
        "marker": ("layout", "write_atomically", 3),
    }[at]
    trap = f"""
import itertools, os, signal
from kennan.records import journal, layout, place, words
count, owner, name = itertools.count(1), {hit[0]}, {hit[1]!r}
honest = getattr(owner, name)
def trapped(*args, **more):
    if next(count) == {hit[2]}:
        os.kill(os.getpid(), signal.SIGKILL)
    return honest(*args, **more)
setattr(owner, name, trapped)
"""
    path = tmp_path / "run"
    command = [sys.executable, "-c", trap + WORKER, str(path), str(TESTS), "0"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == -signal.SIGKILL
    assert layout.identify(path).state == ("missing" if at in ("describe", "rename") else "unfinished")
    last = work(path, 0)
    _, error = last.communicate(timeout=60)
    assert last.returncode == 0, error
    quiet = work(tmp_path / "quiet", 0)
    assert quiet.wait(60) == 0
    assert fake.tree(path / "data.zarr") == fake.tree(tmp_path / "quiet" / "data.zarr")
    assert sorted(p.name for p in path.iterdir()) == sorted(p.name for p in (tmp_path / "quiet").iterdir())
