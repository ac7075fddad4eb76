"""A run as tidy tables: one row for each policy, world and month, and what goes with it.

months      policy, world, month, and one column for each monthly quantity
theatres    policy, world, year, theatre, and one column for each theatre quantity
events      policy, world, month, event, number (only where something happened)
outcomes    policy, world, ending, reached_<outcome>, left_<outcome> (number of the month; empty: never)
parameters  world, and one column for each parameter
columns     table, column, unit, sentence and passages of all the others (always CSV)
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.records import layout
from kennan.records.dataset import open as open_run
from kennan.records.dataset import raw_dataset, read_frame
from kennan.records.frame import Frame
from kennan.records.words import MISSING_CODES

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Progress = Callable[[int, int], None]
TABLES = ("months", "theatres", "events", "outcomes", "parameters")
SLICE = 128  # worlds turned to rows at a time: rows take several times the memory of arrays


def write(path: Path, to: Path, format: str, progress: Progress) -> None:
    """Write every table of a run to a new folder, block by block."""
    import pandas as pd

    run = open_run(path)
    frame = read_frame(raw_dataset(path), path)
    to.mkdir()
    shutil.copyfile(path / layout.PLAN, to / layout.PLAN)
    columns: list[dict[str, str]] = []
    tables = [table for table in TABLES if table != "parameters" or frame.parameters]
    blocks = list(frame.slices())
    for i, table in enumerate(tables):
        writer = (Csv if format == "csv" else Parquet)(to / f"{table}.{format}")
        names = _sources(table, frame)
        try:
            for k, (policy, worlds) in enumerate(blocks, 1):
                if table == "parameters" and policy:
                    break
                part = run[names].isel(policy=policy, world=worlds, missing_dims="ignore").load()
                for first in range(0, part.sizes["world"], SLICE):
                    few = part.isel(world=slice(first, first + SLICE))
                    writer.add(rows := _rows(table, few, frame, policy))
                progress(i * len(blocks) + k, len(tables) * len(blocks))
        finally:
            writer.close()
        columns += [_column(table, str(name), run) for name in rows.columns]
    pd.DataFrame(columns).to_csv(to / layout.COLUMNS, index=False)


def _sources(table: str, frame: Frame) -> list[str]:
    """Return the variables of a run that a table is made from."""
    return {
        "months": list(frame.monthly),
        "theatres": list(frame.theatre),
        "events": ["events"],
        "outcomes": ["outcome", "reached", "left"],
        "parameters": ["parameters"],
    }[table]


def _rows(table: str, part: xr.Dataset, frame: Frame, policy: int) -> pd.DataFrame:
    """Return the rows of one table for some worlds of one policy."""
    import pandas as pd

    number = part.world.values
    name = pd.Categorical.from_codes([policy], list(frame.policies))

    def repeated(labels: np.ndarray, inner: int, outer: int) -> Any:
        """Labels as a column: each one ``inner`` times, the whole ``outer`` times."""
        codes = np.tile(np.repeat(np.arange(len(labels)), inner), outer)
        return pd.Categorical.from_codes(codes, list(labels)) if labels.dtype.kind == "U" else labels[codes]

    def flat(variable: str, *dims: str) -> np.ndarray:
        return np.asarray(part[variable].transpose("world", *dims).values).ravel()

    if table in ("months", "theatres"):
        dims = ("month",) if table == "months" else ("year", "theatre")
        sizes = [part.sizes[d] for d in dims]
        columns = {"world": np.repeat(number, int(np.prod(sizes)))}
        for i, dim in enumerate(dims):
            inner, outer = int(np.prod(sizes[i + 1 :])), len(number) * int(np.prod(sizes[:i]))
            columns[dim] = repeated(part[dim].values, inner, outer)
        columns |= {v: flat(v, *dims) for v in (frame.monthly if table == "months" else frame.theatre)}
    elif table == "events":
        counts = part.events.transpose("world", "month", "event").values
        world, month, event = np.nonzero(counts)
        kinds = pd.Categorical.from_codes(event, list(frame.events))
        columns = {"world": number[world], "month": part.month.values[month], "event": kinds}
        columns["number"] = counts[world, month, event]
    elif table == "outcomes":
        columns = {"world": number, "ending": pd.Categorical(part.outcome.values, list(frame.outcomes))}
        for k, outcome in enumerate(frame.reachable):
            for kind in ("reached", "left"):
                codes = part[kind].isel(outcome_kind=k).values
                never = codes == MISSING_CODES[kind]
                columns[f"{kind}_{outcome}"] = pd.arrays.IntegerArray(codes, never)
    else:
        values = part.parameters.values
        return pd.DataFrame({"world": number, **dict(zip(frame.parameters, values, strict=True))})
    rows = pd.DataFrame(columns)
    rows.insert(0, "policy", name.take(np.zeros(len(rows), int)))
    return rows


def _column(table: str, column: str, run: xr.Dataset) -> dict[str, str]:
    """Return the row of columns.csv for one column."""
    source = column if column in run else column.split("_")[0]
    if table == "parameters" and column != "world":
        source = "parameters"
    source = {("events", "number"): "events", ("outcomes", "ending"): "outcome"}.get((table, column), source)
    notes = run[source].attrs if source in run else {}
    keys = {"unit": "units", "sentence": "long_name", "passages": "passages"}
    said = {key: str(notes.get(attribute, "")) for key, attribute in keys.items()}
    if source in ("reached", "left"):
        said["unit"] += "; empty: never"
        said["sentence"] += f": {column.removeprefix(source + '_')}"
    return {"table": table, "column": column, **said}


class Csv:
    """A CSV file that grows block by block; float32 values are written with the digits that they need."""

    def __init__(self, path: Path):
        self.file = path.open("w", encoding="utf-8", newline="")
        self.begun = False

    def add(self, rows: pd.DataFrame) -> None:
        """Write some more rows."""
        rows.to_csv(
            self.file, index=False, header=not self.begun, date_format="%Y-%m-%d", lineterminator="\n"
        )
        self.begun = True

    def close(self) -> None:
        """Close the file."""
        self.file.close()


class Parquet:
    """A Parquet file that grows by one row group for each block."""

    def __init__(self, path: Path):
        self.path = path
        self.writer: Any = None

    def add(self, rows: pd.DataFrame) -> None:
        """Write some more rows."""
        import pyarrow
        import pyarrow.parquet

        table = pyarrow.Table.from_pandas(rows, preserve_index=False)
        if self.writer is None:
            self.writer = pyarrow.parquet.ParquetWriter(self.path, table.schema, compression="zstd")
        self.writer.write_table(table)

    def close(self) -> None:
        """Close the file."""
        if self.writer is not None:
            self.writer.close()
