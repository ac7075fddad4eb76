"""The three tables: rooms, the students in them, and what each student has done."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 2  # kept as SQLite's user_version; raise it with every change of what follows

metadata = MetaData()

#: How far a finished game has been worked out again from its link.
NOTHING, WAITING, HOLDS, DIFFERS = "none", "waiting", "holds", "differs"

#: What was deleted is never named again: a number that somebody still holds must not come to mean somebody else.
_NEVER_AGAIN = True

#: ``changed`` counts every change in the room: its number is the ETag of both views. ``seats`` counts all who ever
#: joined: seats are given once, so that nobody's later worlds move when somebody leaves.
rooms = Table(
    "rooms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("assignment", Text, nullable=False),
    Column("opened", Text, nullable=False),
    Column("closed", Text),
    Column("changed", Integer, nullable=False, default=0),
    Column("seats", Integer, nullable=False, default=0),
    sqlite_autoincrement=_NEVER_AGAIN,
)

#: ``answer`` is what the student has written to the class's question; ``sequence`` numbers it as ``works`` are.
students = Table(
    "students",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False),
    Column("seat", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("joined", Text, nullable=False),
    Column("answer", Text, nullable=False, default=""),
    Column("answered", Text),
    Column("sequence", Integer, nullable=False, default=0),
    UniqueConstraint("room", "name"),
    UniqueConstraint("room", "seat"),
    sqlite_autoincrement=_NEVER_AGAIN,
)

#: One row a game or plan; it is overwritten as the game goes on, since a link holds the whole game. ``sequence`` is the
#: student's own count of what was handed in: an older state never takes the place of a newer. ``at`` is the room's
#: number of change, by which the newest is known. ``checked`` says whether a finished game was worked out again from
#: its link, and ``why`` what did not agree.
works = Table(
    "works",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student", ForeignKey("students.id", ondelete="CASCADE"), nullable=False),
    Column("attempt", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("quarter", Integer, nullable=False),
    Column("over", Boolean, nullable=False),
    Column("summary", Text, nullable=False),
    Column("posted", Text, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("checked", Text, nullable=False),
    Column("why", Text, nullable=False, default=""),
    UniqueConstraint("student", "attempt"),
    CheckConstraint("kind IN ('game', 'plan')"),
    CheckConstraint(f"checked IN {(NOTHING, WAITING, HOLDS, DIFFERS)}"),
    sqlite_autoincrement=_NEVER_AGAIN,
)

Index("works_by_student", works.c.student)
Index("students_by_room", students.c.room)
