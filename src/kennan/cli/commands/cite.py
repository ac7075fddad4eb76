"""``kennan cite``: passages and literature that a run rests on."""

from __future__ import annotations

import argparse
import dataclasses
import sys

from kennan.cli import shared, streams
from kennan.cli.output import as_json
from kennan.faults import BadInput, Fault, Faults, nearest

FORMATS = ("text", "bibtex")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan cite``."""
    put = parser.add_argument
    put("run", metavar="RUN", help="the folder of the run")
    put("--format", metavar="FORMAT", default="text", help="text (default) or bibtex")
    shared.no_extensions(parser, "a run keeps what it was made with, and citing runs none of it")
    shared.json(parser)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan cite``."""
    from kennan.ledger.cite import cite

    faults = Faults()
    if asked.format not in FORMATS:
        near = nearest(asked.format, FORMATS)
        what = f"there is no format called {asked.format!r}"
        faults.found.append(Fault(what, "--format", ", ".join(FORMATS), near))
    try:
        found = cite(asked.run)
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
    if asked.json:
        as_json({"run": asked.run, **dataclasses.asdict(found)})
    elif asked.format == "bibtex":
        from kennan.ledger.cite_bibtex import bibtex

        streams.utf8()
        sys.stdout.write(bibtex(found))
    else:
        from kennan.ledger.cite_text import text

        sys.stdout.write(text(found))
    return 0
