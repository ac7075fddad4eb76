"""What the desk may hold in memory, how that is shared out, and how what is free goes back to the system.

Arrays of worlds have some megabytes each, come from many threads and are let go in another order than they were made.
The C library of Linux keeps such pieces for later and finds no use for most of them: unheeded, the desk grew to twice
what it held. So large pieces are mapped by themselves, which gives each back the moment it is let go; few heaps are
made for small ones; and what has gathered there is given back when an answer is out.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

#: Bytes of worlds: those that are kept in case they are asked for again, and those that are being walked. A thousand
#: over 45 years take 88 MB, so what is set and what it is compared with fit; while many ask, less is kept.
WORLDS = 180_000_000
#: Bytes of answers that are kept as they went out.
ANSWERS = 32_000_000
#: Bytes that a desk holds at most for one person, on two cores and with its programs compiled, which with the libraries
#: take most of it; ``make benchmark-memory`` shows it.
BOUND = 1_200_000_000

MAPPED = 256 * 1024  # bytes from which a piece is mapped by itself
HEAPS = 2  # of the C library; more threads share them
KEPT_FREE = 1024 * 1024  # bytes at the end of a heap that are not given back
PAUSE = 2.0  # seconds between an answer and giving back
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # of mallopt, in malloc.h


@cache
def _library() -> Any:
    """Return the C library, where it is one that can be told; else None."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None


def prepare() -> bool:
    """Set the C library up, before threads and large arrays are made; return whether it can be."""
    library = _library()
    return bool(
        library
        and all(
            library.mallopt(what, value)
            for what, value in (
                (_ARENA_MAX, HEAPS),
                (_MMAP_THRESHOLD, MAPPED),
                (_TRIM_THRESHOLD, KEPT_FREE),
            )
        )
    )


def give_back() -> None:
    """Give what is free back to the system, where the C library can."""
    if library := _library():
        library.malloc_trim(0)


class Tidy:
    """Gives back what is free once something large is done; not more often than every few seconds."""

    def __init__(self, give: Callable[[], None] = give_back, pause: float = PAUSE):
        self._give, self._pause = give, pause
        self._lock = threading.Lock()
        self._planned: threading.Timer | None = None

    def soon(self) -> None:
        """Say that something large is done. Returns at once."""
        with self._lock:
            if self._planned is None:
                self._planned = threading.Timer(self._pause, self._now)
                self._planned.daemon = True
                self._planned.start()

    def _now(self) -> None:
        with self._lock:
            self._planned = None
        self._give()


tidy = Tidy()
