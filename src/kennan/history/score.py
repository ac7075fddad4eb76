"""Lays a registered forecast against the record, beside baselines and rivals made with what it could know itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from kennan import scenarios
from kennan.card import Card, Shown
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.history import score_calibration as calibration
from kennan.history import score_cells as cellwise
from kennan.history import standing
from kennan.history.baselines import BASELINES, pasts
from kennan.history.forecast import WITH
from kennan.history.members import Members
from kennan.history.scale import scaled, yes_or_no
from kennan.history.score_cells import Cells, Said
from kennan.history.score_skill import Skill, skill
from kennan.history.terms import targets
from kennan.history.verdicts import Judgement, judge_all
from kennan.scenarios import Chosen

if TYPE_CHECKING:
    from pandas import DataFrame

    from kennan.history.forecast_folder import Registered
    from kennan.history.record import Record

LEADS = {"1-3": (1, 3), "4-9": (4, 9), "10+": (10, 10_000)}  # years after the cut-off
MEMBERS = 1000  # of baselines and rivals
GROUPS = ("baselines", "rivals")
NO_ARMS = (
    "none was judged: the forecast was registered without the worlds in which a claim's mechanisms are off "
    "(kennan hindcast without --no-claims makes them)"
)


@dataclass(frozen=True)
class Scored:
    """One model's scores in one target: ``score`` [cell] (not a number where it says nothing) and what sums them up."""

    model: str
    score: np.ndarray
    mean: float
    log: float
    sharpness: float
    joint: dict[str, float]
    surprise: float
    coverage: list[calibration.Coverage]
    pit: calibration.Histogram | None
    reliability: calibration.Reliability | None
    murphy: calibration.Murphy | None


@dataclass(frozen=True)
class TargetScores:
    """All models in one target; ``skill`` by other model and part ("all", "lead 1-3", "region ...")."""

    cells: Cells
    models: dict[str, Scored]
    skill: dict[str, dict[str, Skill | None]]

    @property
    def kind(self) -> str:
        """The score that models are compared by."""
        return "Brier" if yes_or_no(self.cells.target) else "CRPS"

    @property
    def unit(self) -> str:
        """The unit of that score and of differences of it: none of Brier's, "log" of a ratio or an amount."""
        if yes_or_no(self.cells.target):
            return ""
        return "log" if self.cells.target.scale == "log" else self.cells.target.unit


@dataclass(frozen=True)
class Standing:
    """Broken up, mellowed or neither, scored as one forecast of three ways: ``mean`` by model, ``skill`` by other."""

    mean: dict[str, float]
    skill: dict[str, Skill | None]


@dataclass(frozen=True, repr=False)
class Scores(Shown):
    """Everything that scoring found.

    ``silent`` are targets of which the record tells nothing in the years scored; ``standing`` is None where forecast or
    record lacks one of its two targets; ``left_out`` says by baseline or rival why it could not be made from this
    record; ``notes`` say what of the record is not counted; ``unjudged`` why no claim was judged ("" where they were).
    """

    forecast: Registered
    years: tuple[int, int]
    targets: dict[str, TargetScores]
    claims: list[Judgement]
    silent: list[str] = field(default_factory=list)
    standing: Standing | None = None
    left_out: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unjudged: str = ""

    @property
    def model(self) -> str:
        """Whose forecast was scored."""
        return self.forecast.members.model

    def _card_(self) -> Card:
        others = list(dict.fromkeys(other for one in self.targets.values() for other in one.skill))
        rows = [
            (name, one.kind, *(_skill(one.skill.get(other, {}).get("all")) for other in others))
            for name, one in self.targets.items()
        ]
        span = f"{self.years[0]} to {self.years[1]}"
        line = f"skill over {', '.join(others)} (1 perfect, 0 no better), {span}, {len(self.targets)} targets"
        return Card(self.forecast.name, line, rows, ("target", "score", *others))


def _skill(found: Skill | None) -> str:
    """Return a skill with its interval; where it cannot be divided, how much smaller the score is."""
    if found is None:
        return ""
    if found.skill is None:
        return f"score smaller by {found.difference:.3g}"
    if found.low is None or found.high is None:
        return f"{found.skill:.2f}"
    return f"{found.skill:.2f} ({found.low:.2f} to {found.high:.2f})"


