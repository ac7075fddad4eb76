"""What a game promises: the engine's own world, an honest view, an opponent that does not cheat, fair advice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from game_fake import SIDES, SMALL, played

from kennan.engine import engine as runs
from kennan.game import (
    advisers,
    article,
    as_policy,
    counterfactuals,
    fair,
    game,
    happened,
    plan,
    quarter,
    rules,
    trajectory,
    turn,
    view,
)
from kennan.model import quantities
from kennan.policies import observation
from kennan.policies import seen as seen_register

# ---- the world is the engine's


@pytest.mark.parametrize("side", SIDES)
def test_the_world_of_a_game_is_the_same_world_in_any_run(side):
    """The exported policy, run as any other by the engine in its own program, gives the same numbers to the bit."""
    one = played(side)
    mine = trajectory.walked(one)
    made = plan.plan(one).replace(record=tuple(quarter.ground().names))
    block = next(iter(runs.simulate(made)))
    months = slice(1, 3 * one.played + 1)
    for name in made.record:
        np.testing.assert_array_equal(block.monthly[name][months, 0], mine.monthly(name), err_msg=name)
    for name in quarter.ground().events:
        np.testing.assert_array_equal(block.events[name][months, 0], mine.happened(name), err_msg=name)
    within = counterfactuals.under(one, 3 * one.played)
    first = counterfactuals.measures(side)[0]
    assert within.measures[first.name][one.world] == pytest.approx(
        first.times * mine.stood[-1][first.quantity]
    )


# ---- a view shows what the side can see, and nothing else


@pytest.mark.parametrize("side", SIDES)
def test_what_is_hidden_changes_nothing_that_is_shown(side):
    """Worlds that differ in everything that the side cannot see, a little or beyond all bounds, look the same."""
    mine = trajectory.walked(played(side))
    public, shown = observation.told(side), view.view(played(side))
    rng = np.random.default_rng(3)

    def other(stood: dict, size: float) -> dict:
        noise = {name: value + size * rng.normal(0.5, 1.0, np.shape(value)) for name, value in stood.items()}
        changed = {name: noise[name] if name not in public else value for name, value in stood.items()}
        return {name: float(value) if np.ndim(value) == 0 else value for name, value in changed.items()}

    for size in (0.01, 0.3, 1.0, 100.0, -100.0):
        blind = replace(mine, stood=tuple(other(stood, size) for stood in mine.stood), state={})
        assert view.of(blind) == shown, size
    hidden = set(quantities.load()) - public
    assert {"frustration", "inner_vitality", "divergence", "doubt"} <= hidden


@pytest.mark.parametrize("side", SIDES)
def test_the_test_of_what_is_hidden_can_fail(side):
    mine = trajectory.walked(played(side))
    for name in sorted({one.quantity for one, _ in observation.for_player(side)}):
        changed = {**mine.stood[-1], name: mine.stood[-1][name] + 0.21}
        assert view.of(replace(mine, stood=(*mine.stood[:-1], changed))) != view.of(mine), name


@pytest.mark.parametrize("side", SIDES)
def test_events_that_a_side_does_not_learn_of_change_nothing(side):
    mine = trajectory.walked(played(side))
    rows = quarter.ground().events
    told = observation.happenings(side) | {"violent_transfer", "west_yields", "kremlin_yields"}
    events = mine.events.copy()
    for name, row in rows.items():
        if name not in told:
            events[:, row] = 7
    assert view.of(replace(mine, events=events)) == view.of(mine)


@pytest.mark.parametrize("side", SIDES)
def test_a_view_hangs_on_no_later_choice(side):
    one = played(side)
    other = replace(one, choices=(*one.choices[:6], *[None] * 6))
    for n in range(7):
        assert view.view(one.until(n)) == view.view(other.until(n))
    assert view.view(game.Game(side, 2024, 301, one.opponent, "short", (), SMALL)) == view.view(one.until(0))


# ---- the opponent does not cheat


@pytest.mark.parametrize("name", sorted(fair.declared()["closed"]))
def test_the_kremlin_reads_of_the_west_what_is_declared_and_nothing_else(name):
    said = fair.declared()["closed"][name]
    found = fair.found(said["step"], said["quantity"])
    assert found["west"] == tuple(sorted(said["west"]))
    assert found["levers"] == tuple(sorted(said["levers"]))


def test_the_kremlin_reads_no_lever_that_is_not_public():
    """What Washington means to do, believes, or does at home it cannot know."""
    read = {lever for said in fair.declared()["closed"].values() for lever in said["levers"]}
    assert read == {"level", "tone", "temper", "exit"}
    west = {name for said in fair.declared()["closed"].values() for name in said["west"]}
    assert not west & {"effort_seen", "misjudgement", "change_belief", "western_view", "western_health"}


def test_the_force_that_orders_heed_is_misjudged():
    said = fair.declared()["closed"]["orders"]
    from kennan.engine.trace import reads

    assert "choice_of_theatre" in reads(said["step"], said["quantity"], 3)["draw"]


def test_a_shipped_washington_reads_only_the_list_of_what_it_can_see():
    """Its rules: the twelve of the register. Its force: the effort that is seen, never the effort that is made."""
    known = {
        "effort_seen_total": "effort_seen", "orbit_seen": "orbit", "crises_seen": "crises",
        "humiliation": "humiliation", "tension": "tension", "war_dead": "war_dead",
        "belief_in_change": "change_announced",
        "soviet_strength_seen": "western_view", "western_unity": "western_unity", "western_health": "western_health",
        "western_weariness": "western_weariness", "depression": "depression", "budget": "counterforce_budget",
        "years_elapsed": "years_elapsed",
    }  # fmt: skip
    assert set(known) == set(seen_register())
    assert set(fair.rules_read()) == set(known.values())
    from kennan.engine.trace import reads

    force = reads("counterforce", "counterforce", 3)
    assert set(force["state"]) == set(fair.declared()["open"]["follows"])
    assert "effort" not in force["state"]


@pytest.mark.parametrize("side", SIDES)
def test_nothing_that_is_decided_later_reaches_back(side):
    """The whole world, hidden things too, is the same to the bit until the quarter in which choices part."""
    one = played(side)
    other = replace(one, choices=(*one.choices[:5], as_policy.Choice(rules.side(side).neutral), *[None] * 6))
    trajectory.forget()
    first = trajectory.walked(one)
    trajectory.forget()
    second = trajectory.walked(other)
    np.testing.assert_array_equal(first.months[:15], second.months[:15])
    assert not np.array_equal(first.months[15:], second.months[15:])


# ---- advice


@pytest.mark.parametrize("side", SIDES)
def test_advice_hangs_on_what_is_seen_alone_and_is_the_same_again(side, monkeypatch):
    one = played(side, 8)
    first = advisers.ask(one)
    trajectory.forget()
    assert advisers.ask(one) == first
    mine = trajectory.walked(one)
    public = observation.told(side)
    stood = tuple(
        {name: value if name in public else np.asarray(value) * 0.5 + 0.3 for name, value in past.items()}
        for past in mine.stood
    )
    blind = replace(mine, stood=stood, state={}, months=np.full_like(mine.months, 9.0))
    monkeypatch.setitem(trajectory._kept, one, blind)  # whoever asks for this game is shown the blind one
    assert trajectory.walked(one) is blind
    assert advisers.ask(one) == first


@pytest.mark.parametrize("side", SIDES)
def test_advice_is_whole(side):
    one = played(side, 8)
    draft = game.Choice(rules.side(side).neutral)
    lines = list(advisers.advise(one, draft))
    assert [next(iter(line)) for line in lines] == ["progress", "adviser"] * 3 + ["result"]
    result = lines[-1]["result"]
    assert all(line["options"] == result["options"] for line in lines if "adviser" in line)
    names = {option["name"] for option in result["options"]}
    assert {"as_before", "draft"} <= names
    assert 4 <= len(names) <= 7
    for said in result["advisers"]:
        assert said["recommends"] in names
        assert said["worlds"] == len(set(said["numbers"])) == advisers.settings().looked_at
        assert one.world not in said["numbers"]
        for option in said["options"]:
            assert option["better"] + option["worse"] + option["same"] == option["of"] == said["worlds"]
    for option in result["options"]:
        game.read_choice(option["record"], one)
    # what he would do, how often it is better, and why: each said once
    label = {option["name"]: option["label"] for option in result["options"]}
    for said in result["advisers"]:
        assert not said["says"].startswith(label[said["recommends"]])
        assert said["because"] not in said["says"]
        assert said["recommends"] == "as_before" or " in the mean, " in said["says"]


def test_advisers_disagree_often_enough():
    """In most quarters the three do not all say the same."""
    agreed = []
    for side in SIDES:
        now = game.Game(side, 7, 3, rules.side(side).opponent, "short")
        for _ in range(4):
            now, _seen = turn.turn(now, 5)
            agreed.append(advisers.ask(now)["agree"])
    assert sum(agreed) <= len(agreed) / 2, agreed


# ---- turns


def test_passing_stops_when_something_happens():
    start = game.Game("open", 47, 12, "model", "short")
    after, seen = turn.turn(start, 12)
    assert 0 < after.played <= 12
    if after.played < 12:
        assert seen["why_stopped"]
    for n in range(1, after.played):
        assert not view.view(after.until(n))["why_stopped"]
    again, same = turn.turn(after, 0)
    assert (again, same) == (after, seen)


@pytest.mark.parametrize(("side", "before", "after"), [("open", 11, 3), ("closed", 3, 7)])
def test_holding_course_is_ending_each_quarter_with_nothing_touched(side, before, after):
    """A stand is kept while its crisis goes on, and no longer; where there is none, the record says "as before"."""
    seed, world = (47, 12) if side == "open" else (5, 3)
    start = game.Game(side, seed, world, rules.side(side).opponent, "short", (None,) * before)
    crisis = view.view(start)["crises"][0]["index"]
    first = start.then(game.Choice(rules.side(side).neutral, (), ((crisis, 2),)))
    held, _ = turn.turn(first, after - 1)
    by_hand = first
    while by_hand.played < held.played:
        standing = view.carried(trajectory.walked(by_hand))
        by_hand = by_hand.then(standing if standing.stands else None)
    assert held == by_hand
    assert held.played == before + after
    goes_on = [
        bool(view.view(held.until(n))["theatres"][crisis]["crisis"]) for n in range(before, held.played)
    ]
    assert [choice is not None for choice in held.choices[before:]] == goes_on
    assert sum(goes_on) > 1
    assert game.read(held.as_dict()) == held


@pytest.mark.parametrize(
    ("side", "before", "own"), [("open", 11, "west_yields"), ("closed", 3, "kremlin_yields")]
)
def test_every_order_in_a_crisis_is_obeyed_and_nothing_else_is_charged(side, before, own):
    seed, world = (47, 12) if side == "open" else (5, 3)
    start = game.Game(side, seed, world, rules.side(side).opponent, "short", (None,) * before)
    crisis = view.view(start)["crises"][0]["index"]
    rule = {"open": "giving_way", "closed": "retreat"}[side]
    for step, stance in enumerate(rules.side(side).stances):
        orders = [game.Choice(rules.side(side).neutral, (), ((crisis, step),))] * (1 if stance.yields else 8)
        mine = trajectory.walked(start.then(*orders))
        level = mine.places["crisis_level"][3 * before :, crisis]
        told = [one for n in range(before, mine.game.played) for one in happened.happened(mine, n)]
        here = [one.kind for one in told if one.theatre == crisis]
        if stance.yields:
            assert level[1] < 0.5
            assert here[0] == own
        if stance.by_hand.get("west_stand" if side == "open" else "kremlin_stand", 0.0) > 0:
            assert own not in here, stance.label
            assert set(here) & {"escalation", "kremlin_yields", "west_yields"} or level.min() > 0.5
        judged = next(one for one in article.judged(mine) if one["rule"] == rule)
        share = float(stance.yields if side == "open" else stance.holds)
        if side == "open" and not (stance.yields or stance.holds):
            assert judged["verdict"] == "not asked"
            assert "gave no order" in judged["words"]
        elif side == "open":
            assert judged["measured"] == share
        else:
            assert (judged["measured"] > 0) == stance.holds


def test_the_report_says_what_nobody_ordered():
    """Where those on the spot gave way, the report says that there was no order; where it was ordered, it does not."""
    start = game.Game("open", 47, 12, "model", "short", (None,) * 11)
    crisis = view.view(start)["crises"][0]["index"]
    given = start.then(game.Choice(rules.side("open").neutral, (), ((crisis, 0),)))
    said = next(one for one in view.view(given)["report"] if one["kind"] == "west_yields")
    assert "no order" not in said["words"]
    for side, seed, kind in (("open", 47, "west_yields"), ("closed", 5, "kremlin_yields")):
        left = game.Game(side, seed, 12, rules.side(side).opponent, "short", (None,) * 20)
        every = [one for one in view.view(left)["chronicle"] if one["kind"] == kind]
        assert every, side
        assert all("no order" in one["words"] for one in every)


def test_a_game_ends_with_its_last_quarter():
    one = game.Game("open", 47, 12, "model", "short", (None,) * 20)
    after, seen = turn.turn(one, 12)
    assert after.played == 20
    assert seen["over"]
    assert seen["ended_words"]
