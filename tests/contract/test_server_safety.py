"""The desk holds against malformed, hostile and huge requests: every refusal in words, nothing worse than a refusal.

Two ways: schemathesis makes requests from the whole schema, and cases written by hand try what a schema cannot say.
Worlds are not simulated here but taken from one small run, so that what is tested is what stands before the model.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from types import SimpleNamespace

import pytest

pytest.importorskip("schemathesis")
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from starlette.testclient import TestClient

from kennan.desk.server import summarise
from kennan.desk.server.app import create_app, endpoints
from kennan.desk.server.endpoint import Work
from kennan.desk.server.guard import AT_ONCE, LARGEST, Guard, Rate
from kennan.desk.server.settings import Settings
from kennan.desk.server.worker import TooMany, Worker
from kennan.run.plan import Plan

pytestmark = pytest.mark.filterwarnings("ignore")
EXAMPLES = 12  # requests of each operation that are made up, beside those on the edges of the schema


@contextlib.contextmanager
def nobody_gets_a_turn(work):
    raise TooMany
    yield


@pytest.fixture(scope="module")
def block():
    worker = Worker()
    worker.start()
    yield worker.run("tests", Plan.build(worlds=128, record=summarise.RECORD), work=Work())
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
    worker.alone = nobody_gets_a_turn
    return made


@pytest.fixture(scope="module")
def key(guard):
    return guard.app.state.desk.classroom.key


@pytest.fixture
def client(guard):
    return TestClient(guard, base_url="http://testserver", raise_server_exceptions=False)


def refused(answer, status):
    """The answer is a refusal of this status, in words."""
    assert answer.status_code == status, answer.text[:500]
    said = answer.json()
    assert set(said) == {"faults"}
    assert said["faults"]
    for fault in said["faults"]:
        assert set(fault) == {"what", "where", "allowed", "nearest", "do"}
        assert fault["what"]
        assert "Traceback" not in answer.text
    return said["faults"]


# ---- the whole schema


def from_the_schema():
    """Return the schema, on a desk that the module's fixtures make before the first request."""
    load_all_checks()
    made = create_app(Settings(port=80, lan=True, hosts=("testserver",)), warm=False)
    return schemathesis.openapi.from_asgi("/api/openapi.json", made)


schema = from_the_schema()


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_of_the_schema_breaks_the_desk(case, guard, key):
    case.headers = {**(case.headers or {}), "X-Kennan-Teacher": key, "X-Kennan-Client": "schemathesis"}
    answer = case.call(app=guard)
    assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text[:2000]}"
    if answer.status_code >= 400 and case.method != "HEAD":
        assert json.loads(answer.text)["faults"], answer.text[:500]


def test_the_schema_is_the_whole_of_the_desk():
    made = {(one.method, one.path.replace(":path}", "}")) for one in endpoints()}
    said = {(op.ok().method.upper(), op.ok().path) for op in schema.get_all_operations()}
    assert said == made


# ---- who may ask


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


# ---- the teacher's key


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


def test_codes_cannot_be_searched(guard, key):
    guesser = TestClient(guard, base_url="http://testserver", client=("192.168.7.7", 5))
    for _ in range(10):
        refused(guesser.post("/api/room/join", json={"code": "AAAA-AAAA", "name": "x"}), 404)
    (fault,) = refused(guesser.post("/api/room/join", json={"code": "AAAA-AAAA", "name": "x"}), 429)
    assert "wait" in fault["do"]
    room = guesser.post("/api/rooms/open", json={}, headers={"X-Kennan-Teacher": key}).json()["room"]["code"]
    refused(
        guesser.post("/api/room/join", json={"code": room, "name": "x"}), 429
    )  # a right guess, too, has to wait
    other = TestClient(guard, base_url="http://testserver", client=("192.168.7.8", 5))
    assert other.post("/api/room/join", json={"code": room, "name": "x"}).status_code == 200


# ---- hostile content


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


