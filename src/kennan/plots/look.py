"""How the pictures look: colours, sheets of panels placed by the inch, quiet axes, captions, SVG.

Panels are placed by hand and not by a layout engine: it is several times faster, and the same run gives the
same picture byte for byte. matplotlib is imported inside the functions, so that importing this room costs
nothing.

Colours are those of Okabe and Ito (2008), which stay apart in the three common kinds of colour blindness.
"""

from __future__ import annotations

import re
import textwrap
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, RULE, PAPER = "#1f2328", "#57606a", "#d8dee4", "#ffffff"
BLUE, VERMILION = "#0072b2", "#d55e00"
COLOURS = {
    "general_war": "#1f2328",
    "breakup": "#0072b2",
    "expansion": "#d55e00",
    "western_exhaustion": "#e69f00",
    "mellowing": "#56b4e9",
    "stalemate": "#c9ced3",
}
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Sheet:
    """A figure and its panels, ``panels[row][column]``, with the place (inches from the top) where the head
    ends.
    """

    figure: Figure
    panels: list[list[Axes]]
    width: float
    height: float
    head: float


def capital(words: str) -> str:
    """Return words with a capital letter; names among them keep theirs."""
    return words[:1].upper() + words[1:]


def text_width(words: str, size: float) -> float:
    """Return roughly how many inches a line of text takes, on the generous side."""
    return len(words) * size * 0.60 / 72


def fold(words: str, width: float, size: float) -> list[str]:
    """Break text into lines that fit a width in inches."""
    return textwrap.wrap(words, max(12, int(width * 72 / (size * 0.56)))) if words else []


def sheet(
    rows: int,
    columns: int,
    *,
    title: str,
    subtitle: str = "",
    caption: str = "",
    width: float = 10.0,
    panel: float = 1.6,
    left: float = 0.62,
    right: float = 0.15,
    gap: tuple[float, float] = (0.22, 0.3),
    below: float = 0.34,
    above: float = 0.28,
) -> Sheet:
    """Lay out a figure: head, rows of equal panels, caption.

    Parameters
    ----------
    width, panel : width of the figure and height of a panel, in inches.
    left, right : margins for labels beside the panels, in inches.
    gap : distance between columns and between rows, in inches.
    below, above : room for the labels under the last row and for the heads over the first, in inches.
    """
    from matplotlib.figure import Figure

    head_lines, small = fold(subtitle, width - 0.3, 9), fold(caption, width - 0.3, 7.5)
    head = 0.14 + 0.24 + 0.175 * len(head_lines)
    foot = 0.10 + 0.145 * len(small)
    height = head + above + rows * panel + (rows - 1) * gap[1] + below + foot
    figure = Figure((width, height), dpi=100, facecolor=PAPER)
    put(figure, 0.12, 0.14, title, size=12, weight="bold", color=INK)
    for i, line in enumerate(head_lines):
        put(figure, 0.12, 0.14 + 0.26 + 0.175 * i, line, size=9, color=SOFT)
    for i, line in enumerate(small):
        put(figure, 0.12, height - foot + 0.05 + 0.145 * i, line, size=7.5, color=SOFT)
    each = (width - left - right - (columns - 1) * gap[0]) / columns
    panels = []
    for r in range(rows):
        bottom = height - head - above - (r + 1) * panel - r * gap[1]
        row = []
        for c in range(columns):
            place = (left + c * (each + gap[0]), bottom, each, panel)
            scaled = (place[0] / width, place[1] / height, place[2] / width, place[3] / height)
            axes = figure.add_axes(scaled)
            quiet(axes)
            row.append(axes)
        panels.append(row)
    return Sheet(figure, panels, width, height, head)


def put(figure: Figure, x: float, y: float, words: str, **kind: Any) -> None:
    """Write text with its top left corner x inches from the left and y inches from the top of a figure."""
    width, height = figure.get_size_inches()
    kind.setdefault("va", "top")
    figure.text(x / width, 1 - y / height, words, **kind)


def quiet(axes: Axes) -> None:
    """Take away what is not data: frame, tick marks; leave pale lines across."""
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
    axes.tick_params(length=0, labelsize=8, labelcolor=SOFT, pad=3)
    axes.set_axisbelow(True)
    axes.patch.set_visible(False)


