"""What a side orders: its rules, the record of a game, and the policy that comes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from game_fake import CODES, GRA, SIDES, ZEN, a_game, neutral

from kennan import article, policies
from kennan.engine.plan import Plan
from kennan.game import (
    as_policy,
    game,
    opponents,
    plan,
    rules,
)
from kennan.policies.registers import by_hand_names

# ---- rules


@pytest.mark.parametrize("side", SIDES)
def test_rules_are_whole(side):
    one = rules.side(side)
    for setting in one.settings:
        many = len(setting.labels)
        assert many == len(setting.cost) == len(setting.points)
        assert all(len(values) == many for values in setting.sets.values())
        assert 0 <= setting.neutral < many
        assert setting.why
        assert set(setting.passages) <= set(article.passages())
    assert (
        game.cost(neutral(side), one) == one.purse
    )  # what the model's own side does is exactly what the purse buys
    assert game.points_of(neutral(side), one) == 0
    assert [n for n, stance in enumerate(one.stances) if not stance.by_hand] == [one.stance_neutral]


@pytest.mark.parametrize("side", SIDES)
def test_every_step_is_within_the_bounds_of_what_it_moves(side):
    known = policies.levers() if side == "open" else policies.by_hand()
    for setting in rules.side(side).settings:
        for name, values in setting.sets.items():
            assert known[name].low <= min(values) <= max(values) <= known[name].high
    one, by_hand = rules.side(side), policies.by_hand()
    assert 1 + one.place_each * one.points <= by_hand[one.place_by_hand].high
    owner = "open power" if side == "open" else "kremlin"
    assert by_hand[one.place_by_hand].side == owner
    for stance in one.stances:
        for name, value in stance.by_hand.items():
            assert by_hand[name].low <= value <= by_hand[name].high
            assert by_hand[name].side == owner


@pytest.mark.parametrize("side", SIDES)
def test_every_step_of_every_setting_reaches_the_engine_as_it_was_set(side):
    """An order is never overridden: what the engine reads in the quarter is what was chosen, to the bit."""
    one, levers, world = rules.side(side), list(policies.levers()), by_hand_names("world")
    assert as_policy.policy(a_game(side, None)).rules == ()  # nothing moves what was set
    for n, setting in enumerate(one.settings):
        steps = range(len(setting.labels))
        choices = [neutral(side, settings=(*one.neutral[:n], s, *one.neutral[n + 1 :])) for s in steps]
        made = as_policy.policy(a_game(side, *choices))
        array = policies.arrays(made, 1950.25, 3 * len(choices), 1 / 12, CODES)
        for name, values in setting.sets.items():
            table = array.schedule if side == "open" else array.by_hand
            row = (levers if side == "open" else list(world)).index(name)
            assert table[:-1, row].tolist() == np.repeat(np.float32(values), 3).tolist(), (setting.name, name)


@pytest.mark.parametrize("side", SIDES)
def test_every_stance_and_every_point_reaches_the_engine_as_it_was_set(side):
    one, names, known = rules.side(side), list(by_hand_names("theatre")), policies.by_hand()
    for step, stance in enumerate(one.stances):
        made = as_policy.policy(a_game(side, neutral(side, stands=((ZEN, step),))))
        array = policies.arrays(made, 1950.25, 3, 1 / 12, CODES).by_hand_there[:-1, :, ZEN]
        for name in names:
            value = stance.by_hand.get(name, known[name].neutral)
            assert array[:, names.index(name)].tolist() == [value] * 3, (stance.label, name)
    for points in range(1, one.points + 1):
        made = as_policy.policy(a_game(side, neutral(side, places=((ZEN, points),))))
        array = policies.arrays(made, 1950.25, 3, 1 / 12, CODES).by_hand_there[:-1, :, ZEN]
        assert array[:, names.index(one.place_by_hand)].tolist() == [1.0 + one.place_each * points] * 3


def test_washington_at_its_neutral_steps_is_containment_and_moscow_the_model_s_own_kremlin():
    made, shipped = as_policy.policy(a_game("open", None)), policies.load("containment")
    year = 1950.0
    assert made.scheduled(year) == shipped.scheduled(year)
    assert made.by_hand == {}
    moscow = as_policy.policy(a_game("closed", None))
    assert moscow.by_hand == {}
    assert moscow.scheduled(year) == shipped.scheduled(year)  # its opponent


@pytest.mark.parametrize("name", opponents.of("open"))
def test_kremlins_are_within_bounds(name):
    one, known = opponents.kremlins()[name], policies.by_hand()
    for key, value in {**one.world, **one.everywhere}.items():
        assert known[key].side == "kremlin"
        assert known[key].low <= value <= known[key].high
    assert set(one.passages) <= set(article.passages())


def test_opponents_of_moscow_know_nothing_that_nobody_could_know():
    assert "historical" not in opponents.of("closed")
    assert set(opponents.of("closed")) == set(policies.names()) - {"historical"}


# ---- records


def test_a_game_is_the_same_after_a_trip_through_plain_data():
    choice = neutral("open", places=((ZEN, 3), (GRA, 2)), stands=((ZEN, 2),))
    one = a_game("open", choice, None, None)
    data = one.as_dict()
    assert data["choices"] == [[list(rules.side("open").neutral), [ZEN, 3, GRA, 2], [ZEN, 2]], 0, 0]
    assert game.read(data) == one


def test_as_before_carries_settings_and_places_but_no_stand():
    choice = neutral("open", places=((ZEN, 3),), stands=((ZEN, 2),))
    one = a_game("open", None, choice, None)
    assert one.in_force(0) == neutral("open")
    assert one.in_force(1) == choice
    assert one.in_force(2) == one.in_force(7) == replace(choice, stands=())


# ---- from choices to a policy


def test_a_schedule_holds_from_the_first_month_of_a_quarter_to_the_last():
    more = game.Choice((6, 5, *rules.side("open").neutral[2:]))
    made = as_policy.policy(a_game("open", None, more, neutral("open")))
    array = policies.arrays(made, 1950.25, 12, 1 / 12, CODES).schedule[:-1]
    level = array[:, list(policies.levers()).index("level")]
    assert level.tolist() == pytest.approx([0.75] * 3 + [0.9] * 3 + [0.75] * 6, abs=1e-6)
    assert len(set(level[:3].tolist())) == len(set(level[3:6].tolist())) == 1  # held, not drawn as a line


def test_a_stand_lasts_one_quarter_even_the_last():
    choice = neutral("open", stands=((ZEN, 2),))
    made = as_policy.policy(a_game("open", None, choice))
    array = policies.arrays(made, 1950.25, 12, 1 / 12, CODES)
    firm = array.by_hand_there[:-1, by_hand_names("theatre").index("west_stand"), ZEN]
    assert firm.tolist() == [0.0] * 3 + [1.0] * 3 + [0.0] * 6
    tone = array.schedule[:-1, list(policies.levers()).index("tone")]
    assert tone.tolist() == pytest.approx([0.1] * 3 + [0.3] * 3 + [0.1] * 6)


def test_the_sharpest_word_is_heard():
    one = neutral("open", stands=((ZEN, 2), (GRA, 0)))
    levers, by_hand = as_policy.decided(a_game("open", one), 0)
    assert levers["tone"] == pytest.approx(0.3)
    assert levers["exit"] == pytest.approx(0.5)
    assert by_hand["west_stand", "ZEN"] == 1.0
    assert by_hand["west_stand", "GRA"] == -1.0


@pytest.mark.parametrize("side", SIDES)
def test_a_policy_file_reads_back_to_the_same_policy(side, tmp_path):
    choice = neutral(side, places=((ZEN, 3),), stands=((GRA, 2),))
    one = replace(a_game(side, None, choice, None), opponent="adventurer" if side == "open" else "answering")
    path = tmp_path / "game.toml"
    path.write_text(plan.toml(one), encoding="utf-8")
    assert policies.load(path) == as_policy.policy(one)
    assert policies.from_dict(as_policy.policy(one).as_dict()) == as_policy.policy(one)
    assert Plan.from_json(plan.files(one)["plan"]) == plan.plan(one, rules.WORLDS)
