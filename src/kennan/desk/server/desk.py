"""The parts of one running desk, which every endpoint is handed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import anyio

from kennan.desk.room.classroom import Classroom
from kennan.desk.server.kept import Kept
from kennan.desk.server.settings import Settings
from kennan.desk.server.worker import Worker

ANSWERS = 32_000_000  # bytes of answers that are kept

HANDS = 100  # requests that are worked on at once; simulating has its own, smaller, pool
QUICK = 20  # the same for what needs no worlds, so that joining and handing in never wait behind simulating


@dataclass
class Desk:
    """One running desk.

    Attributes
    ----------
    settings : where it listens, and to whom.
    worker : the one place that simulates.
    answers : finished answers as JSON bytes, by a key of the asker's own (begin it with the endpoint's path).
    hands : how many requests are worked on at once.
    quick : the same for what needs no worlds.
    begun : when it was started (``time.monotonic``).
    classroom : rooms, students and their work; nothing is made before it is asked for.
    """

    settings: Settings
    worker: Worker = field(default_factory=Worker)
    answers: Kept[bytes] = field(default_factory=lambda: Kept(ANSWERS, len))
    hands: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(HANDS))
    quick: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(QUICK))
    begun: float = field(default_factory=time.monotonic)
    classroom: Classroom = field(init=False)

    def __post_init__(self) -> None:
        """Let the classroom stand where the settings say."""
        self.classroom = Classroom(self.settings.folder)
