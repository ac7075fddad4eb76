"""The whole application before its model is there, and at places that it does not have."""

from __future__ import annotations

import pytest
from server_fake import HOME
from starlette.testclient import TestClient

from kennan.server.app import create_app


@pytest.fixture(scope="module")
def whole() -> TestClient:
    """Give the whole application, without a model."""
    return TestClient(create_app(warm=False), base_url=HOME, client=("127.0.0.1", 5))


def test_status_is_there_before_the_model(whole):
    status = whole.get("/api/status").json()
    assert status["ready"] is False
    assert status["doing"]


def test_unknown_places_are_said_to_be_unknown(whole):
    for path in ("/api/nothing", "/nothing", "/../pyproject.toml", "/%2e%2e/pyproject.toml", "/report.html"):
        answer = whole.get(path)
        assert answer.status_code == 404
        assert answer.json()["faults"][0]["what"]
    assert whole.post("/api/status", json={}).status_code == 405
    assert whole.post("/", json={}).status_code == 405
