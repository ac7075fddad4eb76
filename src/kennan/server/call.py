"""A request as the function that answers it is handed it, and what such a function may raise and return."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kennan.faults import BadInput

if TYPE_CHECKING:
    from kennan.server.desk import Desk

Question = TypeVar("Question")


class Refused(BadInput):
    """A request that cannot be answered for another reason than its content.

    Parameters
    ----------
    status : the HTTP status (403, 404, 409, 429, 503).
    faults : what is to be said.
    """

    def __init__(self, status: int, faults: Any):
        super().__init__(faults)
        self.status = status


class Stopped(Exception):  # noqa: N818
    """Raised inside work whose client no longer waits for it; nobody sees it."""


@dataclass
class Work:
    """What long work hears from its client, and says to it.

    ``cancelled`` is set once nobody waits any more; look at it between steps, or call :meth:`check`.
    """

    cancelled: threading.Event = field(default_factory=threading.Event)
    tell: Callable[[dict[str, Any]], None] = lambda _: None
    send: Callable[[bytes], None] = lambda _: None

    def progress(self, done: int, total: int, words: str = "") -> None:
        """Say how far the work is, and stop it if nobody waits any more.

        Raises
        ------
        Stopped : the client has gone.
        """
        self.check()
        self.tell({"progress": [int(done), int(total)], "words": words})

    def part(self, body: bytes) -> None:
        """Say a part of the answer, as JSON, that stands until the next one or the answer itself is there.

        Raises
        ------
        Stopped : the client has gone.
        """
        self.check()
        self.send(b'{"part":' + body + b"}")

    def check(self) -> None:
        """Stop the work if nobody waits for it any more.

        Raises
        ------
        Stopped : the client has gone.
        """
        if self.cancelled.is_set():
            raise Stopped


@dataclass(frozen=True)
class Call(Generic[Question]):
    """One request, checked.

    Attributes
    ----------
    desk : the server's parts: worker, settings, kept answers.
    asked : the body, as the endpoint's model; None where there is none.
    path : the parts of the path that the route names.
    query : what stands after the question mark.
    headers : the request's headers, small letters.
    client : who asks: the address and the page's own random name.
    address : the address that the request comes from.
    work : progress and cancelling.
    """

    desk: Desk
    asked: Question
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    client: str
    address: str
    work: Work


@dataclass(frozen=True)
class Ready:
    """An answer that is bytes already: JSON that was kept, or a file to download.

    ``name`` makes it a download of that name.
    """

    body: bytes
    kind: str = "application/json"
    name: str = ""
