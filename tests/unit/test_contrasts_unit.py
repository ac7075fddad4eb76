"""What holds over draws of every number: all are drawn, ranks follow the endings, and counts are what they say."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest

from kennan import scenarios
from kennan.cli.main import main
from kennan.engine.engine import simulate
from kennan.engine.plan import Plan
from kennan.experiments import contrasts as what
from kennan.experiments import everything
from kennan.experiments.contrasts import Contrasts, clopper_pearson, contrasts, rank
from kennan.faults import BadInput
from kennan.model import parameters
from kennan.model.recorded import OUTCOMES

YEARS = 5


def plan(**more):
    return Plan.build(**{"policies": ["containment", "withdrawal"], "worlds": 4, "years": YEARS, **more})


@pytest.fixture(scope="module")
def found() -> Contrasts:
    return contrasts(plan(), draws=8)


# ---- what is drawn


def test_every_number_and_every_start_that_has_a_range_is_drawn_within_it():
    drawn = everything.draw(plan(), 64).values
    start = scenarios.load("x-1947").start
    assert set(parameters.load()) <= set(drawn)
    for name, p in parameters.load().items():
        low, high = (start[p.start].low, start[p.start].high) if p.start else (p.low, p.high)
        if low < high:
            assert low <= drawn[name].min() < drawn[name].max() <= high, name
    for name, one in start.items():
        if f"start.{name}" in drawn:
            assert one.low <= drawn[f"start.{name}"].min() < drawn[f"start.{name}"].max() <= one.high, name
    assert sum(name.startswith("start.") for name in drawn) > 40


def test_what_has_a_prior_has_its_median_in_the_middle():
    drawn = everything.draw(plan(), 256).values["patience"]
    assert np.median(drawn) == pytest.approx(parameters.load()["patience"].value, rel=0.02)


def test_what_is_set_or_off_is_not_drawn_and_what_is_read_off_the_start_follows_it():
    fixed = plan(set={"patience": 0.5, "start.confidence": 0.6}, off=["bandwagon"])
    drawn = everything.draw(fixed, 8).values
    assert not {"patience", "bandwagon", "start.confidence"} & set(drawn)
    free = everything.draw(plan(), 8).values
    follow = [p for p in parameters.load().values() if f"start.{p.start}" in free]
    assert follow
    for p in follow:
        np.testing.assert_array_equal(free[p.name], free[f"start.{p.start}"])


# ---- ranks


def block(**standing):
    """A block of one world: which outcomes stand, month by month."""
    monthly = {f"progress_{name}": np.zeros((4, 1)) for name in OUTCOMES[:-1]}
    for name, months in standing.items():
        monthly[f"progress_{name}"][months, 0] = 1.0
    return SimpleNamespace(monthly=monthly)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ({}, 2),
        ({"mellowing": [3]}, 3),
        ({"breakup": [2, 3]}, 3),
        ({"breakup": [1]}, 2),
        ({"expansion": [3]}, 1),
        ({"western_exhaustion": [3]}, 1),
        ({"expansion": [1], "breakup": [3]}, 2),
        ({"general_war": [1], "mellowing": [3]}, 0),
        ({"general_war": [3]}, 0),
    ],
)
def test_endings_stand_in_the_order_that_the_article_gives_them(standing, expected):
    assert rank(block(**standing), 3).tolist() == [expected]


def test_what_comes_after_the_month_does_not_count():
    assert rank(block(general_war=[3]), 2).tolist() == [2]


# ---- what is counted


def test_counts_of_draws_add_up(found):
    assert found.horizons == (YEARS,)
    (one,) = found.contrasts
    assert one.better + one.worse + one.alike == found.draws == 8
    assert sum(one.pairs) == 100
    assert sum((found.parts.numbers, found.parts.policy, found.parts.luck)) in (
        0.0,
        pytest.approx(1.0, abs=2e-3),
    )
    shares = [s for s in found.spreads if s.policy == "withdrawal"]
    assert [s.outcome for s in shares] == list(OUTCOMES)
    assert all(0 <= s.low <= s.middle <= s.high <= 1 for s in shares)


def made(ours, theirs):
    drawn = everything.Drawn({"patience": np.arange(len(ours), dtype=float)})
    return what._contrast("a", "b", 45, np.array(ours), np.array(theirs), drawn)


def test_better_worse_and_alike_are_draws_and_dominance_is_at_every_cut():
    one = made([[3, 3], [2, 2], [0, 3], [2, 2]], [[2, 3], [3, 2], [2, 1], [2, 2]])
    assert (one.better, one.worse, one.alike) == (1, 1, 2)
    assert one.dominant == 2  # the first, and the last, in which nothing differs
    assert (one.low, one.high) == clopper_pearson(1, 2)


def test_numbers_that_net_wins_go_with_are_named():
    rng = np.random.default_rng(3)
    n = 64
    lift = np.arange(n) / n
    ours = (rng.random((n, 40)) < lift[:, None]).astype(int) + 2
    one = made(ours, np.full((n, 40), 2))
    assert one.leans_on[0][0] == "patience"
    assert one.leans_on[0][1] > 0.9
    assert made(rng.integers(2, 4, (n, 4)), rng.integers(2, 4, (n, 4))).leans_on == ()


def test_exact_intervals_are_those_of_the_tables():
    assert clopper_pearson(0, 10) == (0.0, pytest.approx(0.3085, abs=1e-4))
    assert clopper_pearson(8, 10) == (pytest.approx(0.4439, abs=1e-4), pytest.approx(0.9748, abs=1e-4))
    assert clopper_pearson(0, 0) == (0.0, 1.0)


def test_parts_of_variance():
    luck = np.random.default_rng(1).integers(0, 4, (3, 200, 50))
    parts = what._parts(luck)
    assert parts.luck > 0.95
    numbers = np.broadcast_to(np.repeat([1, 3], 10)[None, :, None], (3, 20, 50))
    assert what._parts(numbers).numbers == 1.0
    policy = np.broadcast_to(np.array([0, 1, 3])[:, None, None], (3, 20, 50))
    assert what._parts(policy).policy == 1.0


def test_a_world_with_its_own_start_is_the_world_of_a_plan_that_starts_there():
    from kennan.engine.arms import walk_columns
    from kennan.engine.interventions import Interventions
    from kennan.engine.rollout import Rollout

    asked = Plan.build(worlds=2, years=YEARS, record=["confidence", "organs"])
    walk = Rollout(asked, Interventions())
    columns = {"start.organs": np.array([0.5, 0.7]), "patience": np.array([0.9, 0.6])}
    ((_, mine),) = walk_columns(walk, columns, np.array([0, 1]))
    for world in (0, 1):
        set_ = {name: float(values[world]) for name, values in columns.items()}
        (theirs,) = simulate(asked.replace(set=set_))
        for name in ("confidence", "organs"):
            np.testing.assert_array_equal(mine.monthly[name][:, world], theirs.monthly[name][:, world])


# ---- asked from outside


def test_the_command_says_what_holds(capsys, tmp_path):
    words = ["contrasts", "--vs", "withdrawal", "--draws", "4", "--worlds", "2", "--years", str(YEARS)]
    assert main([*words, "--picture", str(tmp_path / "c.svg")]) == 0
    out = capsys.readouterr().out
    assert "draws of every number containment ends better than withdrawal after 5 years" in out
    assert (tmp_path / "c.svg").stat().st_size > 1000
    assert main([*words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["draws"] == 4
    assert set(said["robust"]) == {"withdrawal"}


@pytest.mark.parametrize(
    ("more", "draws", "words"),
    [
        ({"policies": "containment"}, 8, ["one policy", "--vs"]),
        ({}, 1, ["2 to 65,536"]),
        ({"worlds": 100_000}, 4096, ["up to 5,000,000"]),
        ({"parameters": "median", "policies": "charm"}, 8, ["one policy", "at its median"]),
    ],
)
def test_what_cannot_be_compared_is_refused_all_at_once(more, draws, words):
    with pytest.raises(BadInput) as found:
        contrasts(plan(**more), draws=draws)
    assert all(word in str(found.value) for word in words)
