"""The one place that simulates for the page.

A thread for each core walks chunks of worlds. Every client has one wish at a time in each of its channels: a newer
wish takes the place of the older one. First answers (one chunk) go before long ones, so that nobody waits behind
somebody else's thousand worlds. Whoever was served longest ago is next: first by device, then by page, so that neither
a flood from one device nor one eager hand keeps others waiting. A few long jobs are under way at once and no more,
since each holds its worlds in memory. Two who ask for the same worlds share them, and results are kept for a while.

When a class moves its sliders at once, first answers are a glance at 32 worlds each, and four of them are walked in
one chunk: worlds do not meet in a chunk, and each may hold its own levers.

Chunks are 128 worlds wide here, half of the engine's: the numbers are the same to the bit, and a first answer comes
in half the time.
"""

from __future__ import annotations

import hashlib
import ipaddress
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.desk.room.classroom import household
from kennan.desk.server.kept import Kept
from kennan.faults import BadInput, Fault
from kennan.run import devices

if TYPE_CHECKING:
    from kennan.desk.server.endpoint import Work
    from kennan.run.engine import Block
    from kennan.run.plan import Plan

WIDTH = 128  # worlds in one chunk; equal to the engine's chunk bit for bit, as narrower ones are not
RESULTS = 256_000_000  # bytes of results that are kept
WALKS = 8  # plans that stay prepared
LONG = 3  # long jobs that are under way at once; a thousand worlds take about 100 MB while they are walked
GLANCE = 32  # worlds of a first answer while others wait; WIDTH // GLANCE students share a chunk
CROWD = 3  # first answers that wait from which on a glance has to do
FAR = 1000  # worlds that may be asked for from another device; the page asks for no more
WISHES = 12  # of one client at once; a page has at most half as many
SERVED = 4096  # devices and pages whose last turn is remembered
TURN = 6  # one chunk in so many goes to long work, even while first answers are waiting
PATIENCE = 0.05  # seconds between two looks at whether anybody still waits


class Superseded(BadInput):
    """A newer wish of the same client took the place of this one."""

    status = 409

    def __init__(self) -> None:
        super().__init__(Fault("a newer request took the place of this one", do="wait for the newer one"))


class TooMany(BadInput):
    """One client waits for more things at once than a page ever does."""

    status = 429

    def __init__(self) -> None:
        what = f"{WISHES} other requests of this page are waiting already"
        super().__init__(Fault(what, do="wait for one of them"))


class Turns:
    """Who was served when, by device and by page; the memory of it is bounded."""

    def __init__(self) -> None:
        self._clock = 0
        self._last: OrderedDict[str, int] = OrderedDict()

    def longest_ago(self, jobs: Iterable[Job]) -> Job:
        """Return the job of whoever was served longest ago; among equals the one that came first."""
        return min(jobs, key=lambda job: min(map(self._when, job.askers), default=(0, 0)))

    def served(self, clients: Iterable[str]) -> None:
        """Note that these clients were served now."""
        self._clock += 1
        for client in clients:
            for name in (_device(client), client):
                self._last[name] = self._clock
                self._last.move_to_end(name)
        while len(self._last) > SERVED:
            self._last.popitem(last=False)

    def _when(self, client: str) -> tuple[int, int]:
        return self._last.get(_device(client), 0), self._last.get(client, 0)


@dataclass(eq=False)
class Job:
    """Worlds that are being simulated, and who waits for them."""

    key: str
    plan: Plan
    policy: int
    walk: Any
    starts: deque[int]
    left: int
    sink: Any = None
    begun: bool = False
    chosen: bool = False
    askers: list[str] = field(default_factory=list)
    kin: str = ""
    beside: list[Job] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    beginning: threading.Lock = field(default_factory=threading.Lock)
    error: BaseException | None = None
    result: Block | None = None

    @property
    def first_answer(self) -> bool:
        """Return whether it is a single chunk, which somebody's hand is waiting for."""
        return self.plan.worlds <= WIDTH

    def begin(self) -> None:
        """Make room for the worlds, once: not before their turn, since a thousand take 100 MB."""
        from kennan.run.drawn import parameters_of

        with self.beginning:
            if not self.begun:
                width = self.plan.worlds + -self.plan.worlds % WIDTH
                worlds = np.arange(self.plan.first_world, self.plan.first_world + width)
                self.sink = self.walk.sink(width, parameters_of(self.plan, worlds))
                self.begun = True


class Ticket:
    """One client's wish."""

    def __init__(self) -> None:
        self.superseded = threading.Event()


