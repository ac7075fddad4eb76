"""Tables for people, on a terminal or in a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kennan.records import summary
from kennan.records.summary import OUTCOMES, TITLES

if TYPE_CHECKING:
    from xarray import Dataset

WIDE = 120  # columns where there is no terminal to ask


def console() -> Console:
    """Return a console on standard output; a file or pipe gets wider lines and no colour."""
    plain = Console(highlight=False)
    if plain.is_terminal or os.environ.get("COLUMNS"):
        return plain
    return Console(highlight=False, width=WIDE)


def show(
    to: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], numbers: int = 0
) -> None:
    """Print a table under its title; the last ``numbers`` columns stand to the right."""
    made = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), show_header=any(columns)
    )
    for place, name in enumerate(columns):
        right = place >= len(columns) - numbers
        made.add_column(
            name,
            justify="right" if right else "left",
            overflow="fold",
            no_wrap=right or not (place or numbers),
        )
    for row in rows:
        made.add_row(*[cell if isinstance(cell, Text) else Text(str(cell)) for cell in row])
    to.print(Text(f"\n{title}", style="bold"))
    to.print(made)


def results(to: Console, ds: Dataset) -> None:
    """Print what became of Soviet power: endings, what was ever reached, sequences, differences."""
    last = str(ds["month"].values[-1])[:4]
    policies = summary.policies(ds)
    titles = ["\n".join(TITLES[o].split()) for o in OUTCOMES]
    found, ever = summary.shares(ds), summary.ever(ds)
    title = f"Where Soviet power stood in January {last}: worlds in 100, with 90 % intervals"
    show(to, title, ["", *titles], [[p, *_endings(found[p])] for p in policies], 6)
    title = "Ever reached: worlds in 100 (of these, lost again). A world can reach several."
    rows = [[p, *[_ever(ever[p][o]) for o in OUTCOMES[:5]]] for p in policies]
    show(to, title, ["", *titles[:5]], rows, 5)
    rows = [
        [p, summary.say_sequence(names), _hundred(share.share)]
        for p, top in summary.sequences(ds, top=3).items()
        for names, share in top.items()
    ]
    show(to, "Commonest sequences", ["", "", "worlds in 100"], _once(rows), 1)
    if len(policies) > 1:
        title = f"Difference to {policies[0]} on the same luck: worlds in 100, with 90 % intervals"
        rows = [[p, *[_difference(ds, o, p, policies[0]) for o in OUTCOMES]] for p in policies[1:]]
        show(to, title, ["", *titles], rows, 6)


def default_results(to: Console, ds: Dataset) -> None:
    """Print the endings of the run at the medians."""
    found = summary.shares(ds)
    title = f"The same with every number at its median ({ds.sizes['world']} worlds): luck alone differs"
    titles = ["\n".join(TITLES[o].split()) for o in OUTCOMES]
    rows = [[p, *summary.in_hundred([s[o].share for o in OUTCOMES])] for p, s in found.items()]
    show(to, title, ["", *titles], rows, 6)


def _endings(found: dict[str, summary.Share]) -> list[Text]:
    """Return the cells of one policy: worlds in 100, which add up to 100, over their intervals."""
    whole = summary.in_hundred([found[o].share for o in OUTCOMES])
    most = max(OUTCOMES, key=lambda o: found[o].share)
    cells = []
    for outcome, number in zip(OUTCOMES, whole, strict=True):
        share = found[outcome]
        said = "<1" if number == 0 and share.share > 0 else str(number)
        cell = Text(said, style="bold" if outcome == most else "")
        cells.append(cell.append(f"\n{100 * share.low:.0f} to {100 * share.high:.0f}", style="dim not bold"))
    return cells


def _ever(of: summary.Ever) -> Text:
    lost = Text(f" ({_hundred(of.left.share)})", style="dim") if of.left.share else Text("")
    return Text(_hundred(of.reached.share)).append_text(lost)


def _hundred(share: float) -> str:
    return "<1" if 0 < share < 0.005 else f"{100 * share:.0f}"


def _difference(ds: Dataset, outcome: str, policy: str, against: str) -> Text:
    found = summary.paired_difference(ds, outcome, policy, against)
    cell = Text(_signed(found.difference), style="bold" if found.clear else "")
    return cell.append(f"\n{_signed(found.low)} to {_signed(found.high)}", style="dim not bold")


def _signed(share: float) -> str:
    whole = round(100 * share)
    return f"{whole:+d}" if whole else "0"


def _once(rows: Iterable[list[Any]]) -> list[list[Any]]:
    """Leave out a first cell that only repeats the one above."""
    found, last = [], None
    for row in rows:
        found.append(["", *row[1:]] if row[0] == last else row)
        last = row[0]
    return found
