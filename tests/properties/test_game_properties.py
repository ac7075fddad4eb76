"""Any game that the rules allow: the same after every trip, never changed by what is decided later, always a policy."""

from __future__ import annotations

import json

from game_fake import CODES, SMALL
from hypothesis import given, settings
from hypothesis import strategies as st

from kennan import policies
from kennan.faults import BadInput
from kennan.game import as_policy, game, rules, trajectory, view

THEATRES = len(CODES)


@st.composite
def choices(draw, side: str):
    """Draw a choice that the rules allow: steps at random, then stepped back until purse and points suffice."""
    one = rules.side(side)
    steps = [draw(st.integers(0, len(setting.labels) - 1)) for setting in one.settings]
    choice = game.Choice(tuple(steps))
    for n, setting in enumerate(one.settings):  # what is too dear goes back to the cheapest step
        if game.cost(choice, one) > one.purse or game.points_of(choice, one) > one.points:
            cheap = min(range(len(setting.labels)), key=lambda s: (setting.cost[s], setting.points[s]))
            steps[n] = cheap
            choice = game.Choice(tuple(steps))
    left = one.points - game.points_of(choice, one)
    places, stands = [], []
    for theatre in sorted(draw(st.sets(st.integers(0, THEATRES - 1), max_size=3))):
        if left > 0:
            points = draw(st.integers(1, left))
            places.append((theatre, points))
            left -= points
    for theatre in sorted(draw(st.sets(st.integers(0, THEATRES - 1), max_size=3))):
        stance = draw(st.integers(0, len(one.stances) - 1))
        if one.stances[stance].points <= left:
            stands.append((theatre, stance))
            left -= one.stances[stance].points
    return game.Choice(tuple(steps), tuple(places), tuple(stands))


@st.composite
def games(draw, most: int = 6):
    side = draw(st.sampled_from(rules.SIDES))
    opponent = draw(st.sampled_from(game.opponents.of(side, SMALL)))
    made = draw(st.lists(st.none() | choices(side), min_size=1, max_size=most))
    seed, world = draw(st.integers(0, rules.SEEDS - 1)), draw(st.integers(0, rules.WORLDS - 1))
    return game.Game(side, seed, world, opponent, "short", tuple(made), SMALL)


@given(games(20))
def test_a_game_survives_its_link(one):
    assert game.read(json.loads(json.dumps(one.as_dict()))) == one


@given(games(20))
def test_a_game_is_a_sound_policy(one):
    made = as_policy.policy(one)
    assert policies.from_dict(json.loads(json.dumps(made.as_dict()))) == made
    assert set(made.levers) == set(as_policy.policies.levers())


@given(games(20), st.integers(0, 19))
def test_what_is_decided_later_changes_no_schedule_before(one, quarter):
    quarter = min(quarter, one.played)
    cut = one.until(quarter)
    for n in range(quarter):
        assert as_policy.decided(cut, n) == as_policy.decided(one, n)
        year = as_policy.time(3 * n + 1, 1950.25)
        assert as_policy.policy(cut).scheduled(year) == as_policy.policy(one).scheduled(year)


@settings(max_examples=12)
@given(games())
def test_what_was_seen_is_never_changed_by_later_choices(one):
    """Undo and replay: the view after n quarters is the same whatever follows, and whatever was kept."""
    trajectory.forget()
    last = trajectory.walked(one) if not war_before_the_end(one) else None
    if last is None:
        return
    first = [view.view(one.until(n)) for n in range(one.played + 1)]
    trajectory.forget()
    again = [view.view(one.until(n)) for n in range(one.played, -1, -1)][::-1]
    assert first == again
    assert json.loads(json.dumps(first[-1])) == first[-1]  # plain data


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(game.FIELDS)


@settings(max_examples=300)
@given(JSON | st.dictionaries(FIELDS, JSON), games(), st.dictionaries(FIELDS, JSON, max_size=2))
def test_whatever_is_sent_is_a_game_or_is_refused_in_words(data, one, spoilt):
    """Links are hostile until they have been read."""
    for sent in (data, {**one.as_dict(), **spoilt}, {**one.as_dict(), "choices": [data, spoilt, [data] * 3]}):
        faults = ()
        try:
            game.read(sent)
        except BadInput as error:
            faults = error.faults
        assert all(0 < len(str(fault)) < 600 for fault in faults)
        json.dumps([vars(fault) for fault in faults])


def war_before_the_end(one) -> bool:
    return any(trajectory.walked(one.until(n)).war for n in range(one.played))
