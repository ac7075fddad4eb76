"""Where a run may go, and how it gets there in one step."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kennan.faults import BadInput, Fault
from kennan.records import layout


def refuse_if_taken(path: str | Path, force: bool = False) -> None:
    """Raise BadInput when a new run cannot go to a path; to be asked before anything is computed.

    An empty folder is free. With ``force`` an earlier run may be replaced, but never anything else.
    """
    path = Path(path)
    if "\0" in str(path):
        raise BadInput(Fault("a path cannot hold a zero byte", repr(str(path)), do="name another --out"))
    for parent in path.parents:
        if os.path.lexists(parent):
            if not parent.is_dir():
                do = "name another --out, or move the file away"
                raise BadInput(Fault(f"{parent} is a file, so no folder can be made in it", str(path), do=do))
            break
    found = layout.identify(path)
    if found.state == "missing" and not os.path.lexists(path):
        return
    if found.state == "foreign" and path.is_dir() and not any(path.iterdir()):
        return
    if found.state in ("complete", "unfinished", "damaged"):
        others = sorted(entry.name for entry in path.iterdir() if entry.name not in layout.OURS)
        if force and not others:
            return
        if force:
            what = f"the run holds things that are not of its making: {', '.join(others[:5])}"
            raise BadInput(Fault(what, str(path), do="move them away, or choose another --out"))
        do = f"kennan run --resume {path} goes on with it, " if found.state == "unfinished" else ""
        do += "choose another --out, or --force replaces it"
        what = {
            "complete": "a complete run is already here",
            "unfinished": "an unfinished run is already here",
            "damaged": f"a damaged run is already here ({'; '.join(found.reasons)})",
        }[found.state]
        raise BadInput(Fault(what, str(path), allowed="a path where nothing is, or an empty folder", do=do))
    what = f"something that is not a run is already here: {'; '.join(found.reasons)}"
    do = "choose another --out (--force does not replace what kennan has not made)"
    raise BadInput(Fault(what, str(path), allowed="a path where nothing is, or an empty folder", do=do))


def make_parents(folder: Path) -> list[Path]:
    """Make the folders above a run; return those that were made, innermost first."""
    made: list[Path] = []
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    try:
        for step in reversed(missing):
            step.mkdir(exist_ok=True)
            made.insert(0, step)
    except OSError:
        for step in made:
            remove_if_empty(step)
        raise
    return made


def put_in_place(partial: Path, path: Path) -> None:
    """Move a finished skeleton to its place; an earlier run there goes only once the new one is ready."""
    old = path.with_name(f".{path.name}.old{layout.PARTIAL}")
    shutil.rmtree(old, ignore_errors=True)
    if not path.exists():
        partial.rename(path)
        return
    path.rename(old)
    try:
        partial.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def sweep(path: Path, known: set[str]) -> None:
    """Remove what a killed process left: files of blocks that are not in the journal, half-built files."""
    for name in set(layout.files(path)) - known:
        unlink(path / name)
    for entry in path.glob(f"*{layout.PARTIAL}"):
        unlink(entry)


def unlink(path: Path) -> None:
    """Remove a file if that can be done; what is left is only clutter."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def remove_if_empty(folder: Path) -> None:
    """Remove a folder if it is empty."""
    try:
        folder.rmdir()
    except OSError:
        return
