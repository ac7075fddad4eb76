"""What a teacher does: open a room, set the work, look, close, take out, hand on, delete."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sql

from kennan.faults import BadInput, Fault
from kennan.server.classroom import Missing, codes
from kennan.server.classroom.store import Store
from kennan.server.classroom.tables import HOLDS, WAITING, rooms, students, works

MOST_ROOMS = 50
NO_ASSIGNMENT: dict[str, Any] = {"kind": "free", "note": ""}
TITLE = "Class"


def now() -> str:
    """Return the time, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_room(store: Store, title: str, assignment: dict[str, Any]) -> str:
    """Open a room and return its join code.

    Raises
    ------
    BadInput : there are 50 rooms already.
    """
    with store.writing() as c:
        return _opened(c, title, assignment)


def todays(store: Store, since: str) -> tuple[str, bool]:
    """Return the code of the newest open room that was opened since a time, and True; else of a new one, and False.

    One transaction: of many servers that start at once, one opens the room and the others find it.

    Raises
    ------
    BadInput : there are 50 rooms already.
    """
    fresh = (rooms.c.closed.is_(None)) & (rooms.c.opened >= since)
    with store.writing() as c:
        found = c.scalar(sql.select(rooms.c.code).where(fresh).order_by(rooms.c.id.desc()).limit(1))
        return (found, True) if found else (_opened(c, TITLE, NO_ASSIGNMENT), False)


def _opened(c: sql.Connection, title: str, assignment: dict[str, Any]) -> str:
    if (c.scalar(sql.select(sql.func.count()).select_from(rooms)) or 0) >= MOST_ROOMS:
        raise BadInput(Fault(f"there are {MOST_ROOMS} rooms already", "rooms", do="delete one that is over"))
    code = codes.new_code()
    c.execute(
        sql.insert(rooms).values(code=code, title=title, assignment=json.dumps(assignment), opened=now())
    )
    return code


def all_rooms(store: Store) -> list[dict[str, Any]]:
    """Return every room, newest first: code, title, times, how many students."""
    count = (
        sql.select(sql.func.count()).where(students.c.room == rooms.c.id).scalar_subquery().label("students")
    )
    with store.reading() as c:
        found = c.execute(sql.select(rooms, count).order_by(rooms.c.id.desc())).mappings().all()
    return [_room(row) | {"students": row["students"]} for row in found]


def changed(store: Store, code: str) -> int:
    """Return the number of the room's last change, for an ETag.

    Raises
    ------
    Missing : there is no such room.
    """
    with store.reading() as c:
        return int(_row(c, code)["changed"])


def whole_class(store: Store, code: str) -> dict[str, Any]:
    """Return a room with every student and every piece of work, students in the order in which they came.

    Returns
    -------
    {"room": {...}, "students": [{"id", "seat", "name", "joined", "answer", "answered", "works": [{"attempt", "kind",
    "link", "quarter", "over", "summary", "posted", "posts", "checked", "why"}]}], "endings": {ending: students},
    "waiting": games}; works are newest first; ``endings`` counts each student's newest finished game whose link gives
    what was reported, ``waiting`` the games of which that is not known yet.

    Raises
    ------
    Missing : there is no such room.
    """
    with store.reading() as c:
        row = _row(c, code)
        people = c.execute(
            sql.select(
                students.c.id,
                students.c.seat,
                students.c.name,
                students.c.joined,
                students.c.answer,
                students.c.answered,
            )
            .where(students.c.room == row["id"])
            .order_by(students.c.seat)
        ).mappings()
        seated: dict[int, dict[str, Any]] = {p["id"]: dict(p) | {"works": []} for p in people}
        found = c.execute(
            sql.select(works)
            .join(students, students.c.id == works.c.student)
            .where(students.c.room == row["id"])
            .order_by(works.c.at.desc(), works.c.id.desc())
        ).mappings()
        for work in found:
            seated[work["student"]]["works"].append(_work(work))
    everyone = list(seated.values())
    waiting = sum(work["checked"] == WAITING for person in everyone for work in person["works"])
    return {"room": _room(row), "students": everyone, "endings": endings(everyone), "waiting": waiting}


def endings(people: list[dict[str, Any]]) -> dict[str, int]:
    """Count the endings of each student's newest finished game that was worked out again from its link."""
    tally: dict[str, int] = {}
    for person in people:
        ended = next((w["summary"]["ending"] for w in person["works"] if w["checked"] == HOLDS), None)
        if ended:
            tally[ended] = tally.get(ended, 0) + 1
    return tally


def assign(store: Store, code: str, title: str, assignment: dict[str, Any]) -> None:
    """Set the title and the work of a room. Work already posted stays.

    Raises
    ------
    Missing : there is no such room.
    """
    _change(store, code, title=title, assignment=json.dumps(assignment))


def close(store: Store, code: str, closed: bool) -> None:
    """Close a room, so that nobody joins and nothing more is taken, or open it again.

    Raises
    ------
    Missing : there is no such room.
    """
    _change(store, code, closed=now() if closed else None)


def remove(store: Store, code: str, student: int) -> None:
    """Take a student out of the room, with all work; the name is free again.

    Raises
    ------
    Missing : there is no such room, or no such student in it.
    """
    with store.writing() as c:
        row = _row(c, code)
        gone = c.execute(
            sql.delete(students).where(students.c.id == student, students.c.room == row["id"])
        ).rowcount
        if not gone:
            raise Missing(Fault("there is no such student in this room", "student"))
        touch(c, row["id"])


def delete(store: Store, code: str) -> None:
    """Delete a room with everyone and everything in it; the file keeps nothing of it.

    Raises
    ------
    Missing : there is no such room.
    """
    with store.writing() as c:
        c.execute(sql.delete(rooms).where(rooms.c.id == _row(c, code)["id"]))
    store.forget()


def touch(c: sql.Connection, room: int) -> None:
    """Note that something in the room has changed."""
    c.execute(sql.update(rooms).where(rooms.c.id == room).values(changed=rooms.c.changed + 1))


def no_room() -> Missing:
    """Return the error "there is no such room"."""
    return Missing(
        Fault("there is no room with this code", "code", do="look again at the teacher's screen: XXXX-XXXX")
    )


def _change(store: Store, code: str, **values: Any) -> None:
    with store.writing() as c:
        row = _row(c, code)
        c.execute(
            sql.update(rooms).where(rooms.c.id == row["id"]).values(**values, changed=rooms.c.changed + 1)
        )


def _row(c: sql.Connection, code: str) -> sql.RowMapping:
    read = codes.read_code(code)
    row = read and c.execute(sql.select(rooms).where(rooms.c.code == read)).mappings().first()
    if not row:
        raise no_room()
    return row


def _room(row: sql.RowMapping) -> dict[str, Any]:
    return {
        "code": codes.shown(row["code"]),
        "title": row["title"],
        "assignment": json.loads(row["assignment"]),
        "opened": row["opened"],
        "closed": row["closed"],
        "changed": row["changed"],
    }


def _work(row: sql.RowMapping) -> dict[str, Any]:
    kept = ("attempt", "kind", "link", "quarter", "over", "posted", "posts", "checked", "why")
    return {name: row[name] for name in kept} | {"summary": json.loads(row["summary"])}
