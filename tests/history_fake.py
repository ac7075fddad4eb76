"""Small forecasts and records with known answers, for the tests of the truth ledger."""

from __future__ import annotations

import datetime

import numpy as np

from kennan.history import forecast_asked, forecast_folder, measure
from kennan.history.forecast import WITH, Forecast
from kennan.history.members import Members
from kennan.history.score_cells import Cells
from kennan.history.terms import targets

NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


def members(
    model: str = "kennan",
    years=(1948, 1949, 1950),
    count: int = 20,
    seed: int = 1,
    names=("gdp_ratio", "bloc_unrest"),
):
    chance = np.random.default_rng(seed)
    values = {}
    for name in names:
        shape = (1, len(years), count)
        drawn = (
            chance.random(shape) < 0.3
            if targets()[name].kind == "yes or no"
            else np.exp(chance.normal(-1, 0.1, shape))
        )
        values[name] = drawn.astype(np.float32)
    return Members(model, values, dict.fromkeys(names, ("",)), tuple(years))


def registered(path, without: bool = True, **given):
    """Register a small forecast that no engine made."""
    made = members(**given)
    wished = forecast_asked.asked(1947, made.years[-1], members=made.count, names=list(made.values))
    from kennan.engine.plan import Plan

    plan = Plan.build(policies=wished.course, worlds=made.count, years=3, record=measure.QUANTITIES)
    arms = {WITH: made, "III.5a-tired-population": made.only(["bloc_unrest"])} if without else {}
    about = forecast_folder.write(Forecast(wished, plan, made, arms), path, NOW)
    return made, about


def cells(name: str, values, errors=None, years=None) -> Cells:
    values = np.asarray(values, float)
    years = np.arange(1948, 1948 + len(values)) if years is None else np.asarray(years)
    errors = np.full(len(values), 0.05) if errors is None else np.asarray(errors, float)
    return Cells(targets()[name], ("",) * len(values), years, values, errors)


def of(name: str, values, years=None, model: str = "kennan") -> Members:
    """Return members of one target from [year, member] as the record would tell them."""
    values = np.asarray(values, np.float32)
    years = tuple(range(1948, 1948 + len(values))) if years is None else tuple(years)
    return Members(model, {name: values[None]}, {name: ("",)}, years)
