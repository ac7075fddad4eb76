"""The one queue of work: a thread for each core, and whose turn it is.

Whatever simulates hands its work in here: runs, the ledger's experiments, exchanges of links, rivals, calibrations and
the page. So a machine's cores are shared and not fought over, whoever asks for how much:

* a task is walked a step at a time (some years of a chunk of worlds), and after each step the next turn is given;
* what somebody's hand waits for comes first, and of several lines of work the one that was served longest ago;
* every few turns go to whoever was served longest ago whatever it is, so that nothing waits for ever;
* in a line what was begun is ended first, since what is begun holds memory; what nobody takes any more is left.

Which thread walks what, and when, changes no number.
"""

from __future__ import annotations

import atexit
import contextvars
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from kennan.engine import devices

AWAITED, LATER = 0, 1  # ranks: a hand waits for it; everything else
FAIR = 4  # every so many turns the rank does not matter
LEAVING = 2.0  # seconds that a thread is given to end its step when the process ends

Task = TypeVar("Task")


class Source(Protocol):
    """Something that has work to hand out. The queue's lock is held whenever it is asked."""

    def rank(self) -> int | None:
        """Return :data:`AWAITED` or :data:`LATER`; None while there is nothing to do."""

    def take(self) -> Callable[[], None]:
        """Return the next step of work, which raises nothing; asked only while there is something to do."""


class Queue:
    """Threads, and the sources of work that they serve in turn.

    Parameters
    ----------
    threads : how many; when left out, as many as :func:`kennan.engine.devices.cores` says whenever a line is opened.

    Attributes
    ----------
    lock : guards the queue and whatever its sources hand out.
    """

    def __init__(self, threads: int | None = None):
        self.lock = threading.RLock()  # a run that is dropped may be cleared away by whoever holds it
        self._changed = threading.Condition(self.lock)
        self._wanted = threads
        self._size = 0
        self._threads: list[threading.Thread] = []
        self._served: dict[Source, int] = {}  # by source, the turn at which it was served last
        self._turn = 0
        self._ours = threading.local()

    # ---- for those who have work

    @contextmanager
    def line(self, rank: int = LATER) -> Iterator[Line]:
        """Open a line of tasks; what is left of it when it is closed is cancelled, and what is under way is awaited.

        Raises
        ------
        BadInput : ``KENNAN_THREADS`` is no whole number from 1.
        """
        with self.open(Line(self, rank)) as line:
            yield line

    @contextmanager
    def open(self, source: Any) -> Iterator[Any]:
        """Serve a source until the block ends; its ``close``, if it has one, is called then, the lock held."""
        self.attach(source)
        try:
            yield source
        finally:
            self.detach(source)

    def attach(self, source: Source) -> None:
        """Serve a source of work from now on."""
        threads = self._wanted or devices.cores()
        with self.lock:
            self._size = threads
            self._served[source] = self._turn
            while len(self._threads) < threads:
                number = len(self._threads)
                thread = threading.Thread(
                    target=self._labour, args=(number,), name=f"kennan-{number}", daemon=True
                )
                self._threads.append(thread)
                thread.start()
            self._changed.notify_all()

    def detach(self, source: Source) -> None:
        """Serve a source no more."""
        with self.lock:
            self._served.pop(source, None)
            if close := getattr(source, "close", None):
                close()

    def wake(self) -> None:
        """Say that a source has work; the lock is held."""
        self._changed.notify_all()

    @property
    def within(self) -> bool:
        """Return whether the thread that asks is one of the queue's own."""
        return getattr(self._ours, "labours", False)

    def stop(self) -> None:
        """End the threads after the steps that they are at; to leave while they work can crash the interpreter."""
        with self.lock:
            self._size = 0
            threads, self._threads = self._threads, []
            self._changed.notify_all()
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(LEAVING)

    # ---- the threads

    def _labour(self, number: int) -> None:
        self._ours.labours = True
        while (step := self._next(number)) is not None:
            step()
            del step  # whoever waits for the next step must not hold the last

    def _next(self, number: int) -> Callable[[], None] | None:
        """Return the step whose turn it is; None for a thread that has been ended."""
        with self.lock:
            while True:
                if self._size == 0:
                    return None
                if number < self._size and (source := self._whose()) is not None:
                    return source.take()
                self._changed.wait()

    def _whose(self) -> Source | None:
        """Return the source whose turn it is, and note that it was served; the lock is held."""
        ranks = {source: rank for source in tuple(self._served) if (rank := source.rank()) is not None}
        if not ranks:
            return None
        self._turn += 1
        fair = self._turn % FAIR == 0
        chosen = min(ranks, key=lambda one: (0 if fair else ranks[one], self._served.get(one, 0)))
        self._served[chosen] = self._turn
        return chosen