def score(
    forecast: Registered,
    record: Record,
    against: Iterable[str] = GROUPS,
    years: tuple[int, int] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Scores:
    """Score a registered forecast.

    Parameters
    ----------
    forecast : as :func:`kennan.history.forecast_folder.read` gives it.
    record : the record, to its end.
    against : "baselines", "rivals", or names of either.
    years : the first and last year scored; all that are forecast and known if left out.

    Raises
    ------
    BadInput : an unknown name; or the record tells nothing of any year that was forecast.
    """
    from kennan.history.observe.notes import notes
    from kennan.history.observed import observations

    first, last = years or (forecast.members.years[0], forecast.members.years[-1])
    chosen = others(against)
    scenario = scenario_of(forecast)
    seen = observations(record, list(forecast.members.values), scenario)
    found = cells_of(forecast.members, seen, first, last, scenario)
    if not found:
        what = f"the record, which ends on {record.ends}, tells of no year that was forecast"
        raise BadInput(Fault(what, record.place, f"a record that reaches into {first} to {last}"))
    view, span = record.until(forecast.as_of), forecast.members.years
    models, left_out = {forecast.members.model: forecast.members}, {}
    for name, maker in _makers(chosen, view, span, int(forecast.about["seed"]), scenario).items():
        if announce:
            announce(f"forecasting with {name}")
        try:
            models[name] = maker()
        except BadInput as error:  # it needs tables that the forecast does not
            left_out[name] = "; ".join(fault.what for fault in error.faults)
    if announce:
        announce("scoring")
    regions = _regions(scenario)
    scored = {name: _target(cells, models, forecast, regions) for name, cells in found.items()}
    silent = [name for name in forecast.members.values if name not in found]
    claims = judge_all(forecast.without.get(WITH), forecast.without, found)
    told = [cells.years for cells in found.values()]
    ends = int(min(y.min() for y in told)), int(max(y.max() for y in told))
    three = _standing(models, forecast.members.model, found)
    said = tuple(notes(record, list(forecast.members.values), scenario))
    unjudged = "" if WITH in forecast.without else NO_ARMS
    return Scores(forecast, ends, scored, claims, silent, three, left_out, said, unjudged)


def _standing(models: dict[str, Members], main: str, cells: dict[str, Cells]) -> Standing | None:
    scores = {name: one for name, members in models.items() if (one := standing.brier(members, cells))}
    if main not in scores:
        return None
    years, ours = scores[main]
    least = standing.truest(models[main], cells)
    beside = {name: skill(ours, one[1], years, floor=least) for name, one in scores.items() if name != main}
    return Standing({name: float(one[1].mean()) for name, one in scores.items()}, beside)


def others(against: Iterable[str]) -> list[str]:
    """Return the names of baselines and rivals that are asked for, in their order; BadInput for other names."""
    from kennan.history.rivals import NAMES

    wanted, faults = [], Faults()
    for name in against:
        told = {"baselines": list(BASELINES), "rivals": list(NAMES)}.get(name, [name.replace("-", "_")])
        wanted += told
        if told[0] not in BASELINES and told[0] not in NAMES:
            known = (*GROUPS, *BASELINES, *NAMES)
            faults.found.append(unknown("baseline or rival", name, known, "--against"))
    faults.raise_if_any()
    return [name for name in (*BASELINES, *NAMES) if name in wanted]


def _makers(
    chosen: list[str], view: Record, span: tuple[int, ...], seed: int, scenario: Chosen
) -> dict[str, Callable[[], Members]]:
    """Return what makes the forecast of each baseline and rival; what they share is worked out once."""
    from kennan.history import rivals
    from kennan.history.rivals import known, nothing_matters
    from kennan.history.rivals.known import Known
    from kennan.history.rivals.rival import Course

    @cache
    def shared() -> tuple[Known, Course]:
        now = known.known(view, scenario)
        return now, nothing_matters.run(now, span, np.arange(MEMBERS), seed)

    past = pasts(view, scenario) if any(name in BASELINES for name in chosen) else {}

    def baseline(name: str) -> Members:
        return BASELINES[name].forecast(view, span, MEMBERS, seed, scenario, past)

    def rival(name: str) -> Members:
        now, rest = shared()
        return rivals.rivals([name])[name].play(now, span, MEMBERS, seed, rest)[0]

    return {name: partial(baseline if name in BASELINES else rival, name) for name in chosen}


def scenario_of(forecast: Registered) -> Chosen:
    """Return the scenario in which a forecast was made."""
    return scenarios.choose(forecast.about.get("plan", {}).get("scenario", "x-1947"), files=False)


def _regions(scenario: Chosen) -> dict[str, str]:
    theatres = scenarios.load(scenario).theatres
    return dict(zip(theatres.code, theatres.region, strict=True))


def cells_of(
    members: Members, seen: DataFrame, first: int, last: int, scenario: Chosen = "x-1947"
) -> dict[str, Cells]:
    """Return the cells of every target that is both forecast and told of in the years ``first`` to ``last``.

    ``seen`` are observations as :func:`kennan.history.observations` gives them; those that may still change are left
    out, and of several events in a year all but the first.
    """
    found = {}
    inside = seen.year.isin(members.years) & (seen.year >= first) & (seen.year <= last)
    seen = seen[inside & ~seen.censored.astype(bool)]
    for name, target in targets(members.values, scenario).items():
        rows = seen[(seen.target == name) & seen.unit.isin(members.units[name])]
        rows = rows.drop_duplicates(["unit", "year"], keep="first")
        if len(rows):
            errors = rows.error.to_numpy(float)
            values = scaled(rows.value.to_numpy(float), target)
            found[name] = Cells(target, tuple(rows.unit), rows.year.to_numpy(int), values, errors)
    return found


def _target(
    cells: Cells, models: dict[str, Members], forecast: Registered, regions: dict[str, str]
) -> TargetScores:
    main = forecast.members.model
    scored = {}
    for name, members in models.items():
        told = cellwise.said(members, cells)
        if told.known.any():
            scored[name] = _scored(name, told, cells)
    lead = cells.years - int(forecast.members.years[0]) + 1
    parts = {"all": np.ones(len(cells), bool)}
    parts |= {f"lead {name}": (lead >= low) & (lead <= high) for name, (low, high) in LEADS.items()}
    here = np.array([regions.get(unit, "") for unit in cells.units])
    parts |= {f"region {name}": here == name for name in dict.fromkeys(here.tolist()) if name}
    found: dict[str, dict[str, Skill | None]] = {}
    least = cellwise.truest(cells)
    for name in scored:
        if name != main and main in scored:
            found[name] = {
                part: skill(
                    scored[main].score[mask], scored[name].score[mask], cells.years[mask], floor=least[mask]
                )
                for part, mask in parts.items()
                if mask.any()
            }
    return TargetScores(cells, scored, found)


def _scored(name: str, told: Said, cells: Cells) -> Scored:
    """Score one model where it says something; means are over these cells."""
    kept = told.known
    here, mine = cells.where(kept), told.where(kept)
    score_ = cellwise.main_score(mine, here)
    whole = np.full(len(cells), np.nan)
    whole[kept] = score_
    binary = yes_or_no(cells.target)
    ends = {} if binary else cellwise.bands(mine)
    sharp = (
        float((mine.chance * (1 - mine.chance)).mean())
        if binary
        else float((ends[90][1] - ends[90][0]).mean())
    )
    return Scored(
        model=name,
        score=whole,
        mean=float(score_.mean()),
        log=float(cellwise.log_score(mine, here).mean()),
        sharpness=sharp,
        joint=cellwise.joint(mine, here) if cells.target.each != "event" else {},
        surprise=cellwise.surprise(mine, here, score_),
        coverage=[] if binary else calibration.coverage(mine, here),
        pit=None if binary else calibration.pit_histogram(mine, here),
        reliability=calibration.reliability(mine, here) if binary else None,
        murphy=calibration.murphy(mine.chance, here.values) if binary else None,
    )
