"""Naive forecasts, which a theory must beat to be worth having.

    persistence   what was last known holds for ever
    random_walk   the same, with errors that grow: steps of the size of those known
    drift         a random walk with the mean of the steps known
    climatology   any of the values known, as likely as another; of a yes or no the base rate

Each reads a view of the record and nothing else, and gives members like every model. A yes or no persists as a chain
that switches at the known rate (``random_walk``: both ways the same; ``drift``: coming and going apart). Rates of
yes or no are (times + 1/2) / (years + 1), Jeffreys' rule, so that what was never seen is not impossible. A step is
never smaller than the error of an observation. A target of which the view knows nothing is not forecast.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kennan.history import measure
from kennan.history.members import Members
from kennan.history.scale import scaled, yes_or_no
from kennan.history.target import Target
from kennan.history.terms import targets
from kennan.scenarios import Chosen

if TYPE_CHECKING:
    from kennan.history.record import Record

MEMORY = 20  # years before the cut-off that a baseline remembers: about as long as it looks ahead


@dataclass(frozen=True)
class Past:
    """What is known of a target in one unit: years and values [observation] on the target's scale, the last's error."""

    target: Target
    years: np.ndarray
    values: np.ndarray
    error: float

    @property
    def steps(self) -> np.ndarray:
        """Changes from one observation to the next, a year."""
        return np.diff(self.values) / np.diff(self.years)

    @property
    def size(self) -> float:
        """Standard size of a year's change: root mean square of those known, at least the error of an observation."""
        apart = np.diff(self.years)
        known = float(np.sqrt(np.mean(np.diff(self.values) ** 2 / apart))) if len(apart) else 0.0
        return max(known, self.error)


Run = Callable[[Past, np.ndarray, int, np.random.Generator, float, float], np.ndarray]


@dataclass(frozen=True)
class Baseline:
    """A naive forecast: ``forecast`` as every model has it."""

    name: str
    sentence: str
    run: Run

    def forecast(
        self,
        view: Record,
        years: Sequence[int],
        members: int,
        seed: int,
        scenario: Chosen = "x-1947",
        known: Pasts | None = None,
    ) -> Members:
        """Return members from a view of the record.

        Parameters
        ----------
        view : ``record.until(...)``; nothing later than its end is read.
        years : the years forecast.
        members : how many courses.
        seed : chooses the luck.
        scenario : whose theatres are meant.
        known : :func:`pasts` of the view, where it is at hand.
        """
        span, values, units = np.asarray(years), {}, {}
        for name, own in (pasts(view, scenario) if known is None else known).items():
            chance = np.random.default_rng((seed, zlib.crc32(f"{self.name} {name}".encode())))
            come, go = _rates(list(own.values()))
            made = np.stack([self.run(past, span, members, chance, come, go) for past in own.values()])
            target = next(iter(own.values())).target
            values[name] = (np.exp(made) if target.scale == "log" else made).astype(np.float32)
            units[name] = tuple(own)
        return Members(self.name, values, units, tuple(int(year) for year in span))


Pasts = dict[str, dict[str, Past]]


def pasts(view: Record, scenario: Chosen = "x-1947") -> Pasts:
    """Return what a view knows of every target in its last ``MEMORY`` years, by unit.

    Targets and units without an observation are left out, and observations that may still change. Years before a
    target's own first one count: they are not scored, but they were known.
    """
    from kennan.history.observed import ON_SOIL, observations, told

    found: dict[str, dict[str, Past]] = {}
    last = view.last_year("start of year")
    for name, target in targets(None, scenario).items():
        if name not in ON_SOIL:
            first = 0 if target.each == "event" else last - MEMORY + 1  # events are too rare to forget
            seen = told(view, replace(target, first=first))
            rows = [(o.unit, o.year, o.value, target.error[o.certainty]) for o in seen if not o.censored]
        else:
            table = observations(view, [name], scenario)
            kept = table[~table.censored.astype(bool) & (table.year > last - MEMORY)]
            rows = list(zip(kept.unit, kept.year, kept.value, kept.error, strict=True))
        own: dict[str, Past] = {}
        for unit in measure.units(target, scenario):
            here = {year: (value, error) for code, year, value, error in rows if code == unit}
            if here:
                years = sorted(here)
                values = scaled([here[year][0] for year in years], target)
                own[unit] = Past(target, np.array(years, float), values, float(here[years[-1]][1]))
        if own:
            found[name] = own
    return found


