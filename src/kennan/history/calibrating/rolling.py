"""Do calibrated forecasts stand the test on years held out? Folds with a rolling origin.

For each cut-off the parameters are calibrated on the record to it, and the following years forecast twice with what was
known then: with calibrated parameters and with the priors. Both forecasts choose among lucks by the record to the
cut-off, so that what differs is the parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios
from kennan.history.calibrating.make import Watch, calibrate
from kennan.history.calibrating.settings import Settings
from kennan.history.posterior import Posterior
from kennan.scenarios import Chosen

if TYPE_CHECKING:
    from pandas import DataFrame

    from kennan.history.members import Members
    from kennan.history.record import Record
    from kennan.history.score_cells import Cells
    from kennan.history.score_skill import Skill
    from kennan.history.target import Target

CUTS = (5, 9, 13)  # years after the start
AHEAD = 5  # years forecast from each
FOLD = Settings(particles=1000, generations=6, pool=16_384)


@dataclass(frozen=True)
class Fold:
    """One cut-off: scores [cell] by target of both forecasts, lower is better, with the year of each cell."""

    until: int
    constrained: tuple[str, ...]
    calibrated: dict[str, np.ndarray]
    drawn: dict[str, np.ndarray]
    years: dict[str, np.ndarray]


@dataclass(frozen=True)
class Rolling:
    """All folds."""

    folds: tuple[Fold, ...]

    def skill(self, target: str) -> Skill | None:
        """Return the skill of calibrated over uncalibrated forecasts of a target, over all folds together."""
        from kennan.history.score_skill import skill

        told = [fold for fold in self.folds if target in fold.years]
        ours, theirs, years = (
            np.concatenate([getattr(fold, of)[target] for fold in told])
            for of in ("calibrated", "drawn", "years")
        )
        return skill(ours, theirs, years)

    def overall(self) -> Skill | None:
        """Return the skill over all targets, each scaled by its score with the priors: all weigh the same."""
        from kennan.history.score_skill import skill

        found: dict[str, list[np.ndarray]] = {"calibrated": [], "drawn": [], "years": []}
        for target in self.targets:
            told = [fold for fold in self.folds if target in fold.years]
            drawn = np.concatenate([fold.drawn[target] for fold in told])
            if drawn.sum() <= 0:
                continue
            scale = 1.0 / drawn.sum()
            found["drawn"].append(drawn * scale)
            found["calibrated"].append(np.concatenate([fold.calibrated[target] for fold in told]) * scale)
            found["years"].append(np.concatenate([fold.years[target] for fold in told]))
        if not found["years"]:
            return None
        ours, theirs, years = (np.concatenate(found[key]) for key in ("calibrated", "drawn", "years"))
        return skill(ours, theirs, years)

    @property
    def targets(self) -> list[str]:
        """Return the targets scored in any fold."""
        return list(dict.fromkeys(name for fold in self.folds for name in fold.years))

    @property
    def loses(self) -> bool:
        """Whether calibrated forecasts are worse than uncalibrated ones beyond chance, over all targets."""
        found = self.overall()
        return found is not None and found.verdict == "worse"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        rows = []
        for fold in self.folds:
            for name in fold.years:
                ours, theirs = float(np.nanmean(fold.calibrated[name])), float(np.nanmean(fold.drawn[name]))
                row = {"until": fold.until, "target": name, "cells": len(fold.years[name])}
                rows.append(row | {"calibrated": ours, "drawn": theirs})
        return {
            "folds": rows,
            "constrained": {str(fold.until): list(fold.constrained) for fold in self.folds},
            "skill": {name: _plain(self.skill(name)) for name in self.targets},
            "overall": _plain(self.overall()),
            "loses": self.loses,
        }


def _plain(found: Skill | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"skill": found.skill, "low": found.low, "high": found.high, "verdict": found.verdict}


def rolling(
    record: Record,
    cuts: tuple[int, ...] | None = None,
    ahead: int = AHEAD,
    settings: Settings = FOLD,
    members: int = 1000,
    watch: Watch | None = None,
    scenario: Chosen = "x-1947",
) -> Rolling:
    """Return the folds, by default with cut-offs ``CUTS``; BadInput where the record ends too early for one."""
    from kennan.history import forecast, forecast_asked

    watch, folds = watch or Watch(), []
    begins = scenarios.load(scenario).start_year
    for cut in cuts or tuple(begins + years for years in CUTS):
        last = min(cut + ahead, record.ends.year)
        posterior = calibrate(record, cut, settings, watch=watch, scenario=scenario)
        made = {}
        for which in ("calibrated", "drawn"):
            watch.step(f"forecasts as of {cut}, {which}")
            asked = forecast_asked.asked(
                cut, last, members=members, parameters=which, seed=settings.seed, scenario=scenario
            )
            own: Posterior | None = posterior if which == "calibrated" else None
            made[which] = forecast.make(record, asked, False, watch.advance, watch.say, own).members
        folds.append(_fold(record, cut, last, posterior, made, scenario))
    return Rolling(tuple(folds))


def _fold(
    record: Record, cut: int, last: int, posterior: Posterior, made: dict[str, Members], scenario: Chosen
) -> Fold:
    from kennan.history import score_cells
    from kennan.history.observed import observations
    from kennan.history.terms import targets

    scores: dict[str, dict[str, np.ndarray]] = {"calibrated": {}, "drawn": {}}
    years = {}
    seen = observations(record.until(last), list(made["drawn"].values), scenario)
    for cells in _cells(seen, cut, last, targets(None, scenario)):
        told = {which: score_cells.said(members, cells) for which, members in made.items()}
        known = told["calibrated"].known & told["drawn"].known
        if not known.any():
            continue
        here = cells.where(known)
        for which, one in told.items():
            scores[which][cells.target.name] = score_cells.main_score(one.where(known), here)
        years[cells.target.name] = here.years
    constrained = tuple(row["name"] for row in posterior.about["table"] if row["constrained"])
    return Fold(cut, constrained, scores["calibrated"], scores["drawn"], years)


def _cells(seen: DataFrame, cut: int, last: int, known: dict[str, Target]) -> list[Cells]:
    """Return the cells of the held-out years, target by target."""
    from kennan.history.scale import scaled
    from kennan.history.score_cells import Cells

    found = []
    seen = seen[(seen.year > cut) & (seen.year <= last) & ~seen.censored.astype(bool)]
    for name, rows in seen.groupby("target", sort=False):
        target = known[str(name)]
        values = scaled(rows.value.to_numpy(float), target)
        found.append(
            Cells(target, tuple(rows.unit), rows.year.to_numpy(int), values, rows.error.to_numpy(float))
        )
    return found
