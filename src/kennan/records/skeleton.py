"""The empty arrays of a new run: names, axes, types, compression, attributes and labels, no results."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from kennan.records import layout
from kennan.records.frame import Array, Frame

# lz4 after a bit shuffle: measured on 541 months x 1024 worlds of rounded float32, 1 ms a chunk at ratio 2.5;
# zstd after a byte shuffle took 3-4 ms for 2.0, zstd after a bit shuffle 2-4 ms for 2.5.
CLEVEL, BITSHUFFLE = 5, 2


def months(frame: Frame) -> np.ndarray:
    """Return the dates of the monthly states, datetime64[ns] [months+1]."""
    start = np.datetime64(f"{frame.start_year:04d}-{frame.start_month:02d}", "M")
    return (start + np.arange(frame.months + 1)).astype("datetime64[ns]")


def labels(frame: Frame) -> dict[str, np.ndarray]:
    """Return the labels of every axis that the run has."""
    found = {
        "policy": np.array(frame.policies, dtype=str),
        "month": months(frame),
        "year": np.arange(frame.start_year, frame.start_year + frame.years + 1, dtype=np.int32),
        "theatre": np.array(frame.theatres, dtype=str),
        "event": np.array(frame.events, dtype=str),
        "outcome_kind": np.array(frame.reachable, dtype=str),
        "parameter": np.array(frame.parameters, dtype=str),
        "world": np.arange(frame.first_world, frame.first_world + frame.worlds, dtype=np.int64),
    }
    used = {dim for array in frame.arrays() for dim in array.dims}
    return {name: values for name, values in found.items() if name in used}


def build(folder: Path, frame: Frame, words: dict[str, dict[str, Any]]) -> None:
    """Make ``data.zarr`` in a folder: zarr 3, one array for each of ``frame.arrays()`` and each axis.

    The bytes follow from the frame and the words alone; nothing of the day or the machine enters.
    """
    import zarr
    from zarr.codecs import Crc32cCodec, ZstdCodec

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # early zarr 3 warns that strings are not settled in the specification
        about = {"frame": frame.as_dict(), "format": layout.FORMAT}
        group = zarr.create_group(folder / layout.DATA, zarr_format=3, attributes=about)
        for name, values in labels(frame).items():
            attributes = dict(words[name])
            if values.dtype.kind == "M":
                start = values[0].astype("datetime64[D]")
                attributes |= {"units": f"days since {start}", "calendar": "proleptic_gregorian"}
                values = (values - values[0]).astype("timedelta64[D]").astype(np.int32)
            kind = str if values.dtype.kind == "U" else values.dtype
            array = group.create_array(
                name,
                shape=values.shape,
                chunks=(max(1, len(values)),),
                dtype=kind,
                compressors=[ZstdCodec(), Crc32cCodec()],
                dimension_names=(name,),
                attributes=attributes,
            )
            array[:] = values.astype(object) if kind is str else values
        made: dict[tuple[str, int], dict[str, Any]] = {}
        for spec in frame.arrays():
            like = made.get((spec.dtype, len(spec.dims)))
            if like is None:
                _create(group, spec, words[spec.name])
                made[spec.dtype, len(spec.dims)] = layout.read_json(
                    folder / layout.DATA / spec.name / layout.META
                )
            else:
                _copy(folder / layout.DATA / spec.name, like, spec, words[spec.name])


def _create(group: Any, spec: Array, about: dict[str, Any]) -> None:
    from zarr.codecs import BloscCodec, Crc32cCodec

    codec = BloscCodec(
        cname="lz4", clevel=CLEVEL, shuffle="bitshuffle", typesize=np.dtype(spec.dtype).itemsize
    )
    group.create_array(
        spec.name,
        shape=spec.shape,
        chunks=spec.chunks,
        dtype=spec.dtype,
        compressors=[codec, Crc32cCodec()],
        fill_value=0,
        dimension_names=spec.dims,
        attributes=about,
    )


def _copy(folder: Path, like: dict[str, Any], spec: Array, about: dict[str, Any]) -> None:
    """Describe an empty array as zarr described another of its type, which costs a twentieth of asking zarr again.

    A test holds every byte to what zarr writes.
    """
    grid = {**like["chunk_grid"], "configuration": {"chunk_shape": list(spec.chunks)}}
    changed = {"shape": list(spec.shape), "chunk_grid": grid, "attributes": about}
    changed["dimension_names"] = list(spec.dims)
    folder.mkdir()
    (folder / layout.META).write_text(json.dumps({**like, **changed}, indent=2), encoding="utf-8")


def chunk(values: np.ndarray) -> bytes:
    """Return the bytes of one chunk, as zarr would write it: packed, and a checksum (crc32c) of that behind it.

    To be called from a worker thread only: blosc then compresses in that one thread, and the bytes do not
    depend on how threads happened to take turns.
    """
    import google_crc32c
    from numcodecs import blosc  # type: ignore[import-untyped]

    ordered = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
    packed: bytes = blosc.compress(ordered, b"lz4", CLEVEL, BITSHUFFLE, 0)
    checksum: int = google_crc32c.value(packed)
    return packed + checksum.to_bytes(4, "little")
