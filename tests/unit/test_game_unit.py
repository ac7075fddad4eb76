"""The rooms of the game piece by piece: what happened, observation, moves, advisers, verdicts."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from game_fake import CODES, GRA, SCENE, SIDES, SMALL, ZEN, a_game, neutral, there_of

import kennan.game
from kennan import article
from kennan.faults import BadInput
from kennan.game import (
    advisers,
    debrief,
    game,
    happened,
    options,
    rules,
    view,
)
from kennan.game import article as judge
from kennan.game import counterfactuals as thousands
from kennan.model import parameters, quantities
from kennan.model.recorded import EVENTS
from kennan.policies import observation
from kennan.world.observe import Seen, band

# ---- what happened


def walked_of(before: dict, after: dict, **events):
    """Return a walked game of one quarter with three theatres, in which everything changes in the first month."""
    names = ("soft_phase", "change_announced", "broken_up")
    months = {name: np.zeros(3) for name in names}
    return SimpleNamespace(
        game=a_game("open", None),
        places={name: np.array([before[name], *[after[name]] * 3], float) for name in before},
        happened=lambda name: np.array([events.get(name, 0), 0, 0]),
        monthly=lambda name: months[name],
        stood=(dict.fromkeys(names, 0.0),),
    )


def test_who_gave_way_where_is_read_off_influence():
    before = {"in_orbit": [0, 0, 0], "crisis_level": [1, 2, 1], "influence": [0.2, 0.3, 0.4]}
    after = {"in_orbit": [0, 0, 0], "crisis_level": [0, 0, 2], "influence": [0.1, 0.5, 0.4]}
    found = happened.happened(walked_of(before, after, west_yields=1, kremlin_yields=1), 0)
    assert {(one.kind, one.theatre) for one in found} == {
        ("kremlin_yields", 0),
        ("west_yields", 1),
        ("escalation", 2),
    }


def test_who_was_ordered_to_stand_is_never_said_to_have_yielded():
    before = {"in_orbit": [0, 0, 0], "crisis_level": [1, 2, 1], "influence": [0.2, 0.3, 0.4]}
    after = {"in_orbit": [0, 1, 0], "crisis_level": [0, 0, 0], "influence": [0.25, 0.9, 0.41]}
    one = walked_of(before, after, west_yields=1, kremlin_yields=1)
    said = lambda: {(one_.kind, one_.theatre) for one_ in happened.happened(one, 0) if "yields" in one_.kind}  # noqa: E731
    assert said() == {("west_yields", 0), ("kremlin_yields", 2)}  # what was taken was not given
    one.game = a_game("open", neutral("open", stands=((0, 3),)))
    assert said() == {("west_yields", 2), ("kremlin_yields", 0)}
    one.game = a_game("open", neutral("open", stands=((1, 0),)))
    assert ("west_yields", 1) in said()
    one.game = a_game("closed", neutral("closed", stands=((2, 3),)))
    assert ("kremlin_yields", 2) not in said()


def test_a_crisis_that_ends_in_a_takeover_is_nobody_s_yielding():
    before = {"in_orbit": [0, 1, 0], "crisis_level": [1, 0, 0], "influence": [0.6, 1.0, 0.4]}
    after = {"in_orbit": [1, 0, 0], "crisis_level": [0, 0, 1], "influence": [1.0, 0.5, 0.4]}
    found = happened.happened(walked_of(before, after), 0)
    assert [(one.kind, one.theatre) for one in found] == [("takeover", 0), ("departure", 1), ("crisis", 2)]


def test_every_kind_has_its_words_and_its_audience():
    told = observation.happenings("open") | observation.happenings("closed")
    assert told == set(happened.KINDS) == set(view.words(SCENE)) - {"quiet"}
    assert set(happened.WORLD) <= set(EVENTS)
    assert "false_announcement" not in told  # that it is false cannot be seen
    for side in SIDES:
        for kind in observation.happenings(side):
            entry = view._entry(happened.Happening(kind, 3, 1, 1), a_game(side))
            assert entry["words"]
            assert "{" not in entry["words"] + entry["headline"]


# ---- sights


@pytest.mark.parametrize("side", SIDES)
def test_what_is_seen_exists_and_what_is_hidden_is_not_on_the_list(side):
    register = quantities.load()
    assert observation.told(side) <= set(register)
    inner = {
        "inner_vitality", "frustration", "mellowing", "doubt", "party_unity", "divergence", "private_opposition",
        "exhaustion", "popular_faith", "leader_orthodoxy", "misjudgement", "compromise",
    }  # fmt: skip
    assert not inner & observation.told(side)
    if side == "open":
        assert not {"organs", "effort", "openness_seen", "orders", "pressure", "output"} & observation.told(
            side
        )
    else:
        assert not {"counterforce", "effort_seen", "western_health", "change_belief"} & observation.told(side)
    for one, _ in observation.for_player(side):
        assert one.sense in observation.senses()
        assert set(one.passages) <= set(article.passages())


def test_the_band_of_the_services_holds_the_truth_nine_times_in_ten():
    spread = observation.spread()
    errors = np.random.default_rng(1).normal(0.0, spread, 200_000)
    seen = np.exp(errors - 0.5 * spread**2)  # the truth is 1, and the factor of error has mean one
    low, high = band(seen, spread)
    assert np.mean((low <= 1.0) & (high >= 1.0)) == pytest.approx(0.9, abs=0.01)
    said = parameters.load()
    assert spread == pytest.approx(said["sight_error"].value * (1 + said["secretiveness"].value * 0.7))


# ---- moves


def seen(side: str, crisis: dict[int, float]) -> Seen:
    count = len(CODES)
    there = {name: np.full(count, 0.1) for name in there_of(side)}
    there["in_orbit"] = np.zeros(count)
    there["crisis_level"] = np.zeros(count)
    for theatre, level in crisis.items():
        there["crisis_level"][theatre] = level
    return Seen({}, {}, there)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("crisis", [{}, {ZEN: 1.0}, {ZEN: 1.0, GRA: 3.0, 0: 1.0, 5: 2.0}])
def test_moves_are_allowed_and_differ(side, crisis):
    one = rules.side(side)
    standing = neutral(side, places=((0, 4), (ZEN, 4)))
    found = options.options(one, SCENE, standing, seen(side, crisis), neutral(side))
    assert [move.name for move in found[:2]] == ["as_before", "draft"]
    assert len({move.choice for move in found}) == len(found) >= 4
    for move in found:
        assert game.read_choice(move.choice.record(), a_game(side)) == move.choice
    named = {move.name for move in found}
    assert bool(crisis) == bool(named & {"quiet", "give_way", "draw_back", "hold_on"})


# ---- advisers


@pytest.mark.parametrize("side", SIDES)
def test_advisers_rest_on_worlds_of_their_belief_that_the_game_does_not_use(side):
    for one in advisers.advisers(side):
        worlds = advisers.worlds_of(one.name, side, 47)
        assert len(set(worlds)) == len(worlds) == advisers.settings().drawn_from
        assert min(worlds) >= rules.WORLDS
        drawn = parameters.draw(47, np.array(worlds))
        for name, (low, high) in one.region.items():
            number = parameters.load()[name]
            assert number.prior, f"{name} is not drawn"
            edges = number.quantile(np.array([low, high]))
            row = drawn[list(parameters.load()).index(name)]
            assert edges[0] - 1e-4 <= row.min() <= row.max() <= edges[1] + 1e-4
        for _, state, _, _ in one.aims:
            assert state in quantities.load() or state in EVENTS
        assert set(one.passages) <= set(article.passages())


def test_nobody_speaks_for_a_move_that_is_hardly_better():
    lead = advisers.settings().lead
    weighed = [{"better": 0, "worse": 0}, {"better": lead - 1, "worse": 0}, {"better": lead, "worse": 0}]
    gain = [np.zeros(24), np.full(24, 0.9), np.full(24, 0.1)]
    assert advisers._best(gain, weighed) == 2
    assert advisers._best(gain[:2], weighed[:2]) == 0


def test_of_a_move_that_leads_in_number_and_not_in_the_mean_both_are_said():
    stays = options.Option("as_before", "As before", "", neutral("open"))
    row = {"name": "as_before", "better": 0, "worse": 0, "of": 24}
    near = advisers._because(stays, row, [row, {"name": "force", "better": 2, "worse": 1, "of": 24}])
    ahead = advisers._because(stays, row, [row, {"name": "force", "better": 16, "worse": 6, "of": 24}])
    assert near.endswith("better in 2 of 24 worlds like ours, and worse in 1.")
    assert ahead.endswith(
        "better in 16 of 24 worlds like ours, and worse in 6; in the mean it gains next to nothing."
    )


# ---- debrief


def test_shares_are_whole_and_sum_to_a_hundred():
    assert debrief.shares([333, 333, 334, 0, 0, 0]) == [33, 33, 34, 0, 0, 0]
    assert sum(debrief.shares([5, 5, 5, 5, 5, 975])) == 100


@pytest.mark.parametrize("side", SIDES)
def test_what_is_measured_exists(side):
    for one in thousands.measures(side):
        assert one.count in EVENTS if one.count else one.quantity in quantities.load()
    assert {one["name"] for one in thousands.data()["series"]} <= set(quantities.load())
    assert {one["name"] for one in thousands.data()["revealed"]} <= set(quantities.load())


def judged_of(side: str, *choices, **stood):
    world = {"crises": 0.0, "soft_phase": 0.0, "crisis_level": np.zeros(len(CODES)), **stood}
    one = a_game(side, *choices)
    walk = SimpleNamespace(game=one, stood=[world] * (one.played + 1))
    return {
        name: judge._entry(name, rule, judge._MEASURED[name](walk))
        for name, rule in SCENE.register("article.toml", "rules of the article")[side].items()
        if name not in ("giving_way", "points")
    }


def test_containment_keeps_the_rules_of_the_article_and_shouting_breaks_them():
    kept = judged_of("open", *[None] * 8)
    assert {one["verdict"] for one in kept.values()} == {"kept", "not asked"}
    loud = game.Choice((10, 2, 1, 4, 0, 4, 1, 0))
    quiet = game.Choice((1, 6, 2, 1, 4, 1, 1, 0))
    broken = judged_of("open", *[loud, None, quiet, None] * 2, crises=1.0, soft_phase=1.0)
    for name in ("steadiness", "temper", "tone", "exits", "strain"):
        assert broken[name]["verdict"] in ("strained", "broken"), name
    assert broken["steadiness"]["verdict"] == "broken"


def test_attention_is_judged_only_where_pressure_is_seen():
    count = len(CODES)
    first = neutral("open", places=((ZEN, 4),))

    def walk(effort: np.ndarray) -> SimpleNamespace:
        there = {name: np.zeros(count) for name in there_of("open")} | {"effort_seen": effort}
        world = {one.quantity: 0.0 for one, _ in observation.for_player("open")} | dict.fromkeys(
            observation.flags(), 0.0
        )
        one = a_game("open", first)
        return SimpleNamespace(game=one, stood=[{**world, **there}] * 2)

    elsewhere = np.linspace(1.0, 0.0, count) * (np.arange(count) != ZEN)
    assert judge._points(walk(np.zeros(count))) is None
    assert judge._points(walk(elsewhere)) == 0.0
    assert judge._points(walk(elsewhere + 2.0 * (np.arange(count) == ZEN))) == 1.0


def test_the_model_s_own_kremlin_keeps_its_rules_and_the_driver_of_men_does_not():
    assert {one["verdict"] for one in judged_of("closed", *[None] * 8).values()} == {"kept", "not asked"}
    drive = game.Choice((6, 3, 0, 4, 0, 0))
    found = judged_of("closed", *[drive] + [None] * 7)
    assert (
        found["patience"]["verdict"] == found["people"]["verdict"] == found["renewal"]["verdict"] == "broken"
    )


@pytest.mark.parametrize("side", SIDES)
def test_every_rule_has_passages_and_words(side):
    table = SCENE.register("article.toml", "rules of the article")[side]
    assert set(table) <= set(judge._MEASURED)
    for rule in table.values():
        assert set(rule["passages"]) <= set(article.passages())
        assert set(rule["said"]) - {"not asked"} == {"kept", "strained", "broken"}


# ---- in a person's hands


def test_settings_are_named_and_the_rest_stays():
    one = kennan.game.new("open", scenario=SMALL, seed=47, world=12)
    later = one.play(level=6, care=5, watch={"GRA": 2, "ZEN": 3}).play(tone=2)
    first, second = later.as_dict()["choices"]
    assert first == [[6, 5, 2, 1, 4, 1, 1, 0], [ZEN, 3, GRA, 2], []]
    assert second == [[6, 5, 2, 2, 4, 1, 1, 0], [ZEN, 3, GRA, 2], []]
    assert later.undo().as_dict()["choices"] == [first]
    assert kennan.game.resume(later.as_dict()) == later
    assert later.undo(later.game.played) == one


def test_a_new_game_draws_its_luck():
    drawn = {kennan.game.new("closed").game.seed for _ in range(4)}
    assert len(drawn) > 1


def test_controls_say_everything():
    told = kennan.game.controls(SMALL)
    assert len(told["theatres"]) == len(CODES)
    assert set(told["sides"]) == set(SIDES)


def test_wrong_names_are_said_with_the_nearest():
    with pytest.raises(BadInput, match="nearest name: level"):
        kennan.game.new("open", scenario=SMALL, seed=1, world=1).play(levl=3)
    with pytest.raises(BadInput, match="no theatre called 'GRB'"):
        kennan.game.new("open", scenario=SMALL, seed=1, world=1).play(watch={"GRB": 3})


@pytest.mark.parametrize(
    ("other", "said"), [(0.31, "differ by 0.3; the best of them"), (0.01, "0.0 alike; the middle")]
)
def test_luck_is_weighed_against_policies_in_words_that_fit(other, said):
    spread = np.linspace(0.0, 1.0, 101)
    keys = {debrief.YOURS: spread, "containment": spread * 0, "sporadic": spread * 0 + other}
    every = {key: SimpleNamespace(measures={"m": values}) for key, values in keys.items()}
    first = {
        "name": "m",
        "label": "The orbit",
        "good": "low",
        "worse_than_yours": 500,
        "better_than_yours": 500,
        "of": 1000,
    }
    assert said in debrief._luck(SimpleNamespace(side="open", scenario="x-1947"), every, first)["words"]
