"""What can be typed after ``kennan odds``. Standard library only."""

from __future__ import annotations

import argparse

from kennan.cli import options_plan


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan odds``."""
    options_plan.add(parser, several=False)
    more = parser.add_argument_group("what is asked of it")
    more.add_argument("--only", action="append", metavar="NAME,...", help="only these mechanisms")
    more.add_argument("--outcome", metavar="NAME", help="sort by what rests on this outcome")
    more.add_argument("--top", metavar="N", help="rows of the table (default: 20; 0 for all)")
    more.add_argument("--picture", metavar="FILE", help="draw it: .svg, .png or .pdf")
    more.add_argument("--force", action="store_true", help="replace an earlier picture")
    more.add_argument("--quiet", action="store_true", help="no progress, no table; faults are still said")
    more.add_argument("--json", action="store_true", help="print JSON for programs, and nothing else")
