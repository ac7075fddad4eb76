"""Tables of the report, as HTML that says which cell belongs to which head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING
from zlib import crc32

from kennan.desk.report_words import Shares, in_words, number, signed
from kennan.plots.look import COLOURS
from kennan.records import summary
from kennan.records.summary import OUTCOMES, TITLES

if TYPE_CHECKING:
    from xarray import Dataset


def table(caption: str, heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return a table; heads and cells are HTML, the name of each row is text.

    It stands in a box that scrolls sideways on a narrow screen, and can be reached and moved with the
    keyboard; the caption stands over that box, so that it is read whole.
    """
    top = "".join(f'<th scope="col">{h}</th>' for h in heads)
    body = []
    for name, cells in rows:
        body.append(
            f'<tr><th scope="row">{escape(name)}</th>' + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"
        )
    inside = f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody>"
    name = f"t{crc32((caption + inside).encode()):08x}"
    return (
        f'<p class="caption" id="{name}">{escape(caption)}</p>'
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}">'
        f'<table aria-labelledby="{name}">{inside}</table></div>'
    )


def _heads(outcomes: Sequence[str]) -> list[str]:
    heads = []
    for outcome in outcomes:
        first, _, rest = TITLES[outcome].partition(" ")
        swatch = f'<span class="swatch" style="background:{COLOURS[outcome]}"></span>'
        heads.append(f'<span class="keep">{swatch}{escape(first)}</span> {escape(rest)}'.rstrip())
    return heads


def _cell(big: str, low: float, high: float, *, bold: bool) -> str:
    tag, end = ("<b>", "</b>") if bold else ('<span class="part">', "</span>")
    return f'{tag}{escape(big)}{end} <span class="range">{100 * low:.0f}–{100 * high:.0f}</span>'


def endings(found: Shares, caption: str) -> str:
    """Return policies x outcomes in worlds of 100 with 90 % intervals; the commonest outcome of each row is
    bold.
    """
    rows = []
    for policy, mine in found.items():
        said, best = in_words(mine), max(mine[o].share for o in OUTCOMES)
        cells = [_cell(said[o], mine[o].low, mine[o].high, bold=mine[o].share == best) for o in OUTCOMES]
        rows.append((policy, cells))
    return table(caption, ["Policy", *_heads(OUTCOMES)], rows)


def differences(ds: Dataset, found: Shares) -> str:
    """Return each policy against the first, on the same luck; differences whose interval leaves out 0 are
    bold.
    """
    first, *others = found
    rows = []
    for policy in others:
        cells = []
        for outcome in OUTCOMES:
            gap = summary.paired_difference(ds, outcome, policy, first)
            tag, end = ("<b>", "</b>") if gap.clear else ('<span class="part">', "</span>")
            range_ = f"{signed(gap.low)} to {signed(gap.high)}"
            cells.append(f'{tag}{signed(gap.difference)}{end} <span class="range">{range_}</span>')
        rows.append((policy, cells))
    caption = (
        f"Worlds in 100 more (+) or fewer (−) than under {first}, world against world on the same luck, "
        "with 90 % intervals. Bold: the interval leaves out 0."
    )
    return table(caption, ["Policy", *_heads(OUTCOMES)], rows)


def ever(ds: Dataset) -> str:
    """Return how often each outcome was ever reached, and how often it was lost again."""
    rows = []
    for policy, mine in summary.ever(ds).items():
        cells = []
        for outcome in OUTCOMES[:5]:
            came, lost = mine[outcome].reached, mine[outcome].left
            lost_words = f"{number(lost.share, round(100 * lost.share))} lost again" if lost.count else ""
            range_ = f'<span class="range">{escape(lost_words)}</span>' if lost_words else ""
            big = number(came.share, round(100 * came.share))
            cells.append(f'<span class="part">{escape(big)}</span> {range_}')
        rows.append((policy, cells))
    caption = "Worlds in 100 that reached an outcome at some time, and that lost it again afterwards."
    return table(caption, ["Policy", *_heads(OUTCOMES[:5])], rows)


def sequences(ds: Dataset, top: int = 6) -> str:
    """Return the commonest sequences of outcomes, commonest first, in worlds of 100 under each policy."""
    found = summary.sequences(ds, top=1000)
    total: dict[tuple[str, ...], float] = {}
    for mine in found.values():
        for sequence, share in mine.items():
            total[sequence] = total.get(sequence, 0) + share.share
    commonest = sorted(total, key=lambda s: -total[s])[: top + len(found) - 1]
    rows = []
    for sequence in commonest:
        shares = [found[p][sequence].share if sequence in found[p] else 0.0 for p in found]
        name = summary.say_sequence(sequence)
        rows.append((name[:1].upper() + name[1:], [escape(number(s, round(100 * s))) for s in shares]))
    caption = "Outcomes in the order in which worlds first reached them, worlds in 100."
    return table(caption, ["Sequence", *map(escape, found)], rows)


def milestones(values: dict[str, dict[str, dict[int, float]]], units: dict[str, str]) -> str:
    """Return medians over the worlds at some Januaries: the pictures of the fan charts as figures."""
    parts = []
    for quantity, by_policy in values.items():
        years = sorted(next(iter(by_policy.values())))
        shown = [y for y in years if y % 10 == 0 or y in (years[0], years[-1])]
        rows = [(p, [f"{mine[y]:.2f}" for y in shown]) for p, mine in by_policy.items()]
        name = quantity.replace("_", " ").capitalize()
        parts.append(
            table(f"{name}, {units[quantity]}. Medians, January.", ["Policy", *map(str, shown)], rows)
        )
    return "".join(parts)


def defaults(found: Shares, beside: Shares, worlds: int) -> str:
    """Return the drawn run and the run with every number at its median, one under the other."""
    rows = []
    for policy, mine in found.items():
        if policy not in beside:
            continue
        said = in_words(mine)
        rows.append((f"{policy}, drawn", [escape(said[o]) for o in OUTCOMES]))
        other = in_words(beside[policy])
        rows.append((f"{policy}, medians", [escape(other[o]) for o in OUTCOMES]))
    caption = (
        f"Worlds in 100. Drawn: each world has its own numbers. Medians: {worlds:,} worlds share the median "
        "numbers."
    )
    return table(caption, ["Run", *_heads(OUTCOMES)], rows)
