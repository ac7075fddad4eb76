"""``kennan check``: says whether a file or folder can be used, before anything is done with it."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from kennan.cli import kinds, shared
from kennan.cli.output import as_json
from kennan.faults import BadInput, Fault, unknown


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan check``."""
    add = parser.add_argument
    add("files", nargs="+", metavar="PATH", help="a file or folder that a command reads")
    add("--as", dest="kind", metavar="KIND", help="what it is meant to be (default: told from what is there)")
    shared.json(parser)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan check``; bad input when anything cannot be used."""
    from kennan.cli import scenario_table

    if asked.kind not in (None, *kinds.READERS):
        raise BadInput(unknown("kind of file", asked.kind, kinds.READERS, "--as"))
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for path in dict.fromkeys(asked.files):
        row: dict[str, Any] = {"file": path, "kind": None, "sound": False, "faults": []}
        try:
            row |= {"kind": kinds.judge(Path(path), asked.kind), "sound": True}
            if row["kind"] == "scenario":
                row["holds"] = scenario_table.holds(Path(path))
        except BadInput as error:
            faults += error.faults
            row["faults"] = [dataclasses.asdict(fault) for fault in error.faults]
        rows.append(row)
    if asked.json:
        as_json(rows)
    else:
        for row in rows:
            if row["sound"]:
                what = "file" if row["kind"] in kinds.FILES else "folder"
                print(f"{row['file']}: a sound {row['kind']} {what}")
                for name, words in row.get("holds", {}).items():
                    print(f"  {name:<13} {words}")
    if faults:
        raise BadInput(faults)
    return 0
