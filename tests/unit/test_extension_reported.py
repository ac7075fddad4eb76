"""What an extension lets be reported: events after ours, outcomes beside the endings, measures, claims."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import kennan
from kennan import ledger
from kennan.cli import registers, tables
from kennan.cli.main import main
from kennan.engine import consent
from kennan.engine.plan import Plan
from kennan.experiments import measures
from kennan.faults import BadInput
from kennan.model import example, extension, in_use
from kennan.model.recorded import EVENTS, OUTCOMES, events, reachable
from kennan.records import summary

EXAMPLE = Path(example.__file__).parent
SMALL = {"worlds": 8, "years": 2, "set": {"feeding_share": 0.1}}


def let_in(to: Path) -> Path:
    """Copy the example with all that stands behind ``#|`` let in, as its files say to do.

    It is named after its folder, as ``kennan new mechanism`` names it: the model with "full" is then the very one that
    docs/how-to/own-mechanism.md makes, and is compiled once for both.
    """
    to.mkdir()
    for file in extension.FILES:
        if (EXAMPLE / file).is_file():
            text = (EXAMPLE / file).read_text().replace("#| ", "")
            (to / file).write_text(text.replace('name = "black_market"', f'name = "{to.name}"'))
    return to


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return let_in(tmp_path_factory.mktemp("own") / "full")


@pytest.fixture(scope="module")
def brought(folder):
    (made,) = consent.chosen([folder])
    return made


@pytest.fixture(scope="module")
def runs(folder):
    bare = kennan.run(worlds=8, years=2, record="all")
    return [
        bare,
        *(kennan.run(**SMALL, with_=folder, record="all", off=off) for off in ((), "black_market_relief")),
    ]


@pytest.fixture
def own(brought):
    with in_use.using((brought,)):
        yield brought


def test_every_file_of_the_example_shows_its_piece(brought):
    assert set(dict(brought.files)) == {f for f in extension.FILES if f != "README.md"}
    assert all("#|" not in text for file, text in brought.files if file != "events.toml")
    assert (list(brought.events), list(brought.outcomes)) == (["market_raid"], ["market_feeds"])
    assert list(brought.measures) == ["market_peak"]


# ---- events


def test_events_are_recorded_after_ours_which_stay_as_they_were(runs):
    bare, on, off = runs
    assert list(on.event.values) == [*EVENTS, "market_raid"]
    assert int(on.events.sel(event="market_raid").sum()) > 0
    assert np.array_equal(off.events.sel(event=list(EVENTS)), bare.events)
    assert "market_raid: the police raid the market" in on.event.attrs["meanings"]
    assert events() == EVENTS


# ---- outcomes


def test_an_outcome_stands_beside_the_endings_and_takes_no_world_from_them(runs):
    bare, on, off = runs
    assert list(on.outcome_kind.values) == [*OUTCOMES[:-1], "market_feeds"]
    stands = on.market_share.values[0] >= 1.0
    first = np.where(stands.any(0), stands.argmax(0), -1)
    assert np.array_equal(on.reached.sel(outcome_kind="market_feeds").values[0], first)
    assert (first > 0).any()
    assert np.array_equal(off.ending, bare.ending)
    assert set(np.unique(on.outcome)) <= set(OUTCOMES)
    assert np.array_equal(off.reached.sel(outcome_kind=list(OUTCOMES[:-1])), bare.reached)
    found = summary.beside(on)["containment"]["market_feeds"]
    assert found.reached.count == int((first >= 0).sum())
    assert summary.beside(bare) == {"containment": {}}


def test_the_terminal_calls_it_by_its_title(runs, brought, capsys):
    with in_use.using((brought,)):
        tables.results(tables.Console(width=120), runs[1])
    told = capsys.readouterr().out.partition("Beside the endings")[2].partition("Commonest")[0].split()
    assert {"the", "market", "feeds", "country"} <= set(told)


def test_a_run_without_them_is_kept_as_it_was():
    from kennan.records.frame import Frame

    assert "beside" not in Frame.of(Plan.build(worlds=8, years=2)).as_dict()


def test_an_outcome_can_be_looked_at_in_the_end_and_at_any_time(own):
    block = SimpleNamespace(
        monthly={"market_share": np.array([[0.0, 0.5], [1.0, 0.2], [0.4, 1.0]])},
        reached=np.array([[-1, -1]] * 5 + [[1, 2]]),
        ending=np.array([6, 6]),
    )
    (ever,) = measures.choose(["ever:market_feeds"], [])
    assert ever.of(block).tolist() == [1.0, 1.0]
    (end,) = measures.choose(["market_feeds"], [], years=1)
    assert end.share
    assert (end.quantity, end.month) == ("market_share", 12)
    block.monthly["market_share"] = np.vstack([np.zeros((12, 2)), [[1.0, 0.99]]])
    assert end.of(block).tolist() == [1.0, 0.0]
    with pytest.raises(BadInput, match="nearest name: ever:market_feeds"):
        measures.choose(["ever:market_fed"], [])


# ---- measures


def test_a_measure_reads_its_months_and_no_others(own):
    (found,) = measures.choose([], ["market_peak"])
    table = np.zeros((12 * 45 + 1, 2))
    table[100, 0], table[240, 1], table[241] = 0.5, 0.7, 0.9  # the twentieth year ends with month 240
    assert np.allclose(found.of(SimpleNamespace(monthly={"black_market": table})), [0.5, 0.7])
    assert (found.last, found.unit, found.share) == (240, "share", False)
    assert "market_peak" in str(refused(lambda: measures.choose([], ["market_peek"])))


def refused(act) -> BadInput:
    with pytest.raises(BadInput) as found:
        act()
    return found.value


# ---- claims


def test_its_claims_are_tested_like_the_articles(own):
    found = ledger.verify(["M1-want-makes-a-market"], quick=True, worlds=64)
    (claim,) = found.claims
    assert claim.verdict == "shown"
    assert "II.10b-prestige-trap" in ledger.load()


def test_claims_of_nobody_are_not_there():
    assert "M1-want-makes-a-market" not in ledger.load()


def test_the_lists_tell_of_them(own):
    assert registers._claims()[-1]["id"] == "M1-want-makes-a-market"
    row = registers._outcomes()[-1]
    assert (row["name"], row["code"], row["rule"]) == ("market_feeds", "", "market_share is 1 or more")
    assert reachable()[-1] == "market_feeds"


# ---- what cannot be used


BAD = [
    ("events.toml", "[market_raid]", "[crisis]", ["the model has an event called 'crisis' already"]),
    ("events.toml", "sentence", "sentense", ["nearest name: sentence", "events.toml:5"]),
    ("events.toml", "[market_raid]", "[market_rade]", ["counts the events market_raid", "market_rade", "mechanism.py"]),
    ("mechanism.py", '"market_raid": raid', '"market_raid": -1.0 * raid - 1.0', ["whole numbers from 0 to 255"]),
    ("mechanism.py", '"market_raid": raid', '"market_raid": raid[:2]', ["sets 'market_raid' in shape (2,)"]),
    ("mechanism.py", '"events": {"market_raid": raid},', "", ["counts the events none", "events.toml"]),
    ("outcomes.toml", '"market_share"', '"market_shore"', ["nearest name: market_share", "outcomes.toml:7"]),
    ("outcomes.toml", '"market_share"', '"menace"', ["no quantity of its own called 'menace'"]),
    ("outcomes.toml", "[market_feeds]", "[mellowing]", ["the model has a quantity called 'mellowing' already"]),
    ("outcomes.toml", "title =", "code = 7\ntitle =", ["code", "outcomes.toml:5"]),
    ("measures.toml", '"highest"', '"highst"', ["statistic is 'highst'", "nearest name: highest"]),
    ("measures.toml", '"black_market"', '"effort"', ["no quantity with one number a world called 'effort'"]),
    ("measures.toml", "until = 20", "until = -1", ["until is -1", "0 to 200"]),
    ("measures.toml", "until = 20", "from = 30\nuntil = 20", ["from year 30 until year 20"]),
    ("claims.toml", '["black_market_relief"]', '["market_relief"]', ["nearest name: black_market_relief"]),
    ("claims.toml", 'quantity = "black_market"', 'quantity = "black_markt"', ["claims.toml:14", "black_market"]),
    ("claims.toml", "M1-want-makes-a-market", "II.10b-prestige-trap", ["the article has a claim called"]),
    ("claims.toml", "[[claim]]", "[[claim]", ["is not TOML", "claims.toml:3"]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), BAD, ids=[f"{f}: {n[:30]}" for f, _, n, _ in BAD])
def test_what_is_wrong_is_told(tmp_path, capsys, file, old, new, said):
    at = let_in(tmp_path / "full")
    text = (at / file).read_text()
    assert old in text
    (at / file).write_text(text.replace(old, new, 1))
    assert main(["check", str(at)]) == 2
    found = " ".join(re.sub(r"\s+", " ", capsys.readouterr().err).split())
    assert all(one in found for one in said), found


def test_claims_that_cannot_be_used_are_told_before_a_run_begins(tmp_path, monkeypatch, capsys):
    at = let_in(tmp_path / "full")
    (at / "claims.toml").write_text((at / "claims.toml").read_text().replace("paraphrase", "paraphrased"))
    monkeypatch.chdir(tmp_path)
    assert main(["run", "--with", "full", "--out", "made", "--quiet"]) == 2
    assert "claims.toml" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_two_that_count_one_event_are_refused_with_both_names(folder, tmp_path):
    other = let_in(tmp_path / "other")
    for file in other.iterdir():
        text = file.read_text().replace("black_market", "ration")
        text = re.sub(r"market_(growth|raids|noise|luck|share|feeds|peak)", r"ration_\1", text)
        text = text.replace("raid_luck", "ration_raid").replace("feeding_share", "ration_feeding")
        file.write_text(text.replace('changes = ["consumption"]', "changes = []"))
    code = (other / "mechanism.py").read_text()
    (other / "mechanism.py").write_text(re.sub(r'\n        "consumption".*', "", code))
    with pytest.raises(BadInput, match="'full' and 'other' both have an event called 'market_raid'"):
        consent.chosen([folder, other])
