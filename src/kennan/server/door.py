"""Who may stay connected: so many connections of a device, so many altogether, and the idle ones go first.

A new connection always gets in as long as another one lies idle: the one that did so longest makes room, of the same
device where that has its full number, else of the device that has most. So connections that are opened and left keep
nobody out, neither others nor the device's own.
"""

from __future__ import annotations

from typing import Protocol

EACH = 256  # of one device: thirty browsers behind one router have some 180
ALL = 1000


class Connection(Protocol):
    """A connection, as far as the door knows it."""

    idle_since: float | None  # None while a request is being answered

    def make_room(self) -> None:
        """Close it, since another one needs the place."""


class Door:
    """Counts connections; asked by one thread, the server's own.

    Parameters
    ----------
    each : connections of one device.
    all_ : connections altogether.
    """

    def __init__(self, each: int = EACH, all_: int = ALL):
        self.each, self.all = each, all_
        self._inside: dict[str, dict[Connection, None]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._inside.values()))

    def come(self, one: Connection, device: str) -> bool:
        """Let a connection in, if need be in the place of an idle one; return whether there was a place."""
        same = self._inside.get(device, {})
        if len(same) >= self.each:
            crowds = [same]
        elif len(self) >= self.all:
            crowds = sorted(self._inside.values(), key=len, reverse=True)
        else:
            crowds = []
        for crowd in crowds:
            idle = [(other.idle_since, n) for n, other in enumerate(crowd) if other.idle_since is not None]
            if idle:
                longest = list(crowd)[min(idle)[1]]
                self.go(longest)
                longest.make_room()
                break
        else:
            if crowds:
                return False
        self._inside.setdefault(device, {})[one] = None
        return True

    def go(self, one: Connection) -> None:
        """Note that a connection is closed; it may have been noted before."""
        for device, crowd in self._inside.items():
            if one in crowd:
                del crowd[one]
                if not crowd:
                    del self._inside[device]
                return
