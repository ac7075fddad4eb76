"""What can be typed after ``kennan cite``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan cite``."""
    put = parser.add_argument
    put("run", metavar="RUN", help="the folder of the run")
    put("--format", metavar="FORMAT", default="text", help="text (default) or bibtex")
    put("--json", action="store_true", help="print JSON for programs, and nothing else")
