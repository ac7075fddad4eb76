"""Whatever policy is written within the rules, its levers stay within theirs and nothing is lost."""

import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kennan import policies
from kennan.policies.policy import value_at

LEVERS = list(policies.levers().values())
SEEN = list(policies.seen().values())
PLACES = ("follow", "perimeter", "offensive")


def numbers(low, high):
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


def schedules(lever):
    """Draw a number or a schedule; weights of places stay above 0, so that counterforce goes somewhere."""
    low = 0.01 if lever.name in PLACES else lever.low
    years = st.lists(numbers(1, 9999), min_size=1, max_size=6, unique=True).map(sorted)
    pairs = years.flatmap(
        lambda ys: st.tuples(*[st.tuples(st.just(y), numbers(low, lever.high)) for y in ys])
    )
    return numbers(low, lever.high) | pairs.map(lambda points: [list(point) for point in points])


@st.composite
def rules(draw):
    keys = st.tuples(st.sampled_from(LEVERS), st.sampled_from(SEEN), st.sampled_from(["above", "below"]))
    chosen = draw(st.lists(keys, max_size=5, unique_by=lambda key: (key[0].name, key[1].name, key[2])))
    return [
        {
            "lever": lever.name,
            "reads": quantity.name,
            "when": side,
            "reference": draw(numbers(quantity.low, min(quantity.high, 1e6))),
            "gain": draw(numbers(-1000, 1000)),
        }
        for lever, quantity, side in chosen
    ]


@st.composite
def written(draw):
    """Draw the content of a policy file."""
    chosen = draw(st.lists(st.sampled_from(LEVERS), max_size=12, unique_by=lambda lever: lever.name))
    return {
        "policy": {"name": "drawn", "hindsight": draw(st.booleans())},
        "levers": {lever.name: draw(schedules(lever)) for lever in chosen},
        "rules": draw(rules()),
    }


@given(written(), numbers(-5000, 15000))
@settings(max_examples=150, deadline=None)
def test_a_schedule_stays_within_the_lever_and_between_its_points(data, year):
    policy = policies.from_dict(data)
    for lever in LEVERS:
        value = value_at(policy.levers[lever.name], year)
        values = [point[1] for point in policy.levers[lever.name]]
        assert lever.low <= value <= lever.high
        assert min(values) - 1e-12 <= value <= max(values) + 1e-12


@given(written())
@settings(max_examples=100, deadline=None)
def test_the_ends_are_held(data):
    policy = policies.from_dict(data)
    for points in policy.levers.values():
        assert value_at(points, points[0][0] - 100) == points[0][1] == value_at(points, points[0][0])
        assert value_at(points, points[-1][0] + 100) == points[-1][1] == value_at(points, points[-1][0])


@given(written())
@settings(max_examples=100, deadline=None)
def test_a_policy_is_the_same_after_json(data):
    policy = policies.from_dict(data)
    again = policies.from_dict(json.loads(json.dumps(policy.as_dict())))
    assert again == policy
    assert again.as_dict() == policy.as_dict()


@given(written(), numbers(1, 9000), st.integers(0, 60), numbers(0.01, 20))
@settings(max_examples=100, deadline=None)
def test_the_arrays_agree_with_the_schedule_and_stay_within_bounds(data, start, steps, length):
    policy = policies.from_dict(data)
    arrays = policies.arrays(policy, start, steps, length)
    assert arrays.schedule.shape == (steps + 1, 12)
    assert (arrays.low <= arrays.schedule).all()
    assert (arrays.schedule <= arrays.high).all()
    assert np.isfinite(arrays.gain_above).all()
    assert np.isfinite(arrays.reference_below).all()
    last = policy.scheduled(start + steps * length)
    np.testing.assert_allclose(arrays.schedule[-1], [last[lever.name] for lever in LEVERS], atol=1e-6)
    filled = np.count_nonzero(arrays.gain_above[0]) + np.count_nonzero(arrays.gain_below[0])
    assert filled <= len(policy.rules)
