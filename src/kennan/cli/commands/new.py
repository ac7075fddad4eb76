"""``kennan new``: folders to begin from, sound at once."""

from __future__ import annotations

import argparse
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.cli import shared
from kennan.cli.output import as_json
from kennan.faults import BadInput, Fault, Faults
from kennan.records import durable

if TYPE_CHECKING:
    from kennan.scenarios.folder import Folder


def add(parser: argparse.ArgumentParser) -> None:
    """Add what can be begun: a scenario."""
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    words = "a folder with the files of a scenario, sound at once and explained line by line"
    to = shared.command(inner, "scenario", words, "new:scenario")
    to.add_argument("name", metavar="NAME", help="the folder to make; its name is the scenario's")
    to.add_argument(
        "--like", metavar="SCENARIO", help="what to copy (default: ruritania, a small made-up world)"
    )
    shared.json(to)


def scenario(asked: argparse.Namespace) -> int:
    """Carry out ``kennan new scenario``; the folder appears whole or not at all, and nothing is replaced."""
    from kennan.scenarios.folder import Folder, check_name

    faults, path = Faults(), Path(asked.name)
    like = _like(asked.like, faults)
    name = Path(os.path.abspath(path)).name
    check_name(Folder(name, (), "NAME"), faults)
    if os.path.lexists(path):
        faults.add(
            "something is already there", where=f"NAME {path}", do="name a folder that is not there yet"
        )
    elif not path.absolute().parent.is_dir():
        faults.add(f"there is no folder {path.parent}", where=f"NAME {path}", do="make it, or name another")
    faults.raise_if_any()
    assert like is not None  # what could leave it out has been raised
    _write(like, path)
    if asked.json:
        as_json(
            {"scenario": name, "folder": str(path), "like": like.name, "files": [f for f, _ in like.files]}
        )
        return 0
    print(f"{path}: a scenario like {like.name}")
    for file, _ in like.files:
        print(f"  {file}")
    here = path if path.is_absolute() else f"./{path}"
    print(f"edit the files, then: kennan check {here}; kennan run {here}")
    return 0


def _like(given: str | None, faults: Faults) -> Folder | None:
    from kennan import scenarios
    from kennan.scenarios.folder import Folder

    try:
        chosen = scenarios.choose(scenarios.SMALL if given in (None, scenarios.SMALL.name) else given)
    except BadInput as error:
        faults.found += [replace(f, where="--like") if f.where == "scenario" else f for f in error.faults]
        return None
    return chosen if isinstance(chosen, Folder) else scenarios.shipped(chosen)


def _write(like: Folder, path: Path) -> None:
    building = durable.partial(path)
    try:
        building.mkdir()
        for file, text in like.files:
            (building / file).write_text(text, encoding="utf-8", newline="\n")
        durable.tree(building)
        if os.path.lexists(path):  # a folder would take the place of an empty one
            raise FileExistsError(17, "something has appeared there meanwhile")
        building.rename(path)
        durable.sync_folder(path.absolute().parent)
    except OSError as error:
        raise BadInput(Fault(f"the folder cannot be written ({error.strerror})", str(path))) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)
