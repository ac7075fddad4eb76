"""Why two runs differ.

Question : what differs between two runs on the same luck, what are the roots of it, and by which links did it come?
Comes in : two runs (folders or Datasets), or two policies of one; the month of hybrids of ``kennan.engine``.
Goes out : :func:`why`, a :class:`~kennan.ledger.why.data.Why` of plain data with shares, intervals and sentences.
May use  : ``kennan.records``, ``run``, ``policies``, ``model``, ``article``; numpy. Nothing that draws or prints.

Nothing is told from the shape of curves: every share is what goes when a link is switched to the other run's values,
in the same worlds.

    asking.py       the whole answer
    sides.py        what the two runs share, and where they differ
    differences.py  what differs, with intervals and the month it set in
    roots.py        which levers, switches and numbers carry a difference
    chain.py        from a difference back along its links
    bench.py        hybrids of two runs, world by world
    orders.py       shares that add up, from orders of exchange
    model.py        links and carriers, as the equations have them
    words.py        the answer in sentences
    data.py         the answer as plain data
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kennan.ledger.why.asking import why

__all__ = ["why"]


def __getattr__(name: str) -> Any:
    """Import the answer when it is asked for: the engine is slow to load."""
    if name != "why":
        raise AttributeError(name)
    from kennan.ledger.why.asking import why

    return why
