"""ATOP: obligations of each state towards the two powers, by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennan.history.builder.cells import state_names, whole

if TYPE_CHECKING:
    from pandas import DataFrame

KINDS = ["defense", "offense", "neutral", "nonagg", "consul"]
POWERS = {365: "ussr", 2: "usa"}
FIRST = 1945


def obligations(original: DataFrame) -> DataFrame:
    """Return columns ``atop_<kind>_<power>`` by state and year from atop5_*ddyr.

    1 where the state and the power are bound by an alliance with such an obligation of either side, 0 else. Only
    pairs that have an alliance stand in the original; a state without any is not here.
    """
    import pandas

    data = original[original.year >= FIRST]
    parts = []
    for power, word in POWERS.items():
        ahead = data[(data.stateb == power) & (data.statea != power)].rename(columns={"statea": "ccode"})
        back = data[(data.statea == power) & (data.stateb != power)].rename(columns={"stateb": "ccode"})
        both = pandas.concat([ahead, back])[["ccode", "year", *KINDS]]
        bound = both.groupby(["ccode", "year"]).max()
        parts.append((bound > 0).astype(int).rename(columns={kind: f"atop_{kind}_{word}" for kind in KINDS}))
    merged = parts[0].join(parts[1], how="outer").fillna(0).reset_index()
    for column in merged.columns:
        merged[column] = whole(merged[column])
    merged["name"] = state_names(merged["ccode"])
    return merged
