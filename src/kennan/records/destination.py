"""Where a run may go, and how it gets there in one step."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kennan.faults import BadInput, Fault
from kennan.records import durable, layout, tidy


def refuse_if_taken(path: str | os.PathLike[str], force: bool = False, at: Path | None = None) -> None:
    """Raise BadInput when a new run cannot go to a path; to be asked before anything is computed.

    An empty folder is free. With ``force`` an earlier run may be replaced, but never anything else.

    Parameters
    ----------
    at : where what was at the path lies now, if it has been moved.
    """
    path = Path(path)
    refuse_impossible(path)
    here = at or path
    if (
        at is None
        and os.path.isdir(path)
        and Path(os.path.realpath(path)) in (cwd := Path.cwd(), *cwd.parents)
    ):
        do = "name a folder in it, such as runs/first"
        raise BadInput(Fault("this is the folder you are in, which cannot be replaced", str(path), do=do))
    found = layout.identify(here)
    if found.state == "missing" and not os.path.lexists(here):
        return
    if found.state == "foreign" and here.is_dir() and not any(here.iterdir()):
        return
    if found.state in ("complete", "unfinished", "damaged"):
        others = layout.strangers(here)
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


def refuse_impossible(path: Path) -> None:
    """Raise BadInput when nothing can ever be at a path."""
    if "\0" in str(path):
        raise BadInput(Fault("a path cannot hold a zero byte", repr(str(path)), do="name another --out"))
    for parent in path.parents:
        if os.path.lexists(parent):
            if not parent.is_dir():
                do = "name another --out, or move the file away"
                raise BadInput(Fault(f"{parent} is a file, so no folder can be made in it", str(path), do=do))
            break


def put_in_place(partial: Path, path: Path, force: bool = False) -> None:
    """Move a finished skeleton to its place; an earlier run there goes only once the new one is ready.

    To be called under the lock of the path. Whatever else has appeared there meanwhile stays.

    Raises
    ------
    BadInput, OSError : something is in the way. It is where it was.
    """
    if not os.path.lexists(path):
        partial.rename(path)
        durable.sync_folder(path.parent)
        return
    old = durable.partial(path, "old")
    path.rename(old)
    try:
        refuse_if_taken(path, force, at=old)  # once more, now that nobody comes to it by its name
        partial.rename(path)
    except BaseException as error:
        try:
            old.rename(path)
        except OSError:
            what = f"something appeared here while the run was being replaced; the earlier run is now {old}"
            raise BadInput(Fault(what, str(path), do="move one of the two away")) from error
        raise
    durable.sync_folder(path.parent)
    shutil.rmtree(old, ignore_errors=True)


def clear_beside(path: Path) -> None:
    """Put right what killed processes left beside a path; to be called under its lock.

    What they were building goes. A run that they had moved aside and not yet replaced comes back.
    """
    tidy.clear_partials(path)
    for entry in tidy.beside(path):
        if not entry.name.endswith(".old"):
            continue
        if not os.path.lexists(path):
            entry.rename(path)
            durable.sync_folder(path.parent)
        elif layout.identify(path, thorough=False).state != "foreign" and not layout.strangers(entry):
            shutil.rmtree(entry, ignore_errors=True)


def sweep(path: Path, known: set[str]) -> None:
    """Remove what a killed process left inside: files of blocks that are not in the journal, half-built files.

    Nothing goes that is not called as a run calls its own.
    """
    strangers = set(layout.strangers(path))
    for name in set(layout.files(path)) - known - strangers:
        tidy.unlink(path / name)
    for entry in path.iterdir():
        if durable.partial_of(entry.name) in layout.OURS:
            tidy.unlink(entry)
