"""What a forecast is made of: members, each one possible course of the record, all equally likely.

Every model of the truth ledger gives the same thing, the theory and its rivals and baselines alike, so that all are
scored by the same code. A member is a whole: its values of all targets and years belong together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.faults import BadInput, Fault

if TYPE_CHECKING:
    import pyarrow

WORLD_WIDE = ("",)  # the units of a target that is not told by theatre
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
COLUMNS = ("model", "target", "unit", "year", "values")
SUMMARY = ("target", "unit", "year", "members", "defined", "mean", "q05", "q25", "q50", "q75", "q95")


@dataclass(frozen=True)
class Members:
    """A forecast as members.

    Parameters
    ----------
    model : whose forecast it is ("kennan", "persistence", "richardson", ...).
    values : by target, float32 [unit, year, member]. Not a number where the target is undefined in that member (how
        power passed on in a year in which it did not). A yes or no is 1 or 0.
    units : by target, the codes of the theatres, or ``("",)`` for what is told of the world as a whole.
    years : the years forecast, ascending, the same for all targets.

    Raises
    ------
    ValueError : shapes do not agree, or a value is infinite.
    """

    model: str
    values: Mapping[str, np.ndarray]
    units: Mapping[str, tuple[str, ...]]
    years: tuple[int, ...]

    def __post_init__(self) -> None:
        if set(self.values) != set(self.units):
            raise ValueError("values and units must name the same targets")
        if list(self.years) != sorted(set(self.years)):
            raise ValueError("years must ascend, each once")
        for name, array in self.values.items():
            wanted = (len(self.units[name]), len(self.years), self.count)
            if array.shape != wanted or array.dtype != np.float32:
                raise ValueError(f"{name} is {array.dtype} {array.shape}, not float32 {wanted}")
            if np.isinf(array).any():
                raise ValueError(f"{name} holds an infinite value")

    @property
    def count(self) -> int:
        """How many members there are."""
        return int(next(iter(self.values.values())).shape[-1]) if self.values else 0

    def of(self, target: str, unit: str, year: int) -> np.ndarray:
        """Return the members of one target, unit and year, float32 [member]; KeyError if it is not forecast."""
        if target not in self.values or unit not in self.units[target] or year not in self.years:
            raise KeyError((target, unit, year))
        found: np.ndarray = self.values[target][self.units[target].index(unit), self.years.index(year)]
        return found

    def take(self, chosen: np.ndarray, model: str | None = None) -> Members:
        """Return the members with these numbers, repeated where a number is (a resample)."""
        values = {name: np.ascontiguousarray(array[..., chosen]) for name, array in self.values.items()}
        return Members(model or self.model, values, self.units, self.years)

    def between(self, first: int, last: int) -> Members:
        """Return the same members in the years from ``first`` to ``last``, both included."""
        places = [i for i, year in enumerate(self.years) if first <= year <= last]
        values = {name: np.ascontiguousarray(array[:, places]) for name, array in self.values.items()}
        return Members(self.model, values, self.units, tuple(self.years[i] for i in places))

    def only(self, targets: Iterable[str]) -> Members:
        """Return the same members with these targets alone; names that are not forecast are passed over."""
        kept = [name for name in targets if name in self.values]
        return Members(
            self.model, {n: self.values[n] for n in kept}, {n: self.units[n] for n in kept}, self.years
        )


def empty(model: str, units: Mapping[str, tuple[str, ...]], years: Iterable[int], members: int) -> Members:
    """Return members of which nothing is known yet: arrays of not-a-number, to be filled in."""
    span = tuple(years)
    values = {n: np.full((len(u), len(span), members), np.nan, np.float32) for n, u in units.items()}
    return Members(model, values, dict(units), span)


def to_table(forecast: Members) -> pyarrow.Table:
    """Return members as a table of one row a target, unit and year; column ``values`` holds a list of members."""
    import pyarrow as pa

    rows = [(name, u, y) for name in forecast.values for u in forecast.units[name] for y in forecast.years]
    flat = [array.reshape(-1) for array in forecast.values.values()]
    joined = np.concatenate(flat) if flat else np.zeros(0, np.float32)
    lists = pa.FixedSizeListArray.from_arrays(pa.array(joined), max(forecast.count, 1))
    text = pa.dictionary(pa.int32(), pa.string())
    columns = [
        pa.array([forecast.model] * len(rows)).cast(text),
        pa.array([row[0] for row in rows], pa.string()).cast(text),
        pa.array([row[1] for row in rows], pa.string()).cast(text),
        pa.array([row[2] for row in rows], pa.int16()),
        lists.cast(pa.list_(pa.float32())),
    ]
    return pa.table(columns, names=list(COLUMNS))


def write(forecast: Members, path: str | Path) -> None:
    """Write members to a Parquet file: the same members give the same bytes (with the same pyarrow)."""
    import pyarrow.parquet as pq

    pq.write_table(to_table(forecast), path, compression="zstd", use_dictionary=True)


def read(path: str | Path) -> Members:
    """Return the members of a Parquet file that :func:`write` made.

    Raises
    ------
    BadInput : it is no such file, or its rows do not make up whole arrays.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    do = "name a file that a forecast was written to"
    try:
        with pq.ParquetFile(
            path
        ) as file:  # read_table also loads what reads whole folders, which takes a while
            table = file.read()
    except (OSError, pa.ArrowException) as error:
        said = " ".join(str(error).split())[:120]
        raise BadInput(Fault(f"it cannot be read as Parquet ({said})", str(path), do=do)) from None
    if tuple(table.column_names) != COLUMNS:
        what = f"its columns are {', '.join(table.column_names[:8])}"
        raise BadInput(Fault(what, str(path), ", ".join(COLUMNS), do=do))
    try:
        return _from_table(table)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadInput(Fault(f"its rows do not make up a forecast: {error}", str(path), do=do)) from None


