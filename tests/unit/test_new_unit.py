"""``kennan new scenario`` makes a folder that is sound at once, or nothing; ``kennan check`` says what is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kennan import scenarios
from kennan.cli.main import main


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("like", [None, "ruritania", "x-1947"])
def test_a_new_scenario_is_sound_and_equal_to_what_it_is_like(like, capsys):
    assert main(["new", "scenario", "mine", *(["--like", like] if like else [])]) == 0
    made = scenarios.choose("./mine")
    of = scenarios.shipped(like) if like == "x-1947" else scenarios.choose(scenarios.SMALL)
    assert (made.name, made.files) == ("mine", of.files)
    assert "kennan check ./mine" in capsys.readouterr().out
    assert [p.name for p in Path().iterdir()] == ["mine"]


def test_it_is_like_another_folder(capsys):
    assert main(["new", "scenario", "mine"]) == 0
    capsys.readouterr()
    assert main(["new", "scenario", "yours", "--like", "./mine", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["like"] == "mine"
    assert scenarios.choose("./yours").files == scenarios.choose("./mine").files


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_nothing_is_replaced(there, place, capsys):
    {"file": lambda p: p.touch(), "folder": lambda p: p.mkdir(), "link": lambda p: p.symlink_to("gone")}[
        there
    ](place / "mine")
    assert main(["new", "scenario", "mine"]) == 2
    assert "NAME mine: something is already there" in capsys.readouterr().err
    assert len(list(place.iterdir())) == 1


def test_all_faults_are_told_at_once_and_nothing_is_written(place, capsys):
    assert main(["new", "scenario", "nowhere/my world", "--like", "x-1974"]) == 2
    said = capsys.readouterr().err
    assert "3 faults" in said
    for words in ("there is no scenario called 'x-1974'", "called 'my world'", "there is no folder nowhere"):
        assert words in said
    assert not list(place.iterdir())


def test_a_folder_that_cannot_be_finished_leaves_nothing(place, monkeypatch, capsys):
    from kennan.records import durable

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "tree", full)
    assert main(["new", "scenario", "mine"]) == 2
    assert "the folder cannot be written (No space left on device)" in capsys.readouterr().err
    assert not list(place.iterdir())


def test_check_says_what_a_sound_scenario_holds(capsys):
    main(["new", "scenario", "mine"])
    capsys.readouterr()
    assert main(["check", "mine"]) == 0
    said = capsys.readouterr().out
    for words in (
        "mine: a sound scenario folder",
        "starts        1950-04",
        "Freedonia (FRE in links.csv)",
        "6: 1 Ruritanian orbit, 2 contested",
        "11: 6 between theatres, 3 to RUR, 2 to FRE",
        "75 numbers: 75 assumption",
    ):
        assert words in said
    assert main(["check", "mine", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["holds"]["evidence"] == "harvest"


def test_check_warns_where_no_link_leads_to_a_power(capsys):
    main(["new", "scenario", "mine"])
    links = Path("mine/links.csv")
    assert main(["check", "mine"]) == 0
    assert "warning" not in capsys.readouterr().out
    whole = links.read_text("utf-8").splitlines(keepends=True)
    for code, says in (
        ("FRE", "no theatre has Freedonia for a neighbour"),
        ("RUR", "no theatre lies beside Ruritania"),
    ):
        links.write_text("".join(row for row in whole if f",{code}," not in row), "utf-8")
        assert main(["check", "mine"]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert f"warning no link leads to {code}: {says}" in said
        assert "If that is not meant, add rows to links.csv" in said


def test_a_link_that_leads_back_to_itself_is_told_as_such(capsys):
    main(["new", "scenario", "mine"])
    Path("mine/words.toml").unlink(missing_ok=True)
    Path("mine/words.toml").symlink_to("words.toml")
    assert main(["check", "mine"]) == 2
    assert "words.toml: the words file is a link that leads back to itself" in capsys.readouterr().err


def test_a_folder_is_told_in_full_like_a_shipped_scenario(capsys):
    main(["new", "scenario", "mine"])
    capsys.readouterr()
    assert main(["list", "scenarios", "./mine", "x-1947", "--json"]) == 0
    mine, shipped = json.loads(capsys.readouterr().out)
    assert (mine["name"], mine["start_month"], len(mine["theatres"])) == ("./mine", 4, 6)
    assert set(mine) == set(shipped)
    assert main(["list", "scenarios", "./yours"]) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["run", "./gone"],
        ["why", "--policy", "containment", "--vs", "charm", "--scenario", "./gone"],
        ["hindcast", "--as-of", "1950", "--scenario", "./gone"],
        ["sweep", "./gone", "--over", "tone", "--outcome", "breakup"],
        ["discover", "./gone", "--outcome", "breakup"],
        ["odds", "./gone"],
    ],
    ids=lambda words: words[0],
)
def test_every_command_that_takes_a_scenario_says_that_there_is_none(words, place, capsys):
    assert main(words) == 2
    assert "there is no folder ./gone" in capsys.readouterr().err
    assert not list(place.iterdir())
