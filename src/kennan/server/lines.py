"""A reply that takes a while: line by line how far it is, parts of the answer, and the answer or the faults last."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kennan.faults import BadInput
from kennan.server.answering import far, faults, in_thread, is_closing, ours, response_of, watch, work_of
from kennan.server.call import Call, Stopped

if TYPE_CHECKING:
    from kennan.server.endpoint import Endpoint

HEARTBEAT = 2.0  # seconds without news after which a stream says that it is alive


class Lines(Response):
    """A reply of JSON lines: progress and heartbeats, and the answer or the faults last.

    Where there is nothing to say before the faults, these are the whole reply, as of any other endpoint.
    """

    media_type = "application/x-ndjson"

    def __init__(self, this: Endpoint, call: Call[Any]):
        self.this, self.call = this, call
        super().__init__(headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self.packer = zlib.compressobj(5, wbits=31) if far(call) else None
        if self.packer:
            self.headers.update({"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send the lines until the last, or until the client goes."""
        request = Request(scope, receive)
        work = self.call.work
        sending = asyncio.create_task(self._send(scope, receive, send))
        gone = asyncio.create_task(watch(request, work))
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

        task = asyncio.create_task(in_thread(self.this, self.call.desk, work))
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
            body = response_of(self.this, work_of(self.this, self.call)).body
            return b'{"result":' + bytes(body) + b"}"
        except Stopped:
            return Response(status_code=499)
        except BadInput as error:
            return faults(error)
        except Exception as error:
            return faults(ours(error))