class Line:
    """Tasks of one piece of work, in the order in which they were handed in."""

    def __init__(self, queue: Queue, rank: int):
        self._queue, self._rank = queue, rank
        self._waiting: deque[_Task] = deque()
        self._under_way = 0
        self._idle = threading.Condition(queue.lock)
        self._closed = False

    def submit(self, function: Callable[..., Any], *given: Any) -> Future[Any]:
        """Hand in ``function(*given)``; it works under the model in use here.

        Parameters
        ----------
        function : returns a value; or a generator, which is walked a step a turn, and whose return value counts.
        """
        task = _Task(function, given)
        if self._queue.within:  # whoever waits in one of the queue's threads would wait for itself
            while not task.step():
                pass
            return task.future
        with self._queue.lock:
            if self._closed:
                raise RuntimeError("the line is closed")
            self._waiting.append(task)
            self._queue.wake()
        return task.future

    def in_order(
        self, tasks: Iterable[Task], begin: Callable[[Task], tuple[Any, list[Future[Any]]]], ahead: int
    ) -> Generator[tuple[Task, Any, list[Future[Any]]], None, None]:
        """Begin tasks, at most ``ahead`` at a time, and hand them over in their order.

        Parameters
        ----------
        tasks : what is to be done; the next one is only asked for when it is begun.
        begin : begins a task; returns what it is made into, and what it handed in to the line.
        ahead : tasks that are begun before the oldest is handed over.

        Yields
        ------
        (task, what it is made into, what it handed in); whoever takes it waits for that. What nobody takes any more is
        cancelled.
        """
        begun: deque[tuple[Task, Any, list[Future[Any]]]] = deque()
        upcoming = iter(tasks)
        try:
            while True:
                for task in upcoming:
                    begun.append((task, *begin(task)))
                    if len(begun) >= ahead:
                        break
                if not begun:
                    return
                yield begun.popleft()
        finally:
            for *_, jobs in begun:
                for job in jobs:
                    job.cancel()

    # ---- for the queue, which holds its lock

    def rank(self) -> int | None:
        """Return the line's rank while a task waits."""
        return self._rank if self._waiting else None

    def take(self) -> Callable[[], None]:
        """Return a step of the first task that waits."""
        task = self._waiting.popleft()
        self._under_way += 1
        return lambda: self._step(task)

    def close(self) -> None:
        """Cancel what waits, and wait until what is under way has ended its step.

        One of the queue's own threads does not wait: it may be at that step, when it clears away what was dropped.
        """
        self._closed = True
        while self._under_way and not self._queue.within:
            self._idle.wait()
        while self._waiting:
            self._waiting.popleft().leave()

    def _step(self, task: _Task) -> None:
        ended = task.step()
        with self._queue.lock:
            self._under_way -= 1
            if not ended and not self._closed:
                self._waiting.appendleft(task)
                self._queue.wake()
            elif not ended:
                task.leave()
            self._idle.notify_all()


class _Task:
    """One task, and what becomes of it."""

    def __init__(self, function: Callable[..., Any], given: tuple[Any, ...]):
        self.future: Future[Any] = Future()
        self._function, self._given = function, given
        self._steps: Generator[Any, None, Any] | None = None
        self._context = contextvars.copy_context()

    def step(self) -> bool:
        """Walk one step on; return whether the task has ended."""
        if self._steps is None and not self.future.set_running_or_notify_cancel():
            return True
        try:
            made = self._context.run(self._walk)
        except StopIteration as end:
            self._end(end.value)
        except BaseException as error:
            self.future.set_exception(error)
            self._steps = None
            return True
        else:
            if self._steps is not None:
                return False
            self._end(made)
        return True

    def leave(self) -> None:
        """Leave it where it is: nobody takes it any more."""
        if self._steps is None:
            self.future.cancel()
            return
        self._context.run(self._steps.close)
        self.future.set_exception(CancelledError())

    def _walk(self) -> Any:
        if self._steps is None:
            made = self._function(*self._given)
            if not isinstance(made, Generator):
                return made
            self._steps = made
        return next(self._steps)

    def _end(self, value: Any) -> None:
        self._function, self._given, self._steps = (lambda: None), (), None
        self.future.set_result(value)


_shared: Queue | None = None
_making = threading.Lock()


def shared() -> Queue:
    """Return the queue of this process."""
    global _shared
    with _making:
        if _shared is None:
            _shared = Queue()
        return _shared


def _afresh() -> None:
    """Forget the queue of the process that this one was split from: its threads stayed there."""
    global _shared, _making
    _shared, _making = None, threading.Lock()


def _stop() -> None:
    if _shared is not None:
        _shared.stop()


atexit.register(_stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_afresh)
