"""NetCDF, CSV and Parquet copies of a run, made block by block so that memory does not grow with the worlds.

NetCDF is one file with the arrays, labels and attributes of the run, packed as on disk. CSV and Parquet are a
folder of tidy tables:

    months      policy, world, month, and one column for each monthly quantity
    theatres    policy, world, year, theatre, and one column for each theatre quantity
    events      policy, world, month, event, number (only where something happened)
    outcomes    policy, world, ending, reached_<outcome>, left_<outcome> (number of the month; -1 never)
    parameters  world, and one column for each parameter
    columns     table, column, unit, sentence and passages of all the others (always CSV)
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.faults import BadInput, Fault, unknown
from kennan.records import layout
from kennan.records.dataset import open as open_run
from kennan.records.dataset import raw_dataset, read_frame
from kennan.records.frame import Frame
from kennan.records.trouble import refused

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import xarray as xr

FORMATS = ("netcdf", "csv", "parquet")
TABLES = ("months", "theatres", "events", "outcomes", "parameters")
TEXT = {"month": "%Y-%m-%d"}


def export(path: str | Path, to: str | Path, format: str = "netcdf", force: bool = False) -> Path:
    """Copy a complete run into another format.

    Parameters
    ----------
    path : the run folder.
    to : the file (NetCDF) or folder (CSV, Parquet) to make; it appears whole or not at all.
    format : "netcdf", "csv" or "parquet".
    force : replace what an earlier export left at ``to``.

    Returns
    -------
    The path made.

    Raises
    ------
    BadInput : no complete run, unknown format, something in the way, a library is not installed, or the disk
        refuses.
    """
    path, to = Path(path), Path(to)
    if format not in FORMATS:
        raise BadInput(unknown("format", format, FORMATS, "--format"))
    layout.demand_complete(path)
    _demand_library(format)
    _refuse_if_taken(path, to, format, force)
    partial = to.with_name(f".{to.name}{layout.PARTIAL}")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        _remove(partial)
        _netcdf(path, partial) if format == "netcdf" else _tables(path, partial, format)
        _remove(to)
        partial.rename(to)
    except OSError as error:
        _remove(partial)
        raise refused(error, "the export cannot be written", to) from error
    except (
        RuntimeError,
        ValueError,
    ) as error:  # a chunk that cannot be unpacked, or netCDF4's word for a full disk
        _remove(partial)
        do = f"kennan runs verify {path} says whether the run is damaged; else check the disk"
        raise BadInput(Fault(f"the export stopped: {error}", str(to), do=do)) from error
    except BaseException:
        _remove(partial)
        raise
    return to


def _demand_library(format: str) -> None:
    module = {"netcdf": "netCDF4", "parquet": "pyarrow", "csv": "pandas"}[format]
    try:
        __import__(module)
    except ImportError:
        what = f"{format} needs the library {module}, which is not installed"
        raise BadInput(Fault(what, "--format", do='pip install "kennan[export]"')) from None


def _refuse_if_taken(path: Path, to: Path, format: str, force: bool) -> None:
    """Raise BadInput when something is at ``to`` that must not, or need not, be replaced."""
    here, there = path.resolve(), to.resolve()
    if there == here or there in here.parents or here / layout.DATA in (there, *there.parents):
        raise BadInput(Fault("an export cannot go over the run itself", str(to), do="name another path"))
    if format != "netcdf" and to.suffix in (".csv", ".parquet"):
        do = f"name a folder, such as {to.with_suffix('')}"
        raise BadInput(Fault(f"an export to {format} is a folder of tables, not one file", str(to), do=do))
    if not to.exists():
        return
    if to.is_dir() != (format != "netcdf"):
        kind = "folder" if to.is_dir() else "file"
        raise BadInput(Fault(f"a {kind} of this name is in the way", str(to), do="name another path"))
    if to.is_dir():
        expected = {f"{table}.{format}" for table in TABLES} | {"columns.csv", layout.PLAN}
        others = sorted(entry.name for entry in to.iterdir() if entry.name not in expected)
        if others:
            what = f"the folder holds other things: {', '.join(others[:5])}"
            raise BadInput(
                Fault(what, str(to), do="name another folder (--force replaces only earlier exports)")
            )
        if not any(to.iterdir()):
            return
    if not force:
        raise BadInput(Fault("it exists already", str(to), do="name another path, or --force to replace it"))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    elif path.exists():
        path.unlink()


def _blocks(frame: Frame) -> Iterator[tuple[int, slice]]:
    for policy, first in frame.blocks():
        start = first - frame.first_world
        yield policy, slice(start, min(start + frame.width, frame.worlds))


def _netcdf(path: Path, to: Path) -> None:
    """Copy the arrays as they lie on disk; readers of CF files unpack them by their attributes."""
    import netCDF4

    raw, dressed = raw_dataset(path), open_run(path)
    frame = read_frame(raw, path)
    chunks = {array.name: array.chunks for array in frame.arrays()}
    with netCDF4.Dataset(to, "w") as file:
        file.setncatts({k: v for k, v in dressed.attrs.items() if v is not None})
        for dim, size in raw.sizes.items():
            file.createDimension(str(dim), size)
        for name, variable in raw.variables.items():
            text = variable.dtype.kind not in "iuf"
            options: dict[str, Any] = {}
            if not text:
                cut = chunks.get(str(name))
                options = {"zlib": True, "complevel": 1, "chunksizes": cut, "fill_value": False}
            kind: Any = str if text else variable.dtype.newbyteorder("=")
            target: Any = file.createVariable(str(name), kind, tuple(map(str, variable.dims)), **options)
            target.set_auto_maskandscale(False)
            attributes = dict(variable.attrs)
            if "scale_factor" in attributes:
                attributes["scale_factor"] = np.float32(attributes["scale_factor"])
            if "flag_values" in attributes:
                attributes["flag_values"] = np.array(attributes["flag_values"], variable.dtype)
            target.setncatts(attributes)
            if text:
                target[:] = np.array(variable.values, dtype=object)
            elif "world" not in variable.dims or variable.ndim == 1:
                target[:] = variable.values
            else:
                for policy, worlds in _blocks(frame):
                    whole = {"policy": slice(policy, policy + 1), "world": worlds}
                    if "policy" in variable.dims or policy == 0:
                        key = tuple(whole.get(str(d), slice(None)) for d in variable.dims)
                        target[key] = variable[key].values


def _tables(path: Path, to: Path, format: str) -> None:
    import pandas as pd

    run = open_run(path)
    frame = read_frame(raw_dataset(path), path)
    to.mkdir()
    shutil.copyfile(path / layout.PLAN, to / layout.PLAN)
    columns = []
    for table in TABLES:
        if table == "parameters" and not frame.parameters:
            continue
        writer = (_Csv if format == "csv" else _Parquet)(to / f"{table}.{format}")
        try:
            for policy, worlds in _blocks(frame):
                if table == "parameters" and policy:
                    break
                rows = _rows(table, run, frame, policy, worlds)
                writer.add(rows)
        finally:
            writer.close()
        columns += [_column(table, str(name), run) for name in rows.columns]
    pd.DataFrame(columns).to_csv(to / "columns.csv", index=False)


def _rows(table: str, run: xr.Dataset, frame: Frame, policy: int, worlds: slice) -> pd.DataFrame:
    """Return the rows of one table for one block."""
    import pandas as pd

    part = run.isel(policy=policy, world=worlds)
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
        columns = {"world": number, "ending": pd.Categorical(part.outcome.values, ["", *frame.outcomes])}
        for k, outcome in enumerate(frame.outcomes[:-1]):
            columns |= {f"{v}_{outcome}": part[v].isel(outcome_kind=k).values for v in ("reached", "left")}
    else:
        values = run.parameters.isel(world=worlds).values
        return pd.DataFrame({"world": number, **dict(zip(frame.parameters, values, strict=True))})
    rows = pd.DataFrame(columns)
    rows.insert(0, "policy", name.take(np.zeros(len(rows), int)))
    return rows


def _column(table: str, column: str, run: xr.Dataset) -> dict[str, str]:
    """Return the row of columns.csv for one column."""
    source = column if column in run else column.split("_")[0]
    if table == "parameters" and column != "world":
        source = "parameters"
    if (table, column) == ("events", "number"):
        source = "events"
    notes = run[source].attrs if source in run else {}
    keys = {"unit": "units", "sentence": "long_name", "passages": "passages"}
    said = {key: str(notes.get(attribute, "")) for key, attribute in keys.items()}
    if source in ("reached", "left"):
        said["sentence"] += f": {column.removeprefix(source + '_')}"
    return {"table": table, "column": column, **said}


class _Csv:
    """A CSV file that grows block by block; float32 values are written with the digits that they need."""

    def __init__(self, path: Path):
        self.file = path.open("w", encoding="utf-8", newline="")
        self.begun = False

    def add(self, rows: pd.DataFrame) -> None:
        rows.to_csv(
            self.file, index=False, header=not self.begun, date_format="%Y-%m-%d", lineterminator="\n"
        )
        self.begun = True

    def close(self) -> None:
        self.file.close()


class _Parquet:
    """A Parquet file that grows by one row group for each block."""

    def __init__(self, path: Path):
        self.path = path
        self.writer: Any = None

    def add(self, rows: pd.DataFrame) -> None:
        import pyarrow
        import pyarrow.parquet

        table = pyarrow.Table.from_pandas(rows, preserve_index=False)
        if self.writer is None:
            self.writer = pyarrow.parquet.ParquetWriter(self.path, table.schema, compression="zstd")
        self.writer.write_table(table)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
