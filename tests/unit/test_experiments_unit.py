"""Sweeps and boxes on made-up results that a test can work out, and their folders, words and pictures."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from experiments_fake import Engine

import kennan
from kennan import policies
from kennan.cli import main as cli
from kennan.engine import arms
from kennan.engine.plan import Plan
from kennan.experiments import discover, factors, luck, measures, morris, prim, rows, sobol, words
from kennan.experiments.sweep import sweep
from kennan.faults import BadInput, Faults
from kennan.model import extension, in_use, parameters
from kennan.plots import sensitivity

PLAN = Plan.build(worlds=10, parameters="median", years=3)


@pytest.fixture
def engine(monkeypatch):
    made = Engine()
    monkeypatch.setattr(arms, "simulate_rows", lambda *a, **k: made(*a, **k))
    return made


# ---- what is varied, what is looked at


def test_groups_hold_what_they_say():
    assert [f.name for f in factors.choose(["strengths"])] == list(parameters.strengths())
    assert {f.name for f in factors.choose(["levers"])} == {f"lever.{name}" for name in policies.levers()}
    drawn = {name for name, p in parameters.load().items() if p.prior}
    assert {f.name for f in factors.choose(["parameters"])} == drawn
    assert len(factors.choose(["all"])) == len(drawn) + 12
    assert len(factors.choose(["all", "strengths", "tone"])) == len({*drawn, *parameters.strengths()}) + 12


def test_a_parameter_is_swept_over_its_prior_and_a_lever_over_its_bounds():
    patience, tone = factors.choose(["patience", "tone"], (0.05, 0.95))
    assert patience.values(np.array([0.0, 0.5, 1.0])) == pytest.approx(
        parameters.load()["patience"].quantile(np.array([0.05, 0.5, 0.95]))
    )
    assert tone.name == "lever.tone"
    assert tone.ends == pytest.approx((0.05, 0.95))
    low, high = factors.choose(["patience"], (0.0, 1.0))[0].ends
    assert (low, high) == pytest.approx(
        (parameters.load()["patience"].low, parameters.load()["patience"].high)
    )


def test_the_weights_of_counterforce_are_never_all_nothing():
    weights = factors.choose(["follow", "perimeter", "offensive"], (0.0, 1.0))
    assert all(f.values(np.zeros(1))[0] > 0 for f in weights)


def test_what_a_plan_sets_is_passed_over_in_a_group_and_refused_by_name():
    plan = Plan.build(set={"patience": 0.5, "lever.tone": 0.3}, off=["temper_exploited"])
    fixed = rows.fixed(plan)
    assert fixed == {"patience", "temper_exploited", "lever.tone"}
    assert not fixed & {f.name for f in factors.choose(["all"], fixed=fixed)}
    with pytest.raises(BadInput, match="set in every world"):
        factors.choose(["patience"], fixed=fixed)


def test_measures_read_a_block():
    found = measures.choose(["breakup", "ever:breakup"], ["orbit@1948-07", "orbit"], years=3)
    assert [m.month for m in found] == [0, 0, 18, 36]
    assert [m.title for m in found][2:] == ["orbit in July 1948", "orbit in January 1950"]

    class Block:
        ending = np.array([2, 6, 6])
        reached = np.array([[-1, -1, -1], [3, 5, -1], *[[-1] * 3] * 3])
        monthly = {"orbit": np.arange(37.0)[:, None] + np.zeros(3)}  # noqa: RUF012

    assert [list(m.of(Block)) for m in found] == [[1, 0, 0], [1, 1, 0], [18] * 3, [36] * 3]


@pytest.mark.parametrize(
    "asked", ["orbit@", "orbit@1947-13", "orbit@48", "orbit@1946", "orbit@1951", "orbt", "influence@1948"]
)
def test_a_quantity_that_cannot_be_looked_at_is_refused(asked):
    faults = Faults()
    assert measures.quantity(asked, "x-1947", 3, faults) is None
    assert len(faults.found) == 1


# ---- elementary effects, shares of variance, luck


def test_elementary_effects_agree_with_salib():
    chosen = factors.choose(["strengths"])[:7]
    places = morris.design(chosen, 8, 3)
    values = np.random.default_rng(0).normal(size=(len(places), 4))
    effects = morris.elementary(places, values.mean(1))
    found = {effect.name: effect for effect in morris.analyse(chosen, places, values, 1)}
    assert [np.abs(e).mean() for e in effects] == pytest.approx([found[f.name].size for f in chosen])
    assert [e.mean() for e in effects] == pytest.approx([found[f.name].signed for f in chosen])
    assert [e.std(ddof=1) for e in effects] == pytest.approx([found[f.name].spread for f in chosen])


def test_morris_finds_a_straight_line_exactly(engine):
    found = sweep(PLAN, over=["tone", "care", "exit"], quantities=["orbit@1949"], size=6)
    assert found.rows == 6 * 4
    assert engine.rows == pytest.approx(24)
    assert found.plan.years == 2  # nothing is simulated after what is looked at
    first, *others = found.found[0].effects
    assert (first.name, first.size) == ("lever.tone", pytest.approx(0.5 * 0.9, rel=1e-5))
    assert first.signed == pytest.approx(first.size)
    assert first.high - first.low == pytest.approx(0, abs=1e-6)
    assert [effect.size for effect in others] == pytest.approx([0, 0], abs=1e-6)
    assert words.direction(first) == "up"
    assert "orbit in January 1949 is decided most by lever.tone" in words.decides(found, found.found[0])


def test_no_number_moves_more_worlds_than_there_are(engine):
    found = sweep(PLAN, over=["tone", "care"], quantities=["orbit@1949"], size=4)
    one = found.found[0]
    sharp = [replace(effect, size=1.5, signed=1.5) for effect in one.effects]
    said = words.decides(found, replace(one, measure=replace(one.measure, quantity=""), effects=sharp))
    assert "which moves it by 100 worlds in 100 (mu* is 150" in said
    assert "(100)" in said
    assert "150 worlds" not in said


def test_numbers_of_an_extension_are_not_the_articles():
    tone = factors.choose(["tone"])
    assert words.behind(tone, "these") == "What the article says of these"
    folder = Path(kennan.__file__).parent / "model" / "example"
    with in_use.using((extension.choose(folder),)):
        theirs = factors.choose(["black_market_relief"])
        assert words.behind([*tone, *theirs], "these") == "What their registers say of these"


def test_sobol_finds_the_known_shares_of_a_sum(engine):
    found = sweep(PLAN, "sobol", ["tone", "patience", "exit"], quantities=["orbit@1948"], size=512)
    parts = {part.name: part for part in found.found[0].parts}
    assert found.rows == 512 * 5
    u = (np.arange(4000) + 0.5) / 4000
    tone, patience = (np.var(f.values(u)) for f in (found.factor("lever.tone"), found.factor("patience")))
    true = 0.25 * tone / (0.25 * tone + 0.01 * patience)
    assert parts["lever.tone"].total == pytest.approx(true, abs=0.03)
    assert parts["lever.tone"].alone == pytest.approx(true, abs=0.05)
    assert parts["patience"].total == pytest.approx(1 - true, abs=0.03)
    assert parts["lever.exit"].total == pytest.approx(0, abs=0.01)


def test_a_result_that_never_varies_decides_nothing(engine):
    for method in ("morris", "sobol"):
        found = sweep(PLAN, method, ["exit", "care"], ["expansion", "breakup"], size=4)
        assert "the same in every row" in words.decides(found, found.found[0])
        told = {words.entry_range(e) for e in found.found[0].effects or found.found[0].parts}
        # no move changed anything, which is an effect of 0; of a variance of 0 there is no share
        assert told == {(0.0 if method == "morris" else None, None, None)}
        json.dumps(found.as_dict(), allow_nan=False)
        assert not any(row.get("total") for row in found.table())
        assert found.found[0].noise is None


def test_luck_is_told_apart_from_what_rows_do():
    rng = np.random.default_rng(5)
    true, noise, common = (
        rng.normal(size=(4000, 1)),
        rng.normal(size=(4000, 8)) * 2,
        rng.normal(size=(1, 8)) * 9,
    )
    assert luck.noise_share(true + noise) == pytest.approx(0.5 / 1.5, abs=0.03)
    assert luck.noise_share(true + noise + common) == pytest.approx(
        0.5 / 1.5, abs=0.03
    )  # the same luck in all rows
    assert luck.noise_share(true + 0 * noise) == pytest.approx(0, abs=1e-6)
    assert luck.noise_share(noise) == pytest.approx(1, abs=0.1)
    assert luck.noise_share(true) is None
    even, odd = rng.normal(size=(2, 5000)) + 2.0
    assert luck.effect_share(even, odd) == pytest.approx(0.5 / 4.5, abs=0.02)


# ---- folders


def test_a_sweep_that_was_stopped_goes_on_and_finds_the_same(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "COLUMNS", 60)  # 6 rows a block
    wanted = {"over": ["tone", "patience"], "outcomes": ["breakup"], "quantities": ["orbit"], "size": 7}
    whole = sweep(PLAN, **wanted)
    engine.rows, engine.stop_after = 0, 1
    with pytest.raises(KeyboardInterrupt):
        sweep(PLAN, **wanted, out=tmp_path / "s")
    kept = sorted(p.name for p in (tmp_path / "s" / "rows").iterdir())
    assert kept == ["00000.npy"]  # 100 columns are one block of 60 and part of the next
    (tmp_path / "s" / "rows" / "00002.npy").write_bytes(b"cut off")
    engine.rows, engine.stop_after = 0, None
    again = sweep(PLAN, **wanted, out=tmp_path / "s")
    assert engine.rows == pytest.approx(21 - 6)
    assert again.as_dict() == whole.as_dict()
    engine.rows = 0
    assert sweep(PLAN, **wanted, out=tmp_path / "s").as_dict() == whole.as_dict()
    assert engine.rows == 0
    assert json.loads((tmp_path / "s" / "result.json").read_text()) == json.loads(json.dumps(whole.as_dict()))
    lines = list(csv.DictReader((tmp_path / "s" / "result.csv").open()))
    assert {(r["result"], r["name"]) for r in lines} == {
        (result, name) for result in ("breakup", "orbit") for name in ("patience", "lever.tone")
    }
    design = list(csv.DictReader((tmp_path / "s" / "design.csv").open()))
    assert len(design) == 21
    assert float(design[0]["orbit"]) == pytest.approx(
        0.5 * float(design[0]["lever.tone"]) + 0.1 * float(design[0]["patience"]), abs=1e-5
    )


def test_a_folder_is_not_taken_from_anything_else(engine, tmp_path):
    sweep(PLAN, over=["tone"], outcomes=["breakup"], size=4, out=tmp_path / "s")
    with pytest.raises(BadInput, match="differs in seed"):
        sweep(PLAN.replace(seed=1), over=["tone"], outcomes=["breakup"], size=4, out=tmp_path / "s")
    sweep(PLAN.replace(seed=1), over=["tone"], outcomes=["breakup"], size=4, out=tmp_path / "s", force=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match="not an experiment"):
        sweep(PLAN, over=["tone"], outcomes=["breakup"], size=4, out=tmp_path / "other", force=True)
    assert (tmp_path / "other" / "letter.txt").read_text() == "dear"
    with pytest.raises(BadInput, match="a file is here"):
        sweep(PLAN, over=["tone"], outcomes=["breakup"], size=4, out=tmp_path / "other" / "letter.txt")


# ---- boxes


def planted(n: int, seed: int, lift: float) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return places of 12 numbers and a result that is likelier where "a" is low and "b" in the middle."""
    rng = np.random.default_rng(seed)
    places = {name: rng.uniform(size=n) for name in "abcdefghijkl"}
    box = (places["a"] < 0.4) & (np.abs(places["b"] - 0.5) < 0.3)
    return places, rng.uniform(size=n) < 0.2 + lift * box


