"""What can be typed after ``kennan serve``. Standard library only."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan serve``."""
    add = parser.add_argument
    add("--port", metavar="N", help="port to listen on (default: 1947; 0 for any free one)")
    add("--lan", action="store_true", help="let a class in: other machines of this local network")
    add("--host", metavar="ADDRESS", help="address to listen on (default: this machine only; all with --lan)")
    add(
        "--rooms",
        dest="folder",
        metavar="FOLDER",
        help="where games of a class are kept (default: $KENNAN_ROOMS, else the user's data folder)",
    )
    add("--no-browser", action="store_true", help="do not open the browser")
