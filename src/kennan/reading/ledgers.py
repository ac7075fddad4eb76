"""The two ledgers as they were last made, kept with the package: what was found about each claim of the article.

*Fidelity* (does the program do what the passage says?) and *truth* (does the passage survive the record?) are read
from two files and never put into one verdict.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def fidelity() -> dict[str, Any]:
    """Return the fidelity ledger: "engine_version", "made" (a date), "sure", "level", "seed", "worlds", "counts" and
    "claims" by id, each with "verdict" and "checks".
    """
    return _read("fidelity.json")


@cache
def truth() -> dict[str, Any]:
    """Return the truth ledger: "engine_version" and "made" of the forecast, "as_of", "years", "counts" and "claims" by
    id, each with "verdict", "reason", "targets", "gain", "low" and "high".
    """
    return _read("truth.json")


def fidelity_of(claim: str) -> dict[str, Any]:
    """Return what the fidelity ledger says of a claim, {} if it was not asked about."""
    return dict(fidelity()["claims"].get(claim, {}))


def truth_of(claim: str) -> dict[str, Any]:
    """Return what the truth ledger says of a claim, {} if it was not asked about."""
    return dict(truth()["claims"].get(claim, {}))


def _read(name: str) -> dict[str, Any]:
    text = resources.files("kennan.reading").joinpath(name).read_text(encoding="utf-8")
    return dict(json.loads(text))


def compact(data: dict[str, Any], engine_version: str, made: str) -> dict[str, Any]:
    """Return what ``kennan verify --json`` wrote as the package keeps it: without what the registers say anyway.

    Parameters
    ----------
    data : the ledger as :meth:`kennan.ledger.findings.Ledger.as_dict` gives it.
    engine_version, made : the arithmetic that it was made with, and the day.
    """
    head = ("sure", "level", "family", "seed", "worlds", "experiments", "counts")
    claims = {
        claim["id"]: {
            "verdict": claim["verdict"],
            "checks": [
                {k: check[k] for k in ("number", "says", "verdict", "compare", "without", "years", "worlds")}
                | {
                    "arms": [[a["arm"], a["value"], a["without"]] for a in check["arms"]],
                    "findings": [
                        [f["name"], f["expected"], f["value"], f["low"], f["high"], f["verdict"]]
                        for f in check["findings"]
                    ],
                }
                for check in claim["checks"]
            ],
        }
        for claim in data["claims"]
    }
    return {"engine_version": engine_version, "made": made, **{k: data[k] for k in head}, "claims": claims}


def text(data: dict[str, Any]) -> str:
    """Return a ledger as the text of its file: one claim a line, so that a change shows which."""
    head = {k: v for k, v in data.items() if k != "claims"}
    lines = [
        f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, separators=(',', ':'))}"
        for k, v in data["claims"].items()
    ]
    before = json.dumps(head, ensure_ascii=False, indent=0)[:-2]
    return before + ',\n"claims": {\n' + ",\n".join(lines) + "\n}\n}\n"