def test_a_planted_box_is_found():
    places, came = planted(2000, 1, 0.6)
    choice = prim.seek(places, came, coverage=0.5, most=4)
    assert {limit.name for limit in choice.limits} == {"a", "b"}
    limits = {limit.name: limit for limit in choice.limits}
    assert limits["a"].low == 0
    assert limits["a"].high == pytest.approx(0.4, abs=0.07)
    assert (limits["b"].low, limits["b"].high) == pytest.approx((0.2, 0.8), abs=0.08)
    assert all(limit.quasi < 0.01 for limit in choice.limits)
    held = prim.count(choice.limits, *planted(4000, 2, 0.6))
    assert held.density.share == pytest.approx(0.8, abs=0.06)
    assert held.density.low > held.base.high


def test_a_box_keeps_the_coverage_and_the_number_of_limits_asked_for():
    places, came = planted(2000, 1, 0.6)
    one = prim.seek(places, came, coverage=0.4, most=1)
    wide = prim.seek(places, came, coverage=0.6, most=4)
    assert len(one.limits) == 1
    assert prim.count(wide.limits, places, came).coverage >= 0.6


def test_counting_by_hand():
    places = {"a": np.array([0.1, 0.2, 0.3, 0.9]), "b": np.array([0.5, 0.9, 0.5, 0.5])}
    box = [prim.Limit("a", 0.0, 0.3, None, 0.01), prim.Limit("b", 0.4, 0.6, 0.02, 0.03)]
    held = prim.count(box, places, np.array([True, True, False, True]))
    assert (held.density.count, held.density.worlds) == (1, 2)
    assert (held.coverage, held.mass, held.base.share) == (pytest.approx(1 / 3), 0.5, 0.75)


