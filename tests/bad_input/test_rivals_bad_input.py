"""What a user reads when rivals cannot be played. Exit 2, every fault at once."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kennan.cli import main as cli
from kennan.faults import BadInput
from kennan.history.record.folder import facts
from kennan.history.rivals import play, rivals

TABLE = {
    "unknown rival": (
        ["--only", "barganing"],
        ["--only", "no rival called 'barganing'", "nearest name: bargaining"],
    ),
    "as of after the record": (
        ["--as-of", "1980", "--until", "1990"],
        ["--as-of", "the record ends on 1965-12-31"],
    ),
    "as of before the scenario": (
        ["--as-of", "1938"],
        ["1938 lies before the scenario", "1946 or later"],
    ),
    "no date": (["--as-of", "soon"], ["--as-of", "'soon' is no date"]),
    "too few years": (["--as-of", "1950", "--until", "1950"], ["--until", "1950", "a year from 1951"]),
    "members": (["--members", "few"], ["--members", "'few'", "a whole number"]),
    "seed": (["--seed", "-1"], ["--seed", "a whole number"]),
    "unknown theatre": (
        ["--theatre", "POLL"],
        ["--theatre", "no theatre called 'POLL'", "nearest name: POL"],
    ),
    "no record": (["--record", "nowhere"], ["nowhere does not exist"]),
    "unknown option": (["--member", "5"], ["--member", "nearest name: --members"]),
}


@pytest.mark.parametrize("name", TABLE)
def test_wishes_that_cannot_be_met(name, capsys, monkeypatch):
    monkeypatch.delenv("KENNAN_RECORD", raising=False)
    words, parts = TABLE[name]
    assert cli.main(["rivals", *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    for part in parts:
        assert part in said.err


def test_all_faults_are_said_at_once(capsys):
    words = [
        "--only",
        "strian",
        "--members",
        "x",
        "--theatre",
        "POLL",
        "--record",
        "nowhere",
        "--until",
        "1900",
    ]
    assert cli.main(["rivals", *words]) == 2
    assert "5 faults" in capsys.readouterr().err


def test_rivals_by_name_in_python():
    assert list(rivals(["strain", "nothing-matters"])) == ["nothing_matters", "strain"]
    with pytest.raises(BadInput, match="nearest name: richardson"):
        rivals(["richardsen"])


def test_a_record_that_ends_before_the_forecast_begins():
    tables = {**facts().tables}
    coverage = tables["coverage"].copy()
    coverage.loc[coverage.table == "gk_orbit_spells", "last"] = 1949
    short = replace(facts(), tables={**tables, "coverage": coverage})
    with pytest.raises(BadInput, match="only to 1949, and the forecast begins after 1955"):
        play(short.until(1955), range(1956, 1958), 20, 47, ["nothing_matters"])


@pytest.mark.parametrize("name", ["bargaining", "strain"])
def test_a_record_that_does_not_tell_how_capable_the_powers_are(name):
    yearly = facts().tables["yearly"]
    bare = replace(facts(), tables={**facts().tables, "yearly": yearly[yearly.quantity != "cinc_ratio"]})
    with pytest.raises(BadInput, match="how capable the two powers are"):
        play(bare.until(1955), range(1956, 1958), 20, 47, [name])


def test_what_nothing_is_known_of_is_not_forecast_and_said(capsys, monkeypatch):
    yearly = facts().tables["yearly"]
    bare = replace(facts(), tables={**facts().tables, "yearly": yearly[yearly.quantity != "forces_abroad"]})
    monkeypatch.setattr("kennan.history.load", lambda *_, **__: bare)
    words = ["rivals", "--only", "nothing_matters", "--members", "20", "--until", "1950"]
    assert cli.main(words) == 0
    assert (
        "Not forecast, as the record tells nothing of it by then: forces_abroad." in capsys.readouterr().out
    )
    assert cli.main([*words, "--json"]) == 0
    rival = json.loads(capsys.readouterr().out)["rivals"][0]
    assert rival["not_forecast"] == ["forces_abroad"]
    assert "forces_abroad" not in {row["target"] for row in rival["forecast"]}
