"""What several commands have in common of what can be typed. Standard library only."""

from __future__ import annotations

import argparse
from typing import Any

from kennan.cli.parser import Refused


def plan(parser: argparse.ArgumentParser, several: bool = True) -> None:
    """Add the options that make a plan; ``several`` lets policies be named beside the first."""
    parser.add_argument(
        "scenario",
        nargs="?",
        metavar="SCENARIO",
        help="the start: a name, or a folder (default: x-1947)",
    )
    to = parser.add_argument_group("what is simulated")
    add = to.add_argument
    add(
        "--policy",
        metavar="NAME",
        help="what the open power does: a name, or your own TOML file (default: containment)",
        beside="--vs {} for a policy beside it" if several else "",
    )
    if several:
        add(
            "--vs",
            action="append",
            metavar="NAME,...",
            help="policies beside it, on the same luck; may be repeated",
        )
    add("--worlds", metavar="N", help="possible histories for each policy (default: 1000)")
    add("--first-world", metavar="N", help="number of the first world (default: 0)")
    add("--years", metavar="N", help="how long (default: 45)")
    add("--seed", metavar="N", help="chooses the luck (default: 47)")
    add("--parameters", metavar="WHICH", help="drawn, each world its own (default); median; or a TOML file")
    add(
        "--set",
        action="append",
        metavar="NAME=VALUE",
        help="fix a parameter, start.QUANTITY or lever.NAME; may be repeated",
    )
    add("--off", action="append", metavar="NAME,...", help="switch mechanisms off; may be repeated")
    add(
        "--with-hindsight",
        action="store_true",
        default=None,
        help="let in what nobody could know at the start",
    )
    add("--keep", action="append", metavar="NAME,...", help="quantities to keep month by month, or: all")
    add("--steps-per-month", metavar="N", help="1, 2 or 4 steps of time in a month (default: 1)")
    extensions(to)
    add("--plan", metavar="FILE", help="take all of this from a plan.json, as a run writes it")


def extensions(to: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add mechanisms of somebody's own; the whole command goes on under the model with them."""
    words = "a mechanism of your own: its folder, or an installed name; its code is run; may be repeated"
    to.add_argument("--with", dest="extensions", action="append", metavar="FOLDER", help=words)


def extensions_of_run(to: argparse.ArgumentParser) -> None:
    """Add that the mechanisms of somebody's own with which a run was made may run their code."""
    words = (
        "let a mechanism run that the run was made with: its folder, or an installed name; may be repeated"
    )
    to.add_argument("--with", dest="extensions", action="append", metavar="FOLDER", help=words)


def no_extensions(to: argparse.ArgumentParser, why: str) -> None:
    """Add why a command takes no mechanism of somebody's own; it is said when one is named."""
    to.add_argument("--with", action=Refused, why=why, help=argparse.SUPPRESS)


def record(parser: argparse.ArgumentParser) -> None:
    """Add where the record is."""
    words = "a folder of tables (default: the scenario's own, $KENNAN_RECORD, or the facts of the package, to 1965)"
    parser.add_argument("--record", metavar="FOLDER", help=words)


def scenario(to: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add the world against which a record is held."""
    words = "whose world the record is held against: a name, or a folder (default: x-1947)"
    to.add_argument("--scenario", metavar="NAME", default="x-1947", help=words)


def chosen(asked: argparse.Namespace) -> Any:
    """Return the scenario that is asked for, against which a record can be held; faults are those of the option."""
    from dataclasses import replace

    from kennan import scenarios
    from kennan.faults import BadInput
    from kennan.history import terms

    try:
        found = scenarios.choose(asked.scenario)
        terms.of(found)
        return found
    except BadInput as error:
        where = "--scenario"
        told = [replace(f, where=where) if f.where == "scenario" else f for f in error.faults]
        raise BadInput(told) from None


def chosen_if_sound(asked: argparse.Namespace) -> Any:
    """Return the same, or None where it cannot be used, which somebody else tells."""
    from kennan.faults import BadInput

    try:
        return chosen(asked)
    except BadInput:
        return None


def named_after(scenario: Any) -> str:
    """Return how the default name of a folder of results begins: with that of the scenario, if it is not x-1947."""
    return "" if str(scenario) == "x-1947" else f"{scenario}-"


def results(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add what is looked at."""
    to = parser.add_argument_group("what is looked at")
    add = to.add_argument
    add(
        "--outcome",
        action="append",
        metavar="NAME,...",
        help="outcomes in the end, or ever:NAME (at any time)",
    )
    add("--quantity", action="append", metavar="NAME@DATE", help="a quantity at a date, such as orbit@1965")
    return to


def rows(parser: argparse.ArgumentParser, *, worlds: str, parameters: str) -> None:
    """Add what all rows share."""
    to = parser.add_argument_group("what all rows share")
    add = to.add_argument
    extensions(to)
    add("--policy", metavar="NAME", help="what the open power does (default: containment)")
    if worlds:
        add("--worlds", metavar="N", help=worlds)
    add("--years", metavar="N", help="how long (default: 45)")
    add("--seed", metavar="N", help="chooses luck and design (default: 47)")
    if parameters:
        add(
            "--parameters",
            metavar="WHICH",
            help=f"for what is not varied: {parameters}, drawn, or a TOML file",
        )
    add("--set", action="append", metavar="NAME=VALUE", help="fix a number in every row; may be repeated")
    add("--off", action="append", metavar="NAME,...", help="switch mechanisms off; may be repeated")
    add("--with-hindsight", action="store_true", default=None, help="let in what nobody could know")
    parser.set_defaults(vs=None, first_world=None, steps_per_month=None, keep=None, plan=None)


def ending(parser: argparse.ArgumentParser, out: str) -> None:
    """Add what becomes of the results."""
    to = parser.add_argument_group("what becomes of it")
    add = to.add_argument
    add("--out", metavar="FOLDER", help=out)
    add("--force", action="store_true", help="begin anew where another one stands; replace a picture")
    add("--picture", metavar="FILE", help="draw the result: a path that ends in .png, .svg or .pdf")
    add("--quiet", action="store_true", help="no progress, no tables; faults are still said")
    json(to)


def json(to: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add ``--json``."""
    to.add_argument("--json", action="store_true", help="print JSON for programs, and nothing else")


def command(inner: Any, name: str, words: str, target: str) -> argparse.ArgumentParser:
    """Add a command of this name to others.

    Parameters
    ----------
    words : what it does, for the list of commands and for its own help.
    target : "module:function" in ``kennan.cli.commands``, which carries it out.
    """
    text = words[0].upper() + words[1:] + "."
    made: argparse.ArgumentParser = inner.add_parser(name, help=words, description=text)
    made.set_defaults(command=target)
    return made
