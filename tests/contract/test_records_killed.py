"""A run killed at any moment resumes to the byte-identical result, and one folder has one writer.

Nothing here depends on how busy the machine is: a worker says how far it is, and waits to be killed before it could
end.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import records_fake as fake

from kennan.cli import main as cli
from kennan.faults import BadInput
from kennan.records import layout, manage
from kennan.records.store import Store

TESTS = Path(__file__).parents[1]
KILLS = 10
FRAME = {"worlds": 80, "months": 120}  # twenty blocks

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork processes")

# Imports once, and gives birth to a worker for every line that it reads: a process of its own, at little cost.
NURSERY = """
import itertools, json, os, signal, sys, traceback
sys.path.insert(0, sys.argv[1])
import records_fake as fake
from kennan.faults import BadInput
from kennan.records import durable, journal, layout, destination, words
from kennan.records.store import Store

def say(**what):
    os.write(1, (json.dumps(what) + "\\n").encode())  # in one piece, whoever else writes

def wait():
    signal.sigwait({signal.SIGUSR1})

def trap(owner, name, at):
    '''The worker kills itself at the at-th call of a function.'''
    owner, count = eval(owner), itertools.count(1)
    honest = getattr(owner, name)
    def trapped(*args, **more):
        if next(count) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(*args, **more)
    setattr(owner, name, trapped)

def work(path, after=None, hold=True, first_world=0, force=False, **axes):
    '''Begin or resume, and write blocks. After so many of them say so; then wait before the last one is written.'''
    frame = fake.frame(first_world=first_world, **axes)
    if after == -1:
        say(now=after)
    unfinished = layout.identify(path).state == "unfinished"
    store = Store.resume(path, fake.plan(frame)) if unfinished else fake.begin(path, frame, force=force)
    left = list(fake.blocks(frame, skip=store.done()))
    for n, block in enumerate(left):
        if n == after:
            say(now=after)
        if after is not None and n == len(left) - 1:
            if n < after:
                say(now=n)
            wait()
        store.write(block)
    return store.finish()

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
for line in sys.stdin:
    asked = json.loads(line)
    start, go = os.pipe()
    children = []
    for one in asked:
        child = os.fork()
        if not child:
            try:
                os.close(go)
                os.read(start, 1)  # until everybody is there
                if "trap" in one:
                    trap(*one.pop("trap"))
                say(done=work(**one), pid=os.getpid())
                os._exit(0)
            except BadInput as error:
                say(refused=str(error), pid=os.getpid())
                os._exit(2)
            except BaseException:
                traceback.print_exc()
                os._exit(70)
        children.append(child)
    say(born=children)
    os.close(go); os.close(start)
    for child in children:
        say(ended=child, code=os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


class Nursery:
    """Workers on demand."""

    def __init__(self, errors: Path):
        self.errors = errors
        with errors.open("wb") as file:
            command = [sys.executable, "-c", NURSERY, str(TESTS)]
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=file, text=True)

    def ask(self, *workers: dict) -> list[int]:
        """Give birth to workers, all at once; return their numbers."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([{**FRAME, **one} for one in workers]) + "\n")
        self.process.stdin.flush()
        return self.hear("born")["born"]

    def hear(self, word: str) -> dict:
        """Return the next line, which must be of this kind."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.errors.read_text()
        said = json.loads(line)
        assert word in said, (said, self.errors.read_text())
        return said

    def end(self, *workers: dict) -> list[dict]:
        """Have workers work to their ends, and return what they said of it, in no order."""
        born = self.ask(*workers)
        assert self.process.stdout is not None
        said: list[dict] = []
        while sum("ended" in one for one in said) < len(born):
            said.append(json.loads(self.process.stdout.readline()))
        assert all(one.get("code") in (None, 0, 2, -signal.SIGKILL) for one in said), self.errors.read_text()
        return [one for one in said if "ended" not in one]


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    made = Nursery(tmp_path_factory.mktemp("nursery") / "errors.txt")
    yield made
    made.process.stdin.close()
    made.process.wait()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory) -> Path:
    return fake.complete(tmp_path_factory.mktemp("quiet") / "run", fake.frame(**FRAME))


def same(path: Path, quiet: Path) -> None:
    """Hold a run, and what lies beside it, to one that nobody killed."""
    assert manage.verify(path) == []
    assert fake.tree(path / "data.zarr") == fake.tree(quiet / "data.zarr")
    assert (path / "checksums.txt").read_bytes() == (quiet / "checksums.txt").read_bytes()
    assert sorted(p.name for p in path.iterdir()) == sorted(p.name for p in quiet.iterdir())
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []


