"""Tables for people, on a terminal or in a file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import rich.console
from rich import box
from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kennan.model import recorded
from kennan.records import summary
from kennan.records.summary import OUTCOMES

if TYPE_CHECKING:
    from xarray import Dataset

WIDE = 120  # columns where there is no terminal to ask
NARROW = 20  # columns under which nothing is laid out anew
GAP = 2  # columns between two of a table
CLEAR = "*"  # beside a number: what its table calls clear
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Console(rich.console.Console):
    """A console that prints what it is given: no markup in it, and no word cut where a line ends."""

    def __init__(self, **more: Any):
        super().__init__(highlight=False, markup=False, emoji=False, **more)
        self.width = max(self.width, NARROW)

    def print(self, *objects: Any, **more: Any) -> None:
        """Print; a line may be longer than the terminal where one word is."""
        self.whole(max([0, *map(_needed, objects)]), *objects, **more)

    def whole(self, width: int, *objects: Any, **more: Any) -> None:
        """Print what needs so many columns."""
        usual = self.width
        self.width = max(usual, width)
        try:
            super().print(*objects, **more)
        finally:
            self.width = usual


def console() -> Console:
    """Return a console on standard output; a file or pipe gets wider lines and no colour."""
    plain = Console()
    if plain.is_terminal or os.environ.get("COLUMNS"):
        return plain
    return Console(width=WIDE)


def show(
    to: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], numbers: int = 0
) -> None:
    """Print a table under its title; the last ``numbers`` columns stand to the right.

    No word, number or sign is ever cut. Words of a cell may stand on several lines; where even that does not fit, or
    takes more lines, each row becomes a block with one line a cell.
    """
    heads = [_text(name) for name in columns]
    cells = [[_text(cell) for cell in row] for row in rows]
    to.print(Text(f"\n{title}", style="bold"))
    widths = _widths(heads, cells, numbers, to.width)
    if widths and (len(heads) <= 2 or _height(cells, widths) <= _stacked_height(heads, cells, to.width)):
        _side_by_side(to, heads, cells, widths, numbers)
    else:
        _stacked(to, heads, cells, numbers)


def _text(cell: Any) -> Text:
    """Return a cell as text without signs that steer a terminal."""
    text = cell.copy() if isinstance(cell, Text) else Text(str(cell))
    text.plain = CONTROL.sub(" ", text.plain)
    return text


def _widths(heads: list[Text], cells: list[list[Text]], numbers: int, width: int) -> list[int]:
    """Return the widths of the columns, such that no word is cut and no number broken; none when it cannot be."""
    columns = [[row[k] for row in cells] for k in range(len(heads))]
    words = [
        max(_longest(one.plain) for one in [head, *column])
        for head, column in zip(heads, columns, strict=True)
    ]
    lines = [
        max([0, *(cell_len(line) for one in column for line in one.plain.split("\n"))]) for column in columns
    ]
    names = [max(map(cell_len, head.plain.split("\n"))) for head in heads]
    whole = [max(pair) for pair in zip(lines, names, strict=True)]
    first = len(heads) - numbers
    least = [max(words[k], lines[k] if k >= first else 0) for k in range(len(heads))]
    spare = width - GAP * (len(heads) - 1) - 1 - sum(least)
    if spare < 0:
        return [whole[0], *least[1:]] if len(heads) <= 2 else []  # below one another, two need no less
    most = 0  # what every column of words may have, if it needs that much
    while (
        most < width
        and sum(max(0, min(w, most + 1) - low) for w, low in zip(whole, least, strict=True)) <= spare
    ):
        most += 1
    return [max(low, min(w, most)) for w, low in zip(whole, least, strict=True)]


def _side_by_side(
    to: Console, heads: list[Text], cells: list[list[Text]], widths: list[int], numbers: int
) -> None:
    made = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_header=any(head.plain for head in heads),
    )
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        right = place >= len(heads) - numbers
        made.add_column(_wrapped(head, width), justify="right" if right else "left", width=width)
    for row in cells:
        made.add_row(*(_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)))
    to.whole(sum(widths) + GAP * len(widths), made)


def _stacked(to: Console, heads: list[Text], cells: list[list[Text]], numbers: int) -> None:
    """Print each row as a block: its first cell, then one line a cell, each behind the name of its column."""
    labels = [Text(" ".join(head.plain.split()), style="dim") for head in heads]
    left = max((cell_len(label.plain) for label in labels[1:]), default=0)
    for row in cells:
        if row[0].plain.strip():
            to.print(_bold(_joined(row[0], to.width)))
        grid = Table.grid(padding=(0, GAP, 0, 0))
        grid.add_column(width=left)
        unbroken = [cell_len(_joined(cell, to.width).plain) for cell in row[1:][len(row) - 1 - numbers :]]
        room = max([to.width - left - 2 * GAP, *(_longest(cell.plain) for cell in row[1:]), *unbroken])
        grid.add_column(width=room)
        for label, cell in zip(labels[1:], row[1:], strict=True):
            if cell.plain.strip():
                grid.add_row(label, _wrapped(_joined(cell, room), room))
        to.whole(left + room + 3 * GAP, Padding(grid, (0, 0, 0, GAP), expand=False))


def _bold(text: Text) -> Text:
    text.stylize("bold")
    return text


def _joined(cell: Text, room: int) -> Text:
    """Return a short cell of several lines as one line."""
    if cell_len(cell.plain) > min(room, 40):
        return cell
    return Text("  ").join(line for line in cell.split("\n"))


def _needed(one: Any) -> int:
    """Return how wide a console must be so that no word of this is cut."""
    if isinstance(one, Padding):
        return _needed(one.renderable) + one.left + one.right
    return _longest(str(one)) if isinstance(one, str | Text) else 0


def _longest(text: str) -> int:
    return max((cell_len(word) for word in text.split()), default=0)


def _lines(text: str, width: int) -> list[tuple[int, int]]:
    """Return where each line of a text begins and ends at a width: between words, never within one."""
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]*(?:\n|$)", text):
        if line.start() == len(text) and found:
            break
        begin = end = line.start()
        for word in re.finditer(r"\S+", line.group()):
            start, stop = line.start() + word.start(), line.start() + word.end()
            if end > begin and cell_len(text[begin:stop]) > width:
                found.append((begin, end))
                begin = start
            end = stop
        found.append((begin, end))
    return found


def _wrapped(cell: Text, width: int) -> Text:
    """Return a cell with its line ends put in."""
    return Text("\n").join(cell[begin:end] for begin, end in _lines(cell.plain, width))


def _height(cells: list[list[Text]], widths: list[int]) -> int:
    return sum(max(len(_lines(cell.plain, w)) for cell, w in zip(row, widths, strict=True)) for row in cells)


def _stacked_height(heads: list[Text], cells: list[list[Text]], width: int) -> int:
    room = max(NARROW, width - 2 * GAP - max((cell_len(head.plain) for head in heads[1:]), default=0))
    return sum(sum(len(_lines(cell.plain, room)) for cell in row if cell.plain.strip()) for row in cells)


def results(to: Console, ds: Dataset) -> None:
    """Print what became of the closed power: endings, what was ever reached, sequences, differences."""
    policies = summary.policies(ds)
    titles = ["\n".join(title.split()) for title in summary.titles(ds).values()]
    found, ever = summary.shares(ds), summary.ever(ds)
    power = summary.world(ds).words["closed_power"]
    title = f"Where {power} stood in {summary.last_month(ds)}: worlds in 100, with 90 % intervals"
    show(to, title, ["", *titles], [[p, *_endings(found[p])] for p in policies], 6)
    title = "Ever reached: worlds in 100 (of these, lost again). A world can reach several."
    rows = [[p, *[_ever(ever[p][o], found[p], o) for o in OUTCOMES[:5]]] for p in policies]
    show(to, title, ["", *titles[:5]], rows, 5)
    if any(own := summary.beside(ds).values()):
        title = "Beside the endings, ever reached: worlds in 100 (of these, lost again)"
        rows = [
            [p, *[_beside(one) for one in found.values()]] for p, found in zip(policies, own, strict=True)
        ]
        brought = recorded.beside()
        called = [brought[n].title if n in brought else n.replace("_", " ") for n in next(iter(own))]
        show(to, title, ["", *("\n".join(name.split()) for name in called)], rows, len(rows[0]) - 1)
    rows = [
        [p, summary.say_sequence(names, summary.titles(ds)), _as_ended(share.share, found[p])]
        for p, top in summary.sequences(ds, top=3).items()
        for names, share in top.items()
    ]
    show(to, "Commonest sequences", ["", "", "worlds in 100"], _once(rows), 1)
    if len(policies) > 1:
        title = f"Difference to {policies[0]} on the same luck: worlds in 100, with 90 % intervals"
        rows = [[p, *_differences(ds, p, policies[0])] for p in policies[1:]]
        show(to, title, ["", *titles], rows, 6)
        to.print(Text(f"{CLEAR} clear of 0: the interval lies on one side of it", style="dim"))


def default_results(to: Console, ds: Dataset) -> None:
    """Print the endings of the run at the medians."""
    found = summary.shares(ds)
    title = f"The same with every number at its median ({ds.sizes['world']} worlds): luck alone differs"
    titles = ["\n".join(title.split()) for title in summary.titles(ds).values()]
    rows = [
        [p, *[summary.said(s[o].share, n) for o, n in summary.numbers(s).items()]] for p, s in found.items()
    ]
    show(to, title, ["", *titles], rows, 6)


def _endings(found: dict[str, summary.Share]) -> list[Text]:
    """Return the cells of one policy: worlds in 100, which add up to 100, over their intervals."""
    most = max(OUTCOMES, key=lambda o: found[o].share)
    cells = []
    for outcome, number in summary.numbers(found).items():
        share = found[outcome]
        cell = Text(summary.said(share.share, number), style="bold" if outcome == most else "")
        cells.append(
            cell.append(f"\n{summary.whole(share.low)} to {summary.whole(share.high)}", style="dim not bold")
        )
    return cells


def _ever(of: summary.Ever, ended: dict[str, summary.Share], outcome: str) -> Text:
    lost = Text(f" ({summary.said(of.left.share)})", style="dim") if of.left.share else Text("")
    same = of.reached.share == ended[outcome].share
    number = summary.numbers(ended)[outcome] if same else None
    return Text(summary.said(of.reached.share, number)).append_text(lost)


def _beside(of: summary.Ever) -> Text:
    lost = Text(f" ({summary.said(of.left.share)})", style="dim") if of.left.share else Text("")
    return Text(summary.said(of.reached.share)).append_text(lost)


def _as_ended(share: float, ended: dict[str, summary.Share]) -> str:
    """Return a share in words: where all worlds of an ending came this way, with the number of that ending."""
    numbers = summary.numbers(ended)
    same = next((numbers[o] for o in OUTCOMES if share and ended[o].share == share), None)
    return summary.said(share, same)


def _differences(ds: Dataset, policy: str, against: str) -> list[Text]:
    """Return the cells of one policy against another: differences of the numbers above, with their intervals."""
    shares, cells = summary.shares(ds), []
    for outcome, gap in summary.gaps(shares[policy], shares[against]).items():
        found = summary.paired_difference(ds, outcome, policy, against)
        low, high = _signed(summary.whole(found.low)), _signed(summary.whole(found.high))
        cells.append(starred(_signed(gap), found.clear).append(f"\n{low} to {high} ", style="dim not bold"))
    return cells


def starred(said: str, clear: bool) -> Text:
    """Return a number with the sign of what is clear, or room for it."""
    return Text(said + (CLEAR if clear else " "), style="bold" if clear else "")


def _signed(whole: int) -> str:
    return f"{whole:+d}" if whole else "0"


def _once(rows: Iterable[list[Any]]) -> list[list[Any]]:
    """Leave out a first cell that only repeats the one above."""
    found, last = [], None
    for row in rows:
        found.append(["", *row[1:]] if row[0] == last else row)
        last = row[0]
    return found
