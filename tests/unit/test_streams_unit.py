"""Output into code pages, closed pipes, closed streams and full disks."""

from __future__ import annotations

import errno
import io
import json
import subprocess
import sys

import pytest

from kennan.cli import main as cli
from kennan.cli import registers, streams
from kennan.cli.commands import list as listing
from kennan.cli.output import as_json


class Pipe(io.RawIOBase):
    """A stream whose reader goes after so many writes."""

    def __init__(self, lives=0, error=errno.EPIPE):
        self.lives, self.error, self.kept = lives, error, b""

    def writable(self):
        return True

    def write(self, data):
        if self.lives <= 0:
            raise OSError(self.error, "no")
        self.lives -= 1
        self.kept += bytes(data)
        return len(data)


def stream(raw, encoding="utf-8"):
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding)


TABLES = [
    ["list", "parameters"],
    ["list", "parameters", "--json"],
    ["record", "targets"],
    ["cite", "nowhere"],
]


@pytest.mark.parametrize("words", TABLES, ids=" ".join)
@pytest.mark.parametrize("lives", [0, 1])
def test_a_closed_pipe_changes_no_exit_code(words, lives, monkeypatch):
    monkeypatch.setattr(sys, "stdout", stream(Pipe(lives)))
    monkeypatch.setattr(sys, "stderr", stream(Pipe()))
    assert cli.main(words) == (2 if words[0] == "cite" else 0)


def test_a_check_that_does_not_hold_is_1_whoever_reads(monkeypatch):
    monkeypatch.setattr(listing, "run", lambda _: print("x" * 100_000) or 1)
    monkeypatch.setattr(sys, "stdout", stream(Pipe()))
    assert cli.main(["list", "terms"]) == 1


@pytest.mark.parametrize("words", TABLES[:2], ids=" ".join)
def test_streams_that_were_closed_before(words, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.main(words) == 0


def test_a_full_disk_is_no_fault_of_the_program(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", stream(Pipe(0, errno.ENOSPC)))
    assert cli.main(["list", "outcomes"]) == 2
    assert "standard output cannot be written" in capsys.readouterr().err


def said(words, encoding, monkeypatch):
    raw = Pipe(10_000)
    monkeypatch.setattr(sys, "stdout", stream(raw, encoding))
    assert cli.main(words) == 0
    return raw.kept


@pytest.mark.parametrize(
    "encoding", ["cp1252", "cp1250", "cp1251", "cp1253", "cp437", "cp850", "cp932", "ascii"]
)
def test_a_code_page_takes_tables_and_programs_get_utf8(encoding, monkeypatch):
    monkeypatch.setattr(registers, "rows", registers.rows)
    name = "Кеннан – “ž” ½ ×\N{SNOWMAN}"
    row = {"term": name, "kind": "k", "passages": (), "meaning": name}
    monkeypatch.setitem(registers.READERS, "terms", lambda: [row])
    table = said(["list", "terms"], encoding, monkeypatch).decode(encoding)
    assert "?" in table  # the snowman
    assert "½" in table or " ? " in table  # never 12
    assert (
        json.loads(said(["list", "terms", "--json"], encoding, monkeypatch).decode("utf-8"))[0]["term"]
        == name
    )


def test_a_name_that_is_no_text_is_json_all_the_same(capsys):
    with streams.patient():
        as_json({"run": "a\udcff"})
    assert json.loads(capsys.readouterr().out) == {"run": "a\udcff"}


def test_a_number_that_is_not_finite_is_null(capsys):
    """JSON has no word for it; ``record targets`` printed -Infinity, which no strict reader takes."""
    with streams.patient():
        as_json({"a": 1.5, "b": [float("nan"), (float("-inf"), float("inf"))], "c": {"d": True}})
    assert json.loads(capsys.readouterr().out) == {"a": 1.5, "b": [None, [None, None]], "c": {"d": True}}


@pytest.mark.parametrize("words", ["record targets", "record originals", "record show", "list quantities"])
def test_json_is_json(words, capsys):
    def no(word):
        raise AssertionError(word)

    assert cli.main([*words.split(), "--json"]) == 0
    json.loads(capsys.readouterr().out, parse_constant=no)


def test_what_is_no_json_at_all_is_not_printed_by_half(capsys):
    with streams.patient(), pytest.raises(TypeError):
        as_json({"a": 1, "b": object()})
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="the pipe is a POSIX one")
def test_a_real_process_ends_quietly_when_both_readers_are_gone():
    """To the end of the interpreter, which flushes once more: no word, exit code 0."""
    line = f"{sys.executable} -m kennan list parameters 2>&1 | head -c 10 >/dev/null; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
