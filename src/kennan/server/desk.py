"""The parts of one running desk, which every endpoint is handed."""

from __future__ import annotations

import asyncio
import functools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import anyio

from kennan.model import in_use
from kennan.model.extension import Extension
from kennan.server import memory
from kennan.server.checking import Checker, why_not
from kennan.server.classroom.classroom import Classroom
from kennan.server.kept import Kept
from kennan.server.settings import Settings
from kennan.server.worker import Worker

if TYPE_CHECKING:
    from kennan.scenarios import Chosen, Scenario

HANDS = 100  # requests that are worked on at once; simulating has its own, smaller, pool
QUICK = 20  # the same for what needs no worlds, so that joining and handing in never wait behind simulating


class Closing:
    """Whether the desk is being closed; whoever waits for it, in whatever event loop, is told once it is."""

    def __init__(self) -> None:
        self._now = False
        self._waiting: set[asyncio.Future[None]] = set()

    async def wait(self) -> None:
        """Return when the desk is being closed."""
        if self._now:
            return
        told = asyncio.get_running_loop().create_future()
        self._waiting.add(told)
        try:
            await told
        finally:
            self._waiting.discard(told)

    def set(self) -> None:
        """Tell everyone."""
        self._now = True
        for told in list(self._waiting):
            told.get_loop().call_soon_threadsafe(_tell, told)


def _tell(told: asyncio.Future[None]) -> None:
    if not told.done():
        told.set_result(None)


@dataclass
class Desk:
    """One running desk.

    Attributes
    ----------
    settings : where it listens, and to whom.
    extensions : mechanisms of somebody's own that Explore and Read show beside the article's.
    worker : the one place that simulates.
    answers : finished answers as JSON bytes, by a key of the asker's own (begin it with the endpoint's path).
    hands : how many requests are worked on at once.
    quick : the same for what needs no worlds.
    begun : when it was started (``time.monotonic``).
    classroom : rooms, students and their work; nothing is made before it is asked for.
    checker : works the class's finished games out again.
    closing : set once the desk is being closed.
    """

    settings: Settings
    extensions: tuple[Extension, ...] = field(default_factory=in_use.extensions)
    worker: Worker = field(init=False)
    answers: Kept[bytes] = field(default_factory=lambda: Kept(memory.ANSWERS, len))
    hands: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(HANDS))
    quick: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(QUICK))
    begun: float = field(default_factory=time.monotonic)
    classroom: Classroom = field(init=False)
    checker: Checker = field(init=False)
    closing: Closing = field(default_factory=Closing)

    def __post_init__(self) -> None:
        """Let the classroom stand where the settings say."""
        self.worker = Worker(self.settings.scenario)
        self.classroom = Classroom(self.settings.folder)
        self.checker = Checker(self.classroom, functools.partial(why_not, self.worker))

    @property
    def scenario(self) -> Chosen:
        """The scenario that is served, as a plan holds it."""
        from kennan import scenarios

        return self.settings.scenario or scenarios.ARTICLE

    @property
    def world(self) -> Scenario:
        """The scenario that is served, read."""
        from kennan import scenarios

        return scenarios.load(self.scenario)

    def close(self) -> None:
        """Let whoever waits for worlds hear that the desk is being closed; called in the server's own thread."""
        self.closing.set()
        self.checker.stop()
