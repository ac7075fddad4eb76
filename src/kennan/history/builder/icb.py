"""International Crisis Behavior: crises with a part of the United States or the USSR, and their actors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kennan.history.builder.cells import date, numbers, whole

if TYPE_CHECKING:
    from pandas import DataFrame

USA, USSR = 2, 365
ACTIVE = 3  # usinv, suinv of the system level: 3 covert or semi-military, 4 direct military
OUTCOMES = {1: "victory", 2: "compromise", 3: "stalemate", 4: "defeat", 5: "other"}
TRIGGERS = ["yrtrig", "motrig", "datrig"]
ENDS = ["yrterm", "moterm", "daterm"]
CODES = [
    "break",
    "trigent",
    "gravcr",
    "sevviosy",
    "viol",
    "powinv",
    "usinv",
    "suinv",
    "subout",
    "forout",
    "outesr",
]


def crises(system: DataFrame, by_actor: DataFrame) -> DataFrame:
    """Return ``crises_icb.csv`` from icb1 and icb2: crises with either power as an actor or active by force."""
    data = numbers(system, [*TRIGGERS, *ENDS, *CODES, "brexit", "geog", "pcid"])
    given = numbers(by_actor, ["crisno", "cracid", "outcom"])
    there = {power: set(given[given.cracid == power].crisno) for power in (USA, USSR)}
    part = data.crisno.isin(there[USA] | there[USSR]) | (data.usinv >= ACTIVE) | (data.suinv >= ACTIVE)
    data = data[part].copy()
    data["year"] = whole(data["yrtrig"])
    data["trigger_date"] = _dates(data, TRIGGERS)
    data["end_date"] = _dates(data, ENDS)
    data["duration_days"] = whole(data["brexit"])
    data["break_code"] = data["break"]
    data["usa_is_crisis_actor"] = data.crisno.isin(there[USA]).astype(int)
    data["ussr_is_crisis_actor"] = data.crisno.isin(there[USSR]).astype(int)
    data["actors"] = data.crisno.map(
        by_actor.groupby("crisno")["actor"].agg(lambda names: ";".join(sorted(names)))
    )
    for column, power in (("outcome_usa", USA), ("outcome_ussr", USSR)):
        last = given[given.cracid == power].groupby("crisno")["outcom"].last()
        data[column] = data.crisno.map(last).map(OUTCOMES).fillna("")
    for column in (*CODES, "break_code", "geog", "pcid", "yrterm"):
        data[column] = whole(data[column])
    data["outcome_censored"] = (data["end_date"] == "").astype(int)
    for column in ("outcome_usa", "outcome_ussr"):
        data[column] = data[column].mask(data["outcome_censored"] == 1, "")
    data["source"] = "ICB"
    return data.sort_values("crisno")


def actors(by_actor: DataFrame) -> DataFrame:
    """Return ``crisis_actors_icb.csv`` from icb2, with the columns that are read here."""
    columns = ["triggr", *TRIGGERS, "trigent", "usinv", "suinv", "outcom", "outesr", *ENDS]
    data = numbers(by_actor, columns)
    data = data[data.crisno.isin(data[data.cracid.isin([USA, USSR])].crisno)].copy()
    data["ccode"], data["year"] = data["cracid"], data["yrtrig"]
    data["outcome"] = data["outcom"].map(OUTCOMES).fillna("")
    for column in ("year", *columns):
        data[column] = whole(data[column])
    data["source"] = "ICB"
    return data.sort_values(["crisno", "ccode"])


def _dates(data: DataFrame, columns: list[str]) -> list[Any]:
    return [date(*parts) for parts in zip(*(data[column] for column in columns), strict=True)]
