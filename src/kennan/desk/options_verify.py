"""What can be typed after ``kennan verify``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan verify``."""
    parser.add_argument("--json", action="store_true", help="print JSON for programs, and nothing else")
