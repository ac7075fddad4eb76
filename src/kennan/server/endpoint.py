"""From a request to a checked question, and from its answer, its faults or its progress to the reply.

A feature writes one function from a :class:`Call` to an answer and names its models::

    @endpoint("/api/echo", request=Echo, answer=Echoed, words="say it again")
    def echo(call: Call[Echo]) -> Echoed:
        return Echoed(text=call.asked.text)

The function runs in a thread. What is wrong it raises as :class:`kennan.faults.BadInput`, or as
:class:`Refused` where another status than 400 says it better. Long work takes ``stream=True``: each
``call.work.progress(done, total, words)`` and each ``call.work.part(body)`` becomes a line, and the answer, or the
faults, the last line.
"""

from __future__ import annotations

import asyncio
import functools
import gzip
import json
import sys
import threading
import time
import traceback
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import anyio.to_thread
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.server import schema
from kennan.server.settings import LOOPBACK

if TYPE_CHECKING:
    from kennan.server.desk import Desk

SMALL = 4000  # bytes below which packing is no gain
HEARTBEAT = 2.0  # seconds without news after which a stream says that it is alive

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


# ---- replying


async def _reply(this: Endpoint, desk: Desk, request: Request) -> Response:
    try:
        asked = await _asked(this, request)
    except BadInput as error:
        return faults(error)
    work = Work()
    call = Call(
        desk=desk,
        asked=asked,
        path=request.path_params,
        query=request.query_params,
        headers=request.headers,
        client=_client(request),
        address=request.client.host if request.client else "",
        work=work,
    )
    if this.stream:
        return Lines(this, call)
    gone = asyncio.create_task(_watch(request, work))
    try:
        answering = asyncio.create_task(_in_thread(this, desk, lambda: _answered(this, call)))
        if this.early:  # moments, and what is handed in has to be acknowledged
            return await answering
        return await _unless_closing(desk, answering, work)
    finally:
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)


async def _asked(this: Endpoint, request: Request) -> Any:
    """Return the body as the endpoint's model, or None.

    Raises
    ------
    BadInput : it is not what the model describes; all faults at once.
    """
    if this.request is None:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(
            415, Fault(f"the request is {kind or 'of no kind'}", "content-type", "application/json")
        )
    try:
        return this.request.model_validate_json(await request.body())
    except ValidationError as error:
        raise BadInput(complaints(this.request, error)) from None
    except RecursionError:
        raise BadInput(Fault("the request is nested too deeply")) from None


def complaints(model: type[BaseModel], error: ValidationError) -> list[Fault]:
    """Return what pydantic found, in our words; at most twenty."""
    found = Faults()
    for one in error.errors(include_url=False, include_context=False)[:20]:
        where = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            here = _fields(model, one["loc"][:-1])
            found.found.append(unknown("field", str(one["loc"][-1])[:80], here, where[:200]))
        elif one["type"] == "json_invalid":
            found.add(f"the request is not JSON ({one['msg'].partition(': ')[2] or one['msg']})"[:300])
        else:
            given = json.dumps(one.get("input"), ensure_ascii=False, default=str)
            given = "" if one["type"] == "missing" else f" (it is {given[:80]})"
            found.add(f"{one['msg'][:300]}{given}", where=where[:200])
    return found.found


def _fields(model: Any, place: tuple[Any, ...]) -> list[str]:
    """Return the fields of the model that stands at a place within another, as far as it can be followed."""
    for part in place:
        fields = getattr(model, "model_fields", {})
        if part in fields:
            kinds = [fields[part].annotation, *getattr(fields[part].annotation, "__args__", ())]
            model = next((kind for kind in kinds if hasattr(kind, "model_fields")), None)
    return list(getattr(model, "model_fields", {}))


def _client(request: Request) -> str:
    given = request.headers.get("x-kennan-client", "")[:64]
    address = request.client.host if request.client else ""
    return f"{address} {given}"


async def _in_thread(this: Endpoint, desk: Desk, work: Callable[[], Response]) -> Response:
    return await anyio.to_thread.run_sync(work, limiter=desk.quick if this.early else desk.hands)


async def _unless_closing(desk: Desk, answering: asyncio.Task[Response], work: Work) -> Response:
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


