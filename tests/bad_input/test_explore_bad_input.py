"""Bad questions to the exploring page's server, one each, and what is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from kennan.engine.plan import Plan
from kennan.server.app import create_app
from kennan.server.settings import Settings

POSTS = ("/api/simulate", "/api/compare", "/api/why", "/api/plan", "/api/plan/read")


@pytest.fixture(scope="module")
def client():
    """Return a desk that says it is ready and never walks a world: what is bad is refused before that."""
    app = create_app(Settings(port=8148), warm=False)
    app.app.state.desk.worker.ready.set()

    def never(*_, **__):
        raise AssertionError("worlds were asked for")

    app.app.state.desk.worker.run = app.app.state.desk.worker.parts = never
    return TestClient(
        app, base_url="http://127.0.0.1:8148", client=("127.0.0.1", 50_000), raise_server_exceptions=True
    )


def refused(client, path, body):
    """Return what is said, in one text; every fault has words. A stream under way refuses in its last line."""
    answer = client.post(path, json=body)
    streamed = answer.headers["content-type"].startswith("application/x-ndjson")
    assert answer.status_code == (200 if streamed else 400), answer.text
    said = json.loads(answer.text.strip().splitlines()[-1])
    assert not streamed or said["status"] == 400
    faults = said["faults"]
    assert faults
    assert all(one["what"] for one in faults)
    return " ".join(
        f"{one['where']}: {one['what']} {one['allowed']} {one['nearest']} {one['do']}" for one in faults
    )


CASES = [
    ({"policy": "containmnt"}, 128, "containment"),
    ({"policy": {"policy": {"name": "x"}, "levers": {"lvel": 1}}}, 128, "level"),
    ({"policy": {"policy": {"name": "x"}, "levers": {"level": 9}}}, 128, "0 to 1.5"),
    ({"policy": {"levers": {}}}, 128, "no name"),
    ({"policy": {"policy": {"name": "x"}, "levers": {"follow": 0}}}, 128, "goes nowhere"),
    ({"policy": "historical"}, 128, "at the start"),
    ({"years": 0}, 128, "greater than or equal to 1"),
    ({"years": 80}, 128, "1 to 75"),
    ({"seed": -1}, 128, "greater than or equal to 0"),
    ({"seed": 10**30}, 128, "seed"),
    ({"scenario": "x-1948"}, 128, "x-1947"),
    ({"off": ["patienc"]}, 128, "patience"),
    ({"set": {"afterglw": 1}}, 128, "afterglow"),
    ({"parameters": "/etc/passwd"}, 128, "drawn"),
    ({"parameters": {"nonsense_here": 1}}, 128, "nonsense_here"),
    ({"policy": "/etc/passwd"}, 128, "no policy called"),
    ({"plicy": "containment"}, 128, "policy"),
    ({}, 0, "greater than or equal to 1"),
    ({}, 7, "8 to 2,000"),
    ({}, 10**9, "less than or equal to 2000"),
]


@pytest.mark.parametrize(("plan", "worlds", "words"), CASES)
def test_a_bad_plan_is_refused_in_words(client, plan, worlds, words):
    said = refused(client, "/api/simulate", {"plan": plan, "worlds": worlds})
    assert words in said


def test_all_faults_are_told_at_once(client):
    said = refused(
        client, "/api/simulate", {"plan": {"policy": "nope", "off": ["nope"], "years": 90}, "worlds": 3}
    )
    for words in ("no policy called 'nope'", "no mechanism called 'nope'", "90 years", "3 worlds"):
        assert words in said


def test_a_world_beyond_those_asked_for(client):
    said = refused(client, "/api/simulate", {"plan": {}, "worlds": 128, "world": 128})
    assert "0 to 127" in said


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({"seed": 48}, "seed is 48 now and 47"),
        ({"years": 44}, "years is 44"),
        ({"with_hindsight": True}, "hindsight"),
    ],
)
def test_runs_without_common_luck_are_not_compared(client, plan, words):
    for path in ("/api/compare", "/api/why"):
        said = refused(client, path, {"plan": plan, "pinned": {}})
        assert words in said
        assert "pin this run anew" in said


def test_why_of_an_unknown_quantity(client):
    body = {"plan": {"policy": "charm"}, "pinned": {}, "quantity": "orbt"}
    assert "orbit" in refused(client, "/api/why", body)
    assert "outcome:mellowing" in refused(client, "/api/why", {**body, "quantity": "outcome:mellowng"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("{", "not JSON"),
        ("[1, 2]", "neither JSON nor TOML"),
        ("a = 1", "no table of a policy"),
        ("{}" * 3, "not JSON"),
        ("[policy]\nname=", "neither JSON nor TOML"),
        ("[polcy]\nname='x'\n", "policy"),
        ("[policy]\nname='x'\n[levers]\nlevel='high'\n", "level"),
        ('{"policies": ["/etc/passwd"]}', "no policy called"),
        ('{"engine_version": "0"}', "engine version"),
        ("\x00" * 10, "not text in UTF-8"),
        ("{" * 5000, "JSON"),
    ],
)
def test_a_bad_file_is_refused_in_words(client, text, words):
    assert words in refused(client, "/api/plan/read", {"text": text})


def test_a_file_that_is_too_large(client):
    assert "200000" in refused(client, "/api/plan/read", {"text": "x" * 200_001})


def test_a_plan_of_another_kind_of_json_is_refused(client):
    plan = Plan.build().as_dict() | {"worlds": "many"}
    assert "worlds" in refused(client, "/api/plan/read", {"text": json.dumps(plan)})


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMED = st.fixed_dictionaries(
    {},
    optional={
        "policy": JSON,
        "levers": st.dictionaries(st.sampled_from(["level", "tone", "x"]), JSON, max_size=2),
        "rules": JSON,
        "then": JSON,
        "by_hand": JSON,
    },
)


@given(policy=NAMED | JSON, numbers=JSON, path=st.sampled_from(("/api/plan", "/api/compare")))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_sent_breaks_the_server(client, policy, numbers, path):
    plan = {"policy": policy, "parameters": numbers, "set": numbers, "off": numbers}
    answer = client.post(
        path, json={"plan": plan, "pinned": {}, "worlds": 128} if "compare" in path else {"plan": plan}
    )
    assert answer.status_code in (200, 400), answer.text
    if answer.status_code == 400:
        assert answer.json()["faults"]
