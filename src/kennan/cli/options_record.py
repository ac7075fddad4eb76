"""What can be typed after ``kennan record``. Standard library only."""

from __future__ import annotations

import argparse
from typing import Any

from kennan.cli.options_hindcast import record

WORDS = {
    "show": "what the record says of the targets, year by year",
    "check": "say whether a folder of tables is sound; exit 2 with every fault if not",
    "build": "make the tables from the originals as their publishers distribute them",
    "targets": "what is forecast and scored, and how it is measured on either side",
    "originals": "where the originals are to be had, under which terms, and how they are cited",
}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the commands of ``kennan record`` and their options."""
    inner = parser.add_subparsers(metavar="COMMAND", required=True)
    made = {name: _command(inner, name, words) for name, words in WORDS.items()}
    put = made["show"].add_argument
    put("targets", nargs="*", metavar="TARGET", help="only these (default: all but single theatres)")
    record(made["show"])
    put("--as-of", metavar="DATE", help="only what could be known then: 1955, 1955-06 or 1955-06-30")
    put("--theatre", metavar="CODE", action="append", default=[], help="only this theatre; may be repeated")
    made["check"].add_argument("folder", metavar="FOLDER", help="the folder that holds the tables")
    put = made["build"].add_argument
    put("--from", dest="originals", required=True, metavar="FOLDER", help="where the originals lie")
    put("--to", required=True, metavar="FOLDER", help="where the tables go")
    put("--force", action="store_true", help="replace tables that are there")
    for one in made.values():
        one.add_argument("--json", action="store_true", help="print JSON for programs, and nothing else")


def _command(inner: Any, name: str, words: str) -> argparse.ArgumentParser:
    text = words[0].upper() + words[1:] + "."
    made: argparse.ArgumentParser = inner.add_parser(name, help=words, description=text)
    made.set_defaults(command=f"record:{name}")
    return made
