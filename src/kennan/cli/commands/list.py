"""``kennan list``: the registers, as tables for people and as JSON for programs."""

from __future__ import annotations

import argparse
from typing import Any

from kennan.cli import registers, shared
from kennan.cli.output import as_json
from kennan.faults import BadInput, Fault, Faults, digits, unknown

ONE = {"policies": "policy", "quantities": "quantity", "seen": "quantity that a rule can see"}
COLUMNS = {
    "quantities": ("name", "unit", "low", "high", "recorded", "sentence"),
    "parameters": ("name", "value", "low", "high", "unit", "sentence"),
    "mechanisms": ("name", "value", "low", "high", "passages", "claims", "sentence"),
    "policies": ("name", "title", "hindsight", "passages", "sentence"),
    "levers": ("name", "unit", "low", "high", "default", "passages", "sentence"),
    "by_hand": ("name", "side", "axes", "unit", "low", "high", "neutral", "passages", "sentence"),
    "seen": ("name", "unit", "low", "high", "sentence"),
    "scenarios": ("name", "title", "theatres", "sentence"),
    "claims": ("id", "status", "mechanisms", "paraphrase"),
    "passages": ("id", "opening", "paraphrase"),
    "outcomes": ("name", "code", "passages", "sentence"),
    "terms": ("term", "kind", "passages", "meaning"),
}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan list``."""
    lines = "\n".join(f"  {name:<12} {words}" for name, words in registers.REGISTERS.items())
    parser.description = f"Print a register.\n\n{lines}"
    add = parser.add_argument
    add("register", metavar="REGISTER", help="one of the above")
    add("names", nargs="*", metavar="NAME", help="only these entries, with everything known of them")
    add(
        "--scenario",
        metavar="SCENARIO",
        help="whose policies are listed: a name, or a folder (default: the shipped)",
    )
    shared.extensions(parser)
    shared.json(parser)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan list``."""
    if asked.register not in registers.READERS:
        raise BadInput(unknown("register", asked.register, registers.READERS, do="kennan list --help"))
    if asked.scenario is not None and asked.register != "policies":
        raise BadInput(
            Fault("--scenario is of policies alone", "--scenario", do="kennan list policies --scenario ...")
        )
    rows = _named(registers.rows(asked.register, asked.names, asked.scenario), asked.names, asked.register)
    if asked.json:
        return as_json(rows)
    from kennan.cli import tables

    if asked.names:
        for row in rows:
            pairs = [[name, _told(value)] for name, value in row.items() if value not in ("", None, (), [])]
            tables.show(
                tables.console(), str(row[registers.KEY.get(asked.register, "name")]), ["", ""], pairs
            )
        return 0
    columns = COLUMNS[asked.register]
    shown = [[_cell(row[name]) for name in columns] for row in rows]
    heads = ["" if name == "shown" else name for name in columns]
    title = f"{len(rows)} {asked.register}: {registers.REGISTERS[asked.register]}"
    tables.show(tables.console(), title, heads, shown)
    return 0


def _named(rows: registers.Rows, names: list[str], register: str) -> registers.Rows:
    """Return the rows that were asked for by name, in that order; all when none was."""
    if not names:
        return rows
    key, faults = registers.KEY.get(register, "name"), Faults()
    by_name = {str(row[key]): row for row in rows}
    aliases = {
        str(row["results"]): row for row in rows if row.get("results")
    }  # theatre_influence is influence
    names = [str(aliases[name][key]) if name in aliases else name for name in names]
    for name in names:
        if name not in by_name:
            faults.found.append(
                unknown(
                    ONE.get(register, register.removesuffix("s")), name, by_name, do=f"kennan list {register}"
                )
            )
    faults.raise_if_any()
    return [by_name[name] for name in dict.fromkeys(names)]


def _told(value: Any) -> str:
    """Return a value of any depth in words, as one entry shows it."""
    if isinstance(value, dict):
        if "says" in value:  # a check of a claim: the rest of it is for the ledger
            return str(value["says"])
        return "\n".join(f"{key}: {_told(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        deep = any(isinstance(inner, dict) for inner in value)
        points = bool(value) and all(isinstance(inner, list | tuple) for inner in value)
        if points and len(value) == 1:
            return _told(value[0][-1])  # a schedule of one point is a constant
        return ("\n" if deep else ", ").join(map(_told, value))
    return _cell(value)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return digits(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) if len(value) <= 12 else str(len(value))
    return "" if value is None else str(value)
