"""What can be typed after ``kennan trace``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan trace``."""
    put = parser.add_argument
    put("run", metavar="RUN", help="the folder of the run")
    put("--world", required=True, metavar="N", help="number of the world")
    put("--month", required=True, metavar="MONTH", help="the month that is taken apart, such as 1953-03")
    put("--quantity", metavar="NAME", help="one quantity: its change by strengths, and what was read for it")
    put(
        "--theatre", metavar="CODE", help="for a quantity of theatres: which one (default: that changed most)"
    )
    put("--policy", metavar="NAME", help="a policy of the run (default: its first)")
    put("--all", action="store_true", help="show every quantity, not only those that the run records")
    put("--picture", metavar="FILE", help="draw the quantity's change by strengths (.svg, .png or .pdf)")
    put("--force", action="store_true", help="replace an earlier picture")
    put("--json", action="store_true", help="print JSON for programs, and nothing else")
