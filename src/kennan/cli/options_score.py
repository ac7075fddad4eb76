"""What can be typed after ``kennan score``. Standard library only."""

from __future__ import annotations

import argparse

from kennan.cli import options_hindcast


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan score``."""
    parser.add_argument("forecast", metavar="FORECAST", help="the folder that kennan hindcast registered")
    parser.add_argument("tables", nargs="?", metavar="RECORD", help="the same as --record")
    options_hindcast.record(parser)
    to = parser.add_argument_group("what is compared")
    add = to.add_argument
    add("--span", metavar="A-B", help="only these years, such as 1950-1965 (default: all that are known)")
    add(
        "--against",
        metavar="NAME,...",
        default="baselines,rivals",
        help="baselines, rivals, or names of either",
    )
    to = parser.add_argument_group("what becomes of it")
    add = to.add_argument
    add("--all", action="store_true", help="list the verdict on every claim, also of those not decided")
    add("--out", metavar="FOLDER", help="put score.json, scores.csv and pictures here")
    add("--picture", metavar="FILE", help="draw the record over the forecast: .svg, .png or .pdf")
    add("--force", action="store_true", help="replace an earlier picture and earlier scores")
    add("--quiet", action="store_true", help="no tables; faults are still said")
    add("--json", action="store_true", help="print JSON for programs, and nothing else")
