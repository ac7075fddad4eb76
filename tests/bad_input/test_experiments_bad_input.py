"""Sweeps and discoveries that cannot be carried out: exit 2, all faults at once, nothing simulated or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kennan.cli import main as cli
from kennan.engine import arms


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    """An empty folder to work in, and an engine that must not be reached."""

    def never(*_, **__):
        raise AssertionError("bad input reached the engine")

    monkeypatch.setattr(arms, "simulate_rows", never)
    monkeypatch.setattr(arms, "simulate_arms", never)
    monkeypatch.chdir(tmp_path)


CASES = {
    "unknown scenario": (["sweep", "x-1974"], ["'x-1974'", "nearest name: x-1947"]),
    "unknown number": (["sweep", "--over", "patiense"], ["--over", "nearest name: patience"]),
    "unknown outcome": (["sweep", "--outcome", "expnsion"], ["--outcome", "nearest name: expansion"]),
    "stalemate is never reached": (["sweep", "--outcome", "ever:stalemate"], ["'ever:stalemate'"]),
    "unknown quantity": (["sweep", "--quantity", "orbt@1965"], ["--quantity", "nearest name: orbit"]),
    "date outside": (["sweep", "--quantity", "orbit@1999"], ["1999 is outside the run", "January 1992"]),
    "no date": (["sweep", "--quantity", "orbit@soon"], ["'soon' is not a date"]),
    "unknown method": (["sweep", "--method", "moris"], ["nearest name: morris"]),
    "rows of morris": (["sweep", "--rows", "64"], ["--rows belongs to --method sobol"]),
    "trajectories of sobol": (
        ["sweep", "--method", "sobol", "--trajectories", "4"],
        ["belongs to --method morris"],
    ),
    "rows not a power of two": (["sweep", "--method", "sobol", "--rows", "100"], ["--rows", "power of two"]),
    "trajectories in words": (["sweep", "--trajectories", "many"], ["'many'", "a whole number"]),
    "one trajectory": (["sweep", "--trajectories", "1"], ["from 2 to 10,000"]),
    "upside down": (["sweep", "--between", "0.9,0.1"], ["--between", "the lower first"]),
    "between words": (["sweep", "--between", "all"], ["'all' is not two numbers"]),
    "too much": (["sweep", "--worlds", "100000"], ["--worlds", "up to 5,000,000"]),
    "set and varied": (["sweep", "--over", "patience", "--set", "patience=1"], ["set in every world"]),
    "two policies": (["sweep", "--policy", "containment,rollback"], ["exactly one policy"]),
    "picture of no kind": (["sweep", "--picture", "p.bmp"], [".svg, .png, .pdf"]),
    "picture nowhere": (["sweep", "--picture", "no/p.png"], ["there is no folder no"]),
    "no outcome": (["discover"], ["no outcome is asked for"]),
    "two outcomes": (["discover", "--outcome", "breakup,mellowing"], ["2 results"]),
    "quantity without a mark": (["discover", "--quantity", "orbit@1965"], ["needs one mark", "--above"]),
    "two marks": (["discover", "--quantity", "orbit", "--above", "1", "--below", "2"], ["needs one mark"]),
    "outcome with a mark": (["discover", "--outcome", "breakup", "--above", "0.5"], ["it has no mark"]),
    "mark in words": (["discover", "--quantity", "orbit", "--above", "half"], ["'half' is not a number"]),
    "few rows": (["discover", "--outcome", "breakup", "--rows", "50"], ["too few"]),
    "coverage in percent": (
        ["discover", "--outcome", "breakup", "--coverage", "50"],
        ["--coverage", "0 to 1"],
    ),
    "no limits": (["discover", "--outcome", "breakup", "--limits", "0"], ["--limits"]),
    "a lever": (["discover", "--outcome", "breakup", "--over", "tone"], ["is a lever", "kennan sweep"]),
    "nothing drawn": (["discover", "--outcome", "breakup", "--over", "levers"], ["nothing left to vary"]),
    "no prior": (["discover", "--outcome", "breakup", "--over", "final_push"], ["has no prior"]),
    "all at once": (
        ["sweep", "--over", "patiense", "--outcome", "beakup", "--worlds", "x", "--between", "1,0"],
        ["4 faults", "patiense", "beakup", "'x'", "--between"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_message_helps(case, capsys):
    words, said = CASES[case]
    assert cli.main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert [part for part in said if part not in told.err] == [], told.err
    assert list(Path().iterdir()) == []
