"""A connection of the desk: uvicorn's, with an end to whatever comes too slowly, and all its refusals in our words.

uvicorn waits for ever for the second half of a request's head, for a body that nobody reads, and for a client that
does not fetch its answer. Here a request has to come in full within some seconds of its first byte, and of the
connection's beginning; an answer has to be fetched; and the door (:mod:`kennan.server.door`) counts.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kennan.faults import Fault
from kennan.server import schema
from kennan.server.classroom.classroom import household
from kennan.server.door import Door
from kennan.server.guard import SLOWEST, too_slow

STALLED = 30.0  # seconds in which a client has to fetch something of an answer that waits for it
GRACE = 2.0  # seconds that are left to the application to say that the rest of a request did not come


class Wire(H11Protocol):
    """One connection. ``door``, ``slowest`` and ``stalled`` are set on the class by :func:`wire`."""

    door: Door
    slowest: float = SLOWEST
    stalled: float = STALLED

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.idle_since: float | None = None
        self._shared_state = self.app_state
        self._coming: asyncio.TimerHandle | None = None  # a request is on its way
        self._going: asyncio.TimerHandle | None = None  # an answer waits to be fetched

    # ---- what the transport says

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let it in if there is a place."""
        super().connection_made(transport)
        self.idle_since = self.loop.time()
        if self.door.come(self, household(self.client[0] if self.client else "")):
            self._expect()
        else:
            self._say(503, "so many connections are open that there is no place", "close some, and try again")

    def connection_lost(self, exc: Exception | None) -> None:
        """Give its place up."""
        self.door.go(self)
        self._expect_nothing()
        self._fetched()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come; the first byte of a request starts its time."""
        if self._coming is None:
            self._expect()
        super().data_received(data)
        self._look()

    def pause_writing(self) -> None:
        """Give a client that does not fetch its answer some time."""
        super().pause_writing()
        self._fetched()
        self._going = self.loop.call_later(self.stalled, self.transport.abort)

    def resume_writing(self) -> None:
        """Note that the client goes on fetching."""
        self._fetched()
        super().resume_writing()

    # ---- what uvicorn says

    def on_response_complete(self) -> None:
        """Note that nothing is being answered; the next request may be here already, and its time begins."""
        self._expect_nothing()
        self._expect()
        super().on_response_complete()
        if self.transport.is_closing():
            self._end()
        self._look()

    def timeout_keep_alive_handler(self) -> None:
        """Close what was kept alive for nothing."""
        super().timeout_keep_alive_handler()
        self._end()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Say in our words what uvicorn says in its own."""
        self._say(400, "this is no HTTP request that can be read", "use the desk's page, or HTTP/1.1")

    # ---- the door

    def make_room(self) -> None:
        """Close it, since another one needs the place."""
        self.transport.abort()

    # ---- time

    def _expect(self) -> None:
        until = time.monotonic() + self.slowest
        self.app_state = {**self._shared_state, "until": until}  # for the guard, which reads the body
        self._coming = self.loop.call_later(self.slowest, self._too_slow)

    def _expect_nothing(self) -> None:
        if self._coming:
            self._coming.cancel()
        self._coming = None

    def _end(self) -> None:
        """Close it when the rest has been fetched, or when it was not for some time."""
        self.transport.close()
        self.loop.call_later(self.stalled, self.transport.abort)

    def _fetched(self) -> None:
        if self._going:
            self._going.cancel()
        self._going = None

    @property
    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _look(self) -> None:
        """Note where it stands: whether something is being answered, and whether something is on its way."""
        if self._answering:
            self.idle_since = None
        elif self.idle_since is None:
            self.idle_since = self.loop.time()
        theirs = self.conn.their_state
        kept_alive = theirs is h11.IDLE and self.cycle is not None and not self.conn.trailing_data[0]
        if kept_alive or theirs not in (h11.IDLE, h11.SEND_BODY):
            self._expect_nothing()  # uvicorn has a time of its own for what is kept alive

    def _too_slow(self) -> None:
        if self._answering:  # the application hears of it when it reads on, and says so
            self._coming = self.loop.call_later(GRACE, self.transport.abort)
        elif self.conn.our_state is h11.IDLE:
            (fault,) = too_slow().faults
            self._say(408, fault.what, fault.do)
        else:
            self._end()

    def _say(self, status: int, what: str, do: str) -> None:
        body = schema.said((Fault(what, do=do),)).model_dump_json().encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            for event in (
                h11.Response(status_code=status, headers=headers),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self._end()


def wire(door: Door, slowest: float = SLOWEST, stalled: float = STALLED) -> type[Wire]:
    """Return the connections of one desk.

    Parameters
    ----------
    door : counts them.
    slowest : seconds in which a request has to have come in full.
    stalled : seconds in which a client has to fetch something of its answer.
    """
    return type("DeskWire", (Wire,), {"door": door, "slowest": slowest, "stalled": stalled})
