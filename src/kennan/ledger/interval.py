"""Intervals by resampling worlds, all arms of a check together.

Weights of worlds are drawn from the exponential distribution, the same for every arm (the Bayesian bootstrap:
Rubin, Annals of Statistics 9, 1981, 130-134); an interval runs between percentiles of what the resamples give.
Resampling alone would give a thing that no world shows an interval without width. So one more world, unlike
any seen, enters with its own exponential weight, in the direction that widens each end. For a share of worlds
this is exactly the interval of Clopper and Pearson (Biometrika 26, 1934, 404-413), for a number of rare events
that of Garwood (Biometrika 28, 1936, 437-442), and for a median close to the one between order statistics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kennan.ledger import predicates
from kennan.ledger.check import Check, Condition
from kennan.ledger.samples import Middle, Ratio, Sample, Wide, lower_median

RESAMPLES = 40_000
KEY = 19470701  # of the resampling; the same samples always give the same intervals
ELEMENTS = 1 << 22  # weights drawn at a time
NOTHING = 0.002  # a theatre in which the second arm has no more than this is not counted in a breadth
ROUNDING = 1e-6  # share of a number below which its interval has no width
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """What is held against the conditions of one check: samples of its arms, and with mechanisms off.

    ``level`` is how sure each of its intervals is.
    """

    check: Check
    arms: Sequence[Sample]
    without: Sequence[Sample]
    level: float


@dataclass(frozen=True)
class Measured:
    """One number held against one condition.

    ``note`` says why the interval has no width, where it has none: resampling worlds that agree tells nothing.
    """

    condition: Condition
    value: float
    low: float
    high: float
    note: str = ""

    @property
    def verdict(self) -> str:
        """The verdict on this number."""
        return predicates.verdict(self.low, self.high, self.condition)


@lru_cache(maxsize=4)
def weights(worlds: int, resamples: int = RESAMPLES) -> tuple[NDArray[np.float32], ...]:
    """Return weights of worlds, float32 [resample, world] in pieces; kept while few enough."""
    return tuple(_drawn(worlds, resamples))


def _drawn(worlds: int, resamples: int) -> Iterator[NDArray[np.float32]]:
    rows = max(1, ELEMENTS // worlds)
    for number, first in enumerate(range(0, resamples, rows)):
        random = np.random.Generator(np.random.Philox(key=[KEY, worlds], counter=[0, 0, 0, number]))
        yield random.standard_exponential((min(rows, resamples - first), worlds), np.float32)


@lru_cache(maxsize=2)
def _unseen(resamples: int, slots: int) -> Floats:
    """Return the weight of the world unlike any seen [resample, slot], a slot being an arm of a check."""
    random = np.random.Generator(np.random.Philox(key=[KEY, 0]))
    return random.standard_exponential((resamples, slots))


def intervals(panels: Sequence[Panel], resamples: int = RESAMPLES) -> list[tuple[Measured, ...]]:
    """Return, for every panel, every number that its conditions speak of, with its interval."""
    found: list[tuple[Measured, ...]] = [()] * len(panels)
    sizes: dict[int, list[int]] = {}
    for i, panel in enumerate(panels):
        sizes.setdefault(_size(panel.arms[0]), []).append(i)
    for worlds, members in sizes.items():
        for at in range(0, len(members), 48):  # so many that their resamples fit into memory
            some = members[at : at + 48]
            for i, measured in zip(some, _several([panels[i] for i in some], worlds, resamples), strict=True):
                found[i] = measured
    return found


def _size(sample: Sample) -> int:
    return int(sample.counts.shape[0] if isinstance(sample, Middle) else sample.denominator.shape[-1])


@dataclass
class _Columns:
    """Samples side by side [world, column], so that one product with the weights resamples them all."""

    worlds: int
    columns: list[NDArray[np.float32]] = field(default_factory=list)
    places: dict[bytes, int] = field(default_factory=dict)

    def place(self, column: Floats) -> int:
        """Return the place of a column; equal columns share one, so that equal arms differ by exactly 0."""
        small = column.astype(np.float32)
        key = small.tobytes()
        if key not in self.places:
            self.places[key] = len(self.columns)
            self.columns.append(small)
        return self.places[key]


def _several(panels: Sequence[Panel], worlds: int, resamples: int) -> Iterator[tuple[Measured, ...]]:
    columns = _Columns(worlds)
    readers = [[_reader(s, columns) for s in (*panel.arms, *panel.without)] for panel in panels]
    middles = {id(s): s for panel in panels for s in (*panel.arms, *panel.without) if isinstance(s, Middle)}
    table = np.stack(columns.columns, axis=1) if columns.columns else np.empty((worlds, 0), np.float32)
    pieces: list[NDArray[np.float32]] = []
    medians: dict[int, list[list[Floats]]] = {key: [] for key in middles}
    few = weights(worlds, resamples) if worlds * resamples <= 16 * ELEMENTS else _drawn(worlds, resamples)
    unseen = _unseen(resamples, 24)
    done = 0
    for weight in few:
        pieces.append(weight @ table)
        rows = slice(done, done + len(weight))
        for key, sample in middles.items():
            both = weight @ sample.counts.astype(np.float32)
            medians[key].append([lower_median(sample.grid, both, unseen[rows, 0], s) for s in (-1, 0, 1)])
        done += len(weight)
    sums = np.concatenate(pieces).astype(np.float64)
    middle_of = {key: np.concatenate(parts, axis=1) for key, parts in medians.items()}
    for panel, slots in zip(panels, readers, strict=True):
        yield _one(panel, [read(sums, middle_of, unseen[:, i]) for i, read in enumerate(slots)])


Three = tuple[Floats, Floats, Floats]  # lower, usual and upper values of a sample in every resample
Reader = Callable[[Floats, dict[int, Floats], Floats], Three]


def _reader(sample: Sample, columns: _Columns) -> Reader:
    """Return a function that reads a sample's values out of the resampled columns."""
    if isinstance(sample, Middle):
        return lambda _sums, middles, _unseen: tuple(middles[id(sample)])
    if isinstance(sample, Wide):
        rows = [columns.place(row) for row in sample.numerator]
        below = columns.place(sample.denominator)

        def wide(sums: Floats, _middles: dict[int, Floats], _unseen: Floats) -> Three:
            values = sums[:, rows] / sums[:, [below]]
            return values, values, values

        return wide
    centre = sample.value if np.isfinite(sample.value) else 0.0
    # what is resampled is the distance from the value, for the sake of 32 bits
    top, bottom = (
        columns.place(sample.numerator - centre * sample.denominator),
        columns.place(sample.denominator),
    )

    def ratio(sums: Floats, _middles: dict[int, Floats], unseen: Floats) -> Three:
        usual, low, high = (
            _quotient(sums[:, top], sums[:, bottom], centre, unseen, add)
            for add in ((0.0, 0.0), sample.less, sample.more)
        )
        return low, usual, high

    return ratio


