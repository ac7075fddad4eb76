"""What became of Soviet power: in the end, and year by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kennan.plots import look, pick
from kennan.records import summary
from kennan.records.summary import OUTCOMES, in_hundred, moments, shares

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from xarray import Dataset

NONE_STANDS = "none of these"


def outcomes(ds: Dataset, policy: str | Sequence[str] | None = None) -> Figure:
    """Draw what became of Soviet power: for each outcome a bar per policy, in worlds of 100, with 90 %
    intervals.

    Parameters
    ----------
    ds : a run.
    policy : one or several policies; None takes all of the run.

    Raises
    ------
    BadInput : an unknown policy; the message gives the nearest name.

    Example
    -------
    >>> import kennan
    >>> run = kennan.run(worlds=4, years=2)
    >>> kennan.plots.outcomes(run).savefig("outcomes.svg")
    """
    wanted, faults = pick.check(ds, policy=policy)
    faults.raise_if_any()
    found = shares(ds)
    caption = (
        f"{pick.worlds_said(ds, len(wanted))}, {pick.last_month(ds)}. Bars and figures: worlds in 100, "
        "adding up to 100 for each policy. Whiskers: 90 % interval (Wilson), for the finite number of worlds."
    )
    if len(wanted) == 1:
        return _one_policy(ds, found[wanted[0]], wanted[0], caption)
    paper = look.sheet(
        1,
        len(OUTCOMES),
        title=f"What became of {summary.world(ds).words['closed_power']}",
        subtitle="Each outcome under each policy, in worlds of 100.",
        caption=caption,
        panel=0.3 * len(wanted),
        left=1.15,
        right=0.15,
        gap=(0.12, 0.0),
        below=0.12,
        above=0.44,
    )
    titles = summary.titles(ds)
    numbers = {p: in_hundred([found[p][o].share for o in OUTCOMES]) for p in wanted}
    top = max(found[p][o].high for p in wanted for o in OUTCOMES) * 100
    for k, outcome in enumerate(OUTCOMES):
        axes = paper.panels[0][k]
        rows = [found[p][outcome] for p in wanted]
        _bars(axes, rows, [numbers[p][k] for p in wanted], [look.COLOURS[outcome]] * len(rows), top * 1.25)
        axes.set_yticks(range(len(wanted)), wanted if k == 0 else [""] * len(wanted))
        axes.tick_params(axis="y", labelsize=9, labelcolor=look.INK, pad=6)
        look.head(axes, look.capital(titles[outcome]).replace("n e", "n\ne"), size=9)  # the one long name
    return paper.figure


def _one_policy(ds: Dataset, found: dict[str, summary.Share], policy: str, caption: str) -> Figure:
    """Draw the six outcomes of one policy under each other."""
    paper = look.sheet(
        1,
        1,
        title=f"What became of {summary.world(ds).words['closed_power']}",
        subtitle=f"Under {policy}, in worlds of 100.",
        caption=caption,
        width=7.2,
        panel=0.31 * len(OUTCOMES),
        left=1.5,
        right=0.5,
        below=0.1,
        above=0.12,
    )
    axes = paper.panels[0][0]
    rows = [found[o] for o in OUTCOMES]
    numbers = in_hundred([r.share for r in rows])
    _bars(axes, rows, numbers, [look.COLOURS[o] for o in OUTCOMES], max(r.high for r in rows) * 102)
    axes.set_yticks(range(len(OUTCOMES)), [*summary.titles(ds).values()])
    axes.tick_params(axis="y", labelsize=9, labelcolor=look.INK, pad=6)
    return paper.figure


def _bars(axes: Axes, rows: list[summary.Share], numbers: list[int], colours: list[str], top: float) -> None:
    """Draw bars with whiskers and the number of worlds in 100 at the end of each."""
    at = np.arange(len(rows))
    values = np.array([100 * r.share for r in rows])
    low, high = (np.array([100 * getattr(r, side) for r in rows]) for side in ("low", "high"))
    axes.barh(at, values, height=0.62, color=colours, lw=0)
    axes.hlines(at, low, high, color=look.PAPER, lw=3.2)
    axes.hlines(at, low, high, color="#6e7781", lw=1.3)
    for y, row, number, end in zip(range(len(rows)), rows, numbers, high, strict=True):
        look.beside(axes, said(row, number), (end, y), 5, size=9, weight="bold")
    axes.set_xlim(0, top)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=look.SOFT, lw=0.8)


def said(share: summary.Share, number: int) -> str:
    """Return a share as people read it: "52", "<1" for a few worlds that round to none, "0" for none at
    all.
    """
    return "<1" if number == 0 and share.share > 0 else str(number)


def standing(ds: Dataset, policy: str) -> tuple[np.ndarray, np.ndarray]:
    """Return (years, shares[6, years]): the share of worlds in which each outcome stands in the month of the start of
    each year, and in the last month.

    An outcome stands from the month in which it was first reached until it was last lost; after that only
    while its ``progress_`` (if recorded) is at 1. Of several that stand at once the first in the order of
    precedence counts; the last row is the worlds in which none stands. Every column adds up to 1.
    """
    index = pick.policy_names(ds).index(policy)
    every = pick.times(ds)
    months = np.unique(np.append(np.arange(0, every.size, 12), every.size - 1))
    reached, left = moments(ds, index)
    at = months[:, None]
    taken = np.zeros((months.size, reached.shape[1]), bool)
    result = np.zeros((6, months.size))
    for k, name in enumerate(OUTCOMES[:5]):
        came, lost = reached[k], np.where(left[k] >= reached[k], left[k], -1)
        stands = (came >= 0) & (at >= came) & ((lost < 0) | (at < lost))
        progress = f"progress_{name}"
        if (lost >= 0).any() and progress in ds:
            now = ds[progress].isel(policy=index, month=months).transpose("month", "world").values
            stands |= (lost >= 0) & (at >= lost) & (now >= 1 - 1e-6)
        result[k] = (stands & ~taken).mean(axis=1)
        taken |= stands
    result[5] = 1 - result[:5].sum(axis=0)
    return every[months], result


def outcomes_over_time(ds: Dataset, policy: str | Sequence[str] | None = None) -> Figure:
    """Draw in how many worlds of 100 each outcome stands, year by year, stacked with general war at the
    bottom.

    An outcome stands from the month it is reached to the month it dissolves again; see :func:`standing`.

    Parameters
    ----------
    ds : a run.
    policy : one policy, several (a panel each), or None for all of the run.

    Raises
    ------
    BadInput : an unknown policy; the message gives the nearest name.

    Example
    -------
    >>> import kennan
    >>> run = kennan.run(worlds=4, years=2)
    >>> kennan.plots.outcomes_over_time(run, "containment").savefig("years.svg")
    """
    wanted, faults = pick.check(ds, policy=policy)
    faults.raise_if_any()
    single = len(wanted) == 1
    paper = look.sheet(
        1,
        len(wanted),
        title="When it came" + (f", under {wanted[0]}" if single else ""),
        subtitle=f"Worlds in 100 in which each outcome stands in {pick.first_month(ds)} of the year.",
        caption=(
            f"{pick.worlds_said(ds, len(wanted))}. An outcome stands from the month it is reached until it "
            "dissolves; where two stand at once, the one named first counts. Grey: none of the five stands "
            "(a stalemate, if it lasts to the end)."
        ),
        width=7.2 if single else 10.0,
        panel=2.8 if single else 1.9,
        left=0.5,
        right=1.6 if single else 0.15,
        gap=(0.18, 0.0),
        above=0.16 if single else 0.62,
    )
    for c, (axes, policy_name) in enumerate(zip(paper.panels[0], wanted, strict=True)):
        when, parts = standing(ds, policy_name)
        edges = np.vstack([np.zeros(when.size), np.cumsum(parts, axis=0)]) * 100
        for k, outcome in enumerate(OUTCOMES):
            if parts[k].any():
                colour = look.COLOURS[outcome]
                axes.fill_between(when, edges[k], edges[k + 1], color=colour, lw=0.5, edgecolor=look.PAPER)
        wide = look.inches(axes)[0]
        years = look.year_ticks(float(when[0]), float(when[-1]), wide)
        axes.set_xticks(years, [str(y) for y in years])
        axes.set_xlim(when[0], when[-1])
        axes.set_ylim(0, 100)
        marks = [0, 25, 50, 75, 100]
        axes.set_yticks(marks, [str(m) for m in marks] if c == 0 else [""] * 5)
        if single:
            _ends(axes, edges[:, -1], parts[:, -1], when[-1], summary.titles(ds))
        else:
            look.head(axes, policy_name)
    if not single:
        titles = summary.titles(ds) | {"stalemate": NONE_STANDS}
        names = [titles[o] for o in OUTCOMES]
        look.key(paper.figure, 0.5, paper.head + 0.1, list(zip(names, look.COLOURS.values(), strict=True)))
    return paper.figure


def _ends(axes: Axes, edges: np.ndarray, parts: np.ndarray, last: float, titles: dict[str, str]) -> None:
    """Name the areas at their right-hand end, with worlds in 100."""
    numbers = in_hundred(list(parts))
    shown = [k for k in range(6) if parts[k] > 0]
    places = look.apart([float(edges[k] + edges[k + 1]) / 2 for k in shown], 6.2)
    lift = max(0.0, 2.5 - min(places)) - max(0.0, max(places) - 97.5)
    for k, place in zip(shown, places, strict=True):
        name = NONE_STANDS if k == 5 else titles[OUTCOMES[k]]
        words = f"{said(summary.Share(parts[k], 0, 0, 1), numbers[k])} {name}"
        look.beside(axes, "■", (last, place + lift), 6, size=9, color=look.COLOURS[OUTCOMES[k]])
        look.beside(axes, words, (last, place + lift), 17)
