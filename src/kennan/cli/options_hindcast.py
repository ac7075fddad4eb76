"""What can be typed after ``kennan hindcast``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan hindcast``."""
    to = parser.add_argument_group("what is forecast")
    add = to.add_argument
    add(
        "--as-of",
        metavar="DATE",
        required=True,
        help="what is known: to the end of this year, or of this day",
    )
    add(
        "--until", metavar="YEAR", help="the last year forecast (default: 1965, or 1991 as of 1965 and later)"
    )
    add("--target", action="append", metavar="NAME,...", help="only these targets (default: all)")
    add("--scenario", metavar="NAME", default="x-1947", help="where the worlds begin (default: x-1947)")
    to = parser.add_argument_group("by what")
    add = to.add_argument
    add(
        "--policy",
        metavar="NAME",
        default="containment",
        help="what the open power does (default: containment)",
    )
    add("--parameters", metavar="WHICH", default="drawn", help="drawn (default), median or calibrated")
    add("--members", metavar="N", default="5000", help="possible courses (default: 5000)")
    add("--seed", metavar="N", default="47", help="chooses the luck (default: 47)")
    add("--no-claims", action="store_true", help="leave out the forecasts without each claim's mechanisms")
    record(parser)
    to = parser.add_argument_group("what becomes of it")
    add = to.add_argument
    add("--out", metavar="FOLDER", help="where it is registered (default: forecasts/as-of-DATE-POLICY)")
    add("--quiet", action="store_true", help="no progress, no table; faults are still said")
    add("--json", action="store_true", help="print JSON for programs, and nothing else")


def record(parser: argparse.ArgumentParser) -> None:
    """Add where the record is."""
    words = "a folder of tables (default: $KENNAN_RECORD, else the facts of the package, to 1965)"
    parser.add_argument("--record", metavar="FOLDER", help=words)
