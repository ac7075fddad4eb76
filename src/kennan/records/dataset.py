"""One run as one ``xarray.Dataset``: opened from its folder, or gathered in memory.

Both pass through :func:`dress`.

Axes: policy, month (dates), year, theatre, event, outcome_kind, parameter, world (always last). Every
variable carries ``units``, ``long_name`` (its sentence) and ``passages``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from xarray.backends import BackendArray
from xarray.core import indexing

from kennan import scenarios
from kennan.faults import BadInput, Fault
from kennan.records import layout, skeleton, words
from kennan.records.bits import keep_bits
from kennan.records.checked import Checked
from kennan.records.frame import Block, Frame, pieces

IN_MEMORY = 4_000_000_000  # bytes; a larger run belongs in a folder


def open(path: str | Path, chunks: Any = None) -> xr.Dataset:
    """Open a complete run. Values are read from disk only when they are asked for.

    Parameters
    ----------
    path : the run folder.
    chunks : as in :func:`xarray.open_zarr`; left out, plain lazy arrays that need no Dask.

    Returns
    -------
    Dataset; theatre quantities are unpacked to float32 on reading, ``outcome`` holds the endings as words.

    Raises
    ------
    BadInput : there is no complete run at the path (missing, foreign, damaged, unfinished), or Dask is asked
        for and not installed. Reading values later raises it too, and names the file, where one is missing or is not
        what was written, and where the run was replaced after it was opened.
    """
    path = layout.demand_complete(path)
    store = Checked(path)
    raw = raw_dataset(path, chunks, store)
    frame = read_frame(raw, path)
    plan = store.read(layout.PLAN).decode("utf-8")
    about = layout.read_json(path / layout.ABOUT)
    checksum = layout.checksum_of(store.listed)
    if about.get("checksum") != checksum:
        raise BadInput(Fault("the run was replaced while it was being opened", str(path), do="open it again"))
    attributes = _attributes(plan, layout.made_with(about).get("kennan", ""), checksum)
    said = {str(name): dict(raw[name].attrs) for name in raw.variables}
    said["outcome"] = words.outcome()
    values = {array.name: raw[array.name].variable for array in frame.arrays()}  # read_frame saw them all
    return dress(values, frame, said, attributes)


def raw_dataset(path: Path, chunks: Any = None, store: Checked | None = None) -> xr.Dataset:
    """Open data.zarr as it lies on disk: packed integers, dates as days; every file is held to its checksum.

    Raises
    ------
    BadInput : it cannot be opened, or Dask is asked for and not installed.
    """
    try:
        return xr.open_zarr(
            store or Checked(path), chunks=chunks, consolidated=False, zarr_format=3, decode_cf=False
        )
    except BadInput:
        raise
    except ImportError as error:
        do = 'leave chunks out, or: pip install "dask[array]"'
        raise BadInput(Fault(f"chunks need Dask ({error})", "chunks", do=do)) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        do = f"kennan runs verify {path} names every damaged file"
        raise BadInput(Fault(f"the run is damaged: {error}", str(path / layout.DATA), do=do)) from error


def group(path: str | Path) -> Any:
    """Open data.zarr of a complete run as a group of zarr, read-only; every file is held to its checksum.

    Raises
    ------
    BadInput : there is no complete run. Reading an array raises it too, where a file is not what was written.
    """
    import zarr

    path = layout.demand_complete(path)
    try:
        return zarr.open_group(Checked(path), mode="r", zarr_format=3)
    except BadInput:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        do = f"kennan runs verify {path} names every damaged file"
        raise BadInput(Fault(f"the run is damaged: {error}", str(path / layout.DATA), do=do)) from error


def read_frame(raw: xr.Dataset, path: Path) -> Frame:
    """Return the axes that data.zarr says it has.

    Raises
    ------
    BadInput : it does not say, or its arrays are others.
    """
    try:
        frame = Frame.from_dict(raw.attrs["frame"])
        if any(raw[array.name].shape != array.shape for array in frame.arrays()):
            raise ValueError("arrays and axes differ")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        do = f"kennan runs verify {path} names every damaged file"
        raise BadInput(Fault(f"the run is damaged: {error}", str(path / layout.DATA), do=do)) from None
    return frame


def in_memory(
    blocks: Iterable[Block],
    frame: Frame,
    plan_json: str,
    *,
    quantities: Mapping[str, words.Quantity] | None = None,
) -> xr.Dataset:
    """Gather blocks into the same Dataset that :func:`open` gives for the same run on disk, value for value.

    Parameters
    ----------
    blocks : every block of the run, in any order.
    frame : the axes.
    plan_json : the frozen plan.
    quantities : the register of quantities; the model's own when left out.

    Raises
    ------
    BadInput : the run would take more than :data:`IN_MEMORY` bytes.
    ValueError : a block does not fit, or blocks are missing.
    """
    if frame.nbytes > IN_MEMORY:
        size = f"{frame.nbytes / 1e9:.1f} GB"
        do = "name a folder (out=..., --out ...): results then go to disk block by block and open lazily"
        fault = Fault(
            f"the run would take {size} of memory", "worlds", f"up to {IN_MEMORY / 1e9:.0f} GB", do=do
        )
        raise BadInput(fault)
    specs = list(frame.arrays())
    values = {spec.name: np.zeros(spec.shape, spec.dtype) for spec in specs}
    missing = set(frame.blocks())
    for block in blocks:
        frame.check(block)
        start = block.first - frame.first_world
        here = slice(start, start + block.worlds)
        for spec in specs:
            parts = [np.asarray(part) for part in pieces(block, spec, frame)]
            part = parts[0] if spec.name != "events" else np.stack(parts)
            if spec.name in frame.monthly:
                part = keep_bits(part)
            whole = values[spec.name]
            (whole if spec.dims[0] != "policy" else whole[block.policy])[..., here] = part
        missing -= {(block.policy, block.first + i) for i in range(0, block.worlds, frame.width)}
    if missing:
        raise ValueError(f"{len(missing)} blocks are missing, the first is (policy, world) {min(missing)}")
    said = words.describe(frame, quantities)
    variables = {spec.name: xr.Variable(spec.dims, values[spec.name], said[spec.name]) for spec in specs}
    return dress(variables, frame, said, _attributes(plan_json, layout.versions().get("kennan", ""), ""))


def dress(
    values: Mapping[str, xr.Variable],
    frame: Frame,
    said: Mapping[str, Mapping[str, Any]],
    attributes: Mapping[str, Any],
) -> xr.Dataset:
    """Return the Dataset of a run: labels on the axes, attributes on everything, packed numbers unpacked.

    Nothing of the packing stays in ``encoding``: xarray hands it on to all that is derived, and would write a year that
    a longer run has and a shorter one has not as the packed number 0. The marks of what is missing go too: a complete
    run misses nothing, and with them counts and codes would be read as floating point.

    Parameters
    ----------
    values : every array of ``frame.arrays()``, as it lies on disk.
    frame : the axes.
    said : attributes of every variable and axis (:func:`kennan.records.words.describe`).
    attributes : attributes of the whole.
    """
    variables = {}
    for name, variable in values.items():
        notes = {key: value for key, value in said[name].items() if key != "_FillValue"}
        if "scale_factor" in notes:  # as float32, so that xarray unpacks to float32 and not to float64
            notes["scale_factor"] = np.float32(notes["scale_factor"])
        variables[name] = xr.Variable(variable.dims, variable._data, notes)
    ending = variables["ending"]
    names = np.array(["", *frame.outcomes])
    lazy = indexing.LazilyIndexedArray(_Names(xr.Variable(ending.dims, ending._data), names))
    variables["outcome"] = xr.Variable(ending.dims, lazy, dict(said["outcome"]))
    dataset = xr.decode_cf(xr.Dataset(variables), decode_times=False).drop_encoding()
    for name, label in skeleton.labels(frame).items():
        notes = {k: v for k, v in said[name].items() if name != "month" or k not in ("units", "calendar")}
        dataset = dataset.assign_coords({name: (name, label, notes)})
    for variable in dataset.variables.values():
        if variable.dtype.kind == "U":  # words of any length: zarr 3 has no other kind
            variable.encoding = {"dtype": np.dtype(object)}
    return dataset.assign_attrs(attributes)


class _Names(BackendArray):
    """The endings as words, made only for the worlds that are asked for."""

    def __init__(self, codes: xr.Variable, names: np.ndarray):
        self.codes, self.names = codes, names
        self.shape, self.dtype = codes.shape, names.dtype

    def __getitem__(self, key: indexing.ExplicitIndexer) -> Any:
        return indexing.explicit_indexing_adapter(key, self.shape, indexing.IndexingSupport.OUTER, self._get)

    def _get(self, key: tuple[Any, ...]) -> np.ndarray:
        return self.names[np.asarray(self.codes[key].values)]


def _attributes(plan_json: str, version: str, checksum: str) -> dict[str, Any]:
    plan = json.loads(plan_json)
    policies = ", ".join(
        str(p.get("name", p)) if isinstance(p, dict) else str(p) for p in plan.get("policies", ())
    )
    return {
        "title": f"{scenarios.name_of(plan.get('scenario', 'run'))}: {policies}",
        "plan": plan_json,
        "kennan": version,
        "seed": plan.get("seed", -1),
        "checksum": checksum,
    }
