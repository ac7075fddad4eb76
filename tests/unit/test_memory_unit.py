"""Memory: one budget for worlds that are kept and worlds that are walked, and what is free goes back."""

from __future__ import annotations

import sys
import threading

import numpy as np
import pytest

from kennan.engine.plan import Plan
from kennan.server import jobs, memory
from kennan.server.desk import Desk
from kennan.server.settings import Settings
from kennan.server.worker import Worker


class Sink:
    """Arrays of a job, as small as they come."""

    def __init__(self, nbytes):
        self.monthly, self.theatre, self.events = {"orbit": np.zeros(nbytes, np.uint8)}, {}, {}
        self.parameters = self.levers = np.zeros(0)


def walked(made, nbytes, seed):
    """Give the worker a job that has so many bytes, on its way."""
    plan = Plan.build(worlds=8, years=1, seed=seed)
    job = made._flying[jobs.key(plan)] = jobs.Job(jobs.key(plan), plan, 0, threading.Condition(made._lock))
    job.sink = Sink(nbytes)
    made._count(jobs.Chunk([job]))
    return job


def test_worlds_that_are_walked_and_worlds_that_are_kept_share_one_budget(monkeypatch):
    monkeypatch.setattr(memory, "WORLDS", 100)
    made = Worker()
    made.results.size = len
    made.results.put("older", b"x" * 40)
    made.results.put("newer", b"x" * 40)
    job = walked(made, 50, 1)
    assert job.aside == 50
    assert (made.results.get("older"), made.results.get("newer")) == (None, b"x" * 40)
    made._count(jobs.Chunk([job]))
    assert made.results.aside == 50, "each is counted once"
    with made._lock:
        made._drop(job)
    assert made.results.aside == 0


def test_a_job_that_is_finished_is_kept_and_no_longer_on_its_way(monkeypatch):
    monkeypatch.setattr(memory, "WORLDS", 100)
    made = Worker()
    made.results.size = len
    job = walked(made, 60, 2)
    monkeypatch.setattr(jobs.Job, "whole", lambda _: b"x" * 60)
    made._finish(job)
    assert (made.results.aside, made.results.bytes) == (0, 60)
    assert job.done


def test_the_bytes_of_a_job_are_those_of_its_arrays():
    sink = Sink(7)
    sink.theatre["orbit"] = np.zeros((2, 3), np.float32)
    sink.parameters = np.zeros(5, np.float32)
    assert jobs.size_of(sink) == 7 + 24 + 20 + 0


def test_the_desks_budgets_are_those_that_are_stated(tmp_path):
    desk = Desk(Settings(folder=tmp_path))
    assert (desk.worker.results.limit, desk.answers.limit) == (memory.WORLDS, memory.ANSWERS)
    assert memory.WORLDS + memory.ANSWERS < memory.BOUND / 3


def test_what_is_free_is_given_back_once_for_many_answers():
    gave, done = [], threading.Event()

    def give():
        gave.append(1)
        done.set()

    tidy = memory.Tidy(give, pause=0.05)
    for _ in range(100):
        tidy.soon()
    assert done.wait(60)
    assert len(gave) == 1
    done.clear()
    tidy.soon()
    assert done.wait(60)
    assert len(gave) == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems give back by themselves")
def test_the_c_library_of_linux_is_told():
    assert memory.prepare() == hasattr(memory.ctypes.CDLL(None), "mallopt")
    memory.give_back()
