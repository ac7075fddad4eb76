"""Hostile content: names, work and bodies that no page would send."""

from __future__ import annotations

import csv
import io
import json

import pytest
from refusals import refused

from kennan.server.guard import LARGEST

GAME = {
    "attempt": "a",
    "kind": "game",
    "link": "abc",
    "quarter": 1,
    "over": False,
    "summary": {},
    "sequence": 1,
}


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
        ("sequence", 0),
        ("sequence", 2**53),
        ("sequence", 1.5),
        ("sequence", None),
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


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "=HYPERLINK(1)", "a\u202eb\x00c", "x" * 2000, "'); DROP TABLE students;--"],
)
def test_an_answer_is_only_text(client, seat, text):
    sent = {"text": text, "sequence": 1}
    kept = client.post("/api/room/answer", json=sent, headers=seat.student).json()["answer"]
    assert not any(ord(c) < 32 or c == "\u202e" for c in kept)
    view = client.get(f"/api/rooms/{seat.code}", headers=seat.teacher).json()["view"]
    assert [one["answer"] for one in view["students"]] == [kept]
    text = client.get(f"/api/rooms/{seat.code}/csv", headers=seat.teacher).json()["text"]
    assert not any(cell[:1] in "=+-@" for row in csv.reader(io.StringIO(text)) for cell in row if cell)
    saved = client.get(f"/api/rooms/{seat.code}/json", headers=seat.teacher).json()
    assert json.loads(saved["text"])["students"][0]["answer"] == kept
    assert client.get("/api/room/mine", headers=seat.student).json()["answer"] == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", "x" * 2001), ("text", None), ("sequence", 0), ("sequence", "1"), ("extra", 1)],
)
def test_an_answer_that_is_none_is_refused_in_words(client, seat, field, value):
    sent = {"text": "because", "sequence": 1} | {field: value}
    (fault, *_) = refused(client.post("/api/room/answer", json=sent, headers=seat.student), 400)
    assert field in f"{fault['where']} {fault['what']}"


def test_an_older_state_is_refused_in_words(client, seat):
    newer = GAME | {"sequence": 7, "quarter": 5}
    assert client.post("/api/room/hand_in", json=newer, headers=seat.student).status_code == 200
    (fault,) = refused(client.post("/api/room/hand_in", json=GAME, headers=seat.student), 409)
    assert "a newer state is kept (quarter 5)" in fault["what"]
    assert client.post("/api/room/hand_in", json=newer, headers=seat.student).json() == {"posts": 1}


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
