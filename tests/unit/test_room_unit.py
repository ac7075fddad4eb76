"""Rooms: what a teacher and a student can do."""

from __future__ import annotations

import csv
import io
import itertools
import json
import stat
import sys
import threading
from collections import Counter

import pytest

from kennan.faults import BadInput
from kennan.server import lesson
from kennan.server.classroom import (
    Closed,
    Denied,
    Missing,
    Older,
    checks,
    export,
    folder,
    names,
    rooms,
    students,
    tickets,
)
from kennan.server.classroom.classroom import Classroom
from kennan.server.classroom.store import Store

WORK = {
    "attempt": "washington-47-12-short-model",
    "kind": "game",
    "link": "WzFd",
    "quarter": 3,
    "over": False,
    "summary": {"standing": [{"name": "orbit", "label": "In the orbit", "value": 12.4, "unit": "of 100"}]},
}


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def code(store):
    return rooms.open_room(store, "Form 10", rooms.NO_ASSIGNMENT)


COUNT = itertools.count(1)


def work(**other):
    """Give a piece of work, newer than any before."""
    return WORK | {"sequence": next(COUNT)} | other


def check(store, why=""):
    """Let every game that waits be found to agree, or not."""
    while (game := checks.following(store, Counter())) is not None:
        checks.judged(store, game, why)


# ---- a lesson


def test_a_game_goes_on_in_its_own_row_and_a_second_game_stands_beside_it(store, code):
    token = students.join(store, code, "Ann")["token"]
    assert students.hand_in(store, token, work()) == 1
    assert students.hand_in(store, token, work(quarter=4)) == 2
    assert students.hand_in(store, token, work(attempt="moscow-1-1-short-model", quarter=1)) == 1
    (person,) = rooms.whole_class(store, code)["students"]
    assert [(w["attempt"][:6], w["quarter"]) for w in person["works"]] == [("moscow", 1), ("washin", 4)]
    students.hand_in(store, token, work(quarter=5))
    (person,) = rooms.whole_class(store, code)["students"]
    assert [w["quarter"] for w in person["works"]] == [5, 1], "the newest stands first, within one second too"


def test_undoing_turns_back_the_kept_game_too(store, code):
    token = students.join(store, code, "Ann")["token"]
    students.hand_in(store, token, work(quarter=9))
    students.hand_in(store, token, work(quarter=2))
    (person,) = rooms.whole_class(store, code)["students"]
    assert [w["quarter"] for w in person["works"]] == [2]


def test_an_older_state_never_takes_the_place_of_a_newer(store, code):
    token = students.join(store, code, "Ann")["token"]
    late = work(quarter=3)
    newer = work(quarter=4)
    assert students.hand_in(store, token, newer) == 1
    with pytest.raises(Older, match=r"a newer state is kept \(quarter 4\); nothing was changed"):
        students.hand_in(store, token, late)
    with pytest.raises(Older):
        students.hand_in(store, token, newer | {"quarter": 5})
    assert students.hand_in(store, token, newer) == 1, "its answer was lost, and the page sends it again"
    (person,) = rooms.whole_class(store, code)["students"]
    assert [(w["quarter"], w["posts"]) for w in person["works"]] == [(4, 1)]


def test_an_older_answer_never_takes_the_place_of_a_newer(store, code):
    token = students.join(store, code, "Ann")["token"]
    students.answer(store, token, "second", 2)
    with pytest.raises(Older, match="another answer"):
        students.answer(store, token, "first", 1)
    students.answer(store, token, "second", 2)
    assert students.mine(store, token)["answer"] == "second"
    students.answer(store, token, "", 3)
    (person,) = rooms.whole_class(store, code)["students"]
    assert (person["answer"], person["answered"]) == ("", None)
    rooms.close(store, code, True)
    with pytest.raises(Closed):
        students.answer(store, token, "too late", 4)


