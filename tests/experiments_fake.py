"""A made-up engine for experiments: what comes out follows from the rows by a formula that a test can work out.

``orbit`` is half the lever tone plus a tenth of patience plus luck; break-up comes in the first worlds of a row, as
many of them as tone says.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

COLUMNS = 100  # a block ends anywhere, also inside a row


class Engine:
    """Takes the place of ``simulate_rows``; counts what it was asked for, and stops when told to."""

    def __init__(self, luck: float = 0.0, stop_after: int | None = None):
        self.luck, self.stop_after = luck, stop_after
        self.rows = 0

    def __call__(self, plan, rows, worlds, keep=lambda block: block, progress=None, announce=None):
        count = len(next(iter(rows.values())))
        tone = np.nan_to_num(rows.get("lever.tone", np.full(count, 0.1)), nan=0.1)
        patience = rows.get("patience", np.ones(count))
        luck = np.random.default_rng(1).normal(size=(count, worlds)) * self.luck
        orbit = (0.5 * tone + 0.1 * patience)[:, None] + luck
        broken = np.arange(worlds)[None] < np.round(tone * worlds)[:, None]
        flat = lambda x: x.reshape(-1)  # noqa: E731
        for number, first in enumerate(range(0, count * worlds, COLUMNS)):
            if number == self.stop_after:
                raise KeyboardInterrupt
            columns = slice(first, min(first + COLUMNS, count * worlds))
            self.rows += (columns.stop - columns.start) / worlds
            ending = np.where(flat(broken)[columns], 2, 6)
            reached = np.full((5, len(ending)), -1)
            reached[1, ending == 2] = 7
            months = 12 * plan.years + 1
            block = SimpleNamespace(
                monthly={name: np.tile(flat(orbit)[columns], (months, 1)) for name in plan.record},
                ending=ending,
                reached=reached,
            )
            if progress:
                progress(columns.stop, count * worlds)
            yield columns, keep(block)
