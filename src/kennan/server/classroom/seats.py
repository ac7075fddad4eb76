"""Which tokens are known to be a student's: who has a seat is counted by seat, and not by address.

A class behind one router has one address. Whoever has a seat is not held back by what somebody else asks from it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from kennan.server.classroom import codes

REMEMBERED = 4096  # a room has sixty seats; who is forgotten is known again after the next look


class Seats:
    """Hashes of tokens that opened a seat lately. Safe between threads; its memory is bounded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[str, None] = OrderedDict()

    def know(self, token: str) -> None:
        """Note that a token opens a seat."""
        with self._lock:
            self._known[codes.hashed(token)] = None
            self._known.move_to_end(codes.hashed(token))
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def forget(self, token: str) -> None:
        """Note that a token opens a seat no more."""
        with self._lock:
            self._known.pop(codes.hashed(token), None)

    def named(self, token: str) -> str:
        """Return the name under which a seat is counted; empty where the token is not known."""
        name = codes.hashed(token)
        with self._lock:
            return f"seat {name}" if name in self._known else ""
