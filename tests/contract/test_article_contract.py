"""The article's shipped registers: whole, in order, in agreement with each other and the model."""

import importlib
import re
from pathlib import Path

import pytest

from kennan import article

PARTS = {"I": 16, "II": 10, "III": 16, "IV": 7}
# Strengths that go beyond the article: it makes no claim about them, and each says so in its own file.
BEYOND_THE_ARTICLE = {
    "restoration", "escalation_to_war", "limited_war", "home_front", "the_bomb", "answering_arms", "arms_bite",
    "war_weariness", "ally_share",
}  # fmt: skip
ASKED_FOR_TERMS = [
    "break-up",
    "common random numbers",
    "counterforce",
    "hindsight",
    "mellowing",
    "orbit",
    "organs of suppression",
    "pressure",
    "prior predictive",
    "strength",
    "the line",
    "theatre",
    "world",
]


def strengths() -> set[str]:
    try:
        parameters = importlib.import_module("kennan.model.parameters").load()
    except (ImportError, AttributeError) as error:
        pytest.skip(f"the model's parameters are not there yet ({error})")
    return {name for name, parameter in parameters.items() if parameter.kind == "strength"}


def test_every_paragraph_is_there_in_the_order_of_the_text():
    expected = [f"{part}.{n}" for part, last in PARTS.items() for n in range(1, last + 1)]
    assert list(article.passages()) == expected


def test_nothing_is_quoted_beyond_a_phrase():
    """Openings are a few words; no entry holds a long quotation."""
    assert all(2 <= len(p.opening.split()) <= 5 for p in article.passages().values())
    texts = [p.paraphrase for p in article.passages().values()]
    texts += [t for c in article.claims().values() for t in (c.paraphrase, c.signature, c.falsifier)]
    texts += [t.meaning for t in article.terms().values()]
    for text in texts:
        assert not [q for q in re.findall(r'["“](.+?)["”]', text) if len(q.split()) > 6], text


def test_there_are_97_claims_and_no_two_are_the_same():
    claims = article.claims()
    assert len(claims) == 97
    assert len({c.paraphrase for c in claims.values()}) == 97
    assert len({c.signature for c in claims.values()}) == 97


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_part_file_holds_the_claims_of_its_part_in_order(number):
    folder = Path(article.__file__).parent / "claims"
    part = ["I", "II", "III", "IV"][number - 1]
    ids = re.findall(r'^id = "(.+)"$', (folder / f"part_{number}.toml").read_text("utf-8"), re.MULTILINE)
    assert ids == [name for name, claim in article.claims().items() if claim.part == part]
    places = [int(re.match(r"[IV]+\.(\d+)", name)[1]) for name in ids]
    assert places == sorted(places)


@pytest.mark.parametrize("claim", article.claims().values(), ids=list(article.claims()))
def test_a_claim_names_passages_that_exist_and_its_own_among_them(claim):
    assert set(claim.passages) <= set(article.passages())
    own = re.match(r"[IV]+\.\d+", claim.id)[0]
    assert own in claim.passages
    assert claim.mechanisms


def test_every_paragraph_but_the_transition_is_claimed():
    claimed = {p for claim in article.claims().values() for p in claim.passages}
    assert set(article.passages()) - claimed == {"II.1"}


def test_every_mechanism_named_by_a_claim_is_a_strength_of_the_model():
    known = strengths()
    for claim in article.claims().values():
        assert set(claim.mechanisms) <= known, claim.id


def test_every_strength_is_used_by_a_claim_unless_it_goes_beyond_the_article():
    used = {name for claim in article.claims().values() for name in claim.mechanisms}
    assert strengths() - used <= BEYOND_THE_ARTICLE


def test_the_glossary_explains_the_words_that_the_program_prints():
    terms = article.terms()
    assert set(ASKED_FOR_TERMS) <= set(terms)
    assert len(terms) >= 50
    for term in terms.values():
        assert term.meaning.endswith("."), term.term
