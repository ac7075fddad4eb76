"""What is wrong with an input, said so that the reader can mend it.

Comes in: what some room found wrong. Goes out: one :class:`BadInput` that carries *all* faults at once.
Every room may use this module; it uses nothing but the standard library.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Parameters
    ----------
    what : the fault in one plain sentence, with the offending value.
    where : file, line and field, or the command-line option ("mine.toml:7 levers.tone", "--worlds").
    allowed : what would be accepted ("a number from 0 to 1").
    nearest : the nearest accepted name, if the fault looks like a misspelling.
    do : what to do next, if that is not plain from the rest.
    """

    what: str
    where: str = ""
    allowed: str = ""
    nearest: str = ""
    do: str = ""

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        lines = [head.rstrip(".") + "."]
        if self.nearest:
            lines.append(f"    nearest name: {self.nearest}")
        if self.allowed:
            lines.append(f"    allowed: {self.allowed}")
        if self.do:
            lines.append(f"    to do: {self.do}")
        return "\n".join(lines)


class BadInput(ValueError):  # noqa: N818  (the name is what a user reads)
    """Input that cannot be used. Carries every fault that was found, not only the first."""

    def __init__(self, faults: Iterable[Fault] | Fault):
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__(str(self))

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return str(self.faults[0])
        return f"{len(self.faults)} faults:\n" + "\n".join(
            f"  {i}. {f}" for i, f in enumerate(self.faults, 1)
        )


@dataclass
class Faults:
    """A list that fills while an input is read, and is raised as a whole."""

    found: list[Fault] = field(default_factory=list)

    def add(self, what: str, *, where: str = "", allowed: str = "", nearest: str = "", do: str = "") -> None:
        """Note one fault."""
        self.found.append(Fault(what, where, allowed, nearest, do))

    def take(self, error: BadInput) -> None:
        """Take over the faults of an error raised further down."""
        self.found.extend(error.faults)

    def raise_if_any(self) -> None:
        """Raise :class:`BadInput` with everything noted, or do nothing."""
        if self.found:
            raise BadInput(self.found)


def digits(value: float) -> str:
    """Return a number with all its digits and no more ("0.4", "3", "1e-07"), so that it reads back as the same."""
    return repr(float(value)).removesuffix(".0")


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the accepted name most like ``name``, or "" when none is close."""
    table = {n.lower().replace("-", "_"): n for n in names}
    asked = str(name).lower().replace("-", "_")
    begun = [n for key, n in sorted(table.items()) if len(asked) >= 3 and key.startswith(asked)]
    if begun:
        return begun[0]  # "cred" means credulity, not care
    close = difflib.get_close_matches(asked, table, n=1, cutoff=0.5)
    return table[close[0]] if close else ""


def unknown(kind: str, name: str, names: Iterable[str], where: str = "", do: str = "") -> Fault:
    """Return the fault "there is no <kind> called <name>", with the nearest name and a short list of what there is."""
    names = sorted(names)
    allowed = (
        ", ".join(names) if len(names) <= 12 else f"one of {len(names)} names ({', '.join(names[:4])}, ...)"
    )
    return Fault(f"there is no {kind} called {name!r}", where, allowed, nearest(name, names), do)
