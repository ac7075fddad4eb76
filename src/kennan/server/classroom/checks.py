"""Finished games that wait to be worked out again from their links, and what came of it.

A student's page reports how a game ended. Whoever can send a request can report anything, so an ending counts in the
class's tally only once the server has walked the game itself. That is not done while the student waits: the work is
kept and acknowledged first, and checked when there is time.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sql

from kennan.server.classroom.rooms import touch
from kennan.server.classroom.store import Store
from kennan.server.classroom.tables import DIFFERS, HOLDS, NOTHING, WAITING, students, works


@dataclass(frozen=True)
class Waiting:
    """A finished game as it was handed in."""

    id: int
    sequence: int
    student: int
    link: str
    quarter: int
    over: bool
    summary: dict[str, Any]


def needed(work: dict[str, Any]) -> str:
    """Return how a piece of work begins: a game that claims an ending waits to be checked."""
    return WAITING if work["kind"] == "game" and work["summary"].get("ending") else NOTHING


def following(store: Store, had: Counter[int]) -> Waiting | None:
    """Return the game that is to be checked next, None where there is none.

    Parameters
    ----------
    had : how many games of each student were checked already; who had fewest is next, so that nobody is kept waiting by
        one who hands in again and again.
    """
    with store.reading() as c:
        rows = c.execute(
            sql.select(works.c.id, works.c.student).where(works.c.checked == WAITING).order_by(works.c.at)
        ).all()
        if not rows:
            return None
        chosen = min(rows, key=lambda row: had[row.student])
        row = c.execute(sql.select(works).where(works.c.id == chosen.id)).mappings().one()
    kept = ("id", "sequence", "student", "link", "quarter", "over")
    return Waiting(**{name: row[name] for name in kept}, summary=json.loads(row["summary"]))


def judged(store: Store, work: Waiting, why: str) -> None:
    """Keep what a check found, unless the game has gone on meanwhile.

    Parameters
    ----------
    why : what did not agree, in words; empty where everything did.
    """
    with store.writing() as c:
        found = c.execute(
            sql.update(works)
            .where(works.c.id == work.id, works.c.sequence == work.sequence, works.c.checked == WAITING)
            .values(checked=DIFFERS if why else HOLDS, why=why)
        )
        room = c.scalar(sql.select(students.c.room).where(students.c.id == work.student))
        if found.rowcount and room is not None:
            touch(c, room)