def test_seats_stay_where_they_are_when_somebody_leaves_or_is_taken_out(store, code):
    ann, bob, cid = (students.join(store, code, name)["token"] for name in ("Ann", "Bob", "Cid"))
    students.leave(store, ann)
    assert [students.mine(store, token)["seat"] for token in (bob, cid)] == [1, 2]
    rooms.remove(store, code, rooms.whole_class(store, code)["students"][0]["id"])
    assert students.mine(store, cid)["seat"] == 2
    assert students.join(store, code, "Dan")["seat"] == 3, "a seat is given once"
    assert [person["seat"] for person in rooms.whole_class(store, code)["students"]] == [2, 3]


def test_a_number_that_was_given_is_never_given_again(store, code):
    token = students.join(store, code, "Ann")["token"]
    (ann,) = rooms.whole_class(store, code)["students"]
    students.leave(store, token)
    students.join(store, code, "Bob")
    with pytest.raises(Missing):
        rooms.remove(store, code, ann["id"])  # of a page that has not seen that Ann has left
    assert [person["name"] for person in rooms.whole_class(store, code)["students"]] == ["Bob"]
    rooms.delete(store, code)
    other = rooms.open_room(store, "Form 11", rooms.NO_ASSIGNMENT)
    students.join(store, other, "Cid")
    (cid,) = rooms.whole_class(store, other)["students"]
    assert cid["id"] == ann["id"] + 2


def test_endings_are_counted_once_a_student_and_only_of_games_that_were_worked_out_again(store, code):
    for name, ending in (("Ann", "mellowing"), ("Bob", "mellowing"), ("Cid", "breakup"), ("Dan", None)):
        token = students.join(store, code, name)["token"]
        students.hand_in(store, token, work(over=True, summary={"ending": ending}))
        students.hand_in(store, token, work(attempt="another", summary={"ending": None}))
    found = rooms.whole_class(store, code)
    assert (found["endings"], found["waiting"]) == ({}, 3)
    check(store)
    found = rooms.whole_class(store, code)
    assert (found["endings"], found["waiting"]) == ({"mellowing": 2, "breakup": 1}, 0)
    token = students.join(store, code, "Eve")["token"]
    students.hand_in(store, token, work(over=True, summary={"ending": "breakup"}))
    check(store, "its link holds no game")
    found = rooms.whole_class(store, code)
    assert found["endings"] == {"mellowing": 2, "breakup": 1}
    assert [w["why"] for w in found["students"][-1]["works"]] == ["its link holds no game"]


def test_a_game_that_goes_on_while_it_is_checked_is_checked_anew(store, code):
    token = students.join(store, code, "Ann")["token"]
    students.hand_in(store, token, work(over=True, summary={"ending": "breakup"}))
    game = checks.following(store, Counter())
    students.hand_in(store, token, work(over=True, summary={"ending": "mellowing"}))
    checks.judged(store, game, "")
    assert rooms.whole_class(store, code)["waiting"] == 1


def test_one_who_hands_in_again_and_again_keeps_nobody_else_from_being_checked(store, code):
    eager, other = (students.join(store, code, name)["token"] for name in ("Ann", "Bob"))
    had = Counter()
    for k in range(3):
        students.hand_in(store, eager, work(attempt=str(k), over=True, summary={"ending": "breakup"}))
    students.hand_in(store, other, work(over=True, summary={"ending": "mellowing"}))
    order = []
    while (game := checks.following(store, had)) is not None:
        had[game.student] += 1
        order.append(game.summary["ending"])
        checks.judged(store, game, "")
    assert order == ["breakup", "mellowing", "breakup", "breakup"]


def test_a_ticket_is_good_once_and_for_a_while():
    now = [0.0]
    office = tickets.Tickets(clock=lambda: now[0])
    ticket, late = office.new(), office.new()
    office.use(ticket)
    for bad in (ticket, "", "x"):
        with pytest.raises(Denied, match="this link was used before, or it is too old"):
            office.use(bad)
    now[0] = tickets.GOOD
    with pytest.raises(Denied):
        office.use(late)


