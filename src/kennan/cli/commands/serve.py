"""``kennan serve``: the page, on this machine."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kennan import extras
from kennan.cli import shared
from kennan.faults import BadInput, Faults
from kennan.page import built

if TYPE_CHECKING:
    from kennan.scenarios import Chosen


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan serve``."""
    add = parser.add_argument
    add(
        "scenario",
        nargs="?",
        metavar="SCENARIO",
        help="the world that is shown: a name, or a folder (default: x-1947)",
    )
    add("--port", metavar="N", help="port to listen on (default: 1947; 0 for any free one)")
    add("--lan", action="store_true", help="let a class in: other machines of this local network")
    add("--host", metavar="ADDRESS", help="address to listen on (default: this machine only; all with --lan)")
    add(
        "--rooms",
        dest="folder",
        metavar="FOLDER",
        help="where games of a class are kept (default: $KENNAN_ROOMS, else the user's data folder)",
    )
    shared.extensions(parser)
    add("--no-browser", action="store_true", help="do not open the browser")


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan serve``."""
    from kennan.server import settings

    faults = Faults()
    _demand_parts(faults)
    port = _port(asked.port, settings.PORT, faults)
    folder = _folder(asked.folder, faults)
    scenario = _scenario(asked.scenario, faults)
    if asked.lan and asked.extensions:
        do = "leave one of the two out: a class compares its answers under one model"
        faults.add("a class explores the article's model", where="--with", do=do)
    faults.raise_if_any()
    built.tell_if_old()
    from kennan.server import serve

    browser = not asked.no_browser
    serve.serve(asked.host, port, lan=asked.lan, browser=browser, folder=folder, scenario=scenario, say=_say)
    _say("The desk is closed.")
    sys.stdout.flush()
    os._exit(0)  # leave at once: compiled code still at work could crash while Python clears up


def _demand_parts(faults: Faults) -> None:
    """Note what of the page's two halves was not installed."""
    try:
        extras.demand(["sqlalchemy", "starlette", "uvicorn"], "kennan serve")
    except BadInput as error:
        faults.take(error)
    try:
        built.demand("index.html", "kennan serve")
    except BadInput as error:
        faults.take(error)


def _say(words: str) -> None:
    print(words, flush=True)


def _port(given: str | None, usual: int, faults: Faults) -> int:
    if given is None:
        return usual
    if not (given.isascii() and given.isdigit()) or int(given[:8]) > 65535:
        faults.add(f"{given!r} is not a port", where="--port", allowed="0 to 65535")
        return usual
    return int(given)


def _scenario(given: str | None, faults: Faults) -> Chosen | None:
    """Return the scenario that is named, checked; None for the article's."""
    if given is None:
        return None
    from kennan import scenarios

    try:
        return scenarios.choose(given)
    except BadInput as error:
        faults.found += [
            replace(one, where="SCENARIO") if one.where == "scenario" else one for one in error.faults
        ]
        return None


def _folder(given: str | None, faults: Faults) -> Path | None:
    if given is None:
        return None
    path = Path(given)
    if path.exists() and not path.is_dir():
        faults.add(f"{given} is not a folder", where="--rooms", do="name a folder, which may be new")
    return path