def _rates(own: list[Past]) -> tuple[float, float]:
    """Return how often a year a yes or no has come and gone, over all units."""
    if not yes_or_no(own[0].target) or own[0].target.each == "event":
        return 0.5, 0.5
    before = np.concatenate([past.values[:-1] for past in own])
    after = np.concatenate([past.values[1:] for past in own])
    no, yes = before < 0.5, before >= 0.5
    come, go = int((no & (after >= 0.5)).sum()), int((yes & (after < 0.5)).sum())
    return (come + 0.5) / (no.sum() + 1.0), (go + 0.5) / (yes.sum() + 1.0)


def _persistence(
    past: Past, years: np.ndarray, members: int, chance: np.random.Generator, come: float, go: float
) -> np.ndarray:
    del chance, come, go
    return np.full((len(years), members), past.values[-1])


def _climatology(
    past: Past, years: np.ndarray, members: int, chance: np.random.Generator, come: float, go: float
) -> np.ndarray:
    del come, go
    if yes_or_no(past.target):
        rate = (past.values.sum() + 0.5) / (len(past.values) + 1.0)
        return (chance.random((len(years), members)) < rate).astype(float)
    return chance.choice(past.values, (len(years), members))


def _random_walk(
    past: Past, years: np.ndarray, members: int, chance: np.random.Generator, come: float, go: float
) -> np.ndarray:
    if yes_or_no(past.target):
        if past.target.each == "event":  # nothing that goes on from year to year
            return _climatology(past, years, members, chance, come, go)
        both = (come + go) / 2
        return _chain(past, years, members, chance, both, both)
    return _walk(past, years, members, chance, 0.0)


def _drift(
    past: Past, years: np.ndarray, members: int, chance: np.random.Generator, come: float, go: float
) -> np.ndarray:
    if yes_or_no(past.target):
        if past.target.each == "event":
            return _climatology(past, years, members, chance, come, go)
        return _chain(past, years, members, chance, come, go)
    apart = past.years[-1] - past.years[0]
    mean = float((past.values[-1] - past.values[0]) / apart) if apart else 0.0
    return _walk(past, years, members, chance, mean)


def _walk(
    past: Past, years: np.ndarray, members: int, chance: np.random.Generator, mean: float
) -> np.ndarray:
    """Return the last value, moved by ``mean`` and a normal step each year."""
    ahead = int(years[-1] - past.years[-1])
    steps = chance.normal(mean, past.size, (ahead, members))
    places = (years - past.years[-1]).astype(int) - 1
    walked: np.ndarray = past.values[-1] + np.cumsum(steps, axis=0)[places]
    return np.maximum(walked, 0.0) if past.target.kind == "count" else walked


def _chain(
    past: Past, years: np.ndarray, members: int, chance: np.random.Generator, come: float, go: float
) -> np.ndarray:
    """Return a yes or no that comes and goes with these chances a year, from its last value."""
    now = np.full(members, past.values[-1] >= 0.5)
    found, wanted = [], set(years.astype(int))
    for year in range(int(past.years[-1]) + 1, int(years[-1]) + 1):
        luck = chance.random(members)
        now = np.where(now, luck >= go, luck < come)
        if year in wanted:
            found.append(now.astype(float))
    return np.stack(found)


BASELINES = {
    one.name: one
    for one in (
        Baseline("persistence", "What was last known holds.", _persistence),
        Baseline("random_walk", "What was last known holds, with errors that grow.", _random_walk),
        Baseline("drift", "What was last known goes on as it went.", _drift),
        Baseline("climatology", "Any value known so far, as likely as another.", _climatology),
    )
}
