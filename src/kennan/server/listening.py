"""uvicorn, set up for the desk: its connections, its patience, and how it is left."""

from __future__ import annotations

import socket
from typing import Any

import uvicorn

from kennan.server.desk import Desk
from kennan.server.door import Door
from kennan.server.guard import SLOWEST
from kennan.server.wire import STALLED, wire

KEPT_ALIVE = 30  # seconds for which a connection is kept for the next request
LARGEST_HEAD = 32_768  # bytes
LEAVING = 3  # seconds in which whoever waits for an answer is told that there will be none


class Server(uvicorn.Server):
    """uvicorn's, which lets whoever waits for worlds hear that the desk is being closed before it closes."""

    def __init__(self, config: uvicorn.Config, desk: Desk):
        super().__init__(config)
        self.desk = desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say it, and close."""
        self.desk.close()
        await super().shutdown(sockets)


def server_of(
    app: Any, desk: Desk, *, door: Door | None = None, slowest: float = SLOWEST, stalled: float = STALLED
) -> Server:
    """Return what serves the desk on sockets that listen.

    Parameters
    ----------
    app : the desk as an ASGI application.
    door : counts connections.
    slowest : seconds in which a request has to have come in full.
    stalled : seconds in which a client has to fetch something of its answer.
    """
    config = uvicorn.Config(
        app,
        http=wire(Door() if door is None else door, slowest, stalled),
        log_level="error",  # what is refused is said to who asked; a hostile one must not fill the terminal
        access_log=False,
        server_header=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=LEAVING,
        timeout_keep_alive=KEPT_ALIVE,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )
    return Server(config, desk)
