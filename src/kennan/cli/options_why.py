"""What can be typed after ``kennan why``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan why``."""
    put = parser.add_argument
    put("runs", nargs="*", metavar="RUN", help="two run folders on the same luck, or one of several policies")
    put("--policies", nargs=2, metavar="NAME", help="which policy of each run, or which two of one")
    put("--quantity", action="append", metavar="NAME,...", help="explain this (default: what differs most)")
    put(
        "--at",
        metavar="MONTH",
        help="month at which differences are explained, such as 1965-01 (default: the end)",
    )
    put("--linked", metavar="N", help="worlds in which links are measured (default: 16)")
    put("--picture", metavar="FILE", help="draw the chain: a .png, .svg or .pdf")
    put("--force", action="store_true", help="replace an earlier picture")
    put("--quiet", action="store_true", help="no progress, no tables; faults are still said")
    put("--json", action="store_true", help="print JSON for programs, and nothing else")
    straight = parser.add_argument_group("without a run: simulate two policies straight away")
    put = straight.add_argument
    put("--policy", metavar="NAME", help="what the open power does: a name, or your own TOML file")
    put("--vs", metavar="NAME", help="the policy that it is compared with")
    put("--worlds", metavar="N", help="possible histories for each (default: 200)")
    put("--years", metavar="N", help="how long (default: 45)")
    put("--seed", metavar="N", help="chooses the luck (default: 47)")
    put("--parameters", metavar="WHICH", help="drawn, each world its own (default); median; or a TOML file")
