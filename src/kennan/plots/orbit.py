"""The orbit on a map of equal tiles: every theatre has one tile, near where it lies on the globe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kennan.faults import Faults
from kennan.plots import look, pick
from kennan.records import summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from xarray import Dataset

    from kennan.scenarios import Scenario
    from kennan.scenarios.layout import Tiles

LAND = "#e6e9ec"
LEAST = 12  # columns
# One red from pale to dark, even in lightness: it also reads in grey and with any kind of colour sight.
STEPS = ("#fbf3ee", "#f7d8c8", "#f0b299", "#e0826a", "#c14b42", "#8c1d2c")
EDGES = (0.05, 0.25, 0.5, 0.75, 0.95)
STEP_NAMES = ("under 5", "5–25", "25–50", "50–75", "75–95", "over 95")


def share_in_orbit(ds: Dataset, policy: str, year: int) -> np.ndarray:
    """Return the share of worlds (0 to 1) in which each theatre stands in the orbit in the first month of a
    run's year: January of 1950, or April of it in a run that begins in April."""
    index, when = pick.policy_names(ds).index(policy), [int(y) for y in ds["year"].values].index(year)
    taken = ds["theatre_in_orbit"].isel(policy=index, year=when).transpose("theatre", "world").values
    return np.asarray((np.asarray(taken) > 0).mean(axis=1))


def orbit_tiles(
    ds: Dataset, policy: str | Sequence[str] | None = None, years: Sequence[int] | int | None = None
) -> Figure:
    """Draw in how many worlds of 100 each theatre stands in the orbit of the closed power, as maps of equal tiles.

    Parameters
    ----------
    ds : a run.
    policy : one policy (a map for each year), or several, or None for all (a map for each policy and year).
    years : years to show; None takes four spread over the run for one policy, the last for several.

    Raises
    ------
    BadInput : an unknown policy or year, or a run that did not record the orbit by theatre; all faults at
        once.

    Example
    -------
    >>> import kennan
    >>> run = kennan.run(worlds=4, years=2)
    >>> kennan.plots.orbit_tiles(run, "containment", years=[1947, 1949]).savefig("orbit.svg")
    """
    wanted, faults = pick.check(ds, policy=policy)
    chosen = _years(ds, years, len(wanted), faults)
    if "theatre_in_orbit" not in ds:
        faults.add("the run has no theatre_in_orbit", do="make the run again with theatres recorded")
    faults.raise_if_any()
    codes = [str(c) for c in ds["theatre"].values]
    world = summary.world(ds)
    tiles = world.tiles
    maps = [(p, y) for p in wanted for y in chosen]
    one = len(maps) == 1
    columns = 1 if one else 2
    rows = -(-len(maps) // columns)
    across, down = _size(tiles)
    width = 10.0
    each = (width - 0.3 - 0.3 * (columns - 1)) / columns
    said = f" under {wanted[0]}" if len(wanted) == 1 else ""
    paper = look.sheet(
        rows,
        columns,
        title=f"The {world.words['closed_orbit']}{said}" + (f" in {chosen[0]}" if len(chosen) == 1 else ""),
        subtitle="Each theatre is one tile; its colour is in how many worlds of 100 it is held.",
        caption=(
            f"{pick.worlds_said(ds, len(wanted))}, {pick.first_month(ds)} of each year. "
            "Tiles stand near their place on the globe, not to scale."
        ),
        width=width,
        panel=each * down / across,
        left=0.15,
        gap=(0.3, 0.4),
        below=0.1,
        above=0.4 if one else 0.6,
    )
    flat = [axes for row in paper.panels for axes in row]
    point = 72 * each / across  # size of a tile in points
    for axes, (p, y) in zip(flat, maps, strict=False):
        _map(axes, world, codes, share_in_orbit(ds, p, y), point)
        name = str(y) if len(wanted) == 1 else p if len(chosen) == 1 else f"{p}, {y}"
        if not one:
            look.head(axes, name)
    for axes in flat[len(maps) :]:
        axes.remove()
    look.key(paper.figure, 0.15, paper.head + 0.06, list(zip(STEP_NAMES, STEPS, strict=True)))
    return paper.figure


def default_years(ds: Dataset, policies: int) -> list[int]:
    """Return the years shown when none are named: four spread over the run for one policy, the last for
    several.
    """
    known = [int(y) for y in ds["year"].values]
    last = len(known) - 1
    spread = [0, round(last * 0.18), round(last * 0.45), last] if policies == 1 else [last]
    return [known[i] for i in sorted(set(spread))]


def _years(ds: Dataset, years: Sequence[int] | int | None, policies: int, faults: Faults) -> list[int]:
    known = [int(y) for y in ds["year"].values] if "year" in ds.coords else []
    if not known:
        return []
    if years is None:
        return default_years(ds, policies)
    chosen = [years] if isinstance(years, int | np.integer) else list(years)
    if not chosen:
        faults.add("no year is named", allowed=f"{known[0]} to {known[-1]}")
    for year in chosen:
        if year not in known:
            faults.add(f"the run has no year {year}", allowed=f"{known[0]} to {known[-1]}")
    return [int(y) for y in chosen if y in known]


def _map(axes: Axes, world: Scenario, codes: list[str], shares: np.ndarray, point: float) -> None:
    """Draw one map: tiles with their codes, the two powers in grey."""
    from matplotlib.collections import PolyCollection

    tiles = world.tiles
    where = [tiles.theatres[code] for code in codes]
    across, down = _size(tiles)
    for code, blocks in tiles.powers.items():
        name = world.words["closed_map" if code == world.powers.closed.code else "open_map"]
        x, y = tiles.label(code)
        land = [_box(*block, 0.0) for block in blocks]
        axes.add_collection(PolyCollection(land, facecolors=LAND, edgecolors="none"))
        axes.text(x, y, name, size=0.42 * point, color=look.SOFT, ha="center", va="center")
    step = np.searchsorted(EDGES, shares, side="right")
    boxes = [_box(c, r, 1, 1, 0.04) for c, r in where]
    pale = step < 1
    edges = ["#c9b8ae" if p else "none" for p in pale]
    axes.add_collection(PolyCollection(boxes, facecolors=[STEPS[s] for s in step], edgecolors=edges, lw=0.4))
    for code, (c, r), s in zip(codes, where, step, strict=True):
        colour = look.PAPER if s >= 4 else look.INK
        axes.text(c + 0.5, r + 0.52, code, size=0.38 * point, color=colour, ha="center", va="center")
    spare = (across - tiles.size[0]) / 2
    axes.set_xlim(-spare, across - spare)
    axes.set_ylim(down, 0)
    axes.set_axis_off()


def _size(tiles: Tiles) -> tuple[int, int]:
    """Return columns and rows of a map; a small world is not drawn with larger tiles than these."""
    return max(LEAST, tiles.size[0]), tiles.size[1]


def _box(column: float, row: float, wide: float, tall: float, inset: float) -> list[tuple[float, float]]:
    left, right, top, low = column + inset, column + wide - inset, row + inset, row + tall - inset
    return [(left, top), (right, top), (right, low), (left, low)]
