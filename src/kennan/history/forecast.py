"""Forecasts of the theory: what worlds that begin in 1947 would tell the record, made with what was known at a date.

The record is read through ``record.until(as_of)`` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import article, scenarios
from kennan.card import Card, Shown
from kennan.faults import BadInput, Fault
from kennan.history import forecast_nearest as nearest
from kennan.history import measure
from kennan.history.forecast_asked import Asked
from kennan.history.members import Members
from kennan.history.scale import yes_or_no
from kennan.history.target import Target
from kennan.history.terms import targets
from kennan.history.verdicts import courses
from kennan.model import in_use

if TYPE_CHECKING:
    from kennan.engine.plan import Plan
    from kennan.history.posterior import Posterior
    from kennan.history.record import Record

MODEL = "kennan"
WITH = "all mechanisms"  # the arm that claims are compared with
WORLDS = (
    1024  # courses that each arm of a claim keeps, if verdicts do not ask for more; the same worlds in all
)
Watch = Callable[[int, int], None]


@dataclass(frozen=True, repr=False)
class Forecast(Shown):
    """A forecast and what goes with it.

    ``without`` holds, by claim, the forecast with that claim's mechanisms switched off, and under ``WITH`` the one
    with all on in the same worlds; ``nearest`` says how many worlds members were chosen from (0: not chosen).
    """

    asked: Asked
    plan: Plan
    members: Members
    without: dict[str, Members] = field(default_factory=dict)
    chosen_from: int = 0
    anchors: dict[str, measure.Anchor] = field(default_factory=dict)
    calibration: int | None = None

    def _card_(self) -> Card:
        of, asked = self.members, self.asked
        known = targets(of.values, asked.scenario)
        title = f"as of {asked.as_of}, to {asked.until}"
        line = f"{asked.policy.name}, {of.count:,} members, parameters {asked.parameters}, seed {asked.seed}"
        last = of.years[-1] if of.years else asked.until
        rows = [
            (name, _told(known[name], values[:, -1]), known[name].unit, known[name].sentence)
            for name, values in of.values.items()
        ]
        return Card(title, line, rows, ("target", f"in {last}", "unit", "what it is"))


def _told(target: Target, values: np.ndarray) -> str:
    """Return a year's members [unit, member] in words: a share for a yes or no, else the median and the 90 % band."""
    there = values[np.isfinite(values)]
    if not there.size:
        return "not defined in that year"
    if yes_or_no(target):
        return f"mean {there.mean():.2g}" + (f" over {len(values)} theatres" if len(values) > 1 else "")
    low, middle, high = np.quantile(there, (0.05, 0.5, 0.95))
    return f"median {middle:.3g} (90 %: {low:.3g} to {high:.3g})"


def make(
    record: Record,
    asked: Asked,
    claims: bool = True,
    progress: Watch | None = None,
    announce: Callable[[str], None] | None = None,
    posterior: Posterior | None = None,
) -> Forecast:
    """Return a forecast.

    Parameters
    ----------
    record : the record; only its view at ``asked.as_of`` is looked at.
    claims : forecast as well what would be expected without the mechanisms of each claim that a target bears on.
    progress : called with (worlds done, worlds in all).
    posterior : draws of parameters, which worlds take in turn instead of drawing from the priors; what it does not
        hold keeps its prior. Left out, the newest of the package if ``asked`` says "calibrated".

    Raises
    ------
    BadInput : the record ends before the forecast begins, or says too little to begin from; or the posterior knows
        more of the record than the forecast may.
    """
    if posterior is None and asked.parameters == "calibrated":
        posterior = _newest()
    if posterior is not None:
        _same_model(posterior)
        _same_scenario(posterior, asked)
    if posterior is not None and posterior.until > asked.as_of.isoformat():
        what = (
            f"the parameters are calibrated on the record to {posterior.until}, after the day of the forecast"
        )
        raise BadInput(
            Fault(what, "--as-of", allowed=f"{posterior.until} or later", do="or --parameters drawn")
        )
    if record.ends < asked.as_of:
        what = f"the record ends on {record.ends}, before the day of the forecast, {asked.as_of}"
        raise BadInput(
            Fault(what, "--as-of", allowed=f"{record.ends.year} or earlier", do="or give a longer --record")
        )
    view = record.until(asked.as_of)
    maker = _Maker(view, asked, posterior)
    arms = {WITH: (), **(bearing(maker.chosen) if claims else {})}
    main = maker.plan(asked.members * (nearest.KEPT if asked.past else 1))
    kept = courses_kept(len(arms) - 1)
    arm_plans = {
        name: maker.plan(kept * (nearest.KEPT if asked.past else 1), off)
        for name, off in arms.items()
        if claims
    }
    total = main.worlds + sum(plan.worlds for plan in arm_plans.values())
    members = maker.run(main, asked.members, _shifted(progress, 0, total), announce)
    without, done = {}, main.worlds
    wanted = {name: bears_on(name, maker.chosen) for name in arms}
    for name, plan in arm_plans.items():
        found = maker.run(plan, kept, _shifted(progress, done, total), announce)
        without[name] = found.only(wanted[name])
        done += plan.worlds
    chosen_from = main.worlds if asked.past else 0
    number = None if posterior is None else posterior.number
    return Forecast(asked, main, members, without, chosen_from, maker.anchors, number)


