"""From the publishers' originals to the tables of a record.

Question : how are the tables of a record made from the data sets as their publishers distribute them?
Comes in : a folder with the originals, under the names that their publishers give them.
Goes out : :func:`build`: CSV tables in another folder, and which originals were used and which were not there.
May use  : ``history.record`` (the register of tables), ``kennan.faults`` and pandas.

One file a data set. Nothing is estimated or filled in: codes for "missing" become blanks, labels are written beside
codes, and states are named by their Correlates of War code. ``sources.toml`` says where each original is to be had,
under which licence, and how it is cited; no column is used here that the publisher's codebook does not name.

    alliances.py  ATOP: obligations of each state towards the two powers, by year
    archigos.py   Archigos: leaders, from the first to the last day in office
    cells.py      small changes that every original needs
    cow.py        Correlates of War: material capabilities, and membership of the state system
    icb.py        International Crisis Behavior: crises with a part of either power
    iso.csv       codes of states by publisher
    maddison.py   Maddison Project Database: output and population
    make.py       makes the tables of a record from the originals that are there
    mids.py       dyadic militarised disputes: the two powers' rows
    original.py   finds and reads one original: CSV, tab-separated text, Stata or a workbook
    sources.py    the register of originals
    troops.py     United States forces by host and year
    un.py         ideal points from votes in the General Assembly
    vdem.py       Varieties of Democracy: indices by state and year
"""

from kennan.history.builder.make import Built, build
from kennan.history.builder.sources import Source, sources

__all__ = ["Built", "Source", "build", "sources"]
