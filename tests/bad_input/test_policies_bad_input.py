"""What a user reads when a policy cannot be used. One tiny file for each mistake, in ``policies/``."""

import os
from pathlib import Path

import pytest

from kennan import policies
from kennan.faults import BadInput

FILES = Path(__file__).parent / "policies"

# file -> what the message must contain; ":3 levers.tone" is line and field
TABLE = {
    "no_policy_table": ["the policy has no name", "begin the file: [policy]"],
    "no_name": [":1 policy", "the policy has no name", 'name = "..."'],
    "empty_name": [":2 policy.name", "name of the policy is empty"],
    "name_with_newline": [":2 policy.name", "1 to 60 letters"],
    "name_is_number": [":2 policy.name", "name is 7", "text in quotation marks"],
    "unknown_table": [":4 lever", "no field of a policy file called 'lever'", "nearest name: levers"],
    "unknown_head_field": [":3 policy.titel", "nearest name: title"],
    "unknown_lever": [
        ":5 levers.levle",
        "no lever called 'levle'",
        "nearest name: level",
        "allowed: care, concession, credulity",
    ],
    "prototype_lever_name": [":5 levers.concede", "nearest name: concession"],
    "unknown_passage": [
        ":3 policy.passages",
        "no passage of the article called 'III.19'",
        "nearest name: III.",
    ],
    "passages_is_text": [":3 policy.passages", "passages is 'III.1'", "a list of texts"],
    "hindsight_is_text": [":3 policy.hindsight", "hindsight is 'yes'", "true or false"],
    "policy_is_text": [":1 policy", "a table that begins [policy]"],
    "levers_is_number": [":1 levers", "a table that begins [levers]"],
    "lever_too_high": [":5 levers.level", "level is 1.6", "a number from 0 to 1.5"],
    "lever_below_zero": [":5 levers.tone", "tone is -0.01", "a number from 0 to 1"],
    "lever_in_percent": [":5 levers.steady", "steady is 95", "a number from 0 to 1"],
    "lever_nan": [":5 levers.tone", "tone is nan"],
    "lever_inf": [":5 levers.level", "level is inf"],
    "lever_is_text": [":5 levers.tone", "tone is '0.5', not a number", "without quotation marks"],
    "lever_is_true": [":5 levers.exit", "exit is true, not a number"],
    "lever_is_date": [":5 levers.exit", "not a number"],
    "lever_is_table": [":5 levers.exit", "not a number", "a list of [year, value] pairs"],
    "schedule_empty": [
        ":5 levers.level",
        "the schedule of level is empty",
        "at least one [year, value] pair",
    ],
    "schedule_flat_list": [":5 levers.level", "point 1 of level is 0.5", "point 2", "a pair [year, value]"],
    "schedule_triple": [":5 levers.level", "point 1 of level is [1947, 0.5, 0.7]", "a pair [year, value]"],
    "schedule_backwards": [
        ":5 levers.level",
        "point 2 of level is at 1947, not after 1950",
        "in order of time",
    ],
    "schedule_year_twice": [":5 levers.level", "point 2 of level is at 1947, not after 1947"],
    "schedule_value_too_high": [
        ":5 levers.tone",
        "the value of point 2 of tone is 1.7",
        "a number from 0 to 1",
    ],
    "schedule_value_nan": [":5 levers.tone", "the value of point 2 of tone is nan"],
    "schedule_year_inf": [":5 levers.tone", "the year of point 2 of tone is inf", "a year from 1 to 9999"],
    "schedule_year_true": [":5 levers.tone", "the year of point 1 of tone is true, not a number"],
    "counterforce_nowhere": [":4 levers", "follow, perimeter, offensive are all 0 in 1950", "set level to 0"],
    "rules_is_table": [":4 rules", "tables that begin [[rules]]"],
    "rule_lever_unknown": [":5 rules.0.lever", "lever is 'levels'", "nearest name: level"],
    "rule_reads_unknown": [":6 rules.0.reads", "reads is 'orbit'", "nearest name: orbit_seen"],
    "rule_reads_the_truth": [":6 rules.0.reads", "reads is 'frustration'", "orbit_seen"],
    "rule_when_unknown": [":7 rules.0.when", "when is 'over'", "above, below"],
    "rule_reference_missing": [":4 rules.0.reference", "the rule has no reference"],
    "rule_gain_missing": [":4 rules.0.gain", "the rule has no gain"],
    "rule_gain_nan": [":9 rules.0.gain", "gain is nan"],
    "rule_gain_is_true": [":9 rules.0.gain", "gain is true, not a number"],
    "rule_reference_in_percent": [
        ":8 rules.0.reference",
        "reference is 10",
        "0 to 1, which orbit_seen can be",
    ],
    "rule_reference_inf": [":8 rules.0.reference", "reference is inf", "a finite number from 0"],
    "rule_unknown_field": [":10 rules.0.delay", "no field of a rule called 'delay'"],
    "rule_twice": [":11 rules.1", "two rules for level when orbit_seen is above", "keep one"],
    "many_faults": [
        "7 faults",
        "the policy has no name",
        "title of the policy is empty",
        "nearest name: author",
        "level is 9",
        "nearest name: tone",
        "lever is 'levels'",
        "gain is nan",
    ],
    "truncated": ["is not TOML", "end of document"],
    "empty": ["the policy file is empty"],
    "only_spaces": ["the policy file is empty"],
    "only_comment": ["the policy has no name", "begin the file: [policy]"],
    "key_twice": [":6", "is not TOML"],
    "binary": ["is not text"],
}


