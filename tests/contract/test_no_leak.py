"""No leak: whatever is poisoned after the cut-off, a view of the record does not change."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from kennan import history
from kennan.history.record import Record, dates, spec
from kennan.history.record.folder import FACTS

#: Each the last day of a month, so that a month is either over or later.
CUT_OFFS = ("1946-12-31", "1953-06-30", "1960-12-31")
#: A whole record to try as well, where one is to be had.
WHOLE = os.environ.get("KENNAN_RECORD") or str(Path(__file__).parents[3] / "shared" / "record")
RECORDS = ["facts", *([WHOLE] if Path(WHOLE).is_dir() else [])]
LATE = {"number": 777.0, "text": "poison", "date": "1999-09-09"}


def loaded(name: str) -> Record:
    return history.load(FACTS if name == "facts" else name)


def poisoned(record: Record, cut_off: str) -> Record:
    """Return the record with every value that could not be known at the cut-off replaced.

    Written without any of the code that makes views, from the register of tables alone.
    """
    tables = {}
    base = poisoned(record.base, cut_off) if record.base else None
    for name, whole in record.tables.items():
        data, table = whole.copy(), spec.table(name)
        tables[name] = data
        if name == "coverage":
            data.loc[data["last"] > int(cut_off[:4]), "last"] = 2222.0
            data["source"] = "poison"
            continue
        late = after(dates.starts(data, table.start), cut_off, table.known)
        poison(data, late, [column for column in data.columns if column not in table.start])
        if table.end and table.end[0] in data:
            open_ = ~late & after(dates.starts(data, table.end), cut_off, "at once")
            poison(data, open_, [column for column in (*table.end, *table.ends) if column in data])
    return Record(tables, record.ends, record.place, base)


def after(days, cut_off: str, known: str) -> np.ndarray:
    """Return which dates (of a year: its end, of a count of January: its begin) lie after the cut-off."""

    def late(day: str) -> bool:
        if known == "start of year":
            return f"{day[:4]}-01-01" > cut_off
        whole = f"{day}-12-31" if len(day) == 4 else day
        return whole > cut_off[: len(whole)]

    return np.array([late(day) for day in days], dtype=bool)


def poison(data, rows, columns) -> None:
    """Overwrite cells: numbers by one that no column has, dates by a later date, other text by a word."""
    for column in columns:
        if data[column].dtype.kind in "fi":
            year = "year" in column or "yyyymm" in column or column in ("start", "end", "yrterm", "strtyr")
            later = 222201.0 if column.endswith("yyyymm") else 2222.0
            data.loc[rows, column] = later if year else LATE["number"]
        else:
            dated = data[column].astype(str).str.fullmatch(r"\d{4}-\d\d(-\d\d)?").to_numpy(dtype=bool)
            data.loc[rows & dated, column] = LATE["date"]
            data.loc[rows & ~dated, column] = LATE["text"]


@pytest.mark.parametrize("cut_off", CUT_OFFS)
@pytest.mark.parametrize("name", RECORDS, ids=["facts", "whole"][: len(RECORDS)])
def test_poison_after_the_cut_off_is_not_seen(name, cut_off):
    record = loaded(name)
    worse = poisoned(record, cut_off)
    clean, dirty = record.until(cut_off), worse.until(cut_off)
    assert clean.ends == dirty.ends
    for table in record.tables:
        assert_frame_equal(clean.tables[table], dirty.tables[table], obj=f"{table} until {cut_off}")
        assert table == "coverage" or clean.covers(table) == dirty.covers(table)
    assert_frame_equal(history.observations(clean), history.observations(dirty))


def test_the_poison_is_strong():
    """The whole record does change, in every table that has later values; else the test above proves nothing."""
    record = loaded("facts")
    worse = poisoned(record, "1953-06-30")
    for name in record.tables:
        assert not record.tables[name].equals(worse.tables[name]), name
    before, after_ = history.observations(record), None
    kept = [t for t in before.target.unique() if t in ("gdp_ratio", "cinc_ratio", "forces_abroad")]
    worse.tables["yearly"]["quantity"] = record.tables["yearly"]["quantity"]
    worse.tables["yearly"]["certainty"] = record.tables["yearly"]["certainty"]
    after_ = history.observations(worse, kept)
    late = after_[after_.year > 1953]
    assert (late.value == LATE["number"]).all()
    assert np.isfinite(before[before.year <= 1952].value).all()


@pytest.mark.skipif(len(RECORDS) < 2, reason="there is no whole record here")
@pytest.mark.parametrize("until", ["1947-12-31", "1952-12-31", "1956-06-30", "1965-12-31"])
def test_the_facts_say_what_the_whole_record_says(until):
    """The package's compact facts and the tables that they were taken from yield the same observations."""
    few, whole = (history.observations(loaded(name).until(until)) for name in RECORDS)
    keys = ["target", "unit", "year", "date"]
    both = few.merge(whole, on=keys, how="outer", suffixes=("", "_whole"), indicator=True)
    assert (both["_merge"] == "both").all()
    # ratios are kept to three places, forces to thousands, growth to four places
    tolerance = both.target.map({"forces_abroad": 500.0, "soviet_growth": 6e-5}).fillna(6e-4)
    assert ((both.value - both.value_whole).abs() <= tolerance).all()
    # of Lenin's death the package is less sure than the list of events, whose rows are all of high certainty
    same = (both.certainty == both.certainty_whole) | (
        (both.target == "quiet_transfer") & (both.year == 1924)
    )
    assert same.all()
    assert (both.censored == both.censored_whole).all()
