"""What is asked of a forecast, checked: as of when, to when, under what policy, with which numbers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from kennan import policies, scenarios
from kennan.faults import BadInput, Fault, Faults, nearest
from kennan.history import terms
from kennan.history.terms import targets
from kennan.policies import Policy
from kennan.policies.policy import Then

PARAMETERS = ("drawn", "median", "calibrated")
FEWEST, MOST = 20, 100_000
LONGEST = 100  # years that can be forecast


@dataclass(frozen=True)
class Asked:
    """A forecast that is asked for.

    Parameters
    ----------
    as_of : the last day of which anything may be known.
    until : the last year forecast.
    policy : what the open power does from then on; what it did before, where that lies in the past, is known.
    members : how many possible courses.
    parameters : "drawn" from the priors, at their "median", or "calibrated" (the newest posterior of the package).
    seed : chooses the luck.
    names : the targets.
    scenario : where the worlds begin.
    """

    as_of: datetime.date
    until: int
    policy: Policy
    members: int
    parameters: str
    seed: int
    names: tuple[str, ...]
    scenario: scenarios.Chosen

    @property
    def begins(self) -> int:
        """The year in which the worlds begin."""
        return scenarios.load(self.scenario).start_year

    @property
    def first_year(self) -> int:
        """The first calendar year that the worlds live from January on."""
        return scenarios.load(self.scenario).first_year

    @property
    def first(self) -> int:
        """The first year forecast: the first that is not over at the cut-off."""
        over = (self.as_of.month, self.as_of.day) == (12, 31)
        return self.as_of.year + 1 if over else self.as_of.year

    @property
    def years(self) -> tuple[int, ...]:
        """The years forecast."""
        return tuple(range(self.first, self.until + 1))

    @property
    def past(self) -> tuple[int, ...]:
        """The years of the worlds that the record can be held against: after the scenario's first, to the cut-off.

        The scenario's first year is told by its start values and not once more by the record.
        """
        return tuple(range(self.begins + 1, self.first))

    @property
    def hindsight(self) -> bool:
        """Whether the policy asked for uses what nobody could know at the cut-off."""
        return self.policy.hindsight

    @property
    def course(self) -> Policy:
        """What the open power does from the start: its known course to the cut-off, then the policy asked for.

        Its schedule is let in without the other effects of hindsight, because it is a course and not an effect.
        """
        free = replace(self.policy, hindsight=False)
        known = terms.of(self.scenario).course
        if not self.past or known is None or self.policy.levers == known.levers:
            return free
        name = f"{known.name} then {free.name} from {self.first}"
        turn = Then(f"{self.first}-01", replace(free, then=()))
        return replace(known, name=name, hindsight=False, then=(turn, *free.then))


def asked(
    as_of: str | int | datetime.date,
    until: int | str | None = None,
    policy: str | Path | Policy = "containment",
    members: int | str = 5000,
    parameters: str = "drawn",
    seed: int | str = 47,
    names: Iterable[str] | None = None,
    scenario: str | PathLike[str] | scenarios.Folder = "x-1947",
) -> Asked:
    """Return what is asked of a forecast, checked.

    Parameters
    ----------
    as_of : a day, or a year, which means its last day: the forecast begins with the next year.
    until : the last year; None for what the scenario says (of x-1947 1965, or 1991 as of 1965 and later).

    The others are as in :class:`Asked`.

    Raises
    ------
    BadInput : anything cannot be used; all faults at once, each under the option it is said with.
    """
    faults = Faults()
    begins, world, said = 0, None, None
    try:
        world = scenarios.choose(scenario)
        begins = scenarios.load(world).first_year
        said = terms.of(world)
    except BadInput as error:
        faults.found += [replace(f, where="--scenario") if f.where == "scenario" else f for f in error.faults]
    day = _day(as_of, begins, faults)
    last = _last(until, day, said.until if said else (), faults)
    whole = {
        "members": _whole("--members", members, FEWEST, MOST, faults),
        "seed": _whole("--seed", seed, 0, 2**63 - 1, faults),
    }
    if parameters not in PARAMETERS:
        near = nearest(str(parameters), PARAMETERS)
        what = f"parameters is {parameters!r}"
        faults.add(what, where="--parameters", allowed=", ".join(PARAMETERS), nearest=near)
    wanted: tuple[str, ...] = ()
    try:
        wanted = tuple(targets(names, world)) if world is not None and said is not None else ()
    except BadInput as error:
        faults.found += [replace(f, where="--target") for f in error.faults]
    chosen = _policy(policy, faults)
    if said and day and day > datetime.date(begins, 12, 31):
        try:
            said.followed()
        except BadInput as error:
            faults.take(error)
    faults.raise_if_any()
    assert chosen is not None
    assert world is not None
    assert day is not None
    return Asked(day, last, chosen, whole["members"], parameters, whole["seed"], wanted, world)


def _day(given: str | int | datetime.date, begins: int, faults: Faults) -> datetime.date | None:
    """Return the cut-off; a year means its last day."""
    allowed = "a year (1947: all that was known when it ended) or a day (1950-06-24)"
    text = str(given)
    try:
        day = datetime.date.fromisoformat(f"{text}-12-31" if len(text) == 4 else text)
    except ValueError:
        faults.add(f"{text!r} is no date", where="--as-of", allowed=allowed)
        return None
    if begins and day < datetime.date(begins - 1, 12, 31):
        allowed = (
            f"{begins - 1} or later ({begins - 1}: to its end, so that {begins} is the first year forecast)"
        )
        faults.add(
            f"{text} lies before the scenario: its first whole year is {begins}, and what is known ends before "
            "what is forecast",
            where="--as-of",
            allowed=allowed,
        )
    if day.year > 9000:
        faults.add(f"{text} is no year of history", where="--as-of", allowed=allowed)
    return day


def _last(given: int | str | None, day: datetime.date | None, usual: tuple[int, ...], faults: Faults) -> int:
    if day is None or (given is None and not usual):
        return 0
    said = given
    if given is None:
        given = next((year for year in usual if day.year < year), usual[-1])
    first = day.year + 1 if (day.month, day.day) == (12, 31) else day.year
    if said is None and first > usual[-1]:
        allowed = f"a year from {first} to {first + LONGEST - 1}"
        faults.add("no last year is said", where="--until", allowed=allowed)
        return first
    if not str(given).isdigit() or not first <= int(given) < first + LONGEST:
        allowed = f"a year from {first} to {first + LONGEST - 1}"
        faults.add(f"the last year forecast is {given}", where="--until", allowed=allowed)
        return first
    return int(given)


def _whole(option: str, given: Any, low: int, high: int, faults: Faults) -> int:
    if str(given).isdigit() and low <= int(given) <= high:
        return int(given)
    faults.add(f"{given!r} does not do", where=option, allowed=f"a whole number from {low:,} to {high:,}")
    return low


def _policy(given: str | Path | Policy, faults: Faults) -> Policy | None:
    if isinstance(given, Policy):
        return given
    try:
        return policies.load(given)
    except BadInput as error:
        faults.found += [
            Fault(f.what, f.where or "--policy", f.allowed, f.nearest, f.do) for f in error.faults
        ]
        return None
