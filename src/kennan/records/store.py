"""Creates, writes, resumes and finishes a run folder.

Order of things, so that a kill at any moment does no harm: the skeleton is built beside its place and moved
there in one step; a block's files are written, then its line in the journal; at the end checksums.txt,
about.json, and last of all the mark ``complete``. What has no line in the journal is written again on resume.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from kennan.faults import BadInput, Fault, Faults
from kennan.records import journal, layout, place, skeleton, words
from kennan.records.bits import keep_bits
from kennan.records.frame import Array, Block, Frame, pieces
from kennan.records.trouble import refused

# Versions that change the bytes of a run; one begun with others is not continued.
BINDING = ("kennan", "jax", "jaxlib", "numpy", "numcodecs")


class Store:
    """An unfinished run folder, open for writing by this process alone."""

    def __init__(self, path: Path, frame: Frame):
        self.path = path
        self.frame = frame
        self._journal = journal.Journal(path)
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
    ) -> Store:
        """Make a new run folder and open it.

        Parameters
        ----------
        path : the folder; folders above it are made if need be. An empty folder is taken over.
        plan_json : the frozen plan, written as it is.
        frame : the axes.
        about : more to say in about.json; versions and the date are added here.
        quantities : the register of quantities; the model's own when left out.
        force : replace an earlier run at this path. Anything that is not a run is never replaced.

        Raises
        ------
        BadInput : something is in the way, or the folder cannot be made. Nothing is left behind.
        """
        path = Path(path)
        place.refuse_if_taken(path, force)
        partial = path.with_name(f".{path.name}{layout.PARTIAL}")
        made: list[Path] = []
        try:
            made = place.make_parents(path.parent)
            if partial.exists():
                shutil.rmtree(partial)  # left by a process that was killed while it began a run here
            partial.mkdir()
            skeleton.build(partial, frame, words.describe(frame, quantities))
            (partial / layout.PLAN).write_text(plan_json, encoding="utf-8")
            said = {
                "format": layout.FORMAT,
                **(about or {}),
                "versions": layout.versions(),
                "created": _now(),
            }
            (partial / layout.ABOUT).write_bytes(layout.dump(said))
            first = {name: layout.sha256(partial / name) for name in layout.files(partial)}
            (partial / layout.JOURNAL).write_bytes(journal.line({"skeleton": first}))
            place.put_in_place(partial, path)
        except BaseException as error:
            shutil.rmtree(partial, ignore_errors=True)
            for folder in made:
                place.remove_if_empty(folder)
            if isinstance(error, OSError):
                raise refused(error, "the run folder cannot be made", path) from error
            raise
        return cls(path, frame)

    @classmethod
    def resume(cls, path: str | Path, plan_json: str | None = None) -> Store:
        """Open an unfinished run to go on with it.

        Blocks whose files are not as the journal says count as not done.

        Parameters
        ----------
        path : the run folder.
        plan_json : if given, it must be the plan that the run was begun with.

        Raises
        ------
        BadInput : there is no unfinished run, its skeleton is damaged, another process writes to it, or the
            plan or the versions are not those it was begun with.
        """
        path = Path(path)
        found = layout.identify(path)
        if found.state != "unfinished":
            what = "the run is already complete" if found.state == "complete" else "; ".join(found.reasons)
            do = {
                "complete": f"kennan runs show {path} shows it; to make it anew: --force",
                "damaged": f"make the run again: --out {path} --force",
            }.get(found.state, "name the folder of an unfinished run; kennan runs list shows them")
            raise BadInput(Fault(f"cannot resume ({found.state}): {what}", str(path), do=do))
        _refuse_if_changed(path, plan_json)
        try:
            frame = Frame.from_dict(layout.read_json(path / layout.DATA / "zarr.json")["attributes"]["frame"])
            store = cls(path, frame)
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, BadInput):
                raise
            fault = Fault("cannot resume (damaged): data.zarr does not say what its axes are", str(path))
            raise BadInput(fault) from None
        except OSError as error:
            raise refused(error, "the run cannot be opened for writing", path) from error
        log = store._journal
        if not journal.sound(path, log.skeleton):
            store.close()
            do = f"make the run again: --out {path} --force"
            raise BadInput(
                Fault("cannot resume (damaged): plan.json or data.zarr was changed", str(path), do=do)
            )
        expected = set(frame.blocks())
        log.blocks = {k: d for k, d in log.blocks.items() if k in expected and journal.sound(path, d)}
        place.sweep(path, {name for digests in (log.skeleton, *log.blocks.values()) for name in digests})
        return store

    def done(self) -> set[tuple[int, int]]:
        """Return the (policy, first world number) of every block on disk: the engine's ``skip``."""
        return set(self._journal.blocks)

    def write(self, block: Block) -> None:
        """Write one block; when this returns, the block survives a kill.

        A block may span several chunks (a multiple of ``frame.width``). Monthly values are rounded to
        :data:`~kennan.records.bits.KEEP_BITS` bits. Writing a block again gives the same bytes.

        Raises
        ------
        BadInput : the disk is full or cannot be written; what was done before stays, and the run can be
            resumed.
        ValueError : the block does not fit the frame.
        """
        self.frame.check(block)
        width = self.frame.width
        starts = range(0, block.worlds, width)
        jobs = [(start, spec) for start in starts for spec in self.frame.arrays()]
        jobs = [(s, spec) for s, spec in jobs if spec.name != "parameters" or block.policy == 0]
        names = [self._name(spec, block, start) for start, spec in jobs]
        try:
            for name in names:
                (self.path / name).parent.mkdir(parents=True, exist_ok=True)
            tasks = [
                self._pool.submit(self._put, block, start, spec, name)
                for (start, spec), name in zip(jobs, names, strict=True)
            ]
            wait(tasks)  # all of them, so that none still writes when an error is cleared away below
            entries: dict[int, dict[str, str]] = {start: {} for start in starts}
            for (start, _), name, task in zip(jobs, names, tasks, strict=True):
                entries[start][name] = task.result()
            first = block.first
            self._journal.add([((block.policy, first + start), done) for start, done in entries.items()])
        except OSError as error:
            for name in names:
                place.unlink(self.path / name)
            do = f"make room, then kennan run --resume {self.path} goes on with the blocks that are missing"
            raise refused(error, "a block of worlds cannot be written", self.path, do) from error

    def _name(self, spec: Array, block: Block, start: int) -> str:
        column = (block.first - self.frame.first_world + start) // self.frame.width
        index = [block.policy if d == "policy" else column if d == "world" else 0 for d in spec.dims]
        return f"{layout.DATA}/{spec.name}/c/{'/'.join(map(str, index))}"

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
        text = layout.manifest(digests)
        checksum = hashlib.sha256(text).hexdigest()
        try:
            layout.write_atomically(self.path / layout.MANIFEST, text)
            said = layout.read_json(self.path / layout.ABOUT)
            said |= {**(about or {}), "finished": _now(), "checksum": checksum}
            layout.write_atomically(self.path / layout.ABOUT, layout.dump(said))
            layout.write_atomically(self.path / layout.MARKER, f"{checksum}\n".encode())
        except OSError as error:
            do = f"make room, then kennan run --resume {self.path} closes the run"
            raise refused(error, "the run cannot be closed", self.path, do) from error
        self.close()
        place.unlink(self.path / layout.JOURNAL)
        return checksum

    def close(self) -> None:
        """Let go of the folder; an unfinished run stays and can be resumed."""
        self._pool.shutdown(cancel_futures=True)
        self._journal.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _refuse_if_changed(path: Path, plan_json: str | None) -> None:
    """Raise BadInput when plan or versions are not those that the run was begun with."""
    faults = Faults()
    begun = layout.made_with(layout.read_json(path / layout.ABOUT))
    now = layout.versions()
    changed = [f"{n} {begun.get(n)} (now {now.get(n)})" for n in BINDING if begun.get(n) != now.get(n)]
    if changed:
        do = f"install those versions again, or make the run anew: --out {path} --force"
        faults.add(f"cannot resume: the run was begun with {', '.join(changed)}", where=str(path), do=do)
    if plan_json is not None:
        old, new = layout.read_json(path / layout.PLAN), json.loads(plan_json)
        differ = sorted(k for k in {*old, *new} if old.get(k) != new.get(k))
        if differ:
            do = f"kennan run --resume {path} without other options goes on with the plan it was begun with"
            faults.add(f"cannot resume: the plan differs in {', '.join(differ)}", where=str(path), do=do)
    faults.raise_if_any()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
