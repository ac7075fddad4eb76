"""The public step: made by hand, month by month, it is the engine's world to the bit; and each part alone."""

from __future__ import annotations

import numpy as np
import pytest

from kennan import policies
from kennan.engine import devices
from kennan.engine.plan import Plan
from kennan.faults import BadInput

WORLDS, MONTHS = 128, 14


@pytest.fixture(scope="module")
def months():
    devices.prepare()
    from kennan.engine.months import Months

    record = ["orbit", "menace", "counterforce_budget"]
    return Months(Plan.build(policies="answering", worlds=100, years=2, record=record))


@pytest.fixture(scope="module")
def walked(months):
    """What the engine makes of a plan, and the same months made step by step."""
    from kennan.engine.engine import simulate
    from kennan.world.state import unpack

    (block,) = simulate(months.plan)
    states, events = [months.reset()], []
    for _ in range(MONTHS):
        state, happened = months.step(states[-1])
        states.append(state)
        events.append(happened)
    return block, [unpack(state) for state in states], events, states


@pytest.mark.parametrize("quantity", ["orbit", "menace", "counterforce_budget"])
def test_steps_made_by_hand_are_the_engines_months_to_the_bit(walked, quantity):
    block, made, _, _ = walked
    stepped = np.stack([np.asarray(s[quantity])[:100] for s in made])
    np.testing.assert_array_equal(block.monthly[quantity][: MONTHS + 1], stepped)


def test_what_happens_in_a_step_is_what_the_engine_counts(walked):
    block, _, events, _ = walked
    for kind, counts in block.events.items():
        np.testing.assert_array_equal(counts[1 : MONTHS + 1], [np.asarray(one[kind]) for one in events])


def test_a_state_knows_how_many_steps_have_been_made(walked):
    assert [int(state["step"]) for state in walked[3]] == list(range(MONTHS + 1))


def test_what_is_decided_from_outside_holds_in_the_worlds_it_is_decided_for(months, walked):
    first = walked[3][0]
    half = np.where(np.arange(100) < 50, 0.0, np.nan).astype(np.float32)
    after, _ = months.step(first, {"level": half})
    as_it_was, _ = months.step(first)
    budget, plain = (months.quantity(one, "counterforce_budget") for one in (after, as_it_was))
    assert (budget[:50] < plain[:50]).all()
    np.testing.assert_array_equal(budget[50:], plain[50:])
    assert list(months.observe(after)) == list(policies.seen())
    assert months.observe(after)["orbit_seen"].shape == (100,)
    assert months.quantity(after, "influence").shape[1] == 100


def test_a_step_that_cannot_be_made_is_told(months, walked):
    first = walked[3][0]
    with pytest.raises(BadInput) as caught:
        months.step(first, {"levle": 1.0, "tone": "loud", "care": [1.0, 2.0]})
    assert [fault.what for fault in caught.value.faults] == [
        "there is no lever called 'levle'",
        "tone cannot be taken",
        "care cannot be taken",
    ]
    with pytest.raises(BadInput, match="all 24 steps of the plan have been made"):
        months.step({**first, "step": np.uint32(24)})
    for wrong, said in ((5, "levers is 5"), ({"level": None}, "level cannot be taken")):
        with pytest.raises(BadInput, match=said):
            months.step(first, wrong)
    with pytest.raises(BadInput, match="this is no state"):
        months.step({})
    with pytest.raises(BadInput, match="None is no plan"):
        type(months)(None)
    with pytest.raises(BadInput, match="no quantity called 'orbits'"):
        months.quantity(first, "orbits")
    with pytest.raises(BadInput, match="cannot be walked step by step"):
        type(months)(months.plan.replace(policies=("charm", "sporadic")))


def test_the_open_power_sees_what_its_register_names_and_nothing_else(walked):
    from kennan.world import observe

    sights = observe(walked[1][-1])
    assert list(sights) == list(policies.seen())
    assert all(np.isfinite(np.asarray(value)).all() for value in sights.values())
    assert {np.asarray(value).shape for value in sights.values()} == {(WORLDS,)}


def test_between_the_mechanisms_something_may_be_held(walked):
    """An exchange that holds menace at one half reaches every mechanism that follows, and nothing that went before."""
    import jax

    from kennan import world
    from kennan.engine.interventions import Interventions
    from kennan.engine.rollout import Rollout
    from kennan.model import parameters
    from kennan.model.month import ORDER, Between

    order = []

    class Held(Between):
        def changes(self, step, changes):
            order.append(step)
            return {**changes, "menace": changes["menace"] * 0 + 0.5} if "menace" in changes else changes

    plan = Plan.build(worlds=WORLDS, years=1)
    walk = Rollout(plan, Interventions())
    now = {name: value[0] for name, value in {**walk.times, **walk.levers(0)}.items()}
    levers = {
        name: np.full(WORLDS, value, np.float32)
        for name, value in zip(policies.levers(), now["schedule"], strict=True)
    }
    keys = (np.arange(WORLDS, dtype=np.uint32), np.arange(WORLDS, dtype=np.uint32))

    numbers = parameters.draw(47, np.arange(WORLDS), drawn=True, fixed={})

    def one(state):
        laid = world.lay_out(np.bool_(True), numbers, walk.tables)
        return world.step(laid, state, keys, levers, now, Held())[0]

    state = walked[3][0]
    quick = {"xla_backend_optimization_level": 0}  # it runs once
    after = world.state.unpack(jax.jit(one).lower(state).compile(compiler_options=quick)(state))
    assert set(np.asarray(after["menace"])) == {np.float32(0.5)}
    assert order == [name for name, _ in ORDER]


