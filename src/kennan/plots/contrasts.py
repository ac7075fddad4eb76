"""What holds over draws of every number: how many draws end better, alike and worse, and how far shares spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennan.plots import look
from kennan.records import summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kennan.experiments.contrasts import Contrasts

GREY = "#d8dee4"
PARTS = (("better", look.BLUE), ("alike", GREY), ("worse", look.VERMILION))


def contrasts(found: Contrasts) -> Figure:
    """Draw one policy against others: of all draws those better, alike and worse, year by year; below, its endings.

    Parameters
    ----------
    found : of :func:`kennan.experiments.contrasts.contrasts`.
    """
    first = found.plan.policies[0].name
    others = list(dict.fromkeys(one.other for one in found.contrasts))
    caption = (
        f"{found.draws} draws of {found.numbers} numbers (every parameter, and where every quantity starts), "
        f"{found.worlds} worlds each, the same luck under every policy. Better: its ending stands higher in at least 5 "
        "of 100 pairs of worlds on balance. Order of endings: break-up or mellowing before any war, expansion or "
        "exhaustion; stalemate; expansion or exhaustion; general war. Below: worlds in 100 that end so, in the middle "
        "draw (dot) and in nine draws of ten (line)."
    )
    paper = look.sheet(
        len(others) + 1,
        1,
        title=f"What holds whatever the numbers are: {first} against others",
        subtitle=f"Draws of 100 in which {first} ends better, on the same luck",
        caption=caption,
        width=7.6,
        panel=0.3 * len(found.horizons),
        left=1.75,
        right=0.35,
        gap=(0.2, 0.5),
        above=0.62,
    )
    look.key(paper.figure, 0.12, paper.head + 0.02, [(name, colour) for name, colour in PARTS])
    for (axes,), other in zip(paper.panels, others, strict=False):
        _against(axes, found, other)
    _endings(paper.panels[-1][0], found)
    return paper.figure


def _against(axes: Axes, found: Contrasts, other: str) -> None:
    """Draw a bar a year."""
    look.quiet(axes)
    rows = found.of(other)
    mark = ", robust" if found.robust(other) else ""
    look.head(axes, f"against {other}{mark}")
    for y, one in enumerate(rows):
        at = 0.0
        for name, colour in PARTS:
            wide = 100 * getattr(one, name) / found.draws
            axes.barh(y, wide, left=at, color=colour, height=0.7)
            if wide >= 6:
                ink = look.INK if colour == GREY else look.PAPER
                axes.text(at + wide / 2, y, f"{wide:.0f}", ha="center", va="center", fontsize=7.5, color=ink)
            at += wide
    axes.set_yticks(range(len(rows)), [f"after {one.year} years" for one in rows], fontsize=8)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _endings(axes: Axes, found: Contrasts) -> None:
    """Draw the shares of endings of the first policy, with their spread over draws."""
    look.quiet(axes)
    first = found.plan.policies[0].name
    rows = [one for one in found.spreads if one.policy == first and one.high > 0]
    look.head(axes, f"how {first} ends: worlds in 100, over draws")
    for y, one in enumerate(rows):
        colour = look.COLOURS[one.outcome]
        axes.plot([100 * one.low, 100 * one.high], [y, y], color=colour, linewidth=2, solid_capstyle="butt")
        axes.plot(
            [100 * one.middle], [y], "o", color=colour, markeredgecolor=look.INK, markersize=6, clip_on=False
        )
    axes.set_yticks(range(len(rows)), [summary.TITLES[one.outcome] for one in rows], fontsize=8)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, 100)
