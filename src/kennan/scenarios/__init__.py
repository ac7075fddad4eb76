"""The world at a date.

Question : where does everything stand when the simulation begins, how sure is that, and who says so?
Comes in : one folder a scenario: ``scenario.toml`` (a start for every quantity of the register that needs
           one, the weights of links, what the evidence columns hold, states that lie in no theatre),
           ``powers.toml``, ``theatres.csv``, ``links.csv``, ``countries.csv`` and ``hindsight.toml`` (effects tied
           to calendar years that nobody could know at the start); and, for people alone, ``words.toml``,
           ``tiles.csv``, ``map.json`` and a folder ``policies``.
Goes out : :func:`names` and :func:`load`; a :class:`Scenario` with its :class:`Theatres`; a :class:`Folder`,
           which is a scenario as a plan holds it: its files in full. A folder that cannot be used raises
           :class:`kennan.faults.BadInput` with all its faults.
May use  : ``kennan.model`` (the register), ``kennan.article`` (the passages), ``kennan.faults``,
           ``kennan.toml`` and NumPy.

Every number carries a mark. "passage" where the article says so (on an ordinal scale the place is still a
judgement), "source" where a data set or document says so, "assumption" where nobody does. In
``theatres.csv`` the mark tells the basis of alignment and influence; prize, vulnerability and
access are judgements in every row. The judged prize orders the 43 theatres that had a share of world
capability in 1946 (COW) with a Spearman rank correlation of .75, and the 29 with a known output (Maddison)
with .79; where the two differ by a quarter of the ranks or more, the note says so.

    countries.py which theatres lie under one government, and which occupation divides
    described.py  a scenario as the page and a report show it
    folder.py    a scenario as the files of its folder, in full
    layout.py    where theatres stand on tiles and on a map
    load.py      finds a scenario by its name or its folder
    powers.py    the two powers of a scenario
    read.py      reads the files of a folder and checks them against the register of quantities and the article
    rows.py      reads a CSV table row by row and notes every fault with file, line and column
    scenario.py  what a scenario holds, once it has been read and checked
    states.py    which states of the record stand on a theatre's soil
    theatres.py  reads ``theatres.csv`` and ``links.csv`` into one graph of theatres
    words.py     what things are called
    x-1947/      the article's world
    small/       a small made-up one
"""

from kennan.scenarios.folder import ARTICLE, Folder
from kennan.scenarios.load import (
    SMALL,
    Chosen,
    choose,
    load,
    name_of,
    names,
    plain,
    shipped,
    theatre_states,
)
from kennan.scenarios.scenario import Scenario, Start, Theatres

__all__ = [
    "ARTICLE",
    "SMALL",
    "Chosen",
    "Folder",
    "Scenario",
    "Start",
    "Theatres",
    "choose",
    "load",
    "name_of",
    "names",
    "plain",
    "shipped",
    "theatre_states",
]
