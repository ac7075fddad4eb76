"""What can be typed: commands, their options, and one line of help for each. Standard library only."""

from __future__ import annotations

import argparse
import textwrap
from typing import Any

import kennan
from kennan.cli import (
    options_calibrate,
    options_cite,
    options_discover,
    options_fork,
    options_hindcast,
    options_new,
    options_odds,
    options_plan,
    options_record,
    options_rivals,
    options_score,
    options_serve,
    options_sweep,
    options_trace,
    options_verify,
    options_why,
)
from kennan.cli.examples import EXAMPLES
from kennan.cli.parser import Parser, YesOrNo, choices

REGISTERS = {
    "quantities": "what the model moves and records",
    "parameters": "every number, with its range, prior, mark and source",
    "mechanisms": "what can be switched off, and the claims that rest on it",
    "policies": "what the open power can do",
    "levers": "what a policy can set, and what --set lever.NAME holds constant",
    "by_hand": "what a person who plays a side can decide in its place",
    "seen": "what the open power can see, so that a rule may read it",
    "scenarios": "worlds to begin from",
    "claims": "what the article says that could be false",
    "passages": "the paragraphs of the article, paraphrased",
    "outcomes": "what can become of Soviet power",
    "terms": "words of the article and of the model",
}
LEDGER: dict[str, tuple[str, Any]] = {
    "new": ("begin a scenario of your own: a folder that is sound at once", options_new),
    "serve": ("open the page: explore, play, read; offline, on this machine", options_serve),
    "verify": ("test every claim of the article, by paired runs on the same luck", options_verify),
    "odds": ("each mechanism off in turn: which sentences carry the forecast", options_odds),
    "why": ("what made two runs differ, link by link, with the passages", options_why),
    "trace": ("which mechanism changed what in one month of one world", options_trace),
    "fork": ("the same worlds and luck, another choice from a month on", options_fork),
    "cite": ("passages and literature that a run rests on, also as BibTeX", options_cite),
    "sweep": ("which assumptions decide the outcome (Morris, Sobol)", options_sweep),
    "record": ("what happened: show, check or build the record; what is forecast", options_record),
    "hindcast": ("forecast with what was known at a date, and register it", options_hindcast),
    "score": ("a registered forecast against the record, baselines and rivals", options_score),
    "calibrate": ("what the record to a date says of the parameters", options_calibrate),
    "rivals": ("what rival theories forecast with what was known at a date", options_rivals),
    "discover": ("in which region of assumptions an outcome comes about (PRIM)", options_discover),
}
ABOUT = "The X Article of 1947, made to run: many possible histories of Soviet power and its containment."
MORE = """begin with
  kennan run x-1947 --policy containment --vs sporadic
  kennan list policies

exit codes: 0 done; 1 a check does not hold; 2 bad input; 70 fault of kennan; 130 stopped
"""


def parser() -> Parser:
    """Return the parser of the whole command line."""
    top = Parser("kennan", description=ABOUT, epilog=MORE)
    top.add_argument("-V", "--version", action="version", version=f"kennan {kennan.__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _run(_add(commands, "run", "simulate a scenario under one or more policies", "simulate:run"))
    _list(
        _add(
            commands,
            "list",
            "print a register (quantities, policies, claims, ...) or entries of it",
            "registers:show",
        )
    )
    _runs(commands)
    for name, (words, options) in LEDGER.items():
        options.add(_add(commands, name, words, f"{name}:run"))
    check = _add(
        commands,
        "check",
        "say whether a file or folder that kennan reads is sound, as its reader would",
        "check:check",
    )
    check.add_argument("files", nargs="+", metavar="PATH", help="a file or folder that a command reads")
    check.add_argument(
        "--as", dest="kind", metavar="KIND", help="what it is meant to be (default: told from what is there)"
    )
    _json(check)
    words = "print the lines with which bash, zsh or fish completes what is typed"
    shell = _add(commands, "completion", words, "completion:run")
    shell.add_argument("shell", metavar="SHELL", help="bash, zsh or fish")
    _exemplify(top)
    return top


def _exemplify(of: argparse.ArgumentParser) -> None:
    for inner in choices(of).values():
        example = EXAMPLES[inner.prog.removeprefix("kennan ")]
        inner.epilog = "example:\n" + textwrap.fill(
            example, 98, initial_indent="  ", subsequent_indent="    "
        ).replace("\n", " \\\n")
        _exemplify(inner)


def _add(commands: Any, name: str, words: str, target: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=words,
        description=words[0].upper() + words[1:] + ".",
    )
    made.set_defaults(command=target)
    return made


def _json(to: argparse.ArgumentParser) -> None:
    to.add_argument("--json", action="store_true", help="print JSON for programs, and nothing else")


def _run(to: argparse.ArgumentParser) -> None:
    options_plan.add(to)
    out = to.add_argument_group("what becomes of it")
    add = out.add_argument
    add("--out", metavar="FOLDER", help="where the run is kept (default: runs/SCENARIO-DIGEST)")
    add("--force", action="store_true", help="replace an earlier run and its report (never anything else)")
    add("--resume", nargs="?", const=True, metavar="FOLDER", help="go on with a run that was stopped")
    add("--report", nargs="?", const=True, metavar="FILE", help="put a copy of the report here as well")
    add("--no-report", action="store_true", help="make no report.html")
    add(
        "--default-run",
        action=YesOrNo,
        default=None,
        help="a small run at the medians beside a drawn one (default: from 500 worlds)",
    )
    add("--quiet", action="store_true", help="no progress, no tables; faults are still said")
    _json(to)


def _list(to: argparse.ArgumentParser) -> None:
    lines = "\n".join(f"  {name:<12} {words}" for name, words in REGISTERS.items())
    to.description = f"Print a register.\n\n{lines}"
    to.add_argument("register", metavar="REGISTER", help="one of the above")
    to.add_argument(
        "names", nargs="*", metavar="NAME", help="only these entries, with everything known of them"
    )
    _json(to)


def _runs(commands: Any) -> None:
    words = "list, show, verify or export finished runs"
    inner = _add(commands, "runs", words, "").add_subparsers(metavar="COMMAND", required=True)
    listing = _add(inner, "list", "list the runs in a folder", "runs:listing")
    listing.add_argument("folder", nargs="?", default="runs", metavar="FOLDER", help="default: runs")
    show = _add(inner, "show", "show what there is to know of one run", "runs:show")
    verify = _add(inner, "verify", "read every file of a run again; exit 1 if it is damaged", "runs:verify")
    export = _add(inner, "export", "copy a run into another format", "runs:export")
    for one in (show, verify, export):
        one.add_argument("run", metavar="RUN", help="the folder of the run")
    export.add_argument(
        "--to", required=True, metavar="PATH", help="file (netcdf) or folder (csv, parquet) to make"
    )
    export.add_argument(
        "--format", metavar="FORMAT", help="netcdf, csv or parquet (default: by the ending of PATH)"
    )
    export.add_argument("--force", action="store_true", help="replace an earlier export")
    for one in (listing, show, verify, export):
        _json(one)
