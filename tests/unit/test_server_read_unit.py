"""What the reading page asks of the server: provenance, the article, code, a claim tested anew, a passage off."""

from __future__ import annotations

import json

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kennan import article
from kennan.engine.plan import Plan
from kennan.server import routes_read
from kennan.server.desk import Desk
from kennan.server.guard import Guard
from kennan.server.settings import Settings

HOME = "http://localhost:1947"


@pytest.fixture(scope="module")
def desk():
    made = Desk(Settings())
    made.worker.start()
    yield made
    made.worker.stop()


@pytest.fixture(scope="module")
def client(desk):
    inner = Starlette(routes=[one.route(desk) for one in routes_read.ENDPOINTS])
    return TestClient(Guard(inner, desk.settings), base_url=HOME, client=("127.0.0.1", 5))


def last(answer):
    lines = [json.loads(line) for line in answer.text.splitlines()]
    return lines[-1], lines[:-1]


def test_a_number_says_what_it_is(client):
    found = client.get("/api/quantity/orbit").json()
    assert found["kind"] == "quantity"
    assert any(f["main"] and "<math" in f["mathml"] for f in found["formulas"])
    assert {"name", "value", "low", "high", "unit", "mark", "source", "sentence"} <= set(
        found["parameters"][0]
    )
    assert found["passages"][0]["paraphrase"]
    assert client.get("/api/quantity/outcome:mellowing").json()["rule"]
    assert client.get("/api/parameter/afterglow").json()["kind"] == "parameter"


def test_a_mechanism_shows_its_code(client):
    found = client.get("/api/mechanism/afterglow").json()
    assert "p.afterglow" in found["files"][0]["functions"][0]["source"]


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/api/quantity/orbitt", "orbit"),
        ("/api/parameter/afterglo", "afterglow"),
        ("/api/mechanism/patienc", "patience"),
        ("/api/quantity/%3Cscript%3E", ""),
    ],
)
def test_a_name_that_there_is_not_is_answered_with_the_nearest(client, path, nearest):
    answer = client.get(path)
    assert answer.status_code == 404
    (fault,) = answer.json()["faults"]
    assert fault["nearest"] == nearest or not nearest


def test_the_article_comes_whole(client):
    found = client.get("/api/article").json()
    assert len(found["passages"]) == len(article.passages())
    assert set(found["claims"]) == set(article.claims())
    assert "containment" in found["policies"]
    assert "historical" not in found["policies"]  # it needs hindsight


def test_a_claim_is_tested_anew(client):
    name = "III.9a-fear-hampers-culture"
    answer, before = last(client.post(f"/api/claim/{name}/run", json={"worlds": 64}))
    found = answer["result"]
    assert found["verdict"] == "shown"
    assert found["checks"][0]["worlds"] == 64
    assert found["checks"][0]["findings"][0]["low"] < found["checks"][0]["findings"][0]["high"]
    assert any("progress" in line for line in before)


def test_a_claim_that_there_is_not_is_said_with_the_nearest(client):
    answer = client.post("/api/claim/III.9a-fear-hampers-cultur/run", json={})
    (fault,) = (json.loads(answer.text.splitlines()[-1]))["faults"]
    assert fault["nearest"] == "III.9a-fear-hampers-culture"


def test_a_passage_is_switched_off_in_the_same_worlds(client, desk):
    asked = {
        "mechanisms": ["patience", "prestige_engaged"],
        "policy": "histrionic",
        "worlds": 128,
        "years": 12,
    }
    answer, _ = last(client.post("/api/off", json=asked))
    found = answer["result"]
    on = Plan.build(policies="histrionic", worlds=128, years=12, record=["orbit"])
    from kennan.engine.engine import simulate

    plans = (on, on.replace(off=("patience", "prestige_engaged")))
    with_, without = (np.concatenate([block.ending for block in simulate(plan)])[:128] for plan in plans)
    assert found["moved"] == float((with_ != without).mean())
    assert found["moved"] > 0
    war = found["outcomes"][0]
    assert war["difference"] == pytest.approx((without == 1).mean() - (with_ == 1).mean())
    assert war["low"] <= war["difference"] <= war["high"]
    assert sum(o["on"]["share"] for o in found["outcomes"]) == pytest.approx(1)


def test_a_wrong_wish_to_switch_off_hears_everything_at_once(client):
    asked = {"mechanisms": ["patienc"], "policy": "containmint"}
    answer, _ = last(client.post("/api/off", json=asked))
    assert [f["nearest"] for f in answer["faults"]] == ["patience", "containment"]
    assert client.post("/api/off", json={"mechanisms": []}).status_code == 400
    assert client.post("/api/off", json={"mechanisms": ["patience"], "worlds": 10**9}).status_code == 400
