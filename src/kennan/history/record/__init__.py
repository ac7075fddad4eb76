"""The record on disk: tidy tables, checked when they are read, and views of them that end at a date.

Question : what does the record say, is it sound, and what of it could be known at a date?
Comes in : a folder of CSV tables; which tables and columns there may be stands in ``tables.toml``.
Goes out : :func:`load`, :class:`Record` with ``until(date)``. A folder that cannot be used raises
           :class:`kennan.faults.BadInput` with all its faults, by file and line.
May use  : ``kennan.faults``, ``kennan.toml`` and pandas (imported late).

    cells.py    reads one CSV file into columns of text with the line of every row
    check.py    turns cells into columns of the right type and notes every value that is not as the register says
    dates.py    dates as text, as exact as the record has them
    folder.py   reads a record's folder, checks everything, and says all that is wrong at once
    record.py   a record: its tables, where it ends, and views of it
    spec.py     which tables a record may have, as ``tables.toml`` says it
    states.csv  codes of states
    states.py   codes of states (Correlates of War), to tell a code from a slip
    until.py    one table as it could be known at the end of a day
"""

from kennan.history.record.folder import load
from kennan.history.record.record import Record

__all__ = ["Record", "load"]
