"""The register of derived quantities: what a claim may measure though no register of the model holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

EVERY = ("month", "year", "world", "item")


@dataclass(frozen=True)
class Derived:
    """One derived quantity.

    Parameters
    ----------
    name : as a check names it.
    sentence : what it is, in one sentence.
    unit : its unit.
    reads : recorded quantities that its function reads month by month; theatres, events and outcomes are
        always there.
    every : the first axis of what the function returns: "month" [months + 1, world], "year" [years + 1,
        world] (each January), "world" [world], or "item" [item, world] (as many as the fullest world has,
        padded with NaN; a check's window does not cut it).
    function : from a :class:`kennan.ledger.view.View` to an array, worlds on the last axis, or to a pair
        (numerator, denominator) of such arrays, whose mean is the sum of the one over the sum of the other.
        NaN does not count.
    """

    name: str
    sentence: str
    unit: str
    reads: tuple[str, ...]
    every: str
    function: Callable[[Any], Any]


REGISTER: dict[str, Derived] = {}


def derived(
    name: str, sentence: str, unit: str, reads: Iterable[str] = (), every: str = "month"
) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Enter a function into the register; see :class:`Derived` for the fields.

    For example, as ``power.py`` has it::

        @derived("capital_ratio", "Heavy over consumer capital.", "1", ["heavy_capital", "consumer_capital"])
        def capital_ratio(view):
            return view["heavy_capital"] / view["consumer_capital"]
    """
    if every not in EVERY:
        raise ValueError(f"every is {every!r}, not one of {EVERY}")

    def enter(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        if name in REGISTER:
            raise ValueError(f"there are two derived quantities called {name!r}")
        REGISTER[name] = Derived(name, sentence, unit, tuple(reads), every, function)
        return function

    return enter
