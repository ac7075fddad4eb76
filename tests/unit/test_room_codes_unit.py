"""Rooms: codes, keys, names and guesses."""

from __future__ import annotations

import math
import stat
import sys

import pytest

from kennan.server.classroom import (
    codes,
    folder,
    guesses,
    names,
    rooms,
    students,
)
from kennan.server.classroom.classroom import household
from kennan.server.classroom.store import Store


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def code(store):
    return rooms.open_room(store, "Form 10", rooms.NO_ASSIGNMENT)


# ---- codes and keys


def test_a_code_has_forty_bits_and_no_letters_that_are_misread():
    assert len(set(codes.ALPHABET)) == 32
    assert not set("ILOU") & set(codes.ALPHABET)
    assert codes.LENGTH * math.log2(len(codes.ALPHABET)) == codes.BITS == 40
    drawn = {codes.new_code() for _ in range(2000)}
    assert len(drawn) == 2000
    assert set("".join(drawn)) == set(codes.ALPHABET)


def test_a_desk_that_does_nothing_but_answer_guesses_is_searched_for_years():
    years = 2**codes.BITS / 2 / codes.FASTEST / 3600 / 24 / 365
    assert 8 < years < 10
    in_a_lesson = 50 * 60 * codes.FASTEST / 2**codes.BITS
    assert in_a_lesson < 6e-6


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


def test_ten_wrong_codes_a_minute_are_slips_and_then_it_is_said():
    now = [0.0]
    watch = guesses.Guesses(clock=lambda: now[0])
    assert [watch.wrong("a") for _ in range(guesses.EACH)] == [0.0] * guesses.EACH
    assert watch.wrong("a") == guesses.WINDOW
    assert watch.wrong("b") == 0
    now[0] = guesses.WINDOW + 1
    assert watch.wrong("a") == 0


def test_the_memory_of_guesses_is_bounded():
    watch = guesses.Guesses(clock=lambda: 0.0)
    for k in range(guesses.REMEMBERED + 100):
        watch.wrong(str(k))
    for _ in range(10 * guesses.EACH):
        watch.wrong("a")
    assert len(watch._by_address) == guesses.REMEMBERED
    assert len(watch._by_address["a"]) == guesses.EACH


def test_a_device_counts_once_however_many_addresses_it_takes():
    assert household("2001:db8::1") == household("2001:db8::2:3")
    assert household("192.168.1.4") != household("192.168.1.5")
    assert household("::ffff:192.168.1.4") == household("192.168.1.4")
    assert household("::1") == "::1"
    assert household("fe80::1%eth0") == household("fe80::2")
