"""What the article's loaders say about a register that cannot be used: place, field, and what to do."""

import re

import pytest

from kennan.article.load import read_claims, read_passages, read_terms
from kennan.faults import BadInput

PASSAGE = {
    "id": '"I.1"',
    "part": '"I"',
    "opening": '"The political personality"',
    "paraphrase": '"Two forces."',
    "words": '["forces"]',
}
CLAIM = {
    "id": '"I.1-two-forces"',
    "passages": '["I.1"]',
    "paraphrase": '"Two forces."',
    "mechanisms": '["final_push"]',
    "levers": '["level"]',
    "signature": '"Something moves."',
    "falsifier": '"Nothing moves."',
    "status": '"has mechanism"',
}
TERM = {"term": '"orbit"', "kind": '"article"', "meaning": '"The theatres held."', "passages": '["I.1"]'}
ROOMS = {
    "passage": (PASSAGE, read_passages),
    "claim": (CLAIM, lambda path: read_claims([path], ["I.1", "I.2"])),
    "term": (TERM, lambda path: read_terms(path, ["I.1", "I.2"])),
}


def table(what, **changes):
    fields = {**ROOMS[what][0], **changes}
    return f"[[{what}]]\n" + "".join(f"{k} = {v}\n" for k, v in fields.items() if v is not None)


def message(what, text, folder):
    path = folder / "broken.toml"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    with pytest.raises(BadInput) as error:
        ROOMS[what][1](path)
    return str(error.value)


@pytest.mark.parametrize(
    ("what", "key"), [(w, k) for w, (fields, _) in ROOMS.items() for k in fields if k != "levers"]
)
def test_a_missing_field_is_named(what, key, tmp_path):
    if (what, key) == ("term", "passages"):
        assert "names no passage" in message(what, table(what, passages=None), tmp_path)
    elif (what, key) == ("claim", "mechanisms"):
        assert "names none" in message(what, table(what, mechanisms=None), tmp_path)
    else:
        assert f"the {what} has no {key}" in message(what, table(what, **{key: None}), tmp_path)


@pytest.mark.parametrize(("what", "key"), [(w, k) for w, (fields, _) in ROOMS.items() for k in fields])
@pytest.mark.parametrize("value", ["3", "true", "nan", "[1, 2]", "1947-07-01", '{ a = "b" }'])
def test_a_field_of_the_wrong_type_is_named_with_its_line(what, key, value, tmp_path):
    text = message(what, table(what, **{key: value}), tmp_path)
    line = list(ROOMS[what][0]).index(key) + 2
    assert f"broken.toml:{line} {what}.0.{key}" in text
    assert "allowed:" in text


CASES = [
    ("passage", {"id": '"I.0"'}, ["id is 'I.0'", 'as in "III.4"']),
    ("passage", {"id": '"V.1"'}, ["id is 'V.1'"]),
    ("passage", {"part": '"II"'}, ["passage I.1 says it is in part II"]),
    ("passage", {"part": '"IX"'}, ["part is 'IX'", "I, II, III, IV"]),
    ("passage", {"words": "[]"}, ["words is an empty list"]),
    ("passage", {"words": '["a", "a"]'}, ["names 'a' more than once"]),
    ("passage", {"paraphrase": '"  "'}, ["paraphrase of the passage is empty"]),
    (
        "passage",
        {"parafrase": '"x"'},
        ["no field of a passage called 'parafrase'", "nearest name: paraphrase"],
    ),
    ("claim", {"id": '"I.1 Two Forces"'}, ["id is 'I.1 Two Forces'", "prestige-trap"]),
    ("claim", {"passages": '["I.3"]'}, ["no passage called 'I.3'", "allowed: I.1, I.2"]),
    ("claim", {"mechanisms": "[]"}, ["names none"]),
    ("claim", {"status": '"has mechanisms"'}, ["status is 'has mechanisms'", "nearest name: has mechanism"]),
    ("term", {"kind": '"artcle"'}, ["kind is 'artcle'", "nearest name: article"]),
    ("term", {"passages": '["X.9"]'}, ["no passage called 'X.9'"]),
]


@pytest.mark.parametrize(("what", "changes", "words"), CASES)
def test_a_wrong_value_is_told_with_what_is_allowed(what, changes, words, tmp_path):
    text = message(what, table(what, **changes), tmp_path)
    assert [word for word in words if word not in text] == []
    assert re.search(r"broken\.toml:\d+", text)


@pytest.mark.parametrize("what", ROOMS)
def test_two_entries_of_one_name_are_a_fault(what, tmp_path):
    assert f"there are two {what}s called" in message(what, table(what) * 2, tmp_path)


@pytest.mark.parametrize("what", ROOMS)
def test_all_faults_are_told_at_once(what, tmp_path):
    text = message(what, table(what, nonsense="1") + "\n" + table(what, nonsense="2"), tmp_path)
    assert text.count("called 'nonsense'") == 2
    assert "3 faults" in text  # and that there are two of one name


@pytest.mark.parametrize("what", ROOMS)
@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "is empty"),
        ("# only a comment\n", "holds no [["),
        ("passage = 3\nclaim = 3\nterm = 3\n", "holds no [["),
        ("[[passage", "is not TOML"),
        (b"\xff\xfe\x00", "is not text"),
        ("[surprise]\n", "called 'surprise'"),
    ],
)
def test_a_file_that_is_not_a_register_is_refused(what, content, word, tmp_path):
    assert word in message(what, content, tmp_path)


@pytest.mark.parametrize("what", ROOMS)
def test_a_missing_file_and_a_folder_are_refused(what, tmp_path):
    for path, word in [(tmp_path / "gone.toml", "there is no such"), (tmp_path, "is a folder")]:
        with pytest.raises(BadInput, match=word):
            ROOMS[what][1](path)
