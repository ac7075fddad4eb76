"""One rule for every file that a command writes."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

import pytest

from kennan.cli import files, options, parser
from kennan.cli import main as cli
from kennan.faults import BadInput, Faults


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(option="picture", endings=files.PICTURES, **given):
    faults = Faults()
    asked = Namespace(**{"force": False, "picture": None, "out": None, **given})
    files.file(asked, option, faults, endings)
    return [fault.what for fault in faults.found]


def test_what_may_be_written():
    assert refused(picture="p.png") == []
    assert refused(picture="P.SVG") == []
    assert refused(picture=None) == []
    Path("old.png").write_text("old")
    assert refused(picture="old.png", force=True) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "the file has no name"),
        ("p.gif", "names no kind of picture"),
        ("no/p.png", "there is no folder no"),
        ("folder.png", "it is a folder"),
        ("pipe.png", "it is no ordinary file"),
        ("old.png", "it exists already"),
        ("link.png", "it exists already"),
        ("run/in.svg", "which this command reads"),
    ],
)
@pytest.mark.parametrize("force", [False, True])
def test_what_may_not_be_written(given, said, force):
    Path("folder.png").mkdir()
    Path("old.png").write_text("old")
    Path("run").mkdir()
    Path("run/in.svg").write_text("in")
    os.mkfifo("pipe.png")
    Path("link.png").symlink_to("nowhere")
    found = refused(picture=given, force=force, run="run")
    if force and said == "it exists already":
        assert found == []
    else:
        assert len(found) == 1
        assert said in found[0]


def test_two_results_do_not_share_a_file():
    assert "--out names the same file" in refused(picture="p.svg", out="./p.svg")[0]


def test_no_input_is_replaced_by_a_folder(capsys):
    Path("run/tables").mkdir(parents=True)
    for out in ("run", ".", "run/tables"):
        faults = Faults()
        files.folder(Namespace(out=out, run="run", force=True), "out", faults)
        assert "would replace run" in faults.found[0].what
    assert cli.main(["record", "build", "--from", "run", "--to", "run", "--force"]) == 2
    assert "would replace run" in capsys.readouterr().err


def halfway(path):
    with files.written(path, "it") as partial:
        partial.write_text("half")
        raise ZeroDivisionError


def test_a_file_appears_whole_or_not_at_all(place):
    path = place / "p.svg"
    with pytest.raises(ZeroDivisionError):
        halfway(path)
    assert list(place.iterdir()) == []
    with files.written(path, "it") as partial:
        partial.write_text("whole")
    assert [p.name for p in place.iterdir()] == ["p.svg"]
    with pytest.raises(BadInput, match="appeared there meanwhile"), files.written(path, "it") as partial:
        partial.write_text("another")
    assert path.read_text() == "whole"
    with files.written(path, "it", force=True) as partial:
        partial.write_text("another")
    assert path.read_text() == "another"
    assert [p.name for p in place.iterdir()] == ["p.svg"]


def leaves(one):
    below = parser.choices(one)
    return [leaf for inner in below.values() for leaf in leaves(inner)] if below else [one]


def test_every_command_that_writes_has_force():
    """But for a registered forecast, which is never replaced."""
    for leaf in leaves(options.parser()):
        dests = {action.dest for action in leaf._actions}
        if dests & set(files.OUTPUTS) and leaf.prog != "kennan hindcast":
            assert "force" in dests, leaf.prog


PICTURED = {
    "contrasts": [],
    "odds": ["--worlds", "8", "--years", "1"],
    "sweep": [],
    "discover": ["--outcome", "breakup"],
    "verify": ["II.10b"],
    "why": ["--policy", "charm", "--vs", "sporadic"],
    "trace": ["run", "--world", "0", "--month", "1947-02", "--quantity", "orbit"],
    "score": ["forecast"],
    "calibrate": ["--as-of", "1956"],
}


def test_every_command_with_a_picture_is_tried_here():
    found = {leaf.prog.split()[1] for leaf in leaves(options.parser()) if "--picture" in parser.flags(leaf)}
    assert found == set(PICTURED)


@pytest.mark.parametrize("command", PICTURED)
def test_a_picture_that_is_there_is_refused_before_anything_is_computed(command, capsys):
    Path("p.png").write_text("precious")
    assert cli.main([command, *PICTURED[command], "--picture", "p.png"]) == 2
    told = capsys.readouterr().err
    assert "--picture p.png: it exists already" in told
    assert "--force replaces it" in told
    assert Path("p.png").read_text() == "precious"