def _from_table(table: Any) -> Members:
    models, names, codes, years = (table.column(i).to_pylist() for i in range(4))
    if len(set(models)) != 1:
        raise ValueError(f"it names {len(set(models))} models, not one")
    units: dict[str, dict[str, None]] = {}
    for name, code in zip(names, codes, strict=True):
        units.setdefault(name, {})[code] = None
    span = tuple(sorted(set(years)))
    wanted = [(name, code, year) for name, own in units.items() for code in own for year in span]
    if wanted != list(zip(names, codes, years, strict=True)):
        raise ValueError("a row is missing, doubled or out of place")
    lists = table.column(4).combine_chunks()
    lengths = set(np.diff(lists.offsets.to_numpy()).tolist())
    if len(lengths) != 1:
        raise ValueError("rows differ in their number of members")
    flat = lists.values.to_numpy(zero_copy_only=False).astype(np.float32, copy=False)
    grid = flat.reshape(len(wanted), lengths.pop())
    values, at = {}, 0
    for name, own in units.items():
        rows = len(own) * len(span)
        values[name] = np.ascontiguousarray(grid[at : at + rows].reshape(len(own), len(span), -1))
        at += rows
    return Members(models[0], values, {name: tuple(own) for name, own in units.items()}, span)


def quantiles(forecast: Members) -> list[tuple[Any, ...]]:
    """Return a summary of every target, unit and year: rows of :data:`SUMMARY`.

    ``defined`` is the share of members in which the target is defined; mean and quantiles are over these. The mean of
    a yes or no is its probability.
    """
    found: list[tuple[Any, ...]] = []
    for name, array in forecast.values.items():
        known = np.isfinite(array)
        defined = known.mean(-1)
        blank = ~known.any(-1)
        filled = np.where(blank[..., None], 0.0, array).astype(float)
        take = np.quantile if known.all() else np.nanquantile
        cuts = take(filled, QUANTILES, axis=-1)
        mean = np.nanmean(filled, -1)
        for i, unit in enumerate(forecast.units[name]):
            for j, year in enumerate(forecast.years):
                row = [mean[i, j], *cuts[:, i, j]]
                told = ["" if blank[i, j] else short(v) for v in row]
                found.append((name, unit, year, forecast.count, short(defined[i, j]), *told))
    return found


def quantiles_csv(forecast: Members) -> str:
    """Return :func:`quantiles` as the text of a CSV file."""
    out = io.StringIO()
    made = csv.writer(out, lineterminator="\n")
    made.writerow(SUMMARY)
    made.writerows(quantiles(forecast))
    return out.getvalue()


def short(value: float) -> str:
    """Return a number in as few digits as float32 is worth."""
    return f"{float(value):.6g}"
