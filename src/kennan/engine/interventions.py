"""What an experiment holds: quantities held at a value for some months, and walls of counterforce.

Interventions are arrays like everything else, so that an experiment runs the same compiled program as a plain run.
Holding a quantity of kind "index" has an effect only where it is read before its mechanism computes it anew in
the same month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kennan.faults import Faults, unknown


@dataclass(frozen=True)
class Hold:
    """Hold a world-axis quantity at ``value`` at the start of each month ``first`` <= month < ``until``."""

    quantity: str
    value: float
    first: int = 0
    until: int = 1_000_000


@dataclass(frozen=True)
class Wall:
    """Hold the effective counterforce in a theatre at ``value`` while ``first`` <= month < ``until``."""

    theatre: str
    value: float
    first: int = 0
    until: int = 1_000_000


@dataclass(frozen=True)
class Interventions:
    """Everything that an experiment holds; nothing by default."""

    quantities: tuple[Hold, ...] = ()
    walls: tuple[Wall, ...] = ()

    def arrays(
        self, names: tuple[str, ...], theatres: tuple[str, ...], months: np.ndarray
    ) -> dict[str, np.ndarray]:
        """Return held bool [step, quantity], hold float32, walled bool [step, theatre], wall float32.

        Raises
        ------
        BadInput : a quantity or theatre that there is not.
        """
        faults = Faults()
        for h in self.quantities:
            if h.quantity not in names:
                faults.found.append(unknown("quantity to hold", h.quantity, names))
        for w in self.walls:
            if w.theatre not in theatres:
                faults.found.append(unknown("theatre to wall", w.theatre, theatres))
        faults.raise_if_any()
        shape, wide = (len(months), len(names)), (len(months), len(theatres))
        held, hold = np.zeros(shape, bool), np.zeros(shape, np.float32)
        walled, wall = np.zeros(wide, bool), np.zeros(wide, np.float32)
        for h in self.quantities:
            rows = (h.first <= months) & (months < h.until)
            held[rows, names.index(h.quantity)] = True
            hold[rows, names.index(h.quantity)] = h.value
        for w in self.walls:
            rows = (w.first <= months) & (months < w.until)
            walled[rows, theatres.index(w.theatre)] = True
            wall[rows, theatres.index(w.theatre)] = w.value
        return {"held": held, "hold": hold, "walled": walled, "wall": wall}
