"""The statistics of the claims language: what an experiment and a measure give, world by world.

A closed set; every function takes a :class:`~kennan.ledger.view.View` and a
:class:`~kennan.ledger.check.Measure` and returns a sample. What each is stands in docs/reference/claims.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from kennan.faults import BadInput, Fault
from kennan.ledger import derived
from kennan.ledger.check import ENDINGS, Measure, Where, Window
from kennan.ledger.samples import Middle, Ratio, Sample, Wide, middle
from kennan.ledger.view import Array, View

THEATRE = "theatre_"


def sample(view: View, measure: Measure, by_theatre: bool = False) -> Sample:
    """Return what a measure gives in an experiment.

    Parameters
    ----------
    by_theatre : keep theatres apart (for the comparison "breadth").
    """
    chosen = worlds(view, measure)
    if by_theatre:
        x = view.theatre(measure.quantity.removeprefix(THEATRE))
        rows = _rows(measure.window, 12, len(x))
        return Wide(x[rows].mean(0).astype(float) * chosen, chosen.astype(float))
    made = FUNCTIONS[measure.statistic](view, measure)
    if isinstance(made, Middle):
        return Middle(made.grid, made.counts * chosen[:, None])
    return replace(made, numerator=made.numerator * chosen, denominator=made.denominator * chosen)


def worlds(view: View, measure: Measure) -> Array:
    """Return which worlds count, bool [world]."""
    chosen = np.ones(view.worlds, bool)
    for where in measure.where:
        chosen &= _where(view, where)
    return chosen


def _where(view: View, where: Where) -> Array:
    first, until = where.window or (0, view.months + 1)
    if where.kind == "event":
        number = view.events(where.names[0])[first:until].sum(0)
        return np.asarray((number >= where.low) & (number <= where.high))
    if where.kind in ("reached", "never"):
        return np.asarray((view.reached(where.names[0]) >= 0) == (where.kind == "reached"))
    if where.kind == "ending":
        return np.isin(view.ending, [ENDINGS[name] for name in where.names])
    mean = view[where.names[0]][first:until].mean(0)
    return np.asarray((mean > where.low) & (mean < where.high))


def _rows(window: Window, step: int, length: int) -> slice:
    """Return the rows that lie in a window; rows are ``step`` months apart."""
    return slice(-(-window[0] // step), min(-(-window[1] // step), length))


def values(view: View, measure: Measure) -> tuple[Array, Array, int]:
    """Return values [item, world], what they are weighed by [item, world] (0: does not count), and months
    between items (0 when they have no month)."""
    name, weight = measure.quantity, None
    register = derived.load()
    if name.startswith(THEATRE):
        x, step = view.theatre(name.removeprefix(THEATRE)), 12
        if measure.theatres:
            x = x[:, view.rows(measure.theatres)]
        x = x.mean(1)
    elif name in register:
        made, step = register[name].function(view), {"month": 1, "year": 12}.get(register[name].every, 0)
        if isinstance(made, tuple):
            weight = np.atleast_2d(np.asarray(made[1], float))
            with np.errstate(divide="ignore", invalid="ignore"):
                made = np.atleast_2d(np.asarray(made[0], float)) / weight
        x = np.atleast_2d(np.asarray(made))
    else:
        x, step = view[name], 1
    weight = np.ones(x.shape) if weight is None else np.where(np.isfinite(weight), weight, 0.0)
    weight = np.where(np.isfinite(x), weight, 0.0)
    for months in measure.months_where:
        other = view[months.quantity][:: max(step, 1)]
        weight = weight * ((other > months.low) & (other < months.high))
    return np.where(weight > 0, x, 0.0), weight, step


def _cut(view: View, measure: Measure, window: Window) -> tuple[Array, Array, int]:
    x, weight, step = values(view, measure)
    if step == 0:
        return x, weight, step
    rows = _rows(window, step, len(x))
    return x[rows], weight[rows], step


def _per_world(numerator: Array, denominator: Array) -> tuple[Array, Array]:
    """Return sums [world] as floats, a denominator that is the same everywhere taken to 1."""
    numerator, denominator = np.asarray(numerator, float), np.asarray(denominator, float)
    if len(denominator) and denominator[0] > 0 and (denominator == denominator[0]).all():
        return numerator / denominator[0], np.ones_like(denominator)
    return numerator, denominator


def _mean(view: View, measure: Measure) -> Ratio:
    x, weight, _ = _cut(view, measure, measure.window)
    return _never_else(*_per_world((x.astype(float) * weight).sum(0), weight.sum(0)), least=0.0)


def _change(view: View, measure: Measure) -> Ratio:
    assert measure.since is not None
    ends = []
    for window in (measure.window, measure.since):
        x, weight, _ = _cut(view, measure, window)
        with np.errstate(divide="ignore", invalid="ignore"):
            ends.append((x.astype(float) * weight).sum(0) / weight.sum(0))
    moved = ends[0] - ends[1]
    there = np.isfinite(moved)
    return _never_else(np.where(there, moved, 0.0), there.astype(float))


def _never_else(numerator: Array, denominator: Array, least: float = -np.inf) -> Ratio:
    """A mean; where all worlds have the same whole number (nothing ever happened), one more could have another.

    Parameters
    ----------
    least : what no world can have less than, where it does not begin below.
    """
    there = denominator > 0
    values = numerator[there] / denominator[there]
    if not there.any() or np.ptp(values) > 0 or values[0] != np.rint(values[0]):
        return Ratio(numerator, denominator)
    same, usual = float(values[0]), float(denominator[there].mean())
    low = max(same - 1.0, least) if same >= least else same - 1.0
    return Ratio(numerator, denominator, ((same + 1.0) * usual, usual), (low * usual, usual))


def _is(view: View, measure: Measure) -> tuple[Array, Array, int]:
    """Return whether the level is passed [item, world], what counts [item, world], and the step."""
    x, weight, step = _cut(view, measure, measure.window)
    _refuse_pair(weight, measure)
    return (x > measure.low) & (x < measure.high) & (weight > 0), weight > 0, step


def _refuse_pair(weight: Array, measure: Measure) -> None:
    if not np.isin(weight, (0.0, 1.0)).all():
        what = f"{measure.quantity!r} is a ratio of sums, which has a mean and a change, but no {measure.statistic}"
        raise BadInput(Fault(what, "statistic", "mean, change"))


def _share(view: View, measure: Measure) -> Ratio:
    passed, counted, _ = _is(view, measure)
    made = _per_world(passed.sum(0), counted.sum(0))
    return _bounded(*made)


def _bounded(numerator: Array, denominator: Array) -> Ratio:
    """A share: one more world could be all one way or all the other, as far as any world is."""
    there = denominator > 0
    usual = float(denominator[there].mean()) if there.any() else 1.0
    share = numerator[there] / denominator[there]
    some, most = (share > 0).any(), (share < 1).any()
    high = float(share.max()) if some else 1.0
    low = float(share.min()) if most else 0.0
    return Ratio(numerator, denominator, (usual * high, usual), (usual * low, usual))


def _months(view: View, measure: Measure) -> Ratio:
    passed, _, step = _is(view, measure)
    number = passed.sum(0).astype(float) * step
    return _counted(number, np.ones_like(number))


def _counted(number: Array, denominator: Array) -> Ratio:
    """A number of things a world: one more world could have as many as any, and at least one."""
    return Ratio(number, denominator, (max(1.0, float(number.max(initial=0.0))), 1.0), (0.0, 1.0))


def _ever(view: View, measure: Measure) -> Ratio:
    passed, counted, _ = _is(view, measure)
    return _yes_or_no(np.asarray(passed.any(0)), np.asarray(counted.any(0)))


def _yes_or_no(yes: Array, counted: Array) -> Ratio:
    """Yes or no in each world: one more world could be either, which gives Clopper and Pearson's interval."""
    return Ratio((yes & counted).astype(float), counted.astype(float), (1.0, 1.0), (0.0, 1.0))


