"""Rooms: codes, names, guesses, and what a teacher and a student can do."""

from __future__ import annotations

import csv
import io
import math
import stat
import sys

import pytest

from kennan.desk.room import Closed, Denied, Missing, codes, export, folder, guesses, names, rooms, students
from kennan.desk.room.classroom import Classroom, household
from kennan.desk.room.store import Store
from kennan.desk.server import lesson
from kennan.faults import BadInput

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


def work(**other):
    return WORK | other


# ---- codes and keys


def test_a_code_has_forty_bits_and_no_letters_that_are_misread():
    assert len(set(codes.ALPHABET)) == 32
    assert not set("ILOU") & set(codes.ALPHABET)
    assert codes.LENGTH * math.log2(len(codes.ALPHABET)) == codes.BITS == 40
    drawn = {codes.new_code() for _ in range(2000)}
    assert len(drawn) == 2000
    assert set("".join(drawn)) == set(codes.ALPHABET)


def test_guessing_a_code_at_the_rate_that_is_let_through_takes_thousands_of_years():
    minutes = 2**codes.BITS / 2 / (guesses.ALL * 60 / guesses.WINDOW)
    assert minutes / 60 / 24 / 365 > 5000


@pytest.mark.parametrize("typed", ["7k3m-q9tx", " 7K3M Q9TX ", "7K3MQ9TX", "7k3m–q9tx"])
def test_a_code_is_read_whatever_its_case_and_dashes(typed):
    assert codes.read_code(typed) == "7K3MQ9TX"


def test_what_is_misread_is_taken_for_what_was_meant():
    assert codes.read_code("OIL0-1111") == "01101111"


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "7K3M-Q9TXX", "7K3M-Q9T!", "7K3M-Q9TU", "ＡＡＡＡＡＡＡＡ", "A" * 10_000]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.read_code(typed) is None


def test_keys_have_256_bits_and_only_their_hash_is_kept(store, code, tmp_path):
    token = students.join(store, code, "Ann")["token"]
    assert len(token) == 43
    assert codes.same(token, codes.hashed(token))
    assert not codes.same(token[:-1] + ("A" if token[-1] != "A" else "B"), codes.hashed(token))
    store.close()
    assert all(token.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_the_teachers_key_is_drawn_once_and_for_its_owner_alone(tmp_path):
    key = folder.teacher_key(tmp_path / "new")
    assert folder.teacher_key(tmp_path / "new") == key
    assert folder.teacher_key(tmp_path / "other") != key
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "new" / folder.KEY).stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_the_folder_is_that_of_the_option_else_of_the_variable_else_the_users(tmp_path, monkeypatch):
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "variable"))
    assert folder.chosen(tmp_path / "option") == tmp_path / "option"
    assert folder.chosen() == tmp_path / "variable"
    monkeypatch.delenv(folder.VARIABLE)
    assert folder.chosen().parts[-2:] == ("kennan", "rooms")


# ---- names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ann\t Lee ", "Ann Lee"),
        ("Zoë", "Zoë"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Robert'); DROP TABLE x;--", "Robert'); DROP TABLE x;--"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\u0000b\nc", "ab c"),
        ("\u0627\u062d\u0645\u062f", "\u0627\u062d\u0645\u062f"),
        ("z" + "\u0336" * 200, "z\u0336\u0336"),
        ("\uff21\uff2e\uff2e", "ANN"),
        ("🦊", "🦊"),
    ],
)
def test_a_name_is_one_line_that_disturbs_nothing(given, kept):
    assert names.clean(given) == kept


def test_a_name_twice_gets_a_number(store, code):
    called = [students.join(store, code, name)["name"] for name in ("Ann", "ANN", "Ann", "Ann 2")]
    assert called == ["Ann", "ANN 2", "Ann 3", "Ann 2 2"]


# ---- guesses


def test_ten_wrong_codes_a_minute_from_one_device_and_120_altogether():
    now = [0.0]
    watch = guesses.Guesses(clock=lambda: now[0])
    for _ in range(guesses.EACH):
        assert watch.wait("a") == 0
        watch.wrong("a")
    assert watch.wait("a") == guesses.WINDOW
    assert watch.wait("b") == 0
    for k in range(guesses.ALL):
        watch.wrong(f"device {k}")
    assert watch.wait("b") > 0
    now[0] = guesses.WINDOW + 1
    assert watch.wait("a") == watch.wait("b") == 0