GAME = {"attempt": "a", "kind": "game", "link": "abc", "quarter": 1, "over": False, "summary": {}}


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "'); DROP TABLE students;--",
        "\u202egnp.exe",
        "a\u0000b",
        "🦊" * 8,
        "\u0627\u062d\u0645\u062f",
        "=cmd|' /C calc'!A0",
        "${7*7}{{7*7}}",
        "../../etc/passwd",
        "%00%0d%0aSet-Cookie:x",
    ],
)
def test_a_name_is_only_a_name(client, seat, name):
    joined = client.post("/api/room/join", json={"code": seat.code, "name": name})
    assert joined.status_code == 200
    called = joined.json()["name"]
    assert not any(ord(c) < 32 or c == "\u202e" for c in called)
    view = client.get(f"/api/rooms/{seat.code}", headers=seat.teacher)
    assert view.headers["content-type"].startswith("application/json")
    assert called in [one["name"] for one in view.json()["view"]["students"]]
    text = client.get(f"/api/rooms/{seat.code}/csv", headers=seat.teacher).json()["text"]
    assert not any(line.startswith(("=", "+", "-", "@")) for line in text.splitlines())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("link", "javascript:alert(1)"),
        ("link", "a" * 16_001),
        ("link", "../x"),
        ("link", "a&g=b"),
        ("link", "é"),
        ("link", None),
        ("attempt", ""),
        ("attempt", "<b>"),
        ("attempt", "a" * 81),
        ("quarter", -1),
        ("quarter", 61),
        ("quarter", 1e308),
        ("quarter", 10**400),
        ("quarter", "1"),
        ("quarter", True),
        ("kind", "other"),
        ("over", "yes"),
        ("summary", {"ending": "victory"}),
        ("summary", {"shares": [101] * 6}),
        ("summary", {"shares": [1]}),
        ("summary", {"headline": "x" * 201}),
        ("summary", {"standing": [{"name": "A B", "label": "x", "value": 1}]}),
        ("summary", {"standing": [{"name": "a", "label": "x", "value": 1}] * 7}),
        ("summary", {"extra": 1}),
        ("extra", 1),
    ],
)
def test_work_that_is_none_is_refused_in_words(client, seat, field, value):
    body = json.dumps(GAME | {field: value})
    answer = client.post(
        "/api/room/hand_in", content=body, headers={**seat.student, "Content-Type": "application/json"}
    )
    (fault, *_) = refused(answer, 400)
    assert field in f"{fault['where']} {fault['what']}"


def test_a_student_hands_in_so_often_and_no_more(client, seat):
    statuses = [
        client.post("/api/room/hand_in", json=GAME, headers=seat.student).status_code for _ in range(40)
    ]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert set(statuses) == {200, 429}


RAW = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"1",
    b'"x"',
    b"\xff\xfe",
    b"\x00" * 100,
    b'{"worlds": NaN}',
    b'{"worlds": Infinity}',
    b'{"worlds": 1e999}',
    b'{"worlds": 1e308}',
    b'{"worlds": -1}',
    b'{"worlds": "128"}',
    b'{"worlds": 128.5}',
    b'{"worlds": 1' + b"0" * 5000 + b"}",
    b'{"plan": {"seed": 1' + b"0" * 400 + b"}}",
    b'{"plan": {"years": 100000}}',
    b'{"plan": {"years": -5}}',
    b'{"plan": {"set": {"orbit": NaN}}}',
    b'{"plan": {"policy": {"levers": {"level": 1e400}}}}',
    b'{"plan": {"policy": "/etc/passwd"}}',
    b'{"plan": {"policy": "../../x.toml"}}',
    b'{"plan": {"scenario": "/etc/passwd"}}',
    b'{"plan": {"policy": {"__class__": "x"}}}',
    b'{"plan": {"off": ["' + b"x" * 100_000 + b'"]}}',
    b"[" * 100_000,
    b'{"plan":' * 2000 + b"1" + b"}" * 2000,
    b'{"a":' * 10_000,
    b'{"worlds": 128, "worlds": 129, "x": 1}',
    b'{"plan": {"seed": "\\ud800"}}',
]


