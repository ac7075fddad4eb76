"""The record as one table of observations: target, where, when, value, error, how sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.history import target as register
from kennan.history.observe import crises, material, orbit, rule
from kennan.history.observe.row import Seen
from kennan.history.record import Record
from kennan.history.target import Target
from kennan.scenarios.states import theatre_states

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = ("target", "unit", "year", "value", "error", "censored", "certainty", "source_id", "date")

OBSERVERS: dict[str, Callable[[Record, Target], list[Seen]]] = {
    "gdp_ratio": material.ratio,
    "cinc_ratio": material.ratio,
    "soviet_growth": material.growth,
    "forces_abroad": material.forces,
    "broken_up": material.broken_up,
    "mellowed": material.yearly,
    "party_members": rule.members,
    "leader_change": rule.leader_change,
    "quiet_transfer": rule.quiet_transfer,
    "bloc_unrest": rule.unrest,
    "superpower_crises": crises.count,
    "kremlin_yields": crises.kremlin_yields,
}
ON_SOIL = {"orbit_theatre": orbit.theatres, "orbit_states": orbit.states}


def observations(
    record: Record, targets: Iterable[str] | None = None, scenario: str | Path = "x-1947"
) -> DataFrame:
    """Return what the record says of the targets.

    Parameters
    ----------
    record : the record, or a view of it (``record.until(...)``): nothing later than its end is in the answer.
    targets : names of targets; None for all. A target that the record has no table for is left out.
    scenario : whose theatres and their states are meant.

    Returns
    -------
    A row an observation, in the order of targets, units and years: ``target``; ``unit`` (theatre, or ""); ``year``;
    ``value`` in the target's unit; ``error``, its standard deviation on the target's scale (of a log for "log"; of a
    yes or no the chance that the record has it wrong); ``censored`` (it may still change); ``certainty`` (high,
    medium, low); ``source_id``, the table that it comes from; ``date``, the day of an event or "".
    """
    import pandas

    soil = theatre_states(scenario)
    rows = []
    for target in register.targets(targets).values():
        if not any(record.has(*way) for way in target.tables):
            continue
        if target.name in ON_SOIL:
            seen = ON_SOIL[target.name](record, target, soil)
        else:
            seen = OBSERVERS[target.name](record, target)
        seen = sorted(seen, key=lambda one: (one.unit, one.year, one.date))
        rows += [_row(target, one) for one in seen]
    return pandas.DataFrame(rows, columns=list(COLUMNS))


def _row(target: Target, seen: Seen) -> tuple[object, ...]:
    error = target.error[seen.certainty]
    return (
        target.name,
        seen.unit,
        seen.year,
        seen.value,
        error,
        seen.censored,
        seen.certainty,
        seen.source,
        seen.date,
    )
