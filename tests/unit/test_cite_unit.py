"""Citations: what was on is in, what was off is out, and BibTeX that a BibTeX reader reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pybtex.database import parse_string

from kennan.article.literature import Reference, references
from kennan.cli import main as cli
from kennan.engine.plan import Plan
from kennan.ledger.cite import AUTHORS, SOFTWARE, cite
from kennan.ledger.cite_bibtex import bibtex, entry
from kennan.ledger.cite_text import reference_line, text
from kennan.ledger.fork import fork
from kennan.model import parameters

HOUSE = Path(__file__).parents[2]
WHOLE = cite(Plan.build(worlds=1))


def keys(citation) -> set[str]:
    return {reference.key for reference in citation.references}


def test_all_mechanisms_are_named_when_all_are_on():
    assert {g.name for g in WHOLE.grounds if g.kind == "mechanism"} == set(parameters.strengths())
    assert WHOLE.off == ()
    assert {"kennan1947", "kuran1991", "bolt2024", "karlin1981"} <= keys(WHOLE)
    assert keys(WHOLE) == {"kennan1947", *(key for g in WHOLE.grounds for key in g.references)}


@pytest.mark.parametrize("how", [{"off": ["peasant_wavering"]}, {"set": {"peasant_wavering": 0.0}}])
def test_a_mechanism_that_is_off_is_left_out(how):
    found = cite(Plan.build(worlds=1, **how))
    assert found.off == ("peasant_wavering",)
    assert "peasant_wavering" not in {ground.name for ground in found.grounds}
    assert "I.5" in {p.id for p in WHOLE.passages}
    rest = {p.id: p.mechanisms for p in found.passages}
    assert all("peasant_wavering" not in mechanisms for mechanisms in rest.values())


def test_with_everything_off_only_the_frame_is_left():
    found = cite(Plan.build(worlds=1, off=list(parameters.strengths())))
    assert found.passages == ()
    assert {g.kind for g in found.grounds} == {"number", "equation", "policy", "data"}
    assert keys(found) < keys(WHOLE)


def test_policies_and_hindsight_bring_their_sources():
    histrionic = cite(Plan.build(policies="histrionic", worlds=1, off=list(parameters.strengths())))
    assert {"fearon1994", "tomz2007"} <= keys(histrionic)
    assert "kristensen" not in keys(WHOLE)
    assert "kristensen" in keys(cite(Plan.build(worlds=1, with_hindsight=True)))
    forked = cite(fork(Plan.build(worlds=1), "1956-10", "rollback").plan)
    assert "gaddis1982" in keys(forked) - keys(WHOLE)


def test_bibtex_is_read_by_a_bibtex_reader():
    data = parse_string(bibtex(WHOLE), "bibtex")  # it refuses keys that come twice
    assert set(data.entries) == keys(WHOLE) | {"kennan"}
    granovetter = data.entries["granovetter1983"]
    assert [person.last_names for person in granovetter.persons["author"]] == [["Granovetter"], ["Soong"]]
    assert granovetter.fields["journal"] == "Journal of Mathematical Sociology"
    assert data.entries["svolik2009"].fields["doi"] == references()["svolik2009"].doi
    assert data.entries["svolik2009"].fields["pages"] == "477--494"
    assert data.entries["delong1993"].type == "incollection"
    assert len(data.entries["delong1993"].persons["editor"]) == 3
    assert data.entries["bolt2024"].persons["author"][1].last_names == ["{van Zanden}"]


def test_every_entry_of_the_literature_can_be_written_as_bibtex():
    data = parse_string("\n".join(entry(one) for one in references().values()), "bibtex")
    assert set(data.entries) == set(references())
    assert all("title" in one.fields and one.persons["author"] for one in data.entries.values())


def test_signs_of_tex_are_escaped():
    made = Reference(
        "odd2000", "book", ("{A & B}", "C, D"), "2000", "50 % of {all} $ #1_x ^ ~ \\", "", "", "", "", "P & Q",
        (), "", "https://x.org/a_b", "", (), True,
    )  # fmt: skip
    written = entry(made)
    assert r"50 \% of \{all\} \$ \#1\_x \textasciicircum{} \textasciitilde{} \textbackslash{}" in written
    assert r"{A \& B} and C, D" in written
    assert r"P \& Q" in written
    assert "https://x.org/a_b" in written
    assert parse_string(written, "bibtex").entries["odd2000"].persons["author"][1].last_names == ["C"]


def test_lines_for_people():
    entries = references()
    assert reference_line(entries["tullock1987"]) == "Tullock, Gordon (1987). Autocracy. Kluwer."
    assert reference_line(entries["fearon1994"]).endswith("American Political Science Review 88: 577–592.")
    assert "https://doi.org/10.1111/joes.12618" in reference_line(entries["bolt2024"])
    assert reference_line(entries["wolf1985"]).startswith("Wolf, Charles et al. (1985)")
    said = text(WHOLE)
    assert WHOLE.software.plan in said
    assert "Seed 47" in said
    assert all(one.title in said for one in WHOLE.references)


def test_the_software_is_named_as_in_the_citation_file():
    kept = (HOUSE / "CITATION.cff").read_text(encoding="utf-8")
    assert f'title: "{SOFTWARE}"' in kept
    assert f'name: "{AUTHORS}"' in kept
    assert f"version: {WHOLE.software.version}" in kept
    article = references()["kennan1947"]
    assert article.title in kept
    assert re.search(rf"volume: \"{article.volume}\"", kept)
    assert [f"start: {article.pages[:3]}" in kept, f"end: {article.pages[4:]}" in kept] == [True, True]


def test_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = "run --worlds 2 --years 1 --off patience --out r --quiet --no-report"
    assert cli.main(words.split()) == 0
    capsys.readouterr()
    assert cli.main(["cite", "r"]) == 0
    assert "Left out, as they were off: patience" in capsys.readouterr().out
    assert cli.main(["cite", "r", "--format", "bibtex"]) == 0
    assert "svolik2009" in parse_string(capsys.readouterr().out, "bibtex").entries
    assert cli.main(["cite", "r", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["off"] == ["patience"]
    assert {r["key"] for r in told["references"]} >= {"kennan1947"}
