"""In what two runs differ: paired differences, with intervals that hold for the whole list at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from kennan.ledger.why.data import Difference, Outcome
from kennan.model import quantities
from kennan.model.recorded import OUTCOMES

if TYPE_CHECKING:
    from kennan.ledger.why.sides import Pair

STAYS = 12  # months for which a difference must stay clear to have set in
PART = 0.1  # and the part of its largest size that it must have
YEAR = 12  # months before the date over which values are averaged


def window(at: int) -> slice:
    """Return the months that are averaged for a date."""
    return slice(max(0, at - YEAR + 1), at + 1)


def deviate(sure: float, many: int) -> float:
    """Return the normal deviate of two-sided intervals of which ``many`` hold together (Bonferroni)."""
    from scipy.special import ndtri

    return float(ndtri(1.0 - (1.0 - sure) / (2 * max(1, many))))


def differences(pair: Pair, names: Iterable[str], at: int, sure: float) -> list[Difference]:
    """Return what differs in each quantity at a date, the clearest first.

    Parameters
    ----------
    names : monthly quantities that both runs recorded.
    at : month, counted from the start.
    sure : probability with which all intervals hold together.
    """
    register, names = quantities.load(), list(names)
    z, dates, found = deviate(sure, len(names)), _dates(pair), []
    for name in names:
        a, b = (
            np.asarray(s.data[name].transpose("month", "world").values)[: at + 1] for s in (pair.a, pair.b)
        )
        gap = b - a
        each = gap[window(at)].mean(0, dtype=np.float64)
        mean, error = float(each.mean()), float(each.std(ddof=1) / np.sqrt(each.size))
        spread = float(np.sqrt((a[window(at)].mean(0).var() + b[window(at)].mean(0).var()) / 2))
        set_in = since(gap, sure, len(names))
        quantity = register[name]
        found.append(
            Difference(
                quantity=name,
                sentence=quantity.sentence,
                unit=quantity.unit,
                a=float(a[window(at)].mean()),
                b=float(b[window(at)].mean()),
                difference=mean,
                low=mean - z * error,
                high=mean + z * error,
                clear=abs(mean) > z * error,
                since="" if set_in is None else dates[set_in],
                passages=quantity.passages,
                standard=mean / spread if spread > 0 else 0.0,
            )
        )
    return sorted(found, key=lambda one: (not one.clear, -abs(one.standard)))


def since(gap: np.ndarray, sure: float, many: int = 1) -> int | None:
    """Return the first month from which a difference [month, world] stayed clear for a year, or None.

    Clear is a month in which the paired t goes beyond the threshold that holds for all months and quantities
    together, in one direction, and in which the mean difference is no longer tiny beside what it becomes.
    """
    worlds = gap.shape[1]
    mean = gap.mean(1, dtype=np.float64)
    error = gap.std(1, ddof=1, dtype=np.float64) / np.sqrt(worlds)
    beyond = np.abs(mean) > np.maximum(deviate(sure, many * len(gap)) * error, PART * np.abs(mean).max())
    starts = [_first_year(beyond & (mean > 0)), _first_year(beyond & (mean < 0))]
    return min((start for start in starts if start is not None), default=None)


def _first_year(way: np.ndarray) -> int | None:
    """Return the first month of a year in which something held without a break, or None."""
    if len(way) < STAYS:
        return None
    runs = np.convolve(way, np.ones(STAYS), "valid") >= STAYS - 0.5
    return int(runs.argmax()) if runs.any() else None


def outcomes(pair: Pair, sure: float) -> list[Outcome]:
    """Return in how many worlds each outcome stood at the end, and the difference on the same luck.

    The interval is that of Bonett and Price (2012) for paired shares, which has a width even where no world differs.
    """
    z, found = deviate(sure, len(OUTCOMES)), []
    ending = [np.asarray(side.data["ending"].values) for side in (pair.a, pair.b)]
    for code, name in enumerate(OUTCOMES, 1):
        a, b = (one == code for one in ending)
        n = a.size + 2
        p, q = (int((b & ~a).sum()) + 1) / n, (int((a & ~b).sum()) + 1) / n
        half = z * float(np.sqrt((p + q - (p - q) ** 2) / n))
        low, high = max(-1.0, p - q - half), min(1.0, p - q + half)
        gap = float(b.mean() - a.mean())
        found.append(Outcome(name, float(a.mean()), float(b.mean()), gap, low, high, low > 0 or high < 0))
    return found


def _dates(pair: Pair) -> list[str]:
    return [str(one)[:7] for one in np.asarray(pair.a.data["month"].values).astype("datetime64[M]")]
