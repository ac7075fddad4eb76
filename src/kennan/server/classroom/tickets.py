"""Tickets that are good once: how the teacher's own browser gets the key without its standing on a command line.

Whoever may list this machine's processes reads the address with which a browser is started. A ticket in it is worth
nothing once it is used, and it is good for minutes. Somebody who is quicker than the browser is found out: there the
link was used before.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kennan.server.classroom import Denied, Fault, codes

GOOD = 600.0  # seconds
MOST = 16  # that are good at once


class Tickets:
    """Tickets that were given out and not used. Safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock, self._lock = clock, threading.Lock()
        self._until: dict[str, float] = {}

    def new(self) -> str:
        """Return a fresh ticket."""
        ticket = codes.new_key()
        with self._lock:
            self._until[codes.hashed(ticket)] = self._clock() + GOOD
            while len(self._until) > MOST:
                del self._until[next(iter(self._until))]
        return ticket

    def use(self, ticket: str) -> None:
        """Take a ticket; it is good no more.

        Raises
        ------
        Denied : it was used before, is too old, or is none.
        """
        with self._lock:
            until = self._until.pop(codes.hashed(ticket), 0.0)
        if self._clock() >= until:
            what = "this link was used before, or it is too old"
            raise Denied(Fault(what, "ticket", do="open the teacher's link that stands in the terminal"))
