"""The chain behind a difference: what follows from what, since when, and how much goes by each link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kennan.plots import look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kennan.ledger.why.data import Explanation, Link, Why

SHOWN = 0.10  # share from which a link is drawn
WIDEST = 11.0  # points, of a link that carries all
BOX, TALL, GAP = 1.75, 0.62, 0.30  # inches: width and height of a box, and the least distance between two
COLUMN = 2.75  # inches from column to column
LEAF = {"lever": "#e69f00", "parameter": "#e69f00", "start": "#e69f00"}


def draw(why: Why, number: int = 0) -> Figure:
    """Draw one explanation: causes on the left, what is explained on the right.

    A link is as wide as its share of the difference it leads into; blue carries it, vermilion and dashed works
    against it; grey runs backwards, from what stands no further left. Levers and numbers in which the runs were
    made to differ stand in orange.

    Parameters
    ----------
    why : the answer of :func:`kennan.ledger.why.why`.
    number : which of its explanations.
    """
    from matplotlib.figure import Figure

    one = why.explanations[number]
    places = _places(one)
    columns = 1 + max(column for column, _ in places.values())
    rows = max(row for _, row in places.values()) + 1
    width = max(8.0, 0.5 + COLUMN * (columns - 1) + BOX + 0.2)
    caption = (
        f"Numbers at links: how much in 100 of the difference they lead into goes by them, measured by exchanging "
        f"the link in {why.worlds_linked} worlds. Links under 10 in 100 are left out. Boxes: mean in {why.a}, mean "
        f"in {why.b}, and the month from which they differ. Dashed vermilion: works against the rest. Grey: feeds back."
    )
    foot = 0.145 * len(look.fold(caption, width - 0.3, 7.5)) + 0.15
    height = 0.75 + max(rows, 1.6) * (TALL + GAP) + foot
    figure = Figure((width, height), dpi=100, facecolor=look.PAPER)
    from kennan.ledger.why.words import title

    said = title(one.quantity)
    look.put(figure, 0.12, 0.14, f"Why {said} differs", size=12, weight="bold", color=look.INK)
    look.put(figure, 0.12, 0.40, f"{why.a} and {why.b}, {why.at}", size=9, color=look.SOFT)
    for i, line in enumerate(look.fold(caption, width - 0.3, 7.5)):
        look.put(figure, 0.12, height - foot + 0.05 + 0.145 * i, line, size=7.5, color=look.SOFT)
    axes = figure.add_axes((0, foot / height, 1, 1 - (foot + 0.75) / height))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    room = height - foot - 0.75
    axes.set_ylim(0, room)
    spots = _spots(places, columns, width, room)
    out: dict[str, int] = {}
    for link in sorted(_drawn(one), key=lambda one: spots[one.target][1]):
        rank = out[link.source] = out.get(link.source, -1) + 1
        _line(axes, link, spots[link.source], spots[link.target], places, rank)
    for name, spot in spots.items():
        _box(axes, name, one, spot)
    return figure


def _drawn(one: Explanation) -> list[Link]:
    found = [link for node in one.nodes for link in node.links if link.kind != "others"]
    return [link for link in found if abs(link.share.share) >= SHOWN]


def _places(one: Explanation) -> dict[str, tuple[int, int]]:
    """Return column (0 on the right) and row of everything that is drawn, in the order of weight."""
    depth, taken = {one.quantity: 0}, {}
    for node in sorted(one.nodes, key=lambda n: n.depth):
        for link in (link for link in _drawn(one) if link.target == node.quantity):
            depth.setdefault(link.source, depth.get(node.quantity, node.depth) + 1)
    rows: dict[int, int] = {}
    for name, column in depth.items():
        taken[name] = (column, rows.get(column, 0))
        rows[column] = rows.get(column, 0) + 1
    return taken


def _spots(
    places: dict[str, tuple[int, int]], columns: int, width: float, room: float
) -> dict[str, tuple[float, float]]:
    """Return the middle of each box in inches; columns are centred upright."""
    many = {c: sum(column == c for column, _ in places.values()) for c in range(columns)}
    found = {}
    for name, (column, row) in places.items():
        x = width - 0.25 - BOX / 2 - column * COLUMN
        each = TALL + GAP
        found[name] = (x, room / 2 + (many[column] - 1) * each / 2 - row * each)
    return found


def _line(
    axes: Axes,
    link: Link,
    source: tuple[float, float],
    target: tuple[float, float],
    places: dict[str, Any],
    rank: int,
) -> None:
    from matplotlib.patches import FancyArrowPatch

    share, back = link.share.share, places[link.source][0] <= places[link.target][0]
    colour = look.BLUE if share > 0 else look.VERMILION
    start, end, bend = (source[0] + BOX / 2, source[1]), (target[0] - BOX / 2, target[1]), 0.0
    if back:  # a cause that stands in the same column or to the right of it: round the outside
        start, end, bend = (source[0], source[1] - TALL / 2), (target[0], target[1] - TALL / 2), -0.35
        if source[0] == target[0]:
            start, end, bend = (source[0] - BOX / 2, source[1]), (target[0] - BOX / 2, target[1]), 0.3
            bend = -bend if source[1] < target[1] else bend
    arrow = FancyArrowPatch(
        start,
        end,
        connectionstyle=f"arc3,rad={bend}",
        arrowstyle="-",
        lw=max(1.0, WIDEST * min(1.0, abs(share))),
        color=look.SOFT if back and share > 0 else colour,
        alpha=0.3 if back else 0.45,
        linestyle="-" if share > 0 else (0, (1.2, 0.6)),
        capstyle="butt",
        zorder=1,
        shrinkA=0,
        shrinkB=0,
    )
    axes.add_patch(arrow)
    at = _along(start, end, bend, 0.6 if back else (0.22, 0.45, 0.68)[rank % 3])
    paper = {"boxstyle": "round,pad=0.12", "fc": look.PAPER, "ec": "none", "alpha": 0.85}
    ink = look.SOFT if back else look.INK
    kind: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 4, "bbox": paper}
    axes.text(*at, f"{100 * share:.0f}", size=8.5, color=ink, weight="bold", **kind)


def _along(
    start: tuple[float, float], end: tuple[float, float], bend: float, part: float
) -> tuple[float, float]:
    """Return a point on the curve that matplotlib draws from start to end."""
    across, up = end[0] - start[0], end[1] - start[1]
    middle = ((start[0] + end[0]) / 2 + bend * up, (start[1] + end[1]) / 2 - bend * across)
    weights = ((1 - part) ** 2, 2 * part * (1 - part), part**2)
    x, y = (sum(w * p[i] for w, p in zip(weights, (start, middle, end), strict=True)) for i in (0, 1))
    return x, y


def _box(axes: Axes, name: str, one: Explanation, spot: tuple[float, float]) -> None:
    from matplotlib.patches import FancyBboxPatch

    node = next((n for n in one.nodes if n.quantity == name), None)
    kind, _, bare = name.rpartition(".")
    lines = ["", ""]
    if node is not None:
        lines = [f"{_short(node.a)} and {_short(node.b)}", f"from {node.since}" if node.since else ""]
    elif kind:
        root = next((r for r in one.roots if r.name == bare), None)
        lines = [f"{root.of_a} and {root.of_b}" if root else "", f"a {kind}"]
    x, y = spot
    edge, face = (look.INK, "#eef4fa") if node is not None and node.depth == 0 else (look.SOFT, look.PAPER)
    face = "#fdf3dd" if kind in LEAF else face
    axes.add_patch(
        FancyBboxPatch(
            (x - BOX / 2 + 0.05, y - TALL / 2 + 0.05),
            BOX - 0.1,
            TALL - 0.1,
            boxstyle="round,pad=0.05",
            fc=face,
            ec=LEAF.get(kind, edge),
            lw=1.2,
            zorder=3,
        )
    )
    words = bare.replace("_", " ")
    axes.text(x, y + 0.17, words, size=8.5 if len(words) < 22 else 7.5, weight="bold", color=look.INK,
              ha="center", va="center", zorder=5)  # fmt: skip
    for i, line in enumerate(filter(None, lines)):
        axes.text(x, y - 0.02 - 0.16 * i, line, size=7.5, color=look.SOFT, ha="center", va="center", zorder=5)


def _short(value: float) -> str:
    return f"{value:.2f}" if 0.1 <= abs(value) < 100 else f"{value:.2g}"
