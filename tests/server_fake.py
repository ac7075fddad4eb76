"""A small server with three endpoints of its own: one that answers, one that streams, one that gives a file."""

from __future__ import annotations

import time

from pydantic import Field
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kennan.faults import BadInput, Fault
from kennan.server import schema
from kennan.server.call import Call, Ready, Refused
from kennan.server.desk import Desk
from kennan.server.endpoint import endpoint
from kennan.server.guard import Guard
from kennan.server.settings import Settings

HOME = "http://localhost:1947"


class Inner(schema.Asked):
    tone: float = Field(0.5, ge=0, le=1)


class Ask(schema.Asked):
    words: str = Field(max_length=20)
    times: int = Field(1, ge=1, le=5)
    inner: Inner = Inner()


class Said(schema.Answer):
    words: str


@endpoint("/api/say", request=Ask, answer=Said, early=True, words="say it again")
def say(call: Call[Ask]) -> Said:
    if call.asked.words == "bad":
        raise BadInput([Fault("it is bad", "words"), Fault("it is worse", "words")])
    if call.asked.words == "gone":
        raise Refused(404, Fault("it is gone"))
    if call.asked.words == "broken":
        raise ZeroDivisionError("secret")
    return Said(words=call.asked.words * call.asked.times)


@endpoint("/api/count", request=Ask, answer=Said, early=True, stream=True, words="count")
def count(call: Call[Ask]) -> Said:
    for done in range(call.asked.times):
        call.work.progress(done + 1, call.asked.times, "counting")
        time.sleep(0.06)
    return say.handler(call)


@endpoint("/api/file/{name}", answer=Said, early=True, words="a file")
def file(call: Call[None]) -> Ready:
    return Ready(b"a,b\n", "text/csv", name=f"{call.path['name']}.csv")


def client(settings: Settings | None = None, endpoints=(say, count, file), base=HOME, **more) -> TestClient:
    settings = settings or Settings()
    desk = Desk(settings)
    inner = Starlette(routes=[one.route(desk) for one in endpoints])
    guard = Guard(inner, settings)
    guard.desk = desk
    return TestClient(guard, base_url=base, client=("127.0.0.1", 5), **more)
