"""What can be typed wherever a plan is asked for. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser, several: bool = True) -> None:
    """Add the options that make a plan; ``several`` lets policies be named beside the first."""
    parser.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="world at the start (default: x-1947)"
    )
    plan = parser.add_argument_group("what is simulated")
    add = plan.add_argument
    add(
        "--policy",
        metavar="NAME",
        help="what the open power does: a name, or your own TOML file (default: containment)",
        beside="--vs {} for a policy beside it" if several else "",
    )
    if several:
        add(
            "--vs",
            action="append",
            metavar="NAME,...",
            help="policies beside it, on the same luck; may be repeated",
        )
    add("--worlds", metavar="N", help="possible histories for each policy (default: 1000)")
    add("--first-world", metavar="N", help="number of the first world (default: 0)")
    add("--years", metavar="N", help="how long (default: 45)")
    add("--seed", metavar="N", help="chooses the luck (default: 47)")
    add("--parameters", metavar="WHICH", help="drawn, each world its own (default); median; or a TOML file")
    add(
        "--set",
        action="append",
        metavar="NAME=VALUE",
        help="fix a parameter, start.QUANTITY or lever.NAME; may be repeated",
    )
    add("--off", action="append", metavar="NAME,...", help="switch mechanisms off; may be repeated")
    add(
        "--with-hindsight",
        action="store_true",
        default=None,
        help="let in what nobody could know at the start",
    )
    add("--keep", action="append", metavar="NAME,...", help="quantities to keep month by month, or: all")
    add("--steps-per-month", metavar="N", help="1, 2 or 4 steps of time in a month (default: 1)")
    add("--plan", metavar="FILE", help="take all of this from a plan.json, as a run writes it")
