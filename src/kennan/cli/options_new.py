"""What can be typed after ``kennan new``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add what can be begun: a scenario."""
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    words = "a folder with the files of a scenario, sound at once and explained line by line"
    scenario = inner.add_parser("scenario", help=words, description=words[0].upper() + words[1:] + ".")
    scenario.set_defaults(command="new:scenario")
    put = scenario.add_argument
    put("name", metavar="NAME", help="the folder to make; its name is the scenario's")
    put("--like", metavar="SCENARIO", help="what to copy (default: ruritania, a small made-up world)")
    put("--json", action="store_true", help="print JSON for programs, and nothing else")
