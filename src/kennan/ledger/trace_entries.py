"""What a trace says: plain rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """What one step of the month's list did to one quantity.

    ``mechanism`` : the step, or "time" for what only counts the months; ``of`` : theatre code or "rival 1" to
    "rival 3", "" for a quantity of the world; ``part`` : which step of time within the month, from 1.
    """

    mechanism: str
    passages: tuple[str, ...]
    quantity: str
    of: str
    part: int
    before: float
    after: float
    change: float


@dataclass(frozen=True)
class Share:
    """A strength's share of a change, or what is left with all of them off (``strength`` is "" then).

    ``value`` : the strength in this world; ``sentence`` and ``passages`` say what it is.
    """

    mechanism: str
    strength: str
    passages: tuple[str, ...]
    sentence: str
    value: float
    part: int
    change: float


@dataclass(frozen=True)
class Input:
    """What a mechanism read: ``kind`` "state", "lever" or "draw"; ``of`` as in :class:`Change`."""

    mechanism: str
    kind: str
    name: str
    of: str
    part: int
    value: float


@dataclass(frozen=True)
class Agreement:
    """How a trace agrees with the stored run: numbers compared, how many are equal, largest difference."""

    compared: int
    equal: int
    largest: float


@dataclass(frozen=True)
class Trace:
    """One month of one world, taken apart.

    ``changes`` : in the order of the month; those of one quantity add up to its change over the month.
    ``quantity`` and ``of`` : the quantity asked for and the theatre or rival that is looked at, or "".
    ``shares`` : by strength, of the quantity asked for; they add up to its change, but for ``rounding``.
    ``inputs`` : what its mechanisms read that month. ``events`` : what happened, by kind. ``levers`` : their
    values in the month. ``stored`` : agreement with the run on disk, None where nothing is stored.
    """

    policy: str
    world: int
    month: str
    quantity: str
    of: str
    before: float | None
    after: float | None
    change: float | None
    changes: tuple[Change, ...]
    shares: tuple[Share, ...]
    rounding: float
    inputs: tuple[Input, ...]
    events: dict[str, int]
    levers: dict[str, float]
    stored: Agreement | None
