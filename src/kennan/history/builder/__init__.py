"""From the publishers' originals to the tables of a record.

Question : how are the tables of a record made from the data sets as their publishers distribute them?
Comes in : a folder with the originals, under the names that their publishers give them.
Goes out : :func:`build`: CSV tables in another folder, and which originals were used and which were not there.
May use  : ``history.record`` (the register of tables), ``kennan.faults`` and pandas.

One file a data set. Nothing is estimated or filled in: codes for "missing" become blanks, labels are written beside
codes, and states are named by their Correlates of War code. ``sources.toml`` says where each original is to be had,
under which licence, and how it is cited; no column is used here that the publisher's codebook does not name.
"""

from kennan.history.builder.make import Built, build
from kennan.history.builder.sources import Source, sources

__all__ = ["Built", "Source", "build", "sources"]