@pytest.mark.parametrize(
    "path",
    [
        "/api/simulate",
        "/api/compare",
        "/api/why",
        "/api/off",
        "/api/game/turn",
        "/api/game/new",
        "/api/rooms/worlds",
    ],
)
@pytest.mark.parametrize("body", RAW, ids=lambda body: ascii(body[:30]))
def test_no_body_breaks_the_desk(client, key, path, body):
    headers = {"Content-Type": "application/json", "X-Kennan-Teacher": key}
    answer = client.post(path, content=body, headers=headers)
    if path in ("/api/game/new",) and answer.status_code == 200:
        return  # everything may be left out there
    if answer.headers["content-type"] == "application/x-ndjson":
        assert "faults" in json.loads(answer.text.strip().splitlines()[-1])
    else:
        refused(answer, 400)


def test_a_huge_body_is_refused_before_it_is_read(client):
    headers = {"Content-Type": "application/json"}
    refused(client.post("/api/simulate", content=b" " * (LARGEST + 1), headers=headers), 413)
    pieces = (b" " * 65_536 for _ in range(LARGEST // 65_536 + 2))  # no length is said
    refused(client.post("/api/simulate", content=pieces, headers=headers), 413)
    for length in ("-1", "1e9", "9" * 400, "0x10", "１"):
        answer = client.post(
            "/api/simulate", content=b"{}", headers={**headers, "Content-Length": length.encode("utf-8")}
        )
        assert answer.status_code in (400, 413), length


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


@pytest.mark.parametrize(
    "path", [b"/../secret.txt", b"/assets/../../secret.txt", b"/./../secret.txt", b"/..;/secret.txt"]
)
def test_a_path_that_no_browser_would_send_leads_nowhere_either(listening, path):
    found = said_to(listening, b"GET " + path + b" HTTP/1.1\r\nHost: testserver\r\nConnection: close\r\n\r\n")
    assert b" 404 " in found.splitlines()[0]
    assert b"faults" in found


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"])
def test_other_methods_are_refused(client, method):
    for path in ("/", "/api/status", "/api/simulate", "/api/rooms/AAAA-AAAA"):
        refused(client.request(method, path), 405)


def test_a_method_said_in_a_header_is_not_heeded(client, key):
    headers = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE", "X-Kennan-Teacher": key}
    assert client.get("/api/rooms", headers=headers).status_code == 200
    refused(client.get("/api/simulate", headers=headers), 405)
    refused(client.post("/api/status", json={}, headers=headers), 405)


# ---- floods


def test_so_many_requests_in_a_second_and_no_more(tmp_path):
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
    held = asyncio.Event()

    async def slow(scope, receive, send):
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
        await asyncio.sleep(0.05)
        held.set()
        found = await asyncio.gather(*asked)
        assert sorted(found)[-6:] == [200, *[429] * 5]
        assert await other == 200
        assert set(await asyncio.gather(*near)) == {200}
        assert not guard.flying

    asyncio.run(scene())


@pytest.fixture
def listening(guard):
    """The desk on a real socket."""
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


def said_to(port, raw, wait=5.0, shut=False):
    """Send bytes and return what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as wire:
        wire.sendall(raw)
        if shut:
            wire.shutdown(socket.SHUT_WR)
        found = b""
        with contextlib.suppress(TimeoutError):
            while piece := wire.recv(65_536):
                found += piece
        return found


HEAD = b"POST /api/simulate HTTP/1.1\r\nHost: testserver\r\nContent-Type: application/json\r\n"


def test_half_a_request_is_ended_in_words(listening, monkeypatch):
    monkeypatch.setattr("kennan.desk.server.guard.SLOWEST", 0.5)
    found = said_to(listening, HEAD + b"Content-Length: 100\r\n\r\n{")
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
