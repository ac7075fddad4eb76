"""What a world and the record are compared by: the same numbers of both, with the errors of observation taken in.

What a world shows is turned into what the record would say of it: its targets, each moved by a draw of the error of
observation and of the error of measurement that ``targets.toml`` states. So a posterior is never surer than the record.

What the model knows only as a change is laid through the record's number of one year, the anchor. Both are right there
by construction, and the error of that number is in all other years alike: it is drawn once, and taken from them all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.faults import BadInput, Fault
from kennan.history import measure
from kennan.history.forecast_nearest import told
from kennan.history.scale import scaled, yes_or_no
from kennan.history.target import Target
from kennan.history.terms import targets
from kennan.scenarios import Chosen

if TYPE_CHECKING:
    from kennan.history.record import Record

HALF = 0.5  # what a share of events counts as before any event: one event, half yes


def model_error(target: Target) -> float:
    """Return the error of measurement that a target's ``model_error`` begins with; 0 where it says none.

    On the target's scale; of a yes or no, the chance that the model has it wrong.
    """
    said = re.match(r"\d*\.?\d+", target.model_error)
    return float(said.group()) if said else 0.0


@dataclass(frozen=True)
class Compared:
    """How worlds are held against a view of the record.

    Parameters
    ----------
    years : the years compared.
    chosen : the targets that the view tells of in these years, by name.
    seen : by target, value and error [unit, year]; not a number where the view is silent.
    anchors : the last numbers that the view tells of targets told as a change.
    """

    scenario: Chosen
    years: tuple[int, ...]
    chosen: Mapping[str, Target]
    seen: Mapping[str, tuple[np.ndarray, np.ndarray]]
    anchors: Mapping[str, measure.Anchor]

    def noisy(self, values: Mapping[str, np.ndarray], seed: tuple[int, ...]) -> dict[str, np.ndarray]:
        """Return what the record would say of worlds, by target, float64 [unit, year, world] on the target's scale.

        Parameters
        ----------
        values : what was measured, by target [unit, year, world].
        seed : of the draws of errors.
        """
        chance, found = np.random.default_rng(seed), {}
        for name, target in self.chosen.items():
            error = self._error(name)[..., None]
            array = scaled(values[name], target)
            if yes_or_no(target):
                extra = model_error(target)
                wrong = error * (1 - extra) + extra * (1 - error)
                found[name] = np.where(chance.random(array.shape) < wrong, 1.0 - array, array)
            else:
                spread = np.hypot(error, model_error(target))
                drawn = spread * chance.standard_normal(array.shape)
                found[name] = array + drawn - self._at_anchor(name, drawn, spread, chance)
        return found

    def _at_anchor(
        self, name: str, drawn: np.ndarray, spread: np.ndarray, chance: np.random.Generator
    ) -> Any:
        """Return the error of the anchor's year, [1, 1, world]: it is in every year; 0 of what has no anchor.

        Of an anchor that lies before the years compared an error of the usual size is drawn.
        """
        if name not in self.anchors:
            return 0.0
        year = self.anchors[name].year
        if year in self.years:
            place = self.years.index(year)
            return drawn[:, place : place + 1]
        return spread.mean() * chance.standard_normal((1, 1, drawn.shape[-1]))

    def _error(self, name: str) -> np.ndarray:
        """Return the error of each unit and year; where the view is silent, the mean of where it speaks."""
        error = self.seen[name][1]
        known = np.isfinite(error)
        return np.where(known, error, error[known].mean())

    def record(self) -> dict[str, np.ndarray]:
        """Return what the record says, in the shape of one world: by target [unit, year, 1] on the target's scale."""
        return {name: scaled(self.seen[name][0], target)[..., None] for name, target in self.chosen.items()}

    def features(self, said: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the numbers that are compared, float64 [feature, world].

        Of a target of each year, its value in the years that the view tells of; of a theatre, the share of years in
        the orbit; of a target of events, the share of yes among them.
        """
        rows = []
        for name, target in self.chosen.items():
            array = said[name]
            if target.each == "event":
                here = np.isfinite(array).sum(1)
                rows.append((np.nansum(array, 1) + HALF) / (here + 1.0))
                continue
            known = np.isfinite(self.seen[name][0])
            if target.each == "theatre-year":
                share = np.where(known[..., None], array, 0.0).sum(1) / np.maximum(known.sum(1), 1)[:, None]
                rows.append(share)
            else:
                rows.append(array[known])
        return np.concatenate(rows)


def compared(view: Record, scenario: Chosen, years: tuple[int, ...]) -> Compared:
    """Return how worlds are held against a view of the record in some years.

    Raises
    ------
    BadInput : the view tells nothing of these years.
    """
    from kennan.history.observed import observations

    every = targets(None, scenario)
    anchors = measure.anchors(view, list(every), scenario)
    told_of = {n: t for n, t in every.items() if n not in measure.ANCHORED or n in anchors}
    units = {name: measure.units(target, scenario) for name, target in told_of.items()}
    seen = told(observations(view, list(told_of), scenario), units, years)
    seen = {name: found for name, found in seen.items() if np.isfinite(found[0]).any()}
    if not seen:
        what = f"the record tells nothing of {years[0]} to {years[-1]} that the model has"
        raise BadInput(Fault(what, view.place))
    return Compared(scenario, years, {name: told_of[name] for name in seen}, seen, anchors)
