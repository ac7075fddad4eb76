"""A citation as plain text."""

from __future__ import annotations

from kennan.article.literature import Reference
from kennan.ledger.cite import ARTICLE, Citation


def text(citation: Citation) -> str:
    """Return everything that is to be cited for a run, in words."""
    s = citation.software
    references = {reference.key: reference for reference in citation.references}
    lines = [
        "Cite this run as",
        "",
        f"  {s.authors}. {s.title}. Version {s.version}, engine {s.engine}.",
        f"  Seed {s.seed}, plan SHA-256 {s.plan}.",
        "",
        "and the article as",
        "",
        f"  {reference_line(references[ARTICLE])}",
        "",
        "Passages, and the mechanisms of this run that rest on them",
        "",
    ]
    for passage in citation.passages:
        lines += [f"  {passage.id:<6} {passage.paraphrase}", f"         {', '.join(passage.mechanisms)}"]
    if citation.off:
        lines += ["", f"Left out, as they were off: {', '.join(citation.off)}"]
    for kind, head in (
        ("mechanism", "Behind the mechanisms"),
        ("number", "Behind other numbers"),
        ("equation", "Behind the forms of equations"),
        ("outcome", "Behind outcomes"),
        ("policy", "Behind the policies"),
        ("data", "Behind the scenario's data"),
    ):
        rows = [ground for ground in citation.grounds if ground.kind == kind]
        rows = [ground for ground in rows if ground.references or kind == "policy"]
        if rows:
            lines += ["", head, ""]
            lines += [f"  {_name(ground.name)}: {_names(ground.references, references)}" for ground in rows]
    lines += ["", "References (° cited from memory: check before you print it)", ""]
    lines += [f"  {'  ' if one.seen else '° '}{reference_line(one)}" for one in citation.references]
    return "\n".join(lines) + "\n"


def reference_line(of: Reference) -> str:
    """Return one reference in full."""
    names = [name.replace("{", "").replace("}", "") for name in of.authors]
    who = " & ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    who = who.replace(" & others", " et al.")
    found = f"{who} ({of.year}). {of.title}."
    if of.container:
        inside = f"In {_editors(of)}{of.container}" if of.type == "chapter" else of.container
        number = f"({of.number})" if of.number else ""
        volume = f" {of.volume}{number}" if of.volume else ""
        pages = f": {of.pages}" if of.pages else ""
        found += f" {inside}{volume}{pages}."
    if of.publisher:
        found += f" {of.publisher}."
    if of.note:
        found += f" {of.note[0].upper()}{of.note[1:]}."
    if of.doi or of.url:
        found += f" {'https://doi.org/' + of.doi if of.doi else of.url}"
    return found


def _editors(of: Reference) -> str:
    return f"{', '.join(of.editors)} (ed.), " if of.editors else ""


def _names(keys: tuple[str, ...], references: dict[str, Reference]) -> str:
    return "; ".join(references[key].short for key in keys) or "no literature named"


def _name(name: str) -> str:
    """Return a name; a long list of names is cut short."""
    parts = name.split(", ")
    return name if len(parts) <= 4 else f"{', '.join(parts[:3])} and {len(parts) - 3} more"
