"""The game in a scenario: its calendar, its two seats, its links, and what each side sees by the one register."""

from __future__ import annotations

import numpy as np
import pytest
from game_fake import CODES, SCENE, SIDES, SMALL, a_game, played

import kennan.game
from kennan import policies, scenarios
from kennan.faults import BadInput
from kennan.game import game, rules_view, view
from kennan.game.calendar import Calendar
from kennan.game.link import from_link, to_link
from kennan.game.plan import files
from kennan.game.scene import scene
from kennan.policies import observation
from kennan.world.observe import see

WASHINGTON = (
    "WzIsMCw0NywxMiwibW9kZWwiLDAsWy05XV0"  # [2,0,47,12,"model",0,[-9]], as the page of x-1947 wrote it
)


def test_quarters_are_called_by_the_month_in_which_they_begin():
    april = Calendar(1950, 4)
    assert [april.season(n) for n in (0, 2, 3)] == ["Spring 1950", "Autumn 1950", "Winter 1951"]
    assert [april.month_code(n) for n in (0, 8, 9)] == ["1950-04", "1950-12", "1951-01"]
    assert (april.month_name(0), april.month_name(540)) == ("April 1950", "April 1995")
    assert Calendar(1947, 1).season(3) == "Autumn 1947"


def test_a_game_is_played_in_its_scenario_from_its_start():
    seen = view.view(a_game())
    assert (seen["season"], seen["date"], seen["headline"]) == ("Spring 1950", "1950-04", "April 1950")
    assert [one["index"] for one in seen["theatres"]] == list(range(len(CODES)))
    assert {one["unit"] for one in seen["standing"]} >= {"1 = April 1950", "1950 = 100"}
    told = rules_view.told(SMALL)
    assert (told["scenario"], told["start"]["words"], told["end_year"]) == ("ruritania", "April 1950", 1995)
    assert "December" not in told["lengths"][0]["sentence"]
    assert "thinly among 6." in told["sides"]["open"]["points_why"]


def test_a_side_is_called_by_its_role_or_by_its_seat():
    for said, role in (("washington", "open"), ("Moscow", "closed"), ("open", "open")):
        assert game.read({"v": 2, "side": said, "seed": 1, "world": 1}).side == role
    with pytest.raises(BadInput, match="nearest name: washington"):
        game.read({"v": 2, "side": "washingtn", "seed": 1, "world": 1})


def test_links_of_the_articles_scenario_are_as_they_were():
    one = from_link(WASHINGTON)
    assert (one.scenario, one.side, one.played, one.seed) == ("x-1947", "open", 9, 47)
    assert to_link(one) == WASHINGTON
    assert files(one)["name"] == "washington-47-12.json"


def test_a_link_of_another_scenario_is_opened_where_that_is_served():
    one = played("open")
    assert from_link(to_link(one), SMALL) == one
    with pytest.raises(BadInput, match="the game is one of ruritania") as caught:
        from_link(to_link(one))
    assert "kennan serve ruritania" in str(caught.value)
    with pytest.raises(BadInput, match="the game is one of x-1947"):
        from_link(WASHINGTON, SMALL)


def test_a_game_as_plain_data_holds_its_scenario_in_full():
    one = kennan.game.new("closed", scenario=scenarios.SMALL, seed=3, world=4)
    assert kennan.game.resume(one.as_dict()) == one
    with pytest.raises(BadInput, match="scenario"):
        game.read(
            {**one.as_dict(), "scenario": str(scenarios.SMALL)}
        )  # what comes from elsewhere names no path


def test_a_game_of_ruritania_is_a_plan_of_ruritania():
    assert files(played("open"))["words"].count("kennan run ./ruritania --policy") == 1
    assert as_scenarios(played("closed")) == {SMALL}


def as_scenarios(one: game.Game) -> set[object]:
    from kennan.game.plan import plan

    return {plan(one).scenario, plan(one, 8).scenario}


# ---- the register


def test_rules_read_what_the_register_says_in_the_order_of_the_engine():
    names = [name for name, _, _ in observation.for_rules()]
    assert names == list(policies.seen())
    assert {of for _, _, of in observation.for_rules()} <= set(observation.READINGS)
    assert all(one.rules is None for one in observation.sights("closed"))


@pytest.mark.parametrize("side", SIDES)
def test_every_place_on_the_desk_is_given_once(side):
    places = [told.place for _, told in observation.for_player(side)]
    assert places == list(range(1, len(places) + 1))
    assert {told.error for _, told in observation.for_player(side)} <= set(observation.ERRORS)
    assert {one.error for one in observation.there(side)} <= set(observation.ERRORS)
    assert {one.sense for one in (*observation.sights(side), *observation.there(side))} <= set(
        observation.senses()
    )


def test_a_player_is_told_with_an_error_what_a_rule_reads_as_it_stands():
    count = len(CODES)
    stood = {name: 0.234 for side in SIDES for name in observation.told(side)}
    stood |= {one.quantity: np.full(count, 0.234) for side in SIDES for one in observation.there(side)}
    ours = see("open", stood)
    value, low, high = ours.world["effort_seen"]
    assert low < value < high
    assert value == pytest.approx(0.234 * count)
    assert ours.there["influence"] == pytest.approx(np.full(count, 0.2))
    theirs = see("closed", stood)
    assert theirs.there["influence"] == pytest.approx(np.full(count, 0.234))
    assert theirs.world["western_unity"][0] == pytest.approx(20.0)
    assert ours.world["unity"][0] == pytest.approx(23.4)


def test_a_scene_is_made_once():
    assert scene(SMALL) is SCENE