def many_policies(count):
    rng = np.random.default_rng(47)
    made = []
    for number in range(count):
        data = policies.load("answering").as_dict()
        data["policy"]["name"] = f"candidate-{number}"
        for rule in data["rules"]:
            rule["gain"] = float(rng.uniform(-1.0, 1.0))
        data["levers"]["level"] = [[1947.0, float(rng.uniform())], [1949.0, float(rng.uniform())]]
        if number == 1:
            data["by_hand"] = {"attention": {"AFG": [[1947.0, 3.0]]}, "demands": [[1947.0, 0.5]]}
        made.append(policies.from_dict(data))
    return made


@pytest.fixture(scope="module")
def side_by_side():
    """Four policies that share 128 worlds: what a step reads of all of them, and of each alone."""
    devices.prepare()
    from kennan.engine.interventions import Interventions
    from kennan.engine.rollout import Rollout

    walk = Rollout(Plan.build(policies=many_policies(4), worlds=32, years=3), Interventions())
    at = lambda course: {name: np.asarray(v[17]) for name, v in course.spans[0].items()}  # noqa: E731
    return at(walk.course((0, 1, 2, 3))), [at(walk.course(number)) for number in range(4)]


def test_policies_that_share_a_chunk_move_their_levers_as_each_does_alone(side_by_side, walked):
    from kennan import world

    together, alone = side_by_side
    constant = np.full((len(policies.levers()), WORLDS), np.nan, np.float32)
    constant[2, 40:] = 0.25
    sights = world.observe(walked[1][-1])
    for made in (
        lambda now, c, s: world.levers(now, c, s),
        lambda now, c, s: world.action.at_the_start(now, c),
    ):
        shared = made(together, constant, sights)
        for number, now in enumerate(alone):
            part = slice(32 * number, 32 * (number + 1))
            own = made(now, constant[:, part], {name: value[part] for name, value in sights.items()})
            for lever in policies.levers():
                value = np.broadcast_to(np.asarray(own[lever]), (32,))
                np.testing.assert_array_equal(np.asarray(shared[lever])[part], value)


def test_policies_that_share_a_chunk_keep_their_own_decisions_by_hand(side_by_side):
    from kennan import scenarios, world
    from kennan.model import geography, parameters

    together, alone = side_by_side
    tables = geography.tables(scenarios.load("x-1947").theatres)
    numbers = parameters.draw(47, np.arange(WORLDS), drawn=False, fixed={})
    shared = world.lay_out(np.bool_(True), numbers, tables).at(together)
    for number, now in enumerate(alone):
        part = slice(32 * number, 32 * (number + 1))
        own = world.lay_out(np.bool_(True), numbers[:, part], tables).at(now)
        for name in ("demands", "attention", "prize_for_counterforce"):
            value = np.broadcast_to(np.asarray(own[name]), np.asarray(shared[name])[..., part].shape)
            np.testing.assert_array_equal(np.asarray(shared[name])[..., part], value)


@pytest.mark.slow
def test_many_policies_in_few_worlds_are_those_walked_alone_to_the_bit():
    from kennan.engine.engine import simulate

    plan = Plan.build(policies=many_policies(34), worlds=5, years=6, record=["orbit", "menace"])
    for number, block in enumerate(simulate(plan)):
        assert (block.policy, block.worlds) == (number, 5)
        if number in (0, 1, 16, 33):
            (alone,) = simulate(plan.replace(policies=plan.policies[number : number + 1]))
            for name, value in alone.monthly.items():
                np.testing.assert_array_equal(block.monthly[name], value)
            for name, value in alone.theatre.items():
                np.testing.assert_array_equal(block.theatre[name], value)


def test_worlds_that_leave_the_numbers_end_the_run_and_are_not_scored():
    """Found by a stranger: they were counted as a stalemate."""
    from kennan.engine.arms import Arm, simulate_arms

    arm = Arm(Plan.build(worlds=4, years=1), factors=(("patience", float("nan")),))
    with pytest.raises(BadInput, match="worlds went where numbers end") as caught:
        list(simulate_arms([arm]))
    assert "in the year from 1947" in caught.value.faults[0].where
