"""``kennan trust``: show the code that a plan or a run carries, and let it run on this machine if that is wanted."""

from __future__ import annotations

import argparse
from pathlib import Path

from kennan.cli import shared, wishes
from kennan.cli.output import as_json
from kennan.records import layout


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan trust``."""
    parser.add_argument("path", metavar="RUN", help="a run folder, or a plan file")
    parser.add_argument("--yes", action="store_true", help="let it run: it can do whatever you can")
    shared.json(parser)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan trust``; without ``--yes`` nothing is let run."""
    from kennan.engine import consent
    from kennan.model import extended

    path = Path(asked.path)
    plan = wishes.read_plan(layout.demand_complete(path) / layout.PLAN if path.is_dir() else path)
    if asked.yes:
        for one in plan.extensions:
            consent.give(one)
    rows = [
        {
            "name": one.name,
            "author": one.author,
            "sentence": one.sentence,
            "digest": one.digest,
            "trusted": extended.is_trusted(one),
            "files": dict(one.files),
        }
        for one in plan.extensions
    ]
    if asked.json:
        return as_json(rows)
    if not rows:
        print(f"{path} carries no code")
    for one in plan.extensions:
        for file, text in one.files:
            print(f"---- {one.name}/{file}\n{_plain(text)}")
        said = "may run on this machine" if extended.is_trusted(one) else "may not run on this machine"
        print(f"{one.name}, by {one.author}: {said}")
    if any(not row["trusted"] for row in rows):
        print(f"if you have read it and trust who wrote it: kennan trust {path} --yes")
    return 0


def _plain(text: str) -> str:
    """Return a text in which nothing can hide from a reader: what a terminal would obey stands as its code."""
    return "".join(
        one if one.isprintable() or one in "\n\t" else one.encode("unicode_escape").decode() for one in text
    )
