"""What rooms promise: a killed server loses nothing it acknowledged, and writers beside each other lose nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kennan.server.classroom import rooms, students
from kennan.server.classroom.store import Store

#: Hands in game after game from four threads, and says of each, on a line of its own, that it was acknowledged.
WRITER = """
import os, sys, threading, traceback
from pathlib import Path
from kennan.server.classroom import students
from kennan.server.classroom.store import Store

store, tokens = Store(Path(sys.argv[1])), sys.argv[2:]
lock = threading.Lock()

def play(number, token):
    quarter = 0
    while True:
        quarter += 1
        work = {"attempt": "game", "kind": "game", "link": f"q{quarter}" * 200, "quarter": quarter, "over": False,
                "summary": {}, "sequence": quarter}
        try:
            students.hand_in(store, token, work)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        with lock:
            sys.stdout.write(f"{number} {quarter}\\n")
            sys.stdout.flush()

for number, token in enumerate(tokens):
    threading.Thread(target=play, args=(number, token), daemon=True).start()
threading.Event().wait()
"""
KILLS = 6


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_server_killed_in_the_middle_of_writes_has_every_game_it_acknowledged(tmp_path):
    chance = random.Random(1947)
    for round_ in range(KILLS):
        folder = tmp_path / str(round_)
        store = Store(folder)
        code = rooms.open_room(store, "Form 10", rooms.NO_ASSIGNMENT)
        tokens = [students.join(store, code, f"student {k}")["token"] for k in range(4)]
        store.close()
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), *tokens], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            first = [
                process.stdout.readline() for _ in range(12)
            ]  # a busy machine writes little in half a second
            time.sleep(chance.uniform(0.05, 0.4))
            process.kill()
            said = [*first, *process.stdout.read().splitlines()]
        acknowledged = dict.fromkeys(range(4), 0)
        for line in said:
            number, _, quarter = line.strip().partition(" ")
            if quarter.isdigit():
                acknowledged[int(number)] = int(quarter)
        assert sum(acknowledged.values()) > 10, "the kill came before the work"
        store = Store(folder)
        try:
            for number, person in enumerate(rooms.whole_class(store, code)["students"]):
                kept = max((w["quarter"] for w in person["works"]), default=0)
                assert kept in (
                    acknowledged[number],
                    acknowledged[number] + 1,
                )  # one more: not yet acknowledged
                assert all(w["link"] == f"q{w['quarter']}" * 200 for w in person["works"])
            with store.reading() as c:
                assert c.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        finally:
            store.close()


def test_thirty_students_writing_at_once_lose_nothing(tmp_path):
    store = Store(tmp_path)
    code = rooms.open_room(store, "Form 10", rooms.NO_ASSIGNMENT)
    failed: list[BaseException] = []

    def play(number: int) -> None:
        try:
            token = students.join(store, code, "Ann")["token"]
            for quarter in range(1, 6):
                students.hand_in(
                    store,
                    token,
                    {
                        "attempt": "g",
                        "kind": "game",
                        "link": "x",
                        "quarter": quarter,
                        "over": False,
                        "summary": {},
                        "sequence": quarter,
                    },
                )
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=play, args=(k,)) for k in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    found = rooms.whole_class(store, code)
    assert len({person["name"] for person in found["students"]}) == 30
    assert [w["posts"] for person in found["students"] for w in person["works"]] == [5] * 30
    assert found["room"]["changed"] == 30 * 6
    store.close()


def test_two_programs_may_open_the_same_rooms(tmp_path):
    a, b = Store(tmp_path), Store(tmp_path)
    code = rooms.open_room(a, "Form 10", rooms.NO_ASSIGNMENT)
    students.join(b, code, "Ann")
    assert [p["name"] for p in rooms.whole_class(a, code)["students"]] == ["Ann"]
    a.close()
    b.close()


def test_every_connection_waits_for_the_disk(tmp_path):
    store = Store(Path(tmp_path))
    with store.reading() as c:
        said = {
            p: c.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("journal_mode", "synchronous", "foreign_keys")
        }
    store.close()
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
