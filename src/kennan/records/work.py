"""From a plan to a run folder, or to a Dataset in memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from kennan.model.in_use import under_plan

if TYPE_CHECKING:
    from xarray import Dataset

    from kennan.engine.plan import Plan
    from kennan.records.lock import Lock


class Watch(Protocol):
    """Whoever looks on while worlds are made."""

    def advance(self, done: int, total: int) -> None:
        """Take note that so many worlds of so many are done."""

    def say(self, text: str) -> None:
        """Take note of what is being done that is not simulation; "" when it is over."""


class Nobody:
    """Looks at nothing."""

    def advance(self, done: int, total: int) -> None:
        """Do nothing."""

    def say(self, text: str) -> None:
        """Do nothing."""


class Guard:
    """Looks, whenever something is done, whether there is still any use in going on."""

    def __init__(self, watch: Watch, check: Callable[[], None]):
        self.watch, self.check = watch, check

    def advance(self, done: int, total: int) -> None:
        """Take note that so many worlds of so many are done."""
        self.check()
        self.watch.advance(done, total)

    def say(self, text: str) -> None:
        """Take note of what is being done that is not simulation; "" when it is over."""
        self.check()
        self.watch.say(text)


@contextmanager
def watched(shown: bool, total: int, title: str = "worlds") -> Iterator[Watch]:
    """Give a progress bar on standard error, or somebody who looks at nothing."""
    if not shown:
        yield Nobody()
        return
    from kennan.records.progress import bar

    with bar(title, total) as watch:
        yield watch


@contextmanager
def blocks(plan: Plan, watch: Watch, skip: Container[tuple[int, int]] = ()) -> Iterator[Iterator[Any]]:
    """Give the blocks of a plan as the engine makes them; its threads end with the context."""
    from kennan.engine import engine

    made = engine.simulate(plan, skip=skip, progress=watch.advance, announce=watch.say)
    with closing(cast(Generator[Any, None, None], made)):
        yield made


@under_plan
def keep(
    plan: Plan,
    path: Path,
    watch: Watch,
    *,
    force: bool = False,
    resume: bool = False,
    begun: Callable[[], None] = lambda: None,
    held: Lock | None = None,
) -> float:
    """Simulate a plan into a run folder, block by block; return the seconds it took.

    Parameters
    ----------
    force : replace an earlier run at the path.
    resume : go on with the unfinished run at the path, which must be of this plan.
    begun : called once the folder is there, so that the run could be resumed.
    held : the lock of the path, when the caller holds it; without it nobody else can write there meanwhile, and anybody
        can as soon as this returns.

    Raises
    ------
    BadInput : the folder is taken, another process is writing there, it cannot be written, it holds another plan's run,
        or it was removed or replaced while the run was being written, which ends the run within a chunk of worlds.
    """
    from kennan.engine import devices
    from kennan.model import extended
    from kennan.records.frame import Frame
    from kennan.records.store import Store

    extended.refuse_untrusted(plan.extensions)
    devices.cores()  # a variable that cannot be taken is said before there is a folder
    start = time.perf_counter()
    text, on = plan.to_json(), devices.kind()
    store = (
        Store.resume(path, text, held=held, device=on)
        if resume
        else Store.create(path, text, Frame.of(plan), force=force, held=held, device=on)
    )
    with store:
        begun()
        with blocks(plan, Guard(watch, store.check_ours), store.done()) as made:
            for block in made:
                store.write(block)
        seconds = time.perf_counter() - start
        store.finish({"seconds": round(seconds, 3)})
    return seconds


@under_plan
def gather(plan: Plan, watch: Watch) -> Dataset:
    """Simulate a plan in memory.

    Raises
    ------
    BadInput : the result would not fit (:data:`kennan.records.dataset.IN_MEMORY` bytes).
    """
    from kennan.records import dataset
    from kennan.records.frame import Frame

    with blocks(plan, watch) as made:
        return dataset.in_memory(made, Frame.of(plan), plan.to_json())
