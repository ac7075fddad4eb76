"""The folder of what this machine need not find out twice: ``KENNAN_CACHE``, or the user's cache folder.

What lies there is loaded as Python loads pickles: whoever can write a file there can run code in every process that
reads it. So the folder belongs to its owner alone, and what others could have written is neither read nor written
over; then everything is found out anew each time, and that is said once.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kennan.engine.devices import cache_folder
from kennan.faults import Fault

CONFIDENT = 32  # bytes of the checksum before the content
PARTIAL = ".partial"
MAKING = ".making"  # the lock of what a process is making
PATIENCE = 300.0  # seconds after which a process no longer waits for another, which may have been stopped
STALE = 3600.0  # seconds after which a half-written file is a killed process's
IN_USE = 1800.0  # seconds in which whatever was used stays, so that no work puts out what it is about to need again

_said: set[str] = set()


def is_there(name: str) -> bool:
    """Return whether a file is there that could be loaded."""
    path = cache_folder() / name
    return path.is_file() and safe(path.parent) and safe(path)


def load(name: str) -> Any:
    """Return what was saved under a name, or None where nothing sound is that only its owner could have written."""
    path = cache_folder() / name
    try:
        if not is_there(name):
            return None
        data = path.read_bytes()
        if hashlib.sha256(data[CONFIDENT:]).digest() != data[:CONFIDENT]:
            return None  # cut off, or written over
        found = pickle.loads(data[CONFIDENT:])
        os.utime(path)
    except Exception:  # of another version, or damaged: it is found out again
        return None
    return found


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """Be the only process that makes a file: others wait, and find it made.

    The system gives the lock back when a process ends, however it ends. Nobody waits for ever, nor where no lock can
    be had (Windows, a folder that cannot be written): the same thing is then made twice, which costs time only.
    """
    path = cache_folder() / (name + MAKING)
    try:
        import fcntl

        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except (ImportError, OSError):
        yield
        return
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        path.unlink(missing_ok=True)  # while it is ours; who waits on the old one finds the file made
        os.close(descriptor)


def save(name: str, value: Any, keep: int) -> None:
    """Save something whole or not at all, and forget files of the same ending that have not been used for long.

    A folder that cannot be written costs time only, and that is said once.

    Parameters
    ----------
    name : the file's name.
    value : anything that can be pickled.
    keep : how many files of this ending stay; more only while they are in use.
    """
    path = cache_folder() / name
    data = pickle.dumps(value)
    partial = path.with_name(f"{name}.{os.getpid()}-{secrets.token_hex(4)}{PARTIAL}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not safe(path.parent):
            return
        try:
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        _forget(path.parent, path.suffix, keep)
    except OSError as error:
        _say_once(
            path.parent,
            f"cannot be written ({error.strerror}), so everything is compiled anew at each start",
            "make it a folder that you can write, or name another in KENNAN_CACHE",
        )


def _forget(folder: Path, ending: str, keep: int) -> None:
    ages = {}
    for path in folder.glob("*"):
        with contextlib.suppress(OSError):  # another process was quicker
            ages[path] = path.stat().st_mtime
    newest = max(ages.values(), default=0.0)
    found = sorted((path for path in ages if path.suffix == ending), key=ages.__getitem__, reverse=True)
    old = [path for path in found[keep:] if ages[path] < newest - IN_USE]
    left = [path for path in ages if path.suffix in (PARTIAL, MAKING) and ages[path] < newest - STALE]
    for path in (*old, *left):
        path.unlink(missing_ok=True)


def safe(path: Path) -> bool:
    """Say whether nobody but this user (and root) can have written a file or folder; where not, say so once."""
    if not hasattr(os, "getuid"):
        return True  # Windows: the user's own folder is closed to others as it is made
    seen = path.stat()
    if seen.st_uid in (os.getuid(), 0) and not seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return True
    folder = path if path.is_dir() else path.parent
    _say_once(
        folder,
        "others can write here, so nothing is taken from it and everything is compiled anew",
        f"remove what you have not made, then chmod -R go-w {folder}, or name another folder in KENNAN_CACHE",
    )
    return False


def _say_once(folder: Path, what: str, do: str) -> None:
    if str(folder) not in _said:
        _said.add(str(folder))
        print(Fault(what, str(folder), do=do), file=sys.stderr)
