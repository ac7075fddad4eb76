"""The worker among many: whoever was served longest ago is next, and memory is held by few."""

from __future__ import annotations

import threading
import time
from collections import deque
from types import SimpleNamespace

import numpy as np
import pytest

from kennan.desk.server import worker as workers
from kennan.desk.server.endpoint import Stopped, Work
from kennan.desk.server.worker import FAR, GLANCE, LONG, WIDTH, WISHES, Job, TooMany, Turns, Worker
from kennan.faults import BadInput
from kennan.policies import Policy
from kennan.run.engine import simulate
from kennan.run.plan import Plan


def job(name, *askers, worlds=WIDTH):
    plan = SimpleNamespace(worlds=worlds)
    return Job(name, plan, 0, None, deque(range(0, worlds, WIDTH)), worlds // WIDTH, askers=list(askers))


def order(worker, count):
    return [worker._next()[0].key for _ in range(count)]


def test_a_flood_from_one_device_waits_for_the_others():
    worker = Worker()
    worker._short.extend(job(f"flood {k}", f"192.168.1.9 page-{k}") for k in range(50))
    worker._short.extend(job(f"quiet {k}", f"192.168.1.{10 + k} page") for k in range(3))
    first = order(worker, 8)
    assert {"quiet 0", "quiet 1", "quiet 2"} <= set(first[:4])


def test_a_device_that_was_served_a_moment_ago_goes_last():
    worker = Worker()
    worker._turns.served(["192.168.1.9 page"])
    worker._short.extend([job("eager", "192.168.1.9 page"), job("new", "192.168.1.10 page")])
    assert order(worker, 2) == ["new", "eager"]


def test_pages_of_one_device_take_turns_too():
    worker = Worker()
    worker._turns.served(["127.0.0.1 a"])
    worker._short.extend([job("a", "127.0.0.1 a"), job("b", "127.0.0.1 b")])
    assert order(worker, 2) == ["b", "a"]


def test_whoever_shares_worlds_gets_them_at_the_better_turn():
    turns = Turns()
    turns.served(["10.0.0.1 a"])
    shared, other = job("shared", "10.0.0.1 a", "10.0.0.3 c"), job("other", "10.0.0.1 b")
    assert turns.longest_ago([other, shared]) is shared


def test_the_memory_of_turns_is_bounded():
    turns = Turns()
    for k in range(workers.SERVED):
        turns.served([f"10.1.{k // 250}.{k % 250} page"])
    assert len(turns._last) == workers.SERVED


def test_few_long_jobs_hold_memory_at_once():
    worker = Worker()
    worker._long.extend(job(f"long {k}", f"10.0.0.{k} page", worlds=8 * WIDTH) for k in range(10))
    left: dict[str, int] = {}
    for name in order(worker, 80):
        left[name] = left.get(name, 8) - 1
        assert sum(count > 0 for count in left.values()) <= LONG
    assert left == {f"long {k}": 0 for k in range(10)}


def test_long_work_gets_a_turn_among_first_answers():
    worker = Worker()
    worker._long.append(job("long", "10.0.0.1 page", worlds=8 * WIDTH))
    worker._short.extend(job(f"short {k}", f"10.0.0.2 {k}") for k in range(20))
    assert order(worker, 12).count("long") == 12 // workers.TURN


def test_a_page_that_waits_for_a_dozen_things_is_told_so(monkeypatch):
    worker, inside, work = Worker(), threading.Barrier(WISHES + 1), Work()

    def wait(job, client, ticket, work):
        inside.wait(10)
        while True:
            work.check()
            time.sleep(0.01)

    monkeypatch.setattr(worker, "_wait", wait)
    monkeypatch.setattr(worker, "_join", lambda *_: None)
    plan = Plan.build(worlds=WIDTH, years=1)

    def ask(channel):
        with pytest.raises(Stopped):
            worker.run("10.0.0.1 page", plan, work=work, channel=channel)

    threads = [threading.Thread(target=ask, args=(str(k),)) for k in range(WISHES)]
    for thread in threads:
        thread.start()
    inside.wait(10)
    with pytest.raises(TooMany, match="12 other requests of this page"):
        worker.run("10.0.0.1 page", plan, work=work, channel="one more")
    work.cancelled.set()
    for thread in threads:
        thread.join(10)
    assert not worker._wishes


def test_another_device_may_ask_for_a_thousand_worlds_and_no_more():
    plan = Plan.build(worlds=FAR + 1, years=1)
    with pytest.raises(BadInput, match="1,001 worlds are asked for from another device"):
        Worker().run("192.168.1.9 page", plan, work=Work())
    gone = Work()
    gone.cancelled.set()
    worker = Worker()
    worker._join = lambda *_: job("x", "127.0.0.1 page")
    with pytest.raises(Stopped):
        worker.run("127.0.0.1 page", plan, work=gone)


# ---- a class at once


def steady(level, **more):
    policy = {"policy": {"name": "student"}, "levers": {"level": level, "tone": 0.3}}
    return Plan.build(policies=[Policy.from_dict(policy)], **more)


def test_worlds_walked_together_are_those_walked_alone_to_the_bit(monkeypatch):
    monkeypatch.setattr("kennan.run.devices.cores", lambda: 1)
    worker = Worker()
    worker.start()
    try:
        plans = [steady(0.2 + k / 5, worlds=GLANCE, years=12, record=["orbit", "pressure"]) for k in range(5)]
        plans[3] = plans[3].replace(set={"start.exhaustion": 0.8}, seed=48)  # no kin of the others
        jobs = [worker._job(f"{k}", plan, 0) for k, plan in enumerate(plans)]
        for one in jobs:
            one.askers.append("127.0.0.1 page")
        with worker._there:
            worker._short.extend(jobs)
            worker._there.notify_all()
        for one, plan in zip(jobs, plans, strict=True):
            assert one.done.wait(60)
            assert one.error is None
            (alone,) = simulate(plan)
            assert one.result.worlds == alone.worlds == GLANCE
            for table in ("monthly", "theatre", "events"):
                for name, values in getattr(alone, table).items():
                    np.testing.assert_array_equal(getattr(one.result, table)[name], values, err_msg=name)
            for name in ("ending", "reached", "left", "parameters"):
                np.testing.assert_array_equal(getattr(one.result, name), getattr(alone, name), err_msg=name)
        shared = sorted(len(one.beside) for one in jobs)
        assert shared == [0, 0, 0, 0, 3]
    finally:
        worker.stop()


def test_a_glance_has_to_do_only_while_others_wait():
    worker = Worker()
    plan = steady(0.5, worlds=WIDTH)
    assert worker.glance(plan) is plan
    worker._short.extend(job(f"{k}", f"10.0.0.{k} page") for k in range(workers.CROWD))
    assert worker.glance(plan).worlds == GLANCE
    assert worker.glance(plan.replace(worlds=1000)).worlds == 1000
    moving = Policy.from_dict({"policy": {"name": "x"}, "levers": {"level": [[1947, 0.2], [1950, 0.9]]}})
    assert worker.glance(Plan.build(policies=[moving], worlds=WIDTH)).worlds == WIDTH
    assert worker.glance(Plan.build(policies="answering", worlds=WIDTH)).worlds == WIDTH
