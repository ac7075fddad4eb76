"""Requests that schemathesis makes from the whole schema, and from its edges, end in nothing worse than a refusal."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("schemathesis")
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks

from kennan.server.app import create_app, endpoints
from kennan.server.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore")
EXAMPLES = 12  # requests of each operation that are made up, beside those on the edges of the schema


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
