"""``kennan completion``: the lines with which a shell completes what is typed."""

from __future__ import annotations

import argparse
import sys

from kennan.cli import completion, streams
from kennan.faults import BadInput, unknown


def add(parser: argparse.ArgumentParser) -> None:
    """Add what ``kennan completion`` is told."""
    parser.add_argument("shell", metavar="SHELL", help="bash, zsh or fish")


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan completion``."""
    if asked.shell not in completion.SHELLS:
        raise BadInput(unknown("shell that is known", asked.shell, completion.SHELLS, "SHELL"))
    streams.utf8()
    sys.stdout.write(completion.script(asked.shell) + "\n")
    return 0
