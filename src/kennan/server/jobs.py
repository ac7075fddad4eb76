"""Worlds that somebody waits for: jobs, and the chunks of them that are on their way through the years.

A chunk is walked five years at a time, so that another can be put before it, or nobody wait for it any more, without
its work being lost or in the way.

Worlds do not meet in a chunk and each may hold its own levers. So jobs whose plans differ in nothing but levers that
never move are *kin*: they share what is prepared for a plan, and when a class asks at once, four glances at 32 worlds
are walked in one chunk.
"""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.engine.version import CHUNK

if TYPE_CHECKING:
    from kennan.engine.engine import Block
    from kennan.engine.plan import Plan

WIDTH = 128  # worlds in a chunk that comes first; equal to the engine's chunk bit for bit, as narrower ones are not
GLANCE = 32  # worlds of an answer while a class asks at once
LOOK = 10  # years after which there is something to be shown


@dataclass(eq=False)
class Job:
    """Worlds of a plan, and who waits for them.

    Attributes
    ----------
    askers : the clients, each once for every wish.
    family : what it has in common with its kin, where it is small enough to share a chunk with them; else empty.
    head : a job of the first worlds of the same plan; what it has walked is not walked again.
    cuts : columns of chunks that nobody has taken up.
    left : worlds that have not been walked to the end.
    sink : arrays of all its worlds; with ``columns``, its part of those of a chunk.
    aside : bytes of these that are counted as being in use.
    looked : the first years are there.
    news : told when something above has changed.
    """

    key: str
    plan: Plan
    policy: int
    news: threading.Condition
    head: Job | None = None
    askers: list[str] = field(default_factory=list)
    sink: Any = None
    columns: slice = field(default_factory=lambda: slice(None))
    aside: int = 0
    looked: bool = False
    done: bool = False
    taken_up: bool = False
    error: BaseException | None = None
    result: Block | None = None
    family: str = field(init=False)
    cuts: deque[slice] = field(init=False)
    left: int = field(init=False)
    width: int = field(init=False)
    making: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        """Cut the worlds into chunks, the first one last where another job walks it already."""
        glance = self.plan.worlds <= GLANCE and steady(self.plan) is not None
        self.family = key(kin(self.plan)) if glance else ""
        self.cuts, at = deque(), WIDTH if self.head else 0
        while at < self.plan.worlds:
            self.cuts.append(slice(at, at + (CHUNK if self.plan.worlds - at > WIDTH else WIDTH)))
            at = self.cuts[-1].stop
        self.left = self.width = at
        if self.head:
            self.cuts.append(slice(0, WIDTH))

    @property
    def long(self) -> bool:
        """Return whether it takes more than one chunk."""
        return self.plan.worlds > WIDTH

    @property
    def walked(self) -> int:
        """Return the number of worlds that have been walked."""
        return self.plan.worlds - min(self.plan.worlds, self.left)

    @property
    def first(self) -> int:
        """Return the number of the first world."""
        return self.plan.first_world

    def room(self, walk: Any) -> Any:
        """Return the arrays of all its worlds; made once, and not before they are needed: a thousand take 100 MB."""
        with self.making:
            if self.sink is None:
                self.sink = sink_of(walk, [self], [self.first + np.arange(self.width)])
            return self.sink

    def take_head(self, prepared: Callable[[Plan], Any]) -> bool:
        """Copy what the head has walked, if it has."""
        head = self.head
        if not head or not head.done or not head.sink:
            return False
        mine, theirs = cut(self.room(prepared(self.plan)), slice(WIDTH), self.plan.years), head.sink
        for table in ("monthly", "theatre", "events"):
            for name, values in getattr(mine, table).items():
                values[...] = getattr(theirs, table)[name]
        return True

    def whole(self) -> Block:
        """Return its worlds, in arrays that hold no others."""
        if self.family:
            self.sink, self.columns = copied(cut(self.sink, self.columns, self.plan.years)), slice(None)
        return self.block()

    def block(self, years: int | None = None) -> Block:
        """Return its worlds, up to January of the year after so many; all of the plan's when left out."""
        from kennan.engine.engine import finish

        plan = self.plan if years is None else self.plan.replace(years=min(years, self.plan.years))
        return finish(plan, self.policy, self.first, plan.worlds, cut(self.sink, self.columns, plan.years))


