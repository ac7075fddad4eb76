"""``kennan schema``: the JSON Schema of a file, for editors that complete and check as one types."""

from __future__ import annotations

import argparse
import json
import sys

from kennan.cli import schemas, streams
from kennan.faults import BadInput, unknown


def add(parser: argparse.ArgumentParser) -> None:
    """Add what ``kennan schema`` is told."""
    parser.add_argument("kind", metavar="KIND", help=f"{', '.join(schemas.KINDS)}: what the file holds")


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan schema``."""
    if asked.kind not in schemas.KINDS:
        raise BadInput(unknown("kind of file with a schema", asked.kind, schemas.KINDS, "KIND"))
    streams.utf8()
    sys.stdout.write(json.dumps(schemas.of(asked.kind), indent=1, ensure_ascii=False) + "\n")
    return 0
