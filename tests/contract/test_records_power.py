"""A power cut: what the journal vouches for is on the disk, and a complete run is whole.

The first tests put a disk in place of the system's that keeps only what it was told to keep. The last one cuts a real
file system off (Linux, root, loop devices; in the long suite).
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import records_fake as fake

from kennan.faults import BadInput
from kennan.records import durable, journal, layout, manage
from kennan.records.store import Store

# ---- a disk that keeps what it was told to keep


class Disk:
    """What lies on the disk below a folder if the power goes now.

    ``contents`` holds every file as it was at its last fsync, ``folders`` the names in every folder at its last fsync.
    """

    def __init__(self, root: Path):
        self.root = root
        self.contents: dict[int, bytes] = {}
        self.folders: dict[int, dict[str, tuple[int, bool]]] = {}
        self.lock = threading.Lock()
        self.states: list[dict[str, bytes]] = []
        self.held: list[int] = []  # what is open keeps its number, which so means one file or folder only
        descriptor = os.open(root, os.O_RDONLY)
        self.keep(descriptor)
        os.close(descriptor)

    def keep(self, descriptor: int) -> None:
        """Do what fsync does, and note how the disk would have looked just before."""
        with self.lock:
            self.note()
            number = os.fstat(descriptor)
            if number.st_ino not in {*self.folders, *self.contents}:
                self.held.append(os.dup(descriptor))
            if stat.S_ISDIR(number.st_mode):
                with os.scandir(descriptor) as entries:
                    self.folders[number.st_ino] = {e.name: (e.inode(), e.is_dir()) for e in entries}
            else:
                self.contents[number.st_ino] = Path(f"/proc/self/fd/{descriptor}").read_bytes()

    def note(self) -> None:
        """Note the two ends of what a disk may do: names only when told, and names at once but no content."""
        for state in (self.told(os.stat(self.root).st_ino, ""), self.named()):
            if not self.states or self.states[-1] != state:
                self.states.append(state)

    def told(self, folder: int, inside: str) -> dict[str, bytes]:
        """Return the files that can be reached by names that were kept."""
        found = {}
        for name, (number, is_folder) in self.folders.get(folder, {}).items():
            if is_folder:
                found |= self.told(number, f"{inside}{name}/")
            else:
                found[inside + name] = self.contents.get(number, b"")
        return found

    def named(self) -> dict[str, bytes]:
        """Return every file that has a name now, with the content that was kept."""
        found = {}
        for inner, _, names in os.walk(self.root):
            for name in names:
                file = Path(inner, name)
                try:
                    number = file.stat().st_ino
                except FileNotFoundError:
                    continue
                found[file.relative_to(self.root).as_posix()] = self.contents.get(number, b"")
        return found


TIMES = ("about.json", "complete", "journal.jsonl")  # the last may lie beside "complete" as clutter
FRAME = {"worlds": 12, "months": 13, "block": 4, "monthly": ("orbit",), "policies": ("containment", "charm")}


def build(path: Path) -> Path:
    """Make a run in two goes, in a folder that is not there yet, over another that was begun."""
    axes = fake.frame(**FRAME)
    blocks = list(fake.blocks(axes))
    with fake.begin(path, axes) as store:
        store.write(blocks[0])
    with fake.begin(path, axes, force=True) as store:
        for block in blocks[:3]:
            store.write(block)
    with Store.resume(path) as store:
        for block in blocks[3:]:
            store.write(block)
        store.finish()
    return path


@pytest.fixture(scope="module")
def states(tmp_path_factory) -> tuple[list[dict[str, bytes]], dict[str, bytes]]:
    """How the disk may look at every moment of making a run, and the run in the end."""
    return watched(tmp_path_factory.mktemp("disk"))


def watched(root: Path, *left_out: str) -> tuple[list[dict[str, bytes]], dict[str, bytes]]:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs to see what open files hold")
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(root)
        patch.setattr(durable.os, "fsync", disk.keep)
        for name in left_out:
            patch.setattr(durable, name, lambda _: None)
        run = build(root / "new" / "run")
        disk.note()
        for descriptor in disk.held:
            os.close(descriptor)
    return disk.states, fake.tree(run)


def lies(state: dict[str, bytes], folder: Path) -> list[str]:
    """Return the files that a state of the disk vouches for and does not hold."""
    here = {n.removeprefix("new/run/"): data for n, data in state.items() if n.startswith("new/run/")}
    vouched: dict[str, str] = {}
    try:
        if layout.MARKER in here:
            for name in (layout.MARKER, layout.MANIFEST):
                (folder / name).write_bytes(here.get(name, b""))
            marks = layout.read_sums(folder / layout.MARKER)
            vouched = {layout.MANIFEST: marks[layout.MANIFEST], layout.ABOUT: marks[layout.ABOUT]}
            vouched |= layout.read_sums(folder / layout.MANIFEST)
        elif here:
            (folder / layout.JOURNAL).write_bytes(here.get(layout.JOURNAL, b""))
            skeleton, _, blocks, _ = journal.read(folder)
            vouched = {name: d for part in (skeleton, *blocks.values()) for name, d in part.items()}
    except (BadInput, KeyError) as error:
        return [f"the run is of no use: {error}"]
    return [n for n, digest in vouched.items() if hashlib.sha256(here.get(n, b"")).hexdigest() != digest]


def test_nothing_is_vouched_for_that_is_not_on_the_disk(states, tmp_path):
    assert len(states[0]) > 100
    for state in states[0]:
        assert lies(state, tmp_path) == []
    for end in states[0][-2:]:
        assert "new/run/complete" in end


def test_after_a_power_cut_the_run_is_not_there_or_goes_on_or_is_whole(states, tmp_path):
    whole = {name: data for name, data in states[1].items() if name not in TIMES}
    found = []
    for i in [*range(0, len(states[0]), len(states[0]) // 9), len(states[0]) - 1]:
        run = tmp_path / f"cut{i}" / "new" / "run"
        for name, data in states[0][i].items():
            (tmp_path / f"cut{i}" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / f"cut{i}" / name).write_bytes(data)
        found.append(layout.identify(run).state)
        axes = fake.frame(**FRAME)
        if found[-1] != "complete":
            assert found[-1] in ("missing", "unfinished")
            store = fake.begin(run, axes) if found[-1] == "missing" else Store.resume(run)
            for block in fake.blocks(axes, skip=store.done()):
                store.write(block)
            store.finish()
        assert manage.verify(run) == []
        assert {n: d for n, d in fake.tree(run).items() if n not in TIMES} == whole
    assert set(found) == {"missing", "unfinished", "complete"}


@pytest.mark.parametrize("left_out", ["_sync_file", "sync_folder", "flush", "tree", "settle"])
def test_these_tests_notice_what_is_left_out(tmp_path, left_out):
    with pytest.MonkeyPatch.context() as patch:
        if left_out in ("tree", "settle"):
            patch.setattr(durable, left_out, lambda *_: None)
            left_out = ""
        found, _ = watched(tmp_path, *filter(None, [left_out]))
    assert any(lies(state, tmp_path) for state in found) or "new/run/complete" not in found[-2]


# ---- a real file system, cut off

WORDS = ["run", "--worlds", "32", "--years", "10", "--vs", "sporadic,charm,withdrawal,rollback"]
QUIET = ["--quiet", "--no-report"]
CUTS = 24


def kennan(*words: str, **more) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "kennan", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


class Loop:
    """A small file system of its own in a file."""

    def __init__(self, folder: Path):
        self.image, self.at, self.later = folder / "image", folder / "at", folder / "later"
        self.at.mkdir()
        self.later.mkdir()
        with self.image.open("wb") as file:
            file.truncate(40 << 20)
        self.do("mkfs.ext4", "-q", str(self.image))
        self.mount(self.image, self.at)

    @staticmethod
    def do(*words: str) -> None:
        subprocess.run(words, check=True, capture_output=True)

    def mount(self, image: Path, at: Path) -> None:
        self.do("mount", "-o", "loop", str(image), str(at))

    def cut(self, process: subprocess.Popen) -> Path:
        """Take the power away: return the file system as the device had it."""
        copy = self.image.with_name("copy")
        shutil.copyfile(self.image, copy)
        if process.poll() is None:
            process.kill()
        process.communicate()
        self.do("umount", str(self.at))
        self.mount(copy, self.later)
        return self.later

    def away(self) -> None:
        for at in (self.at, self.later):
            subprocess.run(["umount", str(at)], check=False, capture_output=True)


@pytest.fixture
def loop(tmp_path):
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a file system needs Linux and root")
    made = None
    try:
        made = Loop(tmp_path)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"there are no loop devices here ({error})")
    yield made
    made.away()


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "run"
    made = kennan(*WORDS, *QUIET, "--out", str(path))
    assert made.returncode == 0, made.stderr
    return path


@pytest.mark.slow
@pytest.mark.parametrize("cut", range(CUTS))
def test_the_power_goes(loop, kept, cut):
    chance = random.Random(cut)
    command = [sys.executable, "-m", "kennan", *WORDS, *QUIET, "--out", str(loop.at / "run")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if cut % 2:  # in the middle, after some blocks
        log = loop.at / "run" / layout.JOURNAL
        lines = chance.randint(1, 5)
        while process.poll() is None and not (log.exists() and log.read_bytes().count(b"\n") >= lines):
            time.sleep(0.002)
        if process.poll() is None:
            process.send_signal(signal.SIGSTOP)
    else:  # once it has said that it is done
        process.wait()
        time.sleep(chance.choice([0, 0, 0.5, 2, 6]))
    ended = process.poll()
    run = loop.cut(process) / "run"
    state = layout.identify(run).state
    if ended is not None:
        assert ended == 0
        assert state == "complete"
    else:
        assert state == "unfinished"
        assert (
            len(journal.read(run)[2]) >= lines - 2
        )  # all but the last, whose line may not have come to the disk yet
        again = kennan("run", "--resume", str(run), *QUIET)
        assert again.returncode == 0, again.stderr
    assert manage.verify(run) == []
    assert (run / layout.MANIFEST).read_bytes() == (kept / layout.MANIFEST).read_bytes()
