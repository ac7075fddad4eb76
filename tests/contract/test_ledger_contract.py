"""The ledger as shipped: every claim is tested, the page and the schema say what the code reads, and it can lose."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest

from kennan import article, ledger
from kennan.cli import main as cli
from kennan.ledger import check, derived, given, read_check, read_measures
from kennan.ledger.predicates import CONTRARY, NOT_DECIDED, NOT_SHOWN, NOT_TESTED, SHOWN
from kennan.model import parameters
from kennan.model.recorded import EVENTS, OUTCOMES

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "reference" / "claims.md").read_text(encoding="utf-8")
SCHEMA = json.loads((Path(article.__file__).parent / "claims.schema.json").read_text(encoding="utf-8"))
LEAST = 88  # claims shown in a quick test with shipped seed; see test_the_quick_ledger


def test_every_claim_has_checks_or_says_why_it_has_none():
    for name, tested in ledger.load().items():
        assert tested.checks or tested.claim.reason, name


def test_every_mechanism_is_named_by_a_claim_with_checks():
    from kennan.ledger.sabotaging import concerned

    known = ledger.load().values()
    assert [m for m in parameters.strengths() if not any(concerned(t, m) for t in known)] == []


def section(title: str) -> str:
    return re.split(r"^#+ ", PAGE.split(f" {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def first_cells(text: str) -> set[str]:
    rows = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return {name.strip('"') for row in rows[1:] for name in re.findall(r"`([^`]+)`", row)}


def test_the_page_names_what_the_code_reads():
    assert first_cells(section("Statistics")) == set(check.STATISTICS)
    assert first_cells(section("Comparisons")) == set(check.COMPARISONS)
    assert first_cells(section("Expectations")) == set(check.EXPECTED)
    arm_only = set(given.IN_ARMS) - set(read_measures.MEASURE)
    assert first_cells(section("Arms")) == arm_only
    told = set(
        re.findall(
            r"`(\w+)", section("A check") + section("Arms") + section("Statistics") + section("Restrictions")
        )
    )
    assert set(read_check.CHECK) - told == set()


def test_the_page_names_every_derived_quantity():
    told = set(re.findall(r"^\| `(\w+)` \|", section("Derived quantities"), re.MULTILINE))
    assert told == set(derived.load())


def test_the_pages_written_from_the_ledger_are_current():
    made = runpy.run_path(str(HOUSE / "docs" / "make_ledger.py"))
    data = json.loads(made["DATA"].read_text(encoding="utf-8"))
    assert made["PAGE"].read_text(encoding="utf-8") == made["page"](data), (
        "python docs/make_ledger.py, then commit"
    )
    assert made["filled"](PAGE) == PAGE, "python docs/make_ledger.py, then commit"


def test_the_schema_names_what_the_code_reads():
    parts = SCHEMA["$defs"]
    assert set(parts["CheckTable"]["properties"]) == set(read_check.CHECK)
    assert set(parts["Arm"]["properties"]) == set(given.IN_ARMS)
    assert parts["CheckTable"]["properties"]["statistic"]["enum"] == list(check.STATISTICS)
    assert parts["CheckTable"]["properties"]["compare"]["enum"] == list(check.COMPARISONS)
    assert set(parts["Expect"]["properties"]) == set(check.EXPECTED)
    assert parts["CheckTable"]["properties"]["event"]["enum"] == list(EVENTS)
    assert parts["CheckTable"]["properties"]["endings"]["items"]["enum"] == list(OUTCOMES)
    for key, value in given.DEFAULTS.items():
        assert parts["CheckTable"]["properties"][key].get("default", value) == value
    from kennan.article.load import HEAD, ONCE

    assert set(parts["ClaimTable"]["properties"]) == {*HEAD, *ONCE}


def test_shipped_files_point_to_the_schema():
    for path in (Path(article.__file__).parent / "claims").glob("*.toml"):
        assert path.read_text(encoding="utf-8").startswith("#:schema ../claims.schema.json\n"), path.name


def test_the_quick_ledger(tmp_path, capsys):
    """All claims at quick size: none contrary, nearly all shown; what is not decided is only too small a number.

    Seed and worlds are fixed and the arithmetic is reproducible, so on an unchanged model this never fails by
    chance. Under other luck a claim that holds is called not shown, or contrary, in at most 5 % of whole
    ledgers (the level at which all intervals hold together).
    """
    out = tmp_path / "ledger.json"
    assert cli.main(["verify", "--quick", "--quiet", "--out", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    verdicts = {claim["id"]: claim["verdict"] for claim in found["claims"]}
    assert list(verdicts) == list(article.claims())
    committed = json.loads((HOUSE / "docs" / "ledger.json").read_text(encoding="utf-8"))
    fallen = {claim["id"] for claim in committed["claims"] if claim["verdict"] in (NOT_SHOWN, CONTRARY)}
    assert {n for n, v in verdicts.items() if v in (NOT_SHOWN, CONTRARY)} <= fallen
    assert sum(v == SHOWN for v in verdicts.values()) >= LEAST
    assert set(verdicts.values()) <= {SHOWN, NOT_SHOWN, CONTRARY, NOT_DECIDED, NOT_TESTED}
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("mechanism", ["menace_substitution", "fear_hampers_craft", "western_example"])
def test_the_ledger_can_lose(mechanism):
    """Cheap examples; ``kennan verify --sabotage`` tries every mechanism."""
    (trial,) = ledger.sabotage([mechanism]).mechanisms
    assert trial.fails
    assert trial.turns


MINE = """[[claim]]
id = "{id}"
passages = ["I.6"]
paraphrase = "A regime without support keeps large organs."
falsifier = "Organs as large where it is popular."
[[claim.check]]
says = "organs, little popular faith against much"
arms = [{{ hold = {{ popular_faith = 0.1 }} }}, {{ hold = {{ popular_faith = 0.6 }} }}]
years = 8
quantity = "organs"
window = ["1953-01", "1955-01"]
expect.with = {{ {expect} }}
"""


@pytest.mark.parametrize(
    ("expect", "verdict", "code"),
    [("above = 0.04", SHOWN, 0), ("above = 0.2", NOT_SHOWN, 1), ("below = -0.1", CONTRARY, 1)],
)
def test_a_claim_of_ones_own_takes_ten_lines_and_its_verdict_is_the_exit_code(
    expect, verdict, code, tmp_path, capsys
):
    path = tmp_path / "mine.toml"
    path.write_text(MINE.format(id="mine", expect=expect), encoding="utf-8")
    assert cli.main(["verify", "--claims", str(path), "--quick", "--json", "--quiet"]) == code
    (claim,) = json.loads(capsys.readouterr().out)["claims"]
    assert claim["verdict"] == verdict
    assert claim["checks"][0]["findings"][0]["value"] == pytest.approx(0.07, abs=0.03)


def test_a_claim_is_explained_and_drawn(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text(MINE.format(id="mine", expect="above = 0.04"), encoding="utf-8")
    picture = tmp_path / "claim.svg"
    words = ["verify", "mine", "--claims", str(path), "--quick", "--explain", "--picture", str(picture)]
    assert cli.main(words) == 0
    said = capsys.readouterr().out
    for part in ("Passage I.6", "Refuted by: Organs as large", "popular_faith = 0.1", "mine.toml:6"):
        assert part in said
    assert "organs, little popular faith" in picture.read_text(encoding="utf-8")


def test_explaining_a_shipped_claim_leads_to_the_code_that_carries_it(capsys):
    assert cli.main(["verify", "III.9a", "--quick", "--explain", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert cli.main(["verify", "III.9a", "--quick", "--explain"]) == 0
    said = re.sub(r"\s+", "", capsys.readouterr().out)
    p = parameters.strengths()["fear_hampers_craft"]
    assert f"model/parameters/{p.file}.toml:{p.line}" in said
    assert f"model/mechanisms/{p.file}.py" in said
    assert (HOUSE / "src" / "kennan" / "model" / "mechanisms" / f"{p.file}.py").is_file()
