"""What ``kennan why`` cannot answer: exit 2 and a message that helps, before anything is simulated."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import engine_fake

from kennan.cli import main as cli
from kennan.engine import engine
from kennan.ledger.why import asking

PLAIN = ["--worlds", "12", "--years", "2", "--quiet", "--no-report"]
RUNS = {
    "a": ["--policy", "containment", *PLAIN],
    "b": ["--policy", "withdrawal", *PLAIN],
    "both": ["--policy", "containment", "--vs", "withdrawal", *PLAIN],
    "three": ["--policy", "containment", "--vs", "withdrawal,charm", *PLAIN],
    "seed": ["--policy", "withdrawal", *PLAIN, "--seed", "48"],
    "longer": ["--policy", "withdrawal", *PLAIN[:2], "--years", "3", *PLAIN[4:]],
    "later": ["--policy", "withdrawal", *PLAIN, "--first-world", "12"],
    "hindsight": ["--policy", "withdrawal", *PLAIN, "--with-hindsight"],
}
CASES = {
    "nothing": ([], ["nothing is named to compare"]),
    "half a comparison": (["--policy", "charm"], ["nothing is named to compare"]),
    "too many": (["a", "b", "both"], ["3 runs are named"]),
    "runs and policies": (["a", "b", "--policy", "charm"], ["--policy and run folders contradict"]),
    "no run": (["a", "nowhere"], ["nowhere: there is no run here"]),
    "no run at all": (["x", "y"], ["x: there is no run here", "y: there is no run here"]),
    "one policy only": (["a"], ["the run has 1 policies: containment", "allowed: two runs"]),
    "no choice made": (["three"], ["the run has 3 policies", "to do: --policies containment charm"]),
    "another seed": (["a", "seed"], ["no common luck: seed is 47 in a and 48 in seed"]),
    "other years": (["a", "longer"], ["no common luck: years is 2 in a and 3 in longer"]),
    "other worlds": (["a", "later"], ["share no world: numbers 0 to 11 in a and 12 to 23 in later"]),
    "hindsight in one": (["a", "hindsight"], ["with hindsight is False in a and True in hindsight"]),
    "all at once": (["longer", "seed"], ["2 faults", "seed", "years"]),
    "the same twice": (["a", "a"], ["the two are the same"]),
    "unknown policy": (["both", "--policies", "containment", "charme"], ["no policy in this run called 'charme'"]),
    "unknown quantity": (["a", "b", "--quantity", "orbits"], ["called 'orbits'", "nearest name: orbit"]),
    "of theatres": (["a", "b", "--quantity", "effort"], ["effort is a quantity of theatres"]),
    "no such month": (["a", "b", "--at", "1965-01"], ["'1965-01' is no month", "1947-02 to 1949-01"]),
    "before it began": (["a", "b", "--at", "1947-01"], ["'1947-01' is no month"]),
    "too few linked": (["a", "b", "--linked", "4"], ["cannot be measured in 4 worlds", "8 to 1024"]),
    "linked in words": (["a", "b", "--linked", "many"], ["'many' is not a whole number"]),
    "no picture": (["a", "b", "--picture", "chain.docx"], ["names no kind of picture", ".png"]),
    "picture there already": (["a", "b", "--picture", "there.png"], ["it exists already", "--force"]),
    "no folder": (["a", "b", "--picture", "far/away.png"], ["there is no folder far"]),
    "no such policy": (["--policy", "charm", "--vs", "harm"], ["no policy called 'harm'"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with small made-up runs."""
    folder = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "simulate", engine_fake.simulate)
        patch.chdir(folder)
        for name, words in RUNS.items():
            assert cli.main(["run", *words, "--out", name]) == 0
    (folder / "there.png").write_bytes(b"")
    return folder


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_said_before_anything_is_done(case, place, monkeypatch, capsys):
    def never(*_, **__):
        raise AssertionError("bad input reached the engine")

    monkeypatch.chdir(place)
    monkeypatch.setattr(engine, "simulate", never)
    monkeypatch.setattr(
        asking, "Mediation", never
    )  # where it is used: in its own room a later import would keep it
    words, said = CASES[case]
    capsys.readouterr()
    assert cli.main(["why", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    for one in said:
        assert one in told.err
