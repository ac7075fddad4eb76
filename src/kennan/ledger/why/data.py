"""What an answer to "why?" holds: plain data, ready to be printed, drawn or written as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

LINKED = 16  # worlds in which links are measured, unless told otherwise


@dataclass(frozen=True)
class Difference:
    """One quantity in run B against run A, over pairs of worlds on the same luck.

    ``a`` and ``b`` are means over worlds and over the year up to the date; ``difference`` is b - a with its
    interval, which holds for all quantities of the list together. ``since`` is the month from which the
    difference stayed clear for a year ("" if it never did).
    """

    quantity: str
    sentence: str
    unit: str
    a: float
    b: float
    difference: float
    low: float
    high: float
    clear: bool
    since: str
    passages: tuple[str, ...]
    standard: float = 0.0  # the difference in standard deviations over worlds


@dataclass(frozen=True)
class Outcome:
    """The share of worlds that ended in an outcome, in both runs, and the difference b - a with its interval."""

    outcome: str
    a: float
    b: float
    difference: float
    low: float
    high: float
    clear: bool


@dataclass(frozen=True)
class Share:
    """How much of a difference something carries: a share of it (1 = all) with its interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Root:
    """One thing in which the runs were made to differ, and its share in a difference, by every way it takes.

    ``kind`` is "lever", "parameter" or "start"; ``of_a`` and ``of_b`` say what it is in each run.
    """

    kind: str
    name: str
    sentence: str
    of_a: str
    of_b: str
    share: Share


@dataclass(frozen=True)
class Link:
    """One way by which a difference came about, measured: from a source to a quantity.

    Parameters
    ----------
    source : a quantity, "lever.NAME", "parameter.NAME", "start.NAME", or "others" for small ones together.
    kind : "quantity", "lever", "parameter", "start" or "others".
    target : the quantity that is explained.
    share : its share of the target's difference.
    mechanism : the file of the equations that the link runs through.
    strengths : mechanisms without which nothing would pass here.
    passages : of those strengths, or of the file.
    feedback : the source follows from the target in turn; its own part in that is not unravelled.
    """

    source: str
    kind: str
    target: str
    share: Share
    mechanism: str
    strengths: tuple[str, ...]
    passages: tuple[str, ...]
    feedback: bool = False


@dataclass(frozen=True)
class Node:
    """A quantity in a chain: what differs in it, since when, and the links that bring it about.

    ``depth`` is 0 for what is explained, 1 for what brings it about, and so on. ``weight`` is the product of the
    shares on the way from it to what is explained, 0 where the way is too weak to be followed. ``left_over`` is
    what the links do not add up to.
    """

    quantity: str
    sentence: str
    unit: str
    step: str
    depth: int
    weight: float
    a: float
    b: float
    since: str
    links: tuple[Link, ...]
    left_over: Share | None
    passages: tuple[str, ...]

    @property
    def measured(self) -> bool:
        """Whether the links into it were measured."""
        return bool(self.links)


@dataclass(frozen=True)
class Explanation:
    """Why one quantity differs: the roots of the difference, the chain, and both in plain sentences."""

    quantity: str
    roots: tuple[Root, ...]
    nodes: tuple[Node, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """The whole answer."""

    a: str
    b: str
    at: str
    worlds: int
    worlds_linked: int
    sure: float
    differences: tuple[Difference, ...]
    outcomes: tuple[Outcome, ...]
    explanations: tuple[Explanation, ...]
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        return asdict(self)
