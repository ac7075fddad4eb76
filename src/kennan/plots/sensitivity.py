"""Which assumptions decide: sorted bars of a sweep, and the box of a scenario discovery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kennan.experiments import words
from kennan.experiments.morris import Effect
from kennan.plots import look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kennan.experiments.discover import Discovery
    from kennan.experiments.sobol import Part
    from kennan.experiments.sweep import Found, Sweep

GREY = "#8c959f"
WAYS = {
    "up": (look.BLUE, "↑"),
    "down": (look.VERMILION, "↓"),
    "either way": (GREY, "↕"),
    "": (GREY, ""),
}
MANY = 3  # results from which on panels stand in two columns


def bars(sweep: Sweep, top: int = 10) -> Figure:
    """Draw what decides each result: bars sorted by size, with 90 % intervals.

    Parameters
    ----------
    sweep : a finished sweep.
    top : bars in a panel.
    """
    morris = sweep.method == "morris"
    varied = [one for one in sweep.found if one.high > one.low]
    constant = [one for one in sweep.found if one.high <= one.low]
    still = ", ".join(f"{one.measure.title} ({words.amount(one.mean, one.measure)})" for one in constant)
    drawn = varied or list(sweep.found[:1])
    columns = 1 if len(drawn) < MANY else 2
    down = -(-len(drawn) // columns)
    shown = min(top, len(sweep.factors))
    longest = max(look.text_width(entry.name, 8.5) for one in drawn for entry in entries_of(one)[:shown])
    left = longest + 0.25
    low, high = (f"{100 * p:g}" for p in sweep.between)
    meaning = (
        "Bars: mean size of the elementary effects (mu*), which is how much a result moves when one number goes "
        f"from the {low} to the {high} % point of its prior, whatever the others are."
        if morris
        else "Bars: share of the differences between rows that would be gone if one number were known (total share). "
        "Dark part: what it does alone (first-order share)."
    )
    caption = (
        f"{sweep.rows:,} rows of {sweep.plan.worlds} worlds, the same ones in all, under "
        f"{sweep.plan.policies[0].name}; {len(sweep.factors)} numbers varied. {meaning} Whiskers: 90 % interval."
    ) + (f" The same in every row: {still}." if still else "")
    paper = look.sheet(
        down,
        columns,
        title="What decides",
        subtitle="By elementary effects (Morris)" if morris else "By shares of variance (Sobol)",
        caption=caption,
        width=7.2 if columns == 1 else 11.0,
        panel=0.24 * shown,
        left=left,
        right=0.6,
        gap=(left + 0.55, 0.75),
        below=0.1,
        above=0.8 if morris else 0.5,
    )
    if morris:
        named = [("moves it up", look.BLUE), ("moves it down", look.VERMILION), ("either way", GREY)]
        look.key(paper.figure, 0.12, paper.head + 0.02, named)
    panels = [axes for row in paper.panels for axes in row]
    widest: dict[str, float] = {}  # results in the same unit share a scale, so that panels can be compared
    for one in drawn:
        kind = "share" if one.measure.share or one.parts else one.measure.name
        ends = [end for entry in entries_of(one) for end in words.entry_range(entry) if end is not None]
        highest = max(ends, default=0.0) * scale(one)
        widest[kind] = max(widest.get(kind, 1e-9), highest)
    for axes, one in zip(panels, drawn, strict=False):
        _panel(
            axes, one, shown, widest["share" if one.measure.share or one.parts else one.measure.name] * 1.02
        )
    for axes in panels[len(drawn) :]:
        axes.set_axis_off()
    return paper.figure


def entries_of(found: Found) -> Sequence[Effect | Part]:
    """Return the entries of a result, whatever the method."""
    return found.effects or found.parts


def _panel(axes: Axes, found: Found, shown: int, top: float) -> None:
    """Draw the bars of one result, on an axis that ends at ``top``."""
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    title = found.measure.title[0].upper() + found.measure.title[1:]
    look.head(axes, title, lift=18)
    if found.high <= found.low:
        _under(axes, "the same in every row")
        axes.set_yticks([])
        return
    entries = entries_of(found)[:shown]
    size = scale(found)
    for y, entry in enumerate(entries):
        value, low, high = (None if v is None else max(0.0, v) * size for v in words.entry_range(entry))
        value = value or 0.0
        if isinstance(entry, Effect):
            way = words.direction(entry)
            axes.barh(y, value, height=0.62, color=WAYS[way][0], lw=0)
            said = f"{_number(value, found)} {WAYS[way][1]}"
        else:
            alone = min(max(entry.alone or 0.0, 0.0), value)
            axes.barh(y, value, height=0.62, color="#9cc7e4", lw=0)
            axes.barh(y, alone, height=0.62, color=look.BLUE, lw=0)
            said = _number(value, found)
        if low is not None and high is not None:
            axes.hlines(y, low, high, color=look.PAPER, lw=3.2)
            axes.hlines(y, low, high, color=look.INK, lw=1.3)
        look.beside(axes, said, (max(high or 0.0, value), y), 5)
    axes.set_xlim(0, top)
    axes.set_ylim(len(entries) - 0.5, -0.5)
    axes.axvline(0, color=look.SOFT, lw=0.8)
    axes.set_yticks(range(len(entries)), [entry.name for entry in entries])
    axes.tick_params(axis="y", labelsize=8.5, labelcolor=look.INK, pad=6)
    unit = "share of variance" if found.parts else "worlds in 100" if size == 100 else found.measure.unit
    noise = (
        ""
        if found.noise is None
        else f"; luck makes {words.percent(found.noise)} of the variance between rows"
    )
    _under(axes, unit + noise)


def scale(found: Found) -> float:
    """Return what a result is multiplied with: shares of worlds are shown in 100."""
    return 100.0 if found.measure.share and found.effects else 1.0


def _number(value: float, found: Found) -> str:
    if found.parts:
        return f"{value:.2f}"
    return f"{value:.0f}" if scale(found) == 100 and value >= 9.5 else f"{value:.2g}"


def _under(axes: Axes, said: str) -> None:
    """Write a soft line between the head of a panel and the panel."""
    place: dict[str, Any] = {"xytext": (0, 5), "textcoords": "offset points"}
    axes.annotate(said, (0, 1), xycoords="axes fraction", size=8, color=look.SOFT, **place)


def box(found: Discovery) -> Figure:
    """Draw the box of a scenario discovery beside the trade-off from which it was taken.

    Parameters
    ----------
    found : a finished scenario discovery.
    """
    longest = max([look.text_width(limit.name, 8.5) for limit in found.box], default=1.0)
    left = longest + 0.3
    paper = look.sheet(
        1,
        2,
        title=f"Where {words.event(found)} comes about",
        subtitle=" ".join(words.sentence(line) for line in (words.sought(found), words.fresh(found))),
        caption=(
            f"{found.plan.worlds:,} worlds under {found.plan.policies[0].name} in which the box was sought, and as "
            "many fresh ones. Left: the part of each number's prior that lies in the box, with its ends in the "
            "number's own unit. Right: the boxes on the way of PRIM from the whole to ever smaller ones; filled: the "
            "one on the left, without limits that may well be luck; diamond: the same box among fresh worlds, with a "
            "90 % interval."
        ),
        width=11.0,
        panel=max(2.3, 0.5 * len(found.box)),
        left=left,
        right=0.3,
        gap=(1.1, 0.3),
        below=0.5,
        above=0.45,
    )
    _limits(paper.panels[0][0], found)
    _tradeoff(paper.panels[0][1], found)
    return paper.figure


def _limits(axes: Axes, found: Discovery) -> None:
    """Draw the limits of a box on the scale of the priors."""
    look.head(axes, "The box: percent of each prior")
    for y, limit in enumerate(found.box):
        low, high = (f"{end:.3g}" for end in found.ends(limit))
        axes.hlines(y, 0, 100, color=look.RULE, lw=7)
        axes.hlines(y, 100 * limit.low, 100 * limit.high, color=look.BLUE, lw=7)
        place: dict[str, Any] = {"textcoords": "offset points", "size": 8, "color": look.INK}
        if limit.low > 0:
            axes.annotate(low, (100 * limit.low, y), xytext=(0, 7), ha="left", **place)
        if limit.high < 1:
            axes.annotate(high, (100 * limit.high, y), xytext=(0, 7), ha="right", **place)
    axes.set_xlim(0, 100)
    axes.set_ylim(max(len(found.box), 1) - 0.5, -0.6)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.set_yticks(range(len(found.box)), [limit.name for limit in found.box])
    axes.tick_params(axis="y", labelsize=8.5, labelcolor=look.INK, pad=6)


def _tradeoff(axes: Axes, found: Discovery) -> None:
    """Draw coverage and density of all boxes on the way, and of the chosen one among fresh worlds."""
    look.head(axes, "Worlds in 100 in the box in which it came")
    rows = found.trajectory
    coverage, density = [100 * r["coverage"] for r in rows], [100 * r["density"] for r in rows]
    axes.plot(coverage, density, "o-", color=GREY, ms=3.5, lw=0.8, mfc=look.PAPER)
    if found.box and found.sought.density is not None and found.sought.coverage is not None:
        axes.plot(100 * found.sought.coverage, 100 * found.sought.density.share, "o", color=look.BLUE, ms=8)
    base = 100 * found.fresh.base.share
    axes.axhline(base, color=look.SOFT, lw=0.8, ls=(0, (4, 3)))
    axes.annotate(
        f"in all: {base:.0f}", (0, base), xytext=(2, 3), textcoords="offset points", size=8, color=look.SOFT
    )
    shown = [*density, base]
    if found.box and found.fresh.density is not None and found.fresh.coverage is not None:
        x, share = 100 * found.fresh.coverage, found.fresh.density
        axes.vlines(x, 100 * share.low, 100 * share.high, color=look.VERMILION, lw=1.6)
        axes.plot(x, 100 * share.share, "D", color=look.VERMILION, ms=5)
        beside: dict[str, Any] = {
            "xytext": (-7, -1),
            "textcoords": "offset points",
            "ha": "right",
            "va": "top",
        }
        axes.annotate("fresh worlds", (x, 100 * share.share), size=8.5, color=look.VERMILION, **beside)
        shown += [100 * share.low, 100 * share.high]
    low, high = max(0.0, min(shown) - 6), min(102.0, max(shown) + 6)
    axes.set_xlim(0, 104)
    axes.set_ylim(low, high)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.set_yticks(look.ticks_between(low, min(high, 100.0)))
    axes.grid(axis="y", color=look.RULE, lw=0.6)
    axes.set_xlabel("coverage: of the worlds in which it came, percent in the box", size=8.5, color=look.INK)