def test_every_change_gives_the_room_a_new_number(store, code):
    seen = [rooms.changed(store, code)]
    token = students.join(store, code, "Ann")["token"]
    for change in (
        lambda: students.hand_in(store, token, work()),
        lambda: students.answer(store, token, "because", 1),
        lambda: rooms.assign(store, code, "New", {"kind": "game"}),
        lambda: rooms.close(store, code, True),
        lambda: rooms.close(store, code, False),
        lambda: students.leave(store, token),
    ):
        change()
        seen.append(rooms.changed(store, code))
    assert seen == sorted(set(seen))


def test_a_closed_room_takes_nothing_and_keeps_what_it_has(store, code):
    token = students.join(store, code, "Ann")["token"]
    students.hand_in(store, token, work())
    rooms.close(store, code, True)
    with pytest.raises(Closed):
        students.hand_in(store, token, work(quarter=4))
    with pytest.raises(Closed):
        students.join(store, code, "Bob")
    assert rooms.whole_class(store, code)["students"][0]["works"][0]["quarter"] == 3
    rooms.close(store, code, False)
    students.hand_in(store, token, work(quarter=4))


def test_who_is_taken_out_or_leaves_is_gone_with_all_work(store, code):
    ann, bob = (students.join(store, code, name)["token"] for name in ("Ann", "Bob"))
    students.hand_in(store, ann, work())
    rooms.remove(store, code, rooms.whole_class(store, code)["students"][0]["id"])
    students.leave(store, bob)
    assert rooms.whole_class(store, code)["students"] == []
    for token in (ann, bob):
        with pytest.raises(Denied):
            students.mine(store, token)


def test_a_deleted_room_leaves_no_trace_in_the_files(store, code, tmp_path):
    token = students.join(store, code, "Wilhelmina")["token"]
    students.hand_in(store, token, work(link="THISISTHELINK"))
    students.answer(store, token, "THISISTHEANSWER", 1)
    rooms.delete(store, code)
    with pytest.raises(Missing):
        rooms.whole_class(store, code)
    with pytest.raises(Denied):
        students.mine(store, token)
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Wilhelmina" not in left
    assert b"THISISTHELINK" not in left
    assert b"THISISTHEANSWER" not in left


def test_a_student_of_one_room_stands_in_no_other(store, code):
    other = rooms.open_room(store, "Form 11", rooms.NO_ASSIGNMENT)
    students.join(store, code, "Ann")
    stranger = rooms.whole_class(store, code)["students"][0]["id"]
    with pytest.raises(Missing):
        rooms.remove(store, other, stranger)
    assert rooms.whole_class(store, other)["students"] == []


def test_rooms_and_students_and_attempts_are_bounded(store, code, monkeypatch):
    token = students.join(store, code, "first")["token"]
    monkeypatch.setattr(students, "MOST_STUDENTS", 2)
    monkeypatch.setattr(students, "MOST_ATTEMPTS", 2)
    monkeypatch.setattr(rooms, "MOST_ROOMS", 1)
    students.join(store, code, "second")
    for k in range(2):
        students.hand_in(store, token, work(attempt=str(k)))
    students.hand_in(store, token, work(attempt="0", quarter=9))
    for refused in (
        lambda: students.join(store, code, "third"),
        lambda: students.hand_in(store, token, work(attempt="2")),
        lambda: rooms.open_room(store, "Another", rooms.NO_ASSIGNMENT),
    ):
        with pytest.raises(BadInput):
            refused()


