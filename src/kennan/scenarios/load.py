"""Finds a scenario: a shipped one by its name, any other by its folder; each is read once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kennan.article.fields import shown
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.scenarios.folder import ARTICLE, Folder, from_dict, on_disk
from kennan.scenarios.read import read
from kennan.scenarios.scenario import Scenario
from kennan.scenarios.states import State

HERE = Path(__file__).parent
SMALL = HERE / "small" / "ruritania"  # a made-up world, to begin one's own from and to try things on
KEPT = 32  # scenarios that stay in memory once they have been read
Chosen = str | Folder  # a shipped scenario by its name, any other in full


def names() -> list[str]:
    """Return the names of the scenarios that come with the package."""
    return sorted(path.parent.name for path in HERE.glob("*/scenario.toml"))


def choose(given: Any, *, files: bool = True) -> Chosen:
    """Return a scenario as a plan holds it: a shipped one by its name, any other with the content of its files.

    Parameters
    ----------
    given : one of :func:`names`; the path of a folder; a :class:`Folder`, or the same as plain data
        (``{"name": ..., "files": {file: text}}``).
    files : whether it may be a path. What comes from elsewhere must hold everything itself.

    Raises
    ------
    BadInput : there is no such scenario, or its files cannot be used; all faults at once.
    """
    faults = Faults()
    if isinstance(given, str) and given in names():
        return given
    if isinstance(given, Folder):
        folder = given
    elif isinstance(given, Mapping):
        folder = from_dict(given, faults)
    elif files and isinstance(given, str | os.PathLike) and os.path.isdir(given):
        # unlike Path.is_dir, says no to names that no file system takes
        folder = on_disk(given, faults)
    else:
        do = "give the name of a scenario, or of a folder that holds scenario.toml"
        if not files:
            do = "put the scenario's files into the plan; kennan run ./folder does so"
        said = str(given) if isinstance(given, str | os.PathLike) else shown(given)
        if files and re.search(r"[/\\]", said):
            file, above = os.path.isfile(given), os.path.dirname(said)
            what = f"{said} is a file, not a folder" if file else f"there is no folder {said}"
            do = f"name the folder that it lies in: {above}" if file else do
            raise BadInput(Fault(what, "scenario", "a folder that holds scenario.toml", do=do))
        raise BadInput(unknown("scenario", said, names(), "scenario", do))
    if faults.found:
        read(folder, faults)
    _load(folder)
    return folder


def plain(scenario: Chosen) -> str | dict[str, Any]:
    """Return what :func:`choose` returned as plain data, as a plan writes it."""
    return scenario.as_dict() if isinstance(scenario, Folder) else scenario


def name_of(said: Any) -> str:
    """Return what a scenario is called, from what :func:`plain` gave."""
    return str(said.get("name", "")) if isinstance(said, Mapping) else str(said)


def load(scenario: str | os.PathLike[str] | Folder | Mapping[str, Any]) -> Scenario:
    """Return a scenario; see :func:`choose`.

    Raises
    ------
    BadInput : there is no such scenario, or its files cannot be used; all faults at once.
    """
    chosen = choose(scenario)
    return _load(chosen if isinstance(chosen, Folder) else shipped(chosen))


@cache
def shipped(name: str) -> Folder:
    """Return a scenario of the package as the files of its folder."""
    return on_disk(HERE / name, Faults())


@lru_cache(maxsize=KEPT)
def _load(folder: Folder) -> Scenario:
    return read(folder, Faults())


def theatre_states(
    scenario: str | os.PathLike[str] | Folder | Mapping[str, Any] = ARTICLE,
) -> dict[str, tuple[State, ...]]:
    """Return the states on the soil of every theatre, by the theatre's code, in the order of the scenario.

    Raises
    ------
    BadInput : as :func:`load`.
    """
    return load(scenario).soil
