"""Maddison Project Database: output and population."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

FIRST = 1820  # before it few countries have yearly figures
GERMANY, PARTED = "DEU", (1946, 1990)  # 255 before and after, 260 in between, as in the list of states
WHOLE_GERMANY = 255


@cache
def codes() -> dict[str, int]:
    """Return the Correlates of War code of each country code of Maddison (``iso.csv``)."""
    with (Path(__file__).parent / "iso.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso"]: int(row["ccode"]) for row in csv.DictReader(file)}


def output(original: DataFrame) -> DataFrame:
    """Return ``gdp_pop.csv`` from mpd20*: output a head (2011 dollars), people (thousand), output (million)."""
    data = original[original.countrycode.isin(codes()) & (original.year >= FIRST)].copy()
    data["ccode"] = data["countrycode"].map(codes())
    whole = (data["countrycode"] == GERMANY) & ~data["year"].between(*PARTED)
    data.loc[whole, "ccode"] = WHOLE_GERMANY
    data["name"], data["mpd_iso"] = data["country"], data["countrycode"]
    data["gdppc_mpd2023"], data["pop_thousands_mpd2023"] = data["gdppc"], data["pop"]
    data["gdp_million_mpd2023"] = data["gdppc"] * data["pop"] / 1000.0
    data["source"] = "MPD"
    data = data[data["gdppc"].notna() | data["pop"].notna()]
    return data.sort_values(["ccode", "year"]).drop_duplicates(["ccode", "year"])
