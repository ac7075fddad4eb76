"""Every reference that kennan names anywhere has an entry, and every entry is named by something."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import kennan
from kennan import policies, scenarios
from kennan.article import literature
from kennan.article.literature import named_in, references, unresolved
from kennan.faults import BadInput
from kennan.model import definitions, parameters

MODEL = Path(kennan.__file__).parent / "model"


def sources() -> dict[str, str]:
    """Return every text that names literature, by where it stands."""
    found = {f"parameter {name}": p.source for name, p in parameters.load().items()}
    found |= {f"outcome {name}": o.source for name, o in definitions.load().items()}
    found |= {f"policy {name}": policies.load(name).source for name in policies.names()}
    for name in scenarios.names():
        scenario = scenarios.load(name)
        found[name] = scenario.source
        for group in (scenario.start, scenario.links, scenario.hindsight):
            found |= {f"{name} {key}": number.source for key, number in group.items()}
        for rows in (scenario.evidence, scenario.facts):
            found |= {f"{name} {key}": row["source"] for key, row in rows.items()}
        found |= {
            f"{name} {code}": source
            for code, source in zip(scenario.theatres.code, scenario.theatres.source, strict=True)
        }
    for path in MODEL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                text = (ast.get_docstring(node) or "").partition("\nEquations\n")[0]
                found[f"{path.name} {getattr(node, 'name', '')}"] = text
    return found


def test_every_reference_has_an_entry():
    missing = {where: gone for where, text in sources().items() if (gone := unresolved(text))}
    assert missing == {}


def test_every_entry_is_named_by_something():
    named = {key for text in sources().values() for key in named_in(text)}
    assert set(references()) - named == set()


def test_a_reference_without_an_entry_is_seen():
    assert unresolved("form: Nobody and Noone 1999; Kuran 1991") == ("Noone 1999",)
    assert unresolved("Kuran 1992") == ("Kuran 1992",)
    assert unresolved("Kuran, Private Truths, Public Lies (1995), in January 1947") == ()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Svolik 2009, 2012; Tullock 1987", ["svolik2009", "svolik2012", "tullock1987"]),
        ("(Getty, Rittersporn & Zemskov 1993, from memory)", ["getty1993"]),
        (
            "Fearon, APSR 88 (1994), and Tomz, International Organization 61 (2007)",
            ["fearon1994", "tomz2007"],
        ),
        ("X, Foreign Affairs 25 (1947), III.1, paraphrased", ["kennan1947"]),
        ("MPD 2023 and COW CINC 7: the USA alone", ["bolt2024", "cownmc"]),
        ("Granovetter and Soong 1983", ["granovetter1983"]),
        ("Geddes, Wright and Frantz 2014", ["geddes2014"]),
        ("a choice, beyond the article", []),
    ],
)
def test_sources_are_read_as_people_write_them(text, keys):
    assert list(named_in(text)) == keys


def test_entries_are_whole():
    for entry in references().values():
        assert re.fullmatch(r"\d{4}|n\.d\.", entry.year), entry.key
        assert entry.container or entry.type in ("book", "dataset", "web", "report"), entry.key
        assert not entry.title.endswith("."), entry.key
    titles = [entry.title for entry in references().values()]
    assert len(titles) == len(set(titles))
    dois = [entry.doi for entry in references().values() if entry.doi]
    assert len(dois) == len(set(dois))


BROKEN = {
    "no title": ('[a1999]\ntype = "book"\nauthors = ["A, B"]\nyear = "1999"\nseen = true\n', "no title"),
    "no year": (
        '[a]\ntype = "book"\nauthors = ["A, B"]\ntitle = "T"\nseen = true\nyear = "199"\n',
        "four digits",
    ),
    "a type": (
        '[a]\ntype = "bok"\nauthors = ["A, B"]\ntitle = "T"\nyear = "1999"\nseen = true\n',
        "nearest name: book",
    ),
    "a doi": (
        '[a]\ntype = "book"\nauthors = ["A"]\ntitle = "T"\nyear = "1999"\nseen = true\ndoi = "11.1/x"\n',
        "doi is",
    ),
    "a field": (
        '[a]\ntype = "book"\nauthors = ["A"]\ntitle = "T"\nyear = "1999"\nseen = true\njournal = "J"\n',
        "no field of a reference called 'journal'",
    ),
    "a key": (
        '[A1]\ntype = "book"\nauthors = ["A"]\ntitle = "T"\nyear = "1999"\nseen = true\n',
        "key is 'A1'",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused(name, tmp_path):
    text, message = BROKEN[name]
    path = tmp_path / "l.toml"
    path.write_text(text)
    with pytest.raises(BadInput, match=re.escape(message)):
        literature.read(path)