class Worker:
    """Simulates on every core. Call :meth:`start` once; :meth:`run` from any thread."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.doing = "starting"
        self.failed: BaseException | None = None
        self.results: Kept[Block] = Kept(RESULTS, _bytes)
        self._short: deque[Job] = deque()
        self._long: deque[Job] = deque()
        self._turns, self._long_turns = Turns(), Turns()
        self._turn = 0
        self._flying: dict[str, Job] = {}
        self._wishes: dict[str, Ticket] = {}
        self._walks: dict[str, Any] = {}
        self._there = threading.Condition()
        self._preparing = threading.Lock()
        self._alone = threading.Lock()
        self._stop = False

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
            from kennan.run.plan import Plan

            plan = Plan.build(worlds=WIDTH)
            tell("loading its programs")
            job = self._job("warm", plan, 0)
            job.begin()
            job.walk.columns(0, np.arange(WIDTH), slice(0, WIDTH), job.sink, None, tell)
            for number in range(devices.cores()):
                threading.Thread(target=self._labour, name=f"kennan-{number}", daemon=True).start()
            self.doing = ""
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
        """End the threads after the chunks that they are at."""
        with self._there:
            self._stop = True
            self._there.notify_all()

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
        if plan.worlds > FAR and not _near(client):
            what = f"{plan.worlds:,} worlds are asked for from another device"
            raise BadInput(Fault(what, "worlds", f"at most {FAR:,}; more on the machine that runs the desk"))
        key = _key(plan, policy)
        ticket = Ticket()
        name = f"{client}\n{channel}"
        with self._there:
            mine = sum(other.startswith(f"{client}\n") for other in self._wishes if other != name)
            if mine >= WISHES:
                raise TooMany
            if name in self._wishes:
                self._wishes[name].superseded.set()
            self._wishes[name] = ticket
        try:
            if (kept := self.results.get(key)) is not None:
                return kept
            return self._wait(self._join(key, plan, policy, client), client, ticket, work)
        finally:
            with self._there:
                if self._wishes.get(name) is ticket:
                    del self._wishes[name]

    @contextmanager
    def alone(self, work: Work) -> Iterator[None]:
        """Wait for one's turn at long work that brings its own threads (why, debrief, a claim): one at a time.

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

    # ---- working

    def glance(self, plan: Plan) -> Plan:
        """Return a plan for a first answer: with fewer worlds while several others wait for theirs, else as it is."""
        crowded = len(self._short) >= CROWD and GLANCE < plan.worlds <= WIDTH
        return plan.replace(worlds=GLANCE) if crowded and _steady(plan) is not None else plan

    def _job(self, key: str, plan: Plan, policy: int) -> Job:
        if plan.worlds <= GLANCE and _steady(plan) is not None:
            kin = _kin(plan)  # all of these share one walk, since each world holds its own levers
            return Job(key, plan, policy, self._walk(kin), deque([0]), 1, kin=_key(kin, 0))
        width = plan.worlds + -plan.worlds % WIDTH
        return Job(key, plan, policy, self._walk(plan), deque(range(0, width, WIDTH)), width // WIDTH)

    def _walk(self, plan: Plan) -> Any:
        """Return a plan made ready; the number of its worlds does not matter to that."""
        from kennan.run.hold import Holds
        from kennan.run.walk import Walk

        key = _key(plan.replace(worlds=WIDTH, first_world=0), 0)
        with self._preparing:
            if key not in self._walks:
                while len(self._walks) >= WALKS:
                    del self._walks[next(iter(self._walks))]
                self._walks[key] = Walk(plan, Holds())
            self._walks[key] = self._walks.pop(key)  # the newest last
            return self._walks[key]

    def _join(self, key: str, plan: Plan, policy: int, client: str) -> Job:
        """Return the job that makes these worlds: one that is under way, or a new one."""
        with self._there:
            if (flying := self._flying.get(key)) is not None:
                flying.askers.append(client)
                return flying
        job = self._job(key, plan, policy)
        with self._there:
            if (flying := self._flying.get(key)) is not None:  # someone was faster
                job = flying
            else:
                self._flying[key] = job
                (self._short if job.first_answer else self._long).append(job)
                self._there.notify_all()
            job.askers.append(client)
        return job

    def _wait(self, job: Job, client: str, ticket: Ticket, work: Work) -> Block:
        said = -1
        try:
            while not job.done.wait(PATIENCE):
                if ticket.superseded.is_set():
                    raise Superseded
                work.check()
                done = job.plan.worlds - min(job.plan.worlds, job.left * WIDTH)
                if done != said:
                    work.progress(done, job.plan.worlds)
                    said = done
        finally:
            with self._there:
                job.askers.remove(client)
                if not job.askers and not job.done.is_set():
                    self._forget(job)
        if job.error:
            raise job.error
        assert job.result is not None
        return job.result

    def _forget(self, job: Job) -> None:
        """Drop a job that nobody waits for; chunks that are under way end by themselves."""
        self._flying.pop(job.key, None)
        job.starts.clear()
        for queue in (self._short, self._long):
            if job in queue:
                queue.remove(job)

    def _next(self) -> tuple[Job, int] | None:
        """Return the chunk whose turn it is; None when there is to be no more work."""
        with self._there:
            while not self._stop and not self._short and not self._long:
                self._there.wait()
            if self._stop:
                return None
            self._turn += 1
            long_first = self._turn % TURN == 0 or not self._short
            if self._long and long_first:
                queue, job = self._long, self._next_long()
            else:
                queue, job = self._short, self._turns.longest_ago(self._short)
                self._turns.served(job.askers)
            at = job.starts.popleft()
            if not job.starts:
                queue.remove(job)
            while job.kin and len(job.beside) + 1 < WIDTH // GLANCE:
                if not (others := [one for one in self._short if one.kin == job.kin]):
                    break
                other = self._turns.longest_ago(others)
                self._turns.served(other.askers)
                self._short.remove(other)
                job.beside.append(other)
            return job, at

    def _next_long(self) -> Job:
        """Return the long job whose turn it is: one that is under way, unless there is room for another."""
        under_way = [job for job in self._long if job.chosen]
        waiting = [job for job in self._long if not job.chosen]
        job = self._long_turns.longest_ago(waiting if waiting and len(under_way) < LONG else under_way)
        job.chosen = True
        self._long_turns.served(job.askers)
        return job

    def _labour(self) -> None:
        while (taken := self._next()) is not None:
            job, at = taken
            jobs = [job, *job.beside]
            try:
                if job.kin:
                    self._together(jobs)
                else:
                    first = job.plan.first_world + at
                    columns = slice(at, at + WIDTH)
                    job.begin()
                    job.walk.columns(job.policy, np.arange(first, first + WIDTH), columns, job.sink)
                for one in jobs:
                    with self._there:
                        one.left -= 1
                        last = one.left == 0
                    if last:
                        self._finish(one)
            except BaseException as error:
                for one in jobs:
                    one.error = error
                    with self._there:
                        self._forget(one)
                    one.done.set()

    def _together(self, jobs: list[Job]) -> None:
        """Walk a few worlds of each of some jobs of a kin in one chunk; width left over is walked for nothing."""
        from kennan.run.drawn import parameters_of

        rows = [jobs[k % len(jobs)] for k in range(WIDTH // GLANCE)]
        worlds = [np.arange(one.plan.first_world, one.plan.first_world + GLANCE) for one in rows]
        walk = jobs[0].walk
        sink = walk.sink(
            WIDTH, np.concatenate([parameters_of(o.plan, w) for o, w in zip(rows, worlds, strict=True)], 1)
        )
        for k, one in enumerate(rows):
            sink.levers[:, k * GLANCE : (k + 1) * GLANCE] = np.array(_steady(one.plan), np.float32)[:, None]
        walk.columns(0, np.concatenate(worlds), slice(0, WIDTH), sink)
        for k, one in enumerate(jobs):
            mine = slice(k * GLANCE, (k + 1) * GLANCE)
            tables = {
                name: {quantity: table[..., mine].copy() for quantity, table in getattr(sink, name).items()}
                for name in ("monthly", "theatre", "events")
            }
            one.sink = type(sink)(**tables, parameters=sink.parameters[:, mine], levers=sink.levers[:, mine])

    def _finish(self, job: Job) -> None:
        from kennan.run.engine import finish

        job.result = finish(job.plan, job.policy, job.plan.first_world, job.plan.worlds, job.sink)
        job.sink = None
        self.results.put(job.key, job.result)
        with self._there:
            self._flying.pop(job.key, None)
        job.done.set()


def _steady(plan: Plan) -> tuple[float, ...] | None:
    """Return the levers of a plan whose one policy never moves them, in the order of the register; None if it does."""
    from kennan import policies

    policy = plan.policies[0]
    if len(plan.policies) > 1 or policy.rules or policy.then or policy.by_hand or plan.steps_per_month > 1:
        return None
    points = [policy.levers[name] for name in policies.levers()]
    if any(len(one) > 1 for one in points):
        return None
    return tuple(
        plan.constant.get(name, one[0][1]) for name, one in zip(policies.levers(), points, strict=True)
    )


def _kin(plan: Plan) -> Plan:
    """Return what a plan has in common with others that differ in their levers only."""
    from kennan import policies

    return plan.replace(policies=(policies.load("containment"),), worlds=WIDTH, first_world=0)


def _device(client: str) -> str:
    return household(client.partition(" ")[0])


def _near(client: str) -> bool:
    """Return whether a client is on this machine; names that are no address are the program's own."""
    try:
        return ipaddress.ip_address(_device(client).partition("/")[0]).is_loopback
    except ValueError:
        return True


def _key(plan: Plan, policy: int) -> str:
    return f"{policy} {hashlib.sha256(plan.to_json().encode()).hexdigest()}"


def _bytes(block: Block) -> int:
    arrays = [block.ending, block.reached, block.left, block.parameters]
    for table in (block.monthly, block.theatre, block.events):
        arrays += table.values()
    return sum(array.nbytes if array.base is None else array.base.nbytes for array in arrays)
