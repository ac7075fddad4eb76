"""Wrong codes, counted: after some of them an address is told to look at the screen instead of trying.

Only wrong codes count, and only against further wrong ones: the right code opens the room however many were tried
before it, from whatever address. A class may sit behind one router, which gives all its students one address; a student
who guesses wildly there must not keep the others out. What makes a search hopeless is the length of the code
(:mod:`kennan.server.classroom.codes`), and not this.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from kennan.faults import Fault

WINDOW = 60.0  # seconds
EACH = 10  # wrong codes of one address in a window that are answered as a slip of the finger
REMEMBERED = 4096  # addresses


class Guesses:
    """Counts wrong guesses by address. Safe between threads; its memory is bounded."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._by_address: OrderedDict[str, deque[float]] = OrderedDict()

    def wrong(self, address: str) -> float:
        """Note one wrong guess; return the seconds for which this address had better wait, 0 for none."""
        with self._lock:
            now = self._clock()
            times = self._by_address.setdefault(address, deque(maxlen=EACH))
            self._by_address.move_to_end(address)
            while times and times[0] <= now - WINDOW:
                times.popleft()
            wait = times[0] + WINDOW - now if len(times) >= EACH else 0.0
            times.append(now)
            while len(self._by_address) > REMEMBERED:
                self._by_address.popitem(last=False)
            return wait


def fault(seconds: float) -> Fault:
    """Return the words for somebody who has guessed too often."""
    return Fault(
        "there is no room with this code, and many wrong ones were tried from this device or its router",
        "code",
        do=f"look at the teacher's screen: the right code opens the room at once; {max(1, round(seconds))} seconds "
        "without a wrong one, and nothing more is said of it",
    )
