"""The database file: opened, checked, written whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import DatabaseError, IntegrityError

from kennan.faults import BadInput, Fault
from kennan.server.classroom import Unsaved, tables
from kennan.server.classroom.folder import DATABASE, made, new_file, tighten, unusable

PATIENCE_MS = (
    10_000  # how long a writer waits for another one; thirty students' writes take well under a second
)


class Store:
    """One database of rooms. Its connections are shared by the server's threads."""

    def __init__(self, folder: Path):
        """Open, or make, the database in ``folder``.

        Raises
        ------
        BadInput : the folder cannot be used, or the file is no database of rooms of this version.
        """
        self.path = made(folder) / DATABASE
        try:
            if not self.path.exists():
                with new_file(self.path) as fresh:
                    _lay_out(fresh)
            for end in ("", "-wal", "-shm"):
                tighten(self.path.with_name(DATABASE + end))
        except OSError as error:
            raise BadInput(unusable(self.path, error)) from error
        self.engine = _engine(self.path, pool_size=8, max_overflow=8)
        try:
            with self.engine.connect() as c:
                version = c.exec_driver_sql("PRAGMA user_version").scalar()
        except DatabaseError as error:
            self.close()
            raise BadInput(self._unreadable(str(error.orig))) from error
        if version != tables.VERSION:
            self.close()
            raise BadInput(
                self._unreadable(f"it is of version {version}, this program reads {tables.VERSION}")
            )

    @contextmanager
    def reading(self) -> Iterator[sql.Connection]:
        """One consistent look at the database.

        Raises
        ------
        Unsaved : the file cannot be read any more.
        """
        with self._in_words("nothing was read"), self.engine.connect() as c:
            c.exec_driver_sql("BEGIN")
            try:
                yield c
            finally:
                c.exec_driver_sql("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sql.Connection]:
        """One transaction: on the disk when the block ends, or undone as a whole.

        Raises
        ------
        Unsaved : the disk is full, or the file cannot be written.
        """
        with self._in_words("nothing was saved"), self.engine.connect() as c:
            c.exec_driver_sql("BEGIN IMMEDIATE")  # a reader that turns writer could fail half-way
            try:
                yield c
                c.exec_driver_sql("COMMIT")
            except BaseException:
                with suppress(DatabaseError):  # a full disk has rolled back already
                    c.exec_driver_sql("ROLLBACK")
                raise

    @contextmanager
    def _in_words(self, what: str) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise  # ours, and not the disk's
        except DatabaseError as error:
            do = "look whether the disk is full, or the folder cannot be written any more"
            raise Unsaved(Fault(f"{what}: {error.orig}", str(self.path), do=do)) from error

    def forget(self) -> None:
        """After a deletion: let the files hold nothing of what was deleted."""
        with self._in_words("deleted, but the files may still hold it"), self.engine.connect() as c:
            c.exec_driver_sql("VACUUM")
            c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _unreadable(self, why: str) -> Fault:
        return Fault(
            f"this is no database of rooms that can be used ({why})",
            str(self.path),
            do="move the file away, or name another folder with --rooms",
        )


def _engine(path: Path, **more: Any) -> sql.Engine:
    engine = sql.create_engine(sql.URL.create("sqlite+pysqlite", database=str(path)), **more)
    sql.event.listen(engine, "connect", _prepare)
    return engine


def _lay_out(path: Path) -> None:
    """Make a database without rooms. Its mode stays with the file, so that whoever opens it has nothing to change."""
    engine = _engine(path)
    try:
        with engine.connect() as c:
            c.exec_driver_sql("BEGIN IMMEDIATE")
            tables.metadata.create_all(c)
            c.exec_driver_sql(f"PRAGMA user_version = {tables.VERSION}")
            c.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()  # the last to close takes the log into the file


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    """Set what every connection must have. WAL with FULL: a commit is on the disk when it returns."""
    connection.isolation_level = None  # transactions are begun and ended above, in words
    for line in (
        f"busy_timeout = {PATIENCE_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "trusted_schema = OFF",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {line}").close()
