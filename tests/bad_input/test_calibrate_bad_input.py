"""What a user reads when a calibration cannot be made. Exit 2, every fault at once."""

from __future__ import annotations

import json
import sys

import pytest

from kennan.cli import main as cli
from kennan.faults import BadInput
from kennan.history import posterior
from kennan.history.calibrating import extra

TABLE = {
    "no date": (["--as-of", "soon"], ["--as-of", "'soon' is no date"]),
    "too early": (["--as-of", "1948"], ["--as-of", "fewer than 3 years", "1950 or later"]),
    "after the record": (["--as-of", "1970"], ["--as-of", "the record ends on 1965-12-31"]),
    "particles": (
        ["--as-of", "1956", "--particles", "few"],
        ["--particles", "'few'", "a whole number from 50"],
    ),
    "generations": (["--as-of", "1956", "--generations", "0"], ["--generations", "from 1 to 20"]),
    "recover": (["--as-of", "1956", "--recover", "2"], ["--recover", "from 10"]),
    "two things": (["--as-of", "1956", "--check", "--recover", "20"], ["two things"]),
    "nothing to go on with": (
        ["--as-of", "1956", "--resume", "--out", "nowhere"],
        ["nowhere", "no calibration"],
    ),
    "picture": (["--as-of", "1956", "--picture", "a.txt"], ["--picture a.txt", ".png"]),
    "no record": (["--as-of", "1956", "--record", "nowhere"], ["nowhere does not exist"]),
    "all at once": (
        ["--as-of", "1930", "--particles", "x", "--generations", "99"],
        ["3 faults", "--as-of", "--particles", "--generations"],
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_wishes_that_cannot_be_met(name, capsys, monkeypatch, tmp_path):
    monkeypatch.delenv("KENNAN_RECORD", raising=False)
    monkeypatch.chdir(tmp_path)
    words, parts = TABLE[name]
    assert cli.main(["calibrate", *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    for part in parts:
        assert part in said.err, said.err
    assert not list(tmp_path.iterdir())


def test_calibrated_parameters_that_know_too_much(capsys):
    assert cli.main(["hindcast", "--as-of", "1956", "--parameters", "calibrated", "--out", "never-made"]) == 2
    assert "1965-12-31" in capsys.readouterr().err


def test_pyabc_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyabc", None)
    with pytest.raises(BadInput, match=r"kennan\[calibrate\]"):
        extra.pyabc()


def test_there_is_no_such_posterior():
    with pytest.raises(BadInput, match="no posterior 99"):
        posterior.load(99)


@pytest.mark.parametrize(
    ("table", "about", "part"),
    [
        ("world,inflow\n1,4\n", "no json", "cannot be read"),
        ("world,inflow\n1,4\n", "{}", "it lacks format"),
        ("world,inflow\n1,four\n", None, "not numbers"),
        ("world\n1\n", None, "columns are missing"),
        ("world,inflow\n1,4\n", 9, "its format is 9"),
    ],
)
def test_files_that_are_no_posterior(table, about, part, tmp_path):
    said = dict.fromkeys(posterior.ABOUT, "") | {"format": about or 1, "parameters": ["inflow"]}
    text = about if isinstance(about, str) else json.dumps(said)
    (tmp_path / "p.csv").write_text(table)
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(BadInput, match=part):
        posterior.read(tmp_path / "p.csv", tmp_path / "a.json")
