"""The record as one table of observations: target, where, when, value, error, how sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kennan.faults import Faults
from kennan.history import terms
from kennan.history.observe import crises, material, orbit, rule
from kennan.history.observe.row import Seen
from kennan.history.record import Record, spec
from kennan.history.target import Target
from kennan.scenarios import Chosen, theatre_states

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = ("target", "unit", "year", "value", "error", "censored", "certainty", "source_id", "date")

#: By target and table: what that table tells of it. Tables that a target reads beside it are looked up by name.
OBSERVERS: dict[str, dict[str, Callable[[Record, Target, str], list[Seen]]]] = {
    "gdp_ratio": {"gdp_pop": material.ratio, "yearly": material.yearly},
    "cinc_ratio": {"cinc": material.ratio, "yearly": material.yearly},
    "soviet_growth": {"gdp_pop": material.growth, "yearly": material.yearly},
    "forces_abroad": {"us_troops_abroad": material.forces, "yearly": material.yearly},
    "broken_up": {"yearly": material.yearly, "state_system": material.broken_up},
    "mellowed": {"yearly": material.yearly},
    "party_members": {"gk_cpsu_membership": rule.members, "yearly": material.yearly},
    "leader_change": {
        "leaders": rule.leader_change,
        "successions": rule.leader_change,
        "yearly": material.yearly,
    },
    "quiet_transfer": {
        "successions": rule.quiet_transfer,
        "gk_ussr_leadership_events": rule.quiet_by_events,
    },
    "bloc_unrest": {"gk_bloc_unrest_events": rule.unrest, "yearly": material.yearly},
    "superpower_crises": {
        "crises_icb": crises.count,
        "superpower_crises": crises.count,
        "yearly": material.yearly,
    },
    "kremlin_yields": {"crises_icb": crises.kremlin_yields, "superpower_crises": crises.kremlin_yields},
}
ON_SOIL = {"orbit_theatre": orbit.theatres, "orbit_states": orbit.states}


def told(record: Record, target: Target, soil: orbit.Soil | None = None) -> list[Seen]:
    """Return what a record tells of a target, by unit, year and date.

    A year is told by the first of the target's tables that tells of it; what none of the folder's tables tells of, by
    the package's own. What may still change gives way to what is settled.

    Parameters
    ----------
    soil : the states of theatres; needed of targets that are told by theatre.
    """
    if target.name in ON_SOIL:
        found = ON_SOIL[target.name](record, target, soil or {}) if target.told_by(record) else []
        return sorted(found, key=_order)
    kept: list[Seen] = []
    done: set[int] = set()
    for part in (record, record.base):
        for table in target.reads:
            if part is None or table not in part.tables:
                continue
            see = OBSERVERS[target.name][table]
            seen = [one for one in see(part, target, table) if target.has_year(one.year)]
            settled = {one.year for one in seen if not one.censored} - done
            kept = [one for one in kept if not (one.censored and one.year in settled)]
            open_ = {one.year for one in kept}
            kept += [one for one in seen if one.year not in done and one.year not in open_]
            done |= settled
            if target.each == "event" and spec.table(table).is_list:  # that there was none is told as well
                done |= set(part.years(table)) - {one.year for one in seen if one.censored}
    return sorted(kept, key=_order)


def _order(one: Seen) -> tuple[str, int, str]:
    return one.unit, one.year, one.date


def observations(
    record: Record, targets: Iterable[str] | None = None, scenario: Chosen = "x-1947"
) -> DataFrame:
    """Return what the record says of the targets.

    Parameters
    ----------
    record : the record, or a view of it (``record.until(...)``): nothing later than its end is in the answer.
    targets : names of targets; None for all. A target that the record has no table for is left out.
    scenario : whose theatres and their states are meant.

    Raises
    ------
    BadInput : a value is one that cannot be (Soviet output that halves within a year).

    Returns
    -------
    A row an observation, in the order of targets, units and years: ``target``; ``unit`` (theatre, or ""); ``year``;
    ``value`` in the target's unit; ``error``, its standard deviation on the target's scale (of a log for "log"; of a
    yes or no the chance that the record has it wrong); ``censored`` (it may still change); ``certainty`` (high,
    medium, low); ``source_id``, the table that it comes from; ``date``, the day of an event or "".
    """
    import pandas

    soil = theatre_states(scenario)
    rows, faults = [], Faults()
    for target in terms.targets(targets, scenario).values():
        seen = told(record, target, soil)
        for one in seen:
            if not target.least <= one.value <= target.most:
                _beyond(one, target, record, faults)
        rows += [_row(target, one) for one in seen]
    faults.raise_if_any()
    return pandas.DataFrame(rows, columns=list(COLUMNS))


def _beyond(one: Seen, target: Target, record: Record, faults: Faults) -> None:
    what = f"{target.name} of {one.year} is {one.value:.3g}"
    allowed = f"{target.least:g} to {target.most:g} ({target.unit})"
    faults.add(what, where=f"{record.place}: {one.source}.csv", allowed=allowed)


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
