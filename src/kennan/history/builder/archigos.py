"""Archigos: leaders, from the first to the last day in office."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

STILL = "Still in Office"  # the original's word on its last day


def leaders(original: DataFrame) -> DataFrame:
    """Return ``leaders.csv`` from Archigos_4.1; codes of states are the original's (Gleditsch and Ward's)."""
    import pandas

    data = original.rename(columns={"idacr": "stateabb"}).copy()
    for column in ("startdate", "enddate"):
        data[column] = pandas.to_datetime(data[column]).dt.strftime("%Y-%m-%d")
    open_ = data["exit"].astype(str).str.strip().str.lower() == STILL.lower()
    for column in ("enddate", "exit", "exitcode", "posttenurefate"):
        data[column] = data[column].astype(object).mask(open_, "")
    data["end_censored"] = open_.astype(int)
    data["source"] = "ARCHIGOS"
    return data.drop_duplicates(["ccode", "leader", "startdate"]).sort_values(["ccode", "startdate"])