@pytest.fixture
def made_up_worlds(monkeypatch):
    """Break-up comes where patience is in its lower third, and now and then elsewhere."""

    def evaluate(plan, measure, **_):
        place = discover.draws(plan, factors.choose(["patience"], (0, 1)))["patience"]
        likely = np.where(place < 0.35, 0.8, 0.1)
        return (np.random.default_rng(3).uniform(size=plan.worlds) < likely).astype(np.float32)

    monkeypatch.setattr(rows, "evaluate_worlds", evaluate)


def test_discovery_tells_the_box_and_checks_it_on_fresh_worlds(made_up_worlds, tmp_path):
    found = discover.discover(Plan.build(worlds=1000), ["breakup"], out=tmp_path / "d")
    (limit,) = found.box
    assert (limit.name, limit.low) == ("patience", 0)
    assert found.ends(limit)[1] == pytest.approx(
        parameters.load()["patience"].quantile(np.array([0.35]))[0], rel=0.05
    )
    assert found.holds
    assert found.fresh.base.worlds == 1000
    assert "patience is below" in words.sought(found)
    assert "the box holds" in words.fresh(found)
    told = json.loads((tmp_path / "d" / "result.json").read_text())
    assert told["box"][0]["name"] == "patience"
    design = list(csv.DictReader((tmp_path / "d" / "design.csv").open()))
    inside = [row for row in design if row["in_box"] == "1"]
    assert len(design) == 2000
    assert max(float(row["patience"]) for row in inside) <= found.ends(limit)[1] * 1.0001
    figure = sensitivity.box(found)
    assert "patience" in {label.get_text() for label in figure.axes[0].get_yticklabels()}


