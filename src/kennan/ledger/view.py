"""One experiment as the statistics read it: names, units and axes instead of raw arrays."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kennan.model.recorded import THEATRE_FIELDS, reachable

if TYPE_CHECKING:
    from kennan.engine.engine import Block

Array = NDArray[Any]


class View:
    """The first ``worlds`` worlds and ``years`` years of a block; worlds on the last axis.

    A longer run, or one of more worlds, begins with exactly the shorter one, so experiments that differ only
    in size are run once. ``ending`` belongs to the end of the run and is not cut.

    Parameters
    ----------
    block : what the engine handed over.
    theatres : the scenario's theatres.
    years, worlds : how much of it counts.
    """

    def __init__(self, block: Block, theatres: Any, years: int, worlds: int):
        self._block, self.theatres = block, theatres
        self.years, self.worlds, self.months = years, worlds, 12 * years

    def __getitem__(self, quantity: str) -> Array:
        """Return a recorded quantity, float32 [months + 1, world]; entry 0 is the start."""
        return self._block.monthly[quantity][: self.months + 1, : self.worlds]

    def events(self, kind: str) -> Array:
        """Return counts of an event, uint8 [months + 1, world]; entry m counts within the month that ends at m."""
        return self._block.events[kind][: self.months + 1, : self.worlds]

    def theatre(self, field: str) -> Array:
        """Return a field of ``THEATRE_FIELDS`` each January, float32 [years + 1, theatre, world]."""
        raw = self._block.theatre[f"theatre_{field}"][: self.years + 1, :, : self.worlds]
        return raw.astype(np.float32) / np.float32(THEATRE_FIELDS[field][1])

    def reached(self, outcome: str) -> Array:
        """Return the first month in which an outcome stood [world], -1 for never within these years."""
        month = self._block.reached[reachable().index(outcome), : self.worlds].astype(int)
        return np.where(month <= self.months, month, -1)

    @cached_property
    def ending(self) -> Array:
        """How each world ends [world], 1..6 in the order of ``OUTCOMES``; of the whole run."""
        return self._block.ending[: self.worlds]

    def rows(self, codes: Any) -> list[int]:
        """Return the rows of theatres by code."""
        return [self.theatres.code.index(code) for code in codes]
