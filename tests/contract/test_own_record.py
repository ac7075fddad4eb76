"""A record of another power, from the folder to the score: hindcast, score, rivals, calibrate and record."""

from __future__ import annotations

import json

import pytest
from ruritania_fake import record, scenario

import kennan
from kennan import history, scenarios
from kennan.cli import main as cli
from kennan.history import terms

TOLD = [
    "orbit_theatre", "orbit_states", "gdp_ratio", "cinc_ratio", "party_members", "bloc_unrest", "superpower_crises",
    "kremlin_yields", "broken_up", "mellowed",
]  # fmt: skip


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A folder with a copy of Ruritania that brings its own record, and the same record beside it."""
    base = tmp_path_factory.mktemp("own")
    scenario(base / "rur")
    record(base / "rur" / "record")
    record(base / "tables")
    return base


@pytest.fixture(scope="module")
def forecast(here):
    words = ["hindcast", "--as-of", "1952", "--until", "1955", "--members", "20", "--no-claims", "--quiet"]
    words += ["--scenario", str(here / "rur"), "--record", str(here / "tables"), "--out", str(here / "made")]
    assert cli.main(words) == 0
    return here / "made"


def answer(words, capsys):
    capsys.readouterr()
    assert cli.main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_is_known_before_is_the_course_that_the_scenario_names(forecast):
    about = json.loads((forecast / "registration.json").read_text(encoding="utf-8"))
    assert about["targets"] == TOLD
    assert about["anchors"]["cinc_ratio"] == {"year": 1952, "value": pytest.approx(0.53)}
    assert about["course"] == "containment"
    assert about["plan"]["scenario"]["name"] == "rur"


def test_a_forecast_is_scored_on_its_own_record_and_beside_rivals(forecast, here, capsys):
    found = answer(["score", str(forecast), "--record", str(here / "tables")], capsys)
    assert [one["target"] for one in found["targets"]] == TOLD
    models = {model["model"] for one in found["targets"] for model in one["models"]}
    assert {"kennan", "persistence", "nothing_matters", "richardson", "bargaining", "strain"} <= models
    assert not found["left_out"]


def test_rivals_begin_where_the_scenario_does(here, capsys):
    words = [
        "rivals",
        "--scenario",
        str(here / "rur"),
        "--members",
        "30",
        "--until",
        "1952",
        "--only",
        "strain",
    ]
    found = answer(words, capsys)
    assert found["as_of"] == "1950-12-31"
    assert found["record"].endswith("rur/record")
    rows = {row["unit"] for row in found["rivals"][0]["forecast"] if row["target"] == "orbit_theatre"}
    assert rows == set(scenarios.load(scenarios.SMALL).theatres.code)


def test_each_of_two_folders_that_hold_the_same_has_its_own_tables(here, tmp_path):
    scenario(tmp_path / "rur")
    mine, other = (terms.of(scenarios.choose(base / "rur")) for base in (tmp_path, here))
    assert mine.folder == tmp_path / "rur" / "record"
    assert other.folder == here / "rur" / "record"


def test_nothing_of_the_article_s_record_is_in_it(here, capsys):
    found = answer(["record", "check", str(here / "tables"), "--scenario", str(here / "rur")], capsys)
    assert {one["table"] for one in found["tables"]} == {
        "coverage", "superpower_crises", "theatre_spells", "yearly",
    }  # fmt: skip
    assert found["observations"]["orbit_theatre"] == 6 * 12
    world = scenarios.choose(here / "rur")
    seen = history.observations(history.load(scenario=world), None, world)
    inside = seen[(seen.target == "orbit_theatre") & (seen.value > 0)]
    assert set(inside.unit) == {"HEN", "ZEN"}
    assert inside[inside.unit == "ZEN"].year.min() == 1953
    states = (
        seen[seen.target == "orbit_states"].set_index("year").value
    )  # a theatre without a state counts for one
    assert (states[1952], states[1953]) == (1.0, 2.0)


def test_the_shipped_scenario_has_its_own_terms_and_a_copy_of_it_the_same(tmp_path, capsys):
    assert cli.main(["new", "scenario", str(tmp_path / "copy"), "--like", "x-1947"]) == 0
    copy = scenarios.choose(tmp_path / "copy")
    mine, theirs = history.targets(None, copy), history.targets()
    assert mine == theirs
    assert history.load(scenario=copy).base is None  # the facts of the package themselves
    one = history.observations(history.load(scenario=copy), ["gdp_ratio", "orbit_states"], copy)
    assert one.equals(history.observations(history.load(), ["gdp_ratio", "orbit_states"]))


def test_in_python_as_well(here, monkeypatch):
    monkeypatch.chdir(here)
    made = kennan.hindcast(
        1951, until=1952, members=20, targets=["gdp_ratio"], claims=False, scenario=here / "rur", out="py"
    )
    assert made.members.years == (1952,)
    found = kennan.score("py", record=here / "tables", against=["persistence"])
    assert list(found.targets) == ["gdp_ratio"]


def test_parameters_are_calibrated_on_it(here, capsys):
    words = [
        "calibrate",
        "--scenario",
        str(here / "rur"),
        "--as-of",
        "1955",
        "--particles",
        "50",
        "--pool",
        "2048",
    ]
    words += ["--draws", "20", "--generations", "2", "--out", str(here / "cal")]
    found = answer(words, capsys)
    assert found["targets"] == TOLD
    assert found["draws"] == 20
    assert found["scenario"]["name"] == "rur"
