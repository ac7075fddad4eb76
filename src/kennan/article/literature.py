"""The literature: what stands behind sources, and which entries a source names.

A source says "Svolik 2009, 2012; Tullock 1987", as people do. Here such words are matched with the entries of
``literature.toml``, so that every one of them can be cited in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from kennan import toml
from kennan.article.fields import Table
from kennan.faults import Faults

HERE = Path(__file__).parent
TYPES = ("article", "book", "chapter", "report", "dataset", "web")
KEY = re.compile(r"[a-z]+([0-9]{4})?")
NEEDED = ("type", "authors", "year", "title", "seen")
TEXTS = ("container", "volume", "number", "pages", "publisher", "doi", "url", "note")
LISTS = ("authors", "editors", "said")
#: "Svolik 2009, 2012": two works of the same hand
TWO_YEARS = re.compile(r"([A-Z][\w'’\-]+(?:(?:,| and|, and)? [A-Z][\w'’\-]+)*) ([12]\d{3}), ([12]\d{3})\b")
#: what looks like a reference: a name and a year
LIKE_A_REFERENCE = re.compile(r"([A-Z][\w'’\-]+)(?: et al\.)?,? \(?(?:1[6-9]|20)\d\d\b(?!-\d\d-)")
DATES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "States",
)  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """One entry.

    Parameters
    ----------
    key : its name, unique.
    type : "article", "book", "chapter", "report", "dataset" or "web".
    authors, editors : "Surname, Given", or an institution in braces.
    year : four digits, or "n.d.".
    container : the journal, series or book that it stands in.
    doi, url : where it is; "" where that was not looked up.
    said : how sources name it, where that is not the usual "Surname and Surname year".
    seen : whether the record was looked at; if not, it is cited from memory.
    """

    key: str
    type: str
    authors: tuple[str, ...]
    year: str
    title: str
    container: str
    volume: str
    number: str
    pages: str
    publisher: str
    editors: tuple[str, ...]
    doi: str
    url: str
    note: str
    said: tuple[str, ...]
    seen: bool

    @property
    def surnames(self) -> tuple[str, ...]:
        """The surnames of the authors."""
        return tuple(author.split(",")[0].strip("{}") for author in self.authors)

    @property
    def short(self) -> str:
        """The usual short form: "Granovetter and Soong 1983"."""
        *others, last = self.surnames
        if len(others) > 2:
            return f"{others[0]} et al. {self.year}"
        return f"{', '.join(others)} and {last} {self.year}" if others else f"{last} {self.year}"

    def pattern(self) -> re.Pattern[str]:
        """Return what a source looks like that names this entry."""
        if self.said:
            return re.compile("|".join(rf"(?<!\w){re.escape(words)}" for words in self.said))
        first = re.escape(self.surnames[0])
        usual = rf"(?<!and )\b{re.escape(self.short)}\b"
        return re.compile(rf"{usual}|\b{first}, [^;()]*?\({self.year}\)")


def references() -> dict[str, Reference]:
    """Return the literature by key, in the order of the file."""
    return dict(_references())


@lru_cache(maxsize=1)
def _references() -> dict[str, Reference]:
    return read(HERE / "literature.toml")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, entry.pattern()) for key, entry in _references().items())


def read(path: Path) -> dict[str, Reference]:
    """Read a file of literature.

    Raises
    ------
    BadInput : the file cannot be read, or any entry is wrong; all faults at once.
    """
    document, faults = toml.read(path, "file of literature"), Faults()
    found = {}
    for key, row in document.data.items():
        if not isinstance(row, dict):
            faults.add(f"{key} is not a table", where=document.where(key), allowed="[key], then its fields")
            continue
        if not KEY.fullmatch(key):
            faults.add(f"key is {key!r}", where=document.where(key), allowed='as in "svolik2009"')
        found[key] = _reference(key, Table(row, "reference", partial(document.where, key), faults))
    faults.raise_if_any()
    return found


def _reference(key: str, table: Table) -> Reference:
    table.only((*NEEDED, *TEXTS, "editors", "said"))
    year = table.text("year")
    if year and not re.fullmatch(r"\d{4}|n\.d\.", year):
        table.faults.add(f"year is {year!r}", where=table.at("year"), allowed='four digits, or "n.d."')
    doi = table.text("doi", "")
    if doi and not re.fullmatch(r"10\.\d{4,9}/\S+", doi):
        table.faults.add(f"doi is {doi!r}", where=table.at("doi"), allowed='as in "10.1111/joes.12618"')
    if "seen" not in table.data:
        table.missing("seen")
    texts: dict[str, Any] = {name: table.text(name, "") for name in TEXTS if name != "doi"}
    return Reference(
        key=key,
        type=table.choice("type", TYPES),
        authors=table.words("authors"),
        year=year,
        title=table.text("title"),
        editors=table.words("editors", ()),
        said=table.words("said", ()),
        seen=table.flag("seen", False),
        doi=doi,
        **texts,
    )


def plain(source: str) -> str:
    """Return a source with "and" for "&", and years that share a name written out."""
    text = source.replace("&", "and")
    while (wider := TWO_YEARS.sub(r"\1 \2; \1 \3", text)) != text:
        text = wider
    return text


def named_in(source: str) -> tuple[str, ...]:
    """Return the keys of the entries that a source names, in the order in which it does.

    Example
    -------
    >>> named_in("Svolik 2009, 2012; Tullock 1987")
    ('svolik2009', 'svolik2012', 'tullock1987')
    """
    text = plain(source)
    found = [(match.start(), key) for key, pattern in _patterns() for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(key for _, key in sorted(found)))


def unresolved(source: str) -> tuple[str, ...]:
    """Return what looks like a reference in a source and has no entry."""
    text = plain(source)
    for _, pattern in _patterns():
        text = pattern.sub("", text)
    return tuple(m[0] for m in LIKE_A_REFERENCE.finditer(text) if m[1] not in DATES)
