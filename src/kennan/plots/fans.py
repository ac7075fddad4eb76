"""Fan charts: how a quantity spreads over the worlds as the years go by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kennan.faults import BadInput
from kennan.plots import look, pick

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from xarray import Dataset

BANDS = (
    "Line: median. Dark band: 50 % of the worlds (25th to 75th percentile). Light band: 90 % (5th to 95th)."
)


def fan(
    ds: Dataset,
    quantity: str,
    policy: str | Sequence[str] | None = None,
    world: int | bool | None = None,
    ax: Axes | None = None,
) -> Figure:
    """Draw one quantity over the years: median, bands of 50 and 90 % of the worlds, and one world's own line.

    Parameters
    ----------
    ds : a run.
    quantity : a quantity recorded month by month; the axis carries its unit.
    policy : one policy, several (one panel each, on one scale, with the other medians in grey), or None for
        all.
    world : the world whose own line is drawn; None takes the first of the run, False draws none.
    ax : draw one policy into these axes and return their figure; the title and caption are then yours to set.

    Raises
    ------
    BadInput : unknown quantity, policy or world (all faults at once, with the nearest name), or several
        policies and ``ax``.

    Example
    -------
    >>> import kennan
    >>> run = kennan.run(worlds=4, years=2)
    >>> kennan.plots.fan(run, "orbit", "containment", world=3).savefig("orbit.svg")
    """
    wanted, faults = pick.check(ds, quantities=[quantity], policy=policy, world=world)
    if ax is not None and len(wanted) > 1:
        faults.found.append(pick.one_only(len(wanted), "one set of axes shows one policy"))
    faults.raise_if_any()
    if ax is None:
        return fans(ds, [quantity], wanted, world=world)
    _row([ax], ds, quantity, wanted, world, None, labels=True)
    _years(ax, ds)
    return ax.get_figure(root=True)  # type: ignore[return-value]


def fans(
    ds: Dataset,
    quantities: Sequence[str],
    policy: str | Sequence[str] | None = None,
    world: int | bool | None = None,
    beside: Dataset | None = None,
) -> Figure:
    """Draw small fan charts: a row for each quantity on one scale, a column for each policy.

    Parameters
    ----------
    ds : a run.
    quantities : quantities recorded month by month; each row carries its unit.
    policy : one or several policies; None takes all of the run.
    world : the world whose own line is drawn; None takes the first of the run, False draws none.
    beside : another run (say one with every number at its median) whose own median is drawn as a dashed line.

    Raises
    ------
    BadInput : unknown quantities, policies or world, or no quantity at all; all faults at once, with the
        nearest names.

    Example
    -------
    >>> import kennan
    >>> run = kennan.run(worlds=4, years=2)
    >>> kennan.plots.fans(run, ["orbit", "mellowing"]).savefig("fans.pdf")
    """
    wanted, faults = pick.check(ds, quantities=quantities, policy=policy, world=world)
    if not quantities:
        faults.add("no quantity is named", allowed=", ".join(pick.monthly_names(ds)))
    if faults.found:
        raise BadInput(faults.found)
    one, single = len(quantities) == 1, len(wanted) == 1
    many = ds.sizes["world"] > 1
    notes = [f"{pick.worlds_said(ds, len(wanted))}." + (f" {BANDS}" if many else "")]
    if _one_world(ds, world) is not None and many:
        notes.append(f"Thin dark line: world {_one_world(ds, world)} alone.")
    if not single:
        notes.append("Grey: medians under the other policies.")
    if beside is not None:
        notes.append("Dashed: every number of the model at its median.")
    title = (
        pick.title(quantities[0])
        if one
        else "How the worlds spread" + (f" under {wanted[0]}" if single else "")
    )
    paper = look.sheet(
        len(quantities),
        len(wanted),
        title=title + (f" under {wanted[0]}" if one and single else ""),
        subtitle=f"{pick.sentence(ds, quantities[0])} Unit: {pick.unit(ds, quantities[0])}." if one else "",
        caption=" ".join(notes),
        width=7.2 if single else 10.0,
        panel=2.9 if one and single else 2.1 if one else 1.45,
        right=1.3 if single else 0.15,
        gap=(0.18, 0.46),
        above=0.22 if one and single else 0.36 if one or single else 0.6,
    )
    for r, quantity in enumerate(quantities):
        row = paper.panels[r]
        _row(row, ds, quantity, wanted, world, beside, labels=single)
        for c, axes in enumerate(row):
            _years(axes, ds, labels=r == len(quantities) - 1)
            if r == 0 and not single:
                look.head(axes, wanted[c], lift=8 if one else 24)
        if not one:
            look.unit_line(row[0], f"{pick.title(quantity)}, {pick.unit(ds, quantity)}")
    return paper.figure


def _one_world(ds: Dataset, world: int | bool | None) -> int | None:
    """Return the number of the world drawn alone, or None."""
    if world is False:
        return None
    known = ds["world"].values
    return int(known[0]) if world is None or world is True else int(world)


def _row(
    row: Sequence[Axes],
    ds: Dataset,
    quantity: str,
    wanted: Sequence[str],
    world: int | bool | None,
    beside: Dataset | None,
    *,
    labels: bool,
) -> None:
    """Fill one row of panels with one quantity under several policies, on one scale."""
    every = pick.times(ds)
    months = pick.some_months(every.size, pick.MOST_POINTS if labels else pick.FEW_POINTS)
    when = every[months]
    spreads = {p: pick.spread(pick.values(ds, quantity, p, months)) for p in wanted}
    alone = _one_world(ds, world)
    place = int(np.nonzero(ds["world"].values == alone)[0][0]) if alone is not None else None
    shown = np.arange(every.size) if labels else months
    lines = {p: _line(ds, quantity, p, place)[shown] for p in wanted} if place is not None else {}
    low, high = _limits(list(spreads.values()), list(lines.values()))
    for axes, policy in zip(row, wanted, strict=True):
        others = [s[2] for p, s in spreads.items() if p != policy]
        draw_fan(axes, when, spreads[policy], look.BLUE, others=others)
        if policy in lines and ds.sizes["world"] > 1:
            axes.plot(every[shown], lines[policy], color=look.INK, lw=0.7, alpha=0.85)
        if beside is not None and _has(beside, quantity, policy):
            middle = np.median(pick.values(beside, quantity, policy), axis=1)
            axes.plot(pick.times(beside), middle, color=look.INK, lw=1.1, ls=(0, (4, 2)))
        axes.set_ylim(low, high)
        marks = look.ticks_between(low, high)
        axes.set_yticks(marks, [f"{m:g}" for m in marks] if axes is row[0] else [""] * len(marks))
        axes.grid(axis="y", color=look.RULE, lw=0.6)
    if labels and ds.sizes["world"] > 1:
        label_fan(row[0], spreads[wanted[0]][:, -1], when[-1], low, high)


def _has(ds: Dataset, quantity: str, policy: str) -> bool:
    return quantity in ds and policy in ds["policy"].values


def _line(ds: Dataset, quantity: str, policy: str, place: int) -> np.ndarray:
    return np.asarray(ds[quantity].sel(policy=policy).isel(world=place).values)


def draw_fan(
    axes: Axes, when: np.ndarray, spread: np.ndarray, colour: str, others: Sequence[np.ndarray] = ()
) -> None:
    """Draw bands and median; ``spread`` is [5, time] at the levels of ``pick.QUANTILES``."""
    axes.fill_between(when, spread[0], spread[4], color=colour, alpha=0.16, lw=0)
    axes.fill_between(when, spread[1], spread[3], color=colour, alpha=0.30, lw=0)
    for other in others:
        axes.plot(when, other, color="#8c959f", lw=0.7)
    axes.plot(when, spread[2], color=colour, lw=1.8)


def label_fan(axes: Axes, ends: np.ndarray, last: float, low: float, high: float) -> None:
    """Name the bands at their right-hand end."""
    words = ("5th percentile", "25th", "median", "75th", "95th percentile")
    tall = look.inches(axes)[1]
    places = look.apart([float(e) for e in ends], (high - low) * 0.155 / tall)
    for word, value, place in zip(words, ends, places, strict=True):
        bold = {"weight": "bold", "color": look.BLUE} if word == "median" else {"color": look.SOFT}
        look.beside(axes, f"{word} {value:.2g}", (last, place), 6, size=8, **bold)


def _limits(spreads: Sequence[np.ndarray], lines: Sequence[np.ndarray]) -> tuple[float, float]:
    """Return the scale of a row: all bands and lines, from 0 where that costs little, with a little air."""
    low = min(float(np.nanmin(a)) for a in (*spreads, *lines))
    high = max(float(np.nanmax(a)) for a in (*spreads, *lines))
    if 0 <= low < 0.5 * high:
        low = 0.0
    if 0.6 < high <= 1:
        high = 1.0
    air = 0.03 * (high - low) or 0.05 * abs(high) or 0.5
    return (low if low == 0 else low - air), high + air


def _years(axes: Axes, ds: Dataset, *, labels: bool = True) -> None:
    """Set the years under a panel."""
    when = pick.times(ds)
    first, last = float(when[0]), float(when[-1])
    wide = look.inches(axes)[0]
    years = look.year_ticks(first, last, wide)
    axes.set_xlim(first, last if last > first else first + 1 / 12)
    axes.set_xticks(years, [str(y) for y in years] if labels else [""] * len(years))
