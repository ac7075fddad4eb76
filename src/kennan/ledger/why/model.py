"""What is known of the model's links, kept on disk: found out once for each state of the model."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from kennan.engine import devices, fingerprint, kept
from kennan.model import chance, links, month, parameters, quantities
from kennan.model.in_use import extensions

ENDING = ".links"
KEPT = 8  # states of the model whose links stay on disk

_known: dict[
    Any, str
] = {}  # by its extensions, the state of the model that the links in memory were found out of


def prepare(announce: Callable[[str], None] | None = None) -> None:
    """Have the links of the model at hand: from memory, from disk, or found out now (some ten seconds) and kept.

    The model is the one in memory: a mechanism that a session has put in another's place has links of its own.
    """
    which = _key()
    if which and _known.get(extensions()) == which:
        return
    links.forget()
    _known[extensions()] = which
    found = kept.load(which + ENDING) if which else None
    if found is None:
        if announce:
            announce(
                "reading the links of the model off its equations (once on this machine, about 10 seconds)"
            )
        devices.prepare()
        found = links.facts()
        if which:
            kept.save(which + ENDING, found, KEPT)
    links.remember(found)


def _key() -> str:
    """Return a name that changes with everything the links follow from, or "" where that cannot be told."""
    devices.prepare()  # the equations in memory include what they use of JAX
    own = [getattr(value, "__wrapped__", value) for value in vars(links).values()]
    codes = [
        one.__code__ for one in own if isinstance(one, FunctionType) and one.__module__ == links.__name__
    ]
    data = [value for name, value in sorted(vars(links).items()) if name.isupper()]
    registers = (month.order(), parameters.load(), quantities.load(), chance.declared(), chance.RIVALS)
    try:
        return fingerprint.of(codes, data, registers)[:24]
    except fingerprint.CannotTell:
        return ""
