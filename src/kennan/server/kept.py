"""Things that were made a while ago and may be asked for again, within so many bytes; what is being made counts too."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """A table that forgets what was asked for longest ago. Safe between threads.

    Parameters
    ----------
    limit : bytes in all.
    size : bytes of one thing.
    """

    def __init__(self, limit: int, size: Callable[[Thing], int]):
        self.limit, self.size, self.bytes, self.aside = limit, size, 0, 0
        self._things: OrderedDict[str, tuple[int, Thing]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Thing | None:
        """Return what is kept under a key, or None."""
        with self._lock:
            if key not in self._things:
                return None
            self._things.move_to_end(key)
            return self._things[key][1]

    def put(self, key: str, thing: Thing) -> Thing:
        """Keep a thing, unless it alone is too large; return it."""
        size = self.size(thing)
        with self._lock:
            if key in self._things:
                self.bytes -= self._things.pop(key)[0]
            if size <= self.limit:
                self._things[key] = (size, thing)
                self.bytes += size
            self._forget()
        return thing

    def set_aside(self, more: int) -> None:
        """Keep less by so many bytes, since something takes them that is being made; by fewer than none, keep more."""
        with self._lock:
            self.aside += more
            self._forget()

    def _forget(self) -> None:
        while self._things and self.bytes + self.aside > self.limit:
            self.bytes -= self._things.popitem(last=False)[1][0]

    def __len__(self) -> int:
        return len(self._things)
