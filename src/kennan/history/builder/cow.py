"""Correlates of War: material capabilities, and membership of the state system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennan.history.builder.cells import numbers, state_names, whole

if TYPE_CHECKING:
    from pandas import DataFrame

MEASURES = ["milex", "milper", "irst", "pec", "tpop", "upop", "cinc"]  # -9: missing


def capabilities(original: DataFrame) -> DataFrame:
    """Return ``cinc.csv`` from NMC-*-abridged.csv; units are the original's."""
    data = numbers(original, MEASURES)
    data["name"] = state_names(data["ccode"])
    data["source"] = "COW_NMC"
    return data.sort_values(["ccode", "year"])


def states(original: DataFrame) -> DataFrame:
    """Return ``state_system.csv`` from states20*.csv.

    The original ends memberships that last on the last day it covers; these are open here.
    """
    data = original.copy()
    ends = ["endyear", "endmonth", "endday"]
    last = data[ends].apply(tuple, axis=1).max()
    open_ = data[ends].apply(tuple, axis=1) == last
    for column in ends:
        data[column] = whole(data[column]).mask(open_)
    data["end_censored"] = open_.astype(int)
    data["source"] = "COW_STATES"
    return data.sort_values(["ccode", "styear"])
