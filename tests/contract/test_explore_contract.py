"""The exploring page's server: the same worlds as the command line, quickly, in shapes that do not change."""

from __future__ import annotations

import json

import numpy as np
import pytest
from starlette.testclient import TestClient

import kennan
from kennan.engine.plan import Plan
from kennan.records import summary
from kennan.server.app import create_app
from kennan.server.settings import Settings
from kennan.server.worker import Worker

CHANGED = {"policy": {"name": "mine"}, "levers": {"level": 0.3}}


@pytest.fixture(scope="module")
def client():
    app = create_app(Settings(port=8149))
    with TestClient(app, base_url="http://127.0.0.1:8149", client=("127.0.0.1", 50_000)) as made:
        yield made


def ask(client, path, **body):
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json() if path != "/api/simulate" else lines(answer)[-1]["result"]


def lines(answer):
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_page_sees_the_worlds_of_the_command_line(client):
    found = ask(client, "/api/simulate", plan={"policy": "sporadic", "years": 15}, worlds=128)
    ds = kennan.run(policy="sporadic", years=15, worlds=128)
    told = summary.shares(ds)["sporadic"]
    assert {name: one["share"] for name, one in found["outcomes"].items()} == pytest.approx(
        {name: one.share for name, one in told.items()}, abs=1e-6
    )
    orbit = ds.orbit.isel(policy=0).transpose("month", "world").values[::3]
    assert np.allclose(found["series"]["orbit"]["q50"], np.quantile(orbit, 0.5, axis=-1), atol=2e-4)
    inside = ds.theatre_in_orbit.isel(policy=0).mean("world").values
    assert np.allclose(found["theatres"]["orbit"], inside, atol=1e-4)


def test_few_worlds_are_the_first_of_many(client):
    few = ask(client, "/api/simulate", plan={"years": 10}, worlds=128, world=17)
    many = ask(client, "/api/simulate", plan={"years": 10}, worlds=300, world=17)
    assert few["world"] == many["world"]
    assert few["about"]["digest"] != many["about"]["digest"]


def test_parts_of_an_answer_are_worlds_of_it(client):
    plan = {"years": 20, "policy": "charm"}
    answer = client.post("/api/simulate", json={"plan": plan, "worlds": 300, "world": 17})
    *before, last = lines(answer)
    first, few = (line["part"] for line in before if "part" in line)
    whole = last["result"]
    size = [(one["about"]["worlds"], one["about"]["years"]) for one in (first, few, whole)]
    assert size == [(128, 10), (128, 20), (300, 20)]
    assert few["series"]["orbit"]["q50"][: 4 * 10 + 1] == first["series"]["orbit"]["q50"]
    alone = ask(client, "/api/simulate", plan=plan, worlds=128, world=17)
    assert {**few, "about": 0} == {**alone, "about": 0}
    assert first["world"] is None
    assert few["about"]["digest"] == alone["about"]["digest"]
    assert whole["world"] == alone["world"]


def test_what_goes_over_a_network_is_packed_line_by_line(client):
    app = create_app(Settings(port=8149, lan=True, hosts=("192.168.1.4",)), warm=False)
    app.app.state.desk.worker = client.app.app.state.desk.worker
    far = TestClient(app, base_url="http://192.168.1.4:8149", client=("192.168.1.9", 50_000))
    answer = far.post("/api/simulate", json={"plan": {"years": 16}, "worlds": 200})
    assert answer.headers["content-encoding"] == "gzip"
    assert [("part" in line, "result" in line) for line in lines(answer)][-1] == (False, True)


def test_a_comparison_is_the_ledgers_pairing(client):
    found = ask(
        client, "/api/compare", plan={"policy": CHANGED, "years": 15}, pinned={"years": 15}, worlds=128
    )
    ds = kennan.compare(policies=["containment", {**CHANGED}], years=15, worlds=128)
    told = summary.paired_difference(ds, "stalemate", "mine", "containment")
    assert found["outcomes"]["stalemate"]["in_hundred"] == pytest.approx(100 * told.difference, abs=0.01)
    assert found["about"]["policy"] == "mine"
    assert found["pinned"]["policy"] == "containment"


def test_the_same_plan_compared_with_itself_does_not_differ(client):
    found = ask(client, "/api/compare", plan={"years": 5}, pinned={"years": 5}, worlds=128)
    assert found["otherwise"] == 0
    assert max(map(abs, found["series"]["pressure"]["q95"])) == 0


def test_plan_files_are_what_the_command_line_takes(client):
    found = ask(client, "/api/plan", plan={"policy": CHANGED, "off": ["patience"]}, worlds=500)
    plan = Plan.from_json(found["plan"])
    assert plan.digest() == found["digest"]
    assert plan.off == ("patience",)
    back = ask(client, "/api/plan/read", text=found["plan"])
    again = ask(client, "/api/plan", plan=back["plan"], worlds=back["worlds"])
    assert again["plan"] == found["plan"]
    policy = ask(client, "/api/plan/read", text=found["policy"])
    assert policy["plan"]["policy"] == back["plan"]["policy"]


def test_an_answer_asked_again_is_not_walked_again(client, monkeypatch):
    body = {"plan": {"years": 45, "policy": CHANGED}, "worlds": 128}
    first = ask(client, "/api/simulate", **body)
    walked = []
    monkeypatch.setattr(Worker, "_join", lambda *asked: walked.append(asked))
    again = ask(client, "/api/simulate", **body)
    assert walked == []
    assert {**first, "about": 0} == {**again, "about": 0}


def test_why_streams_progress_and_ends_in_the_ledgers_sentences(client):
    plan = {"policy": {"policy": {"name": "mine"}, "levers": {"level": 0.1}}, "years": 12}
    lines = []
    with client.stream(
        "POST", "/api/why", json={"plan": plan, "pinned": {"years": 12}, "quantity": "orbit"}
    ) as stream:
        lines = [json.loads(line) for line in stream.iter_lines() if line]
    assert any("progress" in line for line in lines[:-1])
    found = lines[-1]["result"]
    assert found["quantity"] == "orbit"
    assert found["roots"][0]["name"] == "level"
    assert found["roots"][0]["share"] == pytest.approx(1, abs=0.2)
    assert found["sentences"][0].startswith("A pair of numbers stands for containment and mine")
    assert found["links"]
    assert found["passages"]


def test_registers_parameters_and_record_need_no_worlds():
    app = create_app(Settings(port=8149), warm=False)
    client = TestClient(app, base_url="http://127.0.0.1:8149", client=("127.0.0.1", 50_000))
    for path in ("/api/registers", "/api/parameters", "/api/record"):
        assert client.get(path).status_code == 200
