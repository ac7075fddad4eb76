"""A desk to be attacked: worlds come from one small run, so that what is tested is what stands before the model."""

from __future__ import annotations

import contextlib
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from kennan.engine.plan import Plan
from kennan.server import summarise
from kennan.server.app import create_app
from kennan.server.call import Work
from kennan.server.guard import Guard, Rate
from kennan.server.settings import Settings
from kennan.server.wishes import TooMany
from kennan.server.worker import Worker


@contextlib.contextmanager
def nobody_gets_a_turn(work):
    raise TooMany
    yield


@pytest.fixture(scope="session")
def block():
    """Give the one small run that every answer is made of."""
    worker = Worker()
    worker.start()
    yield worker.run("tests", Plan.build(worlds=128, record=summarise.record()), work=Work())
    worker.stop()


@pytest.fixture(scope="module")
def guard(tmp_path_factory, block) -> Guard:
    """A desk whose worlds are always the same, and that does not hold back so quick a visitor."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "page" / "assets").mkdir(parents=True)
    (folder / "page" / "index.html").write_text("<!doctype html><title>page</title>")
    (folder / "secret.txt").write_text("secret")
    made = create_app(
        Settings(port=80, lan=True, hosts=("testserver",), page=folder / "page", folder=folder / "rooms"),
        warm=False,
    )
    made.far = Rate(1e9, 1e9)
    worker = made.app.state.desk.worker
    worker.ready.set()
    worker.run = lambda *_, **__: block
    worker.parts = lambda _, plan, **__: (part for part in [(plan.replace(years=15), block), (plan, block)])
    worker.alone = nobody_gets_a_turn
    return made


@pytest.fixture(scope="module")
def key(guard):
    return guard.app.state.desk.classroom.key


@pytest.fixture
def client(guard):
    return TestClient(guard, base_url="http://testserver", raise_server_exceptions=False)


@pytest.fixture
def seat(client, key):
    headers = {"X-Kennan-Teacher": key}
    room = client.post(
        "/api/rooms/open", json={"title": "<img src=x onerror=alert(1)>"}, headers=headers
    ).json()
    code = room["room"]["code"]
    joined = client.post("/api/room/join", json={"code": code, "name": "Ann"}).json()
    yield SimpleNamespace(code=code, teacher=headers, student={"X-Kennan-Student": joined["token"]})
    client.post(f"/api/rooms/{code}/delete", json={"sure": True}, headers=headers)
