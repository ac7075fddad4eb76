"""How the things of kennan look in a notebook and at Python's prompt: a title, a sentence, and a small table.

Comes in: what a class says of itself. Goes out: one line for ``repr``, HTML for a notebook. Every room may use this
module; it uses nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

MOST = 40  # rows of a table; a longer one says how many more there are


@dataclass(frozen=True)
class Card:
    """What is shown of a thing: a ``title``, a ``line``, and ``rows`` of cells under a ``head``, which may be empty."""

    title: str
    line: str
    rows: Sequence[Sequence[str]] = ()
    head: Sequence[str] = ()


class Shown:
    """A thing that says what is shown of it, in ``_card_``."""

    def _card_(self) -> Card:
        raise NotImplementedError

    def __repr__(self) -> str:
        card = self._card_()
        return f"<{type(self).__name__} {card.title}: {card.line}>"

    def _repr_html_(self) -> str:
        card = self._card_()
        rows = [_row("td", row) for row in card.rows[:MOST]]
        if len(card.rows) > MOST:
            rows.append(_row("td", (f"and {len(card.rows) - MOST} more",)))
        head = f"<thead>{_row('th', card.head)}</thead>" if card.head else ""
        table = f"<table>{head}<tbody>{''.join(rows)}</tbody></table>" if rows else ""
        kind = type(self).__name__
        return f"<div><strong>{kind} {escape(card.title)}</strong><p>{escape(card.line)}</p>{table}</div>"


def _row(kind: str, cells: Sequence[str]) -> str:
    align = 'style="text-align: left"'
    return "<tr>" + "".join(f"<{kind} {align}>{escape(str(cell))}</{kind}>" for cell in cells) + "</tr>"
