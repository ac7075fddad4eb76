"""A display name, made safe to show: a pseudonym will do, and nothing about a person is asked.

The page shows names as text and never as markup, so ``<script>`` is only an odd name. What is taken out here is what
would disturb a table or a projector: control characters, marks that turn the direction of writing, stacks of accents.
"""

from __future__ import annotations

import re
import unicodedata

from kennan.faults import BadInput, Fault

LONGEST = 32
MOST_MARKS = 2
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean(given: str) -> str:
    """Return a name of 1 to 32 characters on one line.

    Raises
    ------
    BadInput : nothing that can be seen is left, or it is too long.
    """
    if len(given) > 20 * LONGEST:
        raise BadInput(_fault(f"the name has {len(given):,} characters"))
    text = unicodedata.normalize("NFKC", given)
    kept: list[str] = []
    marks = 0
    for c in text:
        kind = unicodedata.category(c)
        marks = marks + 1 if kind.startswith("M") else 0
        if c.isspace():
            kept.append(" ")
        elif kind not in _DROPPED and marks <= MOST_MARKS:
            kept.append(c)
    name = " ".join("".join(kept).split())
    if not any(unicodedata.category(c)[0] in "LNPS" for c in name):
        raise BadInput(_fault("the name is empty"))
    if len(name) > LONGEST:
        raise BadInput(_fault(f"the name has {len(name)} characters"))
    return name


def line(given: str) -> str:
    """Return a text on one line, without control characters and marks that turn the direction of writing."""
    kept = (
        " " if c.isspace() else c for c in given if c.isspace() or unicodedata.category(c) not in _DROPPED
    )
    return " ".join("".join(kept).split())


def paragraphs(given: str) -> str:
    """Return a text of several lines, without other control characters and marks that turn the direction of writing."""
    lines = [line(one) for one in unicodedata.normalize("NFC", given).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def numbered(name: str, taken: set[str]) -> str:
    """Return the name, with the first free number behind it when somebody in the room has it already."""
    folded = {t.casefold() for t in taken}
    if name.casefold() not in folded:
        return name
    number = 2
    while f"{name} {number}".casefold() in folded:
        number += 1
    return f"{name} {number}"


def _fault(what: str) -> Fault:
    return Fault(what, "name", f"1 to {LONGEST} characters", do="type a name or a pseudonym")
