"""From a request to a checked question, and from its answer, its faults or its progress to the reply.

A feature writes one function from a :class:`Call` to an answer and names its models::

    @endpoint("/api/echo", request=Echo, answer=Echoed, words="say it again")
    def echo(call: Call[Echo]) -> Echoed:
        return Echoed(text=call.asked.text)

The function runs in a thread. What is wrong it raises as :class:`kennan.faults.BadInput`, or as
:class:`kennan.server.call.Refused` where another status than 400 says it better. Long work takes ``stream=True``: each
``call.work.progress(done, total, words)`` and each ``call.work.part(body)`` becomes a line, and the answer, or the
faults, the last line.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kennan.faults import BadInput
from kennan.server.answering import answered, faults, in_thread, unless_closing, watch
from kennan.server.asked import asked
from kennan.server.call import Call, Work
from kennan.server.lines import Lines

if TYPE_CHECKING:
    from kennan.server.desk import Desk


@dataclass(frozen=True)
class Endpoint:
    """One thing that can be asked."""

    path: str
    handler: Callable[[Call[Any]], Any]
    request: type[BaseModel] | None
    answer: type[BaseModel]
    stream: bool
    words: str
    early: bool
    brought: bool = False  # whether it answers under the model with the desk's extensions

    @property
    def method(self) -> str:
        """Return GET where nothing is sent, else POST."""
        return "POST" if self.request else "GET"

    def route(self, desk: Desk) -> Route:
        """Return the route that answers it."""
        return Route(self.path, functools.partial(_reply, self, desk), methods=[self.method])


def endpoint(
    path: str,
    *,
    answer: type[BaseModel],
    request: type[BaseModel] | None = None,
    stream: bool = False,
    words: str = "",
    early: bool = False,
) -> Callable[[Callable[[Call[Any]], Any]], Endpoint]:
    """Make a function from a call to an answer into an endpoint; see the module.

    Parameters
    ----------
    path : as Starlette writes it ("/api/room/{code}").
    answer : model of what comes back.
    request : model of the body; without one it is a GET.
    stream : whether progress is sent line by line before the answer.
    words : what it does, in a few words, for the description of the interface.
    early : whether it can be answered before the server is warm.
    """

    def made(handler: Callable[[Call[Any]], Any]) -> Endpoint:
        return Endpoint(path, handler, request, answer, stream, words or _first_line(handler), early)

    return made


def _first_line(handler: Callable[..., Any]) -> str:
    return (handler.__doc__ or handler.__name__).strip().splitlines()[0]


async def _reply(this: Endpoint, desk: Desk, request: Request) -> Response:
    try:
        question = await asked(this.request, request)
    except BadInput as error:
        return faults(error)
    work = Work()
    call = Call(
        desk=desk,
        asked=question,
        path=request.path_params,
        query=request.query_params,
        headers=request.headers,
        client=_client(request),
        address=request.client.host if request.client else "",
        work=work,
    )
    if this.stream:
        return Lines(this, call)
    gone = asyncio.create_task(watch(request, work))
    try:
        answering = asyncio.create_task(in_thread(this, desk, lambda: answered(this, call)))
        if this.early:  # moments, and what is handed in has to be acknowledged
            return await answering
        return await unless_closing(desk, answering, work)
    finally:
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)


def _client(request: Request) -> str:
    given = request.headers.get("x-kennan-client", "")[:64]
    address = request.client.host if request.client else ""
    return f"{address} {given}"
