"""Work begun ahead: in order, never more than asked for, and cancelled when nobody takes it any more."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from kennan.engine.ahead import in_order


def beginning(log: list[int]):
    """Return what begins a task and notes that it did; its one job never runs."""

    def begin(task: int):
        log.append(task)
        return f"made {task}", [Future()]

    return begin


@pytest.mark.parametrize("ahead", [1, 2, 5])
def test_tasks_come_in_order_and_at_most_so_many_are_begun(ahead):
    log: list[int] = []
    for place, (task, made, _) in enumerate(in_order(range(7), beginning(log), ahead)):
        assert (task, made) == (place, f"made {place}")
        assert len(log) == min(7, place + ahead)
    assert log == list(range(7))


def test_what_nobody_takes_is_cancelled():
    log: list[int] = []
    begun: list[Future[None]] = []

    def begin(task: int):
        made, jobs = beginning(log)(task)
        begun.extend(jobs)
        return made, jobs

    works = in_order(range(9), begin, 3)
    next(works)
    works.close()
    assert [job.cancelled() for job in begun] == [False, True, True]


def test_nothing_to_do():
    assert list(in_order([], beginning([]), 2)) == []
