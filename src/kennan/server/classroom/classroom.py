"""A desk's rooms: the folder, its store, its key, its guard against guessing.

Nothing is made before it is asked for.
"""

from __future__ import annotations

import ipaddress
import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kennan.server.classroom import Denied, Fault, TooMany, codes, folder, guesses
from kennan.server.classroom.guesses import Guesses
from kennan.server.classroom.seats import Seats
from kennan.server.classroom.store import Store
from kennan.server.classroom.tickets import Tickets


@dataclass
class Classroom:
    """What the server keeps of its rooms.

    Attributes
    ----------
    folder : where they are kept; None for the user's own folder.
    guesses : wrong codes that were tried lately.
    seats : tokens that are known to be a student's.
    tickets : with which the teacher's browser gets the key.
    """

    folder: Path | None = None
    guesses: Guesses = field(default_factory=Guesses)
    seats: Seats = field(default_factory=Seats)
    tickets: Tickets = field(default_factory=Tickets)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def place(self) -> Path:
        """Return the folder of the rooms."""
        return folder.chosen(self.folder)

    @property
    def store(self) -> Store:
        """Return the database, opened when it is first asked for.

        Raises
        ------
        BadInput : the folder or the file cannot be used.
        """
        with self._lock:
            return self._store

    @cached_property
    def _store(self) -> Store:
        return Store(self.place)

    @property
    def key(self) -> str:
        """Return the teacher's key.

        Raises
        ------
        BadInput : it cannot be read or written.
        """
        with self._lock:
            return self._key

    @cached_property
    def _key(self) -> str:
        return folder.teacher_key(self.place)

    def check_teacher(self, given: str) -> None:
        """Let the teacher pass.

        Raises
        ------
        Denied : the key is missing or wrong.
        """
        if not codes.same(given, codes.hashed(self.key)):
            raise Denied(
                Fault(
                    "this needs the teacher's key" if not given else "this is not the teacher's key",
                    "X-Kennan-Teacher",
                    do="open the teacher's link that kennan serve --lan printed in the terminal",
                )
            )

    def guessed_wrong(self, address: str) -> None:
        """Note a wrong code.

        Raises
        ------
        TooMany : there were ten in a minute from this address. The right code opens the room all the same.
        """
        if seconds := self.guesses.wrong(household(address)):
            raise TooMany(guesses.fault(seconds))


def household(address: str) -> str:
    """Return what counts as one device: an IPv4 address, or the /64 network in which it chooses its IPv6 addresses."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and not parsed.is_loopback:
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
