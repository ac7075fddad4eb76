"""The article's registers: what one entry becomes, and that callers cannot spoil the room's own copy."""

import pytest

from kennan import article
from kennan.article.load import read_claims, read_passages, read_terms
from kennan.faults import BadInput

PASSAGE = """[[passage]]
id = "III.4"
part = "III"
opening = "The Kremlin has also"
paraphrase = " Heavy industry at any cost. "
words = ["industry", "cost"]
"""
CLAIM = """[[claim]]
id = "III.4a-heavy-industry-first"
passages = ["III.4"]
paraphrase = "Heavy industry first."
mechanisms = ["heavy_industry_first"]
levers = ["level"]
signature = "More heavy capital."
falsifier = "Balanced growth."
status = "has mechanism"
"""
TERM = """[[term]]
term = "world"
kind = "model"
meaning = "One possible history."
"""


def write(folder, text):
    path = folder / "file.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_passage_is_read_field_by_field_and_stripped(tmp_path):
    found = read_passages(write(tmp_path, PASSAGE))
    assert found == {
        "III.4": article.Passage(
            "III.4", "III", "The Kremlin has also", "Heavy industry at any cost.", ("industry", "cost")
        )
    }


def test_a_claim_is_read_and_knows_its_part(tmp_path):
    claim = read_claims([write(tmp_path, CLAIM)], ["III.4"])["III.4a-heavy-industry-first"]
    assert claim.part == "III"
    assert claim.mechanisms == ("heavy_industry_first",)
    assert claim.levers == ("level",)


def test_levers_of_a_claim_may_be_left_out(tmp_path):
    text = CLAIM.replace('levers = ["level"]\n', "")
    assert read_claims([write(tmp_path, text)], ["III.4"])["III.4a-heavy-industry-first"].levers == ()


def test_a_claim_outside_the_model_needs_no_mechanism(tmp_path):
    text = CLAIM.replace('mechanisms = ["heavy_industry_first"]\n', "").replace(
        "has mechanism", "not modelled"
    )
    assert read_claims([write(tmp_path, text)], ["III.4"])["III.4a-heavy-industry-first"].mechanisms == ()


def test_a_word_of_the_model_needs_no_passage(tmp_path):
    assert read_terms(write(tmp_path, TERM), [])["world"] == article.Term(
        "world", "One possible history.", "model", ()
    )


def test_what_a_caller_does_to_the_answer_does_not_reach_the_next_caller():
    article.passages().clear()
    article.claims().clear()
    article.terms().clear()
    assert article.passages()
    assert article.claims()
    assert article.terms()


def test_terms_come_in_alphabetical_order():
    names = list(article.terms())
    assert names == sorted(names, key=str.lower)


def test_faults_of_all_files_are_told_together(tmp_path):
    first, second = tmp_path / "one.toml", tmp_path / "two.toml"
    first.write_text(CLAIM.replace('"III.4"', '"III.44"'), encoding="utf-8")
    second.write_text(CLAIM.replace("falsifier", "falsifer"), encoding="utf-8")
    with pytest.raises(BadInput) as error:
        read_claims([first, second], ["III.4"])
    assert "one.toml" in str(error.value)
    assert "two.toml" in str(error.value)
    assert "nearest name: falsifier" in str(error.value)
