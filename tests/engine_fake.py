"""A made-up engine for tests of the plan's way to a run folder: blocks follow from (policy, world) alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kennan.records.frame import THEATRE, Frame


@dataclass
class Block:
    policy: int
    first: int
    worlds: int
    monthly: dict[str, np.ndarray] = field(default_factory=dict)
    theatre: dict[str, np.ndarray] = field(default_factory=dict)
    events: dict[str, np.ndarray] = field(default_factory=dict)
    ending: np.ndarray | None = None
    reached: np.ndarray | None = None
    left: np.ndarray | None = None
    parameters: np.ndarray | None = None


def simulate(plan, *, skip=(), progress=None, announce=None, holds=None):
    """Hand over blocks as the engine does; what is in them is made up but always the same."""
    frame = Frame.of(plan)
    total, done = plan.worlds * len(plan.policies), 0
    if announce:
        announce("compiling (made up)")
        announce("")
    for policy, first in frame.blocks():
        count = min(frame.width, frame.first_world + frame.worlds - first)
        done += count
        if (policy, first) not in skip:
            yield block(frame, policy, first, count)
        if progress:
            progress(done, total)


def block(frame, policy: int, first: int, count: int) -> Block:
    worlds = np.arange(first, first + count)
    luck = ((worlds * 2654435761) % 1000) / 1000
    months = np.arange(frame.months + 1)[:, None] / frame.months
    shift = 0.1 * policy
    made = Block(policy, first, count)
    for place, name in enumerate(frame.monthly):
        values = 0.5 + 0.3 * np.sin(place + 3 * months) * luck + shift * months
        made.monthly[name] = np.clip(values, 0, 1).astype(np.float32)
    for name in frame.theatre:
        shape = (frame.years + 1, len(frame.theatres), count)
        made.theatre[name] = np.broadcast_to((worlds % 2).astype(THEATRE[name][0]), shape).copy()
    for kind in frame.events:
        made.events[kind] = np.zeros((frame.months + 1, count), np.uint8)
    made.ending = (1 + np.minimum(5, (luck + shift) * 6)).astype(np.int8)
    made.reached = np.full((5, count), -1, np.int16)
    made.left = np.full((5, count), -1, np.int16)
    for code in range(1, 6):
        made.reached[code - 1, made.ending == code] = frame.months // 2
    made.parameters = np.zeros((len(frame.parameters), count), np.float32)
    return made
