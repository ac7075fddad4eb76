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

VERSION = 1  # kept as SQLite's user_version; raise it with every change of what follows

metadata = MetaData()

#: ``changed`` counts every change in the room: its number is the ETag of both views.
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
)

students = Table(
    "students",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("joined", Text, nullable=False),
    UniqueConstraint("room", "name"),
)

#: One row a game or plan; it is overwritten as the game goes on, since a link holds the whole game.
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
    UniqueConstraint("student", "attempt"),
    CheckConstraint("kind IN ('game', 'plan')"),
)

Index("works_by_student", works.c.student)
Index("students_by_room", students.c.room)
