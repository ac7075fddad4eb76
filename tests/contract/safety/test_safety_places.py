"""Only the page's own files can be had, and only by the methods that there are."""

from __future__ import annotations

import pytest
from refusals import refused


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/assets/",
        "/assets",
        "/%00",
        "/assets/\u202e",
        "/" + "a" * 10_000,
        "/report.html",
        "/api/rooms/..%2f..%2fsecret",
        "/api/../secret.txt",
    ],
)
def test_only_the_pages_own_files_can_be_had(client, path):
    answer = client.get(path)
    assert answer.status_code in (403, 404), answer.text[:200]
    assert (
        "secret" not in answer.text.replace("secret.txt", "").replace("secret", "", 1)
        or "faults" in answer.text
    )
    refused(answer, answer.status_code)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"])
def test_other_methods_are_refused(client, method):
    for path in ("/", "/api/status", "/api/simulate", "/api/rooms/AAAA-AAAA"):
        refused(client.request(method, path), 405)


def test_a_method_said_in_a_header_is_not_heeded(client, key):
    headers = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE", "X-Kennan-Teacher": key}
    assert client.get("/api/rooms", headers=headers).status_code == 200
    refused(client.get("/api/simulate", headers=headers), 405)
    refused(client.post("/api/status", json={}, headers=headers), 405)
