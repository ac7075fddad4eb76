"""Dyadic militarised disputes: the two powers' rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennan.history.builder.cells import numbers, whole

if TYPE_CHECKING:
    from pandas import DataFrame

POWERS = (2, 365)
FIRST = 1917  # the USSR's first year
ENDS = ["endyear", "endmnth", "endday"]
CODES = ["strtmnth", "strtday", *ENDS, "outcome", "settlmnt", "fatlev", "recip"]
HOSTILITY = {1: "no action", 2: "threat of force", 3: "display of force", 4: "use of force", 5: "war"}
OUTCOME = {
    0: "ongoing in this year", 1: "victory for statea", 2: "victory for stateb", 3: "yield by statea",
    4: "yield by stateb", 5: "stalemate", 6: "compromise", 7: "released", 8: "unclear",
}  # fmt: skip


def dyads(original: DataFrame) -> DataFrame:
    """Return ``mids_superpower_dyads.csv`` from dyadic_mid_*.csv.

    The original has each dyad in both directions; one row is kept: that of the lower code, or of the power.
    """
    data = numbers(original, CODES)
    data = data[data.statea.isin(POWERS) | data.stateb.isin(POWERS)]
    data = data[(data.statea < data.stateb) & (data.year >= FIRST)].copy()
    data["outcome_label"] = data["outcome"].map(OUTCOME)
    data["hostility_label"] = data["hihost"].map(HOSTILITY)
    for column in CODES:
        data[column] = whole(data[column])
    data["outcome_censored"] = data["endyear"].isna().astype(int)
    data["source"] = "DYADIC_MID"
    return data.sort_values(["disno", "dyindex", "year"])
