"""A record: its tables, where it ends, and views of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kennan.faults import BadInput, unknown
from kennan.history.record import dates, spec

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Record:
    """Checked tables by name, and the last day that they speak of.

    Parameters
    ----------
    tables : DataFrames; which columns there are stands in ``tables.toml``. Do not change them: take copies.
    ends : the last day known: of a view its cut-off, of a whole record 31 December of its last year.
    place : where it was read from, for messages.
    own : names of the tables that are the package's own, taken because the folder had none.
    whole : of a view, the years that the lists of events of the whole record cover: that a list goes on after the
        cut-off says that it is complete until then, also where nothing had happened yet.
    """

    tables: Mapping[str, DataFrame]
    ends: datetime.date
    place: str
    own: tuple[str, ...] = ()
    whole: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def has(self, *names: str) -> bool:
        """Return whether all these tables are there."""
        return all(name in self.tables for name in names)

    def table(self, name: str) -> DataFrame:
        """Return a copy of one table; :class:`BadInput` if the record lacks it."""
        spec.table(name)
        if name not in self.tables:
            raise BadInput(unknown("table in this record", name, self.tables, self.place))
        return self.tables[name].copy()

    def covers(self, name: str) -> tuple[int, int]:
        """Return the first and last year from and to which a table is complete, clipped at the record's end.

        From the table ``coverage``; without a row there, from the year of the table's first row (or ``since`` in
        ``tables.toml``) to the year of its last row; spells, which may be open, reach to the record's end. A table
        without rows covers no year, (0, -1), but for a view of a list of events, which covers the years that the whole
        list does, up to the view's end.
        """
        table = spec.table(name)
        if self.has("coverage") and (said := self.tables["coverage"]).table.eq(name).any():
            row = said[said.table == name].iloc[0]
            first, last = int(row["first"]), int(row["last"])
        elif name in self.whole:
            first, last = self.whole[name]
        else:
            begins = [text for text in dates.starts(self.table(name), table.start) if text]
            if not begins:
                return 0, -1
            first, last = int(min(begins)[:4]), int(max(begins)[:4])
            first = min(first, table.since or first)
            last = self.ends.year if table.end else last
        last = min(last, self.last_year(table.known))
        return (first, last) if first <= last else (0, -1)

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
        lists = {name: self.covers(name) for name in self.tables if spec.table(name).row == "event"}
        return Record(cut, end, self.place, self.own, lists)
