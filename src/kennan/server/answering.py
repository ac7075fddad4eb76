"""From a checked request to the reply: the function called in a thread, its answer or its faults as bytes."""

from __future__ import annotations

import asyncio
import gzip
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

from kennan.faults import BadInput, Fault
from kennan.model import in_use
from kennan.server import schema
from kennan.server.call import Call, Ready, Refused, Stopped, Work
from kennan.server.settings import LOOPBACK

if TYPE_CHECKING:
    from kennan.server.desk import Desk
    from kennan.server.endpoint import Endpoint

SMALL = 4000  # bytes below which packing is no gain


async def in_thread(this: Endpoint, desk: Desk, work: Callable[[], Response]) -> Response:
    """Return what work comes to, done by one of the desk's hands; what takes moments has hands of its own."""
    return await anyio.to_thread.run_sync(work, limiter=desk.quick if this.early else desk.hands)


async def unless_closing(desk: Desk, answering: asyncio.Task[Response], work: Work) -> Response:
    """Return the answer, or say that the desk is being closed."""
    closing = asyncio.create_task(desk.closing.wait())
    try:
        await asyncio.wait({answering, closing}, return_when=asyncio.FIRST_COMPLETED)
        return answering.result() if answering.done() else faults(is_closing())
    finally:
        closing.cancel()
        if not answering.done():
            work.cancelled.set()
            answering.add_done_callback(lambda done: done.cancelled() or done.exception())


def is_closing() -> Refused:
    """Return the error "the desk is being closed"."""
    return Refused(503, Fault("the desk is being closed", do="ask again when it has been started again"))


async def watch(request: Request, work: Work) -> None:
    """Set ``cancelled`` when the client goes."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    work.cancelled.set()


def answered(this: Endpoint, call: Call[Any]) -> Response:
    """Return the reply to a call, whatever becomes of it."""
    try:
        return _packed(response_of(this, work_of(this, call)), call)
    except Stopped:
        return Response(status_code=499)
    except BadInput as error:
        return faults(error)
    except Exception as error:
        return faults(ours(error))


def work_of(this: Endpoint, call: Call[Any]) -> Any:
    """Return what an endpoint's function answers, once the server is warm."""
    if not this.early:
        call.desk.worker.wait_until_ready(call.work)
    with in_use.using(call.desk.extensions if this.brought else ()):
        return this.handler(call)


def response_of(this: Endpoint, found: Any) -> Response:
    """Return an answer as a reply."""
    if isinstance(found, Ready):
        headers = {"Content-Disposition": f'attachment; filename="{found.name}"'} if found.name else {}
        return Response(found.body, media_type=found.kind, headers=headers)
    if not isinstance(found, this.answer):
        raise TypeError(f"{this.path} answers {type(found).__name__} and not {this.answer.__name__}")
    return Response(found.model_dump_json(), media_type="application/json")


def _packed(response: Response, call: Call[Any]) -> Response:
    """Return an answer packed where it has to cross a network; within one machine packing only costs time."""
    if len(response.body) > SMALL and far(call):
        response.body = gzip.compress(response.body, 5)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.body))
        response.headers["Vary"] = "Accept-Encoding"
    return response


def far(call: Call[Any]) -> bool:
    """Return whether an answer has to cross a network, packed."""
    return "gzip" in call.headers.get("accept-encoding", "") and call.address not in LOOPBACK


def faults(error: BadInput) -> Response:
    """Return the reply that says what is wrong."""
    status = getattr(error, "status", 400)
    body = schema.said(error.faults).model_dump_json()
    headers = {"Retry-After": "1"} if status in (429, 503) else {}
    if status == 405:
        headers["Allow"] = error.faults[0].allowed
    return Response(body, status, headers, media_type="application/json")


def ours(error: Exception) -> Refused:
    """Return what is said of a fault of ours; where it happened goes to the terminal and not to the client."""
    print(f"kennan: {''.join(traceback.format_exception(error))}", file=sys.stderr)
    what = f"a fault of kennan ({type(error).__name__})"
    return Refused(500, Fault(what, do="the terminal in which the desk runs says more; please report it"))
