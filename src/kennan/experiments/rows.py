"""Rows of a design through the engine: each row in the same worlds, what is looked at kept block by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kennan.experiments.factors import LEVER
from kennan.experiments.measures import Measure

if TYPE_CHECKING:
    from kennan.engine.engine import Block
    from kennan.engine.plan import Plan

COLUMNS = 4096  # rows x worlds that are kept together

Progress = Callable[[int, int], None]
Announce = Callable[[str], None]


class Keeper(Protocol):
    """Where finished blocks of rows are kept, so that a sweep can go on after a stop."""

    def read(self, block: int, shape: tuple[int, ...]) -> np.ndarray | None:
        """Return the values of a block of rows, or None when it is not there."""

    def write(self, block: int, values: np.ndarray) -> None:
        """Keep the values of a block of rows."""


def evaluate(
    plan: Plan,
    rows: Mapping[str, np.ndarray],
    worlds: int,
    measures: Sequence[Measure],
    *,
    keeper: Keeper | None = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> np.ndarray:
    """Return what is looked at, float32 [row, world, measure].

    Parameters
    ----------
    plan : a plan of one policy; what the rows do not name is as in it.
    rows : values by name [row]: parameters, or "lever.NAME".
    worlds : worlds a row, the plan's first ones: the same luck in every row.
    measures : what is looked at; the plan must record their quantities (:func:`recording`).
    keeper : keeps blocks as they end; those it has are not simulated again.
    progress, announce : as in :func:`kennan.engine.engine.simulate`.
    """
    count = len(next(iter(rows.values())))
    together = max(1, COLUMNS // worlds)
    values = np.full((count, worlds, len(measures)), np.nan, np.float32)
    pieces = {
        b: slice(first, min(first + together, count)) for b, first in enumerate(range(0, count, together))
    }
    missing = []
    for number, piece in pieces.items():
        kept = keeper.read(number, values[piece].shape) if keeper else None
        if kept is None:
            missing.append(number)
        else:
            values[piece] = kept
    if not missing:
        return values
    at = np.concatenate([np.arange(count)[pieces[number]] for number in missing])
    ends = np.cumsum([pieces[number].stop - pieces[number].start for number in missing]) * worlds
    flat = np.empty((len(at) * worlds, len(measures)), np.float32)

    def keep(block: Block) -> np.ndarray:
        return np.stack([measure.of(block) for measure in measures], axis=-1)

    from kennan.engine.arms import simulate_rows

    already, total, written = count - len(at), count * worlds, 0
    shown = progress and (lambda done, _: progress(already * worlds + done, total))
    wanted = {name: np.asarray(value)[at] for name, value in rows.items()}
    for columns, found in simulate_rows(plan, wanted, worlds, keep=keep, progress=shown, announce=announce):
        flat[columns] = found[: columns.stop - columns.start]
        while written < len(missing) and ends[written] <= columns.stop:
            piece = pieces[missing[written]]
            first = ends[written] - (piece.stop - piece.start) * worlds
            values[piece] = flat[first : ends[written]].reshape(-1, worlds, len(measures))
            if keeper:
                keeper.write(missing[written], values[piece])
            written += 1
    return values


def fixed(plan: Plan) -> set[str]:
    """Return the names that a plan sets: parameters, and levers as "lever.NAME"."""
    return {*plan.fixed, *(LEVER + name for name in plan.constant)}


def recording(plan: Plan, measures: Sequence[Measure]) -> Plan:
    """Return the plan that records what the measures look at, and nothing else that takes room."""
    wanted = sorted({measure.quantity for measure in measures if measure.quantity}) or ["orbit"]
    return plan.replace(record=tuple(wanted))


def evaluate_worlds(
    plan: Plan,
    measure: Measure,
    *,
    keeper: Keeper | None = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> np.ndarray:
    """Return a result in each world of a plan, float32 [world]: worlds as ``kennan run`` makes them.

    Parameters
    ----------
    measure, keeper, progress, announce : as in :func:`evaluate`.
    """
    from kennan.engine.arms import Arm, simulate_arms

    count = plan.worlds
    values = np.full(count, np.nan, np.float32)
    pieces = [slice(first, min(first + COLUMNS, count)) for first in range(0, count, COLUMNS)]
    missing = []
    for number, piece in enumerate(pieces):
        kept = keeper.read(number, values[piece].shape) if keeper else None
        if kept is None:
            missing.append(number)
        else:
            values[piece] = kept
    arms = [
        Arm(plan.replace(first_world=plan.first_world + p.start, worlds=p.stop - p.start))
        for p in (pieces[number] for number in missing)
    ]
    for arm, found in simulate_arms(arms, keep=measure.of, progress=progress, announce=announce):
        values[pieces[missing[arm]]] = found
        if keeper:
            keeper.write(missing[arm], found)
    return values
