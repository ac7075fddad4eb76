"""``kennan story``: one world told as dated events."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING

from kennan.cli import files, shared
from kennan.cli.output import as_json, watched
from kennan.faults import BadInput, Faults

if TYPE_CHECKING:
    from kennan.story import Story


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan story``."""
    put = parser.add_argument
    put("run", metavar="RUN", help="the folder of the run")
    put("--world", required=True, metavar="N", help="number of the world")
    put("--policy", metavar="NAME", help="a policy of the run (default: its first)")
    put(
        "--all",
        action="store_true",
        help="tell everything: lesser crises, congresses, turns of the line, too",
    )
    put("--to", metavar="FILE", help="write the story to a file (.md) as well")
    put("--force", action="store_true", help="replace an earlier file")
    shared.extensions_of_run(parser)
    shared.json(parser)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan story``."""
    from kennan.story import story

    faults = Faults()
    to = files.file(asked, "to", faults, (".md",))
    world = int(asked.world) if asked.world.isdecimal() else asked.world
    try:
        with watched(asked, "months") as watch:
            found = story(asked.run, world, asked.policy, progress=watch.advance, announce=watch.say)
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
    if to:
        with files.written(to, "the story", asked.force) as partial:
            partial.write_text(found.to_text(asked.all), encoding="utf-8", newline="\n")
    if asked.json:
        return as_json({"run": asked.run, **dataclasses.asdict(found)})
    _show(found, asked.all)
    if to:
        print(f"story: {to}")
    return 0


def _show(found: Story, everything: bool) -> None:
    from kennan.cli import tables

    events = found.events if everything else found.main()
    rows = [[one.month, one.text, ", ".join(one.passages)] for one in events]
    tables.show(tables.console(), found.title, ["month", "what happened", "passages"], rows)
    print(found.end)
    if left := len(found.events) - len(events):
        print(f"{left} lesser events are left out: --all tells them")
