"""The record on disk: tidy tables, checked when they are read, and views of them that end at a date.

Question : what does the record say, is it sound, and what of it could be known at a date?
Comes in : a folder of CSV tables; which tables and columns there may be stands in ``tables.toml``.
Goes out : :func:`load`, :class:`Record` with ``until(date)``. A folder that cannot be used raises
           :class:`kennan.faults.BadInput` with all its faults, by file and line.
May use  : ``kennan.faults``, ``kennan.toml`` and pandas (imported late).
"""

from kennan.history.record.folder import load
from kennan.history.record.record import Record

__all__ = ["Record", "load"]
