"""The desk's server: what it lets in, what it says of faults, how it streams, and that it simulates the same worlds."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import subprocess
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from pydantic import Field
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kennan.desk.server import app as apps
from kennan.desk.server import openapi, schema, serve
from kennan.desk.server.desk import Desk
from kennan.desk.server.endpoint import Call, Ready, Refused, Stopped, Work, endpoint
from kennan.desk.server.guard import LARGEST, Guard, Rate
from kennan.desk.server.kept import Kept
from kennan.desk.server.settings import Settings
from kennan.desk.server.static import Page
from kennan.desk.server.worker import WIDTH, Superseded, Worker
from kennan.faults import BadInput, Fault
from kennan.run.plan import Plan

HOME = "http://localhost:1947"
WEB = Path(apps.__file__).parents[1] / "web"


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
    return TestClient(Guard(inner, settings), base_url=base, client=("127.0.0.1", 5), **more)


@pytest.fixture(scope="module")
def whole() -> TestClient:
    """The whole application, without a model."""
    return TestClient(apps.create_app(warm=False), base_url=HOME, client=("127.0.0.1", 5))


# ---- from a request to an answer


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
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_stream_tells_progress_and_ends_in_the_result():
    answer = client().post("/api/count", json={"words": "a", "times": 3})
    assert answer.headers["content-type"] == "application/x-ndjson"
    said = lines(answer)
    assert said[:-1] == [{"progress": [n, 3], "words": "counting"} for n in (1, 2, 3)]
    assert said[-1] == {"result": {"words": "aaa"}}


def test_a_stream_ends_in_faults_where_there_are_any():
    assert lines(client().post("/api/count", json={"words": "bad"}))[-1]["faults"][1]["what"] == "it is worse"
    assert client().post("/api/count", json={"words": "bad", "times": 9}).status_code == 400


def test_a_silent_stream_says_that_it_is_alive(monkeypatch):
    monkeypatch.setattr("kennan.desk.server.endpoint.HEARTBEAT", 0.02)
    assert {"heartbeat": True} in lines(client().post("/api/count", json={"words": "a", "times": 2}))


@pytest.mark.parametrize("stream", [True, False])
def test_work_stops_when_its_client_goes(stream):
    begun, ended = threading.Event(), threading.Event()

    @endpoint("/api/long", request=Ask, answer=Said, early=True, stream=stream, words="long work")
    def long(call: Call[Ask]) -> Said:
        begun.set()
        try:
            for step in range(2000):
                call.work.progress(step, 2000)
                time.sleep(0.005)
        except Stopped:
            ended.set()
            raise
        return Said(words="done")

    settings = Settings()
    desk = Desk(settings)
    inner = Guard(Starlette(routes=[long.route(desk)]), settings)
    body = b'{"words": "x"}'
    scope = {
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
    incoming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive():
        if incoming:
            return incoming.pop()
        await asyncio.to_thread(begun.wait, 5)
        return {"type": "http.disconnect"}

    async def send(_):
        pass

    asyncio.run(asyncio.wait_for(inner(scope, receive, send), 5))
    assert ended.wait(5)


# ---- the guard


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


# ---- the whole


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


def test_the_description_names_every_endpoint(whole):
    paths = whole.get("/api/openapi.json").json()["paths"]
    for one in apps.endpoints():
        assert one.method.lower() in paths[re.sub(r"{(\w+):\w+}", r"{\1}", one.path)]


def test_every_endpoint_bounds_the_numbers_that_it_is_asked():
    """Nobody can ask for a thousand million worlds. Texts and lists are bounded by the size of a request."""
    loose = []
    for one in apps.endpoints():
        if one.request:
            found = unbounded(one.request.model_json_schema())
            loose += [f"{one.path} {where}" for where in found if not COSTS_NOTHING.search(where)]
    assert loose == []


# they choose the luck, or are checked by the plan, the game or the room, which know their bounds
COSTS_NOTHING = re.compile(r"\.(seed|world|v|value)$|^\.PlanAsked\.(set|parameters)")


def unbounded(document: dict, here: str = "") -> list[str]:
    """Return the places of a JSON schema that can hold any number."""
    found = []
    if document.get("type") in ("number", "integer") and not {"enum", "const"} & set(document):
        low = {"minimum", "exclusiveMinimum"} & set(document)
        high = {"maximum", "exclusiveMaximum"} & set(document)
        found += [] if low and high else [here]
    for key in ("properties", "$defs"):
        for name, inner in document.get(key, {}).items():
            found += unbounded(inner, f"{here}.{name}")
    for key in ("anyOf", "allOf", "oneOf", "prefixItems"):
        for inner in document.get(key, []):
            found += unbounded(inner, here)
    for key in ("items", "additionalProperties"):
        if isinstance(document.get(key), dict):
            found += unbounded(document[key], f"{here}.{key}")
    return found


def test_the_test_of_bounds_can_fail():
    class Loose(schema.Asked):
        worlds: int
        numbers: list[float]
        half: float = Field(ge=0)
        inner: Inner

    assert unbounded(Loose.model_json_schema()) == [".worlds", ".numbers.items", ".half"]


def test_the_pages_types_are_those_of_the_server(tmp_path):
    tool = WEB / "node_modules" / ".bin" / "openapi-typescript"
    if not tool.exists():
        pytest.fail("openapi-typescript is missing: make web")
    given, made = tmp_path / "openapi.json", tmp_path / "api.d.ts"
    given.write_text(json.dumps(apps.document(), indent=1, ensure_ascii=False, sort_keys=True), "utf-8")
    subprocess.run([tool, given, "-o", made], check=True, capture_output=True)
    kept = (WEB / "src" / "lib" / "api.d.ts").read_text("utf-8")
    assert made.read_text("utf-8") == kept, "npm run types renews them"


# ---- the page


@pytest.fixture
def page(tmp_path) -> TestClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>" + " " * 2000, "utf-8")
    (tmp_path / "report.html").write_text("template", "utf-8")
    (tmp_path / "assets" / "a-1.js").write_text("let a = 1;" * 200, "utf-8")
    return TestClient(
        apps.create_app(Settings(page=tmp_path), warm=False), base_url=HOME, client=("127.0.0.1", 5)
    )


def test_the_page_is_served_packed_and_assets_for_ever(page):
    index, asset = page.get("/"), page.get("/assets/a-1.js")
    assert index.headers["content-type"] == "text/html; charset=utf-8"
    assert index.headers["cache-control"] == "no-cache"
    assert "immutable" in asset.headers["cache-control"]
    assert asset.headers["content-encoding"] == "gzip"
    assert asset.headers["content-type"] == "text/javascript; charset=utf-8"
    plain = page.get("/assets/a-1.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == asset.text


def test_what_the_browser_has_is_not_sent_again(page):
    tag = page.get("/").headers["etag"]
    again = page.get("/", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""


def test_a_page_built_again_is_served_at_once(page, tmp_path):
    page.get("/")
    time.sleep(0.02)
    (tmp_path / "index.html").write_text("new", "utf-8")
    assert page.get("/").text == "new"
    (tmp_path / "index.html").unlink()  # while it is built once more
    assert page.get("/").text == "new"


def test_a_page_that_was_never_built_says_so(tmp_path):
    made = TestClient(
        apps.create_app(Settings(page=tmp_path), warm=False), base_url=HOME, client=("127.0.0.1", 5)
    )
    answer = made.get("/")
    assert answer.status_code == 503
    assert "make page" in answer.text


def test_packed_files_unpack_to_themselves():
    for file in Page(Settings().page).files().values():
        assert file.packed is None or gzip.decompress(file.packed) == file.body


# ---- what is kept


def test_kept_things_stay_within_their_bytes_and_the_oldest_goes():
    kept: Kept[bytes] = Kept(10, len)
    kept.put("a", b"1234")
    kept.put("b", b"1234")
    assert kept.get("a") == b"1234"
    kept.put("c", b"1234")
    assert (kept.get("b"), kept.get("a"), kept.get("c")) == (None, b"1234", b"1234")
    kept.put("d", b"12345678901")
    assert kept.get("d") is None
    kept.put("a", b"1")
    assert (kept.bytes, len(kept)) == (5, 2)


# ---- the worker


@pytest.fixture(scope="module")
def worker():
    made = Worker()
    made.start()
    yield made
    made.stop()


def test_its_worlds_are_the_engines_to_the_bit(worker):
    from kennan.run.engine import simulate

    plan = Plan.build(worlds=300, first_world=100, years=12, record=["orbit", "pressure"])
    mine = worker.run("a", plan, work=Work())
    (theirs,) = simulate(plan)
    assert mine.worlds == theirs.worlds == 300
    for mine_table, their_table in (
        (mine.monthly, theirs.monthly),
        (mine.theatre, theirs.theatre),
        (mine.events, theirs.events),
        ({"e": mine.ending, "r": mine.reached}, {"e": theirs.ending, "r": theirs.reached}),
    ):
        assert set(mine_table) == set(their_table)
        for name, values in their_table.items():
            np.testing.assert_array_equal(mine_table[name], values, err_msg=name)


def test_what_was_simulated_is_not_simulated_again(worker):
    plan = Plan.build(worlds=WIDTH, years=5, seed=11)
    assert worker.run("a", plan, work=Work()) is worker.run("b", plan, work=Work())


def test_a_newer_wish_takes_the_place_of_the_older(worker):
    outcome = {}

    def older():
        try:
            worker.run("me", Plan.build(worlds=20 * WIDTH, seed=12), work=Work())
        except Superseded:
            outcome["older"] = "superseded"

    thread = threading.Thread(target=older)
    thread.start()
    while not worker._flying:
        time.sleep(0.01)
    newer = worker.run("me", Plan.build(worlds=WIDTH, years=5, seed=13), work=Work())
    thread.join(10)
    assert outcome == {"older": "superseded"}
    assert newer.worlds == WIDTH
    assert not worker._flying
    assert not worker._long


def test_another_client_or_channel_takes_no_ones_place(worker):
    found = []

    def ask(client, channel, seed):
        plan = Plan.build(worlds=2 * WIDTH, years=5, seed=seed)
        found.append(worker.run(client, plan, work=Work(), channel=channel).worlds)

    threads = [
        threading.Thread(target=ask, args=(client, channel, 20 + number))
        for number, (client, channel) in enumerate([("a", ""), ("b", ""), ("a", "other")])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [2 * WIDTH] * 3


def test_nothing_is_simulated_for_one_who_has_gone(worker):
    work = Work()
    threading.Timer(0.1, work.cancelled.set).start()
    begun = time.monotonic()
    with pytest.raises(Stopped):
        worker.run("gone", Plan.build(worlds=100 * WIDTH, seed=14), work=work)
    assert time.monotonic() - begun < 3
    assert not worker._flying


def test_a_first_answer_does_not_wait_behind_long_work(worker):
    long, order = Work(), []
    plan = Plan.build(worlds=60 * WIDTH, seed=15)

    def slow():
        try:
            worker.run("slow", plan, work=long)
        except Stopped:
            return
        order.append("long")

    thread = threading.Thread(target=slow)
    thread.start()
    while not worker._flying:
        time.sleep(0.01)
    worker.run("quick", Plan.build(worlds=WIDTH, years=5, seed=16), work=Work())
    order.append("first answer")
    long.cancelled.set()
    thread.join(10)
    assert order == ["first answer"]


def test_long_work_is_told_its_progress(worker):
    said = []
    work = Work(tell=said.append)
    worker.run("p", Plan.build(worlds=6 * WIDTH, years=10, seed=17), work=work)
    done = [line["progress"][0] for line in said]
    assert done == sorted(done)
    assert all(line["progress"][1] == 6 * WIDTH for line in said)


def test_a_fault_in_a_chunk_reaches_who_asked(worker, monkeypatch):
    walk = SimpleNamespace(sink=lambda *_: None, columns=lambda *_: (_ for _ in ()).throw(MemoryError("no")))
    monkeypatch.setattr(worker, "_walk", lambda _: walk)
    with pytest.raises(MemoryError):
        worker.run("f", Plan.build(worlds=WIDTH, years=5, seed=18), work=Work())
    monkeypatch.undo()
    assert worker.run("f", Plan.build(worlds=WIDTH, years=5, seed=18), work=Work()).worlds == WIDTH


def test_long_work_of_others_goes_one_at_a_time(worker):
    work, inside = Work(), []

    def hold():
        with worker.alone(work):
            inside.append(1)
            assert len(inside) == 1
            time.sleep(0.02)
            inside.pop()

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert not any(thread.is_alive() for thread in threads)


def test_a_model_that_cannot_be_loaded_is_said(monkeypatch):
    made = Worker()
    monkeypatch.setattr("kennan.run.devices.prepare", lambda: (_ for _ in ()).throw(OSError("no disk")))
    made.start()
    assert "no disk" in made.doing
    with pytest.raises(RuntimeError, match="no disk"):
        made.wait_until_ready(Work())


# ---- where it listens


def test_a_taken_port_is_said_with_a_free_one():
    with serve.listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(BadInput) as caught:
            serve.listen("127.0.0.1", port)
    fault = caught.value.faults[0]
    assert f"port {port} is taken" in fault.what
    assert fault.nearest.isdigit()
    assert f"--port {fault.nearest}" in fault.do


def test_the_names_of_the_desk_follow_its_port():
    assert "localhost:8101" in Settings(port=8101).names
    assert "localhost" not in Settings(port=8101).names
    assert "localhost" in Settings(port=80).names
    assert "192.168.1.4:8101" in Settings(port=8101, lan=True, hosts=("192.168.1.4",)).names


def test_the_description_is_made_of_the_models():
    document = openapi.document([say, count, file])
    body = document["paths"]["/api/say"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert (
        document["components"]["schemas"][body["$ref"].rpartition("/")[2]]["properties"]["times"]["maximum"]
        == 5
    )
    assert "application/x-ndjson" in document["paths"]["/api/count"]["post"]["responses"]["200"]["content"]
    assert document["paths"]["/api/file/{name}"]["get"]["parameters"][0]["name"] == "name"
