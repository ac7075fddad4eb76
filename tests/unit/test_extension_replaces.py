"""A mechanism in the place of one of ours: the same function gives the same bits, another gives others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import kennan
from kennan import scenarios
from kennan.cli import registers
from kennan.cli.main import main
from kennan.engine import consent
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.model import in_use, links, month
from kennan.model.mechanisms import line

RURITANIA = Path(scenarios.__file__).parent / "small" / "ruritania"
SMALL = {"scenario": RURITANIA, "worlds": 40, "years": 3}
HEAD = """
name = "{name}"
sentence = "The line turns as ours does, or never."
author = "a test"
passages = ["II.3"]
replaces = "line"
"""
NUMBER = """
[{name}_frozen]
kind = "magnitude"
value = 0.0
low = 0.0
high = 1.0
unit = "1 = never turns"
mark = "assumption"
source = "made up"
sentence = "Whether the line stays as it is."
"""


def folder(at: Path, name: str, code: str) -> Path:
    at.mkdir()
    (at / "extension.toml").write_text(HEAD.format(name=name))
    (at / "parameters.toml").write_text(NUMBER.format(name=name))
    (at / "mechanism.py").write_text(code)
    return at


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """Give our own line in a folder, with a number that stops it."""
    code = (
        Path(line.__file__)
        .read_text()
        .replace("soft = s.soft", "goes = p.same_line_frozen < 0.5\n    soft = s.soft")
    )
    code = code.replace("begins = ~soft", "begins = goes & ~soft").replace(
        "ends = soft", "ends = goes & soft"
    )
    return folder(tmp_path_factory.mktemp("one") / "same", "same_line", code)


@pytest.fixture(scope="module")
def deaf(tmp_path_factory):
    """Give a line that reads no number of ours; nothing is compiled with it."""
    code = """
def advance(s, p, draw, levers, here):
    return {"soft_phase": s.soft_phase, "reversal": 0.0 * s.soft_phase, "events": {"soft_phase": s.soft_phase > 2.0}}
"""
    return folder(tmp_path_factory.mktemp("two") / "deaf", "deaf_line", code)


@pytest.fixture(scope="module")
def runs(ours):
    bare = kennan.run(**SMALL, record="all")
    return [
        bare,
        *(kennan.run(**SMALL, with_=ours, set={"same_line_frozen": x}, record="all") for x in (0, 1)),
    ]


def moved(a, b):
    names = [n for n in a.data_vars if n != "parameters"]
    return {n for n in names if a[n].values.tobytes() != b[n].values.tobytes()}


def test_the_same_function_gives_the_same_bits_and_another_gives_others(runs):
    bare, same, other = runs
    assert not moved(bare, same)
    assert {"soft_phase", "reversal", "western_hostility", "events"} <= moved(bare, other)
    assert float(other.soft_phase.max()) == 0.0
    assert (
        int(other.events.sel(event="soft_phase").sum()) == 0 < int(bare.events.sel(event="soft_phase").sum())
    )
    assert np.array_equal(same.parameters.sel(parameter=bare.parameter), bare.parameters)


def test_the_month_and_its_links_know_it(ours):
    with in_use.using(consent.chosen([ours])):
        names = [name for name, _ in month.order()]
        assert "line" not in names
        assert names[names.index("ideology") + 1] == "same_line"
        assert links.homes()["soft_phase"] == "same_line"
        assert registers._mechanisms()[0]["code"].startswith("model/mechanisms/")
        rows = {row["name"]: row for row in registers._mechanisms()}
        assert rows["tactical_agreements"]["code"] == "same_line/mechanism.py"
    assert links.taken_over() == {}


def test_alone_it_is_a_step_and_what_it_replaces_is_none(ours):
    assert kennan.alone("same_line", with_=ours, draws={"line": 0.0}).soft_phase == 1.0
    assert kennan.alone("same_line", with_=ours, draws={"line": 0.0}, same_line_frozen=1.0).soft_phase == 0.0
    with pytest.raises(BadInput, match="same_line replaces it"):
        kennan.alone("line", with_=ours)


def test_what_nothing_reads_any_more_cannot_be_switched_off(deaf, ours):
    for command in ("run", "odds"):
        option = "--off" if command == "run" else "--only"
        assert (
            main([command, str(RURITANIA), "--with", str(deaf), option, "tactical_agreements", "--quiet"])
            == 2
        )
    with pytest.raises(
        BadInput, match="'tactical_agreements' acts in the step 'line', which 'deaf_line' replaces"
    ):
        Plan.build(**SMALL, extensions=deaf, off="tactical_agreements")
    assert Plan.build(**SMALL, extensions=ours, off="tactical_agreements").off == ("tactical_agreements",)
    with in_use.using(consent.chosen([deaf])):
        assert {row["name"]: row["code"] for row in registers._mechanisms()}["tactical_agreements"] == ""


def test_the_articles_claims_can_be_read_where_their_mechanism_is_gone(deaf):
    from kennan import ledger

    with in_use.using(consent.chosen([deaf])):
        assert "II.3b-tactical-agreements" in ledger.load()


def test_an_extension_cannot_replace_an_extension(ours, tmp_path):
    other = folder(tmp_path / "other", "other_line", (ours / "mechanism.py").read_text())
    head = (other / "extension.toml").read_text().replace('"line"', '"same_line"')
    (other / "extension.toml").write_text(head)
    with pytest.raises(BadInput, match="replaces 'same_line', which is an extension itself"):
        consent.chosen([ours, other])


# ---- commands that read a run


@pytest.mark.parametrize(
    "words",
    [
        ["trace", "RUN", "--world", "0", "--month", "1905-06"],
        ["fork", "RUN", "--at", "1906-01", "--policy", "rollback"],
        ["why", "RUN", "RUN"],
    ],
    ids=lambda words: words[0],
)
def test_a_run_is_read_with_what_it_was_made_with_and_nothing_else(words, ours, tmp_path, capsys):
    (tmp_path / "plan.json").write_text(Plan.build(**SMALL).to_json())
    assert main([str(tmp_path) if word == "RUN" else word for word in words] + ["--with", str(ours)]) == 2
    said = capsys.readouterr().err
    assert "was made with other extensions: none" in said
    assert "leave --with out" in said


def test_a_run_of_another_version_says_so(ours, tmp_path, capsys):
    plan = Plan.build(**SMALL, extensions=ours)
    (tmp_path / "plan.json").write_text(plan.to_json())
    changed = folder(tmp_path / "changed", "same_line", (ours / "mechanism.py").read_text() + "\n# a word\n")
    assert main(["trace", str(tmp_path), "--world", "0", "--month", "1905-06", "--with", str(changed)]) == 2
    assert "made with another version of same_line" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["rivals"], ["score", "x"], ["cite", "x"]], ids=lambda words: words[0])
def test_a_command_that_takes_none_says_why(words, capsys):
    assert main([*words, "--with", "mine"]) == 2
    assert "--with is not for this command: " in capsys.readouterr().err
