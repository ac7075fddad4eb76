"""Reads claims with their checks; every fault is told at once, with file and line and the nearest name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kennan import article, policies, toml
from kennan.article.load import CLAIM_FILES, read_claims
from kennan.faults import BadInput, Faults, unknown
from kennan.ledger import read_check
from kennan.ledger.check import Tested
from kennan.ledger.given import DEFAULTS, Given, Place
from kennan.model import parameters
from kennan.model.in_use import extensions, of_model


def load(path: str | Path | None = None) -> dict[str, Tested]:
    """Return claims with their checks, by id: the article's with those of extensions in use, or those of a file.

    Raises
    ------
    BadInput : the file cannot be read, or anything in it is wrong; all faults at once.
    """
    return {**_shipped(), **brought()} if path is None else read([Path(path)], own=True)


@of_model
def _shipped() -> dict[str, Tested]:
    return read(CLAIM_FILES, own=False)


@of_model
def brought() -> dict[str, Tested]:
    """Return the claims of extensions in use, with their checks, by id.

    Raises
    ------
    BadInput : anything in their files is wrong, or a name stands for another claim already; all faults at once.
    """
    documents, faults = [], Faults()
    for one in extensions():
        if (text := dict(one.files).get("claims.toml", "")).strip():
            document = toml.parsed(text, Path(one.path("claims.toml")), "file of claims")
            documents += [document] if document.data else []  # examples that are commented out
    found = read(documents, own=True) if documents else {}
    for name in found.keys() & article.claims().keys():
        where = next(
            str(d.path) for d in documents if name in {t.get("id") for t in _tables(d.data["claim"])}
        )
        faults.add(f"the article has a claim called {name!r} already", where=where, do="take another id")
    faults.raise_if_any()
    return found


def read(paths: Iterable[Path | toml.Document], *, own: bool) -> dict[str, Tested]:
    """Read claims files; ``own`` files may leave out what only the article's own must have."""
    faults, claims = Faults(), {}
    paths = list(paths)
    try:
        claims = read_claims(paths, article.passages(), own=own)
    except BadInput as error:
        faults.take(error)
    found = {}
    for path in paths:
        try:
            document = path if isinstance(path, toml.Document) else toml.read(path, "file of claims")
        except BadInput:
            continue  # told above
        number = 0
        for place, data in enumerate(_tables(document.data.get("claim"))):
            name = data.get("id")
            _known_names(data, document, place, faults)
            checks = []
            given = _tables(data.get("check"))
            for k, check in enumerate(given):
                at = Place(document, str(name), number + k, k + 1)
                checks.append(read_check.check(Given({**_defaults(data), **check}, at, faults)))
            number += len(given)
            if isinstance(name, str) and name in claims:
                found[name] = Tested(claims[name], tuple(c for c in checks if c is not None))
    unique = list(dict.fromkeys(faults.found))
    Faults(unique).raise_if_any()
    return found


def _tables(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _defaults(claim: Mapping[str, Any]) -> dict[str, Any]:
    return {key: claim[key] for key in DEFAULTS if key in claim}


def _known_names(data: Mapping[str, Any], document: toml.Document, place: int, faults: Faults) -> None:
    """Note mechanisms and levers of a claim that the model does not have."""
    for key, kind, known in (
        ("mechanisms", "mechanism", parameters.strengths()),
        ("levers", "lever", policies.levers()),
    ):
        for name in data.get(key, ()) if isinstance(data.get(key), list) else ():
            if name not in known:
                faults.found.append(unknown(kind, str(name), known, document.where("claim", place, key)))