def courses_kept(claims: int) -> int:
    """Return how many courses each arm keeps where so many claims are judged: as many as verdicts ask for, or more."""
    return max(WORLDS, courses(claims))


def _newest() -> Posterior:
    from kennan.history import posterior

    try:
        return posterior.load()
    except BadInput as error:
        raise BadInput([replace(fault, where="--parameters") for fault in error.faults]) from None


def _same_model(posterior: Posterior) -> None:
    """Refuse parameters that were calibrated with other extensions than those of the model in use."""
    given, now = posterior.about.get("plan", {}).get("extensions", []), in_use.extensions()
    if given != [one.as_dict() for one in now]:
        names = [str(one["name"]) for one in given], [one.name for one in now]
        said = [", ".join(some) or "the article's mechanisms alone" for some in names]
        what = f"the parameters were calibrated with {said[0]}, and the forecast is to be made with {said[1]}"
        raise BadInput(
            Fault(what, "--parameters", "drawn or median", do="kennan calibrate --with tries others")
        )


def _same_scenario(posterior: Posterior, asked: Asked) -> None:
    """Refuse parameters that were calibrated on the record of another scenario."""
    if posterior.about["scenario"] != scenarios.plain(asked.scenario):
        name, other = scenarios.name_of(posterior.about["scenario"]), scenarios.name_of(asked.scenario)
        what = f"the parameters were calibrated on the record of {name}, and the scenario is {other}"
        raise BadInput(Fault(what, "--parameters", "drawn or median"))


def bearing(chosen: dict[str, Target]) -> dict[str, tuple[str, ...]]:
    """Return the mechanisms of every claim that one of these targets bears on, by claim; none that has none."""
    named = dict.fromkeys(claim for target in chosen.values() for claim in target.claims)
    known = article.claims()
    return {name: known[name].mechanisms for name in known if name in named and known[name].mechanisms}


def bears_on(claim: str, chosen: dict[str, Target]) -> list[str]:
    """Return the targets that bear on a claim; all for the arm with all mechanisms."""
    return [name for name, target in chosen.items() if claim == WITH or claim in target.claims]


class _Maker:
    """Runs plans and measures them, with one view."""

    def __init__(self, view: Record, asked: Asked, posterior: Posterior | None = None):
        from kennan.history.observed import observations

        self.asked, self.posterior = asked, posterior
        self.chosen = targets(asked.names, asked.scenario)
        self.anchors = measure.anchors(view, asked.names, asked.scenario)
        self.chosen = {
            name: target
            for name, target in self.chosen.items()
            if name not in measure.ANCHORED or name in self.anchors
        }
        if not self.chosen:
            what = f"the record to {asked.as_of} tells nothing that {', '.join(asked.names)} could begin from"
            raise BadInput(Fault(what, "--target"))
        self.units = {name: measure.units(target, asked.scenario) for name, target in self.chosen.items()}
        self.seen = (
            nearest.told(observations(view, list(self.chosen), asked.scenario), self.units, asked.past)
            if asked.past
            else {}
        )

    def plan(self, worlds: int, off: tuple[str, ...] = ()) -> Plan:
        """Return the plan of so many worlds, without some mechanisms."""
        from kennan.engine.plan import Plan

        asked = self.asked
        return Plan.build(
            scenario=asked.scenario,
            policies=asked.course,
            worlds=worlds,
            years=asked.until - asked.begins + 1,
            seed=asked.seed,
            parameters="drawn" if self.posterior is not None else asked.parameters,
            off=off,
            record=measure.QUANTITIES,
        )

    def run(self, plan: Plan, keep: int, progress: Watch | None, announce: Any) -> Members:
        """Return the members that a plan gives: all of its worlds, or those nearest to the past."""
        spread: dict[str, np.ndarray] = {}
        pool: dict[str, np.ndarray] = {}
        far = np.zeros(0)
        for values in self._blocks(plan, progress, announce):
            ahead = {
                name: array[:, len(array[0]) - len(self.asked.years) :] for name, array in values.items()
            }
            if self.asked.past:
                at = self.asked.past[0] - self.asked.first_year
                past = {name: array[:, at : at + len(self.asked.past)] for name, array in values.items()}
                spread = spread or nearest.spreads(past, self.chosen)
                far = np.concatenate([far, nearest.distance(past, spread, self.seen, self.chosen)])
            pool = {n: np.concatenate([pool[n], a], -1) if pool else a for n, a in ahead.items()}
            if len(far) > keep:
                best = np.sort(np.argsort(far, kind="stable")[:keep])
                far, pool = far[best], {name: array[..., best] for name, array in pool.items()}
        return Members(
            MODEL, {n: np.ascontiguousarray(a) for n, a in pool.items()}, self.units, self.asked.years
        )

    def _blocks(self, plan: Plan, progress: Watch | None, announce: Any) -> Iterator[dict[str, np.ndarray]]:
        from kennan.engine import engine

        if self.posterior is not None and self.posterior.parameters:
            from kennan.history.calibrating import forecasting

            known = (self.chosen, self.anchors, self.seen)
            yield from forecasting.blocks(self.posterior, self.asked, plan, *known, progress, announce)
            return
        for block in engine.simulate(plan, progress=progress, announce=announce):
            yield measure.measured(
                measure.here(block, self.asked.scenario, self.anchors), self.chosen.values()
            )


def _shifted(progress: Watch | None, before: int, total: int) -> Watch | None:
    if progress is None:
        return None
    return lambda done, _: progress(before + done, total)