def message(path):
    with pytest.raises(BadInput) as error:
        policies.load(path)
    return str(error.value)


@pytest.mark.parametrize(("name", "words"), TABLE.items(), ids=TABLE)
def test_the_message_says_where_and_what_and_what_is_allowed(name, words):
    text = message(FILES / f"{name}.toml")
    assert [word for word in words if word not in text] == []
    assert f"{name}.toml" in text
    assert "Traceback" not in text


def test_every_bad_file_is_in_the_table():
    assert {path.stem for path in FILES.glob("*.toml")} == set(TABLE)


@pytest.mark.parametrize(
    "name", [name for name in TABLE if name not in ("many_faults", "schedule_flat_list")]
)
def test_one_mistake_gives_one_fault(name):
    with pytest.raises(BadInput) as error:
        policies.load(FILES / f"{name}.toml")
    assert len(error.value.faults) == 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("containmnt", ["no policy called 'containmnt'", "nearest name: containment", "ends in .toml"]),
        ("Containment", ["nearest name: containment"]),
        ("uniform", ["no policy called 'uniform'", "perimeter"]),
        ("levers", ["no policy called 'levers'"]),
        ("seen", ["no policy called 'seen'"]),
        ("", ["no policy called ''"]),
        ("con\0tainment", ["cannot be called"]),
        (None, ["cannot be called None"]),
        (47, ["cannot be called 47"]),
        ("gone.toml", ["gone.toml", "there is no such policy file", "check the path"]),
        ("./containment", ["there is no such policy file"]),
        ("x" * 5000 + ".toml", ["cannot be read"]),
    ],
)
def test_a_name_or_path_that_leads_nowhere(asked, words):
    text = message(asked)
    assert [word for word in words if word not in text] == []


def test_a_folder_is_not_a_policy(tmp_path):
    assert "the policy file is a folder" in message(tmp_path)
    assert "the policy file is a folder" in message(str(tmp_path) + "/")


def test_an_enormous_file_is_refused_unread(tmp_path):
    path = tmp_path / "enormous.toml"
    with path.open("wb") as file:
        file.truncate(3 * 2**30)  # sparse: it takes no room on the disk
    assert "3,221,225,472 bytes" in message(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read every file")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "locked.toml"
    path.write_text("[policy]\n")
    path.chmod(0)
    assert "cannot be read" in message(path)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({}, "the policy has no name"),
        ({"policy": {"name": "x"}, "levers": {"tone": 3}}, "policy levers.tone: tone is 3"),
        ({"policy": {"name": "x"}, "rules": "none"}, "policy rules: rules is 'none'"),
        ({"policy": {"name": "x"}, "levers": {"tone": None}}, "tone is None, not a number"),
        ({"policy": {"name": "x"}, "levers": {"tone": 10**400}}, "tone is 1000"),
    ],
)
def test_a_dictionary_is_checked_as_a_file_is(data, word):
    with pytest.raises(BadInput) as error:
        policies.from_dict(data)
    assert word in str(error.value)
