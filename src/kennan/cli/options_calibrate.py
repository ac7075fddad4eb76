"""What can be typed after ``kennan calibrate``. Standard library only."""

from __future__ import annotations

import argparse

from kennan.cli.options_hindcast import record


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan calibrate``."""
    to = parser.add_argument_group("from what")
    add = to.add_argument
    add(
        "--as-of",
        metavar="DATE",
        required=True,
        help="what is known: to the end of this year, or of this day",
    )
    record(parser)
    to = parser.add_argument_group("how")
    add = to.add_argument
    add("--particles", metavar="N", help="accepted in each generation (default: 2000)")
    add("--generations", metavar="N", help="each nearer to the record (default: 7)")
    add("--pool", metavar="N", help="worlds of the priors to learn from (default: 32768)")
    add("--draws", metavar="N", help="rows of the posterior (default: 400)")
    add("--seed", metavar="N", help="chooses the luck (default: 47)")
    to = parser.add_argument_group("instead of a calibration")
    add = to.add_argument
    add("--check", action="store_true", help="held-out folds: exit 1 if calibrated forecasts lose")
    add("--recover", metavar="N", help="N synthetic records: exit 1 if known parameters are not found again")
    to = parser.add_argument_group("what becomes of it")
    add = to.add_argument
    add("--out", metavar="FOLDER", help="where it is kept (default: calibrations/as-of-DATE)")
    add("--resume", action="store_true", help="go on with the calibration there that was stopped")
    add("--force", action="store_true", help="begin anew where another calibration stands; replace a picture")
    add("--picture", metavar="FILE", help="draw it: a path that ends in .png, .svg or .pdf")
    add("--quiet", action="store_true", help="no progress, no table; faults are still said")
    add("--json", action="store_true", help="print JSON for programs, and nothing else")
