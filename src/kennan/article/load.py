"""Reads the registers of this room and checks them as they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from kennan import toml
from kennan.article.entries import KINDS, PARTS, STATUSES, Claim, Passage, Term
from kennan.article.fields import Table, shown
from kennan.faults import BadInput, Faults

HERE = Path(__file__).parent
CLAIM_FILES = tuple(HERE / "claims" / f"part_{n}.toml" for n in range(1, 5))
OWN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
HEAD = (
    "id", "passages", "paraphrase", "mechanisms", "levers", "signature", "falsifier", "status", "reason",
    "check",
)  # fmt: skip
#: what a claim may say once for all of its checks
ONCE = ("scenario", "policy", "years", "worlds", "off", "set", "sure", "parameters")
PASSAGE_ID = re.compile(r"(IV|I{1,3})\.([1-9]\d?)")
CLAIM_ID = re.compile(r"(IV|I{1,3})\.[1-9]\d?([a-z]\d?)?-[a-z0-9]+(-[a-z0-9]+)*")
Entry = TypeVar("Entry", Passage, Claim, Term)


def passages() -> dict[str, Passage]:
    """Return every paragraph of the article, by id, in the order of the text."""
    return dict(_passages())


def claims() -> dict[str, Claim]:
    """Return every claim of the article, by id, in the order of the text."""
    return dict(_claims())


def terms() -> dict[str, Term]:
    """Return the glossary, by term, in alphabetical order."""
    return dict(_terms())


@lru_cache(maxsize=1)
def _passages() -> dict[str, Passage]:
    return read_passages(HERE / "passages.toml")


@lru_cache(maxsize=1)
def _claims() -> dict[str, Claim]:
    return read_claims(CLAIM_FILES, _passages())


@lru_cache(maxsize=1)
def _terms() -> dict[str, Term]:
    found = read_terms(HERE / "terms.toml", _passages())
    return {name: found[name] for name in sorted(found, key=str.lower)}


def read_passages(path: Path) -> dict[str, Passage]:
    """Read a file of ``[[passage]]`` tables.

    Raises
    ------
    BadInput : the file cannot be read, or any entry is wrong; all faults at once.
    """
    return _read([path], "passage", "id", _passage)


def read_claims(
    paths: Iterable[Path | toml.Document], known: Iterable[str], own: bool = False
) -> dict[str, Claim]:
    """Read files of ``[[claim]]`` tables; ``known`` are the ids of the paragraphs they may name.

    Their checks are kept as they stand; the ledger reads them, since this room knows no quantity.

    Parameters
    ----------
    own : a reader's own file, which may leave out what only the article's own claims must have.

    Raises
    ------
    BadInput : a file cannot be read, or any entry is wrong; all faults of all files at once.
    """
    return _read(paths, "claim", "id", partial(_claim, known=tuple(known), own=own))


def read_terms(path: Path, known: Iterable[str]) -> dict[str, Term]:
    """Read a file of ``[[term]]`` tables; ``known`` are the ids of the paragraphs they may name.

    Raises
    ------
    BadInput : the file cannot be read, or any entry is wrong; all faults at once.
    """
    return _read([path], "term", "term", partial(_term, known=tuple(known)))


def _read(
    paths: Iterable[Path | toml.Document], what: str, key: str, make: Callable[[Table], Entry]
) -> dict[str, Entry]:
    """Read the ``[[what]]`` tables of some files into one dictionary, by their field ``key``."""
    faults, found = Faults(), {}
    for path in paths:
        try:
            document = path if isinstance(path, toml.Document) else toml.read(path, f"file of {what}s")
        except BadInput as error:
            faults.take(error)
            continue
        for number, data in _tables(document, what, faults):
            entry = make(Table(data, what, partial(document.where, what, number), faults))
            name = getattr(entry, key)
            if name and name in found:
                faults.add(f"there are two {what}s called {name!r}", where=document.where(what, number, key))
            found[name] = entry
    faults.raise_if_any()
    return found


def _tables(document: toml.Document, what: str, faults: Faults) -> list[tuple[int, dict[str, Any]]]:
    """Return the numbered ``[[what]]`` tables of a file; note everything else that stands in it."""
    Table(document.data, f"file of {what}s", document.where, faults).only([what])
    tables = document.data.get(what)
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        faults.add(
            f"the file holds no [[{what}]] tables",
            where=str(document.path),
            do=f"begin with a line [[{what}]]",
        )
        return []
    return list(enumerate(tables))


def _passage(table: Table) -> Passage:
    table.only(["id", "part", "opening", "paraphrase", "words"])
    name, part = table.text("id"), table.choice("part", PARTS)
    match = PASSAGE_ID.fullmatch(name)
    if name and not match:
        table.faults.add(
            f"id is {shown(name)}", where=table.at("id"), allowed='part and place, as in "III.4"'
        )
    if match and part in PARTS and match[1] != part:
        table.faults.add(
            f"passage {name} says it is in part {part}", where=table.at("part"), allowed=match[1]
        )
    return Passage(name, part, table.text("opening"), table.text("paraphrase"), table.words("words"))


def _claim(table: Table, known: tuple[str, ...], own: bool = False) -> Claim:
    table.only([*HEAD, *ONCE])
    name, where = table.text("id"), table.words("passages")
    pattern, example = (OWN_ID, '"fear-keeps-organs-large"') if own else (CLAIM_ID, '"II.10b-prestige-trap"')
    if name and not pattern.fullmatch(name):
        table.faults.add(f"id is {shown(name)}", where=table.at("id"), allowed=f"as in {example}")
    table.known("passages", where, "passage", known)
    mechanisms = table.words("mechanisms", ())
    status = table.choice("status", STATUSES) if "status" in table.data or not own else STATUSES[0]
    if status == "has mechanism" and not own and not table.data.get("mechanisms"):
        table.faults.add("the claim has status 'has mechanism' but names none", where=table.at("mechanisms"))
    return Claim(
        id=name,
        passages=where,
        paraphrase=table.text("paraphrase"),
        mechanisms=mechanisms,
        levers=table.words("levers", ()),
        signature=table.text("signature", "" if own else None),
        falsifier=table.text("falsifier"),
        status=status,
        reason=table.text("reason", None if status == "not modelled" and own else ""),
        checks=_checks(table, needed=own and status != "not modelled"),
    )


def _checks(table: Table, needed: bool) -> tuple[dict[str, Any], ...]:
    """Return the claim's checks as they stand, and note when they are no list of tables."""
    given = table.data.get("check", [])
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        table.faults.add(
            f"check is {shown(given)}", where=table.at("check"), allowed="tables that begin [[claim.check]]"
        )
        return ()
    if needed and not given:
        do = 'add a [[claim.check]] table, or status = "not modelled" and a reason'
        table.faults.add("the claim has no check", where=table.at("check"), do=do)
    if given and table.data.get("status") == "not modelled":
        do = "take out the checks, or the status"
        table.faults.add("the claim is not modelled and has checks", where=table.at("status"), do=do)
    return tuple(given)


def _term(table: Table, known: tuple[str, ...]) -> Term:
    table.only(["term", "meaning", "kind", "passages"])
    kind, where = table.choice("kind", KINDS), table.words("passages", ())
    table.known("passages", where, "passage", known)
    if kind == "article" and not where:
        table.faults.add("a word of the article names no passage", where=table.at("passages"))
    return Term(table.text("term"), table.text("meaning"), kind, where)
