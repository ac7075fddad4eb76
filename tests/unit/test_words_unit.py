"""What a world is called: a folder's own words, the usual ones, and the model's sentences told in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kennan import scenarios
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.scenarios.described import described

SENTENCE = "Soviet output over that of the United States; the Kremlin yields. The West, and western exhaustion. USSR."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small scenario."""
    return Path(shutil.copytree(scenarios.SMALL, tmp_path / "small"))


def test_the_articles_own_words_leave_every_sentence_as_it_is() -> None:
    assert scenarios.load(scenarios.ARTICLE).words.tell(SENTENCE) == SENTENCE


def test_another_world_tells_the_models_sentences_in_its_own_words() -> None:
    said = scenarios.load(scenarios.SMALL).words.tell(SENTENCE)
    assert said == (
        "Ruritanian output over that of Freedonia; the Court at Strelsau yields. The Free Coast, "
        "and Freedonian exhaustion. USSR."
    )


def test_words_that_are_left_out_are_made_of_the_powers(folder: Path) -> None:
    (folder / "words.toml").write_text('[closed]\nseat = "Strelsau"\n', encoding="utf-8")
    words = scenarios.load(folder).words
    assert words["closed_seat"] == "Strelsau"
    assert words["closed_power"] == "Ruritanian power"
    assert words["closed_leaders"] == "the Ruritanian leadership"
    assert words["open_side"] == "the Freedonian side"
    assert words.given == {"closed_seat"}
    (folder / "words.toml").unlink()
    assert scenarios.load(folder).words.given == frozenset()


def test_what_is_wrong_with_words_is_told_at_once(folder: Path) -> None:
    text = '[closed]\nseet = "S"\nname = "R"\npower = 3\norbit = ""\n[opened]\n[open]\nside = "a\\nb"\nmap = "%s"\n'
    (folder / "words.toml").write_text(text % ("x" * 61), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        scenarios.load(folder)
    told = {(one.where.rpartition("/")[2], one.nearest, one.what) for one in caught.value.faults}
    places = {where for where, _, _ in told}
    assert {f"words.toml:{n}" in {p.split()[0] for p in places} for n in (2, 3, 4, 5, 8, 9)} == {True}
    assert "seat" in {nearest for _, nearest, _ in told}
    assert any("powers.toml" in what for _, _, what in told)


def test_no_plan_depends_on_words_tiles_or_policies_that_it_does_not_use(folder: Path) -> None:
    tiny = {"worlds": 4, "years": 1}
    before = Plan.build(folder, **tiny)
    (folder / "words.toml").write_text('[closed]\nseat = "Elsewhere"\n', encoding="utf-8")
    (folder / "tiles.csv").write_text("code,column,row,columns,rows\nHEN,0,0,,\n", encoding="utf-8")
    (folder / "policies" / "zenda-first.toml").unlink()
    after = Plan.build(folder, **tiny)
    assert after.digest() == before.digest()
    assert after.to_json() != before.to_json()  # they travel with it, so that a report can be made again
    assert (
        Plan.from_json(after.to_json()).scenario.text("words.toml", None)
        == (folder / "words.toml").read_text()
    )
    (folder / "hindsight.toml").unlink()
    assert Plan.build(folder, **tiny).digest() != before.digest()


def test_a_world_is_described_with_its_start() -> None:
    said = described(scenarios.load(scenarios.SMALL))
    assert (said["begins"], said["year"], said["month"], said["map"]) == (1950.25, 1950, 4, None)
    assert [said["words"][key] for key in ("start", "month", "year")] == ["April 1950", "April", "1950"]
    assert [one["code"] for one in said["theatres"]] == ["HEN", "ZEN", "SYL", "GRA", "ORS", "LUT"]
