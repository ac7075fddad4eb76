"""What a rival is: a theory with a citation, the targets it speaks of, and a course it gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kennan.history.members import Members
from kennan.history.record import Record
from kennan.history.rivals.known import Known, known

#: What can have become of the contest by the end of a year, as each rival may tell it.
ENDINGS = {
    "broken_up": "Soviet power has broken up",
    "moscow_comes_over": "Moscow's position lies nearer Washington's than its own at the start",
    "washington_comes_over": "Washington's position lies nearer Moscow's than its own at the start",
    "general_war": "there has been general war between the powers",
    "peaceful_western_win": "the West has won, and there has been no general war",
    "runaway_race": "the race of arms has no balance to come to",
}


@dataclass(frozen=True)
class Course:
    """What a rival says: ``values`` by target, float32 [unit, year, member]; ``endings`` by name, bool [year, member]."""

    values: dict[str, np.ndarray]
    endings: dict[str, np.ndarray] = field(default_factory=dict)


Run = Callable[[Known, tuple[int, ...], np.ndarray, int], Course]


@dataclass(frozen=True)
class Rival:
    """One rival theory.

    ``speaks_of`` says, by target, how the theory comes to speak of it; for all other targets the forecast is that of
    "nothing matters" on the same luck. ``run`` takes what is known, the years, the member numbers and the seed.
    """

    name: str
    sentence: str
    citation: str
    speaks_of: Mapping[str, str]
    run: Run

    def forecast(self, view: Record, years: Sequence[int], members: int, seed: int) -> Members:
        """Return the forecast of all targets from a view of the record.

        Parameters
        ----------
        view : ``Record.until(...)``: nothing later than its end is read.
        years : the years forecast, without a gap, from the year after the view's last.
        members : how many courses; each is the same whatever their number.
        seed : chooses luck and numbers.
        """
        return self.play(known(view), years, members, seed)[0]

    def play(
        self, now: Known, years: Sequence[int], members: int, seed: int, rest: Members | None = None
    ) -> tuple[Members, dict[str, np.ndarray]]:
        """Return the forecast and the endings (bool [year, member]); ``rest`` fills the targets that it is silent of."""
        from kennan.history.rivals import nothing_matters

        span, numbers = tuple(years), np.arange(members)
        course = self.run(now, span, numbers, seed)
        values = dict(course.values)
        if rest is None and self.name != nothing_matters.RIVAL.name:
            filled = nothing_matters.RIVAL.run(now, span, numbers, seed).values
        else:
            filled = dict(rest.values) if rest is not None else {}
        values = {name: values.get(name, filled.get(name)) for name in {**filled, **values}}
        units = {name: now.codes if name == "orbit_theatre" else ("",) for name in values}
        order = [name for name in _order() if name in values]
        made = {name: np.ascontiguousarray(values[name], np.float32) for name in order}
        return Members(self.name, made, {n: units[n] for n in order}, span), course.endings


def _order() -> list[str]:
    from kennan.history.target import targets

    return list(targets())


def orbit_values(orbit: np.ndarray, counts: np.ndarray) -> dict[str, np.ndarray]:
    """Return the two targets of the orbit from whether each theatre lies in it, [theatre, year, member]."""
    inside = orbit.astype(np.float32)
    return {"orbit_theatre": inside, "orbit_states": np.einsum("t,tym->ym", counts, inside)[None]}
