"""So many requests in a second, so many at once, and no more."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

from refusals import refused
from starlette.testclient import TestClient

from kennan.server.app import create_app
from kennan.server.guard import AT_ONCE, Guard
from kennan.server.settings import Settings


def test_so_many_requests_in_a_second_and_no_more(tmp_path, monkeypatch):
    still = SimpleNamespace(monotonic=lambda: 0.0)  # within one second, however slow the machine
    monkeypatch.setattr("kennan.server.guard.time", still)
    made = create_app(Settings(port=80, lan=True, folder=tmp_path), warm=False)
    flood = TestClient(made, base_url="http://localhost", client=("192.168.1.9", 5))
    statuses = [flood.get("/api/status").status_code for _ in range(450)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    answer = flood.get("/api/status")
    refused(answer, 429)
    assert answer.headers["retry-after"] == "1"
    other = TestClient(made, base_url="http://localhost", client=("192.168.1.10", 5))
    assert other.get("/api/status").status_code == 200


def test_so_many_requests_at_once_of_one_device_and_no_more():
    held, inside = asyncio.Event(), []

    async def slow(scope, receive, send):
        inside.append(scope)
        if len(inside) == AT_ONCE + 1 + AT_ONCE + 5:  # all that may be let in are there at once
            held.set()
        await held.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def ask(guard, address):
        said = []

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            said.append(message)

        await guard(
            {
                "type": "http",
                "method": "GET",
                "path": "/api/status",
                "headers": [(b"host", b"localhost")],
                "client": (address, 1),
            },
            receive,
            send,
        )
        return said[0]["status"]

    async def scene():
        guard = Guard(slow, Settings(port=80, lan=True))
        asked = [asyncio.create_task(ask(guard, "192.168.1.9")) for _ in range(AT_ONCE + 5)]
        other = asyncio.create_task(ask(guard, "192.168.1.10"))
        near = [asyncio.create_task(ask(guard, "127.0.0.1")) for _ in range(AT_ONCE + 5)]
        found = await asyncio.gather(*asked)
        assert sorted(found)[-6:] == [200, *[429] * 5]
        assert await other == 200
        assert set(await asyncio.gather(*near)) == {200}
        assert not guard.flying

    asyncio.run(asyncio.wait_for(scene(), 60))
