"""What comes over the wire and is no HTTP, no full request, or no path that a browser would send."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from types import SimpleNamespace

import pytest
import server_fake
from refusals import said_to

from kennan.server.door import Door
from kennan.server.endpoint import endpoint
from kennan.server.listening import server_of

LONG = 600.0  # seconds: longer than any test
STATUS = b"GET /api/status HTTP/1.1\r\nHost: testserver\r\n\r\n"
LAST = STATUS.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
HEAD = b"POST /api/simulate HTTP/1.1\r\nHost: testserver\r\nContent-Type: application/json\r\n"


@contextlib.contextmanager
def on_a_socket(app, desk=None, **limits):
    """Let an application listen as the desk does, with limits of the test's own."""
    from kennan.server.serve import listen

    sock = listen("127.0.0.1", 0)
    server = server_of(app, desk or SimpleNamespace(close=lambda: None), **limits)
    server.config.lifespan = "off"
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield SimpleNamespace(port=sock.getsockname()[1], server=server)
    finally:
        server.should_exit = True
        thread.join(5)
        sock.close()


@pytest.fixture(scope="module")
def listening(guard):
    """The desk on a real socket, one for all: whatever was said to it before, it has to answer the next."""
    with on_a_socket(guard, slowest=LONG) as it:
        yield it.port


@pytest.fixture(scope="module")
def impatient(guard):
    """The desk, with next to no time for what comes slowly."""
    with on_a_socket(guard, slowest=0.2, stalled=0.2) as it:
        yield it.port


def connected(port):
    return socket.create_connection(("127.0.0.1", port), timeout=LONG)


def to_the_end(wire):
    """Return everything that comes until the connection is ended, in whatever way."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while piece := wire.recv(65_536):
            found += piece
    return found


HALVES = {
    "nothing": b"",
    "a letter": b"G",
    "half a head": STATUS[:-2],
    "half a body": HEAD + b"Content-Length: 100\r\n\r\n{",
    "half a piece": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
}


@pytest.mark.parametrize("half", HALVES.values(), ids=list(HALVES))
def test_half_a_request_is_ended_in_words(impatient, half):
    with connected(impatient) as wire:
        wire.sendall(half)
        found = to_the_end(wire)
    assert b" 408 " in found.splitlines()[0]
    assert b"did not come in full" in found


def test_a_head_that_comes_byte_by_byte_is_ended_all_the_same(impatient):
    with connected(impatient) as wire:
        wire.sendall(STATUS[:-2] + b"X: ")
        ended = threading.Event()

        def drip():
            with contextlib.suppress(OSError):
                while not ended.wait(0.01):
                    wire.sendall(b"a")

        dripping = threading.Thread(target=drip)
        dripping.start()
        to_the_end(wire)  # it ends
        ended.set()
        dripping.join()


def test_the_second_request_of_a_connection_has_to_come_in_full_too(impatient):
    with connected(impatient) as wire:
        wire.sendall(STATUS + STATUS + STATUS[:20])
        found = to_the_end(wire)
    assert found.count(b"HTTP/1.1 200 ") == 2
    assert found.count(b"HTTP/1.1 408 ") == 1


def test_a_body_that_nobody_reads_does_not_hold_its_connection(impatient):
    with connected(impatient) as wire:
        wire.sendall(STATUS[:-2] + b"Content-Length: 100000\r\n\r\n{")
        assert b" 200 " in to_the_end(wire).splitlines()[0]


def test_connections_that_are_left_open_keep_nobody_out(guard):
    with on_a_socket(guard, door=Door(each=8, all_=8), slowest=LONG) as it, contextlib.ExitStack() as left:
        open_ = [left.enter_context(connected(it.port)) for _ in range(50)]
        open_[-1].sendall(STATUS)
        assert b" 200 " in open_[-1].recv(65_536)
        assert b" 200 " in said_to(it.port, LAST)
        assert to_the_end(open_[0]) == b"", "the one that lay idle longest has made room"


def test_an_answer_that_is_not_fetched_does_not_hold_its_connection():
    gone = threading.Event()

    async def much(_, receive, send):
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(1000):
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
        assert (await receive())["type"] == "http.disconnect"
        gone.set()

    with on_a_socket(much, slowest=LONG, stalled=0.2) as it, connected(it.port) as wire:
        wire.sendall(STATUS)
        assert gone.wait(LONG)


def long_work(call):
    call.work.tell({"progress": [1, 2], "words": "half"})
    BEGUN.set()
    call.work.cancelled.wait()
    call.work.check()


BEGUN = threading.Event()


@pytest.mark.parametrize("stream", [True, False], ids=["a stream", "an answer in one piece"])
def test_who_waits_while_the_desk_is_closed_hears_of_it(stream):
    """SIGTERM and Ctrl-C end the server by way of ``should_exit``."""
    BEGUN.clear()
    asked = endpoint("/api/long", request=server_fake.Ask, answer=server_fake.Said, stream=stream, words="x")
    guard = server_fake.client(endpoints=(asked(long_work),)).app
    guard.desk.worker.ready.set()
    head = HEAD.replace(b"simulate", b"long").replace(b"testserver", b"localhost:1947")
    with on_a_socket(guard, guard.desk, slowest=LONG) as it, connected(it.port) as wire:
        wire.sendall(head + b'Content-Length: 14\r\n\r\n{"words": "a"}')
        assert BEGUN.wait(LONG)
        it.server.should_exit = True
        found = to_the_end(wire)
    assert b"the desk is being closed" in found
    if stream:
        *_, line = [one for one in found.splitlines() if one.startswith(b"{")]
        assert json.loads(line)["status"] == 503
        assert found.endswith(b"0\r\n\r\n"), "and it is whole"
    else:
        assert b" 503 " in found.splitlines()[0]


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
