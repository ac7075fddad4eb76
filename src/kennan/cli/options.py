"""What can be typed: the commands, a line about each, and the options of the one that is meant."""

from __future__ import annotations

import argparse
import importlib
import textwrap
from collections.abc import Sequence

import kennan
from kennan.cli import shared
from kennan.cli.examples import EXAMPLES
from kennan.cli.parser import Parser, choices

COMMANDS = {  # each has a file of its own in ``commands/``, in which ``add`` says what can be typed after it
    "run": "simulate a scenario under one or more policies",
    "list": "print a register (quantities, policies, claims, ...) or entries of it",
    "runs": "list, show, verify or export finished runs",
    "new": "begin a scenario or a mechanism of your own: a folder that is sound at once",
    "serve": "open the page: explore, play, read; offline, on this machine",
    "verify": "test every claim of the article, by paired runs on the same luck",
    "odds": "each mechanism off in turn: which sentences carry the forecast",
    "why": "what made two runs differ, link by link, with the passages",
    "trace": "which mechanism changed what in one month of one world",
    "story": "one world told as dated events: what happened in it, when and where",
    "fork": "the same worlds and luck, another choice from a month on",
    "cite": "passages and literature that a run rests on, also as BibTeX",
    "sweep": "which assumptions decide the outcome (Morris, Sobol)",
    "contrasts": "what holds over draws of every number: one policy against others",
    "record": "what happened: show, check or build the record; what is forecast",
    "hindcast": "forecast with what was known at a date, and register it",
    "score": "a registered forecast against the record, baselines and rivals",
    "calibrate": "what the record to a date says of the parameters",
    "rivals": "what rival theories forecast with what was known at a date",
    "discover": "in which region of assumptions an outcome comes about (PRIM)",
    "check": "say whether a file or folder that kennan reads is sound, as its reader would",
    "trust": "show the code that a plan or a run carries, and let it run on this machine",
    "schema": "print the JSON Schema of a file, for editors that complete and check as one types",
    "completion": "print the lines with which bash, zsh or fish completes what is typed",
}
ABOUT = "The X Article of 1947, made to run: many possible histories of Soviet power and its containment."
MORE = """begin with
  kennan run x-1947 --policy containment --vs sporadic
  kennan list policies

exit codes: 0 done; 1 a check does not hold; 2 bad input; 70 fault of kennan; 130 stopped
"""


def parser(words: Sequence[str] | None = None) -> Parser:
    """Return the parser of the command line.

    Parameters
    ----------
    words : what was typed: only the command that it begins with is given its options, for which its file is read.
        None for all commands.
    """
    top = Parser("kennan", description=ABOUT, epilog=MORE)
    top.add_argument("-V", "--version", action="version", version=f"kennan {kennan.__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, about in COMMANDS.items():
        made = shared.command(commands, name, about, f"{name}:run")
        if words is None or name in words[:1]:
            importlib.import_module(f"kennan.cli.commands.{name}").add(made)
            _exemplify(made)
    return top


def _exemplify(made: argparse.ArgumentParser) -> None:
    """Put an example under the help of a command and of those below it."""
    example = EXAMPLES[made.prog.removeprefix("kennan ")]
    text = textwrap.fill(example, 98, initial_indent="  ", subsequent_indent="    ")
    made.epilog = "example:\n" + text.replace("\n", " \\\n")
    for inner in choices(made).values():
        _exemplify(inner)