def _quotient(top: Floats, bottom: Floats, centre: float, unseen: Floats, add: tuple[float, float]) -> Floats:
    more, below = add
    with np.errstate(divide="ignore", invalid="ignore"):
        if not more and not below:
            return centre + top / bottom
        return centre + (top + unseen * (more - centre * below)) / (bottom + unseen * below)


def _one(panel: Panel, slots: list[Three]) -> tuple[Measured, ...]:
    """Return every number of a check with its interval."""
    check, n = panel.check, len(panel.arms)
    if check.compare == "breadth":
        how, point, slots = "level", *_breadths(panel, slots)
        n = 1
    else:
        how = check.compare
        point = np.array([s.value for s in (*panel.arms, *panel.without)])
    low, usual, high = (np.stack([slot[k] for slot in slots], axis=1) for k in range(3))
    inside = (low.mean(0) + high.mean(0)) / 2  # off the edge of what can be, where a ratio may have no value
    found = []
    for condition in check.expect:

        def number(values: Floats, name: str = condition.name) -> list[Floats]:
            off = values[..., n:] if values.shape[-1] > n else None
            return predicates.numbers(how, name, values[..., :n], off)

        at = [float(x) for x in number(point)]
        up, down = _directions(number, inside, len(at))
        plain = all(slot[0] is slot[1] for slot in slots) or (
            np.array_equal(low, usual) and np.array_equal(high, usual)
        )
        for k, value in enumerate(at):
            if plain:
                lower = upper = number(usual)[k]
            else:
                lower = number(np.where(down[k], high, low))[k]
                upper = number(np.where(up[k], high, low))[k]
            ends = _percentiles(lower, upper, panel.level)
            found.append(Measured(condition, value, *ends, _note(panel, *ends)))
    return tuple(found)


