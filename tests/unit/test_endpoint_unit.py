"""From a request to an answer: what is refused in words, what is said of our own faults, how a stream goes."""

from __future__ import annotations

import asyncio
import json
import threading
import time

import pytest
from server_fake import Ask, Said, client
from starlette.applications import Starlette

from kennan.server.call import Call, Stopped
from kennan.server.desk import Desk
from kennan.server.endpoint import endpoint
from kennan.server.guard import Guard
from kennan.server.settings import Settings


def test_a_sound_request_is_answered_as_its_model():
    answer = client().post("/api/say", json={"words": "ab", "times": 2})
    assert answer.status_code == 200
    assert answer.json() == {"words": "abab"}
    assert answer.headers["cache-control"] == "no-store"


def test_every_fault_of_a_body_is_named_with_the_nearest_field():
    answer = client().post("/api/say", json={"word": "x", "times": 9, "inner": {"ton": 1.0}})
    assert answer.status_code == 400
    faults = {fault["where"]: fault for fault in answer.json()["faults"]}
    assert set(faults) == {"words", "word", "times", "inner.ton"}
    assert faults["word"]["nearest"] == "words"
    assert faults["inner.ton"]["nearest"] == "tone"
    assert "less than or equal to 5" in faults["times"]["what"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"words": 1}', b'{"words": NaN}', b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_sound_json_is_refused_in_words(body):
    answer = client().post("/api/say", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert all(fault["what"] for fault in answer.json()["faults"])


@pytest.mark.parametrize(
    ("words", "status", "what"), [("bad", 400, "it is bad"), ("gone", 404, "it is gone")]
)
def test_what_a_handler_raises_is_said(words, status, what):
    answer = client().post("/api/say", json={"words": words})
    assert answer.status_code == status
    assert answer.json()["faults"][0]["what"] == what


def test_a_fault_of_ours_is_said_without_its_inside(capsys):
    answer = client().post("/api/say", json={"words": "broken"})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "ZeroDivisionError: secret" in capsys.readouterr().err


def test_another_kind_of_body_is_refused():
    answer = client().post("/api/say", content=b"words=x", headers={"content-type": "text/plain"})
    assert answer.status_code == 415


def test_a_file_comes_under_its_name():
    answer = client().get("/api/file/mine")
    assert answer.content == b"a,b\n"
    assert answer.headers["content-disposition"] == 'attachment; filename="mine.csv"'


# ---- streams


def lines(answer) -> list[dict]:
    """Return what a stream said, without the signs of life that a busy machine adds."""
    return [said for line in answer.text.splitlines() if "heartbeat" not in (said := json.loads(line))]


def test_a_stream_tells_progress_and_ends_in_the_result():
    answer = client().post("/api/count", json={"words": "a", "times": 3})
    assert answer.headers["content-type"] == "application/x-ndjson"
    said = lines(answer)
    assert said[:-1] == [{"progress": [n, 3], "words": "counting"} for n in (1, 2, 3)]
    assert said[-1] == {"result": {"words": "aaa"}}


def test_a_stream_ends_in_faults_where_there_are_any():
    assert lines(client().post("/api/count", json={"words": "bad"}))[-1]["faults"][1]["what"] == "it is worse"
    assert client().post("/api/count", json={"words": "bad", "times": 9}).status_code == 400


SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/api/long",
    "raw_path": b"/api/long",
    "query_string": b"",
    "scheme": "http",
    "http_version": "1.1",
    "client": ("127.0.0.1", 5),
    "server": ("localhost", 1947),
    "headers": [(b"host", b"localhost:1947"), (b"content-type", b"application/json")],
}


def asked_of(one):
    """Return a server of one endpoint, to be asked without a client between."""
    settings = Settings()
    return Guard(Starlette(routes=[one.route(Desk(settings))]), settings)


def test_a_silent_stream_says_that_it_is_alive(monkeypatch):
    monkeypatch.setattr("kennan.server.lines.HEARTBEAT", 0.01)
    alive, said = threading.Event(), []

    @endpoint("/api/long", request=Ask, answer=Said, early=True, stream=True, words="long work")
    def long(call: Call[Ask]) -> Said:
        assert alive.wait(60)  # it says nothing until its silence has been told
        return Said(words="done")

    async def receive():
        return body.pop() if body else await asyncio.Event().wait()

    async def send(message):
        said.append(message.get("body", b""))
        if b"heartbeat" in said[-1]:
            alive.set()

    body = [{"type": "http.request", "body": b'{"words": "x"}', "more_body": False}]
    asyncio.run(asyncio.wait_for(asked_of(long)(SCOPE, receive, send), 60))
    heard = [json.loads(line) for line in b"".join(said).splitlines()]
    assert heard[0] == {"heartbeat": True}
    assert heard[-1] == {"result": {"words": "done"}}


@pytest.mark.parametrize("stream", [True, False])
def test_work_stops_when_its_client_goes(stream):
    begun, ended = threading.Event(), threading.Event()

    @endpoint("/api/long", request=Ask, answer=Said, early=True, stream=stream, words="long work")
    def long(call: Call[Ask]) -> Said:
        begun.set()
        try:
            while True:
                call.work.progress(0, 1)
                time.sleep(0.005)
        except Stopped:
            ended.set()
            raise

    incoming = [{"type": "http.request", "body": b'{"words": "x"}', "more_body": False}]

    async def receive():
        if incoming:
            return incoming.pop()
        await asyncio.to_thread(begun.wait, 60)
        return {"type": "http.disconnect"}

    async def send(_):
        pass

    asyncio.run(asyncio.wait_for(asked_of(long)(SCOPE, receive, send), 60))
    assert ended.wait(60)
