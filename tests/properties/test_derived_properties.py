"""Whatever xarray derives from a run reads back as it was saved, with NaN where NaN was, from every format."""

from __future__ import annotations

import copy
import pickle
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
import records_fake as fake
import xarray as xr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kennan.records import dataset
from kennan.records.export import export

LONG = fake.frame(worlds=3, months=37, block=2)
SHORT = fake.frame(worlds=2, months=13, block=2, first_world=100)


def _concat(data, other):
    return xr.concat([data, other], "world", join="outer", data_vars="all", combine_attrs="override")


def _numbers(data, *_):
    return data[[name for name, variable in data.data_vars.items() if variable.dtype.kind in "fiu"]]


# Every step takes a Dataset and another run, and leaves a Dataset in which any step may go on.
STEPS = {
    "concat": _concat,
    "merge": lambda a, b: xr.merge([a, b], join="outer", compat="override", combine_attrs="override"),
    "align": lambda a, b: xr.align(a, b, join="outer")[0],
    "combine": lambda a, b: b.combine_first(a),
    "reindex": lambda a, b: a.reindex(world=[2, 999, 0], theatre=["IRN", "XXX"]),
    "reindex_like": lambda a, b: a.reindex_like(b),
    "where": lambda a, b: a.where(a.world > 0),
    "where, dropped": lambda a, b: a.where(a.world > 0, drop=True),
    "numbers": _numbers,
    "product": lambda a, b: _numbers(a) * 0.5,
    "ratio": lambda a, b: _numbers(a) / _numbers(a).where(a.world != 1),
    "shift": lambda a, b: a.shift(year=1, month=3),
    "sel": lambda a, b: a.sel(year=slice(1948, None)),
    "resample": lambda a, b: _numbers(a).resample(month="1YS").mean(),
    "groupby": lambda a, b: _numbers(a).groupby("month.month").mean().rename(month="season"),
    "quantile": lambda a, b: _numbers(a).quantile(0.5, "policy"),
    "deepcopy": lambda a, b: copy.deepcopy(a),
    "pickle": lambda a, b: pickle.loads(pickle.dumps(a)),
    "load": lambda a, b: a.load(),
}


def _netcdf(data, folder):
    data.to_netcdf(folder / "x.nc")
    return xr.load_dataset(folder / "x.nc")


def _netcdf_3(data, folder):
    data.to_netcdf(folder / "x.nc", engine="scipy")
    return xr.load_dataset(folder / "x.nc")


def _zarr(data, folder):
    data.to_zarr(folder / "x.zarr", consolidated=False)
    return xr.open_zarr(folder / "x.zarr", consolidated=False, chunks=None).load()


def _pickle(data, folder):
    (folder / "x.pickle").write_bytes(pickle.dumps(data))
    return pickle.loads((folder / "x.pickle").read_bytes())


FORMATS = {"netcdf": _netcdf, "netcdf 3": _netcdf_3, "zarr": _zarr, "pickle": _pickle}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("derived")
    return [fake.complete(folder / name, frame) for name, frame in (("long", LONG), ("short", SHORT))]


@pytest.fixture(scope="module")
def runs(folders):
    """The same two runs, in memory and from their folders."""
    made = [
        dataset.in_memory(fake.blocks(f), f, fake.plan(f), quantities=fake.QUANTITIES) for f in (LONG, SHORT)
    ]
    return {"in memory": made, "on disk": [dataset.open(f) for f in folders]}


def equal(found, saved, same=np.testing.assert_array_equal):
    """Every number as it was, NaN where it was; a missing word comes back empty, as files know no other such word."""
    assert set(found.variables) == set(saved.variables)
    for name, variable in saved.variables.items():
        want, got = variable.values, found[name].values
        if want.dtype.kind in "OU":
            words = (np.where([isinstance(w, str) for w in x.ravel()], x.ravel(), "") for x in (want, got))
            np.testing.assert_array_equal(*words, err_msg=str(name))
        else:
            same(got, want, err_msg=str(name))


def saved_and_read(data, format):
    with TemporaryDirectory() as folder:
        return FORMATS[format](data, Path(folder))


@given(
    st.sampled_from(("in memory", "on disk")),
    st.lists(st.sampled_from(tuple(STEPS)), max_size=3),
    st.sampled_from(tuple(FORMATS)),
)
@example("in memory", ["concat"], "netcdf")
@example("on disk", ["concat"], "netcdf 3")
@example("on disk", ["reindex"], "zarr")
@settings(max_examples=50, deadline=None)
def test_what_is_derived_reads_back_as_it_was_saved(runs, source, steps, format):
    data, other = runs[source]
    for step in steps:
        if step not in ("resample", "groupby") or "month" in data.dims:
            data = STEPS[step](data, other)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        equal(saved_and_read(data, format), data)


@pytest.mark.parametrize("step", ["concat", "reindex", "where"])
@pytest.mark.parametrize("format", ["netcdf", "zarr"])
def test_what_is_derived_from_an_export_or_from_the_bare_arrays_keeps_its_gaps(folders, step, format):
    """xarray hands the packing of such files on; each array says in it what stands for a missing number."""

    def close(got, want, err_msg):  # a number that is packed again may move by a part of a step
        if want.dtype.kind == "f":
            np.testing.assert_allclose(got, want, rtol=0, atol=1e-3, err_msg=err_msg)
        else:
            np.testing.assert_array_equal(got, want, err_msg=err_msg)

    with TemporaryDirectory() as folder:
        files = [export(f, Path(folder) / f"{f.name}.nc", "netcdf") for f in folders]
        doors = [
            [xr.load_dataset(f) for f in files],
            [xr.open_zarr(f / "data.zarr", consolidated=False, chunks=None) for f in folders],
        ]
        for run, other in doors:
            data = STEPS[step](run, other)
            data.attrs.pop("frame", None)  # a table of its own, which NetCDF has no place for
            assert any(variable.isnull().any() for variable in data.data_vars.values())
            equal(saved_and_read(data, format), data, close)


def test_a_table_of_what_is_derived_keeps_its_gaps(runs, tmp_path):
    rows = _concat(*runs["on disk"])[["theatre_influence", "outcome"]].to_dataframe().reset_index()
    rows.to_csv(tmp_path / "x.csv", index=False)
    rows.to_parquet(tmp_path / "x.parquet")
    missing = rows.theatre_influence.isna()
    assert missing.any()
    for read in (pd.read_csv(tmp_path / "x.csv"), pd.read_parquet(tmp_path / "x.parquet")):
        assert list(read.theatre_influence.isna()) == list(missing)
        np.testing.assert_array_equal(read.theatre_influence.astype(np.float32), rows.theatre_influence)
