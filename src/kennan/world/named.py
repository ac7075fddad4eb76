"""Values that somebody names, read as arrays: a number, a row of numbers to sweep it, or some theatres by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kennan.article.fields import shown
from kennan.faults import Faults, digits, unknown
from kennan.model import chance

LARGEST = 1e30  # far below where single precision ends


@dataclass(frozen=True)
class Span:
    """What can be named: over what it stands ("world", "theatre", "rival"), its bounds, and its value if nobody does.

    ``rest`` is a number, or an array [theatre, 1].
    """

    axes: str
    low: float
    high: float
    rest: Any

    def holds(self, values: np.ndarray) -> np.ndarray:
        """Say of each value whether it may be given."""
        return (values >= max(self.low, -LARGEST)) & (values <= min(self.high, LARGEST))

    def __str__(self) -> str:
        if self.low <= -LARGEST and self.high >= LARGEST:
            return "a number"
        if self.high >= LARGEST:
            return f"a number, {digits(self.low)} or more"
        return f"a number from {digits(self.low)} to {digits(self.high)}"


def read(
    kind: str,
    given: Mapping[str, Any],
    spans: Mapping[str, Span],
    codes: tuple[str, ...],
    faults: Faults,
    at: str = "",
) -> dict[str, np.ndarray]:
    """Return named values as float64: a number, a row [sweep], or a table [theatre or rival, 1 or sweep].

    Parameters
    ----------
    kind : what these names are names of, for messages.
    given, spans : values by name, and what can be named.
    codes : of the theatres.
    faults : takes every fault.
    at : what stands before the names where they were given ("draws.").
    """
    found = {}
    for name, value in given.items():
        if name not in spans:
            faults.found.append(unknown(kind, str(name), spans, where=at + str(name)))
            continue
        before, span = len(faults.found), spans[name]
        if span.axes == "theatre" and isinstance(value, Mapping):
            made = _by_code(value, span, codes, faults, at + name)
        else:
            made = _array(value, span, len(codes), faults, at + name)
        if len(faults.found) == before:
            found[name] = made
    return found


def _by_code(
    value: Mapping[str, Any], span: Span, codes: tuple[str, ...], faults: Faults, where: str
) -> np.ndarray:
    """Return values of single theatres over those of the rest [theatre, 1 or sweep]."""
    single = Span("world", span.low, span.high, 0.0)
    rows: dict[str, np.ndarray] = {}
    for code, inner in value.items():
        if code not in codes:
            faults.found.append(unknown("theatre", str(code), codes, where=f"{where}[{code!r}]"))
        else:
            rows[code] = _array(inner, single, 0, faults, f"{where}[{code!r}]")
    wide = max((row.size for row in rows.values()), default=1)
    whole = np.broadcast_to(np.asarray(span.rest, float), (len(codes), 1)).repeat(wide, axis=1)
    for code, row in rows.items():
        if row.size not in (1, wide):
            faults.add(f"rows of {row.size} and of {wide} values", where=where, allowed="rows of one length")
        else:
            whole[codes.index(code)] = row
    return whole


def _array(value: Any, span: Span, theatres: int, faults: Faults, where: str) -> np.ndarray:
    try:
        with np.errstate(all="ignore"):
            found = np.asarray(value, np.float64)
    except (TypeError, ValueError, OverflowError):
        faults.add(f"the value {shown(value)} is no number", where=where, allowed=f"{span}, or a row of them")
        return np.zeros(1)
    count = {"world": 0, "theatre": theatres, "rival": chance.RIVALS}[span.axes]
    table = found.ndim == 2 and count and found.shape[0] in (1, count)
    if found.size == 0 or not (found.ndim < 2 or table):
        also = f", or a table of {count} rows" if count else ""
        faults.add(
            f"an array of shape {found.shape}", where=where, allowed=f"a number, a row of numbers{also}"
        )
        return np.zeros(1)
    wrong = found[~span.holds(found)]
    if wrong.size:
        faults.add(
            f"the value {digits(float(wrong.flat[0]))} cannot be taken", where=where, allowed=str(span)
        )
    return found


def width(given: Iterable[Mapping[str, np.ndarray]], faults: Faults) -> int:
    """Return how many values a sweep has, 0 where nothing is swept.

    Raises
    ------
    BadInput : rows differ in length; with all faults that were noted before.
    """
    rows = {name: value.shape for values in given for name, value in values.items() if value.ndim}
    lengths = {name: shape[-1] for name, shape in rows.items() if len(shape) == 1 or shape[-1] > 1}
    wide = max(lengths.values(), default=0)
    for name, length in lengths.items():
        if length not in (1, wide):
            faults.add(
                f"a row of {length} values beside one of {wide}",
                where=name,
                allowed="rows of one length, which are taken together, value by value",
            )
            faults.raise_if_any()
    return wide


def filled(
    spans: Mapping[str, Span], given: Mapping[str, np.ndarray], sizes: Mapping[str, tuple[int, ...]]
) -> dict[str, np.ndarray]:
    """Return every value, named or not, float32 [sweep] or [theatre or rival, sweep]."""
    return {
        name: np.broadcast_to(given.get(name, span.rest), sizes[span.axes]).astype(np.float32)
        for name, span in spans.items()
    }
