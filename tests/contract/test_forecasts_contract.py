"""From the engine to a registered forecast and its scores: nothing leaks, nothing changes, everything is told."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from history_fake import NOW, registered

from kennan import history
from kennan.cli import main as cli
from kennan.history import forecast, forecast_asked, forecast_folder
from kennan.history.baselines import BASELINES
from kennan.history.record import spec
from kennan.history.record.dates import starts

CUT = 1950


def poisoned(record, cut_off: int):
    """Return the record with everything that begins after the cut-off turned upside down."""
    tables = {}
    for name, data in record.tables.items():
        data = data.copy()
        table = spec.table(name)
        if name != "coverage":
            late = np.array([bool(text) and int(text[:4]) > cut_off for text in starts(data, table.start)])
            for column in data.columns:
                if column in (*table.start, *table.keys, "certainty"):
                    continue
                if data[column].dtype.kind in "fi":
                    data.loc[late, column] = 1.0 + 7.0 * data.loc[late, column]
                    if name == "yearly":  # what cannot be would be refused
                        growth = late & (data.quantity == "soviet_growth")
                        data.loc[growth, column] = -0.5
                elif column not in table.end:
                    data.loc[late, column] = "poison"
        tables[name] = data
    return dataclasses.replace(record, tables=tables)


@pytest.fixture(scope="module")
def made():
    """A small forecast as of 1950, chosen from four times as many worlds, with the arms of its claims."""
    wished = forecast_asked.asked(
        CUT, 1953, members=64, names=["orbit_theatre", "gdp_ratio", "party_members"]
    )
    return lambda record, claims=False: forecast.make(record, wished, claims=claims)


def test_poisoning_what_came_later_changes_no_byte(made, tmp_path):
    record = history.load()
    wrong = poisoned(record, CUT)
    assert not history.observations(wrong, ["gdp_ratio"]).equals(history.observations(record, ["gdp_ratio"]))
    for name, one in (("clean", record), ("poisoned", wrong)):
        forecast_folder.write(made(one), tmp_path / name, NOW)
    files = sorted(
        path.relative_to(tmp_path / "clean") for path in (tmp_path / "clean").rglob("*") if path.is_file()
    )
    assert len(files) == 3
    for file in files:
        assert (tmp_path / "clean" / file).read_bytes() == (tmp_path / "poisoned" / file).read_bytes(), file


def test_poisoning_what_came_before_changes_the_forecast(made):
    """The test above could see a leak: what may be known does move the forecast."""
    record = history.load()
    wrong = poisoned(record, CUT - 2)
    assert not np.array_equal(
        made(record).members.values["party_members"], made(wrong).members.values["party_members"]
    )


@pytest.mark.parametrize("name", BASELINES)
def test_baselines_know_no_later(name):
    record = history.load()
    views = [one.until(CUT) for one in (record, poisoned(record, CUT))]
    clean, wrong = (BASELINES[name].forecast(view, range(CUT + 1, CUT + 4), 30, 1) for view in views)
    assert set(clean.values) == set(wrong.values)
    assert all(np.array_equal(clean.values[n], wrong.values[n], equal_nan=True) for n in clean.values)


def test_the_whole_way(tmp_path, monkeypatch, capsys):
    """Forecast, register, refuse to register again, score, and keep everything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KENNAN_RECORD", raising=False)
    words = [
        "hindcast",
        "--as-of",
        "1947",
        "--until",
        "1953",
        "--members",
        "128",
        "--target",
        "orbit_states,bloc_unrest",
    ]
    assert cli.main([*words, "--out", "f", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    about = json.loads((tmp_path / "f/registration.json").read_text())
    assert told["registration"]["digest"] == about["digest"] == forecast_folder.digest(about)
    assert (about["first"], about["until"], about["members"]) == (1948, 1953, 128)
    assert "plan" in about
    assert str(tmp_path) not in json.dumps(about)
    assert len(told["quantiles"]) == 2 * 6
    assert cli.main([*words, "--out", "f"]) == 2
    capsys.readouterr()
    assert cli.main(["score", "f", "--against", "baselines", "--json", "--out", "s"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == json.loads((tmp_path / "s/score.json").read_text())
    assert [one["target"] for one in found["targets"]] == ["orbit_states", "bloc_unrest"]
    assert found["years"] == [1948, 1953]
    assert {one["verdict"] for one in found["claims"]} >= {"cannot be tested"}
    assert len(found["claims"]) == 97
    rows = list(csv.DictReader((tmp_path / "s/scores.csv").open()))
    assert {row["model"] for row in rows} >= {"kennan", "persistence", "climatology"}
    assert sorted(path.name for path in (tmp_path / "s").glob("*.svg")) == [
        "calibration.svg",
        "fans.svg",
        "skill.svg",
    ]


def test_a_registered_forecast_comes_back_as_it_went(tmp_path):
    made, about = registered(tmp_path / "f")
    back = forecast_folder.read(tmp_path / "f")
    assert back.about == about
    assert set(back.without) == {"all mechanisms", "III.5a-tired-population"}
    assert all(np.array_equal(back.members.values[n], made.values[n]) for n in made.values)
    again = registered(tmp_path / "g")[1]
    assert again == about  # the same forecast at the same time has the same digest


def test_hindsight_is_told(tmp_path):
    wished = forecast_asked.asked(1947, 1950, policy="historical")
    assert wished.hindsight
    assert not wished.course.hindsight  # a course, without the other effects of hindsight
    later = forecast_asked.asked(1955, 1960)
    assert later.course.name == "historical then containment from 1956"
    assert later.past == tuple(range(1948, 1956))
    assert forecast_asked.asked(1947).course.name == "containment"
    assert forecast_asked.asked("1950-06-24").first == 1950
    assert (forecast_asked.asked(1947).until, forecast_asked.asked(1965).until) == (1965, 1991)


def test_calibrated_parameters_are_taken_and_never_too_early():
    """A posterior that knows more than the forecast may is refused; one that may be known moves the forecast."""
    from kennan.faults import BadInput
    from kennan.history.posterior import Posterior
    from kennan.model import parameters

    wished = forecast_asked.asked(CUT, 1952, members=32, names=["gdp_ratio"])
    made = lambda **given: forecast.make(history.load(), wished, claims=False, **given)  # noqa: E731
    drawn = made()
    name = (
        "growth_of_technique"
        if "growth_of_technique" in parameters.load()
        else next(iter(parameters.strengths()))
    )
    value = np.full(3, parameters.load()[name].high, np.float32)
    about = {"number": 7, "until": f"{CUT}-12-31", "scenario": "x-1947"}
    fitted = made(posterior=Posterior({name: value}, {}, np.arange(3), about))
    assert fitted.calibration == 7
    assert fitted.members.count == 32
    assert not np.array_equal(fitted.members.values["gdp_ratio"], drawn.members.values["gdp_ratio"])
    with pytest.raises(BadInput, match="after the day of the forecast"):
        made(posterior=Posterior({name: value}, {}, np.arange(3), about | {"until": "1951-12-31"}))
    same = made(posterior=Posterior({}, {}, np.arange(3), about))
    assert np.array_equal(same.members.values["gdp_ratio"], drawn.members.values["gdp_ratio"])


@pytest.mark.parametrize("name", ["from-1947", "from-1965"])
def test_the_forecasts_that_are_promised_are_as_they_were_registered(name):
    """The package's public promise: whoever edits one is found out, and the first test is this one."""
    kept = forecast_folder.read(Path(__file__).parents[2] / "forecasts" / name)
    assert kept.members.years[-1] == (1991 if name == "from-1965" else 1965)