def _first_month(view: View, measure: Measure) -> Middle:
    passed, counted, step = _is(view, measure)
    first = np.where(passed.any(0), passed.argmax(0), len(passed)) * step
    scale = 12.0 if measure.in_years else 1.0
    return middle((first / scale)[None], np.asarray(counted.any(0))[None])


def _median(view: View, measure: Measure) -> Middle:
    x, weight, _ = _cut(view, measure, measure.window)
    _refuse_pair(weight, measure)
    return middle(x, weight > 0)


def _unevenness(view: View, measure: Measure) -> Ratio:
    x, weight, _ = _cut(view, measure, measure.window)
    _refuse_pair(weight, measure)
    whole = (weight > 0).all(0)
    time = np.linspace(-1.0, 1.0, len(x))[:, None]
    centre = x.mean(0)
    slope = (x * time).sum(0) / (time**2).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (x - centre - slope * time).std(0) / np.abs(centre)
    whole &= np.isfinite(share)
    return Ratio(np.where(whole, share, 0.0).astype(float), whole.astype(float))


def _count(view: View, measure: Measure) -> Ratio:
    first, until = measure.window
    number = view.events(measure.event)[first:until].sum(0).astype(float)
    if not measure.per:
        return _counted(number, np.ones_like(number))
    of = sum(view.events(kind)[first:until].sum(0) for kind in measure.per).astype(float)
    usual = float(of[of > 0].mean()) if (of > 0).any() else 1.0
    return Ratio(number, of, (usual, usual), (0.0, usual))


def _reached(view: View, measure: Measure) -> Ratio:
    month = view.reached(measure.outcome)
    first, until = measure.window
    return _yes_or_no((month >= first) & (month < until), np.ones(view.worlds, bool))


def _hazard(view: View, measure: Measure) -> Ratio:
    month = view.reached(measure.outcome)
    first, until = measure.window
    reached = (month >= first) & (month < until)
    outlived = (month < 0) | (month >= first)
    lived = np.where(reached, month, until - 1) - first
    years = np.where(outlived, np.maximum(lived, 0), 0) / 12.0
    return Ratio(reached.astype(float), years, (1.0, 0.0), (0.0, 0.0))


def _ending(view: View, measure: Measure) -> Ratio:
    so = np.isin(view.ending, [ENDINGS[name] for name in measure.endings])
    return _yes_or_no(so, np.ones(view.worlds, bool))


FUNCTIONS: dict[str, Callable[[View, Measure], Ratio | Middle]] = {
    "mean": _mean,
    "change": _change,
    "share": _share,
    "months": _months,
    "ever": _ever,
    "first_month": _first_month,
    "median": _median,
    "unevenness": _unevenness,
    "count": _count,
    "reached": _reached,
    "hazard": _hazard,
    "ending": _ending,
}
