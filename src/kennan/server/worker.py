"""The one place that simulates for the page.

It hands the machine's queue (:mod:`kennan.engine.queue`) chunks of worlds, which are walked five years at a time, and
whenever its turn comes the chunk that comes first:

* what a hand waits for (the first years of few worlds) before the rest of those, and these before many worlds; while a
  class asks at once they take turns, so that nothing waits for ever;
* of several, the one that was begun already, else that of whoever was served longest ago; of the rest of few worlds,
  which several may share, the one that most wait for.

Every client has one wish at a time in each of its channels: a newer one takes the place of the older one, whose chunks
are left where they are. A job of many worlds is ended before the next is begun, since each holds its worlds in memory
(a thousand take about 100 MB). Two who ask for the same worlds share them, and results are kept for a while.

What comes first is walked in chunks of 128 worlds, half of the engine's: the numbers are the same to the bit, and a
first answer comes in half the time.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kennan.engine import devices, queue
from kennan.engine.version import CHUNK
from kennan.model import in_use
from kennan.server import jobs, memory
from kennan.server.jobs import GLANCE, LOOK, WIDTH, Chunk, Job
from kennan.server.kept import Kept
from kennan.server.rollouts import Rollouts
from kennan.server.waiting import Waiting
from kennan.server.wishes import Superseded, Wish, Wishes

if TYPE_CHECKING:
    from kennan.engine.engine import Block
    from kennan.engine.plan import Plan
    from kennan.scenarios import Chosen
    from kennan.server.call import Work

PATIENCE = 0.05  # seconds between two looks at whether anybody still waits
LEAVING = 2.0  # seconds that is waited for chunks that are being walked


class Worker:
    """Simulates for the page. Call :meth:`start` once; :meth:`run` and :meth:`parts` from any thread.

    Parameters
    ----------
    scenario : whose program is made ready at the start; None for the article's.
    """

    def __init__(self, scenario: Chosen | None = None) -> None:
        self.scenario = scenario
        self.ready = threading.Event()
        self.doing = "starting"
        self.failed: BaseException | None = None
        self.results: Kept[Block] = Kept(memory.WORLDS, jobs.bytes_of)
        self._queue = queue.shared()
        self._lock = self._queue.lock
        self._idle = threading.Condition(self._lock)
        self._under_way = 0
        self._waiting = Waiting()
        self._flying: dict[str, Job] = {}
        self._wishes = Wishes(self._lock, self._withdraw)
        self._walk = Rollouts()
        self._alone = threading.Lock()
        self._extensions = in_use.extensions()  # those of whoever makes it: what it warms up for

    # ---- getting ready

    def start(self, say: Callable[[str], None] | None = None) -> None:
        """Load or compile the programs, then begin to work. Takes seconds: call it in a thread of its own.

        Parameters
        ----------
        say : told in words what it is doing.
        """

        def tell(words: str) -> None:
            self.doing = words
            if say and words:
                say(words)

        try:
            tell("loading the model")
            devices.prepare()
            from kennan import scenarios
            from kennan.engine.plan import Plan
            from kennan.engine.span import SPAN

            tell("loading its programs")
            start = self.scenario or scenarios.ARTICLE
            plan = Plan.build(start, worlds=CHUNK + WIDTH, years=SPAN, extensions=self._extensions)
            job = Job("", plan, 0, threading.Condition())
            for columns in job.cuts:  # one chunk of either width
                for _ in Chunk([job], columns).set_out(self._walk, tell):
                    pass
            self._queue.attach(self)
            self.doing = ""
            memory.give_back()  # to load or compile takes much that is needed no more
        except BaseException as error:  # whoever waits has to hear of it
            self.failed, self.doing = error, f"the model cannot be loaded: {error}"
        finally:
            self.ready.set()

    def wait_until_ready(self, work: Work) -> None:
        """Wait until worlds can be simulated.

        Raises
        ------
        Stopped : nobody waits any more.
        RuntimeError : the programs could not be loaded.
        """
        while not self.ready.wait(PATIENCE):
            work.check()
        if self.failed:
            raise RuntimeError(self.doing) from self.failed

    def stop(self) -> None:
        """Hand out no more work, and wait for the years that are being walked."""
        self._queue.detach(self)
        with self._lock:
            self._idle.wait_for(lambda: not self._under_way, LEAVING)

    # ---- asking

    def run(self, client: str, plan: Plan, *, policy: int = 0, work: Work, channel: str = "") -> Block:
        """Return the worlds of a plan under one of its policies.

        Parameters
        ----------
        client : who asks (``call.client``).
        plan : a checked plan; its ``record`` says what is kept month by month.
        policy : number of the policy in the plan.
        work : the call's own (``call.work``): progress in worlds is said to it, and it says when to stop.
        channel : a client's wishes in one channel replace each other; those in different ones do not.

        Raises
        ------
        Superseded : the same client asked for something newer in the same channel.
        Stopped : the client has gone.
        TooMany : the client waits for a dozen things already.
        BadInput : another device asks for more worlds than a class can share.
        """
        with self._wishes.of(client, channel, plan.worlds) as wish:
            return self._whole(self._join(wish, plan, policy), wish, work)

    def parts(
        self, client: str, plan: Plan, *, work: Work, channel: str = ""
    ) -> Generator[tuple[Plan, Block]]:
        """Yield what can be shown of a plan's worlds as they come: the first years of a few, these, and all of them.

        While a class asks at once, the few are fewer. Parameters and faults are those of :meth:`run`.

        Yields
        ------
        what was walked, and its worlds; the last is the plan that was asked for. What came before is left out.
        """
        with self._wishes.of(client, channel, plan.worlds) as wish:
            if (kept := self.results.get(jobs.key(plan))) is not None:
                yield plan, kept
                return
            few = self._few(plan)
            head = self._join(wish, few, 0)
            whole: Job | None = head
            if few.worlds < plan.worlds:  # a class comes first
                whole = None if few.worlds == GLANCE else self._join(wish, plan, 0, head)
            if few.years > LOOK:
                self._wait(head, wish, work, lambda: head.looked)
                if not head.done:
                    yield few.replace(years=LOOK), head.block(LOOK)
            block = self._whole(head, wish, work)
            if few.worlds < plan.worlds and not (whole and whole.done):
                yield few, block
            yield plan, self._whole(whole or self._join(wish, plan, 0), wish, work)

    @contextmanager
    def alone(self, work: Work) -> Iterator[None]:
        """Wait for one's turn at long work of its own (why, debrief, a claim): one at a time, for the memory it takes.

        Raises
        ------
        Stopped : the client has gone before its turn came.
        """
        while not self._alone.acquire(timeout=PATIENCE):
            work.check()
        try:
            work.check()
            yield
        finally:
            self._alone.release()
            memory.tidy.soon()

    def _few(self, plan: Plan) -> Plan:
        """Return a plan of the worlds that are walked first: fewer while a class asks at once."""
        with self._lock:
            glance = self._wishes.crowded() and jobs.steady(plan) is not None
        return plan.replace(worlds=min(plan.worlds, GLANCE if glance else WIDTH))

    def _join(self, wish: Wish, plan: Plan, policy: int, head: Job | None = None) -> Job:
        """Return the job that makes these worlds: one that is done or under way, or a new one."""
        key = jobs.key(plan, policy)
        kept = self.results.get(key)
        with self._lock:
            if kept is not None:
                return Job(key, plan, policy, threading.Condition(self._lock), done=True, result=kept)
            if (job := self._flying.get(key)) is None:
                head = head if head and head.plan.worlds == WIDTH else None
                job = self._flying[key] = Job(key, plan, policy, threading.Condition(self._lock), head)
                self._waiting.add(job)
                self._queue.wake()
            job.askers.append(wish.client)
            wish.jobs.append(job)
        return job

    def _withdraw(self, wish: Wish) -> None:
        """Ask for nothing any more; jobs that nobody asks for are dropped. The lock is held."""
        for job in wish.jobs:
            job.askers.remove(wish.client)
            if not job.askers and (job.error or not job.done):
                self._drop(job)
            job.news.notify_all()
        wish.jobs.clear()

    def _drop(self, job: Job) -> None:
        """Leave a job where it is; a thread that is at one of its chunks leaves it after the next years."""
        self._land(job)
        self._waiting.drop(job)

    def _wait(self, job: Job, wish: Wish, work: Work, there: Callable[[], bool]) -> None:
        """Wait until something of a job is there; say its progress in worlds."""
        said = -1
        while True:
            with self._lock:
                if not (job.done or there() or wish.superseded):
                    job.news.wait(PATIENCE)
                if wish.superseded:
                    raise Superseded
                if job.done or there():
                    break
                done = job.walked
            work.check()
            if done != said:
                work.progress(done, job.plan.worlds)
                said = done
        work.check()

    def _whole(self, job: Job, wish: Wish, work: Work) -> Block:
        self._wait(job, wish, work, lambda: False)
        if job.error:
            raise job.error
        assert job.result is not None
        return job.result

    # ---- working

    def rank(self) -> int | None:
        """Return how much the chunk that comes first matters to the queue; None while none waits. The lock is held."""
        if not self._waiting:
            return None
        return queue.AWAITED if any(chunk.rank == 0 for chunk in self._waiting.chunks) else queue.LATER

    def take(self) -> Callable[[], None]:
        """Return what walks on the chunk whose turn it is; the lock is held."""
        self._under_way += 1
        return functools.partial(self._labour, self._waiting.next(self._wishes.crowded()))

    def _labour(self, chunk: Chunk) -> None:
        """Walk a chunk on; whoever waits for its worlds hears of what goes wrong."""
        try:
            self._walk_on(chunk)
        except BaseException as error:
            with self._lock:
                for job in chunk.jobs:
                    job.error, job.done = error, True
                    self._drop(job)
                    job.news.notify_all()
        finally:
            with self._lock:
                self._under_way -= 1
                self._idle.notify_all()

    def _walk_on(self, chunk: Chunk) -> None:
        """Walk a chunk one step further, and put it back where it waits, or end it."""
        (job, *_) = chunk.jobs
        if not chunk.steps and chunk.columns.start == 0 and job.take_head(self._walk):
            years = None
            self._count(chunk)
        else:
            if not chunk.steps:
                chunk.steps = chunk.set_out(self._walk)
                self._count(chunk)
            years = next(chunk.steps, None)
        ended = years is None or years >= job.plan.years
        with self._lock:
            if not chunk.askers or job.error:
                return
            before, chunk.years = chunk.rank, years or job.plan.years
            chunk.fresh = chunk.rank != before
            if not ended:
                self._waiting.chunks.append(chunk)
                self._queue.wake()
            for one in chunk.jobs:
                one.left -= ended * (chunk.columns.stop - chunk.columns.start)
                if chunk.fresh or ended:
                    one.looked = chunk.years >= LOOK
                    one.news.notify_all()
            whole = [
                one for one in chunk.jobs if not one.left
            ]  # known here, or two threads would both end a job
        for one in whole:
            self._finish(one)

    def _count(self, chunk: Chunk) -> None:
        """Count the arrays of a chunk's jobs as being in use, so that less is kept of what was walked before."""
        with self._lock:
            for job in chunk.jobs:
                if not job.aside and self._flying.get(job.key) is job:
                    job.aside = jobs.size_of(job.sink) // len(chunk.jobs)
                    self.results.set_aside(job.aside)

    def _finish(self, job: Job) -> None:
        job.result = job.whole()
        self._release(job)
        self.results.put(job.key, job.result)
        memory.tidy.soon()
        with self._lock:
            self._land(job)
            job.head, job.done = None, True
            job.news.notify_all()

    def _release(self, job: Job) -> None:
        self.results.set_aside(-job.aside)
        job.aside = 0

    def _land(self, job: Job) -> None:
        self._release(job)
        if self._flying.get(job.key) is job:
            del self._flying[job.key]
