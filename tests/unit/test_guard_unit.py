"""Who may ask the server and how much: names, origins, sizes, rates and methods."""

from __future__ import annotations

import json

import pytest
from server_fake import HOME, Said, client, say
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kennan.server.app import create_app
from kennan.server.call import Call
from kennan.server.desk import Desk
from kennan.server.endpoint import endpoint
from kennan.server.guard import LARGEST, Guard, Rate
from kennan.server.settings import Settings


@pytest.fixture(scope="module")
def whole() -> TestClient:
    """Give the whole application, without a model."""
    return TestClient(create_app(warm=False), base_url=HOME, client=("127.0.0.1", 5))


def test_the_browser_is_told_to_load_nothing_from_elsewhere(whole):
    for path in ("/", "/api/status", "/api/nothing", "/nothing"):
        headers = whole.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:80", "127.0.0.1.evil.example:1947", "", "192.168.1.4:1947"]
)
def test_another_name_is_refused(whole, host):
    answer = whole.get("/api/status", headers={"host": host})
    assert answer.status_code == 403
    assert answer.json()["faults"][0]["where"] == "Host"


@pytest.mark.parametrize("host", ["localhost:1947", "127.0.0.1:1947", "[::1]:1947", "LOCALHOST:1947"])
def test_our_names_are_let_in(whole, host):
    assert whole.get("/api/status", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://localhost:1947"},
        {"origin": "http://localhost:1948"},
        {"origin": "http://[::1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_page_cannot_ask(headers):
    assert client().post("/api/say", json={"words": "a"}, headers=headers).status_code == 403


def test_our_own_page_can_ask():
    headers = {"origin": HOME, "sec-fetch-site": "same-origin"}
    assert client().post("/api/say", json={"words": "a"}, headers=headers).status_code == 200


def test_only_this_machine_may_ask_unless_the_room_is_let_in():
    for lan, status in ((False, 403), (True, 200)):
        settings = Settings(lan=lan, hosts=("192.168.1.4",))
        inner = Starlette(routes=[say.route(Desk(settings))])
        far = TestClient(
            Guard(inner, settings), base_url="http://192.168.1.4:1947", client=("192.168.1.9", 5)
        )
        assert far.post("/api/say", json={"words": "a"}).status_code == status


def test_a_large_answer_is_packed_for_those_who_are_not_on_this_machine():
    @endpoint("/api/much", answer=Said, early=True, words="much")
    def much(_: Call[None]) -> Said:
        return Said(words="x" * 10_000)

    settings = Settings(lan=True, hosts=("192.168.1.4",))
    inner = Guard(Starlette(routes=[much.route(Desk(settings))]), settings)
    for address, packed in (("192.168.1.9", "gzip"), ("127.0.0.1", None)):
        asker = TestClient(inner, base_url="http://192.168.1.4:1947", client=(address, 5))
        answer = asker.get("/api/much")
        assert answer.headers.get("content-encoding") == packed
        assert answer.json() == {"words": "x" * 10_000}


def test_too_large_a_body_is_refused_also_when_it_does_not_say_its_size():
    huge = json.dumps({"words": "x" * LARGEST})
    headers = {"content-type": "application/json"}
    assert client().post("/api/say", content=huge, headers=headers).status_code == 413

    def pieces():
        for _ in range(100):
            yield b" " * 10_000

    assert client().post("/api/say", content=pieces(), headers=headers).status_code == 413


def test_a_bucket_lets_a_burst_through_and_then_the_rate():
    rate = Rate(2, 5)
    assert [rate.wait("a", 0.0) for _ in range(6)] == [False] * 5 + [True]
    assert not rate.wait("b", 0.0)
    assert [rate.wait("a", 1.0) for _ in range(3)] == [False, False, True]


def test_buckets_do_not_grow_without_end():
    rate = Rate(1, 1)
    for n in range(3 * Rate.ADDRESSES):
        rate.wait(str(n), 0.0)
    assert len(rate._buckets) == Rate.ADDRESSES


def test_too_many_requests_are_put_off():
    made = client()
    made.app.near = Rate(0.001, 1)
    assert made.post("/api/say", json={"words": "a"}).status_code == 200
    answer = made.post("/api/say", json={"words": "a"})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_other_methods_are_refused_in_words(whole, method):
    answer = whole.request(method, "/api/status")
    assert answer.status_code == 405
    assert answer.json()["faults"]
