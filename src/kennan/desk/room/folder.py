"""Where rooms are kept: ``--rooms``, else ``KENNAN_ROOMS``, else the user's data folder of this system."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from kennan.desk.room import codes
from kennan.faults import BadInput, Fault

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
    """Make the folder, readable by its owner alone, and return it.

    Raises
    ------
    BadInput : it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadInput(_unusable(folder, error)) from error
    if not os.access(folder, os.W_OK):
        raise BadInput(_unusable(folder, PermissionError(13, "no permission to write")))
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
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(codes.new_key() + "\n")
                file.flush()
                os.fsync(file.fileno())
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_unusable(path, error)) from error
    if len(key) < 22 or not key.isascii() or not key.replace("-", "").replace("_", "").isalnum():
        raise BadInput(
            Fault("it holds no key", str(path), do="delete the file: the next start draws a new key")
        )
    return key


def _unusable(path: Path, error: Exception) -> Fault:
    words = getattr(error, "strerror", None) or str(error)
    return Fault(
        f"rooms cannot be kept here ({words})",
        str(path),
        do=f"name another folder with --rooms or {VARIABLE}",
    )
