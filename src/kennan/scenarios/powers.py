"""The two powers of a scenario: the closed one, whose conduct the article explains, and the open one that answers it.

``powers.toml``: ``[closed]`` and ``[open]``, each with ``code`` (what ``links.csv`` calls it: links lead to the powers,
but they are no theatres), ``name``, ``adjective``, and ``states`` (Correlates of War codes; none where there is no
record).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from kennan import toml
from kennan.article.fields import Table, shown
from kennan.faults import Faults

FILE = "powers.toml"
ROLES = ("closed", "open")
FIELDS = ("code", "name", "adjective", "states")
CODE = re.compile(r"[A-Z]{2,6}")
WORDS = 60  # letters of a name


@dataclass(frozen=True)
class Power:
    """One of the two powers, which lie outside the graph of theatres."""

    code: str
    name: str
    adjective: str
    states: tuple[int, ...] = ()


@dataclass(frozen=True)
class Powers:
    """The closed power and the open one."""

    closed: Power
    open: Power

    @property
    def codes(self) -> tuple[str, str]:
        """What ``links.csv`` calls them, the closed one first."""
        return self.closed.code, self.open.code


def read_powers(document: toml.Document, faults: Faults) -> Powers | None:
    """Return the powers that a file says, or None when one is missing or cannot be used (noted)."""
    before = len(faults.found)
    Table(document.data, "powers file", document.where, faults).only(ROLES)
    found = {}
    for role in ROLES:
        data = document.data.get(role)
        if not isinstance(data, dict):
            do = f"add a table [{role}] with {', '.join(FIELDS)}"
            faults.add(f"there is no {role} power", where=str(document.path), do=do)
            continue
        table = Table(data, "power", partial(document.where, role), faults)
        table.only(FIELDS)
        found[role] = Power(_code(table), _words(table, "name"), _words(table, "adjective"), _states(table))
    if len(found) == len(ROLES) and found["closed"].code and found["closed"].code == found["open"].code:
        what = f"both powers have the code {found['open'].code!r}"
        faults.add(what, where=document.where("open", "code"), do="give each a code of its own")
    return Powers(**found) if len(faults.found) == before else None


def _code(table: Table) -> str:
    code = table.text("code")
    if code and not CODE.fullmatch(code):
        table.faults.add(f"code is {code!r}", where=table.at("code"), allowed="two to six capital letters")
    return code


def _words(table: Table, key: str) -> str:
    words = table.text(key)
    if len(words) > WORDS:
        table.faults.add(f"{key} has {len(words)} letters", where=table.at(key), allowed=f"at most {WORDS}")
    return words


def _states(table: Table) -> tuple[int, ...]:
    given = table.data.get("states", [])
    sound = isinstance(given, list) and all(
        isinstance(state, int) and not isinstance(state, bool) and 0 < state < 1000 for state in given
    )
    if not sound:
        allowed = "a list of Correlates of War codes, 1 to 999"
        table.faults.add(f"states is {shown(given)}", where=table.at("states"), allowed=allowed)
        return ()
    for state in sorted({state for state in given if given.count(state) > 1}):
        table.faults.add(f"states names {state} more than once", where=table.at("states"), do="name it once")
    return tuple(given)
