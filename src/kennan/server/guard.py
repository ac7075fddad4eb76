"""Who may ask, how much and how often, and what a browser may do with the page.

A page of some other site can send requests to this machine from the browser that shows it, also under a name
that it has made point here. So the Host must be one of ours, and what changes or costs anything must come from our
own page. Nothing is ever loaded from elsewhere: the Content-Security-Policy says so to the browser.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Any

from kennan.faults import Fault
from kennan.server.answering import faults
from kennan.server.call import Refused
from kennan.server.classroom.classroom import household
from kennan.server.settings import Settings

LARGEST = 256_000  # bytes of a request
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
METHODS = ("GET", "HEAD", "POST")
AT_ONCE = 90  # requests of one device or seat that are worked on at once
SLOWEST = 20.0  # seconds from its first byte in which a request has to have come in full
JOIN = "/api/room/join"


class Guard:
    """Stands before the application, and lets through what may come.

    Requests are counted by device; those of a student who has a seat by seat, since a class behind one router has one
    address. Joining is not counted: there the right code must open the room whatever others do from the same address.

    Parameters
    ----------
    seat : returns the name under which a student's token is counted; empty where it opens no seat.
    """

    def __init__(self, app: Any, settings: Settings, seat: Callable[[str], str] = lambda _: ""):
        self.app, self.settings, self.seat = app, settings, seat
        # this machine's own pages are not held back by anything a hand can do; others share the room
        self.near, self.far = Rate(500, 2000), Rate(60, 300)
        self.flying: Counter[str] = Counter()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request that may not come, or hand it on."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if scope["type"] != "http":
            return None
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }

        async def dressed(message: Any) -> None:
            if message["type"] == "http.response.start":
                there = {name.lower() for name, _ in message["headers"]}
                more = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in there]
                if scope["path"].startswith("/api/") and b"cache-control" not in there:
                    more.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        read, whole = 0, False
        until = (scope.get("state") or {}).get("until") or time.monotonic() + SLOWEST

        async def bounded() -> Any:
            nonlocal read, whole
            try:  # once it has come in full, what is waited for is the client's going
                message = await asyncio.wait_for(
                    receive(), None if whole else max(0, until - time.monotonic())
                )
            except TimeoutError:
                raise too_slow() from None
            whole = whole or not message.get("more_body", False)
            read += len(message.get("body", b""))
            if read > LARGEST:
                raise _too_large(f"more than {LARGEST:,}")
            return message

        token = headers.get("x-kennan-student", "")
        who = (self.seat(token) if token else "") or household(_address(scope))
        if refused := self._refused(scope, headers, who):
            return await faults(refused)(scope, receive, dressed)
        if scope["path"] == JOIN:
            return await self.app(scope, bounded, dressed)
        if self.flying[who] >= AT_ONCE and not loopback(who):
            return await faults(_too_many())(scope, receive, dressed)
        self.flying[who] += 1
        try:
            await self.app(scope, bounded, dressed)
        finally:
            self.flying[who] -= 1
            if not self.flying[who]:
                del self.flying[who]
        return None

    def _refused(self, scope: Any, headers: dict[str, str], who: str) -> Refused | None:
        address = _address(scope)
        near = loopback(address)
        if not near and not self.settings.lan:
            return Refused(
                403, Fault("the desk answers this machine only", do="kennan serve --lan lets others in")
            )
        if headers.get("host", "").lower() not in self.settings.names:
            names = ", ".join(sorted(self.settings.names))
            return Refused(403, Fault("the desk is not called by this name", "Host", allowed=names))
        if scope["method"] not in METHODS:
            return Refused(405, Fault(f"{scope['method'][:20]} is not answered", "", ", ".join(METHODS)))
        site = headers.get("sec-fetch-site", "same-origin")
        if scope["method"] == "POST" and (
            site not in ("same-origin", "none") or not self._ours(headers.get("origin"))
        ):
            return Refused(
                403, Fault("the request comes from another page", "Origin", do="use the desk's own page")
            )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length[:12]) > LARGEST:
            return _too_large(length[:12])
        rate = self.near if near else self.far
        if scope["path"] != JOIN and rate.wait(who):
            return Refused(429, Fault("too many requests in too short a time", do="wait a second"))
        return None

    def _ours(self, origin: str | None) -> bool:
        """Return whether a request comes from our own page, or from no page at all."""
        if origin is None:
            return True
        scheme, sign, name = origin.lower().partition("://")
        return scheme == "http" and bool(sign) and name in self.settings.names


def _too_large(length: str) -> Refused:
    return Refused(413, Fault(f"the request has {length} bytes", "", f"at most {LARGEST:,}"))


def too_slow() -> Refused:
    """Return the error "the request did not come in full in time"."""
    what = f"the request did not come in full within {SLOWEST:g} seconds"
    return Refused(408, Fault(what, do="send it again"))


def _too_many() -> Refused:
    return Refused(429, Fault(f"{AT_ONCE} requests of this device are under way", do="wait for one of them"))


def _address(scope: Any) -> str:
    return str(scope["client"][0]) if scope.get("client") else "127.0.0.1"


def loopback(address: str) -> bool:
    """Return whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


class Rate:
    """A bucket of tokens for each address: ``burst`` at once, ``rate`` a second for good."""

    ADDRESSES = 4096

    def __init__(self, rate: float, burst: float):
        self.rate, self.burst = rate, burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str, now: float | None = None) -> bool:
        """Take a token; return whether there was none."""
        now = time.monotonic() if now is None else now
        tokens, at = self._buckets.pop(address, (self.burst, now))
        tokens = min(self.burst, tokens + (now - at) * self.rate)
        self._buckets[address] = (tokens - 1 if tokens >= 1 else tokens, now)
        while len(self._buckets) > self.ADDRESSES:
            self._buckets.popitem(last=False)
        return tokens < 1
