"""Creates, writes, resumes and finishes a run folder.

Order of things, so that neither a kill nor a power cut at any moment does harm: the skeleton is built beside its place
under a name of its own, brought to the disk and moved there in one step; a block's files are written and brought to the
disk, then the folders they are new in, then the block's line in the journal; at the end checksums.txt, about.json, and
last of all the mark ``complete``. What has no line in the journal is written again on resume.

All of it under one lock (:mod:`kennan.records.lock`). A writer also looks whether the folder is still its own before
each line that it adds: people move and remove folders without asking for locks.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from kennan.faults import BadInput, Fault, Faults
from kennan.records import destination, durable, journal, layout, machine, skeleton, tidy, words
from kennan.records.bits import keep_bits
from kennan.records.frame import Array, Block, Frame, pieces
from kennan.records.lock import Lock
from kennan.records.trouble import refused

# Versions that change the bytes of a run; one begun with others is not continued.
BINDING = ("kennan", "jax", "jaxlib", "numpy", "numcodecs")


class Store:
    """An unfinished run folder, open for writing by this thread of this process alone."""

    def __init__(self, path: Path, frame: Frame, held: Lock, *, release: bool):
        self.path = path
        self.frame = frame
        self._lock = held if release else None
        self._journal = journal.Journal(path)
        self._made: set[Path] = set()  # folders of chunks that are there
        self._own = threading.local()
        # Two threads keep both cores of a small machine busy while the engine waits for its block to be
        # taken.
        self._pool = ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="kennan-records")

    @classmethod
    def create(
        cls,
        path: str | Path,
        plan_json: str,
        frame: Frame,
        *,
        about: Mapping[str, Any] | None = None,
        quantities: Mapping[str, words.Quantity] | None = None,
        force: bool = False,
        held: Lock | None = None,
        device: str = "",
    ) -> Store:
        """Make a new run folder and open it.

        Parameters
        ----------
        path : the folder; folders above it are made if need be. An empty folder is taken over.
        plan_json : the frozen plan, written as it is.
        frame : the axes.
        about : more to say in about.json; versions, the machine and the date are added here.
        quantities : the register of quantities; the model's own when left out.
        force : replace an earlier run at this path. Anything that is not a run is never replaced.
        held : the lock of the path, when the caller holds it; it stays the caller's.
        device : what the worlds are computed on, if that is known.

        Raises
        ------
        BadInput : something is in the way, another process is writing to a run there, or the folder cannot be made.
            Nothing is left behind.
        """
        path = Path(path)
        destination.refuse_if_taken(path, force)
        ours = held or Lock(path)
        partial = durable.partial(ours.real)
        try:
            destination.clear_beside(ours.real)
            destination.refuse_if_taken(path, force)  # as it is now that nobody else can change it
            partial.mkdir()
            skeleton.build(partial, frame, words.describe(frame, quantities))
            (partial / layout.PLAN).write_text(plan_json, encoding="utf-8", newline="")
            said = {
                "format": layout.FORMAT,
                **(about or {}),
                "versions": layout.versions(),
                "machine": machine.signature(device),
                "created": _now(),
            }
            (partial / layout.ABOUT).write_bytes(layout.dump(said))
            first = {name: layout.sha256(partial / name) for name in layout.files(partial)}
            (partial / layout.JOURNAL).write_bytes(journal.line({"skeleton": first, "about": said}))
            durable.tree(partial)
            destination.put_in_place(partial, ours.real, force)
            return cls(path, frame, ours, release=held is None)
        except BaseException as error:
            shutil.rmtree(partial, ignore_errors=True)
            if held is None:
                ours.release()
            if isinstance(error, OSError):
                raise refused(error, "the run folder cannot be made", path) from error
            raise

    @classmethod
    def resume(
        cls, path: str | Path, plan_json: str | None = None, *, held: Lock | None = None, device: str = ""
    ) -> Store:
        """Open an unfinished run to go on with it.

        Blocks whose files are not as the journal says count as not done.

        Parameters
        ----------
        path : the run folder.
        plan_json : if given, it must be the plan that the run was begun with.
        held : the lock of the path, when the caller holds it; it stays the caller's.
        device : what the worlds are computed on, if that is known.

        Raises
        ------
        BadInput : there is no unfinished run, its skeleton is damaged, another process writes to it, or the
            plan, the versions or the processor are not those it was begun with.
        """
        path = Path(path)
        _demand_unfinished(path)
        ours = held or Lock(path)
        try:
            destination.clear_beside(ours.real)
            _demand_unfinished(path)  # as it is now that nobody else can change it
            return cls._opened(path, plan_json, ours, release=held is None, here=machine.signature(device))
        except BaseException as error:
            if held is None:
                ours.release()
            if isinstance(error, OSError):
                raise refused(error, "the run cannot be opened for writing", path) from error
            raise

    @classmethod
    def _opened(
        cls, path: Path, plan_json: str | None, held: Lock, *, release: bool, here: dict[str, str]
    ) -> Store:
        skeleton_files, begun, blocks, _ = journal.read(path)
        do = f"make the run again: --out {path} --force"
        changed = sorted(n for n, digest in skeleton_files.items() if not journal.sound(path, {n: digest}))
        if changed:
            fault = Fault("cannot resume (damaged): this was changed, or is missing", do=do)
            raise BadInput([replace(fault, where=str(path / name)) for name in changed[:5]])
        _refuse_if_changed(path, begun, plan_json, here)
        try:
            frame = Frame.from_dict(layout.read_json(path / layout.DATA / layout.META)["attributes"]["frame"])
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, BadInput):
                raise
            fault = Fault(
                "cannot resume (damaged): data.zarr does not say what its axes are", str(path), do=do
            )
            raise BadInput(fault) from None
        store = cls(path, frame, held, release=release)
        store._journal.blocks = {
            key: digests
            for key, digests in blocks.items()
            if set(digests) == set(store._names(*key)) and journal.sound(path, digests)
        }
        kept = (skeleton_files, *store._journal.blocks.values())
        destination.sweep(path, {name for digests in kept for name in digests})
        return store

    def done(self) -> set[tuple[int, int]]:
        """Return the (policy, first world number) of every block on disk: the engine's ``skip``."""
        return set(self._journal.blocks)

    def check_ours(self) -> None:
        """Raise BadInput when the folder was removed, moved or replaced; costs next to nothing."""
        self._journal.check_ours()

    def write(self, block: Block) -> None:
        """Write one block; when this returns, the block survives a kill and a power cut.

        A block may span several chunks (a multiple of ``frame.width``). Monthly values are rounded to
        :data:`~kennan.records.bits.KEEP_BITS` bits. Writing a block again gives the same bytes.

        Raises
        ------
        BadInput : the disk is full or cannot be written, or the folder is gone or another's; what was done before
            stays, and the run can be resumed.
        ValueError : the block does not fit the frame.
        """
        self.frame.check(block)
        self.check_ours()
        width = self.frame.width
        starts = range(0, block.worlds, width)
        jobs = [(s, spec) for s in starts for spec in self._arrays(block.policy)]
        names = [self._name(spec, block.policy, block.first + start) for start, spec in jobs]
        try:
            folders = {folder for name in names for folder in self._make_folders(name)}
            tasks = [
                self._pool.submit(self._put, block, start, spec, name)
                for (start, spec), name in zip(jobs, names, strict=True)
            ]
            wait(tasks)  # all of them, so that none still writes when an error is cleared away below
            entries: dict[int, dict[str, str]] = {start: {} for start in starts}
            for (start, _), name, task in zip(jobs, names, tasks, strict=True):
                entries[start][name] = task.result()
            durable.settle([self.path / name for name in names], sorted(folders, reverse=True))
            self.check_ours()
            first = block.first
            self._journal.add([((block.policy, first + start), done) for start, done in entries.items()])
        except OSError as error:
            self.check_ours()
            for name in names:
                tidy.unlink(self.path / name)
            do = f"make room, then kennan run --resume {self.path} goes on with the blocks that are missing"
            raise refused(error, "a block of worlds cannot be written", self.path, do) from error

    def _arrays(self, policy: int) -> Iterator[Array]:
        """Yield the arrays of which a block of this policy holds a chunk; parameters are the same under all."""
        return (spec for spec in self.frame.arrays() if spec.name != "parameters" or policy == 0)

    def _name(self, spec: Array, policy: int, first: int) -> str:
        column = (first - self.frame.first_world) // self.frame.width
        index = [policy if d == "policy" else column if d == "world" else 0 for d in spec.dims]
        return f"{layout.DATA}/{spec.name}/c/{'/'.join(map(str, index))}"

    def _names(self, policy: int, first: int) -> list[str]:
        """Return the files of one block, or none when the run has no such block."""
        if (policy, first) not in self.frame.blocks():
            return []
        return [self._name(spec, policy, first) for spec in self._arrays(policy)]

    def _make_folders(self, name: str) -> list[Path]:
        """Make the folders of a chunk below that of its array; return those in which something is new.

        The folder of the array itself is never made here: where it is gone, the run was removed.
        """
        array, chunk = name.split("/")[:2], name.split("/")[2:-1]
        folder = self.path.joinpath(*array)
        touched = []
        for part in chunk:
            if folder / part not in self._made:
                (folder / part).mkdir(exist_ok=True)
                self._made.add(folder / part)
                touched.append(folder)
            folder /= part
        return [*touched, folder]

    def _put(self, block: Block, start: int, spec: Array, name: str) -> str:
        """Round, compress and write one chunk (in a worker thread); return its SHA-256."""
        stop = start + self.frame.width
        parts = [np.asarray(part)[..., start:stop] for part in pieces(block, spec, self.frame)]
        values = parts[0] if spec.name != "events" else np.stack(parts)
        if spec.name in self.frame.monthly:
            values = keep_bits(values, out=self._scratch(values.shape))
        short = self.frame.width - values.shape[-1]
        if short:  # the last block: zarr wants whole chunks, filled up with zeros
            values = np.pad(values, [(0, 0)] * (values.ndim - 1) + [(0, short)])
        packed = skeleton.chunk(values)
        (self.path / name).write_bytes(packed)
        return hashlib.sha256(packed).hexdigest()

    def _scratch(self, shape: tuple[int, ...]) -> np.ndarray:
        """Return this thread's own array to round into; fresh memory for each chunk took most of the time."""
        if getattr(self._own, "array", None) is None or self._own.array.shape != shape:
            self._own.array = np.empty(shape, np.float32)
        array: np.ndarray = self._own.array
        return array

    def finish(self, about: Mapping[str, Any] | None = None) -> str:
        """Close a run whose blocks are all there; return its checksum.

        The checksum is the SHA-256 of checksums.txt, which holds the SHA-256 of plan.json and of every file
        in data.zarr. Times and versions are in about.json only and do not enter.

        Parameters
        ----------
        about : more to say in about.json ("seconds").

        Raises
        ------
        ValueError : blocks are missing.
        BadInput : the disk is full or cannot be written.
        """
        missing = [key for key in self.frame.blocks() if key not in self._journal.blocks]
        if missing:
            raise ValueError(f"{len(missing)} blocks are missing, the first is (policy, world) {missing[0]}")
        digests = dict(self._journal.skeleton)
        for files in self._journal.blocks.values():
            digests |= files
        text, checksum = layout.sums(digests), layout.checksum_of(digests)
        said = layout.dump({**self._journal.begun, **(about or {}), "finished": _now(), "checksum": checksum})
        try:
            for name, content in (
                (layout.MANIFEST, text),
                (layout.ABOUT, said),
                (layout.MARKER, layout.mark(checksum, said)),
            ):
                self.check_ours()
                durable.write(self.path / name, content)
        except OSError as error:
            self.check_ours()
            do = f"make room, then kennan run --resume {self.path} closes the run"
            raise refused(error, "the run cannot be closed", self.path, do) from error
        self._journal.close()  # Windows removes nothing that is open
        tidy.unlink(self.path / layout.JOURNAL)
        self.close()
        return checksum

    def close(self) -> None:
        """Let go of the folder; an unfinished run stays and can be resumed."""
        self._pool.shutdown(cancel_futures=True)
        self._journal.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _demand_unfinished(path: Path) -> None:
    """Raise BadInput when there is no unfinished run at a path."""
    found = layout.identify(path)
    if found.state == "unfinished":
        return
    what = "the run is already complete" if found.state == "complete" else "; ".join(found.reasons)
    do = {
        "complete": f"kennan runs show {path} shows it; to make it anew: --force",
        "damaged": f"make the run again: --out {path} --force",
    }.get(found.state, "name the folder of an unfinished run; kennan runs list shows them")
    raise BadInput(Fault(f"cannot resume ({found.state}): {what}", str(path), do=do))


