"""Many experiments on the same luck: arms of a comparison, and rows of a sweep.

Every arm walks the same compiled program; what differs between arms are numbers. Chunks of all arms share one
pool of workers, so that small arms keep every core busy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import policies
from kennan.engine import devices, queue
from kennan.engine.interventions import Interventions
from kennan.engine.numbers import LEVER, START, parameters_of
from kennan.engine.version import BLOCK, CHUNK
from kennan.faults import Faults, unknown
from kennan.model import parameters
from kennan.model.in_use import using
from kennan.world.state import world_names

if TYPE_CHECKING:
    from kennan.engine.plan import Plan
    from kennan.engine.rollout import Rollout

AHEAD = 8  # arms set up before the oldest is handed over


@dataclass(frozen=True)
class Arm:
    """One experiment.

    Parameters
    ----------
    plan : a plan of exactly one policy.
    holds : what is held, and where walls stand.
    factors : (parameter, factor): multiplied after everything else and unchecked, which is how the ledger
        sabotages a mechanism (0 takes it out, -1 reverses it).
    """

    plan: Plan
    holds: Interventions = field(default_factory=Interventions)
    factors: tuple[tuple[str, float], ...] = ()


def simulate_arms(
    arms: Iterable[Arm],
    keep: Callable[[Any], Any] = lambda block: block,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Iterator[tuple[int, Any]]:
    """Run arms, and hand over what is kept of each, in their order.

    Parameters
    ----------
    arms : the experiments; each gives one :class:`~kennan.engine.engine.Block` with all its worlds.
    keep : reduces the block of an arm; it is called in a worker, and only its result is held.
    progress : called with (worlds done, worlds in all).
    announce : called with a line that says what the engine is doing, "" when it walks.

    Yields
    ------
    (number of the arm, what ``keep`` returned).

    Raises
    ------
    ValueError : an arm has several policies.
    BadInput : something is held that there is not.
    """
    devices.prepare()
    from kennan.engine.engine import finish
    from kennan.engine.rollout import Rollout

    arms = list(arms)
    if any(len(arm.plan.policies) != 1 for arm in arms):
        raise ValueError("an arm has exactly one policy")
    total, done = sum(arm.plan.worlds for arm in arms), 0

    def begin(arm: Arm) -> tuple[Any, list[Future[None]]]:
        plan = arm.plan
        walk = Rollout(plan, arm.holds, first.programs)
        padded = plan.worlds + -plan.worlds % CHUNK
        with using(plan.extensions):
            table = sabotaged(parameters_of(plan, plan.first_world + np.arange(padded)), arm.factors)
        sink = walk.sink(padded, table)
        return sink, [
            line.submit(*walk.chunk(0, plan.first_world, at, sink)) for at in range(0, padded, CHUNK)
        ]

    def end(arm: Arm, sink: Any) -> Any:
        return keep(finish(arm.plan, 0, arm.plan.first_world, arm.plan.worlds, sink))

    if arms:
        first = Rollout(arms[0].plan, Interventions())
        first.compile(announce)
    with queue.shared().line() as line, closing(line.in_order(arms, begin, AHEAD)) as begun:
        for number, (arm, sink, jobs) in enumerate(begun):
            for job in jobs:
                job.result()
            done += arm.plan.worlds
            if progress:
                progress(done, total)
            yield number, end(arm, sink)


def sabotaged(table: np.ndarray, factors: Iterable[tuple[str, float]]) -> np.ndarray:
    """Return parameters [parameter, world] with some rows multiplied."""
    names = list(parameters.load())
    for name, factor in factors:
        table[names.index(name)] *= np.float32(factor)
    return table


def simulate_rows(
    plan: Plan,
    rows: Mapping[str, np.ndarray],
    worlds: int,
    keep: Callable[[Any], Any] = lambda block: block,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Iterator[tuple[slice, Any]]:
    """Run every row of a design in the same worlds: rows and worlds are one axis to the engine.

    Parameters
    ----------
    plan : a plan of exactly one policy; its own number of worlds means nothing here.
    rows : values by name [row]; a name is a parameter's, or "lever.<name>", which is then held constant.
    worlds : how many worlds each row is run in, from the plan's first; all rows meet the same luck.
    keep, progress, announce : as in :func:`simulate_arms`; progress counts columns.

    Yields
    ------
    (which columns, what ``keep`` returned), in order; column = row * worlds + world.

    Raises
    ------
    ValueError : the plan has several policies, or columns of the design differ in length.
    BadInput : a name is neither a parameter nor a lever.
    """
    if len(plan.policies) != 1 or len({len(values) for values in rows.values()}) != 1:
        raise ValueError("a design has one policy, and as many values for every name")
    devices.prepare()
    from kennan.engine.rollout import Rollout

    count = len(next(iter(rows.values())))
    columns = {name: np.repeat(np.asarray(values), worlds) for name, values in rows.items()}
    numbers = np.tile(plan.first_world + np.arange(worlds), count)
    with using(plan.extensions):
        _places(columns)  # names that there are not are refused before anything is compiled
    walk = Rollout(plan, Interventions())
    walk.compile(announce)
    for cut, block in walk_columns(walk, columns, numbers):
        if progress:
            progress(cut.stop, len(numbers))
        yield cut, keep(block)


def walk_columns(
    walk: Rollout, columns: Mapping[str, np.ndarray], numbers: np.ndarray
) -> Iterator[tuple[slice, Any]]:
    """Walk worlds of any numbers with values of their own: what rows of a design and particles have in common.

    Parameters
    ----------
    walk : a plan of one policy made ready, compiled already.
    columns : values by name [column]; a name is a parameter's, "lever.<name>" or "start.<quantity>". The rest is as the
        plan has it.
    numbers : the numbers of the worlds [column], which choose their luck.

    Yields
    ------
    (which columns, their :class:`~kennan.engine.engine.Block`), in order.

    Raises
    ------
    BadInput : a name is none of these.
    """
    from kennan.engine.engine import finish

    total, plan = len(numbers), walk.plan
    with using(plan.extensions):
        places = _places(columns)

    def begin(first: int) -> tuple[Any, list[Future[None]]]:
        count = min(BLOCK, total - first)
        at = np.minimum(first + np.arange(count + -count % CHUNK), total - 1)
        world = np.asarray(numbers, np.int64)[at]
        sink = walk.sink(len(at), parameters_of(plan, world))
        if any(table == "starts" for table, _ in places.values()):
            sink.starts = np.repeat(walk.given[:, None], len(at), axis=1)
        for name, (table, row) in places.items():
            getattr(sink, table)[row] = columns[name][at]
        chunks = [slice(k, k + CHUNK) for k in range(0, len(at), CHUNK)]
        return sink, [line.submit(walk.by_spans, 0, world[cut], cut, sink) for cut in chunks]

    firsts = range(0, total, BLOCK)
    with queue.shared().line() as line, closing(line.in_order(firsts, begin, ahead=2)) as begun:
        for first, sink, jobs in begun:
            for job in jobs:
                job.result()
            count = min(BLOCK, total - first)
            yield slice(first, first + count), finish(plan, 0, int(numbers[first]), count, sink)


def _places(rows: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return the table and the row of it that each name of a design stands for."""
    known, levers = list(parameters.load()), [LEVER + name for name in policies.levers()]
    starts = [START + name for name in world_names()]
    faults = Faults()
    found: dict[str, tuple[str, int]] = {}
    for name in rows:
        if name in known:
            found[name] = ("parameters", known.index(name))
        elif name in levers:
            found[name] = ("levers", levers.index(name))
        elif name in starts:
            found[name] = ("starts", starts.index(name))
        else:
            faults.found.append(unknown("parameter, lever or start", name, [*known, *levers, *starts]))
    faults.raise_if_any()
    return found
