"""The page of ``kennan serve --with``: Explore sets and draws what is brought, Read shows it, a plan carries it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import server_fake

from kennan.cli.main import main
from kennan.engine import consent
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.model import example, in_use
from kennan.reading import article, mechanism, provenance
from kennan.scenarios import ARTICLE, load
from kennan.server import app, explore_plan, explore_registers, schema, summarise
from kennan.server.call import Call
from kennan.server.desk import Desk
from kennan.server.endpoint import endpoint
from kennan.server.schema_explore import PlanAsked
from kennan.server.settings import Settings


@pytest.fixture(scope="module")
def brought():
    (made,) = consent.chosen([Path(example.__file__).parent])
    return made


@pytest.fixture
def own(brought):
    with in_use.using((brought,)):
        yield brought


def test_explore_has_its_switch_its_numbers_and_its_chart(own):
    found = explore_registers.registers(ARTICLE)
    (one,) = found.brought
    assert (one.name, one.stands, one.changes) == ("black_market", "after economy", ["consumption"])
    assert one.mechanisms == ["black_market_relief"]
    assert one.numbers == ["market_growth", "market_raids", "market_noise"]
    assert [(q.name, q.low, q.high) for q in one.quantities] == [("black_market", 0.0, 1.0)]
    assert {"black_market_relief"} == {m.name for m in found.mechanisms if m.file == "black_market"}
    assert "black_market" in {s.name for s in found.series}
    assert {"market_growth"} <= {p.name for p in explore_registers.parameters(load(ARTICLE)).parameters}
    assert "black_market" in summarise.record()


def test_a_page_without_it_says_nothing_of_it():
    found = explore_registers.registers(ARTICLE)
    assert found.brought == []
    assert "black_market" not in {s.name for s in found.series}
    assert article.whole()["brought"] == []


def test_read_shows_its_sentence_its_sources_its_equation_and_its_code(own):
    (row,) = article.whole()["brought"]
    assert row["sentence"] == own.sentence
    assert article.whole()["mechanisms"]["black_market_relief"]["file"] == "black_market"
    found = mechanism.one("black_market_relief")
    (file,) = found["files"]
    assert file["path"] == "black_market/mechanism.py"
    assert "black_market_relief" in file["formulas"][0]["mathml"]
    assert file["functions"][0]["source"].startswith("def advance(s, p, draw, levers, here):")
    assert found["parameter"]["source"] == "made up: an example"
    said = provenance.quantity("black_market")
    assert {p["name"] for p in said["parameters"]} >= {"market_growth", "market_raids", "market_noise"}
    assert any(one["main"] for one in said["formulas"])
    assert "black_market" in [f["file"] for f in provenance.quantity("consumption")["files"]]


def test_code_that_is_no_equation_is_shown_as_code(brought):
    code = brought.code.replace("    want =", "    want = [1.0][0] *")
    odd = replace(brought, files=tuple((f, code if f == "mechanism.py" else t) for f, t in brought.files))
    consent.give(odd)
    with in_use.using((odd,)):
        (file,) = mechanism.one("black_market_relief")["files"]
        assert file["formulas"] == []
        assert "[1.0][0]" in file["functions"][0]["source"]


def test_a_plan_saved_from_the_page_carries_it(own):
    plan = explore_plan.plan_of(PlanAsked(off=["black_market_relief"]), 8)
    files = explore_plan.files(plan)
    assert json.loads(files["plan"])["extensions"] == [own.as_dict()]
    read, _ = explore_plan.read(files["plan"])
    assert read.off == ("black_market_relief",)


def test_a_plan_of_another_model_is_refused_in_words(brought):
    bare = Plan.build(worlds=8, years=1)
    with_it = bare.replace(extensions=(brought,))
    with pytest.raises(
        BadInput, match="of a model with black_market, and this page's has the article's mechanisms"
    ):
        explore_plan.read(with_it.to_json())
    with in_use.using((brought,)):
        with pytest.raises(BadInput, match="alone, and this page's has black_market") as found:
            explore_plan.read(bare.to_json())
        assert "kennan serve without --with" in str(found.value)
        code = [(f, t + "\n" * (f == "mechanism.py")) for f, t in brought.files]
        other = json.loads(with_it.to_json()) | {
            "extensions": [{"name": "black_market", "files": dict(code)}]
        }
        with pytest.raises(BadInput, match="as another version of it"):
            explore_plan.read(json.dumps(other))


# ---- the server


class Said(schema.Answer):
    names: list[str]


@endpoint("/api/own", answer=Said, early=True)
def own_of(call: Call[None]) -> Said:
    return Said(names=[one.name for one in in_use.extensions()])


@pytest.mark.parametrize(("shows", "names"), [(True, ["black_market"]), (False, [])])
def test_what_shows_it_answers_under_its_model_and_the_game_does_not(brought, shows, names):
    with in_use.using((brought,)):
        asked = server_fake.client(endpoints=[replace(own_of, brought=shows)])
    assert asked.get("/api/own").json() == {"names": names}


def test_explore_and_read_show_it_and_nothing_else():
    shown = {one.path.split("/")[2] for one in app.endpoints() if one.brought}
    assert {"simulate", "compare", "why", "plan", "registers", "article", "mechanism", "off"} <= shown
    assert not {
        one.path for one in app.endpoints() if one.brought and ("game" in one.path or "room" in one.path)
    }


def test_the_worker_warms_up_for_it(brought):
    with in_use.using((brought,)):
        desk = Desk(Settings())
    assert desk.extensions == desk.worker._extensions == (brought,)


def test_a_class_explores_the_articles_model(capsys):
    folder = str(Path(example.__file__).parent)
    assert main(["serve", "--lan", "--with", folder, "--no-browser"]) == 2
    assert "a class explores the article's model" in capsys.readouterr().err
