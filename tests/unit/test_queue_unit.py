"""The queue: tasks a step at a time, fair turns, begun work first, and nothing that nobody takes."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack

import pytest

from kennan.engine import queue
from kennan.engine.queue import AWAITED, FAIR, LATER, Line, Queue
from kennan.faults import BadInput

LONG = 60  # seconds after which something that should have ended never will


@pytest.fixture
def one():
    """A queue of one thread, so that the order of steps is the order of turns."""
    made = Queue(1)
    yield made
    made.stop()


class Gate:
    """Holds the queue's one thread until tasks have been handed in."""

    def __init__(self, line: Line):
        self.held, self.open = threading.Event(), threading.Event()
        self.job = line.submit(self._wait)
        assert self.held.wait(LONG)

    def _wait(self):
        self.held.set()
        assert self.open.wait(LONG)

    def lift(self):
        self.open.set()
        self.job.result(LONG)


def steps(log, name, count):
    """Return a task of so many steps that notes each."""

    def task():
        for _ in range(count):
            log.append(name)
            yield
        return name

    return task


def test_a_task_gives_what_it_returns_or_raises(one):
    with one.line() as line:
        jobs = [line.submit(divmod, 7, 2), line.submit(steps([], "made", 3)), line.submit(divmod, 7, 0)]
        assert (jobs[0].result(LONG), jobs[1].result(LONG)) == ((3, 1), "made")
        with pytest.raises(ZeroDivisionError):
            jobs[2].result(LONG)


def test_what_was_begun_is_ended_before_the_next_is_begun(one):
    log: list[str] = []
    with one.line() as line:
        jobs = [line.submit(steps(log, name, 3)) for name in "ab"]
        assert [job.result(LONG) for job in jobs] == ["a", "b"]
    assert "".join(log) == "aaabbb"


def test_lines_take_turns_step_by_step(one):
    log: list[str] = []
    with one.line() as gate, one.line() as first, one.line() as second:
        held = Gate(gate)
        jobs = [first.submit(steps(log, "a", 3)), second.submit(steps(log, "b", 3))]
        held.lift()
        for job in jobs:
            job.result(LONG)
    assert "".join(log) == "ababab"


def test_what_a_hand_waits_for_comes_first_but_not_for_ever(one):
    log: list[str] = []
    with one.line() as gate, one.line(LATER) as later, one.line(AWAITED) as awaited:
        held = Gate(gate)
        jobs = [later.submit(steps(log, "-", 4)), awaited.submit(steps(log, "!", 40))]
        held.lift()
        for job in jobs:
            job.result(LONG)
    first = "".join(log)[: 4 * FAIR]
    assert first.count("-") == 4, "every few turns go to whoever was served longest ago"
    assert all(gap.count("!") >= FAIR - 1 for gap in first.split("-")[1:-1])


@pytest.mark.parametrize("ahead", [1, 2, 5])
def test_tasks_come_in_order_and_at_most_so_many_are_begun(one, ahead):
    log: list[int] = []

    def begin(task):
        log.append(task)
        return f"made {task}", [line.submit(int)]

    with one.line() as line:
        for place, (task, made, jobs) in enumerate(line.in_order(range(7), begin, ahead)):
            assert (task, made, jobs[0].result(LONG)) == (place, f"made {place}", 0)
            assert len(log) == min(7, place + ahead)
    assert log == list(range(7))


def test_what_nobody_takes_is_cancelled(one):
    begun: list[Future[None]] = []

    def begin(task):
        begun.append(Future())
        return task, begun[-1:]

    with one.line() as line:
        works = line.in_order(range(9), begin, 3)
        next(works)
        works.close()
        assert list(line.in_order([], begin, 2)) == []
    assert [job.cancelled() for job in begun] == [False, True, True]


def test_a_line_that_is_closed_leaves_what_waits_and_ends_the_step_that_is_under_way(one):
    held, go, log = threading.Event(), threading.Event(), []

    def task():
        held.set()
        assert go.wait(LONG)
        log.append("step")
        try:
            yield
            log.append("another step")
        finally:
            log.append("left")

    def let_go_once_closed():
        while not line._closed:
            time.sleep(0.001)
        go.set()

    with one.line() as line:
        jobs = [line.submit(task), line.submit(log.append, "begun")]
        assert held.wait(LONG)
        closing = threading.Thread(target=let_go_once_closed)
        closing.start()
    closing.join(LONG)
    assert log == ["step", "left"]
    assert jobs[1].cancelled()
    with pytest.raises(CancelledError):
        jobs[0].result(LONG)
    with pytest.raises(RuntimeError, match="closed"):
        line.submit(int)


def test_a_line_that_is_dropped_in_a_step_of_its_own_does_not_wait_for_itself(one):
    closing = []

    def task():
        closing[0].__exit__(None, None, None)
        yield
        pytest.fail("it went on")

    context = one.line()
    line = context.__enter__()
    closing.append(context)
    with pytest.raises(CancelledError):
        line.submit(task).result(LONG)


def test_what_is_dropped_while_the_lock_is_held_is_cleared_away(one):
    context = one.line()
    context.__enter__()
    with one.lock:  # as when memory is cleared up within the queue
        context.__exit__(None, None, None)
    with one.line() as line:
        assert line.submit(int).result(LONG) == 0


def test_work_within_work_does_not_wait_for_itself(one):
    def task():
        with one.line() as inner:
            return [job.result(LONG) for job in [inner.submit(int), inner.submit(steps([], "in", 2))]]

    with one.line() as line:
        assert line.submit(task).result(LONG) == [0, "in"]


def test_as_many_threads_as_cores_are_said_to_be_there(monkeypatch):
    made, there = Queue(), threading.Barrier(3)
    monkeypatch.setenv("KENNAN_THREADS", "2")
    with made.line() as line, ExitStack() as after:
        after.callback(made.stop)
        jobs = [line.submit(there.wait, LONG) for _ in range(2)]
        there.wait(LONG)  # both are under way at once
        assert sorted(job.result(LONG) for job in jobs) != []
        monkeypatch.setenv("KENNAN_THREADS", "1")
        with made.line() as narrow:
            assert made._size == 1
            assert narrow.submit(int).result(LONG) == 0
        monkeypatch.setenv("KENNAN_THREADS", "many")
        with pytest.raises(BadInput, match="KENNAN_THREADS"), made.line():
            pass


def test_there_is_one_queue_for_a_process():
    assert queue.shared() is queue.shared()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system splits no processes")
def test_a_process_that_was_split_off_has_a_queue_of_its_own():
    before = queue.shared()
    with before.line() as line:
        line.submit(int).result(LONG)
    queue._afresh()
    try:
        assert queue.shared() is not before
        with queue.shared().line() as line:
            assert line.submit(int).result(LONG) == 0
    finally:
        queue.shared().stop()
        queue._shared = before
