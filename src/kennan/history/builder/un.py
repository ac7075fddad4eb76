"""Ideal points from votes in the General Assembly, and their distance from the two powers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

POWERS = {2: "usa", 365: "ussr"}
SESSION_0 = 1945  # session 1 met in 1946


def ideal_points(original: DataFrame) -> DataFrame:
    """Return columns ``un_*`` by state and year from IdealpointestimatesAll*."""
    data = original.dropna(subset=["ccode", "idealpoint"]).copy()
    data["year"] = data["session"].astype(int) + SESSION_0
    data["ccode"] = data["ccode"].astype(int)
    data = data.drop_duplicates(["ccode", "year"])
    made = data[["ccode", "year"]].copy()
    made["un_ideal_point"] = data["idealpoint"]
    made["un_nvotes"] = data["nvotes"]
    for power, word in POWERS.items():
        other = data[data.ccode == power].set_index("year")["idealpoint"]
        made[f"un_dist_to_{word}"] = (data["idealpoint"] - data["year"].map(other)).abs()
    return made
