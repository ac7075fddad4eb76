"""Everything that the server says it can be asked, asked with sound and unsound bodies made from its own description.

Whatever comes, it is answered as described: never with a fault of the server, and what is wrong in words.
"""

from __future__ import annotations

import json

import pytest
import schemathesis
from desk_browser import serve
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import negative_data_rejection, not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from kennan.server import app as apps

ENDPOINTS = [f"{one.method} {one.path}" for one in apps.endpoints()]
FEW, MANY = 8, 200  # bodies for each endpoint and kind; many with --long
WAIT = 120  # seconds for one answer; some sound bodies ask for minutes of work on a busy machine


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    desk = serve("--rooms", str(tmp_path_factory.mktemp("rooms")))
    desk.wait_until_ready()
    yield desk
    desk.stop()


@pytest.fixture(scope="module")
def described(served):
    return schemathesis.openapi.from_url(served.url + "api/openapi.json")


def hold(described, endpoint: str, mode: GenerationMode, examples: int) -> None:
    """Ask one endpoint with bodies made from its description, and hold every answer to it."""
    method, _, path = endpoint.partition(" ")
    operation = described[path][method]
    always = [not_a_server_error, status_code_conformance, content_type_conformance]

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(mode))
    def run(case):
        answer = case.call(timeout=WAIT)
        unsound = (
            mode is GenerationMode.NEGATIVE and answer.status_code != 413
        )  # it does not know "too large"
        case.validate_response(answer, checks=[*always, negative_data_rejection] if unsound else always)
        last = answer.content.decode("utf-8").strip().split("\n")[-1:]
        said = json.loads(last[0]) if last and last[0].startswith("{") else {}
        for fault in said.get("faults", []):
            assert fault["what"]
            assert "Traceback" not in fault["what"]
            assert (
                "a fault of kennan" not in fault["what"]
            )  # a stream has begun with 200: its faults come last
        if answer.status_code >= 400:
            assert said.get("faults"), f"a refusal says why: {answer.status_code} {answer.content[:200]!r}"

    run()


def modes(endpoint: str) -> list[GenerationMode]:
    """Return the kinds of bodies that there are: a GET without a part in its path can only be sound."""
    takes = endpoint.startswith("POST")
    return [GenerationMode.POSITIVE, GenerationMode.NEGATIVE] if takes else [GenerationMode.POSITIVE]


CASES = [(one, mode) for one in ENDPOINTS for mode in modes(one)]


@pytest.mark.parametrize(("endpoint", "mode"), CASES, ids=lambda value: getattr(value, "value", value))
def test_every_endpoint_keeps_to_its_description(described, endpoint, mode):
    hold(described, endpoint, mode, FEW)


@pytest.mark.slow
@pytest.mark.parametrize(("endpoint", "mode"), CASES, ids=lambda value: getattr(value, "value", value))
def test_every_endpoint_keeps_to_its_description_in_many_cases(described, endpoint, mode):
    hold(described, endpoint, mode, MANY)
