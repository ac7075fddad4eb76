"""Who is let in: names, sites, the room's devices, the teacher's key, and codes that cannot be searched."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from refusals import refused
from starlette.testclient import TestClient

from kennan.server.app import create_app, endpoints
from kennan.server.settings import Settings


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "testserver.evil.example",
        "localhost:8080",
        "0.0.0.0",
        "",
        "testserver@evil",
        "[::]",
    ],
)
def test_a_name_that_was_made_to_point_here_is_refused(client, host):
    for path in ("/", "/api/status", "/api/registers"):
        refused(client.get(path, headers={"Host": host}), 403)


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://testserver",
        "null",
        "http://testserver.evil.example",
        "http://localhost:81",
        "file://",
        "http://testserver@evil",
    ],
)
def test_a_page_of_another_site_changes_nothing(client, origin):
    answer = client.post("/api/room/join", json={"code": "A", "name": "b"}, headers={"Origin": origin})
    refused(answer, 403)


def test_a_request_from_another_site_without_origin_is_refused_by_its_mark(client):
    for site in ("cross-site", "same-site"):
        answer = client.post("/api/simulate", json={}, headers={"Sec-Fetch-Site": site})
        refused(answer, 403)


def test_a_form_of_another_page_cannot_pose_as_json(client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        refused(client.post("/api/simulate", content=b"{}", headers={"Content-Type": kind}), 415)


def test_nothing_lets_another_site_read_the_answers(client):
    for method, path in (
        ("GET", "/api/status"),
        ("GET", "/"),
        ("POST", "/api/simulate"),
        ("OPTIONS", "/api/simulate"),
    ):
        answer = client.request(method, path, headers={"Origin": "http://evil.example"})
        assert not any(name.startswith("access-control") for name in answer.headers)


def test_others_are_not_answered_at_all_without_lan(tmp_path):
    alone = create_app(Settings(port=80, folder=tmp_path), warm=False)
    far = TestClient(alone, base_url="http://localhost", client=("192.168.1.9", 5))
    near = TestClient(alone, base_url="http://localhost", client=("127.0.0.1", 5))
    refused(far.get("/api/status"), 403)
    assert near.get("/api/status").status_code == 200


def test_what_a_browser_may_do_with_the_page_is_said_on_every_answer(client):
    for path in ("/", "/api/status", "/nothing", "/api/nothing"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert client.get(path).headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in client.get(path).headers


TEACHERS = [one for one in endpoints() if one.path.startswith("/api/rooms")]


@pytest.mark.parametrize("one", TEACHERS, ids=lambda one: f"{one.method} {one.path}")
@pytest.mark.parametrize("given", [None, "", "x", "A" * 43, "A" * 20_000, "' OR 1=1", "é"])
def test_what_a_teacher_does_needs_the_teachers_key(client, one, given):
    bodies = {
        "work": {"title": "x", "assignment": {}},
        "closed": {"closed": True},
        "remove": {"student": 1},
        "delete": {"sure": True},
    }
    body = bodies.get(one.path.rpartition("/")[2], {})
    headers = {} if given is None else {"X-Kennan-Teacher": given.encode("latin-1")}
    path = one.path.replace("{code}", "AAAA-AAAA")
    answer = client.request(one.method, path, headers=headers, **({"json": body} if one.request else {}))
    (fault,) = refused(answer, 403)
    assert "teacher's" in fault["what"]


def test_a_room_that_is_not_there_says_so_only_to_the_teacher(client, key):
    refused(client.get("/api/rooms/AAAA-AAAA", headers={"X-Kennan-Teacher": key}), 404)
    refused(client.get("/api/rooms/AAAA-AAAA"), 403)


def test_wrong_codes_are_said_to_be_many_and_the_right_one_opens_the_room_all_the_same(guard, seat):
    guesser = TestClient(guard, base_url="http://testserver", client=("192.168.7.7", 5))
    for _ in range(10):
        refused(guesser.post("/api/room/join", json={"code": "AAAA-AAAA", "name": "x"}), 404)
    (fault,) = refused(guesser.post("/api/room/join", json={"code": "AAAA-AAAA", "name": "x"}), 429)
    assert "there is no room with this code" in fault["what"]
    assert "the right code opens the room at once" in fault["do"]
    assert guesser.post("/api/room/join", json={"code": seat.code, "name": "x"}).status_code == 200


def test_guesses_from_many_devices_keep_nobody_out(guard, seat):
    for device in range(12):
        guesser = TestClient(guard, base_url="http://testserver", client=(f"192.168.9.{device}", 5))
        for _ in range(11):
            guesser.post("/api/room/join", json={"code": "AAAA-AAAA", "name": "x"})
    other = TestClient(guard, base_url="http://testserver", client=("192.168.8.8", 5))
    assert other.post("/api/room/join", json={"code": seat.code, "name": "x"}).status_code == 200


def test_a_class_behind_one_router_joins_and_hands_in_whatever_one_of_it_does(tmp_path, monkeypatch):
    still = SimpleNamespace(monotonic=lambda: 0.0)  # within one second, however slow the machine
    monkeypatch.setattr("kennan.server.guard.time", still)
    made = create_app(Settings(port=80, lan=True, folder=tmp_path), warm=False)
    router = TestClient(made, base_url="http://localhost", client=("192.168.1.9", 5))
    teacher = {"X-Kennan-Teacher": made.app.state.desk.classroom.key}
    code = router.post("/api/rooms/open", json={}, headers=teacher).json()["room"]["code"]
    work = {"attempt": "a", "kind": "game", "link": "abc", "quarter": 1, "over": False, "summary": {}}
    for number in range(30):
        for _ in range(15):  # one of them guesses, and asks for other things as fast as he can
            refused(router.post("/api/room/join", json={"code": "AAAA-AAAA", "name": "x"}), (404, 429))
            router.get("/api/status")
        joined = router.post("/api/room/join", json={"code": code, "name": f"s{number}"})
        assert joined.status_code == 200, joined.text
        token = {"X-Kennan-Student": joined.json()["token"]}
        assert router.get("/api/room/mine", headers=token).status_code == 200
        handed = router.post("/api/room/hand_in", json=work | {"sequence": 1}, headers=token)
        assert handed.status_code == 200, handed.text
    assert router.get("/api/status").status_code == 429, "he has asked too often, and they have not"


def test_a_ticket_opens_the_teachers_view_once(guard, client, key):
    ticket = guard.app.state.desk.classroom.tickets.new()
    assert client.post("/api/room/ticket", json={"ticket": ticket}).json() == {"key": key}
    for bad in (ticket, "", "x", "\ud800"):
        body = json.dumps({"ticket": bad})
        answer = client.post("/api/room/ticket", content=body, headers={"Content-Type": "application/json"})
        refused(answer, (400, 403))
