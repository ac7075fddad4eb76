"""The article's dead star: light that still reaches us from a body that has gone cold within."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kennan.plots import look, pick

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from xarray import Dataset

# (what the row shows, quantity within, its words, quantity seen from without, its words)
PAIRS = (
    ("The system", "inner_vitality", "inner vitality", "radiance", "radiance abroad"),
    ("Its word", "popular_faith", "faith at home", "appeal_abroad", "appeal abroad"),
)


def decay_and_brilliance(ds: Dataset, policy: str | Sequence[str] | None = None) -> Figure:
    """Draw inner decay beside outward brilliance, and faith at home beside appeal abroad.

    The article asks whether the strong light might come from a star that is already dead, and says that this
    can be neither proved nor disproved (III.16). One pair is inner vitality and radiance; the other is the
    faith of the people at home and the pull of the example abroad. Bands hold 50 and 90 % of the worlds.

    Parameters
    ----------
    ds : a run with ``inner_vitality``, ``radiance``, ``popular_faith`` and ``appeal_abroad``.
    policy : one policy, several (a column each), or None for all of the run.

    Raises
    ------
    BadInput : an unknown policy or a quantity that was not recorded; all faults at once.

    Example
    -------
    >>> import kennan
    >>> run = kennan.run(worlds=4, years=2)
    >>> kennan.plots.decay_and_brilliance(run, "containment").savefig("star.svg")
    """
    names = [name for pair in PAIRS for name in (pair[1], pair[3])]
    wanted, faults = pick.check(ds, quantities=names, policy=policy)
    faults.raise_if_any()
    single = len(wanted) == 1
    rows, columns = (1, 2) if single else (2, len(wanted))
    paper = look.sheet(
        rows,
        columns,
        title="Inner decay beside outward brilliance" + (f", under {wanted[0]}" if single else ""),
        subtitle="Left: the system itself. Right: faith in it at home, and its pull abroad."
        if single
        else "",
        caption=(
            f"{pick.worlds_said(ds, len(wanted))}. Lines: medians. Dark bands: 50 % of the worlds, light "
            "bands: 90 %. Orange: seen from outside. Blue: what is within."
        ),
        width=10.0,
        panel=2.4 if single else 1.5,
        right=1.6 if single else 0.15,
        gap=(2.0, 0.0) if single else (0.18, 0.46),
        above=0.34 if single else 0.62,
    )
    every = pick.times(ds)
    months = pick.some_months(every.size, pick.MOST_POINTS if single else pick.FEW_POINTS)
    when = every[months]
    for k, (row_title, within, within_words, seen, seen_words) in enumerate(PAIRS):
        panels = [paper.panels[0][k]] if single else paper.panels[k]
        found = {(p, q): pick.spread(pick.values(ds, q, p, months)) for p in wanted for q in (within, seen)}
        top = max(1.0, *(float(s.max()) for s in found.values()))
        for c, (axes, p) in enumerate(zip(panels, wanted, strict=True)):
            ends = []
            for q, colour in ((within, look.BLUE), (seen, look.VERMILION)):
                _bands(axes, when, found[p, q], colour)
                ends.append(float(found[p, q][2, -1]))
            axes.set_ylim(0, top * 1.02)
            marks = look.ticks_between(0, top)
            axes.set_yticks(marks, [f"{m:g}" for m in marks] if c == 0 else [""] * len(marks))
            axes.grid(axis="y", color=look.RULE, lw=0.6)
            wide = look.inches(axes)[0]
            years = look.year_ticks(float(when[0]), float(when[-1]), wide)
            axes.set_xticks(years, [str(y) for y in years] if single or k == 1 else [""] * len(years))
            axes.set_xlim(when[0], when[-1])
            if single:
                _end_words(axes, when[-1], ends, (within_words, seen_words), top)
            elif k == 0:
                look.head(axes, p, lift=24)
        units = {pick.unit(ds, within), pick.unit(ds, seen)}
        words = (
            ", ".join(sorted(units))
            if single
            else f"{row_title}: {within_words} and {seen_words}, " + " / ".join(units)
        )
        look.unit_line(panels[0], words)
    return paper.figure


def _bands(axes: Axes, when: np.ndarray, spread: np.ndarray, colour: str) -> None:
    axes.fill_between(when, spread[0], spread[4], color=colour, alpha=0.10, lw=0)
    axes.fill_between(when, spread[1], spread[3], color=colour, alpha=0.26, lw=0)
    axes.plot(when, spread[2], color=colour, lw=1.8)


def _end_words(axes: Axes, last: float, ends: list[float], words: tuple[str, str], top: float) -> None:
    places = look.apart(ends, 0.08 * top)
    for value, place, word, colour in zip(ends, places, words, (look.BLUE, look.VERMILION), strict=True):
        look.beside(axes, f"{word} {value:.2f}", (last, place), 6, color=colour, weight="bold")