def test_the_csv_has_a_row_a_game_and_no_formula(store, code):
    token = students.join(store, code, "=HYPERLINK(1)")["token"]
    students.join(store, code, 'Bob, "the" second')
    students.hand_in(
        store, token, work(summary=WORK["summary"] | {"headline": "Crisis", "ending": "mellowing"})
    )
    students.answer(store, token, "+1\nbecause", 1)
    rows = list(csv.DictReader(io.StringIO(export.to_csv(rooms.whole_class(store, code)))))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)", 'Bob, "the" second']
    assert rows[0]["orbit"] == "12.4"
    assert rows[0]["ending"] == "mellowing"
    assert rows[0]["link"] == "#/play?g=WzFd"
    assert rows[0]["answer"] == "'+1\nbecause"
    assert rows[0]["checked"] == "waiting"
    assert rows[1]["attempt"] == ""


def test_the_class_as_json_is_the_class(store, code):
    token = students.join(store, code, "<b>Ann</b>")["token"]
    students.hand_in(store, token, work())
    students.answer(store, token, 'a "b"\n=c', 1)
    found = rooms.whole_class(store, code)
    assert json.loads(export.to_json(found)) == found
    assert found["students"][0]["answer"] == 'a "b"\n=c'


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  one\r\ntwo \n\n\n\n three\n", "one\ntwo\n\nthree"),
        ("a\u202eb\x00c\u200bd", "abcd"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\n \u200b \n", ""),
    ],
)
def test_an_answer_is_lines_of_text(given, kept):
    assert names.paragraphs(given) == kept


# ---- kennan serve --lan


def test_a_lesson_is_told_where_to_go_and_found_again(tmp_path):
    said: list[str] = []
    classroom = Classroom(tmp_path)
    opened = lesson.begin(classroom, "http://localhost:1947/", said.append)
    key = folder.teacher_key(tmp_path)
    code = rooms.all_rooms(Store(tmp_path))[0]["code"]
    assert any(f"http://localhost:1947/#/class?room={code}&key={key}" in words for words in said)
    head, ticket = opened.split("&ticket=")
    assert head == f"http://localhost:1947/#/class?room={code}"
    assert key not in opened, "a browser's command line can be read by others"
    classroom.tickets.use(ticket)
    assert code in lesson.begin(Classroom(tmp_path), "http://localhost:1947/", said.append)
    assert "the room goes on" in said[-3]
    rooms.close(Store(tmp_path), code, True)
    assert code not in lesson.begin(Classroom(tmp_path), "http://localhost:1947/", said.append)
    assert len(rooms.all_rooms(Store(tmp_path))) == 2


def test_many_that_begin_at_once_in_a_new_folder_share_one_room_and_one_key(tmp_path):
    many = 24
    together, found, failed = threading.Barrier(many), [], []

    def begin():
        made = Classroom(tmp_path / "new" / "rooms")
        together.wait()
        try:
            lesson.begin(made, "http://localhost:1947/", lambda _: None)
            found.append((made.key, rooms.all_rooms(made.store)[0]["code"]))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=begin) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(found) == many
    assert len(set(found)) == 1
    left = {
        path.name.removesuffix("-wal").removesuffix("-shm") for path in (tmp_path / "new/rooms").iterdir()
    }
    assert left == {folder.KEY, folder.DATABASE}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_what_is_kept_is_its_owners_alone_also_where_it_was_not(tmp_path):
    place = tmp_path / "rooms"
    code = rooms.open_room(Store(place), "Form 10", rooms.NO_ASSIGNMENT)
    folder.teacher_key(place)
    for path in place.iterdir():
        path.chmod(0o644)
    folder.teacher_key(place)
    students.join(Store(place), code, "Ann")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()}
    assert {"rooms.sqlite", "rooms.sqlite-wal", "teacher.key"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_nothing_is_made_in_the_folder_before_a_room_is_asked_for(tmp_path):
    made = Classroom(tmp_path / "rooms")
    assert not (tmp_path / "rooms").exists()
    assert made.store is made.store
    assert (tmp_path / "rooms" / folder.DATABASE).is_file()
