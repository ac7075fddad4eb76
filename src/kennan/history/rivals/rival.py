"""What a rival is: a theory with a citation, the targets it speaks of, and a course it gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kennan.history.members import WORLD_WIDE, Members
from kennan.history.record import Record
from kennan.history.rivals.known import ORBIT, Known, known
from kennan.scenarios import Chosen

#: What can have become of the contest by the end of a year, as each rival may tell it.
ENDINGS = {
    "broken_up": "the closed power has broken up",
    "moscow_comes_over": "the closed power's position lies nearer the open one's than its own at the start",
    "washington_comes_over": "the open power's position lies nearer the closed one's than its own at the start",
    "general_war": "there has been general war between the powers",
    "peaceful_western_win": "the open power has won, and there has been no general war",
    "runaway_race": "the race of arms has no balance to come to",
}


@dataclass(frozen=True)
class Course:
    """What a rival says: ``values`` by target, [unit, year, member]; ``endings`` by name, bool [year, member]."""

    values: dict[str, np.ndarray]
    endings: dict[str, np.ndarray] = field(default_factory=dict)


Run = Callable[[Known, tuple[int, ...], np.ndarray, int], Course]


@dataclass(frozen=True)
class Rival:
    """One rival theory.

    ``speaks_of`` says, by target, how the theory comes to speak of it. ``run`` takes what is known, the years, the
    member numbers and the seed. ``otherwise`` gives the course of all other targets on the same luck: that of "nothing
    matters", which alone needs none.
    """

    name: str
    sentence: str
    citation: str
    speaks_of: Mapping[str, str]
    run: Run
    otherwise: Run | None = None

    def forecast(
        self, view: Record, years: Sequence[int], members: int, seed: int, scenario: Chosen = "x-1947"
    ) -> Members:
        """Return the forecast of all targets from a view of the record.

        Parameters
        ----------
        view : ``Record.until(...)``: nothing later than its end is read.
        years : the years forecast, without a gap, from the year after the view's last.
        members : how many courses; each is the same whatever their number.
        seed : chooses luck and numbers.
        scenario : what the record is held against.
        """
        return self.play(known(view, scenario), years, members, seed)[0]

    def play(
        self, now: Known, years: Sequence[int], members: int, seed: int, rest: Course | None = None
    ) -> tuple[Members, dict[str, np.ndarray]]:
        """Return the forecast, and the endings, bool [year, member].

        ``rest`` is the course of "nothing matters" with the same arguments, if it is at hand; else it is made.
        """
        span, numbers = tuple(years), np.arange(members)
        own = self.run(now, span, numbers, seed)
        if rest is None and self.otherwise is not None:
            rest = self.otherwise(now, span, numbers, seed)
        both = {**(rest.values if rest else {}), **own.values}
        values = {
            name: np.ascontiguousarray(both[name], np.float32) for name in now.terms.targets if name in both
        }
        units = {name: now.codes if name == ORBIT else WORLD_WIDE for name in values}
        return Members(self.name, values, units, span), own.endings

    def silent(self, forecast: Members) -> tuple[str, ...]:
        """Return the targets of a forecast that the theory is silent of."""
        return tuple(name for name in forecast.values if name not in self.speaks_of)


def orbit_values(orbit: np.ndarray, counts: np.ndarray) -> dict[str, np.ndarray]:
    """Return the two targets of the orbit from whether each theatre lies in it, [theatre, year, member]."""
    inside = orbit.astype(np.float32)
    return {"orbit_theatre": inside, "orbit_states": np.einsum("t,tym->ym", counts, inside)[None]}
