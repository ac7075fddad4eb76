"""What can be typed after ``kennan fork``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan fork``."""
    put = parser.add_argument
    put("run", metavar="RUN", help="the folder of the run that is forked")
    put("--at", required=True, metavar="MONTH", help="month from which another choice holds, such as 1956-10")
    put(
        "--policy",
        required=True,
        metavar="NAME",
        help="what is done from then on: a name, or a TOML file",
        beside="--vs {} for a policy beside it",
    )
    put("--vs", action="append", metavar="NAME,...", help="other choices beside it; may be repeated")
    put("--of", metavar="NAME", help="which policy of the run is forked (default: its first)")
    put("--out", metavar="FOLDER", help="where the fork is kept (default: runs/SCENARIO-DIGEST)")
    put("--force", action="store_true", help="replace an earlier run (never anything else)")
    put("--report", action="store_true", help="make report.html as well")
    put("--quiet", action="store_true", help="no progress, no tables; faults are still said")
    put("--json", action="store_true", help="print JSON for programs, and nothing else")
