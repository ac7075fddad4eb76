"""Which blocks are safely on disk.

One line of JSON for each block, appended after its files were written, with their SHA-256. The first line
belongs to the skeleton. A run killed at any moment leaves at worst a torn last line, which is cut off on
resume. Data files are not flushed to the disk one by one (that would cost more than the simulation); a resume
reads them all again instead and does a block anew when a file is not what the journal says, so that a power
cut cannot pass unseen.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from kennan.faults import BadInput, Fault
from kennan.records import layout


class Journal:
    """The open journal of an unfinished run; at most one process holds it."""

    def __init__(self, folder: Path):
        """Open for appending, cut off a torn last line and take the lock.

        Raises
        ------
        BadInput : another process holds the journal, or a line in its middle is spoilt.
        """
        self.path = folder / layout.JOURNAL
        self.skeleton, self.blocks, whole = read(folder)
        self._file = self.path.open("r+b", buffering=0)  # no buffer: after a full disk nothing may linger
        try:
            _lock(self._file.fileno(), folder)
            self._file.truncate(whole)
            self._file.seek(whole)
        except BaseException:
            self._file.close()
            raise

    def add(self, entries: list[tuple[tuple[int, int], dict[str, str]]]) -> None:
        """Note blocks, (policy, first) -> {file: SHA-256}, and flush to the disk."""
        end = self._file.tell()
        text = b"".join(line({"policy": p, "first": f, "files": d}) for (p, f), d in entries)
        try:
            while text:
                text = text[self._file.write(text) :]
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(end)
            self._file.seek(end)
            raise
        self.blocks.update(entries)

    def close(self) -> None:
        """Release the lock."""
        self._file.close()


def line(entry: dict[str, Any]) -> bytes:
    """Return one line of the journal."""
    return (json.dumps(entry, separators=(",", ":")) + "\n").encode()


def read(folder: Path) -> tuple[dict[str, str], dict[tuple[int, int], dict[str, str]], int]:
    """Return the skeleton's files, the blocks' files, and the length in bytes of the whole lines."""
    path = folder / layout.JOURNAL
    raw = path.read_bytes()
    whole = raw.rfind(b"\n") + 1
    skeleton: dict[str, str] = {}
    blocks: dict[tuple[int, int], dict[str, str]] = {}
    for number, text in enumerate(raw[:whole].splitlines(), 1):
        try:
            entry = json.loads(text)
            if number == 1:
                skeleton = dict(entry["skeleton"])
            else:
                blocks[int(entry["policy"]), int(entry["first"])] = dict(entry["files"])
        except (ValueError, KeyError, TypeError):
            fault = Fault(
                "this line of the journal is spoilt", f"{path}:{number}", do="make the run again (--force)"
            )
            raise BadInput(fault) from None
    if not skeleton:
        raise BadInput(Fault("the journal has no first line", str(path), do="make the run again (--force)"))
    return skeleton, blocks, whole


def sound(folder: Path, digests: dict[str, str]) -> bool:
    """Say whether every file is on disk as the journal says."""
    try:
        return all(layout.sha256(folder / name) == digest for name, digest in digests.items())
    except OSError:
        return False


def _lock(descriptor: int, folder: Path) -> None:
    """Take the lock; the system gives it back when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows: a file open for writing elsewhere is left to the user
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        do = "wait until it has ended, or stop it, or choose another --out"
        raise BadInput(Fault("another process is writing to this run", str(folder), do=do)) from None
