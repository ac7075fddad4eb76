"""The bench on which links are measured: hybrids between two runs, each walked once, with what they come to.

Every measure is a weighted sum over months, so that effects of links add up like the differences themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from kennan.engine.mediation import RUN_A, RUN_B, WEIGHTS, Hybrid, Hybrids, Job, Mediation
from kennan.ledger.why.differences import window
from kennan.ledger.why.orders import Many
from kennan.model import parameters, quantities
from kennan.policies import levers as lever_register

WINDOW, COURSE = 0, 1  # the mean over the year up to the date; the whole course up to it


@dataclass
class Bench:
    """Two runs and their hybrids, in some worlds.

    Parameters
    ----------
    mediation : the two runs.
    worlds : numbers of the worlds, a multiple of the mediation's width.
    at : month up to which things are explained.
    progress : called with (hybrids walked, hybrids so far asked for).
    """

    mediation: Mediation
    worlds: np.ndarray
    at: int
    progress: Callable[[int, int], None] | None = None
    months: np.ndarray = field(init=False)  # [month, name, run, world]
    _weights: np.ndarray = field(init=False)
    _found: dict[Many, np.ndarray] = field(init=False, default_factory=dict)  # [weight, name, world]
    _early: dict[Many, np.ndarray] = field(
        init=False, default_factory=dict
    )  # walked before the course was known
    _tried: dict[Many, np.ndarray] = field(init=False, default_factory=dict)  # in the first few worlds only
    walked: int = field(init=False, default=0)

    def begin(self, hybrids: Iterable[Many]) -> None:
        """Walk the two runs themselves, and hybrids whose whole course does not matter (they give ``WINDOW`` only)."""
        from kennan.engine import hybrid

        names = hybrid.names()
        self.rows = {name: row for row, name in enumerate(names)}
        self._weights = np.zeros((self.mediation.months + 1, WEIGHTS, len(names)), np.float32)
        inside = window(self.at)
        self._weights[inside, WINDOW] = 1.0 / (inside.stop - inside.start)
        found = self._walk(hybrids, keep=True)
        both = [one.months[: self.at + 1] for one in found if one.months is not None]
        per_group = len(both) // (len(self.worlds) // hybrid.WORLDS)
        self.months = np.concatenate(both[::per_group], axis=-1)
        gap = self.months[:, :, 1] - self.months[:, :, 0]
        course = gap.mean(-1)  # the mean difference, month by month, is the yardstick of a course
        course[:, [row for name, row in self.rows.items() if name.startswith("course.")]] = 1.0
        self._weights[: self.at + 1, COURSE] = course
        self._early, self._found = self._found, {}

    def measure(self, hybrids: Iterable[Many]) -> None:
        """Walk hybrids that have not been walked yet."""
        todo = [one for one in dict.fromkeys(hybrids) if one not in self._found]
        if todo or not self._found:
            self._walk(todo, keep=False)

    def try_out(self, hybrids: Iterable[Hybrid]) -> None:
        """Walk hybrids in the first few worlds only."""
        todo = [one for one in dict.fromkeys(hybrids) if one not in self._tried]
        if todo:
            self._walk(todo, keep=False, few=True)

    def tried(self, hybrid: Hybrid, name: str, weight: int) -> np.ndarray:
        """Return what a hybrid, or run A or B, comes to in the first few worlds [world]."""
        return self._tried[hybrid][weight, self._row(name, weight)].astype(np.float64)

    def value(self, hybrid: Many, name: str, weight: int) -> np.ndarray:
        """Return what a hybrid, or run A or B, comes to in a quantity [world]."""
        kept = self._early if weight == WINDOW and hybrid not in self._found else self._found
        return kept[hybrid][weight, self._row(name, weight)].astype(np.float64)

    def _row(self, name: str, weight: int) -> int:
        course = f"course.{name}"
        return self.rows[course if weight == COURSE and course in self.rows else name]

    def gap(self, name: str, weight: int) -> np.ndarray:
        """Return run B less run A in a quantity [world]."""
        return self.value(RUN_B, name, weight) - self.value(RUN_A, name, weight)

    def size(self, name: str) -> float:
        """Return how large a difference stands out among the differences of worlds; 0 where there is none."""
        gap = self.months[:, self.rows[name], 1] - self.months[:, self.rows[name], 0]
        if f"course.{name}" in self.rows:  # theatre by theatre
            moved = float(self.months[:, self.rows[f"course.{name}"], 1].max())
            return max(1.0, _standing_out(gap)) if moved > 0 else 0.0
        return _standing_out(gap)

    def _walk(self, hybrids: Iterable[Many], keep: bool, few: bool = False) -> list[Hybrids]:
        from kennan.engine import hybrid

        todo, jobs = list(dict.fromkeys(hybrids)), []
        groups = [
            self.worlds[i : i + hybrid.WORLDS].tolist() for i in range(0, len(self.worlds), hybrid.WORLDS)
        ]
        wide = hybrid.SLOTS - 2
        parts = [todo[i : i + wide] for i in range(0, len(todo), wide)] or [[]]
        groups = groups[:1] if few else groups
        for number, group in enumerate(groups):
            here = slice(number * hybrid.WORLDS, (number + 1) * hybrid.WORLDS)
            for part in parts:
                cut = tuple(one[here] if isinstance(one, tuple) else one for one in part)
                jobs.append(Job(tuple(group), cut))
        before = self.walked

        def told(done: int, total: int) -> None:
            if self.progress:
                self.progress(before + done * len(todo) // total, before + len(todo))

        found = self.mediation.walk(jobs, self._weights, keep, told)
        self.walked += len(todo)
        for number, part in enumerate(parts):
            sums = np.concatenate([one.sums for one in found[number :: len(parts)]], axis=-1)
            for slot, one in enumerate([RUN_A, RUN_B, *part]):
                (self._tried if few else self._found)[one] = sums[:, :, slot]
        return found


def _standing_out(gap: np.ndarray) -> float:
    mean = np.sqrt((gap.mean(1) ** 2).mean())
    spread = np.sqrt(gap.var(1).mean() / gap.shape[1])
    return float(mean / spread) if spread > 0 else float(mean > 0) * 1e6


@dataclass(frozen=True)
class Apart:
    """In what two runs were made to differ: levers (by policy or held constant), parameters, start values."""

    levers: tuple[str, ...]
    numbers: tuple[str, ...]
    starts: tuple[str, ...]


def apart(mediation: Mediation, worlds: np.ndarray) -> Apart:
    """Return in what the plans of two runs differ, within the months that are walked."""
    a, b = mediation.walks
    of_a, of_b = a.levers(0), b.levers(0)
    tables = mediation.parameters(tuple(int(one) for one in worlds))
    levers = [
        name
        for row, name in enumerate(lever_register())
        if not np.array_equal(a.constant[row], b.constant[row], equal_nan=True)
        or (
            np.isnan(a.constant[row])
            and any(
                not np.array_equal(of_a[t][:-1, row], of_b[t][:-1, row])
                for t in ("schedule", "gain_above", "reference_above", "gain_below", "reference_below")
            )
        )
    ]
    numbers = [
        n for row, n in enumerate(parameters.load()) if not np.array_equal(tables[0, row], tables[1, row])
    ]
    starts = [n for row, n in enumerate(a.names) if a.given[row] != b.given[row] and n in quantities.load()]
    return Apart(tuple(levers), tuple(numbers), tuple(starts))
