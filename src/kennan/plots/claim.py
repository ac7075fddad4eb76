"""Draws one check of a claim: paths of its arms with and without the mechanisms, and what was expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kennan.ledger.findings import CheckResult, ClaimResult
from kennan.plots import look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kennan.ledger.paths import Path

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
VERDICT_COLOURS = {"shown": "#0072b2", "contrary": "#d55e00", "not shown": "#e69f00"}


def draw(
    claim: ClaimResult, checks: Sequence[tuple[CheckResult, Sequence[Path]]], begins: float = 1947
) -> Figure:
    """Return a picture of a claim.

    One row a check: on the left the mean path of each arm (drawn through with the mechanisms, dashed without
    them), on the right each number with its interval and, shaded, where it was expected.

    Parameters
    ----------
    checks : results with the paths of their arms (none where the quantity has no months).
    """
    from matplotlib.ticker import MaxNLocator

    sheet = look.sheet(
        len(checks), 2, title=f"{claim.id}: {claim.verdict}", subtitle=claim.paraphrase, gap=(1.6, 0.85), panel=1.9,
        above=0.5, below=0.45,
        caption=f"Passages {', '.join(claim.passages)}. Lines: mean over worlds; dashed: the same with the "
        "mechanisms off. Right: measured, with its interval; shaded: expected. It would be refuted by: "
        + claim.falsifier,
    )  # fmt: skip
    for (check, paths), (left, right) in zip(checks, sheet.panels, strict=True):
        look.head(left, _two_lines(check.says, look.inches(left)[0]), size=9)
        _paths(left, paths, begins)
        _numbers(right, check)
        left.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    return sheet.figure


def _two_lines(words: str, width: float) -> str:
    """Return a head that fits over a panel, cut short where it must be."""
    lines = look.fold(words, width, 9.5)
    return "\n".join(lines[:2]) + (" ..." if len(lines) > 2 else "")


def _paths(axes: Axes, paths: Sequence[Path], begins: float) -> None:
    if not paths:
        axes.text(
            0.5,
            0.5,
            "not measured month by month",
            ha="center",
            size=8.5,
            color=look.SOFT,
            transform=axes.transAxes,
        )
        axes.set_yticks([])
        return
    arms = list(dict.fromkeys(path.words for path in paths))
    for path in paths:
        colour = COLOURS[arms.index(path.words) % len(COLOURS)]
        axes.plot(
            begins + path.months / 12, path.mean, color=colour, lw=1.4, ls="--" if path.without else "-",
            label=None if path.without else path.words,
        )  # fmt: skip
    if len(arms) > 1 or arms[0]:
        axes.legend(fontsize=7, frameon=False, labelcolor=look.SOFT, loc="best")


def _numbers(axes: Axes, check: CheckResult) -> None:
    """Draw each finding on a line of its own, scaled so that its interval and its region can be seen."""
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(check.findings), 3) - 0.5, -0.9)
    axes.set_xticks([])
    axes.set_yticks(range(len(check.findings)), [f"{f.name} {f.expected}" for f in check.findings])
    for row, finding in enumerate(check.findings):
        edges = _edges(finding.expected)
        seen = [x for x in (finding.value, finding.low, finding.high, *edges) if math.isfinite(x)]
        if not seen:
            continue
        low, high = min(seen), max(seen)
        span = max(high - low, 1e-9 + 0.02 * max(abs(low), abs(high)))

        def at(x: float, low: float = low, span: float = span) -> float:
            return min(1.0, max(0.0, 0.12 + 0.76 * (x - low) / span)) if math.isfinite(x) else float(x > 0)

        axes.barh(row, at(edges[1]) - at(edges[0]), left=at(edges[0]), height=0.55, color=look.RULE, lw=0)
        colour = VERDICT_COLOURS.get(finding.verdict, look.SOFT)
        axes.plot(
            [at(finding.low), at(finding.high)], [row, row], color=colour, lw=2.2, solid_capstyle="butt"
        )
        if math.isfinite(finding.value):
            axes.plot([at(finding.value)], [row], "o", color=colour, ms=4)
        axes.annotate(
            finding.measured, (0.0, row), xytext=(2, 11), textcoords="offset points", size=7, color=look.SOFT
        )


def _edges(expected: str) -> tuple[float, float]:
    """Return the region that "above 2", "below 2" or "1 to 2" names."""
    words = expected.split()
    if words[0] == "above":
        return float(words[1]), math.inf
    if words[0] == "below":
        return -math.inf, float(words[1])
    return float(words[0]), float(words[2])
