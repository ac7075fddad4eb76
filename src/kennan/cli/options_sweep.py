"""What can be typed after ``kennan sweep``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan sweep``."""
    parser.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="world at the start (default: x-1947)"
    )
    to = parser.add_argument_group("what is varied")
    to.add_argument("--method", metavar="NAME", default="morris", help="morris (default) or sobol")
    to.add_argument(
        "--over",
        action="append",
        metavar="NAME,...",
        help="strengths (default), parameters, levers, all, or names; may be repeated",
    )
    to.add_argument(
        "--between", metavar="A,B", help="part of each prior, as probabilities (default: 0.05,0.95)"
    )
    to.add_argument("--trajectories", metavar="N", help="morris: trajectories (default: 20)")
    to.add_argument("--rows", metavar="N", help="sobol: base rows, a power of two (default: 64)")
    results(parser)
    plan(parser, worlds="worlds a row, the same ones in all (default: 16)", parameters="median (default)")
    to.add_argument("--top", metavar="N", help="lines in tables and bars in pictures (default: 10)")
    ending(parser, "a folder for rows and results; the same command goes on with a sweep that was stopped")


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


def plan(parser: argparse.ArgumentParser, *, worlds: str, parameters: str) -> None:
    """Add what all rows share."""
    to = parser.add_argument_group("what all rows share")
    add = to.add_argument
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
    add("--json", action="store_true", help="print JSON for programs, and nothing else")
