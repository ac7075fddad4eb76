"""Entries of the literature as BibTeX."""

from __future__ import annotations

from kennan.article.literature import Reference
from kennan.ledger.cite import Citation, Software

TYPES = {
    "article": "article",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
    "dataset": "misc",
    "web": "misc",
}
CONTAINER = {"article": "journal", "chapter": "booktitle", "report": "institution"}
ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
ESCAPED |= {sign: f"\\{sign}" for sign in "&%$#_"}
ESCAPED |= {"–": "--", "“": "``", "”": "''"}


def bibtex(citation: Citation) -> str:
    """Return the software and every reference of a citation as one BibTeX file (UTF-8)."""
    entries = [_software(citation.software), *[entry(one) for one in citation.references]]
    return "\n\n".join(entries) + "\n"


def entry(of: Reference) -> str:
    """Return one reference as a BibTeX entry."""
    fields = {"author": " and ".join(_person(name) for name in of.authors), "title": f"{{{_safe(of.title)}}}"}
    if of.year != "n.d.":
        fields["year"] = of.year
    if of.container:
        fields[CONTAINER.get(of.type, "howpublished")] = _safe(of.container)
    if of.editors:
        fields["editor"] = " and ".join(_person(name) for name in of.editors)
    for name in ("volume", "number", "pages", "publisher", "note"):
        if value := getattr(of, name):
            fields[name] = _safe(value)
    if of.type == "report" and "institution" not in fields:
        fields["institution"] = fields.pop("publisher", "") or fields["author"]
    fields |= {name: getattr(of, name) for name in ("doi", "url") if getattr(of, name)}
    return _entry(TYPES[of.type], of.key, fields)


def _software(of: Software) -> str:
    note = f"Engine {of.engine}, seed {of.seed}, plan SHA-256 {of.plan}"
    fields = {"author": f"{{{_safe(of.authors)}}}", "title": f"{{{_safe(of.title)}}}"}
    return _entry(
        "misc", "kennan", {**fields, "version": of.version, "note": _safe(note), "howpublished": "Software"}
    )


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}"


def _person(name: str) -> str:
    """Return a name; braces keep an institution, or a surname of two words, together."""
    if name == "{others}":
        return "others"
    if name.startswith("{"):
        inside, _, rest = name[1:].partition("}")
        return f"{{{_safe(inside)}}}{_safe(rest)}"
    return _safe(name)


def _safe(text: str) -> str:
    return "".join(ESCAPED.get(sign, sign) for sign in text)
