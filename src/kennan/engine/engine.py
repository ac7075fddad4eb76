"""The engine: a plan becomes many worlds.

Chunks of worlds are run on every core, a block of results at a time; blocks come out in a fixed order and
nothing of one is kept once it has been handed over, so that memory does not grow with the number of worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.engine import devices, queue
from kennan.engine.interventions import Interventions
from kennan.engine.numbers import parameters_of
from kennan.engine.version import BLOCK, CHUNK
from kennan.model.in_use import using
from kennan.model.recorded import OUTCOMES, beside

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

MANY = 32  # policies from which on several share a chunk, which takes a program of its own


@dataclass
class Block:
    """The results of some worlds under one policy; worlds on the last axis.

    ``monthly`` float32 [months + 1, world] by quantity (entry 0 is the first of January of the first year);
    ``theatre`` [years + 1, theatre, world] by field (whole numbers, see ``THEATRE_FIELDS``); ``events`` uint8
    [months + 1, world] by kind, counts within the month before; ``ending`` int8 [world], 1..6 in the order of
    ``OUTCOMES``; ``reached`` and ``left`` int16 [5 and more, world], the first month in which an outcome stood and the
    last in which it dissolved (-1 for never), those that extensions bring after the five; ``parameters`` float32
    [parameter, world].
    """

    policy: int
    first: int
    worlds: int
    monthly: dict[str, np.ndarray]
    theatre: dict[str, np.ndarray]
    events: dict[str, np.ndarray]
    ending: np.ndarray
    reached: np.ndarray
    left: np.ndarray
    parameters: np.ndarray


def simulate(
    plan: Plan,
    *,
    skip: Container[tuple[int, int]] = (),
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
    holds: Interventions | None = None,
) -> Iterator[Block]:
    """Run a plan and hand over its blocks, policy by policy, in a fixed order.

    Parameters
    ----------
    plan : a checked plan.
    skip : blocks (policy, first world) that are already there.
    progress : called with (worlds done, worlds in all) as chunks end.
    announce : called with a sentence when something takes time that is not simulation.
    holds : quantities and walls that an experiment holds; see :mod:`kennan.engine.interventions`.
    """
    devices.prepare()
    from kennan.engine.rollout import Rollout

    walk = Rollout(plan, holds or Interventions())
    starts = range(plan.first_world, plan.first_world + plan.worlds, BLOCK)
    ends = plan.first_world + plan.worlds
    blocks = [(k, first) for k in range(len(plan.policies)) for first in starts if (k, first) not in skip]
    sharing = _sharing(plan)
    tasks = [blocks[at : at + sharing] for at in range(0, len(blocks), sharing)]
    total = plan.histories
    done = total - sum(min(BLOCK, ends - first) for _, first in blocks)
    if blocks:
        walk.compile(announce, 0 if sharing == 1 else (0,) * sharing)
    with queue.shared().line() as line:

        def begin(task: list[tuple[int, int]]) -> tuple[Any, list[Future[None]]]:
            if sharing > 1:
                return _begin_many(walk, line, [k for k, _ in task], sharing)
            ((k, first),) = task
            worlds = min(BLOCK, ends - first)
            pad = -worlds % CHUNK
            sink = walk.sink(worlds + pad, parameters_of(plan, np.arange(first, first + worlds + pad)))
            return sink, [
                line.submit(*walk.chunk(k, first, at, sink)) for at in range(0, worlds + pad, CHUNK)
            ]

        # two at a time: the cores stay busy while a block is being handed over
        with closing(line.in_order(tasks, begin, ahead=2 * devices.cores() if sharing > 1 else 2)) as begun:
            for task, sink, jobs in begun:
                for at, job in enumerate(jobs):
                    job.result()
                    done += len(task) * min(CHUNK, min(BLOCK, ends - task[0][1]) - at * CHUNK)
                    if progress:
                        progress(done, total)
                wide = CHUNK // sharing
                for place, (k, first) in enumerate(task):
                    part = sink if sharing == 1 else sink.part(slice(place * wide, (place + 1) * wide))
                    yield finish(plan, k, first, min(BLOCK, ends - first), part)


def _sharing(plan: Plan) -> int:
    """Return how many policies walk side by side in one chunk: 1, but for many policies in few worlds each.

    The numbers are the same to the bit; what differs is how many columns of a chunk are only filled up.
    """
    if len(plan.policies) < MANY or any(policy.code for policy in plan.policies):
        return 1
    return next((CHUNK // wide for wide in (16, 64) if plan.worlds <= wide), 1)


def _begin_many(
    walk: Any, line: queue.Line, policies: list[int], sharing: int
) -> tuple[Any, list[Future[None]]]:
    """Begin one chunk of several policies, each in the same worlds; a chunk that is not full repeats the last."""
    policies = policies + policies[-1:] * (sharing - len(policies))
    worlds = walk.plan.first_world + np.arange(CHUNK // sharing)
    sink = walk.sink(CHUNK, np.tile(parameters_of(walk.plan, worlds), sharing))
    job = line.submit(walk.by_spans, tuple(policies), np.tile(worlds, sharing), slice(0, CHUNK), sink)
    return sink, [job]


def finish(plan: Plan, policy: int, first: int, worlds: int, sink: Any) -> Block:
    """Read outcomes off a block's progress, and drop the worlds that only filled the last chunk."""
    with using(plan.extensions):
        own = [outcome.progress for outcome in beside().values()]
    names = [*(f"progress_{name}" for name in OUTCOMES[:-1]), *own]
    stands = np.stack([sink.monthly[name][:, :worlds] >= 1.0 for name in names])
    reached = np.where(stands.any(1), stands.argmax(1), -1)
    ended = stands[:, :-1] & ~stands[:, 1:]
    last = ended.shape[1] - ended[:, ::-1].argmax(1)
    left = np.where(ended.any(1), last, -1)
    standing = stands[: len(OUTCOMES) - 1, -1]  # what stands beside the endings takes no world from them
    ending = np.where(standing.any(0), standing.argmax(0), len(OUTCOMES) - 1) + 1
    cut = lambda table: {name: value[..., :worlds] for name, value in table.items()}  # noqa: E731
    wanted = {name: value for name, value in sink.monthly.items() if name in plan.record}
    return Block(
        policy=policy,
        first=first,
        worlds=worlds,
        monthly=cut(wanted),
        theatre={f"theatre_{name}": value[..., :worlds] for name, value in sink.theatre.items()},
        events=cut(sink.events),
        ending=ending.astype(np.int8),
        reached=reached.astype(np.int16),
        left=left.astype(np.int16),
        parameters=sink.parameters[:, :worlds],
    )