@dataclass(eq=False)
class Chunk:
    """Some worlds on their way: of one job, or of several kin.

    Attributes
    ----------
    columns : of its worlds in the job's arrays.
    steps : walks on, a span of years at each step; None before the first.
    years : that have been walked.
    fresh : nobody has turned to it since its rank is what it is.
    """

    jobs: list[Job]
    columns: slice = field(default_factory=lambda: slice(0, WIDTH))
    steps: Iterator[int] | None = None
    years: int = 0
    fresh: bool = True

    @property
    def rank(self) -> int:
        """Return 0 for what a hand waits for, 1 for the rest of few worlds, 2 for many worlds."""
        if self.jobs[0].long:
            return 2
        return 0 if self.years < LOOK else 1

    @property
    def askers(self) -> list[str]:
        """Return the clients who wait for it."""
        return [client for job in self.jobs for client in job.askers]

    def set_out(
        self, prepared: Callable[[Plan], Any], announce: Callable[[str], None] | None = None
    ) -> Iterator[int]:
        """Make room for its worlds, and return what walks them on.

        Parameters
        ----------
        prepared : gives a plan made ready to be walked.
        announce : told when a program has to be compiled.
        """
        job = self.jobs[0]
        walk = prepared(job.plan)
        if job.family:  # the width that is left over is walked for nothing
            rows = [self.jobs[k % len(self.jobs)] for k in range(WIDTH // GLANCE)]
            each = [one.first + np.arange(GLANCE) for one in rows]
            sink = sink_of(walk, rows, each)
            for k, one in enumerate(self.jobs):
                one.sink, one.columns = sink, slice(k * GLANCE, k * GLANCE + one.plan.worlds)
            return walk.by_spans(0, np.concatenate(each), slice(0, WIDTH), sink, announce)
        worlds = job.first + np.arange(job.width)[self.columns]
        return walk.by_spans(job.policy, worlds, self.columns, job.room(walk), announce)


def key(plan: Plan, policy: int = 0) -> str:
    """Return what tells the worlds of a plan from all others."""
    return f"{policy} {hashlib.sha256(plan.to_json().encode()).hexdigest()}"


def steady(plan: Plan) -> tuple[float, ...] | None:
    """Return the levers of a plan whose one policy never moves them, in the order of the register; None if it does."""
    from kennan import policies

    policy = plan.policies[0]
    if len(plan.policies) > 1 or policy.rules or policy.then or policy.by_hand or plan.steps_per_month > 1:
        return None
    points = [policy.levers[name] for name in policies.levers()]
    if any(len(one) > 1 for one in points):
        return None
    return tuple(
        plan.constant.get(name, one[0][1]) for name, one in zip(policies.levers(), points, strict=True)
    )


def kin(plan: Plan) -> Plan:
    """Return what a plan has in common with others that differ in their steady levers and their worlds only."""
    from kennan import policies

    if steady(plan) is not None:
        plan = plan.replace(policies=(policies.load("containment"),))
    return plan.replace(worlds=WIDTH, first_world=0)


def cut(sink: Any, columns: slice, years: int) -> Any:
    """Return some worlds and the first years of a block's arrays, as views."""
    months = 12 * years + 1
    return type(sink)(
        monthly={name: table[:months, columns] for name, table in sink.monthly.items()},
        theatre={name: table[: years + 1, :, columns] for name, table in sink.theatre.items()},
        events={name: table[:months, columns] for name, table in sink.events.items()},
        parameters=sink.parameters[:, columns],
        levers=sink.levers[:, columns],
    )


def size_of(sink: Any) -> int:
    """Return the bytes of a block's arrays."""
    tables = [*sink.monthly.values(), *sink.theatre.values(), *sink.events.values()]
    return sum(table.nbytes for table in (*tables, sink.parameters, sink.levers))


def copied(sink: Any) -> Any:
    """Return the same as arrays of their own."""
    tables = ("monthly", "theatre", "events")
    return type(sink)(
        **{name: {k: np.ascontiguousarray(v) for k, v in getattr(sink, name).items()} for name in tables},
        parameters=sink.parameters.copy(),
        levers=sink.levers.copy(),
    )


def sink_of(walk: Any, jobs: list[Job], columns: list[np.ndarray]) -> Any:
    """Return empty arrays for some worlds of each of some jobs, side by side, each world with its own levers.

    Parameters
    ----------
    walk : what is prepared for their plans.
    jobs : one, or several kin.
    columns : numbers of the worlds of each job.
    """
    from kennan.engine.numbers import parameters_of

    tables = [parameters_of(job.plan, worlds) for job, worlds in zip(jobs, columns, strict=True)]
    sink = walk.sink(sum(map(len, columns)), np.concatenate(tables, 1))
    at = 0
    for job, worlds in zip(jobs, columns, strict=True):
        if (levers := steady(job.plan)) is not None:
            sink.levers[:, at : at + len(worlds)] = np.array(levers, np.float32)[:, None]
        at += len(worlds)
    return sink


def bytes_of(block: Block) -> int:
    """Return what a block holds in memory."""
    arrays = [block.ending, block.reached, block.left, block.parameters]
    for table in (block.monthly, block.theatre, block.events):
        arrays += table.values()
    return sum(array.nbytes if array.base is None else array.base.nbytes for array in arrays)
