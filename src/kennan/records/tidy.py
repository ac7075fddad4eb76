"""Makes folders and clears away what is ours, without ever failing over clutter."""

from __future__ import annotations

import shutil
from pathlib import Path

from kennan.records import durable


def make_parents(folder: Path) -> list[Path]:
    """Make a folder and those above it; return the ones that were made, innermost first."""
    made: list[Path] = []
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    try:
        for step in reversed(missing):
            step.mkdir(exist_ok=True)
            made.insert(0, step)
            durable.sync_folder(step.parent)
    except OSError:
        for step in made:
            remove_if_empty(step)
        raise
    return made


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


def beside(path: Path) -> list[Path]:
    """Return what processes have left beside a path as they built, or replaced, what is to lie there."""
    try:
        return sorted(e for e in path.parent.iterdir() if durable.partial_of(e.name) == path.name)
    except OSError:
        return []


def clear_partials(path: Path) -> None:
    """Remove what killed processes were building for a path; to be called under its lock, so that none is alive."""
    for entry in beside(path):
        if entry.name.endswith(".partial"):
            remove(entry)


def remove(path: Path) -> None:
    """Remove a file or a folder of ours, whatever it is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        unlink(path)
