"""Small changes that every original needs: blanks for codes of missing, whole numbers as such, names of states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kennan.history.record.states import names

if TYPE_CHECKING:
    from pandas import DataFrame, Series


def numbers(data: DataFrame, columns: list[str], missing: tuple[int, ...] = (-9, -8, -99)) -> DataFrame:
    """Return the table with columns as numbers, NaN for the codes that mean "missing"."""
    import pandas

    data = data.copy()
    for column in columns:
        series = pandas.to_numeric(data[column], errors="coerce")
        data[column] = series.mask(series.isin(missing))
    return data


def whole(series: Series) -> Series:
    """Return whole numbers that may be blank, so that they are written without a point."""
    return series.astype("Int64")


def state_names(codes: Series) -> Series:
    """Return the names of states by code; "" for codes without one."""
    return codes.map(lambda code: names().get(int(code), "") if code == code else "")


def date(year: Any, month: Any, day: Any) -> str:
    """Return an ISO date as exact as its parts: a day or month out of range (66, 77, 88: unknown) is left out."""
    if year != year:
        return ""
    if not 1 <= month <= 12:
        return f"{int(year):04d}"
    if not 1 <= day <= 31:
        return f"{int(year):04d}-{int(month):02d}"
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"
