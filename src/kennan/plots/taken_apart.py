"""One month's change of one quantity, from before to after, strength by strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennan.plots.look import BLUE, INK, PAPER, RULE, SOFT, VERMILION

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kennan.ledger.trace_entries import Trace

SMALL = 0.002  # shares below this part of the largest are drawn as one


def taken_apart(found: Trace) -> Figure:
    """Return a picture of a traced quantity: bars that lead from its value before to that after.

    Parameters
    ----------
    found : a trace with a quantity (:func:`kennan.ledger.trace.trace`).

    Raises
    ------
    ValueError : the trace has no quantity.
    """
    if found.before is None or found.after is None:
        raise ValueError("the trace has no quantity")
    from matplotlib.figure import Figure

    largest = max((abs(share.change) for share in found.shares), default=0.0)
    bars = [
        (f"{share.strength or 'the rest'} ({share.mechanism})", share.change)
        for share in found.shares
        if abs(share.change) >= SMALL * largest and share.change
    ]
    small = sum(s.change for s in found.shares if abs(s.change) < SMALL * largest)
    bars += [("smaller shares", small)] if small else []
    figure = Figure(figsize=(7.0, 1.5 + 0.26 * (len(bars) + 2)), facecolor=PAPER, layout="constrained")
    panel = figure.add_subplot()
    panel.use_sticky_edges = False  # room beside the outermost bars
    at = found.before
    rows = ["before", *[name for name, _ in bars], "after"]
    for row, (_, change) in enumerate(bars, 1):
        panel.barh(row, change, left=at, height=0.62, color=BLUE if change > 0 else VERMILION)
        panel.plot([at + change] * 2, [row - 0.31, row + 1.31], color=SOFT, linewidth=0.6)
        panel.annotate(
            f"{change:+.3g}", (max(at, at + change), row), (4, 0), textcoords="offset points", va="center",
            fontsize=7, color=SOFT,
        )  # fmt: skip
        at += change
    ends = ((0, found.before), (len(bars) + 1, found.after))
    panel.scatter([x for _, x in ends], [y for y, _ in ends], s=18, color=INK, zorder=3)
    for row, value in ends:
        panel.annotate(
            f"{value:.5g}", (value, row), (6, 0), textcoords="offset points", va="center", fontsize=8, color=INK
        )  # fmt: skip
    panel.set_yticks(range(len(rows)), rows, fontsize=8)
    panel.invert_yaxis()
    panel.margins(x=0.12)
    panel.tick_params(length=0, labelsize=8, colors=INK)
    panel.grid(axis="x", color=RULE, linewidth=0.6)
    panel.set_axisbelow(True)
    for side in ("top", "right", "left"):
        panel.spines[side].set_visible(False)
    place = f" in {found.of}" if found.of else ""
    title = f"{found.quantity}{place}, {found.month}: world {found.world:,} under {found.policy}"
    panel.set_title(title, fontsize=10, color=INK, loc="left")
    return figure
