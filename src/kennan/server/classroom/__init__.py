"""The classroom: what has to outlast the server while thirty students play.

Question : which rooms are open, who is in them, what has each of them done so far?
Comes in : a teacher's wishes (with the teacher's key) and students' work (with the token that each got on joining).
Goes out : plain dictionaries ready for JSON, a class as CSV or JSON; faults in words (:class:`kennan.faults.BadInput`,
           :class:`Denied`, :class:`Missing`).
May use  : nothing of the engine: a room stores links and the figures that a student's page reported; whether a
           finished game is what it says, the server works out (:mod:`kennan.server.checking`).

    codes.py     join codes, keys and tokens: how they are drawn, kept and compared
    names.py     a display name, made safe to show
    tables.py    the three tables
    store.py     the database file: opened, checked, written whole or not at all
    folder.py    where that file and the teacher's key stand
    classroom.py a desk's rooms: the folder, its store, its key, its guard against guessing
    tickets.py   how the teacher's browser gets the key
    rooms.py     what a teacher does
    students.py  what a student does
    checks.py    finished games that wait to be worked out again, and what came of it
    seats.py     tokens that are known to be a student's
    guesses.py   wrong codes, counted
    export.py    a class as CSV or JSON

Everything stands in one SQLite file in the user's data folder. Every request is one transaction, and it is answered
only after the transaction is on the disk (write-ahead log, ``synchronous=FULL``): a server that is killed loses
nothing it has acknowledged.
"""

from __future__ import annotations

from kennan.faults import BadInput, Fault


class Denied(BadInput):
    """The caller may not do this: no key, no token, or not the right one."""

    status = 403


class Missing(BadInput):
    """There is no such room, student or piece of work."""

    status = 404


class Closed(BadInput):
    """The room stands, but takes nothing more."""

    status = 409


class Older(BadInput):
    """What is handed in is older than what is kept."""

    status = 409


class TooMany(BadInput):
    """Too much was tried in too short a time."""

    status = 429


class Unsaved(BadInput):
    """Nothing was kept, for a reason of this machine's: a full disk, a folder that cannot be written."""

    status = 503


__all__ = ["BadInput", "Closed", "Denied", "Fault", "Missing", "Older", "TooMany", "Unsaved"]