def test_the_memory_of_guesses_is_bounded():
    watch = guesses.Guesses(clock=lambda: 0.0)
    for k in range(guesses.REMEMBERED + 100):
        watch.wrong(str(k))
    assert len(watch._by_address) == guesses.REMEMBERED
    assert len(watch._all) == guesses.ALL


def test_a_device_counts_once_however_many_addresses_it_takes():
    assert household("2001:db8::1") == household("2001:db8::2:3")
    assert household("192.168.1.4") != household("192.168.1.5")
    assert household("::ffff:192.168.1.4") == household("192.168.1.4")
    assert household("::1") == "::1"
    assert household("fe80::1%eth0") == household("fe80::2")


# ---- a lesson


def test_a_game_goes_on_in_its_own_row_and_a_second_game_stands_beside_it(store, code):
    token = students.join(store, code, "Ann")["token"]
    assert students.hand_in(store, token, work()) == 1
    assert students.hand_in(store, token, work(quarter=4)) == 2
    assert students.hand_in(store, token, work(attempt="moscow-1-1-short-model", quarter=1)) == 1
    (person,) = rooms.whole_class(store, code)["students"]
    assert [(w["attempt"][:6], w["quarter"]) for w in person["works"]] in (
        [("moscow", 1), ("washin", 4)],
        [("washin", 4), ("moscow", 1)],
    )


def test_undoing_turns_back_the_kept_game_too(store, code):
    token = students.join(store, code, "Ann")["token"]
    students.hand_in(store, token, work(quarter=9))
    students.hand_in(store, token, work(quarter=2))
    (person,) = rooms.whole_class(store, code)["students"]
    assert [w["quarter"] for w in person["works"]] == [2]


def test_endings_are_counted_once_a_student(store, code):
    for name, ending in (("Ann", "mellowing"), ("Bob", "mellowing"), ("Cid", "breakup"), ("Dan", None)):
        token = students.join(store, code, name)["token"]
        students.hand_in(store, token, work(over=True, summary={"ending": ending}))
        students.hand_in(store, token, work(attempt="another", summary={"ending": None}))
    assert rooms.whole_class(store, code)["endings"] == {"mellowing": 2, "breakup": 1}


def test_every_change_gives_the_room_a_new_number(store, code):
    seen = [rooms.changed(store, code)]
    token = students.join(store, code, "Ann")["token"]
    for change in (
        lambda: students.hand_in(store, token, work()),
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
    rooms.delete(store, code)
    with pytest.raises(Missing):
        rooms.whole_class(store, code)
    with pytest.raises(Denied):
        students.mine(store, token)
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Wilhelmina" not in left
    assert b"THISISTHELINK" not in left


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
    rows = list(csv.DictReader(io.StringIO(export.to_csv(rooms.whole_class(store, code)))))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)", 'Bob, "the" second']
    assert rows[0]["orbit"] == "12.4"
    assert rows[0]["ending"] == "mellowing"
    assert rows[0]["link"] == "#/play?g=WzFd"
    assert rows[1]["attempt"] == ""


# ---- kennan serve --lan


def test_a_lesson_is_told_where_to_go_and_found_again(tmp_path):
    said: list[str] = []
    link = lesson.begin(Classroom(tmp_path), "http://localhost:1947/", said.append)
    code = rooms.all_rooms(Store(tmp_path))[0]["code"]
    assert link == f"http://localhost:1947/#/class?room={code}&key={folder.teacher_key(tmp_path)}"
    assert any(code in words for words in said)
    assert lesson.begin(Classroom(tmp_path), "http://localhost:1947/", said.append) == link
    assert "the room goes on" in said[-3]
    rooms.close(Store(tmp_path), code, True)
    assert code not in lesson.begin(Classroom(tmp_path), "http://localhost:1947/", said.append)
    assert len(rooms.all_rooms(Store(tmp_path))) == 2


def test_nothing_is_made_in_the_folder_before_a_room_is_asked_for(tmp_path):
    made = Classroom(tmp_path / "rooms")
    assert not (tmp_path / "rooms").exists()
    assert made.store is made.store
    assert (tmp_path / "rooms" / folder.DATABASE).is_file()