def _refuse_if_changed(
    path: Path, begun: Mapping[str, Any], plan_json: str | None, here: dict[str, str]
) -> None:
    """Raise BadInput when plan, versions or processor are not those that the run was begun with."""
    faults = Faults()
    had, now = layout.made_with(begun), layout.versions()
    changed = [f"{n} {had.get(n)} (now {now.get(n)})" for n in BINDING if had.get(n) != now.get(n)]
    if changed:
        do = f"install those versions again, or make the run anew: --out {path} --force"
        faults.add(f"cannot resume: the run was begun with {', '.join(changed)}", where=str(path), do=do)
    there = begun.get("machine", {})
    other = [
        f"{n} {there.get(n)} (now {here.get(n)})" for n in {**there, **here} if there.get(n) != here.get(n)
    ]
    if other:
        what = f"cannot resume: the run was begun on another machine, whose last digits may differ: {', '.join(other)}"
        do = f"go on with it on that machine, or make the run anew: --out {path} --force"
        faults.add(what, where=str(path), do=do)
    if plan_json is not None:
        old, new = layout.read_json(path / layout.PLAN), json.loads(plan_json)
        differ = sorted(k for k in {*old, *new} if old.get(k) != new.get(k))
        if differ:
            do = f"kennan run --resume {path} without other options goes on with the plan it was begun with"
            faults.add(f"cannot resume: the plan differs in {', '.join(differ)}", where=str(path), do=do)
    faults.raise_if_any()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