def test_too_rare_a_result_is_refused(monkeypatch):
    monkeypatch.setattr(rows, "evaluate_worlds", lambda plan, measure, **_: np.zeros(plan.worlds, np.float32))
    with pytest.raises(BadInput, match="came in 0 of 500 worlds: too few"):
        discover.discover(Plan.build(worlds=500), ["breakup"])


# ---- the command line


def test_the_command_prints_saves_and_draws(engine, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    asked = [
        "sweep",
        "--over",
        "tone,patience",
        "--outcome",
        "breakup",
        "--trajectories",
        "4",
        "--years",
        "3",
    ]
    assert cli.main([*asked, "--out", "s", "--picture", "s.svg"]) == 0
    told = capsys.readouterr().out
    assert "is decided most by lever.tone" in told
    assert "II.10" in told
    picture = (tmp_path / "s.svg").read_text()
    assert picture.lstrip().startswith(("<?xml", "<svg"))
    assert cli.main([*asked, "--out", "s", "--json"]) == 0
    out = json.loads(capsys.readouterr().out)
    assert out["results"][0]["factors"][0]["name"] == "lever.tone"
    assert set(out) >= {
        "method",
        "plan",
        "trajectories",
        "rows",
        "worlds",
        "between",
        "level",
        "factors",
        "results",
    }
    assert cli.main([*asked, "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_ctrl_c_says_how_to_go_on(engine, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    engine.stop_after = 0
    assert (
        cli.main(["sweep", "--over", "tone", "--outcome", "breakup", "--years", "3", "--out", "s", "--quiet"])
        == 130
    )
    assert "the same command goes on where it stopped (s)" in capsys.readouterr().err


def test_pictures_name_what_is_drawn(engine):
    found = sweep(
        PLAN, over=["tone", "patience"], outcomes=["breakup", "expansion"], quantities=["orbit"], size=4
    )
    figure = sensitivity.bars(found)
    drawn = [a for a in figure.axes if a.axison]
    assert len(drawn) == 2  # expansion never varies
    assert [label.get_text() for label in drawn[0].get_yticklabels()] == ["lever.tone", "patience"]
    assert any("expansion in the end" in text.get_text() for text in figure.texts)


def test_sobol_design_is_what_salib_makes():
    chosen = factors.choose(["tone", "exit"])
    assert sobol.design(chosen, 8, 1).shape == (32, 2)
    assert (sobol.design(chosen, 8, 1) == sobol.design(chosen, 8, 1)).all()
    assert (morris.design(chosen, 8, 1) == morris.design(chosen, 8, 1)).all()
    assert (morris.design(chosen, 8, 1) != morris.design(chosen, 8, 2)).any()
