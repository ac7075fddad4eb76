"""``kennan list``: the registers, as tables for people and as JSON for programs."""

from __future__ import annotations

import argparse
import dataclasses
import math
from collections.abc import Callable
from typing import Any

from kennan.cli.options import REGISTERS
from kennan.cli.output import as_json
from kennan.faults import BadInput, Faults, digits, unknown

Rows = list[dict[str, Any]]


def show(asked: argparse.Namespace) -> int:
    """Carry out ``kennan list``."""
    if asked.register not in READERS:
        raise BadInput(unknown("register", asked.register, READERS, do="kennan list --help"))
    rows = _named(READERS[asked.register](), asked.names, asked.register)
    if asked.json:
        return as_json(rows)
    from kennan.cli import tables

    if asked.names:
        for row in rows:
            pairs = [[name, _told(value)] for name, value in row.items() if value not in ("", None, (), [])]
            tables.show(tables.console(), str(row[KEY.get(asked.register, "name")]), ["", ""], pairs)
        return 0
    columns = COLUMNS[asked.register]
    shown = [[_cell(row[name]) for name in columns] for row in rows]
    heads = ["" if name == "shown" else name for name in columns]
    title = f"{len(rows)} {asked.register}: {REGISTERS[asked.register]}"
    tables.show(tables.console(), title, heads, shown)
    return 0


def _named(rows: Rows, names: list[str], register: str) -> Rows:
    """Return the rows that were asked for by name, in that order; all when none was."""
    if not names:
        return rows
    key, faults = KEY.get(register, "name"), Faults()
    by_name = {str(row[key]): row for row in rows}
    for name in names:
        if name not in by_name:
            faults.found.append(
                unknown(
                    ONE.get(register, register.removesuffix("s")), name, by_name, do=f"kennan list {register}"
                )
            )
    faults.raise_if_any()
    return [by_name[name] for name in dict.fromkeys(names)]


def rows(register: str) -> Rows:
    """Return a register as plain data, one row an entry."""
    return READERS[register]()


def _plain(entry: Any) -> dict[str, Any]:
    """Return a dataclass as data that JSON can hold; an infinite bound becomes None."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in dataclasses.asdict(entry).items()
    }


def _quantities() -> Rows:
    from kennan.model import quantities

    return [_plain(quantity) for quantity in quantities.load().values()]


def _parameters() -> Rows:
    from kennan.model import parameters

    return [_plain(p) | {"file": f"{p.file}.toml:{p.line}"} for p in parameters.load().values()]


def _mechanisms() -> Rows:
    from kennan import article
    from kennan.model import parameters

    claims: dict[str, list[str]] = {}
    for name, claim in article.claims().items():
        for mechanism in claim.mechanisms:
            claims.setdefault(mechanism, []).append(name)
    keys = ("name", "sentence", "value", "low", "high", "unit", "prior", "mark", "passages", "source", "file")
    rows, register = {row["name"]: row for row in _parameters()}, parameters.load()
    return [
        {key: rows[name][key] for key in keys}
        | {"code": f"model/mechanisms/{register[name].file}.py", "claims": claims.get(name, [])}
        for name in parameters.strengths()
    ]


def _policies() -> Rows:
    from kennan import policies
    from kennan.engine.settle import folded

    return [folded(policies.load(name)) for name in policies.names()]


def _scenarios() -> Rows:
    from kennan import scenarios

    found = [scenarios.load(name) for name in scenarios.names()]
    keys = ("name", "title", "sentence", "source", "start_year", "start_month")
    return [
        {key: getattr(scenario, key) for key in keys}
        | {"theatres": list(scenario.theatres.code), "numbers": scenario.as_table()}
        for scenario in found
    ]


def _claims() -> Rows:
    from kennan import article

    return [_plain(claim) for claim in article.claims().values()]


def _passages() -> Rows:
    from kennan import article

    return [_plain(passage) for passage in article.passages().values()]


def _terms() -> Rows:
    from kennan import article

    return [_plain(term) for term in article.terms().values()]


def _levers() -> Rows:
    from kennan import policies

    return [_plain(lever) for lever in policies.levers().values()]


def _decisions() -> Rows:
    from kennan import policies

    return [_plain(one) for one in policies.by_hand().values()]


def _seen() -> Rows:
    from kennan import policies

    return [_plain(quantity) for quantity in policies.seen().values()]


def _outcomes() -> Rows:
    from kennan.model import definitions

    return [
        {**vars(outcome), "progress_quantity": f"progress_{name}"}
        for name, outcome in definitions.load().items()
    ]


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


ONE = {"policies": "policy", "quantities": "quantity", "seen": "quantity that a rule can see"}
KEY = {"claims": "id", "passages": "id", "terms": "term"}  # what an entry is called, where it is not "name"
READERS: dict[str, Callable[[], Rows]] = {
    "quantities": _quantities,
    "parameters": _parameters,
    "mechanisms": _mechanisms,
    "policies": _policies,
    "levers": _levers,
    "by_hand": _decisions,
    "seen": _seen,
    "scenarios": _scenarios,
    "claims": _claims,
    "passages": _passages,
    "outcomes": _outcomes,
    "terms": _terms,
}
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
