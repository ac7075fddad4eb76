"""The description of what can be asked: it names everything, bounds every number, and types the page."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from pydantic import Field
from server_fake import HOME, Inner, count, file, say
from starlette.testclient import TestClient

from kennan.page import built
from kennan.server import app as apps
from kennan.server import description, schema

WEB = built.WEB


def test_the_description_is_made_of_the_models():
    document = description.document([say, count, file])
    body = document["paths"]["/api/say"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert (
        document["components"]["schemas"][body["$ref"].rpartition("/")[2]]["properties"]["times"]["maximum"]
        == 5
    )
    assert "application/x-ndjson" in document["paths"]["/api/count"]["post"]["responses"]["200"]["content"]
    assert document["paths"]["/api/file/{name}"]["get"]["parameters"][0]["name"] == "name"


@pytest.fixture(scope="module")
def whole() -> TestClient:
    """Give the whole application, without a model."""
    return TestClient(apps.create_app(warm=False), base_url=HOME, client=("127.0.0.1", 5))


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


# they choose the luck, or are checked by the plan, its policy, the game or the room, which know their bounds
COSTS_NOTHING = re.compile(
    r"\.(seed|world|v|value)$|^\.PlanAsked\.(set|parameters)|^\.(PolicyFile|PolicyOnce|RuleTable)\."
)


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
