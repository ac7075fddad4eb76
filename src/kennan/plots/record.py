"""Forecasts with the record drawn over them: fans, calibration, skill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios
from kennan.faults import BadInput, Fault
from kennan.history.scale import yes_or_no
from kennan.plots import look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from xarray import Dataset

    from kennan.history.members import Members
    from kennan.history.record import Record
    from kennan.history.score import Scores
    from kennan.history.score_cells import Cells
    from kennan.scenarios import Chosen

ACROSS = 3
PALE, MIDDLE = "#cfe3f1", "#8fc1e0"
#: In the words of the article's world; another one is told in its own.
TITLES = {
    "orbit_theatre": "Theatres in the orbit",
    "orbit_states": "States in the orbit",
    "gdp_ratio": "Output, Soviet over American",
    "cinc_ratio": "Capability, Soviet over American",
    "soviet_growth": "Soviet growth, a year",
    "party_members": "Party members, million",
    "leader_change": "Change of leader in the year",
    "quiet_transfer": "Transfer of power quiet",
    "bloc_unrest": "Open unrest in the bloc",
    "superpower_crises": "Crises of the powers",
    "kremlin_yields": "The Kremlin yields in crises",
    "forces_abroad": "American forces abroad, thousand",
    "broken_up": "Soviet power broken up",
    "mellowed": "Soviet power mellowed",
}
PER = {"party_members": 1e6, "forces_abroad": 1e3}


def fans(found: Scores) -> Figure:
    """Return every target's forecast as a fan, with the record drawn over it.

    Parameters
    ----------
    found : what :func:`kennan.history.score.score` returned.

    Returns
    -------
    A panel a target: bands of half and of nine tenths of the members and their median, the record as dots with twice
    its error; of a yes or no the probability, and the record as dots at 0 and 1. Theatres are added up.
    """
    from kennan.history.score import scenario_of

    about = found.forecast.about
    told = (
        "It is conditional on what the West did."
        if about["policy_uses_hindsight"]
        else "Nothing later was read."
    )
    return _sheet(
        found.forecast.members,
        {name: one.cells for name, one in found.targets.items()},
        scenario_of(found.forecast),
        f"What was forecast as of {about['as_of']}, and what came",
        f"Policy: {about['course']}. {told}",
        f"{found.forecast.members.count:,} members, registered as {about['digest'][:12]}.",
    )


def run(ds: Dataset, record: Record | None = None, policy: str | None = None) -> Figure:
    """Return what any run would tell the record, with the record drawn over it, as :func:`fans` does of a forecast.

    Parameters
    ----------
    ds : a run, as :func:`kennan.run` or :func:`kennan.open` gives it.
    record : the record; the package's facts if left out.
    policy : one of the run's; the first if left out.

    Raises
    ------
    BadInput : there is no such policy, or the run recorded nothing that the record tells of.
    """
    from kennan import history
    from kennan.history.of_run import of_run, scenario_of
    from kennan.history.score import cells_of

    scenario = scenario_of(ds)
    record = record or history.load(scenario=scenario)
    members = of_run(ds, record, policy)
    seen = history.observations(record, list(members.values), scenario)
    cells = cells_of(members, seen, members.years[0], members.years[-1], scenario)
    if not cells:
        raise BadInput(
            Fault(f"the record, which ends on {record.ends}, tells of no year of the run", record.place)
        )
    title, words = (
        f"{members.model}, {members.years[0]} to {members.years[-1]}, and the record",
        "A run, and no forecast.",
    )
    return _sheet(members, cells, scenario, title, words, f"{members.count:,} worlds.")


def _title(name: str, scenario: Chosen) -> str:
    return scenarios.load(scenario).words.tell(TITLES.get(name, name))


def _sheet(
    members: Members, cells: dict[str, Cells], scenario: Chosen, title: str, subtitle: str, caption: str
) -> Figure:
    names = list(cells)
    rows = -(-len(names) // ACROSS)
    sheet = look.sheet(
        rows,
        ACROSS,
        title=title,
        subtitle=subtitle,
        caption="Bands: half and nine tenths of the members; line: their median (of a yes or no: the probability). "
        f"Dots: the record, with bars of twice its error. {caption}",
        panel=1.35,
        gap=(0.55, 0.52),
    )
    for k, name in enumerate(names):
        axes = sheet.panels[k // ACROSS][k % ACROSS]
        look.head(axes, _title(name, scenario))
        _fan(axes, members, cells[name])
    for k in range(len(names), rows * ACROSS):
        sheet.panels[k // ACROSS][k % ACROSS].set_visible(False)
    return sheet.figure


def _fan(axes: Axes, members: Members, cells: Cells) -> None:
    target, years = cells.target, np.array(members.years)
    array = members.values[target.name]
    if target.each == "theatre-year":
        _bands(axes, years, array.sum(0))
        spans = np.unique(cells.years)
        axes.plot(spans, [cells.values[cells.years == y].sum() for y in spans], "o", **_dot())
    elif yes_or_no(target):
        defined = np.isfinite(array[0])
        chance = np.where(defined, array[0], 0).sum(1) / np.maximum(defined.sum(1), 1)
        chance = np.where(defined.any(1), chance, np.nan)
        axes.plot(years, chance, color=look.BLUE, lw=1.6)
        axes.fill_between(years, 0, chance, color=PALE, lw=0)
        axes.plot(cells.years, cells.values, "o", **_dot())
        axes.set_ylim(-0.06, 1.06)
        axes.set_yticks([0, 0.5, 1])
    else:
        unit = PER.get(target.name, 1.0)
        _bands(axes, years, array[0] / unit)
        _record(axes, cells, unit)
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    axes.grid(axis="y", color=look.RULE, lw=0.5)
    axes.locator_params("x", integer=True, nbins=5)


def _bands(axes: Axes, years: np.ndarray, values: np.ndarray) -> None:
    """Draw quantiles over members of values [year, member]."""
    known = np.isfinite(values).all(1)
    years, values = years[known], values[known]
    if len(years):
        low, quarter, middle, three, high = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95), axis=1)
        axes.fill_between(years, low, high, color=PALE, lw=0)
        axes.fill_between(years, quarter, three, color=MIDDLE, lw=0)
        axes.plot(years, middle, color=look.BLUE, lw=1.6)


def _record(axes: Axes, cells: Cells, unit: float) -> None:
    low, high = cells.values - 2 * cells.errors, cells.values + 2 * cells.errors
    value = cells.values
    if cells.target.scale == "log":
        low, value, high = np.exp(low), np.exp(value), np.exp(high)
    axes.vlines(cells.years, low / unit, high / unit, color=look.INK, lw=0.8)
    axes.plot(cells.years, value / unit, "o", **_dot())


def _dot() -> dict[str, Any]:
    return {"color": look.INK, "ms": 3.2, "zorder": 5, "clip_on": False}


def calibration(found: Scores) -> Figure:
    """Return whether things came as often as was said: of numbers the PIT, of a yes or no the reliability.

    Parameters
    ----------
    found : what :func:`kennan.history.score.score` returned.
    """
    from kennan.history.score import scenario_of

    scenario = scenario_of(found.forecast)
    own = {name: one.models[found.model] for name, one in found.targets.items() if found.model in one.models}
    names = list(own)
    rows = -(-len(names) // ACROSS)
    sheet = look.sheet(
        rows,
        ACROSS,
        title="Do things come as often as was said?",
        subtitle="Of numbers: where the record fell among the members, which should be flat. Of a yes or no: how "
        "often it came, by the probability said, which should follow the line.",
        caption="Pale bars: what nine in ten of the forecast's own courses would show in the place of the record, with "
        "all that hangs together in them. Dots outside are more than chance.",
        panel=1.35,
        gap=(0.55, 0.52),
    )
    for k, name in enumerate(names):
        axes, scored = sheet.panels[k // ACROSS][k % ACROSS], own[name]
        look.head(axes, f"{_title(name, scenario)} ({len(found.targets[name].cells)})")
        if scored.pit is not None:
            pit = scored.pit
            middle = (pit.edges[:-1] + pit.edges[1:]) / 2
            axes.bar(middle, pit.high - pit.low, 0.085, pit.low, color=PALE)
            axes.plot(middle, pit.shares, "o", **_dot())
            axes.set_xlim(0, 1)
            axes.set_ylim(0, None)
        elif scored.reliability is not None:
            told = scored.reliability
            axes.plot([0, 1], [0, 1], color=look.RULE, lw=1)
            axes.bar(told.said, told.high - told.low, 0.05, told.low, color=PALE)
            sizes = 10 + 40 * np.sqrt(told.cells / told.cells.max())
            axes.scatter(told.said, told.came, sizes, color=look.INK, zorder=5, clip_on=False)
            axes.set_xlim(0, 1)
            axes.set_ylim(-0.04, 1.04)
    for k in range(len(names), rows * ACROSS):
        sheet.panels[k // ACROSS][k % ACROSS].set_visible(False)
    return sheet.figure


def skill(found: Scores) -> Figure:
    """Return the skill over each other model as bars, a panel a model, targets below each other.

    Parameters
    ----------
    found : what :func:`kennan.history.score.score` returned.
    """
    from kennan.history.score import scenario_of

    scenario = scenario_of(found.forecast)
    names = list(found.targets)
    others = list(dict.fromkeys(model for one in found.targets.values() for model in one.skill))
    others = others or [found.model]
    sheet = look.sheet(
        1,
        len(others),
        title="How much better than the others?",
        subtitle="1 is perfect, 0 no better, below 0 worse. Line: nine times in ten, drawing blocks of years.",
        caption="Skill: 1 - score over the other's score (Brier of a yes or no, else CRPS). Beyond -1 is cut off.",
        panel=0.26 * len(names) + 0.2,
        left=1.75,
        gap=(0.12, 0.3),
        width=max(7.0, 1.9 + 1.15 * len(others)),
    )
    for k, other in enumerate(others):
        axes = sheet.panels[0][k]
        look.head(axes, other.replace("_", " "), size=8)
        for row, name in enumerate(names):
            here = found.targets[name].skill.get(other, {}).get("all")
            if here is None:
                continue
            if here.skill is None:  # a ratio would divide by next to nothing: scores.csv has the difference
                axes.text(0, row, "no ratio", size=6, ha="center", va="center", color=look.SOFT)
                continue
            colour = {"better": look.BLUE, "worse": look.VERMILION}.get(here.verdict, "#9aa4ae")
            axes.barh(row, max(here.skill, -1.0), 0.62, color=colour)
            if here.low is not None and here.high is not None:
                axes.hlines(row, max(here.low, -1.0), min(max(here.high, -1.0), 1.0), color=look.INK, lw=1)
        axes.axvline(0, color=look.SOFT, lw=0.8)
        axes.set_xlim(-1.05, 1.05)
        axes.set_xticks([-1, 0, 1])
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_yticks(range(len(names)), [_title(n, scenario) if k == 0 else "" for n in names])
    return sheet.figure
