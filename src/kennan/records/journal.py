"""Which blocks are on disk.

One line of JSON for each block, added once its files and the folders that name them are on disk, with their SHA-256,
and itself on disk before the block counts as done. The first line belongs to the skeleton; it also keeps with which
versions and on which machine the run was begun. Every line ends with a checksum of its own: one that is torn or
spoilt counts as not written, and its block is done again.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from kennan.faults import BadInput, Fault
from kennan.records import durable, layout

CHECK = "check"  # the last field of every line


class Journal:
    """The open journal of an unfinished run; whoever opens it holds the lock of the run."""

    def __init__(self, folder: Path):
        """Open for appending, and cut off a torn last line.

        Raises
        ------
        BadInput : its first line is missing or spoilt. OSError : it cannot be opened.
        """
        self.folder = folder
        self.path = folder / layout.JOURNAL
        self.skeleton, self.begun, self.blocks, whole = read(folder)
        self._file = self.path.open("r+b", buffering=0)  # no buffer: after a full disk nothing may linger
        try:
            self._file.truncate(whole)
            self._file.seek(whole)
        except BaseException:
            self._file.close()
            raise

    def check_ours(self) -> None:
        """Raise BadInput when the run folder has been removed, or another stands in its place.

        While the journal is open its number in the file system is given to no other file.
        """
        try:
            if os.path.samestat(os.fstat(self._file.fileno()), os.stat(self.path)):
                return
        except OSError:
            pass
        what = "the run folder was removed, moved or replaced while the run was being written"
        do = "nothing more is written there; make the run again, or --resume it where it is now"
        raise BadInput(Fault(what, str(self.folder), do=do))

    def add(self, entries: list[tuple[tuple[int, int], dict[str, str]]]) -> None:
        """Note blocks, (policy, first) -> {file: SHA-256}, and bring the lines to the disk."""
        end = self._file.tell()
        text = b"".join(line({"policy": p, "first": f, "files": d}) for (p, f), d in entries)
        try:
            while text:
                text = text[self._file.write(text) :]
            durable.flush(self._file.fileno())
        except OSError:
            self._file.truncate(end)
            self._file.seek(end)
            raise
        self.blocks.update(entries)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def line(entry: dict[str, Any]) -> bytes:
    """Return one line of the journal."""
    return (_dump({**entry, CHECK: _checksum(entry)}) + "\n").encode()


def _dump(entry: dict[str, Any]) -> str:
    return json.dumps(entry, separators=(",", ":"))


def _checksum(entry: dict[str, Any]) -> str:
    return hashlib.sha256(_dump(entry).encode()).hexdigest()[:16]


def _parse(text: bytes) -> dict[str, Any] | None:
    """Return what a line says, or None when it is not as it was written."""
    try:
        entry = json.loads(text)
        check = entry.pop(CHECK)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return entry if check == _checksum(entry) else None


def read(
    folder: Path,
) -> tuple[dict[str, str], dict[str, Any], dict[tuple[int, int], dict[str, str]], int]:
    """Return the skeleton's files, how the run was begun, the blocks' files, and how many bytes the whole lines take.

    Raises
    ------
    BadInput : its first line is missing or spoilt. OSError : it cannot be read.
    """
    path = folder / layout.JOURNAL
    raw = path.read_bytes()
    whole = raw.rfind(b"\n") + 1
    head, *rest = raw[:whole].split(b"\n")
    first = _parse(head)
    if first is None or "skeleton" not in first:
        do = f"make the run again: --out {folder} --force"
        raise BadInput(Fault("the first line of the journal is missing or spoilt", str(path), do=do))
    found = [entry for entry in map(_parse, rest) if entry is not None and "files" in entry]
    blocks = {(entry["policy"], entry["first"]): entry["files"] for entry in found}
    return first["skeleton"], first.get("about", {}), blocks, whole


def sound(folder: Path, digests: dict[str, str]) -> bool:
    """Say whether every file is on disk as the journal says."""
    try:
        return all(layout.sha256(folder / name) == digest for name, digest in digests.items())
    except OSError:
        return False
