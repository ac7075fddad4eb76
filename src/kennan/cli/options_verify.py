"""What can be typed after ``kennan verify``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan verify``."""
    say = parser.add_argument
    say("claims", nargs="*", metavar="CLAIM", help="claims by id, or paragraphs such as II.10 (default: all)")
    say("--claims", dest="file", metavar="FILE", help="your own claims file instead of the article's")
    say("--quick", action="store_true", help="at most 256 worlds for each check")
    say("--worlds", metavar="N", help="this many worlds for each check instead of its own number")
    say("--seed", metavar="N", help="chooses the luck (default: 47)")
    say("--parameters", metavar="WHICH", help="median or drawn for every check (default: as each check says)")
    say(
        "--explain",
        action="store_true",
        help="each claim at length: arms, intervals, passages, the code that carries it",
    )
    say(
        "--picture",
        metavar="FILE",
        help="draw one claim with and without its mechanisms (.svg, .png or .pdf)",
    )
    say(
        "--sabotage",
        nargs="*",
        metavar="MECHANISM",
        help="take mechanisms out and reverse them: which claims fail, which turn contrary (default: all)",
    )
    say("--strict", action="store_true", help="exit 1 also when all claims were tested and one does not hold")
    say("--out", metavar="FILE", help="write the JSON to this file as well")
    say("--force", action="store_true", help="replace earlier files of these names")
    say("--quiet", action="store_true", help="no progress, no tables; the exit code says it")
    say("--json", action="store_true", help="print JSON for programs, and nothing else")
