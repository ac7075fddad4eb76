"""The worker among many: whoever was served longest ago is next, and memory is held by few."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import numpy as np
import pytest

from kennan import policies
from kennan.engine.engine import simulate
from kennan.engine.plan import Plan
from kennan.engine.version import CHUNK
from kennan.faults import BadInput
from kennan.server import turns
from kennan.server.call import Stopped, Work
from kennan.server.jobs import GLANCE, LOOK, WIDTH, Chunk, Job
from kennan.server.turns import Turns
from kennan.server.waiting import A_CLASS
from kennan.server.wishes import CROWD, FAR, WISHES, TooMany, Wish
from kennan.server.worker import Worker


def steady(level, **more):
    policy = {"policy": {"name": "student"}, "levers": {"level": level, "tone": 0.3}}
    return Plan.build(policies=[policies.from_dict(policy)], **more)


def ask(worker, client, seed, worlds=WIDTH):
    """Ask without waiting for it."""
    return worker._join(Wish(client), steady(0.5, worlds=worlds, seed=seed), 0)


def order(worker, count, years=None):
    """Return whose chunks would be walked, each for so many years more; then it is gone (None) or waits again."""
    found = []
    for _ in range(count):
        chunk = worker._waiting.next(worker._wishes.crowded())
        found.append(chunk.askers[0])
        if years:
            before, chunk.years = chunk.rank, chunk.years + years
            chunk.fresh = chunk.rank != before
            if chunk.years < 45:
                worker._waiting.chunks.append(chunk)
    return found


def waiting(name, *askers):
    return Chunk([Job(name, Plan.build(worlds=WIDTH), 0, threading.Condition(), askers=list(askers))])


def test_a_flood_from_one_device_waits_for_the_others():
    worker = Worker()
    for k in range(50):
        ask(worker, f"192.168.1.9 page-{k}", k)
    quiet = {f"192.168.1.{10 + k} page" for k in range(3)}
    for k, client in enumerate(sorted(quiet)):
        ask(worker, client, 100 + k)
    assert quiet <= set(order(worker, 4))


@pytest.mark.parametrize(
    ("eager", "new"),
    [("192.168.1.9 page", "192.168.1.10 page"), ("127.0.0.1 a", "127.0.0.1 b")],
    ids=["devices", "pages of one device"],
)
def test_whoever_was_served_a_moment_ago_goes_last(eager, new):
    worker = Worker()
    worker._waiting.turns.served([eager])
    ask(worker, eager, 1)
    ask(worker, new, 2)
    assert order(worker, 2) == [new, eager]


def test_whoever_shares_worlds_gets_them_at_the_better_turn():
    served = Turns()
    served.served(["10.0.0.1 a"])
    shared, other = waiting("shared", "10.0.0.1 a", "10.0.0.3 c"), waiting("other", "10.0.0.1 b")
    assert served.longest_ago([other, shared]) is shared


def test_the_memory_of_turns_is_bounded():
    served = Turns()
    for k in range(turns.REMEMBERED):
        served.served([f"10.1.{k // 250}.{k % 250} page"])
    assert len(served._last) == turns.REMEMBERED


def test_a_long_job_is_ended_before_the_next_is_begun():
    worker = Worker()
    for k in range(10):
        ask(worker, f"10.0.0.{k} page", k, 8 * CHUNK)
    assert order(worker, 80) == [f"10.0.0.{k} page" for k in range(10) for _ in range(8)]


def test_what_a_hand_waits_for_comes_before_the_rest_of_it_and_this_before_many_worlds():
    worker = Worker()
    ask(worker, "10.0.0.9 page", 9, 8 * WIDTH)
    for k in range(3):
        ask(worker, f"10.0.0.{k} page", k)
    found = order(worker, 24, years=5)
    looks = [found.index(f"10.0.0.{k} page") for k in range(3)]
    assert looks == sorted(looks), "first come, first looked"
    assert len(set(found[: LOOK // 5])) <= 2, "a look that was begun is finished before the next"
    assert "10.0.0.9 page" not in found


@pytest.mark.parametrize("rank", [1, 2])
def test_nothing_waits_for_ever_behind_a_class_that_moves_its_sliders(rank):
    worker = Worker()
    if rank == 2:
        ask(worker, "10.0.0.1 late", 1, 8 * WIDTH)
    else:
        ask(worker, "10.0.0.1 late", 1)
        worker._waiting.chunks[0].years = LOOK
    for k in range(40):
        worker._wishes.now[f"10.0.0.2 {k}", "explore"] = Wish(f"10.0.0.2 {k}")
        ask(worker, f"10.0.0.2 {k}", 10 + k)
    found = order(worker, len(A_CLASS))
    assert "10.0.0.1 late" in found
    assert len(set(found)) > len(A_CLASS) // 2


def test_a_newer_wish_drops_what_nobody_else_waits_for():
    worker = Worker()
    mine, shared = Wish("10.0.0.1 a"), Wish("10.0.0.2 b")
    worker._join(mine, steady(0.1, worlds=8 * WIDTH), 0)
    worker._join(mine, steady(0.2, worlds=WIDTH), 0)
    worker._join(shared, steady(0.2, worlds=WIDTH), 0)
    with worker._lock:
        worker._withdraw(mine)
    assert not worker._waiting.long
    assert [chunk.askers for chunk in worker._waiting.chunks] == [["10.0.0.2 b"]]
    assert len(worker._flying) == 1


def test_a_page_that_waits_for_a_dozen_things_is_told_so(monkeypatch):
    worker, inside, work = Worker(), threading.Barrier(WISHES + 1), Work()

    def wait(job, wish, work):
        inside.wait(10)
        while True:
            work.check()
            time.sleep(0.01)

    monkeypatch.setattr(worker, "_whole", wait)
    plan = Plan.build(worlds=WIDTH, years=1)

    def once(channel):
        with pytest.raises(Stopped):
            worker.run("10.0.0.1 page", plan, work=work, channel=channel)

    threads = [threading.Thread(target=once, args=(str(k),)) for k in range(WISHES)]
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
    with pytest.raises(Stopped):
        Worker().run("127.0.0.1 page", plan, work=gone)


# ---- a class at once


def test_worlds_walked_together_are_those_walked_alone_to_the_bit(monkeypatch):
    monkeypatch.setattr("kennan.engine.devices.cores", lambda: 1)
    worker = Worker()
    worker.start()
    try:
        plans = [steady(0.2 + k / 5, worlds=GLANCE, years=12, record=["orbit", "pressure"]) for k in range(5)]
        plans[3] = plans[3].replace(set={"start.exhaustion": 0.8}, seed=48)  # no kin of the others
        plans[4] = plans[4].replace(worlds=GLANCE - 7)
        with worker._walk.lock:  # nothing is walked before all have asked
            jobs = [worker._join(Wish(f"127.0.0.1 {k}"), plan, 0) for k, plan in enumerate(plans)]
            ahead = worker._flying[jobs[0].key]
        assert ahead is jobs[0]
        for one, plan in zip(jobs, plans, strict=True):
            with worker._lock:
                assert one.news.wait_for(lambda one=one: one.done, 60)
            assert one.error is None
            (alone,) = simulate(plan)
            assert one.result.worlds == alone.worlds == plan.worlds
            for table in ("monthly", "theatre", "events"):
                for name, values in getattr(alone, table).items():
                    np.testing.assert_array_equal(getattr(one.result, table)[name], values, err_msg=name)
            for name in ("ending", "reached", "left", "parameters"):
                np.testing.assert_array_equal(getattr(one.result, name), getattr(alone, name), err_msg=name)
        arrays = [one.result.monthly["orbit"] for one in jobs]
        assert all(array.base is None or array.base.shape[-1] <= GLANCE for array in arrays), (
            "a glance holds no other's worlds"
        )
    finally:
        worker.stop()


def test_kin_share_a_chunk():
    worker = Worker()
    for k in range(6):
        worker._join(Wish(f"10.0.0.{k} page"), steady(0.1 * k, worlds=GLANCE), 0)
    worker._join(Wish("10.0.0.9 page"), steady(0.5, worlds=GLANCE, seed=48), 0)
    assert sorted(len(worker._waiting.next(worker._wishes.crowded()).jobs) for _ in range(3)) == [
        1,
        2,
        WIDTH // GLANCE,
    ]


def test_a_glance_has_to_do_only_while_a_class_asks():
    worker = Worker()
    plan = steady(0.5, worlds=1000)
    with ExitStack() as wishes:
        for channel in ("explore", "now 1000", "then 1000", "aside", "why"):
            wishes.enter_context(worker._wishes.of("10.0.0.1 page", channel, plan.worlds))
        assert worker._few(plan).worlds == WIDTH, "one page is no class"
        for k in range(CROWD):
            wishes.enter_context(worker._wishes.of(f"10.0.0.{k} page", "explore", plan.worlds))
        a_class_asks(worker, plan)
    assert worker._few(plan).worlds == WIDTH


def a_class_asks(worker, plan):
    assert worker._few(plan).worlds == GLANCE
    moving = policies.from_dict({"policy": {"name": "x"}, "levers": {"level": [[1947, 0.2], [1950, 0.9]]}})
    assert worker._few(Plan.build(policies=[moving])).worlds == WIDTH
    assert worker._few(Plan.build(policies="answering")).worlds == WIDTH
    assert worker._few(plan.replace(worlds=10)).worlds == 10
