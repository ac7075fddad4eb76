"""The worker simulates the engine's worlds, each once, for whoever still waits for them."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from kennan.engine.plan import Plan
from kennan.server import jobs
from kennan.server.call import Stopped, Work
from kennan.server.jobs import LOOK, WIDTH
from kennan.server.wishes import Superseded
from kennan.server.worker import Worker

LONG = 120  # seconds after which something that should have ended never will


@pytest.fixture(scope="module")
def worker():
    made = Worker()
    made.start()
    yield made
    made.stop()


def same(mine, theirs):
    for mine_table, their_table in (
        (mine.monthly, theirs.monthly),
        (mine.theatre, theirs.theatre),
        (mine.events, theirs.events),
        (
            {"e": mine.ending, "r": mine.reached, "l": mine.left},
            {"e": theirs.ending, "r": theirs.reached, "l": theirs.left},
        ),
    ):
        assert set(mine_table) == set(their_table)
        for name, values in their_table.items():
            np.testing.assert_array_equal(mine_table[name], values, err_msg=name)


def test_its_worlds_are_the_engines_to_the_bit(worker):
    from kennan.engine.engine import simulate

    plan = Plan.build(worlds=300, first_world=100, years=12, record=["orbit", "pressure"])
    mine = worker.run("a", plan, work=Work())
    (theirs,) = simulate(plan)
    assert mine.worlds == theirs.worlds == 300
    same(mine, theirs)


def test_what_can_be_shown_comes_first_and_is_part_of_the_whole(worker):
    from kennan.engine.engine import simulate

    plan = Plan.build(worlds=300, years=22, seed=19, record=["orbit", "pressure"])
    parts = list(worker.parts("a", plan, work=Work()))
    assert [(walked.worlds, walked.years) for walked, _ in parts] == [(WIDTH, LOOK), (WIDTH, 22), (300, 22)]
    for walked, block in parts:
        (theirs,) = simulate(walked)
        same(block, theirs)
    assert [walked for walked, _ in worker.parts("a", plan, work=Work())] == [plan], (
        "what is kept comes at once"
    )


def test_few_worlds_and_few_years_come_in_one_part(worker):
    plan = Plan.build(worlds=40, years=10, seed=20)
    ((walked, block),) = worker.parts("a", plan, work=Work())
    assert walked == plan
    assert block.worlds == 40


def nothing_is_left(worker):
    """Whoever walks a chunk that nobody wants any more leaves it after the next years."""
    until = time.monotonic() + LONG
    while worker._waiting:
        assert time.monotonic() < until, "it walks on for nobody"
        time.sleep(0.01)
    assert not worker._flying
    assert not worker._wishes


def test_what_was_simulated_is_not_simulated_again(worker):
    plan = Plan.build(worlds=WIDTH, years=5, seed=11)
    assert worker.run("a", plan, work=Work()) is worker.run("b", plan, work=Work())


def test_a_newer_wish_takes_the_place_of_the_older(worker):
    outcome = {}

    def older():
        try:
            worker.run("me", Plan.build(worlds=20 * WIDTH, seed=12), work=Work())
        except Superseded:
            outcome["older"] = "superseded"

    thread = threading.Thread(target=older)
    thread.start()
    while not worker._flying:
        time.sleep(0.01)
    newer = worker.run("me", Plan.build(worlds=WIDTH, years=5, seed=13), work=Work())
    thread.join(LONG)
    assert outcome == {"older": "superseded"}
    assert newer.worlds == WIDTH
    nothing_is_left(worker)


def test_another_client_or_channel_takes_no_ones_place(worker):
    found = []

    def ask(client, channel, seed):
        plan = Plan.build(worlds=2 * WIDTH, years=5, seed=seed)
        found.append(worker.run(client, plan, work=Work(), channel=channel).worlds)

    threads = [
        threading.Thread(target=ask, args=(client, channel, 20 + number))
        for number, (client, channel) in enumerate([("a", ""), ("b", ""), ("a", "other")])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert found == [2 * WIDTH] * 3


def test_nothing_is_simulated_for_one_who_has_gone(worker):
    plan = Plan.build(worlds=100 * WIDTH, seed=14)
    work = Work(tell=lambda _: work.cancelled.set())  # gone at the first word of it
    with pytest.raises(Stopped):
        worker.run("gone", plan, work=work)
    assert worker.results.get(jobs.key(plan)) is None
    nothing_is_left(worker)


def test_a_first_answer_does_not_wait_behind_long_work(worker):
    long, order = Work(), []
    plan = Plan.build(worlds=60 * WIDTH, seed=15)

    def slow():
        try:
            worker.run("slow", plan, work=long)
        except Stopped:
            return
        order.append("long")

    thread = threading.Thread(target=slow)
    thread.start()
    while not worker._flying:
        time.sleep(0.01)
    worker.run("quick", Plan.build(worlds=WIDTH, years=5, seed=16), work=Work())
    order.append("first answer")
    long.cancelled.set()
    thread.join(LONG)
    assert order == ["first answer"]


def test_long_work_is_told_its_progress(worker):
    said = []
    work = Work(tell=said.append)
    worker.run("p", Plan.build(worlds=6 * WIDTH, years=10, seed=17), work=work)
    done = [line["progress"][0] for line in said]
    assert done == sorted(done)
    assert all(line["progress"][1] == 6 * WIDTH for line in said)


def test_a_fault_in_a_chunk_reaches_who_asked(worker, monkeypatch):
    walk = SimpleNamespace(sink=lambda *_: (_ for _ in ()).throw(MemoryError("no")), by_spans=None)
    monkeypatch.setattr(worker, "_walk", lambda _: walk)
    with pytest.raises(MemoryError):
        worker.run("f", Plan.build(worlds=WIDTH, years=5, seed=18), work=Work())
    with pytest.raises(MemoryError):
        worker.run("f", Plan.build(worlds=9 * WIDTH, years=5, seed=18), work=Work())
    nothing_is_left(worker)
    monkeypatch.undo()
    assert worker.run("f", Plan.build(worlds=WIDTH, years=5, seed=18), work=Work()).worlds == WIDTH


class AtTheDoor(Work):
    """Work that says when it has been waiting for its turn, or has got it."""

    def __init__(self):
        super().__init__()
        self.came = threading.Event()

    def check(self):
        self.came.set()
        super().check()


def test_long_work_of_others_goes_one_at_a_time(worker):
    works = [AtTheDoor() for _ in range(4)]
    inside, most = [], []
    go_on = threading.Event()

    def hold(work):
        with worker.alone(work):
            inside.append(work)
            go_on.wait(LONG)
            most.append(len(inside))
            inside.remove(work)

    threads = [threading.Thread(target=hold, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for work in works:
        assert work.came.wait(LONG)
    gone = Work()
    gone.cancelled.set()
    with pytest.raises(Stopped), worker.alone(gone):
        most.append(99)  # whoever has gone gets no turn
    go_on.set()
    for thread in threads:
        thread.join(LONG)
    assert most == [1, 1, 1, 1]


def test_a_model_that_cannot_be_loaded_is_said(monkeypatch):
    made = Worker()
    monkeypatch.setattr("kennan.engine.devices.prepare", lambda: (_ for _ in ()).throw(OSError("no disk")))
    made.start()
    assert "no disk" in made.doing
    with pytest.raises(RuntimeError, match="no disk"):
        made.wait_until_ready(Work())
