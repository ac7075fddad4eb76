"""What a student does: come in with the code and a name, see the work that is set, hand in, answer, leave."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sql
from sqlalchemy.dialects.sqlite import insert

from kennan.faults import BadInput, Fault
from kennan.server.classroom import Closed, Denied, Older, checks, codes, names
from kennan.server.classroom.rooms import no_room, now, touch
from kennan.server.classroom.store import Store
from kennan.server.classroom.tables import rooms, students, works

MOST_STUDENTS = 60
MOST_ATTEMPTS = 20


def join(store: Store, code: str, name: str) -> dict[str, Any]:
    """Seat a student and return what :func:`mine` returns, with the token, which is told this once.

    Raises
    ------
    BadInput : the name cannot be used, or the room is full.
    Missing : no room has this code.
    Closed : the room is closed.
    """
    wanted = names.clean(name)
    read = codes.read_code(code)
    if read is None:
        raise no_room()
    with store.reading() as c:  # whoever guesses keeps nobody from writing
        if c.scalar(sql.select(rooms.c.id).where(rooms.c.code == read)) is None:
            raise no_room()
    token = codes.new_key()
    with store.writing() as c:
        room = c.execute(sql.select(rooms).where(rooms.c.code == read)).mappings().first()
        if room is None:
            raise no_room()
        if room["closed"]:
            raise _closed()
        taken = set(c.scalars(sql.select(students.c.name).where(students.c.room == room["id"])))
        if len(taken) >= MOST_STUDENTS:
            raise BadInput(
                Fault(
                    f"the room is full: {MOST_STUDENTS} have joined",
                    "code",
                    do="ask the teacher to make room",
                )
            )
        called = names.numbered(wanted, taken)
        c.execute(
            sql.insert(students).values(
                room=room["id"], seat=room["seats"], name=called, token=codes.hashed(token), joined=now()
            )
        )
        c.execute(sql.update(rooms).where(rooms.c.id == room["id"]).values(seats=rooms.c.seats + 1))
        touch(c, room["id"])
    return mine(store, token) | {"token": token}


def mine(store: Store, token: str) -> dict[str, Any]:
    """Return the student's place: {"code", "title", "closed", "assignment", "name", "seat", "answer", "changed"}.

    ``seat`` counts from 0 in the order of joining, and stays whoever leaves; where each student has luck of his own, it
    moves the world.

    Raises
    ------
    Denied : nobody has this token (any more).
    """
    with store.reading() as c:
        row = _seated(c, token)
    return {
        "code": codes.shown(row["code"]),
        "title": row["title"],
        "closed": row["closed"],
        "assignment": json.loads(row["assignment"]),
        "name": row["name"],
        "seat": row["seat"],
        "answer": row["answer"],
        "changed": row["changed"],
    }


def hand_in(store: Store, token: str, work: dict[str, Any]) -> int:
    """Keep a game or plan as it stands now, in place of what was kept of the same attempt.

    Parameters
    ----------
    work : {"attempt", "kind", "link", "quarter", "over", "summary", "sequence"}, checked already. ``sequence`` counts
        up with everything that the student's pages hand in. The same once more is no error: its answer was lost.

    Returns
    -------
    how often this attempt has been handed in. When this returns, the work is on the disk.

    Raises
    ------
    Denied : nobody has this token (any more).
    Closed : the room is closed.
    Older : a newer state of this attempt is kept.
    BadInput : the student has 20 attempts already.
    """
    with store.writing() as c:
        row = _seated(c, token)
        if row["closed"]:
            raise _closed()
        mine = (works.c.student == row["student"]) & (works.c.attempt != work["attempt"])
        if (c.scalar(sql.select(sql.func.count()).select_from(works).where(mine)) or 0) >= MOST_ATTEMPTS:
            raise BadInput(
                Fault(
                    f"{MOST_ATTEMPTS} attempts are kept already",
                    "attempt",
                    do="go on with one of them; a link keeps this game all the same",
                )
            )
        said = work | {"summary": json.dumps(work["summary"], ensure_ascii=False, allow_nan=False)}
        this = (works.c.student == row["student"]) & (works.c.attempt == work["attempt"])
        if there := c.execute(sql.select(works).where(this)).mappings().first():
            if all(there[name] == value for name, value in said.items()):
                return int(there["posts"])
            if work["sequence"] <= there["sequence"]:
                raise _older(f"quarter {there['quarter']}" if there["kind"] == "game" else "a policy")
        values = said | {
            "student": row["student"],
            "posted": now(),
            "posts": 1,
            "at": row["changed"] + 1,
            "checked": checks.needed(work),
            "why": "",
        }
        kept = insert(works).values(values)
        once = ("student", "attempt", "posts")
        fresh = {name: kept.excluded[name] for name in values if name not in once}
        posts = c.scalar(
            kept.on_conflict_do_update(
                index_elements=["student", "attempt"], set_=fresh | {"posts": works.c.posts + 1}
            ).returning(works.c.posts)
        )
        touch(c, row["room"])
    return int(posts or 1)


def answer(store: Store, token: str, text: str, sequence: int) -> str:
    """Keep what the student has written to the class's question, in place of what was kept; return when it was.

    Parameters
    ----------
    text : plain text of several lines, checked already; empty to take it back.
    sequence : counts up with everything that the student's pages hand in.

    Raises
    ------
    Denied : nobody has this token (any more).
    Closed : the room is closed.
    Older : a newer text is kept.
    """
    with store.writing() as c:
        row = _seated(c, token)
        if row["closed"]:
            raise _closed()
        if sequence == row["sequence"] and text == row["answer"]:
            return str(row["answered"] or "")
        if sequence <= row["sequence"]:
            raise _older("another answer")
        at = now()
        values = {"answer": text, "answered": at if text else None, "sequence": sequence}
        c.execute(sql.update(students).where(students.c.id == row["student"]).values(**values))
        touch(c, row["room"])
    return at


def leave(store: Store, token: str) -> None:
    """Delete the student's name and all work.

    Raises
    ------
    Denied : nobody has this token (any more).
    """
    with store.writing() as c:
        row = _seated(c, token)
        c.execute(sql.delete(students).where(students.c.id == row["student"]))
        touch(c, row["room"])


def _seated(c: sql.Connection, token: str) -> sql.RowMapping:
    chosen = sql.select(
        students.c.id.label("student"),
        students.c.name,
        students.c.room,
        students.c.seat,
        students.c.answer,
        students.c.answered,
        students.c.sequence,
        rooms.c.code,
        rooms.c.title,
        rooms.c.closed,
        rooms.c.assignment,
        rooms.c.changed,
    ).join(rooms, rooms.c.id == students.c.room)
    row = c.execute(chosen.where(students.c.token == codes.hashed(token))).mappings().first()
    if row is None:
        raise Denied(
            Fault(
                "this browser has no seat in a room",
                "X-Kennan-Student",
                do="join with the code from the teacher's screen",
            )
        )
    return row


def _older(what: str) -> Older:
    do = "go on in the page that is newest, or load this one again"
    return Older(Fault(f"a newer state is kept ({what}); nothing was changed", "sequence", do=do))


def _closed() -> Closed:
    return Closed(
        Fault(
            "the teacher has closed the room", "code", do="a game goes on without it, and its link keeps it"
        )
    )
