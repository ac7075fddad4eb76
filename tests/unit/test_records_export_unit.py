"""Exports of a run: the tables hold the run, and are no run themselves."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import records_fake as fake

from kennan.faults import BadInput
from kennan.records import dataset, manage
from kennan.records.export import export

zarr = pytest.importorskip("zarr")
xr = pytest.importorskip("xarray")


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    return fake.complete(tmp_path_factory.mktemp("records") / "runs" / "first")


@pytest.fixture(scope="module")
def opened(run):
    return dataset.open(run)


def test_netcdf_opens_as_the_run_does(run, opened, tmp_path):
    pytest.importorskip("netCDF4")
    copy = xr.open_dataset(export(run, tmp_path / "out.nc", "netcdf"))
    for name in opened.data_vars:
        if name != "outcome":
            want = opened[name].where(opened[name] != -1)  # -1 stands in "reached" and "left" alone: never
            np.testing.assert_array_equal(copy[name].values, want.values, err_msg=name)
            assert copy[name].attrs["long_name"] == opened[name].attrs["long_name"]
    for name in opened.coords:
        assert list(copy[name].values) == list(opened[name].values)
    assert copy.attrs["plan"] == opened.attrs["plan"]
    copy.close()


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_tables_hold_the_run(run, opened, tmp_path, format):
    pd = pytest.importorskip("pandas")
    if format == "parquet":
        pytest.importorskip("pyarrow")
    out = export(run, tmp_path / "tables", format)
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet}[format]
    months = read(out / f"months.{format}")
    assert list(months.columns) == ["policy", "world", "month", *fake.MONTHLY]
    assert len(months) == 2 * 21 * 26
    row = months[(months.policy == "sporadic") & (months.world == 17)].iloc[5]
    assert str(row.month)[:10] == "1947-06-01"
    assert np.float32(row.pressure) == opened.pressure.sel(policy="sporadic", world=17).values[5]
    theatres = read(out / f"theatres.{format}")
    row = theatres[
        (theatres.policy == "containment")
        & (theatres.world == 9)
        & (theatres.year == 1948)
        & (theatres.theatre == "IRN")
    ]
    want = opened.theatre_effort.sel(policy="containment", world=9, year=1948, theatre="IRN")
    assert np.float32(row.theatre_effort.item()) == want.values
    outcomes = read(out / f"outcomes.{format}")
    assert list(outcomes.ending) == list(opened.outcome.values.ravel())
    assert (opened.left == -1).any()
    for kind in opened.outcome_kind.values:
        left = opened.left.sel(outcome_kind=kind).values.ravel()
        np.testing.assert_array_equal(
            outcomes[f"left_{kind}"].astype(float), np.where(left == -1, np.nan, left)
        )
    events = read(out / f"events.{format}")
    assert events.number.sum() == opened.events.sum()
    parameters = read(out / f"parameters.{format}")
    np.testing.assert_array_equal(
        parameters.patience.astype(np.float32), opened.parameters.sel(parameter="patience")
    )
    columns = pd.read_csv(out / "columns.csv").set_index(["table", "column"])
    assert columns.loc[("months", "orbit"), "unit"] == "share of all prizes"
    assert columns.loc[("outcomes", "ending"), "unit"] == "name"
    assert columns.loc[("outcomes", "left_mellowing"), "unit"].endswith("0 at 1947-01; empty: never")
    assert columns.sentence.notna().all()


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_an_export_is_no_run(run, tmp_path, format):
    out = export(run, tmp_path / "runs" / "tables", format)
    assert manage.list_runs(out.parent) == []
    for ask in (manage.show, manage.verify, dataset.open):
        with pytest.raises(BadInput, match="a copy that kennan runs export has made"):
            ask(out)
