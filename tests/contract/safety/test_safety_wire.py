"""What comes over the wire and is no HTTP, no full request, or no path that a browser would send."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest
from refusals import said_to


@pytest.fixture(scope="module")
def listening(guard):
    """The desk on a real socket, one for all: whatever was said to it before, it has to answer the next."""
    import uvicorn

    from kennan.desk.server.serve import listen

    sock = listen("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(
            guard,
            log_level="critical",
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield sock.getsockname()[1]
    server.should_exit = True
    thread.join(5)
    sock.close()


HEAD = b"POST /api/simulate HTTP/1.1\r\nHost: testserver\r\nContent-Type: application/json\r\n"


def test_half_a_request_is_ended_in_words(listening, monkeypatch):
    monkeypatch.setattr("kennan.desk.server.guard.SLOWEST", 0.5)
    found = said_to(listening, HEAD + b"Content-Length: 100\r\n\r\n{", until=b"did not come in full")
    assert b" 408 " in found.splitlines()[0]
    assert b"did not come in full" in found


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: testserver\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        HEAD
        + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/rooms HTTP/1.1\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}   ",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\n",
        HEAD + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
        HEAD + b"X: a\r\n" * 20_000 + b"\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
    ids=lambda raw: ascii(raw[:40]),
)
def test_wire_talk_that_is_no_http_is_refused(listening, raw):
    with contextlib.suppress(ConnectionError):
        found = said_to(listening, raw, wait=2, shut=True)
        assert found == b"" or found.split()[1][:1] == b"4", found[:300]
    assert b" 200 " in said_to(
        listening, b"GET /api/status HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n"
    )


def test_a_page_that_goes_in_the_middle_breaks_nothing(listening):
    for cut in (1, 30, len(HEAD) + 10):
        with socket.create_connection(("127.0.0.1", listening)) as wire:
            wire.sendall((HEAD + b"Content-Length: 50\r\n\r\n" + b"{" * 50)[:cut])
    assert b" 200 " in said_to(
        listening, b"GET /api/status HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n"
    )


@pytest.mark.parametrize(
    "path", [b"/../secret.txt", b"/assets/../../secret.txt", b"/./../secret.txt", b"/..;/secret.txt"]
)
def test_a_path_that_no_browser_would_send_leads_nowhere_either(listening, path):
    found = said_to(listening, b"GET " + path + b" HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n")
    assert b" 404 " in found.splitlines()[0]
    assert b"faults" in found
