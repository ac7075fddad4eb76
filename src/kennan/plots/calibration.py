"""What the record says of the parameters: prior beside posterior; and whether the method finds known ones again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kennan.plots import look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kennan.history.calibrating.recover import Recovered
    from kennan.history.posterior import Posterior

GREY = "#c9ced3"


def beside(found: Posterior) -> Figure:
    """Draw prior and posterior of every calibrated parameter, each on the scale of its own prior.

    The scale is the prior's normal score: 0 is its median, and nine in ten of it lie between -1.64 and 1.64.
    """
    from scipy.special import ndtri

    from kennan.model import parameters

    rows = [row for row in found.about["table"] if row["posterior"] is not None]
    rest = len(found.about["table"]) - len(rows)
    left = max(look.text_width(row["name"], 8.5) for row in rows) + 0.25
    caption = (
        f"Grey: nine in ten of the prior. Bars: nine in ten of the posterior given the record to {found.until}, with "
        "the median; blue where so many particles of the prior itself would not move so far, grey line where they "
        f"might. {rest} other parameters keep their priors."
    )
    paper = look.sheet(
        1,
        1,
        title="What the record says of the numbers",
        subtitle="Prior beside posterior, on the scale of the prior's normal score",
        caption=caption,
        width=8.0,
        panel=0.3 * len(rows),
        left=left,
    )
    axes, register = paper.panels[0][0], parameters.load()
    axes.axvspan(-1.645, 1.645, color=GREY, alpha=0.35, lw=0)
    axes.axvline(0, color=look.PAPER, lw=1)
    for place, row in enumerate(rows):
        low, middle, high = (ndtri(_level(register[row["name"]], value)) for value in row["posterior"])
        colour = look.BLUE if row["constrained"] else look.SOFT
        axes.plot([low, high], [place, place], color=colour, lw=3, solid_capstyle="butt")
        axes.plot([middle], [place], "o", color=colour, ms=5, mec=look.PAPER)
    axes.set(ylim=(len(rows) - 0.5, -0.5), xlim=(-3.2, 3.2), yticks=range(len(rows)))
    axes.set_yticklabels([row["name"] for row in rows])
    return paper.figure


def _level(parameter: object, value: float) -> float:
    """Return the probability at which a prior has this quantile, by bisection."""
    low, high = 1e-9, 1.0 - 1e-9
    for _ in range(40):
        middle = (low + high) / 2
        below = float(parameter.quantile(np.array([middle]))[0]) < value  # type: ignore[attr-defined]
        low, high = (middle, high) if below else (low, middle)
    return low


def ranks(found: Recovered, bins: int = 10) -> Figure:
    """Draw histograms of the ranks of known numbers among posterior draws, with the band of even ones."""
    from scipy.stats import binom

    count = found.ranks.shape[1]
    columns = 3
    down = -(-len(found.names) // columns)
    ends = binom.ppf([0.005, 0.995], count, 1 / bins)
    paper = look.sheet(
        down,
        columns,
        title="Known numbers found again",
        subtitle=f"Ranks of the true number among posterior draws, {count} synthetic records",
        caption="Band: 99 of 100 bars of a right method lie in it.",
        width=8.0,
        panel=1.0,
        gap=(0.25, 0.45),
    )
    panels = [axes for row in paper.panels for axes in row]
    for axes in panels[len(found.names) :]:
        axes.set_visible(False)
    for axes, name, row in zip(panels, found.names, found.ranks, strict=False):
        axes.axhspan(ends[0], ends[1], color=GREY, alpha=0.5, lw=0)
        axes.hist(row, bins=bins, range=(0, 1), color=look.BLUE, rwidth=0.9)
        axes.set_title(name, fontsize=8.5, loc="left")
        axes.set(xlim=(0, 1))
    return paper.figure
