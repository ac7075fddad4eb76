"""Members go to a file and back whole, and say their shape."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from history_fake import members, of

from kennan.faults import BadInput
from kennan.history import members as tables
from kennan.history.members import Members


def test_there_and_back_keeps_every_bit(tmp_path):
    made = members(names=("orbit_states", "gdp_ratio"))
    made.values["gdp_ratio"][0, 1, 3] = np.nan
    tables.write(made, tmp_path / "m.parquet")
    back = tables.read(tmp_path / "m.parquet")
    assert back.model == made.model
    assert back.years == made.years
    assert back.units == made.units
    assert all(np.array_equal(back.values[n], made.values[n], equal_nan=True) for n in made.values)
    assert all(array.dtype == np.float32 for array in back.values.values())


def test_the_same_members_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        tables.write(members(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_theatres_stay_in_their_order(tmp_path):
    values = np.arange(24, dtype=np.float32).reshape(3, 2, 4)
    made = Members("x", {"orbit_theatre": values}, {"orbit_theatre": ("POL", "FIN", "AAA")}, (1950, 1951))
    tables.write(made, tmp_path / "m.parquet")
    back = tables.read(tmp_path / "m.parquet")
    assert back.units["orbit_theatre"] == ("POL", "FIN", "AAA")
    assert np.array_equal(back.of("orbit_theatre", "FIN", 1951), values[1, 1])


def test_quantiles_are_of_members_that_define_the_target():
    made = of("kremlin_yields", [[0, 1, np.nan, 1], [np.nan] * 4])
    rows = list(csv.DictReader(io.StringIO(tables.quantiles_csv(made))))
    assert [row["defined"] for row in rows] == ["0.75", "0"]
    assert float(rows[0]["mean"]) == pytest.approx(2 / 3, abs=1e-5)
    assert rows[1]["mean"] == rows[1]["q50"] == ""


def test_quantiles_are_numpys():
    made = members(count=101)
    rows = [row for row in tables.quantiles(made) if row[0] == "gdp_ratio"]
    wanted = np.quantile(made.values["gdp_ratio"][0].astype(float), tables.QUANTILES, axis=1)
    assert np.allclose([[float(v) for v in row[6:]] for row in rows], wanted.T, rtol=1e-5)


def test_parts_and_resamples():
    made = members()
    assert made.between(1949, 1950).years == (1949, 1950)
    assert set(made.only(["gdp_ratio", "nothing"]).values) == {"gdp_ratio"}
    again = made.take(np.array([3, 3, 0]))
    assert again.count == 3
    assert np.array_equal(again.values["gdp_ratio"][..., 0], made.values["gdp_ratio"][..., 3])
    with pytest.raises(KeyError):
        made.of("gdp_ratio", "", 1930)


@pytest.mark.parametrize(
    "wrong",
    [
        {"values": {"a": np.zeros((1, 2, 3), np.float64)}},
        {"values": {"a": np.zeros((2, 2, 3), np.float32)}},
        {"values": {"a": np.full((1, 2, 3), np.inf, np.float32)}},
        {"years": (1951, 1950)},
        {"units": {"b": ("",)}},
    ],
)
def test_what_does_not_fit_is_refused(wrong):
    sound = {
        "model": "x",
        "values": {"a": np.zeros((1, 2, 3), np.float32)},
        "units": {"a": ("",)},
        "years": (1950, 1951),
    }
    Members(**sound)
    with pytest.raises(ValueError, match=r"."):
        Members(**sound | wrong)


def test_a_file_that_is_none(tmp_path):
    (tmp_path / "m.parquet").write_text("no")
    with pytest.raises(BadInput, match="Parquet"):
        tables.read(tmp_path / "m.parquet")


def test_a_row_that_is_missing(tmp_path):
    import pyarrow.parquet as pq

    tables.write(members(), tmp_path / "m.parquet")
    table = pq.read_table(tmp_path / "m.parquet")
    pq.write_table(table.slice(1), tmp_path / "m.parquet")
    with pytest.raises(BadInput, match="missing, doubled or out of place"):
        tables.read(tmp_path / "m.parquet")