def test_a_run_killed_at_ten_random_moments_is_the_same_in_the_end(nursery, quiet, tmp_path):
    chance = random.Random(1947)
    path = tmp_path / "killed" / "run"
    for kill in range(KILLS):
        after = -1 if kill < 2 else chance.choice([0, 1, 2])
        (pid,) = nursery.ask({"path": str(path), "after": after})
        nursery.hear("now")
        time.sleep(chance.uniform(0, 0.03))  # wherever it is then: it does not end before it is killed
        os.kill(pid, signal.SIGKILL)
        assert nursery.hear("ended")["code"] == -signal.SIGKILL
        assert layout.identify(path).state in (["missing"] if kill < 2 else []) + ["unfinished"]
    nursery.end({"path": str(path)})
    same(path, quiet)


@pytest.mark.parametrize("at", ["describe", "rename", "settle", "vouch", "manifest", "about", "marker"])
def test_a_run_killed_between_any_two_steps_is_the_same_in_the_end(nursery, quiet, tmp_path, at):
    """The moments that chance would seldom hit: the worker kills itself right there."""
    where = {
        "describe": ("words", "describe", 1),
        "rename": ("destination", "put_in_place", 1),
        "settle": ("durable", "settle", 3),
        "vouch": ("journal.Journal", "add", 3),
        "manifest": ("durable", "write", 1),
        "about": ("durable", "write", 2),
        "marker": ("durable", "write", 3),
    }[at]
    path = tmp_path / "run"
    assert nursery.end({"path": str(path), "trap": where}) == []
    assert layout.identify(path).state == ("missing" if at in ("describe", "rename") else "unfinished")
    nursery.end({"path": str(path)})
    same(path, quiet)


def test_a_run_that_was_to_be_replaced_comes_back(nursery, quiet, tmp_path):
    """Killed with the earlier run moved aside and the new one not yet in its place."""
    path = fake.complete(tmp_path / "run", fake.frame(**FRAME))
    before = fake.tree(path)
    at = ("destination", "refuse_if_taken", 3)
    assert nursery.end({"path": str(path), "trap": at, "force": True, "first_world": 7}) == []
    assert layout.identify(path).state == "missing"
    with pytest.raises(BadInput, match="a complete run is already here"):
        fake.begin(path, fake.frame(**FRAME))
    assert fake.tree(path) == before
    same(path, quiet)


@pytest.mark.parametrize("force", [False, True])
def test_of_two_that_race_for_one_folder_one_wins_and_the_other_is_told(nursery, tmp_path, force):
    for turn in range(3):
        path = tmp_path / f"{turn}" / "run"
        if force:
            fake.complete(path, fake.frame(**FRAME))
        racers = [{"path": str(path), "first_world": k, "force": force} for k in (100, 200)]
        said = nursery.end(*racers)
        won = [one["done"] for one in said if "done" in one]
        lost = [one["refused"] for one in said if "refused" in one]
        assert len(won) + len(lost) == 2
        assert len(won) == 1 or force  # with force, the second may replace the first once that has finished
        assert all("is writing here" in words or "already here" in words for words in lost), lost
        assert manage.verify(path) == []
        assert manage.list_runs(path)[0]["checksum"] in won
        assert [p.name for p in path.parent.iterdir()] == ["run"]


def test_nobody_replaces_or_continues_a_run_that_is_being_written(nursery, quiet, tmp_path, capsys):
    path = tmp_path / "run"
    (pid,) = nursery.ask({"path": str(path), "after": 2})
    nursery.hear("now")
    link = tmp_path / "link"
    link.symlink_to(path)
    words = f"another process (number {pid}) is writing here"
    for call in (
        lambda: fake.begin(path, fake.frame(**FRAME), force=True),
        lambda: fake.begin(link, fake.frame(**FRAME), force=True),
        lambda: Store.resume(path),
        lambda: Store.resume(link),
    ):
        with pytest.raises(BadInput) as told:
            call()
        assert words in str(told.value)
    for command in (["--force", "--out", str(path)], ["--resume", str(path)], ["--out", str(path)]):
        assert cli.main(["run", "--worlds", "4", "--years", "1", *command]) == 2
        assert words in capsys.readouterr().err
    os.kill(pid, signal.SIGUSR1)
    assert nursery.hear("done")["done"] == manage.list_runs(quiet)[0]["checksum"]
    assert nursery.hear("ended")["code"] == 0
    link.unlink()
    same(path, quiet)
