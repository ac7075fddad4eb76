"""The record beside the charts: where a measurement function says that a chart and the record are the same thing.

Two charts have one. Who lay in the orbit is coded theatre by theatre; weighed with what each theatre is worth, it is
the model's own share of the world's prize. And Soviet output over that of the United States is the same concept in
both. All other charts show states of mind and strength on ordinal scales, which nobody has measured.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kennan.records.summary import Z

if TYPE_CHECKING:
    from pandas import DataFrame

    from kennan.scenarios import Scenario

ELSEWHERE = "the record tells of other powers than those of this scenario"
ORDINAL = "an ordinal index of the model: nobody has measured it, and no record stands beside it"
NONE = {
    "pressure": "the budget of pressure is told in units of the start; there is no count of it",
    "counterforce_total": "forces abroad are one part of counterforce; kennan score holds their change to the record",
    "open_dissent": "the record tells of unrest as yes or no, year by year; kennan score holds that to the model",
}


def recorded(shown: tuple[str, ...], world: Scenario) -> dict[str, Any]:
    """Return the record beside the charts of these quantities: "series" by name, and "none" with the reason.

    A scenario of other powers than the record's has none. Values carry an error bar of 90 %. Years are decimal: the
    last day of 1950 is 1951.0, the mean of 1950 is 1950.5.
    """
    from kennan import scenarios
    from kennan.history import load, observations, targets

    own = scenarios.load(scenarios.ARTICLE)
    if [world.powers.closed.states, world.powers.open.states] != [
        own.powers.closed.states,
        own.powers.open.states,
    ]:
        return {"series": {}, "none": dict.fromkeys(shown, ELSEWHERE)}
    seen = observations(load(), ["orbit_theatre", "gdp_ratio"])
    known = targets(["orbit_theatre", "gdp_ratio"])
    prizes = world.theatres
    worth = dict(zip(prizes.code, prizes.prize / prizes.prize.sum(), strict=True))
    since = world.start_year
    series = {
        "orbit": {
            "points": orbit_points(seen[seen.target == "orbit_theatre"], worth, since),
            "source": "spells of membership in the Soviet orbit, coded for kennan (history/facts); "
            + known["orbit_theatre"].error_source,
            "formula": "sum over theatres coded as in the orbit on 31 December of their share of the prize",
        },
        "output_ratio": {
            "points": ratio_points(seen[seen.target == "gdp_ratio"], since),
            "source": "Maddison Project Database 2023; " + known["gdp_ratio"].error_source,
            "formula": known["gdp_ratio"].formula,
        },
    }
    none = {name: NONE.get(name, ORDINAL) for name in shown if name not in series}
    return {"series": series, "none": none}


def orbit_points(seen: DataFrame, worth: dict[str, float], since: int) -> list[dict[str, float]]:
    """Return the share of the world's prize in the orbit at each year's end, from that before ``since`` on; errors of
    theatres are independent."""
    points = []
    for year, rows in seen[seen.unit.isin(list(worth))].groupby("year"):
        if int(year) < since - 1:
            continue
        value = sum(worth[row.unit] * row.value for row in rows.itertuples())
        spread = math.sqrt(
            sum(worth[row.unit] ** 2 * row.error * (1 - row.error) for row in rows.itertuples())
        )
        points.append(
            _point(int(year) + 1.0, value, max(0.0, value - Z * spread), min(1.0, value + Z * spread))
        )
    return points


def ratio_points(seen: DataFrame, since: int) -> list[dict[str, float]]:
    """Return a yearly ratio with an error on its logarithm, at the middle of each year from ``since`` on."""
    return [
        _point(
            row.year + 0.5,
            row.value,
            row.value * math.exp(-Z * row.error),
            row.value * math.exp(Z * row.error),
        )
        for row in seen.itertuples()
        if row.year >= since
    ]


def _point(year: float, value: float, low: float, high: float) -> dict[str, float]:
    return {"year": float(year), "value": round(value, 4), "low": round(low, 4), "high": round(high, 4)}
