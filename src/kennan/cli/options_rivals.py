"""What can be typed after ``kennan rivals``. Standard library only."""

from __future__ import annotations

import argparse

from kennan.cli.options_hindcast import record


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan rivals``."""
    add = parser.add_argument
    add(
        "--as-of",
        metavar="DATE",
        default="1947",
        help="last day that is known: 1947 (all of it) or 1950-06-24",
    )
    add("--until", metavar="YEAR", help="last year forecast (default: 1965; from 1965 on 1991)")
    add("--members", metavar="N", default="2000", help="possible courses of each rival (default: 2000)")
    add("--seed", metavar="N", default="47", help="chooses luck and numbers (default: 47)")
    add(
        "--only",
        action="append",
        metavar="NAME,...",
        help="nothing_matters, richardson, bargaining, strain (default: all); may be repeated",
    )
    add(
        "--theatre",
        action="append",
        default=[],
        metavar="CODE",
        help="tell of this theatre too; may be repeated",
    )
    record(parser)
    add("--json", action="store_true", help="print JSON for programs, and nothing else")
