"""Rival theories in the harness of the truth ledger: the same record, the same targets, the same scores.

Question : what would another theory, or none, have forecast with what was known at the same date?
Comes in : a view of the record (``Record.until``), the years, how many members, a seed.
Goes out : :func:`rivals`, the rivals by name, each with ``forecast(view, years, members, seed)``, which returns
           :class:`~kennan.history.members.Members` of all targets; ``speaks_of`` tells which of them the theory itself
           speaks of (the rest are those of "nothing matters", on the same luck).
May use  : what ``kennan.history`` may use; luck is ``model.chance``, numbers are read by ``model.parameters``.

One file a rival and beside it the few numbers that it needs (``.toml``, with mark, unit, range, prior and source).
What a rival reads comes from ``known.py`` alone, which reads a view and the scenario's map and nothing else.

    bargaining.py         expected-utility bargaining among states on one issue
    draws.py              luck of the rivals
    nothing_matters.py    nothing matters: persistence with drift
    numbers.py            the rivals' own few numbers
    richardson.py         Richardson's arms race
    rival.py              what a rival is: a theory with a citation, its targets, its course
    strain.py             geopolitical strain
    known.toml            what each may know
    bargaining.toml, nothing_matters.toml, richardson.toml, strain.toml: the numbers of each
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from kennan.history.members import Members
    from kennan.history.record import Record
    from kennan.history.rivals.rival import Rival
    from kennan.scenarios import Chosen

NAMES = ("nothing_matters", "richardson", "bargaining", "strain")


def rivals(names: Iterable[str] | None = None) -> dict[str, Rival]:
    """Return rivals by name: all, or those named, in the order of :data:`NAMES`; BadInput for other names."""
    from importlib import import_module

    from kennan.faults import Faults, unknown

    wanted = list(NAMES) if names is None else list(names)
    faults = Faults()
    chosen = [name for name in NAMES if name in {said.replace("-", "_") for said in wanted}]
    for name in wanted:
        if name.replace("-", "_") not in NAMES:
            faults.found.append(unknown("rival", name, NAMES, "--only", do="leave --only out for all"))
    faults.raise_if_any()
    return {name: import_module(f"kennan.history.rivals.{name}").RIVAL for name in chosen}


def silent(name: str, target: str) -> bool:
    """Return whether this is a rival that has no say on a target: it then forecasts it as "nothing matters" does."""
    return name in NAMES and target not in rivals([name])[name].speaks_of


def play(
    view: Record,
    years: Sequence[int],
    members: int,
    seed: int,
    names: Iterable[str] | None = None,
    scenario: Chosen = "x-1947",
) -> dict[str, tuple[Members, dict[str, np.ndarray]]]:
    """Return forecast and endings (bool [year, member]) of several rivals on the same luck, by name."""
    import numpy as np

    from kennan.history.rivals import nothing_matters
    from kennan.history.rivals.known import known

    chosen = rivals(names)
    now = known(view, scenario)
    rest = nothing_matters.run(now, tuple(years), np.arange(members), seed)
    return {name: rival.play(now, years, members, seed, rest) for name, rival in chosen.items()}
