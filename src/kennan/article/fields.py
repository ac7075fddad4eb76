"""Reads the text fields of one TOML table and notes every fault, so that all can be told at once.

Used by this room for its registers and by the policies for their head.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from kennan.faults import Faults, nearest, unknown


def shown(value: object) -> str:
    """Return a value as a message shows it: TOML spelling for true and false, long values cut short."""
    try:
        text = str(value).lower() if isinstance(value, bool) else repr(value)
    except ValueError:  # Python writes out no whole number of thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= 60 else text[:57] + "..."


def _whole(text: str) -> bool:
    """Return whether a text has no half of a pair of letters, which JSON can hold and no file can."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


@dataclass
class Table:
    """One table, what it is called, and how to name a place in it.

    Parameters
    ----------
    data : the table as read.
    what : what the table is to a reader ("claim", "policy").
    at : maps field names to a place, as in ``at("title") == "mine.toml:3 policy.title"``.
    faults : the list that takes what is wrong.
    """

    data: dict[str, Any]
    what: str
    at: Callable[..., str]
    faults: Faults

    def only(self, allowed: Collection[str]) -> None:
        """Note every field that is not one of ``allowed``."""
        for key in self.data:
            if key not in allowed:
                self.faults.found.append(unknown(f"field of a {self.what}", key, allowed, self.at(key)))

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text field, stripped; without ``default`` it must be there. Empty text is a fault."""
        if key not in self.data:
            if default is None:
                self.missing(key)
            return default or ""
        value = self.data[key]
        if not isinstance(value, str):
            self.faults.add(f"{key} is {shown(value)}", where=self.at(key), allowed="text in quotation marks")
            return default or ""
        if not value.strip():
            out = "" if default is None else f", or take the line {key} = ... out"
            what = f"{key} of the {self.what} is empty"
            self.faults.add(what, where=self.at(key), do=f"write {key} between the quotation marks{out}")
        if not _whole(value):
            self.faults.add(
                f"{key} is {shown(value)}, which holds half a letter",
                where=self.at(key),
                allowed="text that can be written in UTF-8",
                do=r"both halves of a pair such as \ud83c\udf0d, or the letter itself",
            )
            return default or ""
        return value.strip()

    def words(self, key: str, default: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts; without ``default`` it must be there and hold at least one."""
        if key not in self.data:
            if default is None:
                self.missing(key)
            return tuple(default or ())
        value = self.data[key]
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.faults.add(
                f"{key} is {shown(value)}", where=self.at(key), allowed='a list of texts, ["...", "..."]'
            )
            return tuple(default or ())
        if not value and default is None:
            self.faults.add(f"{key} is an empty list", where=self.at(key), allowed="at least one text")
        for item in sorted({item for item in value if value.count(item) > 1}):
            self.faults.add(f"{key} names {item!r} more than once", where=self.at(key), do="name it once")
        return tuple(value)

    def flag(self, key: str, default: bool) -> bool:
        """Return a true/false field."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.faults.add(f"{key} is {shown(value)}", where=self.at(key), allowed="true or false")
            return default
        return value

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """Return a text field that must be one of ``allowed``."""
        before = len(self.faults.found)
        value = self.text(key)
        if len(self.faults.found) == before and value not in allowed:
            self.faults.add(
                f"{key} is {value!r}",
                where=self.at(key),
                allowed=", ".join(allowed),
                nearest=nearest(value, allowed),
            )
        return value

    def known(self, key: str, names: Iterable[str], kind: str, accepted: Collection[str]) -> None:
        """Note every name in a list field that is not one of ``accepted``."""
        for name in names:
            if name not in accepted:
                self.faults.found.append(unknown(kind, name, accepted, self.at(key)))

    def missing(self, key: str) -> None:
        """Note that a field is not there."""
        self.faults.add(f"the {self.what} has no {key}", where=self.at(key), do=f"add a line {key} = ...")
