"""How many wrong codes may be tried: a few for a slip of the finger, too few for a search."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from kennan.faults import Fault

WINDOW = 60.0  # seconds
EACH = 10  # wrong codes, keys or tokens that one address may try in a window
ALL = 120  # the same for the whole server: a class of thirty mistyping four times each
REMEMBERED = 4096  # addresses


class Guesses:
    """Counts wrong guesses by address and altogether. Safe between threads; its memory is bounded."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._by_address: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def wait(self, address: str) -> float:
        """Return the seconds until ``address`` may try again, 0 when it may now."""
        with self._lock:
            now = self._clock()
            each = _fresh(self._by_address.get(address, deque()), now)
            everyone = _fresh(self._all, now)
            waits = [0.0]
            if len(each) >= EACH:
                waits.append(each[0] + WINDOW - now)
            if len(everyone) >= ALL:
                waits.append(everyone[0] + WINDOW - now)
            return max(waits)

    def wrong(self, address: str) -> None:
        """Note one wrong guess."""
        with self._lock:
            now = self._clock()
            times = self._by_address.setdefault(address, deque(maxlen=EACH))
            self._by_address.move_to_end(address)
            times.append(now)
            self._all.append(now)
            _fresh(self._all, now)
            while len(self._all) > ALL:
                self._all.popleft()
            while len(self._by_address) > REMEMBERED:
                self._by_address.popitem(last=False)


def fault(seconds: float) -> Fault:
    """Return the words for somebody who has to wait."""
    return Fault(
        "too many wrong codes were tried from this device or in this room",
        "code",
        do=f"wait {max(1, round(seconds))} seconds, then type the code from the teacher's screen",
    )


def _fresh(times: deque[float], now: float) -> deque[float]:
    while times and times[0] <= now - WINDOW:
        times.popleft()
    return times
