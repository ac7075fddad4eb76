"""United States forces by host and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennan.history.builder.cells import numbers, whole

if TYPE_CHECKING:
    from pandas import DataFrame

HOME = 2


def hosts(original: DataFrame) -> DataFrame:
    """Return ``us_troops_abroad.csv`` from the export of the R package troopdata; forces at home are left out.

    Where nothing was reported, the package's version 1 writes -Inf (the largest of no numbers): no observation.
    """
    data = numbers(original, ["ccode", "year", "troops"])
    data = data[data.ccode.notna() & (data.troops >= 0) & (data.ccode != HOME)].copy()
    data["troops"] = whole(data["troops"].round())
    data["ccode"], data["year"] = whole(data["ccode"]), whole(data["year"])
    data["source"] = "TROOPDATA"
    return data.drop_duplicates(["ccode", "year"]).sort_values(["ccode", "year"])
