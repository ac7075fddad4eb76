"""The registers as rows of plain data: what ``kennan list`` shows, what a shell completes, what pages are made of."""

from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import Callable, Iterable
from typing import Any

Rows = list[dict[str, Any]]
REGISTERS = {
    "quantities": "what the model moves and records",
    "parameters": "every number, with its range, prior, mark and source",
    "mechanisms": "what can be switched off, and the claims that rest on it",
    "policies": "what the open power can do",
    "levers": "what a policy can set, and what --set lever.NAME holds constant",
    "by_hand": "what a person who plays a side can decide in its place",
    "seen": "what the open power can see, so that a rule may read it",
    "scenarios": "worlds to begin from",
    "claims": "what the article says that could be false",
    "passages": "the paragraphs of the article, paraphrased",
    "outcomes": "what can become of Soviet power",
    "terms": "words of the article and of the model",
}


def rows(register: str, names: Iterable[str] = (), scenario: str | None = None) -> Rows:
    """Return a register as plain data, one row an entry; that of scenarios with the folders among ``names``, that of
    policies with those that a scenario has of its own."""
    found = _policies(scenario) if register == "policies" else READERS[register]()
    if register != "scenarios":
        return found
    shipped = {str(row["name"]) for row in found}
    folders = [path for path in dict.fromkeys(names) if path not in shipped and os.path.isdir(path)]
    return found + [row | {"name": path} for path in folders for row in _scenarios([path])]


def _plain(entry: Any) -> dict[str, Any]:
    """Return a dataclass as data that JSON can hold; an infinite bound becomes None."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in dataclasses.asdict(entry).items()
    }


def _quantities() -> Rows:
    from kennan.model import quantities

    return [_plain(q) | {"results": in_results(q.name)} for q in quantities.load().values()]


def in_results(name: str) -> str:
    """Return what results call a quantity of theatres, which they keep year by year; "" for any other."""
    from kennan.model.recorded import THEATRE_FIELDS

    return f"theatre_{name}" if name in THEATRE_FIELDS else ""


def _parameters() -> Rows:
    from kennan.model import parameters

    return [_plain(p) | {"file": f"{parameters.file_of(p)}:{p.line}"} for p in parameters.load().values()]


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
        | {"code": _code(register[name]), "claims": claims.get(name, [])}
        for name in parameters.strengths()
    ]


def _code(parameter: Any) -> str:
    """Return the file in which a mechanism acts; nothing where what stands in its step's place does not read it."""
    from kennan.model import in_use, parameters

    if any(one.stands == "replaces" for one in in_use.extensions()):
        from kennan.model import links  # it needs JAX, and half a second

        one, still = links.taken_over().get(parameter.name, (None, False))
        if one is not None:
            return f"{one.name}/mechanism.py" if still else ""
    return parameters.code_of(parameter)


def _policies(scenario: str | None = None) -> Rows:
    from kennan import scenarios
    from kennan.engine import offered
    from kennan.engine.validate import folded

    chosen = None if scenario is None else scenarios.choose(scenario)
    return [folded(offered.load(name, chosen)) for name in offered.names(chosen)]


def _scenarios(names: Iterable[str] | None = None) -> Rows:
    from kennan import scenarios

    found = [scenarios.load(name) for name in (scenarios.names() if names is None else names)]
    keys = ("name", "title", "sentence", "source", "start_year", "start_month")
    return [
        {key: getattr(scenario, key) for key in keys}
        | {"theatres": list(scenario.theatres.code), "numbers": scenario.as_table()}
        for scenario in found
    ]


def _claims() -> Rows:
    from kennan import article, ledger
    from kennan.model import in_use

    own = [tested.claim for tested in ledger.brought().values()] if in_use.extensions() else []
    return [_plain(claim) for claim in (*article.claims().values(), *own)]


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
    from kennan.model import definitions, recorded

    rows: Rows = [
        {**vars(outcome), "progress_quantity": f"progress_{name}"}
        for name, outcome in definitions.load().items()
    ]
    for outcome in recorded.beside().values():
        what = f"{outcome.progress} is 1 or more"
        rows.append(
            dict.fromkeys(rows[0], "") | vars(outcome) | {"rule": what, "progress_quantity": outcome.progress}
        )
    return rows


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
