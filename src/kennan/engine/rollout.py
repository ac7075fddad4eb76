"""Walks chunks of worlds through the years: prepares arrays, calls the compiled program, copies what comes out."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from kennan import policies, scenarios
from kennan.engine import coded, span
from kennan.engine.interventions import Interventions
from kennan.engine.numbers import parameters_of
from kennan.engine.program import AtHand, Program
from kennan.engine.version import CHUNK
from kennan.faults import BadInput, Fault
from kennan.model import brought, chance, extended, geography, quantities
from kennan.model.in_use import of_plan, stepwise, using
from kennan.model.recorded import THEATRE_FIELDS, beside, events
from kennan.world.state import world_names
from kennan.world.world import MONTHS

if TYPE_CHECKING:
    from kennan.engine.plan import Plan


COURSES = 16  # policies that stay prepared; each takes some megabytes


@dataclass
class Sink:
    """Preallocated arrays of one block, filled chunk by chunk; worlds on the last axis."""

    monthly: dict[str, np.ndarray]
    theatre: dict[str, np.ndarray]
    events: dict[str, np.ndarray]
    parameters: np.ndarray
    levers: np.ndarray  # held constant [lever, world], NaN where a lever is not
    starts: np.ndarray | None = (
        None  # where quantities of the world start [quantity, world]; as in the plan when left out
    )

    def part(self, columns: slice) -> Sink:
        """Return some columns alone; the arrays are shared."""
        cut = lambda table: {name: value[..., columns] for name, value in table.items()}  # noqa: E731
        monthly, theatre, events = cut(self.monthly), cut(self.theatre), cut(self.events)
        return Sink(monthly, theatre, events, self.parameters[:, columns], self.levers[:, columns])


@dataclass(frozen=True)
class Course:
    """What belongs to each step under a policy, by name: of the first step, and of every span of years [step, ...]."""

    first: dict[str, Any]
    spans: list[dict[str, Any]]


class Rollout:
    """A plan made ready to be walked: everything that chunks share.

    Parameters
    ----------
    plan, holds : what is walked, and what an experiment holds in it.
    programs : the compiled programs of another walk of the same work, so that the model is not read again for each arm
        of an experiment; they are kept apart by everything that a plan can change of them.
    """

    def __init__(self, plan: Plan, holds: Interventions, programs: AtHand | None = None):
        coded.demand_functions(plan)
        extended.refuse_untrusted(plan.extensions)
        self.plan = plan
        with using(plan.extensions):
            self._make_ready(holds, programs)

    def _make_ready(self, holds: Interventions, programs: AtHand | None) -> None:
        plan = self.plan
        self.per_month = plan.steps_per_month
        self.spans = -(-plan.years // span.SPAN)
        self.scenario = scenarios.load(plan.scenario)
        self.tables = geography.tables(self.scenario.theatres)
        self.names = world_names()
        progress = {name for name in self.names if name.startswith("progress_")}
        progress |= {outcome.progress for outcome in beside().values()}
        self.kept = [
            (row, name) for row, name in enumerate(self.names) if name in progress | set(plan.record)
        ]
        self.times = self._times(holds)
        self.given = self._given()
        self.constant = np.array([plan.constant.get(name, np.nan) for name in policies.levers()], np.float32)
        self.shared = jax.device_put((self.tables, self.given, np.bool_(True)))
        self.programs = AtHand() if programs is None else programs
        self._courses: OrderedDict[int, Course] = OrderedDict()
        self._lock = threading.Lock()

    # ---- what is prepared once

    @property
    def steps(self) -> int:
        """Number of steps that are walked: whole spans, so that the compiled program has one shape."""
        return self.spans * span.SPAN * MONTHS * self.per_month

    def _times(self, holds: Interventions) -> dict[str, np.ndarray]:
        """Return what belongs to each step but not to a policy [step, ...]."""
        steps = np.arange(self.steps)
        years = self.scenario.begins + (steps + 1) / (MONTHS * self.per_month)
        held = holds.arrays(self.names, self.scenario.theatres.code, steps // self.per_month)
        return {**held, **hindsight(self.scenario.hindsight, years, on=self.plan.with_hindsight)}

    def levers(self, policy: int) -> dict[str, np.ndarray]:
        """Return a policy of the plan as arrays; see :class:`kennan.policies.LeverArrays`."""
        step_years = 1.0 / (MONTHS * self.per_month)
        theatres = tuple(self.scenario.theatres.code)
        one = self.plan.policies[policy]
        return vars(policies.arrays(one, self.scenario.begins, self.steps, step_years, theatres))

    def _given(self) -> np.ndarray:
        start = {name: entry.value for name, entry in self.scenario.start.items()}
        start |= {**brought.starts(), **self.plan.start}
        register = quantities.load()
        rest = {name: max(0.0, register[name].low) for name in self.names}
        return np.array([start.get(name, rest[name]) for name in self.names], np.float32)

    # ---- compiling

    def compile(
        self, announce: Callable[[str], None] | None = None, policy: int | tuple[int, ...] = 0
    ) -> None:
        """Compile the programs, or load them from disk; say so if it will take long."""
        sink = self.sink(CHUNK, parameters_of(self.plan, np.arange(CHUNK)))
        next(self.by_spans(policy, np.arange(CHUNK), slice(0, CHUNK), sink, announce))
        if announce:
            announce("")

    # ---- running

    @of_plan
    def sink(self, worlds: int, parameters: np.ndarray) -> Sink:
        """Return empty arrays for a block of worlds."""
        months, years, n = self.plan.years * 12 + 1, self.plan.years + 1, len(self.scenario.theatres)
        return Sink(
            monthly={name: np.empty((months, worlds), np.float32) for _, name in self.kept},
            theatre={name: np.empty((years, n, worlds), kind) for name, (kind, _) in THEATRE_FIELDS.items()},
            events={name: np.zeros((months, worlds), np.uint8) for name in events()},
            parameters=parameters,
            levers=np.repeat(self.constant[:, None], worlds, axis=1),
        )

    def course(self, policy: int | tuple[int, ...]) -> Course:
        """Return what belongs to each step under a policy, placed on the device: made once for each of a few policies.

        Parameters
        ----------
        policy : number of a policy in the plan; or of several, which then share a chunk, each with as many columns.
        """
        if isinstance(policy, tuple):
            return self._cut(_side_by_side([self.levers(one) for one in policy]))
        with self._lock:
            if policy not in self._courses:
                self._courses[policy] = self._cut(self.levers(policy))
                if len(self._courses) > COURSES:
                    self._courses.popitem(last=False)
            return self._courses[policy]

    def _cut(self, levers: Mapping[str, np.ndarray]) -> Course:
        width = span.SPAN * MONTHS * self.per_month
        table = {**self.times, **{name: value[:-1] for name, value in levers.items()}}
        spans = [
            {name: v[i * width : (i + 1) * width] for name, v in table.items()} for i in range(self.spans)
        ]
        return Course(*jax.device_put(({name: v[0] for name, v in table.items()}, spans)))

    def chunk(self, policy: int, first: int, at: int, sink: Sink) -> tuple[Any, ...]:
        """Return what is handed in to the queue to walk one chunk: :meth:`by_spans`, and what it is given.

        The worlds are those from ``first + at`` on, and go into the block's arrays from column ``at``.
        """
        worlds = np.arange(first + at, first + at + CHUNK)
        return self.by_spans, policy, worlds, slice(at, at + CHUNK), sink

    def by_spans(
        self,
        policy: int | tuple[int, ...],
        worlds: np.ndarray,
        columns: slice,
        sink: Sink,
        announce: Callable[[str], None] | None = None,
    ) -> Generator[int, None, None]:
        """Walk one chunk of worlds, of any numbers, into some columns of a block; stop after every span of years.

        Whoever walks may turn to something else between two spans, or leave the chunk where it is.

        Parameters
        ----------
        policy : number of the policy in the plan; or of several, for as many equal parts of the columns.
        worlds : numbers of the worlds [CHUNK].
        columns : where they stand in the sink, which holds their parameters already.
        announce : told when a program has to be compiled.

        Yields
        ------
        years that have been walked: of so many Januaries, and the months up to the last, the sink is true.
        """
        return stepwise(self.plan.extensions, self._by_spans(policy, worlds, columns, sink, announce))

    def _by_spans(
        self,
        policy: int | tuple[int, ...],
        worlds: np.ndarray,
        columns: slice,
        sink: Sink,
        announce: Callable[[str], None] | None,
    ) -> Generator[int, None, None]:
        (tables, given, go), course = self.shared, self.course(policy)
        keys = jax.device_put(chance.world_keys(self.plan.seed, worlds))
        table = jax.device_put(np.ascontiguousarray(sink.parameters[:, columns]))
        constant = jax.device_put(np.ascontiguousarray(sink.levers[:, columns]))
        if sink.starts is not None:
            given = jax.device_put(np.ascontiguousarray(sink.starts[:, columns]))
        start = (go, keys, table, constant, given, tables, course.first)
        shape = (
            len(worlds),
            given.ndim,
            *(course.first[name].ndim for name in ("schedule", "by_hand")),
            _many(policy),
        )
        alone = None if isinstance(policy, tuple) else self.plan.policies[policy]
        program = span.through
        if alone and alone.code:
            program, shape = span.following(alone.code.act), (*shape, alone.code.digest)
        state, fields = self._program("set_out", shape, span.set_out, start, None)(*start)
        self._keep(sink, columns, 0, np.array(state["world"])[None], None)
        self._keep_fields(sink, columns, 0, {name: np.asarray(v)[None] for name, v in fields.items()})
        for i in range(self.spans):
            given_now = (go, state, keys, table, constant, tables, course.spans[i])
            walk = self._program("span", shape, program, given_now, announce)
            state, monthly, events, fields = walk(*given_now)
            if not np.isfinite(monthly).all():
                raise BadInput(self._no_number(np.asarray(monthly), i, alone, worlds))
            month = 1 + i * span.SPAN * MONTHS
            flat = lambda x: np.asarray(x).reshape(-1, *x.shape[2:])  # noqa: E731
            self._keep(sink, columns, month, flat(monthly), flat(events))
            self._keep_fields(
                sink, columns, 1 + i * span.SPAN, {name: np.asarray(v) for name, v in fields.items()}
            )
            yield min((i + 1) * span.SPAN, self.plan.years)

    def _no_number(self, monthly: np.ndarray, number: int, policy: Any, worlds: np.ndarray) -> Fault:
        """Return since when quantities of a world are no finite numbers, and which ones."""
        bad = ~np.isfinite(monthly).all(3)  # [year, month, quantity]
        year, month = np.argwhere(bad.any(2))[0]
        names = [name for name, one in zip(self.names, bad[year, month], strict=True) if one]
        since = math.floor(self.scenario.begins) + number * span.SPAN + int(year)
        where = f"{', '.join(names[:4])}{' ...' if len(names) > 4 else ''}, in the year from {since}"
        if policy and policy.code:
            column = int(np.argmax(~np.isfinite(monthly[year, month]).all(0)))
            before = monthly[year, month - 1] if month else monthly[year - 1, -1] if year else monthly[0, 0]
            seen = dict(zip(self.names, before[:, column : column + 1], strict=True))
            levers = ", ".join(coded.no_numbers(policy.code.act, seen)) or "a lever"
            world = f"in world {int(worlds[column % len(worlds)])}"
            return Fault(f"the policy {policy.name!r} set {levers} to no finite number {world}", where)
        do = "look at the scenario's numbers, at what is set, and at mechanisms of your own"
        return Fault("worlds went where numbers end", where, do=do)

    def _program(
        self, name: str, shape: tuple[Any, ...], program: Program, arguments: Any, announce: Any
    ) -> Any:
        """Return a compiled program for these arguments; their shapes are the same in every chunk of a shape."""
        shaped = (name, shape, self.per_month, len(self.scenario.theatres), self.plan.extensions)
        what = "compiling the month (once on this machine, about 15 seconds)"
        said = {"announce": announce, "what": what, "steps_per_month": self.per_month}
        return self.programs(shaped, program, arguments, **said)

    def _keep(
        self, sink: Sink, columns: slice, month: int, monthly: np.ndarray, events: np.ndarray | None
    ) -> None:
        """Copy months [month, quantity, world] into the block, as many as the plan asks for."""
        length = min(len(monthly), self.plan.years * 12 + 1 - month)
        for row, name in self.kept:
            sink.monthly[name][month : month + length, columns] = monthly[:length, row]
        if events is not None:
            for row, name in enumerate(sink.events):
                sink.events[name][month : month + length, columns] = events[:length, row]

    def _keep_fields(self, sink: Sink, columns: slice, year: int, fields: dict[str, np.ndarray]) -> None:
        length = min(len(next(iter(fields.values()))), self.plan.years + 1 - year)
        for name, value in fields.items():
            sink.theatre[name][year : year + length, :, columns] = value[:length]


def _many(policy: int | tuple[int, ...]) -> int:
    return len(policy) if isinstance(policy, tuple) else 1


def _side_by_side(policies: Sequence[Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return several policies as one table [step, policy, ...]; what is decided by hand only where it differs."""
    first = policies[0]
    same = {
        name
        for name in ("by_hand", "by_hand_there")
        if all(np.array_equal(one[name], first[name]) for one in policies[1:])
    }
    return {
        name: value if name in same else np.stack([one[name] for one in policies], axis=1)
        for name, value in first.items()
    }


def hindsight(given: Any, years: np.ndarray, *, on: bool) -> dict[str, np.ndarray]:
    """Return the year-dated effects that nobody could know at the start [step], or what stands in their
    place.

    Off, and where the scenario foresees no such effect, colonies are as vulnerable as any theatre, a grave crisis is
    as dangerous at any date, and schooling (-1) is left to the model.
    """
    still = np.zeros(len(years), np.float32)
    effects = {"decolonisation": still, "schooling": still - 1}
    value = {name: entry.value for name, entry in given.items()} if on else {}
    if "decolonisation_size" in value:
        peak = np.exp(-(((years - value["decolonisation_peak"]) / value["decolonisation_width"]) ** 2))
        effects["decolonisation"] = value["decolonisation_size"] * peak
    if "education_floor" in value:
        taught = np.maximum(years - value["education_origin"], 0.0) ** value["education_power"]
        half = value["education_half"] ** value["education_power"]
        effects["schooling"] = value["education_floor"] + value["education_rise"] * taught / (taught + half)
    return {name: series.astype(np.float32) for name, series in effects.items()}
