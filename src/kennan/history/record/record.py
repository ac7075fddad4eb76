"""A record: its tables, where it ends, and views of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kennan.faults import BadInput, Fault, unknown
from kennan.history.record import dates, spec

if TYPE_CHECKING:
    from pandas import DataFrame

Spans = tuple[tuple[int, int], ...]
COVERAGE = "coverage"


@dataclass(frozen=True)
class Record:
    """Checked tables by name, and the last day that they speak of.

    Parameters
    ----------
    tables : DataFrames; which columns there are stands in ``tables.toml``. Do not change them: take copies.
    ends : the last day known: of a view its cut-off, of a whole record 31 December of its last year.
    place : where it was read from, for messages.
    base : the package's own tables, which tell of the years of which these tables do not; None of these themselves.
    whole : of a view, the years that the lists of the whole record cover: that a list goes on after the cut-off says
        that it is complete until then, also where nothing had happened yet.
    passed : faults of tables that were passed over, because nothing that was asked for reads them.
    notes : what is no fault but ought to be known, such as columns that were passed over.
    known : the last year to which one row is enough to make a list reach (``complete`` of the scenario's record file).
    since : whether lists are complete from the year that ``tables.toml`` says, or from their first row.
    """

    tables: Mapping[str, DataFrame]
    ends: datetime.date
    place: str
    base: Record | None = None
    whole: Mapping[str, Spans] = field(default_factory=dict)
    passed: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    known: int = 1965
    since: bool = True

    @property
    def own(self) -> tuple[str, ...]:
        """Names of the tables that are the package's alone, because the folder has none."""
        there = (*self.tables, COVERAGE)
        return tuple(name for name in self.base.tables if name not in there) if self.base else ()

    def has(self, *names: str) -> bool:
        """Return whether all these tables are there."""
        return all(name in self.tables for name in names)

    def table(self, name: str) -> DataFrame:
        """Return a copy of one table; :class:`BadInput` if the record lacks it."""
        spec.table(name)
        if name in self.own and self.base:
            return self.base.table(name)
        if name not in self.tables:
            raise BadInput(unknown("table in this record", name, self.tables, self.place))
        return self.tables[name].copy()

    def spans(self, name: str) -> Spans:
        """Return from and to which years a table is complete, clipped at the record's end.

        A table of years is taken from its first row to its last. A list of events or spells is complete as the table
        ``coverage`` says. Without a row there it is from ``since`` in ``tables.toml`` (of *own* tables from its first
        row) to the year of its last row but one, as one late row says nothing of the years before it; up to
        ``known``, to the year of its last row. A table without rows covers no year, but for a view of a list, which
        covers the years that the whole list does.
        """
        table = spec.table(name)
        if name in self.own and self.base:
            return self.base.spans(name)
        if said := self._coverage.get(name):
            found = said
        elif name in self.whole:
            found = self.whole[name]
        else:
            found = _by_rows(self.table(name), table, self.known, self.since)
        last = self.last_year(table.known)
        clipped = ((low, min(high, last)) for low, high in found)
        return tuple((low, high) for low, high in clipped if low <= high)

    def covers(self, name: str) -> tuple[int, int]:
        """Return the first and the last year of :meth:`spans`; (0, -1) where there is none."""
        spans = self.spans(name)
        return (spans[0][0], spans[-1][1]) if spans else (0, -1)

    def years(self, name: str) -> list[int]:
        """Return the years of :meth:`spans`, ascending."""
        return [year for low, high in self.spans(name) for year in range(low, high + 1)]

    def last_year(self, known: str = "end of year") -> int:
        """Return the last year that is over at the record's end; of counts of 1 January, the last that has begun."""
        over = (self.ends.month, self.ends.day) == (12, 31) or known == "start of year"
        return self.ends.year if over else self.ends.year - 1

    def until(self, cut_off: datetime.date | str | int) -> Record:
        """Return what could be known at the end of a day.

        Parameters
        ----------
        cut_off : the day; a year means its last day. ``until("1946-12-31")`` is what a forecast as of January 1947
            may know.

        Returns
        -------
        A record without later rows; spells that end later are open in it (end blank, flag of censoring 1, and blank
        what is known only at the end); columns that look ahead are blank where they look past the cut-off. A view of
        a view never ends later than either.
        """
        from kennan.history.record.until import view

        end = min(dates.parse(cut_off, "until"), self.ends)
        cut = {name: view(data, spec.table(name), end.isoformat()) for name, data in self.tables.items()}
        lists = {name: self.spans(name) for name in self.tables if spec.table(name).is_list}
        base = self.base.until(end) if self.base else None
        return Record(cut, end, self.place, base, lists, known=self.known, since=self.since)

    @cached_property
    def _coverage(self) -> dict[str, Spans]:
        """Return what the table ``coverage`` says, by table."""
        if not self.has(COVERAGE):
            return {}
        rows: dict[str, list[tuple[int, int]]] = {}
        for row in self.tables[COVERAGE].itertuples():
            rows.setdefault(str(row.table), []).append((int(row.first), int(row.last)))
        return {name: joined(spans) for name, spans in rows.items()}


def joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return spans of years in order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return tuple(found)


def _by_rows(data: DataFrame, table: spec.Table, known: int, since: bool) -> Spans:
    """Return the years that a table covers by its rows alone; ``known`` and ``since`` as in a record."""
    begins = dates.starts(data, table.start)
    kept = (begins != "").to_numpy(dtype=bool)
    begins = begins[kept]
    if not len(begins):
        return ()
    first = int(min(begins)[:4])
    if not table.is_list:
        return ((first, int(max(begins)[:4])),)
    ends = dates.starts(data, table.end)[kept] if table.end and table.end[0] in data else begins
    rows = sorted(max(map(_year, both)) for both in zip(begins, ends, strict=True))
    last = max(rows[-2] if len(rows) > 1 else 0, min(rows[-1], known))
    if since and not table.own:
        first = min(first, table.since or first)
    return ((first, last),) if first <= last else ()


def _year(text: str) -> int:
    return int(text[:4]) if text[:4].isdigit() else 0
