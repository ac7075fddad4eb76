"""``kennan check``: says whether a file can be used, before anything is run with it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kennan.desk.output import as_json
from kennan.faults import BadInput, Fault, nearest

POLICY = ("policy", "levers", "rules")


def check(asked: argparse.Namespace) -> int:
    """Carry out ``kennan check``; bad input when any file cannot be used."""
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for path in asked.files:
        try:
            rows.append({"file": path, "kind": one(path), "sound": True, "faults": []})
        except BadInput as error:
            faults += error.faults
            rows.append(
                {"file": path, "kind": None, "sound": False, "faults": [str(f) for f in error.faults]}
            )
    if asked.json:
        as_json(rows)
    else:
        for row in rows:
            if row["sound"]:
                print(f"{row['file']}: a sound {row['kind']} file")
    if faults:
        raise BadInput(faults)
    return 0


def one(path: str) -> str:
    """Check one file; return what it is: "policy", "parameters" or "plan".

    Raises
    ------
    BadInput : it cannot be used; all faults at once.
    """
    if Path(path).is_dir():
        do = f"kennan runs verify {path} checks a run"
        raise BadInput(Fault("it is a folder", path, allowed="a .toml or .json file", do=do))
    if path.endswith(".json"):
        from kennan.desk.commands.wishes import read_plan

        read_plan(path)
        return "plan"
    from kennan import toml

    if _is_policy(toml.read(path).data):
        from kennan import policies

        policies.load(Path(path))
        return "policy"
    from kennan.engine.plan import Plan

    Plan.build(parameters=Path(path))
    return "parameters"


def _is_policy(data: dict[str, Any]) -> bool:
    """Say whether a TOML file means to be a policy: a parameters file holds no tables but [start]."""
    tables = [key for key, value in data.items() if isinstance(value, dict | list) and key != "start"]
    return any(key in POLICY or nearest(key, POLICY) for key in tables)
