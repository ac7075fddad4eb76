"""The axes of a run, and the arrays that follow from them.

One frame serves the store, the dataset in memory and every export, so that names, order and types cannot
drift. Worlds are always the last axis.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from kennan.engine.version import BLOCK
from kennan.model.recorded import EVENTS, OUTCOMES, THEATRE_FIELDS

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

# Yearly theatre quantities: type on disk, and what one step of it is worth (None: the number itself).
THEATRE: dict[str, tuple[str, float | None]] = {
    f"theatre_{name}": (kind, None if steps == 1 else 1 / steps)
    for name, (kind, steps) in THEATRE_FIELDS.items()
}


class Block(Protocol):
    """What the engine hands over: one policy, some neighbouring worlds, all months.

    ``first`` is the world number of the first world (the plan's ``first_world`` in the first block).
    Shapes: monthly[name] [months+1, worlds]; theatre[name] [years+1, theatres, worlds]; events[kind]
    [months+1, worlds]; ending [worlds], codes 1..6; reached, left [5 and more, worlds], month or -1; parameters
    [parameters, worlds].
    """

    policy: int
    first: int
    worlds: int
    monthly: Mapping[str, Any]
    theatre: Mapping[str, Any]
    events: Mapping[str, Any]
    ending: Any
    reached: Any
    left: Any
    parameters: Any


@dataclass(frozen=True)
class Array:
    """One array of a run: its axes, its type and how it is cut into chunks."""

    name: str
    dims: tuple[str, ...]
    dtype: str
    shape: tuple[int, ...]
    chunks: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        """Size in bytes, unpacked from disk but still in its type on disk."""
        itemsize = {"float32": 4, "uint16": 2, "int16": 2, "uint8": 1, "int8": 1}[self.dtype]
        return math.prod(self.shape) * itemsize


@dataclass(frozen=True)
class Frame:
    """The axes of a run.

    Parameters
    ----------
    policies, theatres, monthly, parameters : labels, in the order of the engine's arrays.
    worlds : number of worlds for each policy.
    months : number of months walked; monthly arrays hold ``months + 1`` states, the first one the start.
    first_world : number of the first world.
    start_year, start_month : the date of state 0.
    block : worlds in a full block.
    """

    policies: tuple[str, ...]
    worlds: int
    months: int
    theatres: tuple[str, ...]
    monthly: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    first_world: int = 0
    start_year: int = 1947
    start_month: int = 1
    theatre: tuple[str, ...] = tuple(THEATRE)
    events: tuple[str, ...] = EVENTS
    outcomes: tuple[str, ...] = OUTCOMES
    beside: tuple[str, ...] = ()  # outcomes of extensions, which are no endings
    block: int = BLOCK

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            if isinstance(getattr(self, field.name), list):
                object.__setattr__(self, field.name, tuple(getattr(self, field.name)))
        if self.worlds < 1 or self.months < 1 or self.block < 1 or not self.policies:
            raise ValueError("a run needs at least one policy, one world and one month")
        for name in ("policies", "theatres", "monthly", "parameters"):
            if len(set(getattr(self, name))) < len(getattr(self, name)):
                raise ValueError(f"{name} are not all different: {', '.join(getattr(self, name))}")

    @classmethod
    def of(cls, plan: Plan) -> Frame:
        """Return the axes of the run that a plan asks for."""
        from kennan import scenarios
        from kennan.model import in_use, parameters, recorded

        with in_use.using(plan.extensions):
            numbers, kinds, beside = tuple(parameters.load()), recorded.events(), tuple(recorded.beside())
        scenario = scenarios.load(plan.scenario)
        return cls(
            policies=tuple(policy.name for policy in plan.policies),
            worlds=plan.worlds,
            months=plan.months,
            theatres=tuple(scenario.theatres.code),
            monthly=tuple(plan.record),
            parameters=numbers,
            events=kinds,
            beside=beside,
            first_world=plan.first_world,
            start_year=scenario.start_year,
            start_month=scenario.start_month,
        )

    @property
    def reachable(self) -> tuple[str, ...]:
        """Outcomes that a world can reach: the endings without the last, then those of extensions."""
        return (*self.outcomes[:-1], *self.beside)

    @property
    def width(self) -> int:
        """Worlds in one chunk on disk: a block, or all worlds when there are fewer."""
        return min(self.block, self.worlds)

    @property
    def years(self) -> int:
        """Number of whole years; yearly arrays hold ``years + 1`` states."""
        return self.months // 12

    @property
    def nbytes(self) -> int:
        """Bytes that the whole run takes in memory."""
        return sum(array.nbytes for array in self.arrays())

    def blocks(self) -> list[tuple[int, int]]:
        """Return every (policy, first world number) that a whole run holds, in the engine's order."""
        firsts = range(self.first_world, self.first_world + self.worlds, self.width)
        return [(policy, first) for policy in range(len(self.policies)) for first in firsts]

    def slices(self) -> Iterator[tuple[int, slice]]:
        """Yield (policy, slice of the world axis) for every block."""
        for policy, first in self.blocks():
            start = first - self.first_world
            yield policy, slice(start, min(start + self.width, self.worlds))

    def arrays(self) -> Iterator[Array]:
        """Yield every array of the run; labels of the axes are not among them."""
        sizes = {
            "policy": len(self.policies),
            "month": self.months + 1,
            "year": self.years + 1,
            "theatre": len(self.theatres),
            "event": len(self.events),
            "outcome_kind": len(self.reachable),
            "parameter": len(self.parameters),
            "world": self.worlds,
        }

        def array(name: str, dims: tuple[str, ...], dtype: str) -> Array:
            shape = tuple(sizes[d] for d in dims)
            cut = {"policy": 1, "world": self.width}
            return Array(name, dims, dtype, shape, tuple(cut.get(d, sizes[d]) for d in dims))

        for name in self.monthly:
            yield array(name, ("policy", "month", "world"), "float32")
        for name in self.theatre:
            yield array(name, ("policy", "year", "theatre", "world"), THEATRE[name][0])
        yield array("events", ("policy", "event", "month", "world"), "uint8")
        yield array("ending", ("policy", "world"), "int8")
        yield array("reached", ("policy", "outcome_kind", "world"), "int16")
        yield array("left", ("policy", "outcome_kind", "world"), "int16")
        if self.parameters:
            yield array("parameters", ("parameter", "world"), "float32")

    def as_dict(self) -> dict[str, Any]:
        """Return the frame as plain JSON-able data; :meth:`from_dict` is its inverse."""
        data = {k: list(v) if isinstance(v, tuple) else v for k, v in dataclasses.asdict(self).items()}
        if not self.beside:
            del data["beside"]  # a run without them is what it was before there were any
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Frame:
        """Return the frame that :meth:`as_dict` wrote."""
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        return cls(**fields)

    def check(self, block: Block) -> None:
        """Raise ValueError when a block does not fit: a fault of the program, not of the user."""
        if not 0 <= block.policy < len(self.policies):
            raise ValueError(f"block of policy {block.policy}; the run has {len(self.policies)}")
        column = block.first - self.first_world
        last = column + block.worlds
        whole = last == self.worlds or block.worlds % self.width == 0
        if column < 0 or column % self.width or not 0 < last <= self.worlds or block.worlds < 1 or not whole:
            raise ValueError(
                f"block of worlds {block.first} to {block.first + block.worlds - 1} does not fit into worlds "
                f"{self.first_world} to {self.first_world + self.worlds - 1} in steps of {self.width}"
            )
        for kind, given, wanted in (
            ("monthly quantities", block.monthly, self.monthly),
            ("theatre quantities", block.theatre, self.theatre),
            ("events", block.events, self.events),
        ):
            if set(given) != set(wanted):
                raise ValueError(
                    f"{kind} of the block differ from the frame: {sorted(set(given) ^ set(wanted))}"
                )
        for array in self.arrays():
            shape = tuple(
                n for d, n in zip(array.dims, array.shape, strict=True) if d not in ("policy", "world")
            )
            for piece in pieces(block, array, self):
                want = (*(shape if array.name != "events" else shape[1:]), block.worlds)
                if tuple(piece.shape) != want or str(piece.dtype) != array.dtype:
                    raise ValueError(
                        f"{array.name}: {piece.dtype}{list(piece.shape)}, not {array.dtype}{list(want)}"
                    )


def pieces(block: Block, array: Array, frame: Frame) -> list[Any]:
    """Return a block's values for one array; events come as one piece for each kind, in the frame's order."""
    if array.name == "events":
        return [block.events[kind] for kind in frame.events]
    for group in (block.monthly, block.theatre):
        if array.name in group:
            return [group[array.name]]
    return [getattr(block, array.name)]
