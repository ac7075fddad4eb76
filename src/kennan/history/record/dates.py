"""Dates as text: ISO, as exact as the record has them ("1953", "1953-03", "1953-03-05"); text order is time's order."""

from __future__ import annotations

import calendar
import datetime
from typing import TYPE_CHECKING, Any

from kennan.faults import BadInput, Fault

if TYPE_CHECKING:
    from pandas import DataFrame, Series


def starts(data: DataFrame, columns: tuple[str, ...]) -> Series:
    """Return the date that one to three columns tell, as text; "" where the first is blank."""
    import pandas

    columns = tuple(column for column in columns if column in data)
    first = data[columns[0]]
    if first.dtype.kind not in "fi":
        return first.astype(object)
    if len(columns) == 1:  # years repeat: a table of states by year is long
        texts = {year: _date((year,)) for year in first.unique()}
        return first.astype(object).map(lambda year: texts.get(year, ""))
    made = [_date(parts) for parts in zip(*(data[column] for column in columns), strict=True)]
    return pandas.Series(made, index=data.index, dtype=object)


def _date(parts: tuple[Any, ...]) -> str:
    year = parts[0]
    if year != year:
        return ""
    if year > 9999:  # yyyymm
        return f"{int(year) // 100:04d}-{int(year) % 100:02d}"
    text = f"{int(year):04d}"
    for part in parts[1:]:
        if part != part or not 1 <= part <= 31:
            break
        text += f"-{int(part):02d}"
    return text


def last_day(text: str) -> str:
    """Return the last day that a date may mean: "1953" is 1953-12-31, "1953-02" is 1953-02-28."""
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return f"{text}-{calendar.monthrange(year, month)[1]:02d}"
    return text


def parse(said: object, where: str = "") -> datetime.date:
    """Return a cut-off: a date, ISO text, or a year (its last day); :class:`BadInput` for anything else."""
    if isinstance(said, datetime.datetime):
        return said.date()
    if isinstance(said, datetime.date):
        return said
    text = f"{said:04d}" if isinstance(said, int) and not isinstance(said, bool) else str(said)
    try:
        if len(text) in (4, 7, 10):
            return datetime.date.fromisoformat(last_day(text))
    except ValueError:
        pass
    raise BadInput(
        Fault(f"{said!r} is no date", where, allowed="a year (1965), a month (1965-06) or a day (1965-06-30)")
    )