def head(axes: Axes, words: str, *, size: float = 9.5, lift: float = 6) -> None:
    """Write the head of a panel, flush left and ``lift`` points over it."""
    place: dict[str, Any] = {"xytext": (0, lift), "textcoords": "offset points"}
    axes.annotate(words, (0, 1), xycoords="axes fraction", size=size, weight="bold", color=INK, **place)


def inches(axes: Axes) -> tuple[float, float]:
    """Return the width and height of a panel in inches."""
    whole, part = axes.get_figure(root=True), axes.get_position()
    assert whole is not None  # a panel that is drawn into stands in a figure
    width, height = whole.get_size_inches()
    return float(part.width * width), float(part.height * height)


def beside(axes: Axes, words: str, at: tuple[float, float], right: float, **kind: Any) -> None:
    """Write words level with a point in data units, so many points to the right of it, even outside the
    panel.
    """
    shift = {"xytext": (right, 0), "textcoords": "offset points"}
    given: dict[str, Any] = (
        {"size": 8.5, "color": INK, "va": "center", "annotation_clip": False} | shift | kind
    )
    axes.annotate(words, at, **given)


def unit_line(axes: Axes, words: str) -> None:
    """Write what is on the upright axis, with its unit, flush left over a panel."""
    place: dict[str, Any] = {"xytext": (0, 7), "textcoords": "offset points"}
    axes.annotate(words, (0, 1), xycoords="axes fraction", size=8.5, color=INK, **place)


def ticks_between(low: float, high: float, most: int = 4) -> list[float]:
    """Return round numbers from low to high."""
    from matplotlib.ticker import MaxNLocator

    slack = 1e-9 * max(abs(low), abs(high), 1e-30)
    values = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(v) for v in values if low - slack <= v <= high + slack]


def year_ticks(first: float, last: float, width: float) -> list[int]:
    """Return round years from first to last that leave room for their labels in a panel of the given width
    (inches).
    """
    most = max(2, int(width / 0.48))
    for step in (1, 2, 5, 10, 20, 25, 50, 100):
        years = [y for y in range(int(first) // step * step, int(last) + 1, step) if first <= y <= last]
        if len(years) <= most:
            return years
    return [int(first)]


def key(figure: Figure, x: float, y: float, entries: Sequence[tuple[str, str]]) -> float:
    """Draw a row of colour swatches with their names from (x, y) inches off the top left; return where it
    ends.
    """
    from matplotlib.patches import Rectangle

    width, height = figure.get_size_inches()
    for name, colour in entries:
        tall = 0.11
        corner = (x / width, 1 - (y + 0.055 + tall / 2) / height)
        figure.add_artist(Rectangle(corner, 0.16 / width, tall / height, fc=colour, ec=SOFT, lw=0.3))
        put(figure, x + 0.22, y + 0.055, name, size=8.5, color=INK, va="center")
        x += 0.22 + text_width(name, 8.5) + 0.16
    return x


def apart(places: Sequence[float], least: float) -> list[float]:
    """Move label places apart until neighbours are at least ``least`` from each other, keeping their
    order.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = [float(p) for p in places]
    for _ in range(60):
        still = True
        for a, b in pairwise(order):
            short = least - (moved[b] - moved[a])
            if short > 1e-9:
                moved[a] -= short / 2
                moved[b] += short / 2
                still = False
        if still:
            break
    return moved


def svg(figure: Figure) -> str:
    """Return a figure as SVG text whose words stay words; the same figure gives the same text each time.

    The numbers in it are cut to hundredths of a point, and the notes that matplotlib adds are left out.
    """
    import matplotlib as mpl

    out = StringIO()
    notes = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with _LOCK, mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "kennan"}):
        figure.savefig(out, format="svg", metadata=notes)
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"(\d\.\d\d)\d+", r"\1", text)
    text = re.sub(r"(?<=\d) ?\nL ", " ", text)  # a line to the next point needs no letter of its own
    text = re.sub(
        r"font: (\w+ )?([\d.]+)px [^;\"]*", r"font: \1\2px 'DejaVu Sans', Verdana, sans-serif", text
    )
    return re.sub(r">\s+<", "><", text)
