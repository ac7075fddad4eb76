"""``kennan new``: folders to begin from, sound at once."""

from __future__ import annotations

import argparse
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.cli import shared
from kennan.cli.output import as_json
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.records import durable

if TYPE_CHECKING:
    from kennan.scenarios.folder import Folder


def add(parser: argparse.ArgumentParser) -> None:
    """Add what can be begun: a scenario, a mechanism."""
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    words = "a folder with the files of a scenario, sound at once and explained line by line"
    to = shared.command(inner, "scenario", words, "new:scenario")
    to.add_argument("name", metavar="NAME", help="the folder to make; its name is the scenario's")
    to.add_argument(
        "--like",
        metavar="SCENARIO",
        help="what to copy: x-1947, ruritania (a small made-up world, taken if left out), or a folder",
    )
    shared.json(to)
    words = "a folder with a mechanism of your own, which works at once and is explained line by line"
    to = shared.command(inner, "mechanism", words, "new:mechanism")
    to.add_argument("name", metavar="NAME", help="the folder to make; its name is the mechanism's")
    shared.json(to)


def scenario(asked: argparse.Namespace) -> int:
    """Carry out ``kennan new scenario``; the folder appears whole or not at all, and nothing is replaced."""
    from kennan.scenarios.folder import Folder, check_name

    faults, path = Faults(), Path(asked.name)
    like = _like(asked.like, faults)
    name = Path(os.path.abspath(path)).name
    check_name(Folder(name, (), "NAME"), faults)
    _refuse_taken(path, faults)
    faults.raise_if_any()
    assert like is not None  # what could leave it out has been raised
    _write(like.files, path)
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


def mechanism(asked: argparse.Namespace) -> int:
    """Carry out ``kennan new mechanism``; the folder appears whole or not at all, and nothing is replaced."""
    from kennan.model import example, extension, month

    faults, path = Faults(), Path(asked.name)
    name = Path(os.path.abspath(path)).name.replace("-", "_")
    if not extension.NAME.fullmatch(name) or name in dict(month.ORDER):
        allowed = "1 to 40 small letters, digits, '-' and '_', a letter first, and no step of the month"
        faults.add(f"the mechanism would be called {name!r}", where="NAME", allowed=allowed)
    _refuse_taken(path, faults)
    faults.raise_if_any()
    texts = [
        (one.name, one.read_text(encoding="utf-8"))
        for one in sorted(Path(example.__file__).parent.iterdir())
        if one.name in extension.FILES
    ]
    files = [(file, re.sub(r'(?m)^name = "\w+"', f'name = "{name}"', text)) for file, text in texts]
    _write(files, path)
    if asked.json:
        as_json({"mechanism": name, "folder": str(path), "files": [file for file, _ in files]})
        return 0
    print(f"{path}: a mechanism that works, to begin your own from")
    for file, _ in files:
        print(f"  {file}")
    here = path if path.is_absolute() else f"./{path}"
    print(f"edit the files, then: kennan check {here}; kennan run x-1947 --with {here}")
    return 0


def _refuse_taken(path: Path, faults: Faults) -> None:
    if os.path.lexists(path):
        faults.add(
            "something is already there", where=f"NAME {path}", do="name a folder that is not there yet"
        )
    elif not path.absolute().parent.is_dir():
        faults.add(f"there is no folder {path.parent}", where=f"NAME {path}", do="make it, or name another")


def _like(given: str | None, faults: Faults) -> Folder | None:
    from kennan import scenarios
    from kennan.scenarios.folder import Folder

    known = [*scenarios.names(), scenarios.SMALL.name]
    if (
        given is not None
        and given not in known
        and not re.search(r"[/\\]", given)
        and not os.path.isdir(given)
    ):
        do = "name one of them, or a folder that holds scenario.toml"
        faults.found.append(unknown("scenario", given, known, "--like", do))
        return None
    try:
        chosen = scenarios.choose(scenarios.SMALL if given in (None, scenarios.SMALL.name) else given)
    except BadInput as error:
        faults.found += [replace(f, where="--like") if f.where == "scenario" else f for f in error.faults]
        return None
    return chosen if isinstance(chosen, Folder) else scenarios.shipped(chosen)


def _write(files: Iterable[tuple[str, str]], path: Path) -> None:
    building = durable.partial(path)
    try:
        building.mkdir()
        for file, text in files:
            (building / file).parent.mkdir(exist_ok=True)
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
