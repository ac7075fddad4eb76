"""Causal mediation: two runs on the same luck, and hybrids between them, walked through the program of hybrids.

Comes in: two plans of one policy each, and the hybrids that are wanted. Goes out, per world: sums over months of
everything that the program hands out, with weights that the caller chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.engine import coded, devices, queue
from kennan.engine.interventions import Interventions
from kennan.engine.numbers import parameters_of
from kennan.engine.program import AtHand
from kennan.engine.version import CHUNK
from kennan.model import chance, parameters, quantities
from kennan.model.in_use import stepwise
from kennan.policies import levers as lever_register

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(frozen=True)
class Hybrid:
    """Worlds between run A and run B.

    Parameters
    ----------
    base : 0 when all that is not named here is as in run A, 1 when as in run B.
    own : quantities that go their own way; None for all of them. Every other quantity is that of the base.
    quantities, levers : those whose values are taken from the other run.
    numbers, policies, starts : parameters, levers' policies and start values that are those of the other run. They
        matter only to what goes its own way.
    """

    base: int = 0
    own: Names | None = None
    quantities: Names = NONE
    levers: Names = NONE
    numbers: Names = NONE
    policies: Names = NONE
    starts: Names = NONE


RUN_A, RUN_B = Hybrid(0), Hybrid(1)
WEIGHTS = 2  # weighted sums over months that one walk gives


@dataclass(frozen=True)
class Job:
    """One chunk: some worlds, and up to ``SLOTS - 2`` hybrids of them.

    A hybrid may be one for all worlds, or a tuple with one for each world.
    """

    worlds: tuple[int, ...]
    hybrids: tuple[Hybrid | tuple[Hybrid, ...], ...]


@dataclass
class Hybrids:
    """What came of one job.

    ``sums`` [weight, name, slot, world]: the weighted sums over months, slots 0 and 1 being the runs A and B
    themselves; ``months`` [month + 1, name, run, world]: runs A and B month by month, if asked for.
    """

    job: Job
    sums: np.ndarray
    months: np.ndarray | None = None


@dataclass
class Mediation:
    """Two plans made ready to be walked side by side.

    Parameters
    ----------
    a, b : plans of one policy each that share scenario, seed, years and steps.
    announce : told when the program has to be compiled.
    """

    a: Plan
    b: Plan
    announce: Callable[[str], None] | None = None
    walks: tuple[Any, Any] = field(init=False)
    _programs: AtHand = field(init=False, default_factory=AtHand)
    _drawn: dict[tuple[int, ...], np.ndarray] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        coded.demand_rules((self.a, self.b), "an exchange of links")
        devices.prepare()
        from kennan.engine.rollout import Rollout

        self.walks = (Rollout(self.a, Interventions()), Rollout(self.b, Interventions()))

    @property
    def months(self) -> int:
        """Months that are walked, the first of January of the first year counted as one more."""
        return self.a.months

    def walk(
        self,
        jobs: Iterable[Job],
        weights: np.ndarray,
        keep: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[Hybrids]:
        """Walk jobs on all cores.

        Parameters
        ----------
        weights : ``WEIGHTS`` of them [month + 1, weight, name], or [month + 1, weight, 1] for all names alike.
        keep : hand out the months of runs A and B as well.
        progress : called with (jobs done, jobs in all).
        """
        todo = list(jobs)
        if todo and not self._programs:
            self._compile()
        found = []
        with queue.shared().line() as line:
            for done, one in enumerate([line.submit(self._walk_job, job, weights, keep) for job in todo], 1):
                found.append(one.result())
                if progress:
                    progress(done, len(todo))
        return found

    # ---- one chunk

    def _compile(self) -> None:
        """Compile the programs, or load them from disk, by a walk through the first years."""
        from kennan.engine import hybrid

        next(self._walk_job(Job(tuple(range(hybrid.WORLDS)), ()), np.zeros((1, WEIGHTS, 1), np.float32)))
        if self.announce:
            self.announce("")

    def _walk_job(self, job: Job, weights: np.ndarray, keep: bool = False) -> Generator[None, None, Hybrids]:
        """Walk a job, a span of years at each step."""
        return stepwise(self.a.extensions, self._by_spans(job, weights, keep))

    def _by_spans(self, job: Job, weights: np.ndarray, keep: bool) -> Generator[None, None, Hybrids]:
        from kennan.engine import hybrid, span
        from kennan.world.action import RULES
        from kennan.world.world import MONTHS

        a, b = self.walks
        shape = (hybrid.SLOTS, hybrid.WORLDS)
        columns = self._columns(job)
        keys = chance.world_keys(self.a.seed, np.tile(job.worlds, hybrid.SLOTS))
        tables, _, go = a.shared
        of_a, of_b = a.course(0), b.course(0)
        others = [{name: one[name] for name in RULES} for one in of_b.spans]
        other = {name: of_b.first[name] for name in RULES}
        constant, given, table = columns["constant"], columns["given"], columns["table"]
        choices = (columns["second"], columns["choice"], columns["of_levers"])
        what = "compiling the month of hybrids (once on this machine, about 20 seconds)"
        said = {"announce": self.announce, "what": what, "steps_per_month": a.per_month}
        begin = (go, keys, table, constant, given, tables, of_a.first, other, *choices)
        state, shown = self._programs("start", hybrid.set_out, begin, steps_per_month=a.per_month)(*begin)
        shown, width = np.asarray(shown), span.SPAN * MONTHS
        wide = np.zeros((1 + a.spans * width, WEIGHTS, len(shown)), np.float32)
        wide[: len(weights)] = weights
        sums, months = wide[0, ..., None] * shown, [shown[None, :, : 2 * hybrid.WORLDS]]
        for i in range(a.spans):
            part = slice(1 + i * width, 1 + (i + 1) * width)
            now = (
                *(go, state, sums, keys, table, constant, tables),
                *(of_a.spans[i], others[i], wide[part], *choices),
            )
            state, sums, shown = self._programs("years", hybrid.through, now, **said)(*now)
            if keep:
                months.append(np.asarray(shown))
            yield
        found = np.concatenate(months)[: self.months + 1] if keep else None
        return Hybrids(
            job,
            np.asarray(sums).reshape(WEIGHTS, -1, *shape),
            None if found is None else found.reshape(*found.shape[:2], 2, hybrid.WORLDS),
        )

    def _columns(self, job: Job) -> dict[str, np.ndarray]:
        """Return the arrays that tell a job's columns apart."""
        from kennan.engine import hybrid

        if len(job.worlds) != hybrid.WORLDS or len(job.hybrids) > hybrid.SLOTS - 2:
            raise ValueError(f"a job has {hybrid.WORLDS} worlds and at most {hybrid.SLOTS - 2} hybrids")
        slots = [RUN_A, RUN_B, *job.hybrids] + [RUN_A] * (hybrid.SLOTS - 2 - len(job.hybrids))
        worlds, levers, known = len(job.worlds), tuple(lever_register()), tuple(quantities.load())
        numbers, given = tuple(parameters.load()), tuple(self.walks[0].names)
        tables = self.parameters(job.worlds)
        starts, constants = (np.stack([getattr(w, n) for w in self.walks]) for n in ("given", "constant"))
        made = {
            "choice": np.zeros((len(known), CHUNK), np.int8),
            "of_levers": np.zeros((len(levers), CHUNK), np.int8),
            "second": np.zeros((len(levers), CHUNK), bool),
            "table": np.empty((len(numbers), CHUNK), np.float32),
            "given": np.empty((len(given), CHUNK), np.float32),
            "constant": np.empty((len(levers), CHUNK), np.float32),
        }

        def fill(name: str, columns: slice, value: np.ndarray) -> None:
            made[name][:, columns] = value if value.ndim > 1 else value[:, None]

        for slot, hybrids in enumerate(slots):
            each = hybrids if isinstance(hybrids, tuple) else (hybrids,)
            wide = worlds // len(each)
            for place, wanted in enumerate(each):
                of = slice(place, place + wide)
                columns, base = slice(slot * worlds + of.start, slot * worlds + of.stop), wanted.base
                if wanted.own is not None:
                    fill("choice", columns, _choices(known, base, wanted.own, wanted.quantities))
                    fill("of_levers", columns, _choices(levers, base, NONE, wanted.levers))
                fill("second", columns, _of_b(levers, base, wanted.policies))
                fill("table", columns, _mix(numbers, base, wanted.numbers, tables[..., of]))
                fill("given", columns, _mix(given, base, wanted.starts, starts))
                fill("constant", columns, _mix(levers, base, wanted.policies, constants))
        return made

    def parameters(self, worlds: tuple[int, ...]) -> np.ndarray:
        """Return the parameters of both runs [run, parameter, world]."""
        if worlds not in self._drawn:
            both = [parameters_of(plan, np.array(worlds)) for plan in (self.a, self.b)]
            self._drawn[worlds] = np.stack(both)
        return self._drawn[worlds]


@lru_cache(maxsize=4096)
def _choices(known: tuple[str, ...], base: int, own: Names, swapped: Names) -> np.ndarray:
    """Return whose value is taken: 0 for a column's own, 1 for run A's and 2 for run B's."""
    return np.array([2 - base if name in swapped else 0 if name in own else 1 + base for name in known])


@lru_cache(maxsize=4096)
def _of_b(known: tuple[str, ...], base: int, swapped: Names) -> np.ndarray:
    """Return whether run B's is taken."""
    return np.array([(name in swapped) != bool(base) for name in known])


def _mix(known: tuple[str, ...], base: int, swapped: Names, values: np.ndarray) -> np.ndarray:
    """Return values [run, name, ...] of the two runs, each from where it is taken [name, ...]."""
    taken = _of_b(known, base, swapped)
    return np.where(taken if values.ndim == 2 else taken[:, None], values[1], values[0])
