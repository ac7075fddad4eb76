"""What every client waits for now: in each of its channels one wish, the newest."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from kennan.faults import BadInput, Fault
from kennan.server.jobs import Job
from kennan.server.turns import near

CROWD = 4  # pages that wait for something from which on a glance has to do
FAR = 1000  # worlds that may be asked for from another device; the page asks for no more
WISHES = 12  # of one client at once; a page has at most half as many


class Superseded(BadInput):
    """A newer wish of the same client took the place of this one."""

    status = 409

    def __init__(self) -> None:
        super().__init__(Fault("a newer request took the place of this one", do="wait for the newer one"))


class TooMany(BadInput):
    """One client waits for more things at once than a page ever does."""

    status = 429

    def __init__(self) -> None:
        what = f"{WISHES} other requests of this page are waiting already"
        super().__init__(Fault(what, do="wait for one of them"))


@dataclass(eq=False)
class Wish:
    """What one client waits for in one of its channels."""

    client: str
    superseded: bool = False
    jobs: list[Job] = field(default_factory=list)


class Wishes:
    """The wishes of all clients.

    Parameters
    ----------
    lock : the worker's, under which wishes come and go.
    withdraw : called with a wish that asks for nothing any more; the lock is held.
    """

    def __init__(self, lock: threading.RLock, withdraw: Callable[[Wish], None]) -> None:
        self.now: dict[tuple[str, str], Wish] = {}
        self._lock: AbstractContextManager[bool] = lock
        self._withdraw = withdraw

    def __bool__(self) -> bool:
        """Return whether anybody waits for anything."""
        return bool(self.now)

    @contextmanager
    def of(self, client: str, channel: str, worlds: int) -> Iterator[Wish]:
        """Put a wish in the place of the client's older one, and take it back in the end.

        Raises
        ------
        TooMany : the client waits for a dozen things already.
        BadInput : another device asks for more worlds than a class can share.
        """
        if worlds > FAR and not near(client):
            what = f"{worlds:,} worlds are asked for from another device"
            raise BadInput(Fault(what, "worlds", f"at most {FAR:,}; more on the machine that runs the desk"))
        wish, place = Wish(client), (client, channel)
        with self._lock:
            if sum(who == client for who, other in self.now if other != channel) >= WISHES:
                raise TooMany
            if older := self.now.get(place):
                older.superseded = True
                self._withdraw(older)
            self.now[place] = wish
        try:
            yield wish
        finally:
            with self._lock:
                self._withdraw(wish)
                if self.now.get(place) is wish:
                    del self.now[place]

    def crowded(self) -> bool:
        """Return whether so many pages wait for something that it must be a class. The lock is held."""
        return len({client for client, _ in self.now}) >= CROWD
