"""Rooms: folders, files, names and codes that cannot be used, and the words about them."""

from __future__ import annotations

import os
import sqlite3
import sys

import pytest

from kennan.faults import BadInput
from kennan.server.classroom import Denied, Missing, Unsaved, folder, names, rooms, students
from kennan.server.classroom.store import Store


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("given", ["", "   ", "\u200b\u200d", "\u202e", "\u0301\u0301", "\x00"])
def test_a_name_of_nothing_that_can_be_seen(given):
    with pytest.raises(BadInput, match=r"the name is empty[\s\S]*1 to 32 characters"):
        names.clean(given)


@pytest.mark.parametrize("given", ["x" * 33, "x" * 10_000, "ﷺ" * 20])
def test_a_name_too_long(given):
    with pytest.raises(BadInput, match="the name has"):
        names.clean(given)


def test_no_such_room(store):
    for code in ("AAAA-AAAA", "", "' OR 1=1 --", "../../etc/passwd", "A" * 100_000):
        with pytest.raises(Missing, match="there is no room with this code"):
            students.join(store, code, "Ann")
        with pytest.raises(Missing, match="there is no room with this code"):
            rooms.whole_class(store, code)


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "\ud800", "é" * 1000])
def test_no_such_seat(store, token):
    with pytest.raises(Denied, match=r"no seat in a room[\s\S]*join with the code"):
        students.mine(store, token)


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / folder.DATABASE).write_bytes(b"this is a letter and no database" * 100)
    with pytest.raises(BadInput, match=r"no database of rooms[\s\S]*move the file away"):
        Store(tmp_path)


def test_a_database_of_something_else(tmp_path):
    with sqlite3.connect(tmp_path / folder.DATABASE) as other:
        other.execute("CREATE TABLE cats (name)")
    other.close()
    with pytest.raises(BadInput, match="no database of rooms"):
        Store(tmp_path)


def test_a_database_of_a_later_version(tmp_path):
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / folder.DATABASE) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(BadInput, match="it is of version 99, this program reads 2"):
        Store(tmp_path)


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "rooms").write_text("")
    with pytest.raises(BadInput, match=r"rooms cannot be kept here[\s\S]*--rooms or KENNAN_ROOMS"):
        Store(tmp_path / "rooms")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(BadInput, match="rooms cannot be kept here"):
        Store(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_folder_that_everybody_can_write(tmp_path):
    tmp_path.chmod(0o777)
    with pytest.raises(BadInput, match=r"everybody on this machine can write here[\s\S]*chmod 700"):
        Store(tmp_path)


@pytest.mark.parametrize("left", [b"", b"SQLite format 3\x00"])
def test_a_file_that_was_cut_off(tmp_path, left):
    (tmp_path / folder.DATABASE).write_bytes(left)
    with pytest.raises(BadInput, match="no database of rooms"):
        Store(tmp_path)


def test_a_full_disk_is_said_and_nothing_is_half_kept(store):
    code = rooms.open_room(store, "Form 10", rooms.NO_ASSIGNMENT)
    token = students.join(store, code, "Ann")["token"]
    work = {"kind": "game", "quarter": 1, "over": False, "summary": {}}
    students.hand_in(store, token, work | {"attempt": "a", "link": "x", "sequence": 1})
    store.engine.dispose()  # a limit of pages stands for a full disk
    from sqlalchemy import event

    @event.listens_for(store.engine, "connect")
    def full(connection, _record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")

    def fill():
        for k in range(100):
            sent = {"attempt": f"b{k % 10}", "link": "x" * 16_000, "sequence": k + 2}
            students.hand_in(store, token, work | sent)

    with pytest.raises(Unsaved, match=r"nothing was saved[\s\S]*disk is full"):
        fill()
    found = rooms.whole_class(store, code)["students"][0]["works"]
    assert {"a"} <= {w["attempt"] for w in found}


@pytest.mark.parametrize("text", ["", "short", "ключ" * 20, "x y " * 20])
def test_a_key_file_that_holds_no_key(tmp_path, text):
    (tmp_path / folder.KEY).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"it holds no key[\s\S]*delete the file"):
        folder.teacher_key(tmp_path)