async def _watch(request: Request, work: Work) -> None:
    """Set ``cancelled`` when the client goes."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    work.cancelled.set()


def _answered(this: Endpoint, call: Call[Any]) -> Response:
    try:
        return _packed(_response(this, _work(this, call)), call)
    except Stopped:
        return Response(status_code=499)
    except BadInput as error:
        return faults(error)
    except Exception as error:
        return faults(_ours(error))


def _work(this: Endpoint, call: Call[Any]) -> Any:
    if not this.early:
        call.desk.worker.wait_until_ready(call.work)
    return this.handler(call)


def _response(this: Endpoint, found: Any) -> Response:
    if isinstance(found, Ready):
        headers = {"Content-Disposition": f'attachment; filename="{found.name}"'} if found.name else {}
        return Response(found.body, media_type=found.kind, headers=headers)
    if not isinstance(found, this.answer):
        raise TypeError(f"{this.path} answers {type(found).__name__} and not {this.answer.__name__}")
    return Response(found.model_dump_json(), media_type="application/json")


def _packed(response: Response, call: Call[Any]) -> Response:
    """Return an answer packed where it has to cross a network; within one machine packing only costs time."""
    if len(response.body) > SMALL and _far(call):
        response.body = gzip.compress(response.body, 5)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.body))
        response.headers["Vary"] = "Accept-Encoding"
    return response


def _far(call: Call[Any]) -> bool:
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


def _ours(error: Exception) -> Refused:
    """Return what is said of a fault of ours; where it happened goes to the terminal and not to the client."""
    print(f"kennan: {''.join(traceback.format_exception(error))}", file=sys.stderr)
    what = f"a fault of kennan ({type(error).__name__})"
    return Refused(500, Fault(what, do="the terminal in which the desk runs says more; please report it"))


# ---- streams


class Lines(Response):
    """A reply of JSON lines: progress and heartbeats, and the answer or the faults last.

    Where there is nothing to say before the faults, these are the whole reply, as of any other endpoint.
    """

    media_type = "application/x-ndjson"

    def __init__(self, this: Endpoint, call: Call[Any]):
        self.this, self.call = this, call
        super().__init__(headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self.packer = zlib.compressobj(5, wbits=31) if _far(call) else None
        if self.packer:
            self.headers.update({"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send the lines until the last, or until the client goes."""
        request = Request(scope, receive)
        work = self.call.work
        sending = asyncio.create_task(self._send(scope, receive, send))
        gone = asyncio.create_task(_watch(request, work))
        try:
            await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done() and not isinstance(sending.exception(), OSError | ClientDisconnect):
                sending.result()
        finally:
            work.cancelled.set()
            for task in (sending, gone):
                task.cancel()
            await asyncio.gather(sending, gone, return_exceptions=True)

    async def _send(self, scope: Any, receive: Any, send: Any) -> None:
        begun = False
        async for line in self._lines():
            if isinstance(line, Response):
                if not begun:
                    await line(scope, receive, send)
                    return
                if not line.body:  # nobody waits any more
                    break
                line = b'{"status":%d,' % line.status_code + bytes(line.body)[1:]
            if not begun:
                await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
                begun = True
            await send({"type": "http.response.body", "body": self._packed(line + b"\n"), "more_body": True})
        rest = self.packer.flush() if self.packer else b""
        await send({"type": "http.response.body", "body": rest, "more_body": False})

    def _packed(self, line: bytes) -> bytes:
        """Return a line so that it can be read before the next one comes."""
        if not self.packer:
            return line
        return self.packer.compress(line) + self.packer.flush(zlib.Z_SYNC_FLUSH)

    async def _lines(self) -> AsyncIterator[bytes | Response]:
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[bytes | Response | None]()

        def put(line: bytes | Response | None) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, line)

        latest = 0.0

        def tell(line: dict[str, Any]) -> None:
            nonlocal latest
            done, total = line.get("progress", (1, 1))  # a part of the answer is always sent
            if time.monotonic() - latest > 0.05 or done >= total:  # twenty lines a second are enough
                latest = time.monotonic()
                put(json.dumps(line, ensure_ascii=False).encode())

        self.call.work.tell, self.call.work.send = tell, put

        def work() -> Response:
            put(self._last())
            put(None)
            return Response()

        async def close() -> None:
            await self.call.desk.closing.wait()
            queue.put_nowait(faults(is_closing()))
            queue.put_nowait(None)

        task = asyncio.create_task(_in_thread(self.this, self.call.desk, work))
        closing = asyncio.create_task(close())
        try:
            while True:
                try:
                    line = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield b'{"heartbeat":true}'
                    continue
                if line is None:
                    return
                yield line
        finally:
            closing.cancel()
            self.call.work.cancelled.set()
            task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _last(self) -> bytes | Response:
        try:
            body = _response(self.this, _work(self.this, self.call)).body
            return b'{"result":' + bytes(body) + b"}"
        except Stopped:
            return Response(status_code=499)
        except BadInput as error:
            return faults(error)
        except Exception as error:
            return faults(_ours(error))
