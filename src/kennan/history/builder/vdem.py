"""Varieties of Democracy: indices by state and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

INDICES = [
    "v2x_polyarchy", "v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem", "v2xcl_rol", "v2xel_frefair",
    "v2xeg_eqaccess",
]  # fmt: skip
FIRST = 1900


def regimes(original: DataFrame) -> DataFrame:
    """Return ``regime_year.csv`` from V-Dem-CY-*.csv; columns bear the prefix of the layout, ``vdem15_``."""
    data = original[original.cowcode.notna() & (original.year >= FIRST)].copy()
    data["ccode"] = data["cowcode"].astype(int)
    data["name"] = data["country_name"]
    data["source"] = "VDEM"
    data = data.rename(columns={index: f"vdem15_{index}" for index in INDICES})
    return data.drop_duplicates(["ccode", "year"]).sort_values(["ccode", "year"])
