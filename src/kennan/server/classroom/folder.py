"""Where rooms are kept: ``--rooms``, else ``KENNAN_ROOMS``, else the user's data folder of this system."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from kennan.faults import BadInput, Fault
from kennan.server.classroom import codes

VARIABLE = "KENNAN_ROOMS"
DATABASE = "rooms.sqlite"
KEY = "teacher.key"


def chosen(given: str | Path | None = None) -> Path:
    """Return the folder of rooms; it need not exist yet."""
    if given is not None:
        return Path(given).expanduser()
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser()
    return data_folder() / "kennan" / "rooms"


def data_folder() -> Path:
    """Return the folder in which this system keeps the data of a user's programs."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def made(folder: Path) -> Path:
    """Make the folder, readable by its owner alone, and return it. One that is there already stays as it is.

    Raises
    ------
    BadInput : it cannot be made or written to, or everybody on this machine can write to it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        open_to_all = os.name == "posix" and folder.stat().st_mode & stat.S_IWOTH
    except OSError as error:
        raise BadInput(unusable(folder, error)) from error
    if open_to_all:
        what = "everybody on this machine can write here, and could put another class or key in its place"
        do = f"chmod 700 {folder}, or name another folder with --rooms or {VARIABLE}"
        raise BadInput(Fault(what, str(folder), do=do))
    if not os.access(folder, os.W_OK):
        raise BadInput(unusable(folder, PermissionError(13, "no permission to write")))
    return folder


def teacher_key(folder: Path) -> str:
    """Return the teacher's key of this folder, drawn the first time and kept in a file that only its owner can read.

    The same key opens the teacher's view again after a restart; delete the file and start again for a new one.

    Raises
    ------
    BadInput : the file cannot be read or written, or holds something else.
    """
    path = made(folder) / KEY
    try:
        if not path.exists():
            with new_file(path) as fresh:
                fresh.write_text(codes.new_key() + "\n", encoding="ascii")
        tighten(path)
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(unusable(path, error)) from error
    if len(key) < 22 or not key.isascii() or not key.replace("-", "").replace("_", "").isalnum():
        raise BadInput(
            Fault("it holds no key", str(path), do="delete the file: the next start draws a new key")
        )
    return key


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a file, its owner's alone, that is filled under another name and takes its own when it is whole.

    Where somebody else was quicker, theirs stays: of many servers that start at once all have the same.

    Raises
    ------
    OSError : it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield fresh
        with open(fresh, "rb+") as file:
            os.fsync(file.fileno())
        _name(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _name(fresh: Path, path: Path) -> None:
    """Give a file its name, unless there is one of this name."""
    with contextlib.suppress(FileExistsError):
        if os.name == "nt":
            os.rename(fresh, path)  # refused there where the name is taken
            return
        try:
            os.link(fresh, path)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links, such as a stick
            if not path.exists():
                os.rename(fresh, path)


def tighten(path: Path) -> None:
    """Let only its owner read a file, if it is ours and others can; names and games stand in it."""
    if os.name == "posix" and path.exists():
        there = path.stat()
        if there.st_uid == os.geteuid() and there.st_mode & 0o077:
            path.chmod(0o600)


def unusable(path: Path, error: Exception) -> Fault:
    """Return the words for a file or folder in which rooms cannot be kept."""
    words = getattr(error, "strerror", None) or str(error)
    return Fault(
        f"rooms cannot be kept here ({words})",
        str(path),
        do=f"name another folder with --rooms or {VARIABLE}",
    )
