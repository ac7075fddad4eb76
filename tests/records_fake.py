"""A made-up engine for the tests of the records: blocks that follow from (policy, first world) alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kennan.records import layout, words
from kennan.records.frame import THEATRE, Frame
from kennan.records.store import Store

MONTHLY = ("orbit", "pressure", "output")
PARAMETERS = ("patience", "infallibility_discipline")


@dataclass(frozen=True)
class Row:
    """One row of a small register of quantities."""

    sentence: str
    unit: str
    kind: str = "stock"
    passages: tuple[str, ...] = ("II.8", "III.1")


QUANTITIES = {
    "orbit": Row("share of the prizes inside the orbit", "share of all prizes", "index"),
    "pressure": Row("pressure on the rim", "effort per month", "flow"),
    "output": Row("yearly output", "index, 1 = at the start00"),
    "influence": Row("influence in a theatre", "share of decisions"),
    "theatre_in_orbit": Row("whether the theatre is in the orbit", "0 or 1", "flag"),
    "effort": Row("effort spent on a theatre", "share of all effort", "flow"),
    "counterforce": Row("counterforce met in a theatre", "share of all effort", "flow"),
}


@dataclass
class FakeBlock:
    """A block as the engine hands it over."""

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


def frame(worlds: int = 21, months: int = 25, block: int = 8, **more) -> Frame:
    """A small run: three blocks for each of two policies, the last one short."""
    axes = {"policies": ("containment", "sporadic"), "theatres": ("GRC", "IRN", "DEU"), "monthly": MONTHLY}
    return Frame(
        **axes | {"parameters": PARAMETERS, "worlds": worlds, "months": months, "block": block} | more
    )


def words_of(frame: Frame) -> dict:
    """What the arrays of such a run are."""
    return words.describe(frame, QUANTITIES)


def plan(frame: Frame) -> str:
    """The frozen plan of such a run."""
    policies = [{"name": name} for name in frame.policies]
    data = {
        "scenario": "x-1947",
        "policies": policies,
        "worlds": frame.worlds,
        "years": frame.years,
        "seed": 47,
    }
    return json.dumps(data, indent=2)


def make(frame: Frame, policy: int, first: int, worlds: int | None = None) -> FakeBlock:
    """Make one block."""
    left_over = frame.first_world + frame.worlds - first
    n = min(frame.block, left_over) if worlds is None else worlds
    rng = np.random.default_rng([policy, first, 5])
    luck = np.random.default_rng([first, 6])
    m, y, t = frame.months + 1, frame.years + 1, len(frame.theatres)
    block = FakeBlock(policy, first, n)
    for k, name in enumerate(frame.monthly):
        walk = rng.normal(0, 0.03, (m, n)).cumsum(0) + rng.normal(0, 0.5, n)
        block.monthly[name] = (10.0**k / (1 + np.exp(-walk))).astype(np.float32)
    for name in frame.theatre:
        high = 2 if name == "theatre_in_orbit" else 251 if THEATRE[name][0] == "uint8" else 10001
        block.theatre[name] = rng.integers(0, high, (y, t, n)).astype(THEATRE[name][0])
    for name in frame.events:
        block.events[name] = (rng.random((m, n)) < 0.05).astype(np.uint8)
    block.ending = rng.integers(1, 7, n).astype(np.int8)
    block.reached = rng.integers(-1, m, (5, n)).astype(np.int16)
    block.left = rng.integers(-1, m, (5, n)).astype(np.int16)
    block.parameters = luck.random((len(frame.parameters), n)).astype(np.float32)
    return block


def blocks(frame: Frame, skip=()) -> Iterator[FakeBlock]:
    """Make every block that is not in ``skip``, in the engine's order."""
    for policy, first in frame.blocks():
        if (policy, first) not in skip:
            yield make(frame, policy, first)


def begin(path: Path, frame: Frame, **more) -> Store:
    """Create a run folder for the frame."""
    return Store.create(path, plan(frame), frame, quantities=QUANTITIES, **more)


def complete(path: Path, frame: Frame | None = None) -> Path:
    """Make a whole run."""
    axes = frame or globals()["frame"]()
    with begin(path, axes) as store:
        for block in blocks(axes):
            store.write(block)
        store.finish({"seconds": 1.5})
    return path


def seal(path: Path) -> None:
    """Make a changed run whole again: checksums and mark of what lies there now."""
    listed = {name: layout.sha256(path / name) for name in layout.files(path)}
    about = layout.dump(layout.read_json(path / layout.ABOUT) | {"checksum": layout.checksum_of(listed)})
    (path / layout.ABOUT).write_bytes(about)
    (path / layout.MANIFEST).write_bytes(layout.sums(listed))
    (path / layout.MARKER).write_bytes(layout.mark(layout.checksum_of(listed), about))


def tree(path: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {str(f.relative_to(path)): f.read_bytes() for f in sorted(path.rglob("*")) if f.is_file()}
