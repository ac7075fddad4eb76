"""NetCDF, CSV and Parquet copies of a run, made block by block so that memory does not grow with the worlds.

NetCDF is one file with the arrays, labels and attributes of the run, packed as on disk. CSV and Parquet are a
folder of tidy tables; see :mod:`kennan.records.tables`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from kennan.extras import need
from kennan.faults import BadInput, Fault, unknown
from kennan.records import durable, layout, tables, tidy
from kennan.records.dataset import open as open_run
from kennan.records.dataset import raw_dataset, read_frame
from kennan.records.lock import Lock
from kennan.records.tables import Progress
from kennan.records.trouble import refused

FORMATS = ("netcdf", "csv", "parquet")


def export(
    path: str | Path,
    to: str | Path,
    format: str = "netcdf",
    force: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Copy a complete run into another format.

    Parameters
    ----------
    path : the run folder.
    to : the file (NetCDF) or folder (CSV, Parquet) to make; it appears whole or not at all.
    format : "netcdf", "csv" or "parquet".
    force : replace what an earlier export left at ``to``.
    progress : called with (steps done, steps in all) as the work goes on.

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
    if format == "netcdf":
        need("netCDF4", "an export to NetCDF", "--format netcdf")
    _refuse_if_taken(path, to, format, force)
    with Lock(to):
        tidy.clear_partials(to)
        _refuse_if_taken(path, to, format, force)  # as it is now that no other export can change it
        _export(path, to, format, progress or (lambda _done, _all: None))
    return to


def _export(path: Path, to: Path, format: str, step: Progress) -> None:
    """Make the copy beside its place, and move it there."""
    partial = durable.partial(to)
    try:
        _netcdf(path, partial, step) if format == "netcdf" else tables.write(path, partial, format, step)
        tidy.remove(to)
        partial.rename(to)
    except OSError as error:
        tidy.remove(partial)
        raise refused(error, "the export cannot be written", to) from error
    except BadInput:
        tidy.remove(partial)
        raise
    except (RuntimeError, ValueError) as error:  # netCDF4's word for a full disk
        tidy.remove(partial)
        do = f"kennan runs verify {path} says whether the run is damaged; else check the disk"
        raise BadInput(Fault(f"the export stopped: {error}", str(to), do=do)) from error
    except BaseException:
        tidy.remove(partial)
        raise


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
        expected = {f"{table}.{format}" for table in tables.TABLES} | {layout.COLUMNS, layout.PLAN}
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


def _netcdf(path: Path, to: Path, progress: Progress) -> None:
    """Copy the arrays as they lie on disk; readers of CF files unpack them by their attributes."""
    import netCDF4

    raw, dressed = raw_dataset(path), open_run(path)
    frame = read_frame(raw, path)
    chunks = {array.name: array.chunks for array in frame.arrays()}
    with netCDF4.Dataset(to, "w") as file:
        file.setncatts({k: v for k, v in dressed.attrs.items() if v is not None})
        for dim, size in raw.sizes.items():
            file.createDimension(str(dim), size)
        for i, (name, variable) in enumerate(raw.variables.items(), 1):
            text = variable.dtype.kind not in "iuf"
            attributes = dict(variable.attrs)
            options: dict[str, Any] = {}
            if not text:
                missing = attributes.pop("_FillValue", False)
                options = {"zlib": True, "complevel": 1, "chunksizes": chunks.get(str(name))}
                options["fill_value"] = missing if missing is False else np.array(missing, variable.dtype)
            kind: Any = str if text else variable.dtype.newbyteorder("=")
            target: Any = file.createVariable(str(name), kind, tuple(map(str, variable.dims)), **options)
            target.set_auto_maskandscale(False)
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
                for policy, worlds in frame.slices():
                    whole = {"policy": slice(policy, policy + 1), "world": worlds}
                    if "policy" in variable.dims or policy == 0:
                        key = tuple(whole.get(str(d), slice(None)) for d in variable.dims)
                        target[key] = variable[key].values
            progress(i, len(raw.variables))
