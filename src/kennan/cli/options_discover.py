"""What can be typed after ``kennan discover``. Standard library only."""

from __future__ import annotations

import argparse

from kennan.cli import options_sweep


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan discover``."""
    parser.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="world at the start (default: x-1947)"
    )
    to = options_sweep.results(parser)
    to.add_argument("--above", metavar="X", help="for a quantity: it came where it is above this")
    to.add_argument("--below", metavar="X", help="for a quantity: it came where it is below this")
    to = parser.add_argument_group("the box")
    add = to.add_argument
    add(
        "--over",
        action="append",
        metavar="NAME,...",
        help="what it may restrict: strengths (default), parameters, or names; may be repeated",
    )
    add(
        "--rows", metavar="N", help="worlds to find it in, and as many fresh ones to check it (default: 2000)"
    )
    add("--coverage", metavar="C", help="least share of the worlds with the result in it (default: 0.5)")
    add("--limits", metavar="N", help="most numbers that it restricts (default: 4)")
    options_sweep.plan(parser, worlds="", parameters="")
    parser.set_defaults(worlds=None, parameters=None)
    options_sweep.ending(parser, "a folder for worlds and results; the same command goes on after a stop")
