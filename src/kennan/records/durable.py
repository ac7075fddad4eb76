"""Makes what was written survive a power cut.

A file that was written lies in memory until the system finds time for the disk, and so does its name in its folder.
``fsync`` of the file, and of the folder in which it is new, brings both to the disk. Only the standard library is
used here.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# What is being built has a name of its own: whose place it will take, the process, a random number; hidden.
_PARTIAL = re.compile(r"\.(?P<of>.+)\.[0-9]+-[0-9a-f]{12}\.(?:partial|old)", re.DOTALL)
_AT_ONCE = 8  # how many files are waited for at a time


def partial(path: Path, ending: str = "partial") -> Path:
    """Return a new name beside a path, for what will take its place ("partial") or has lost it ("old")."""
    return path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(6)}.{ending}")


def partial_of(name: str) -> str | None:
    """Return whose place a file or folder of this name was to take; None for a name that is not ours."""
    found = _PARTIAL.fullmatch(name)
    return found["of"] if found else None


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, even after a power cut."""
    building = partial(path)
    try:
        with building.open("xb") as file:
            file.write(content)
            file.flush()
            flush(file.fileno())
        building.replace(path)
    except BaseException:
        building.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def settle(files: Iterable[Path], folders: Iterable[Path]) -> None:
    """Bring files to the disk, then the folders in which they are new.

    All are written before the first is waited for, and several threads wait at once: a disk takes what comes at the
    same time in one go. (Measured on ext4: 60 files and 50 folders took 380 ms one after the other, 15 to 50 ms so.)
    """
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="kennan-disk") as pool:
        for _ in pool.map(_sync_file, files):
            pass
        for _ in pool.map(sync_folder, folders):
            pass


def tree(folder: Path) -> None:
    """Bring everything below a folder to the disk."""
    files, folders = [], []
    for inner, _, names in os.walk(folder):
        folders.append(Path(inner))
        files += [Path(inner, name) for name in names]
    settle(files, reversed(folders))


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk. Windows knows no such thing and writes them itself."""
    if os.name != "nt":
        _sync(folder, os.O_RDONLY)


def _sync_file(path: Path) -> None:
    _sync(path, os.O_RDWR)  # Windows brings to the disk only what is open for writing


def _sync(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def flush(descriptor: int) -> None:
    """Bring an open file to the disk, past the drive's own memory too (which macOS does only when it is told so)."""
    os.fsync(descriptor)
    if full := _full():
        import fcntl

        fcntl.fcntl(descriptor, full)


def _full() -> int:
    try:
        import fcntl
    except ImportError:
        return 0
    return getattr(fcntl, "F_FULLFSYNC", 0)
