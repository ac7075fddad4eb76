"""A calibration sees nothing later than its cut-off, is the same every time, and says what it did."""

from __future__ import annotations

import json

import numpy as np
import pytest
from test_forecasts_contract import poisoned

from kennan.cli import main as cli
from kennan.history import posterior
from kennan.history.calibrating import Settings, calibrate, rolling
from kennan.history.record.folder import facts

SMALL = Settings(particles=50, generations=2, pool=2048, draws=20, lucks=2)
CUT = 1953


@pytest.fixture(scope="module")
def clean():
    return calibrate(facts(), CUT, SMALL)


def test_poisoning_what_came_later_changes_no_number(clean, tmp_path):
    found = calibrate(poisoned(facts(), CUT), CUT, SMALL)
    assert found.about == clean.about
    for one, other in ((found, "wrong"), (clean, "clean")):
        posterior.write(one, tmp_path / f"{other}.csv", tmp_path / f"{other}.json")
    assert (tmp_path / "wrong.csv").read_bytes() == (tmp_path / "clean.csv").read_bytes()


def test_the_record_to_the_cut_off_does_matter(clean):
    found = calibrate(poisoned(facts(), CUT - 2), CUT, SMALL)
    assert found.about["observations"] != clean.about["observations"]


def test_what_a_calibration_says_of_itself(clean):
    about = clean.about
    assert about["until"] == f"{CUT}-12-31"
    assert set(posterior.ABOUT) <= set(about)
    assert about["parameters"] == [row["name"] for row in about["table"] if row["posterior"] is not None]
    assert clean.draws == SMALL.draws
    assert np.isfinite(clean.states["output_ratio"]).all()
    assert about["plan"]["years"] == CUT - 1947 + 1  # the West's later course is not looked at


def test_the_command_goes_on_and_answers_as_written(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("KENNAN_RECORD", raising=False)
    monkeypatch.chdir(tmp_path)
    words = ["calibrate", "--as-of", str(CUT), "--particles", "50", "--pool", "2048", "--draws", "20"]
    words += ["--generations", "2", "--quiet", "--json", "--out", "c"]
    assert cli.main([*words, "--picture", "p.svg"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert {"folder", "seconds", "draws", "table", "generations", "effective", "record_among_priors"} <= set(
        first
    )
    assert (tmp_path / "p.svg").stat().st_size > 1000
    (tmp_path / "c" / "about.json").unlink()  # as if it had been stopped before the end
    assert cli.main([*words, "--resume"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert {**again, "seconds": 0} == {**first, "seconds": 0}
    assert cli.main(words) == 2


def test_held_out_years_are_scored_for_both():
    found = rolling.rolling(facts(), (1955,), 3, SMALL, members=40)
    told = found.as_dict()
    assert {row["until"] for row in told["folds"]} == {1955}
    assert all(row["calibrated"] >= 0 and row["drawn"] >= 0 for row in told["folds"])
    assert set(told["skill"]) == {row["target"] for row in told["folds"]}
    assert told["overall"]["verdict"] in ("better", "even", "worse")
    fold = found.folds[0]
    assert fold.years["orbit_states"].tolist() == [1956, 1957, 1958]
    worse = rolling.Fold(1955, (), {k: v * 3 + 1 for k, v in fold.drawn.items()}, fold.drawn, fold.years)
    assert rolling.Rolling((worse,)).overall().skill < 0
