"""Plans that cannot be used: messages name the field, the value, what is allowed and the nearest name."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from kennan import policies
from kennan.cli.main import main
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.policies import Policy
from kennan.server import explore_plan
from kennan.server.schema_explore import PlanAsked


def said(**wishes) -> str:
    with pytest.raises(BadInput) as caught:
        Plan.build(**wishes)
    return str(caught.value)


CASES = {
    "unknown scenario": ({"scenario": "x-1974"}, ["scenario", "'x-1974'", "nearest name: x-1947"]),
    "scenario of a wrong type": ({"scenario": 1947}, ["scenario", "1947"]),
    "unknown policy": ({"policies": "containmnet"}, ["'containmnet'", "nearest name: containment"]),
    "no policy": ({"policies": ()}, ["policies", "at least one policy"]),
    "policy of a wrong type": ({"policies": [3]}, ["policies", "3"]),
    "policies of a wrong type": ({"policies": 3}, ["policies is 3"]),
    "policy twice": ({"policies": ("charm", "charm")}, ["two policies are called 'charm'"]),
    "missing policy file": ({"policies": "./nowhere.toml"}, ["nowhere.toml", "no such policy file"]),
    "hindsight not allowed": (
        {"policies": "historical"},
        ["nobody could know at the start", "--with-hindsight"],
    ),
    "unknown mechanism": (
        {"off": "patiense"},
        ["off", "mechanism called 'patiense'", "nearest name: patience"],
    ),
    "off of a wrong type": ({"off": 3}, ["off is 3", "a list of names"]),
    "off is not a mechanism": (
        {"off": "counterforce_lag"},
        ["not a mechanism that can be switched off", "--set"],
    ),
    "unknown parameter": ({"set": {"jelous_power": 1}}, ["set.jelous_power", "nearest name: jealous_power"]),
    "quantity set as a parameter": ({"set": {"menace": 0.5}}, ["start.menace", "where it begins"]),
    "unknown start": (
        {"set": {"start.menance": 0.5}},
        ["nearest name: start.menace", "quantity with a start"],
    ),
    "set is no table": ({"set": [1]}, ["set is [1]", "name = value"]),
    "above the range": ({"set": {"patience": 7}}, ["patience is 7", "out of range", "a number from 0 to 1"]),
    "below the range": ({"set": {"patience": -1}}, ["patience is -1", "out of range"]),
    "strength below its range": (
        {"set": {"real_threat_response": 0.01}},
        ["or 0, which removes the mechanism"],
    ),
    "start out of bounds": ({"set": {"start.menace": 1.5}}, ["start.menace is 1.5", "from 0 to 1"]),
    "start far away": ({"set": {"start.output": 1e300}}, ["start.output is 1e+300", "out of range"]),
    "NaN": ({"set": {"patience": math.nan}}, ["patience is nan", "not a finite number"]),
    "infinity": ({"set": {"patience": math.inf}}, ["patience is inf", "not a finite number"]),
    "text for a number": ({"set": {"patience": "high"}}, ["patience is 'high', not a number"]),
    "a number as text": ({"set": {"patience": "0.5"}}, ["without quotation marks"]),
    "true for a number": ({"set": {"patience": True}}, ["patience is true, not a number"]),
    "off and set": ({"off": "patience", "set": {"patience": 0.5}}, ["both switched off and set", "keep one"]),
    "unknown quantity": ({"record": "orbitt"}, ["record", "quantity called 'orbitt'", "nearest name: orbit"]),
    "quantity by theatre": ({"record": "influence"}, ["not one number a world", "theatres are always kept"]),
    "worlds 0": ({"worlds": 0}, ["worlds is 0", "from 1 to 1,000,000"]),
    "worlds negative": ({"worlds": -1}, ["worlds is -1", "from 1 to 1,000,000"]),
    "worlds 10^12": ({"worlds": 10**12}, ["worlds is 1,000,000,000,000", "from 1 to 1,000,000"]),
    "worlds beyond writing": ({"worlds": 10**5000}, ["more than 30 digits"]),
    "worlds as a fraction": ({"worlds": 10.5}, ["10.5, not a whole number"]),
    "worlds as text": ({"worlds": "many"}, ["'many', not a whole number"]),
    "worlds true": ({"worlds": True}, ["true, not a whole number"]),
    "years 0": ({"years": 0}, ["years is 0", "from 1 to 200"]),
    "years 201": ({"years": 201}, ["years is 201"]),
    "seed negative": ({"seed": -1}, ["seed is -1"]),
    "seed too large": ({"seed": 2**63}, ["seed is 9,223,372,036,854,775,808"]),
    "seed as a fraction": ({"seed": 4.7}, ["4.7, not a whole number"]),
    "steps a month": ({"steps_per_month": 3}, ["steps_per_month is 3", "1, 2, 4"]),
    "world numbers run out": ({"first_world": 2**32 - 1, "worlds": 2}, ["first_world", "4,294,967,296"]),
    "hindsight of a wrong type": ({"with_hindsight": 1}, ["with_hindsight is 1", "true or false"]),
    "parameters misspelt": ({"parameters": "drwn"}, ["parameters is 'drwn'", "nearest name: drawn"]),
    "parameters of a wrong type": ({"parameters": 3}, ["parameters is 3", "a TOML file"]),
    "parameters out of range": ({"parameters": {"patience": 3}}, ["parameters.patience", "out of range"]),
    "parameters file missing": ({"parameters": "nowhere.toml"}, ["nowhere.toml", "no such parameters file"]),
}


@pytest.mark.parametrize("name", CASES)
def test_message(name):
    wishes, words = CASES[name]
    message = said(**wishes)
    for word in words:
        assert word in message, message


def test_all_faults_come_at_once():
    message = said(
        scenario="x1947",
        policies=("containmnt", "historical"),
        worlds=0,
        years=1000,
        seed=-1,
        parameters="drwn",
        set={"patiense": 1, "patience": math.nan},
        off=("patience", "gravity"),
        record="orbt",
        steps_per_month=3,
    )
    assert message.startswith("13 faults:")
    for word in (
        "x1947",
        "containmnt",
        "hindsight",
        "worlds",
        "years",
        "seed",
        "drwn",
        "patiense",
        "nan",
        "both",
        "gravity",
        "orbt",
        "steps_per_month",
    ):
        assert word in message


def test_numpy_numbers_are_numbers():
    plan = Plan.build(worlds=np.int64(3), set={"patience": np.float32(0.5)})
    assert plan == Plan.build(worlds=3, set={"patience": 0.5})


FILES = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "truncated": (b"patience = 0.", ":1"),
    "binary": (bytes(range(256)), "is not text"),
    "zero bytes": (b"patience = 0.5\n\x00", "is not text"),
    "enormous": (b"# " + b"x" * 1_000_001, "at most 1,000,000 bytes"),
    "nested too deeply": (b"a = " + b"[" * 5000 + b"]" * 5000, "not TOML"),
    "unknown name": (b"jealous_power = 0\n\njelous_power = 1\n", ":3 jelous_power"),
    "out of range": (b"patience = 7\n", ":1 patience"),
    "NaN": (b"patience = nan\n", "not a finite number"),
    "wrong type": (b'patience = "high"\n', "not a number"),
    "a table": (b"[patience]\nvalue = 1\n", "not a number"),
    "start unknown": (b"[start]\nmenance = 0.5\n", ":2 start.menance"),
    "start out of bounds": (b"[start]\nmenace = 5\n", "start.menace is 5"),
}


@pytest.mark.parametrize("name", FILES)
def test_parameters_file(name, tmp_path):
    content, words = FILES[name]
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    message = said(parameters=path)
    assert "mine.toml" in message
    assert words in message


def test_a_parameters_file_names_every_fault(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("patience = 7\nmenace = 1\njealous_power = nan\n")
    message = said(parameters=path, worlds=0)
    assert message.startswith("4 faults")
    for line in (":1 patience", ":2 menace", ":3 jealous_power"):
        assert f"mine.toml{line}" in message


def test_a_policy_made_by_hand_is_checked_too():
    from kennan import policies

    sound = policies.load("containment")
    broken = Policy(**{**vars(sound), "levers": {**sound.levers, "tone": ((1947.0, 9.0),)}})
    assert "tone" in said(policies=broken)


JSON = {
    "": "not JSON",
    "{": "not JSON",
    "[]": "not a JSON object",
    "[" * 100_000: "nested too deeply",
    '{"wolds": 3}': "nearest name: worlds",
    '{"worlds": null}': "not a whole number",
    '{"worlds": NaN}': "not a whole number",
    '{"policies": ["./mine.toml"]}': "put the whole policy into the plan",
    '{"policies": [{"name": "x", "levers": {"tonne": 1}}]}': "nearest name: tone",
    '{"policies": [null]}': "no policy called 'None'",
    '{"parameters": "/etc/passwd"}': "names with numbers",
    '{"engine_version": "0"}': "engine version '0'",
    '{"set": {"patience": 1e999}}': "not a finite number",
    '{"off": {"patience": 1}}': "a list of names",
    '{"_files": true}': "field of a plan",
    '{"set": {"patience": 0.2, "patience": 0.2}}': "the name 'patience' stands twice",
    '{"policies": [{"name": "x", "levers": {"tone": 0, "tone": 1}}], "seed": 1, "seed": 1}': "2 faults",
    '{"self": 1, "cls": 2}': "2 faults",
}


HUGE = "9" * 400


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"seed": 9223372036854775808}', "allowed: a whole number from 0 to 9,223,372,036,854,775,807"),
        ('{"set": {"patience": HUGE}}', "patience is 9999"),
        ('{"policies": [{"name": "x", "levers": {"level": HUGE}}]}', "level is 9999"),
        ('{"policies": [{"name": "x", "title": "\\ud83c"}]}', "holds half a letter"),
        ('{"set": {"start": {"menace": 0.4}, "start.menace": 0.4}}', "start.menace is given twice"),
        ('{"policies": [{"name": "x", "then": [{"policy": "charm"}]}]}', "the change has no from"),
        ('{"policies": [{"name": "x", "then": [{"from": "1950-01"}]}]}', "the change has no policy"),
        (
            '{"policies": [{"name": "x", "then": [{"from": "1946-12", "policy": "charm"}]}]}',
            "1947-01 or later",
        ),
        (
            '{"policies": [{"name": "x", "then": [{"from": "1950-01", "policy": "x.toml"}]}]}',
            "called 'x.toml'",
        ),
    ],
)
def test_what_json_can_hold_and_a_plan_cannot(text, words):
    with pytest.raises(BadInput) as caught:
        Plan.from_json(text.replace("HUGE", HUGE))
    assert words in str(caught.value)


def test_a_change_after_the_last_month_is_refused_where_a_plan_is_given(tmp_path, monkeypatch, capsys):
    policy = {"policy": {"name": "late"}, "then": [{"from": "1952-01", "policy": "charm"}]}
    late = policies.from_dict(policy)
    assert "1951-12" in said(policies=late, years=5)
    assert "take 6 years or more" in said(policies=late, years=5)
    plan = Plan.build(policies=late, years=6)
    assert plan.replace(years=1).months == 12  # the program may walk the first years alone
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.json").write_text(plan.to_json())
    assert main(["run", "--plan", "plan.json", "--years", "5"]) == 2
    assert "comes after the run's last month" in capsys.readouterr().err
    (tmp_path / "plan.json").write_text(plan.replace(years=5).to_json())
    (tmp_path / "late.toml").write_text(policies.to_toml(late).replace("1952", "2040"))
    assert main(["check", "plan.json"]) == 2  # as the run of that plan
    assert main(["check", "late.toml"]) == 0  # a policy does not say how long a run is
    with pytest.raises(BadInput, match="comes after the run's last month"):
        explore_plan.plan_of(PlanAsked(policy=policy, years=5), 100)


@pytest.mark.parametrize("text", JSON, ids=lambda text: text[:24])
def test_plan_file(text):
    with pytest.raises(BadInput) as caught:
        Plan.from_json(text)
    assert JSON[text] in str(caught.value)


def test_an_enormous_plan_is_not_read():
    with pytest.raises(BadInput, match="at most"):
        Plan.from_json(json.dumps({"off": "x" * 6_000_000}))


def test_a_plan_cannot_be_made_around_the_checks():
    with pytest.raises(BadInput):
        Plan(worlds=0)
    with pytest.raises(BadInput):
        Plan.build().replace(worlds=0)
