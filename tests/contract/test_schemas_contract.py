"""The schemas of files: they take what is shipped, mark what no reader takes, and the one that is shipped is current.

That they take whatever our readers take is tested in ``test_round_trips``.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema_rs
import pytest

import kennan
from kennan import policies
from kennan.cli import schemas
from kennan.cli.main import main

HOME = Path(kennan.__file__).parent
SOUND = {kind: jsonschema_rs.Draft7Validator(schemas.of(kind)) for kind in schemas.KINDS}


def faults(kind, data):
    return [one.message for one in SOUND[kind].iter_errors(json.loads(json.dumps(data)))]


def test_the_shipped_schema_of_claims_is_current(capsys):
    assert main(["schema", "claims"]) == 0
    kept = (HOME / "article" / "claims.schema.json").read_text("utf-8")
    assert capsys.readouterr().out == kept, "kennan schema claims > src/kennan/article/claims.schema.json"


@pytest.mark.parametrize(
    "path", sorted((HOME / "article" / "claims").glob("*.toml")), ids=lambda path: path.stem
)
def test_shipped_claims_are_what_the_schema_says(path):
    assert faults("claims", tomllib.loads(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("name", policies.names())
def test_shipped_policies_are_what_the_schema_says(name):
    assert faults("policy", tomllib.loads((HOME / "policies" / f"{name}.toml").read_text("utf-8"))) == []


RULE = {"lever": "level", "reads": "orbit", "when": "above", "reference": 0, "gain": 1}
WRONG = {
    "an unknown lever": ("policy", {"policy": {"name": "x"}, "levers": {"levle": 0.1}}, "levle"),
    "no name": ("policy", {"policy": {}}, "name"),
    "another field": ("policy", {"policy": {"name": "x"}, "lever": {}}, "lever"),
    "a rule of nothing": (
        "policy",
        {"policy": {"name": "x"}, "rules": [{**RULE, "reads": "moon"}]},
        "moon",
    ),
    "an unknown number": ("parameters", {"patiense": 0.5}, "patiense"),
    "a start of nothing": ("parameters", {"start": {"moon": 0.5}}, "moon"),
    "a mechanism that there is not": ("plan", {"off": ["moonshine"]}, "moonshine"),
    "too many worlds": ("plan", {"worlds": 10**9}, "1000000000"),
    "two expectations": (
        "claims",
        {"claim": [{"id": "a", "passages": ["I.6"], "paraphrase": "a", "falsifier": "b",
                    "check": [{"says": "c", "expect": {"with": {"above": 1, "below": 2}}}]}]},
        "oneOf",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_marked(case):
    kind, data, word = WRONG[case]
    found = faults(kind, data)
    assert found, case
    assert any(word in one or "schemas" in one for one in found), found


def test_names_come_with_what_they_mean():
    levers = schemas.of("policy")["properties"]["levers"]["properties"]
    assert set(levers) == set(policies.levers())
    for name, lever in policies.levers().items():
        assert lever.sentence in levers[name]["description"]


def test_a_kind_that_has_none_is_refused_with_the_nearest(capsys):
    assert main(["schema", "polciy"]) == 2
    assert "policy" in capsys.readouterr().err
