"""Forecasts that cannot be made or scored: exit 2, all faults at once, nothing simulated or written."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from kennan.cli import main as cli
from kennan.engine import engine
from kennan.history import forecast_folder

HERE = Path(__file__).parent / "forecasts"


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    """A folder with the bad forecasts, and an engine that must not be reached."""

    def never(*_, **__):
        raise AssertionError("bad input reached the engine")

    monkeypatch.setattr(engine, "simulate", never)
    shutil.copytree(HERE, tmp_path / "f")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KENNAN_RECORD", raising=False)


CASES = {
    "edited": (["score", "f/members_edited"], ["quantiles.csv", "edited after the forecast was registered"]),
    "registration edited": (["score", "f/registration_edited"], ["registration was edited"]),
    "file missing": (["score", "f/file_missing"], ["members.parquet", "is missing"]),
    "not JSON": (["score", "f/not_json"], ["registration.json", "the registration is not JSON"]),
    "field missing": (["score", "f/field_missing"], ["it lacks as_of"]),
    "other format": (["score", "f/other_format"], ["its format is 99"]),
    "files outside": (["score", "f/outside"], ["files outside its folder"]),
    "members no Parquet": (["score", "f/not_parquet"], ["members.parquet", "cannot be read as Parquet"]),
    "wrong folder": (["score", "f/wrong_folder"], ["no registered forecast", "registration.json"]),
    "no folder": (["score", "f/nowhere"], ["there is no such folder"]),
    "a file": (["score", "f/sound/quantiles.csv"], ["it is a file, not a folder"]),
    "unknown rival": (
        ["score", "f/sound", "--against", "richardsn"],
        ["--against", "nearest name: richardson"],
    ),
    "no years": (["score", "f/sound", "--span", "fifties"], ["--span", "1950-1965"]),
    "years upside down": (["score", "f/sound", "--span", "1965-1950"], ["names no years"]),
    "years beyond the record": (
        ["score", "f/sound", "--span", "1990-1991"],
        ["tells of no year that was forecast"],
    ),
    "record twice": (["score", "f/sound", "r", "--record", "r"], ["named twice"]),
    "record nowhere": (["score", "f/sound", "r"], ["r does not exist"]),
    "picture of no kind": (["score", "f/sound", "--picture", "p.bmp"], [".svg, .png, .pdf"]),
    "out taken": (["score", "f/sound", "--out", "f"], ["something is already here"]),
    "all at once": (
        ["score", "f/nowhere", "--span", "x", "--against", "nobody", "--picture", "p.bmp"],
        ["4 faults", "no such folder", "'x'", "'nobody'", "p.bmp"],
    ),
    "no date": (["hindcast", "--as-of", "soon"], ["--as-of", "'soon' is no date"]),
    "before the scenario": (["hindcast", "--as-of", "1939"], ["lies before the scenario", "1946 or later"]),
    "the record ends before": (
        ["hindcast", "--as-of", "1970"],
        ["the record ends on 1965-12-31", "1965 or earlier"],
    ),
    "the record of a folder ends before": (
        # the folder's tables end in 1946, the package's own, which fill the years after, in 1965
        ["hindcast", "--as-of", "1970", "--record", "f/record_ends_before"],
        [
            "the record ends on 1965-12-31, before the day of the forecast, 1970-12-31",
            "or give a longer --record",
        ],
    ),
    "the record ends before the forecast begins": (
        ["score", "f/sound", "--record", "f/record_ends_before", "--span", "1966-1970"],
        ["the record, which ends on 1965-12-31, tells of no year that was forecast"],
    ),
    "until before": (["hindcast", "--as-of", "1955", "--until", "1950"], ["--until", "a year from 1956"]),
    "until far beyond": (["hindcast", "--as-of", "1947", "--until", "2200"], ["a year from 1948 to 2047"]),
    "unknown target": (
        ["hindcast", "--as-of", "1947", "--target", "gdp_rato"],
        ["--target", "nearest name: gdp_ratio"],
    ),
    "unknown policy": (
        ["hindcast", "--as-of", "1947", "--policy", "containmnt"],
        ["nearest name: containment"],
    ),
    "unknown scenario": (["hindcast", "--as-of", "1947", "--scenario", "x-1974"], ["nearest name: x-1947"]),
    "few members": (["hindcast", "--as-of", "1947", "--members", "3"], ["--members", "from 20 to"]),
    "members in words": (["hindcast", "--as-of", "1947", "--members", "many"], ["'many'"]),
    "parameters": (["hindcast", "--as-of", "1947", "--parameters", "drwn"], ["nearest name: drawn"]),
    "taken": (
        ["hindcast", "--as-of", "1947", "--out", "f/sound"],
        ["something is already here", "never written over"],
    ),
    "no such record": (["hindcast", "--as-of", "1947", "--record", "nowhere"], ["nowhere does not exist"]),
    "hindcast, all at once": (
        ["hindcast", "--as-of", "x", "--members", "0", "--target", "y", "--record", "z"],
        ["faults", "'x' is no date", "--members", "'y'", "z does not exist"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_message_helps(case, capsys):
    words, said = CASES[case]
    before = sorted(Path().rglob("*"))
    assert cli.main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert [part for part in said if part not in told.err] == [], told.err
    assert sorted(Path().rglob("*")) == before


def test_the_sound_one_is_scored(capsys):
    """What the bad ones differ from is good."""
    assert cli.main(["score", "f/sound", "--against", "persistence"]) == 0
    assert "gdp_ratio" in capsys.readouterr().out


def edited(tmp_path, anew: bool, **fields):
    """Return the sound forecast with other fields, and a digest that fits them if ``anew``; text goes in as it is."""
    folder = tmp_path / "edited"
    shutil.copytree(HERE / "sound", folder)
    file = folder / "registration.json"
    about = json.loads(file.read_text(encoding="utf-8"))
    about |= {name: value for name, value in fields.items() if not isinstance(value, Raw)}
    if anew:
        about["digest"] = forecast_folder.digest(about)
    text = json.dumps(about, indent=2, sort_keys=True, ensure_ascii=False)
    for name, value in fields.items():
        if isinstance(value, Raw):
            text = re.sub(f'"{name}": [^,\n]*', lambda _, n=name, v=value: f'"{n}": {v}', text, count=1)
    file.write_text(text, encoding="utf-8")
    return str(folder)


class Raw(str):
    """Text that stands in the file as it is."""


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first": Raw("NaN")}, "first is 'nan'"),
        ({"first": Raw("-Infinity")}, "first is '-inf'"),
        ({"first": Raw("1e999")}, "first is 'inf'"),
        ({"first": Raw('"\\ud800"')}, "first is"),
        ({"made": Raw('"\\ud800"')}, "edited after it was made"),
        ({"first": Raw("9" * 5000)}, "is not JSON"),
        ({"kennan_version": Raw('"x", "more": NaN')}, "edited after it was made"),
        ({"seed": "x"}, "seed is 'x'"),
        ({"seed": True}, "seed is 'True'"),
        ({"seed": 1.5}, "a whole number"),
        ({"as_of": "soon"}, "as_of is 'soon'"),
        ({"as_of": 1947}, "a day as 1947-12-31"),
        ({"policy_uses_hindsight": "no"}, "true or false"),
        ({"files": {"members.parquet": None}}, "files is"),
        ({"targets": "gdp_ratio"}, "a list of names"),
        ({"targets": ["gdp_ratio"]}, "targets: the registration says ['gdp_ratio']"),
        ({"until": 1965}, "years: the registration says 1948 to 1965"),
        ({"members": 7}, "members: the registration says 7"),
        ({"format": True}, "its format is True"),
        ({"plan": []}, "plan is"),
    ],
)
def test_a_registration_with_other_fields(fields, said, tmp_path, capsys):
    folder = edited(tmp_path, not any(isinstance(value, Raw) for value in fields.values()), **fields)
    assert cli.main(["score", folder]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "edited" in told
