"""Whose turn it is: whoever was served longest ago is next, first by device, then by page.

So neither a flood from one device nor one eager hand keeps others waiting.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Iterable
from typing import Protocol, TypeVar

from kennan.server.classroom.classroom import household

REMEMBERED = 4096  # devices and pages whose last turn is remembered


class Awaited(Protocol):
    """Something that clients wait for."""

    @property
    def askers(self) -> list[str]:
        """Return the clients, as ``call.client`` names them."""


W = TypeVar("W", bound=Awaited)


class Turns:
    """Who was served when, by device and by page; the memory of it is bounded."""

    def __init__(self) -> None:
        self._clock = 0
        self._last: OrderedDict[str, int] = OrderedDict()

    def longest_ago(self, waiting: Iterable[W]) -> W:
        """Return what is waited for by whoever was served longest ago; among equals the one that came first."""
        return min(waiting, key=lambda one: min(map(self._when, one.askers), default=(0, 0)))

    def served(self, clients: Iterable[str]) -> None:
        """Note that these clients were served now."""
        self._clock += 1
        for client in clients:
            for name in (device(client), client):
                self._last[name] = self._clock
                self._last.move_to_end(name)
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)

    def _when(self, client: str) -> tuple[int, int]:
        return self._last.get(device(client), 0), self._last.get(client, 0)


def device(client: str) -> str:
    """Return the device of a client, which is named by its address and its page."""
    return household(client.partition(" ")[0])


def near(client: str) -> bool:
    """Return whether a client is on this machine; names that are no address are the program's own."""
    try:
        return ipaddress.ip_address(device(client).partition("/")[0]).is_loopback
    except ValueError:
        return True
