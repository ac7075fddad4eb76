"""Work begun ahead and handed over in order, so that the cores are busy while somebody takes a result in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from typing import Any, TypeVar

Task = TypeVar("Task")


def in_order(
    tasks: Iterable[Task], begin: Callable[[Task], tuple[Any, list[Future[None]]]], ahead: int
) -> Generator[tuple[Task, Any, list[Future[None]]], None, None]:
    """Begin tasks, at most ``ahead`` at a time, and hand them over in their order.

    Parameters
    ----------
    tasks : what is to be done; the next one is only asked for when it is begun.
    begin : begins a task; returns what it is made into, and the jobs to wait for.
    ahead : tasks that are begun before the oldest is handed over.

    Yields
    ------
    (task, what it is made into, jobs); whoever takes it waits for the jobs. Jobs of tasks that nobody takes any more
    are cancelled.
    """
    waiting: deque[tuple[Task, Any, list[Future[None]]]] = deque()
    upcoming = iter(tasks)
    try:
        while True:
            for task in upcoming:
                waiting.append((task, *begin(task)))
                if len(waiting) >= ahead:
                    break
            if not waiting:
                return
            yield waiting.popleft()
    finally:
        for *_, jobs in waiting:
            for job in jobs:
                job.cancel()