def _note(panel: Panel, low: float, high: float) -> str:
    """Return why an interval has no width; "" where it has one. Resampled sums are right to six digits."""
    if not high - low <= ROUNDING * max(abs(low), abs(high)):
        return ""
    worlds = f"{_size(panel.arms[0]):,} worlds"
    if any(isinstance(sample, Middle) for sample in (*panel.arms, *panel.without)):
        return f"the same however {worlds} are drawn again"
    return f"the same in all {worlds}"


def _directions(number: Callable[[Floats], list[Floats]], point: Floats, count: int) -> tuple[Floats, Floats]:
    """Return for each number in which arms a higher value raises it [number, arm], and in which it lowers it."""
    step = 1e-6 + 1e-4 * np.abs(point)
    moved = np.array(
        [number(point + np.where(np.arange(len(point)) == i, step, 0)) for i in range(len(point))]
    )
    back = np.array(
        [number(point - np.where(np.arange(len(point)) == i, step, 0)) for i in range(len(point))]
    )
    rises = np.asarray((moved.reshape(len(point), count) >= back.reshape(len(point), count)).T, bool)
    return rises, np.logical_not(rises)


def _percentiles(lower: Floats, upper: Floats, level: float) -> tuple[float, float]:
    """Return the ends of an interval; what cannot be computed in a resample counts as beyond the end."""
    tail = (1.0 - level) / 2.0
    place = max(int(tail * (len(lower) + 1)) - 1, 0)
    low = np.partition(np.where(np.isnan(lower), -np.inf, lower), place)[place]
    high = np.partition(np.where(np.isnan(upper), np.inf, upper), len(upper) - 1 - place)[
        len(upper) - 1 - place
    ]
    return float(low), float(high)


def _breadths(panel: Panel, slots: list[Three]) -> tuple[Floats, list[Three]]:
    """Return the share of theatres in which the first arm is higher: the value, and in every resample."""
    points, found = [], []
    for first in range(0, len(slots), 2):
        samples = (*panel.arms, *panel.without)[first : first + 2]
        means = [s.numerator.sum(1) / s.denominator.sum() for s in samples if isinstance(s, Wide)]
        counted = means[1] > NOTHING
        points.append(float((means[0] > means[1])[counted].mean()) if counted.any() else float("nan"))
        more = (slots[first][1] > slots[first + 1][1])[:, counted]
        share = more.mean(1) if counted.any() else np.full(len(more), np.nan)
        found.append((share, share, share))
    return np.array(points), found


def exact_share(seen: int, worlds: int, level: float) -> tuple[float, float]:
    """Return Clopper and Pearson's interval of a share, for the tests of the resampled one."""
    from scipy.special import betaincinv

    tail = (1.0 - level) / 2.0
    low = float(betaincinv(seen, worlds - seen + 1, tail)) if seen else 0.0
    high = float(betaincinv(seen + 1, worlds - seen, 1.0 - tail)) if seen < worlds else 1.0
    return low, high


def ratio_of(values: Floats) -> Ratio:
    """Return the sample of a plain mean of ``values`` [world]."""
    return Ratio(np.asarray(values, float), np.ones(len(values)))
