"""One mechanism alone: what is named is taken, the rest stands where the scenario starts, and nothing else moves."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

import kennan
from kennan import policies, scenarios
from kennan.faults import BadInput
from kennan.model import chance, geography, month, parameters, quantities
from kennan.scenarios.load import SMALL
from kennan.world import lay_out, reset
from kennan.world.state import unpack, world_names

STEPS = [name for name, _ in month.ORDER]
RURITANIA = str(SMALL)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_be_made_alone(step):
    after = kennan.alone(step)
    register = quantities.load()
    for name, value in after.items():
        if name != "events":
            assert np.all(
                (np.asarray(value) >= register[name].low) & (np.asarray(value) <= register[name].high)
            )
            assert np.ndim(value) == (0 if register[name].axes == "world" else 1)


def test_what_is_not_named_is_the_start_of_a_run_at_medians():
    """The state that worlds set out from, read through a function of our own that hands out what it is given."""
    scenario = scenarios.load("x-1947")
    n = len(scenario.theatres)
    numbers = parameters.draw(47, np.arange(1), drawn=False)
    world = lay_out(True, numbers, geography.tables(scenario.theatres))
    arrays = policies.arrays(policies.load("containment"), scenario.begins, 0, 1 / 12, scenario.theatres.code)
    now = {name: table[0] for name, table in vars(arrays).items()}
    now |= {"schooling": -1.0, "decolonisation": 0.0}
    now |= {"walled": np.zeros(n), "wall": np.zeros(n)}
    given = [
        scenario.start[q].value if q in scenario.start else max(0.0, quantities.load()[q].low)
        for q in world_names()
    ]
    hand = dict(zip(policies.levers(), now["schedule"][:, None], strict=True))
    start = unpack(reset(world, chance.world_keys(47, np.arange(1)), np.float32(given), hand, now))
    lucky = {"public_mood", "orders", "orders_at_start"}  # these follow from the luck of the first of January
    register = quantities.load()
    seen = kennan.alone(lambda s, p, draw, levers, here: {name: s[name] for name in register})
    for name in set(register) - lucky:
        wanted = np.asarray(start[name])[..., 0]  # but for the last bit, which the number of columns moves
        np.testing.assert_allclose(np.float32(seen[name]), wanted, rtol=1e-6, err_msg=name)


def test_luck_that_is_not_named_is_at_its_median():
    after = kennan.alone(lambda s, p, draw, levers, here: {"hardship": draw.crust, "menace": draw.death})
    assert (after.hardship, after.menace) == (0.0, 0.5)


def test_a_sweep_gives_what_single_calls_give():
    repression = [0.1, 0.5, 0.9]
    swept = kennan.alone("crust", repression=repression, party_unity=0.4)
    for at, value in enumerate(repression):
        single = kennan.alone("crust", repression=value, party_unity=0.4)
        for name in set(single) - {"events"}:
            assert single[name] == pytest.approx(float(swept[name][at]), rel=1e-5), name


def test_theatres_are_named_by_code_or_all_at_once():
    codes = scenarios.load("x-1947").theatres.code
    table = np.zeros((len(codes), 1))
    table[codes.index("ITA")] = 0.7
    by_code = kennan.alone("flow", effort={"ITA": 0.7}, counterforce=0.2)
    assert by_code.effort.shape == (len(codes),)
    start = kennan.alone(lambda s, p, draw, levers, here: {"effort": s.effort})
    np.testing.assert_array_equal(table[:, 0] > 0, by_code.effort != start.effort)
    np.testing.assert_array_equal(
        by_code.influence, kennan.alone("flow", effort=table, counterforce=0.2).influence
    )
    swept = kennan.alone("flow", effort={"ITA": [0.0, 0.7]}, counterforce=0.2)
    assert swept.influence.shape == (len(codes), 2)
    moved = np.flatnonzero(swept.influence[:, 0] != swept.influence[:, 1])
    assert [codes[at] for at in moved] == ["ITA"]


def test_new_values_are_held_within_their_bounds():
    assert kennan.alone("people", draws={"popular_faith": 1e6}).popular_faith == 1.0
    assert kennan.alone("belief", draws={"change_belief": 1e6}).change_belief == 12.0


def test_decisions_by_hand_and_the_length_of_the_step_are_heard():
    there = [kennan.alone("counterforce", place={"attention": {"ITA": a}}).counterforce for a in (1.0, 3.0)]
    assert (there[0] != there[1]).any()
    year, a_month = (kennan.alone("crust", dt=dt, open_dissent=0.5).open_dissent for dt in (1.0, 1 / 12))
    assert year < a_month < 0.5


def test_an_idea_of_ones_own_is_called_like_a_step():
    def mine(s, p, draw, levers, here):
        return {"fear": s.repression * 2.0 * p.obedience_by_fear, "events": {"crisis": s.repression > 0.5}}

    after = kennan.alone(mine, repression=[0.1, 0.6], obedience_by_fear=0.5)
    np.testing.assert_allclose(after.fear, [0.1, 0.6], rtol=1e-6)
    assert after.events.crisis.tolist() == [0.0, 1.0]


def faults(*args, **named):
    with pytest.raises(BadInput) as caught:
        kennan.alone(*args, **named)
    return caught.value.faults


def test_every_fault_is_told_at_once_with_the_nearest_name():
    told = faults(
        "crust", represion=0.2, repression=2, devotion="x", output=1, draws={"crusts": 1, "organs": 1}
    )
    text = "\n".join(map(str, told))
    assert len(told) == 6
    for words in (
        "nearest name: repression",
        "the value 2 cannot be taken",
        "allowed: a number from 0 to 1",
        "devotion: the value 'x' is no number",
        "output: crust does not read 'output'",
        "draws.crusts: there is no draw called 'crusts'",
        "draws.organs: crust does not read 'organs'",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"repression": [0.1, 0.2], "party_unity": [0.1, 0.2, 0.3]}, "a row of 2 values beside one of 3"),
        ({"repression": float("nan")}, "the value nan cannot be taken"),
        ({"repression": []}, "an array of shape (0,)"),
        ({"repression": [[0.1]]}, "an array of shape (1, 1)"),
        ({"dt": 0.0}, "a step of 0.0 years"),
        ({"draws": 0.5}, "0.5 is no dictionary"),
        ({"policy": "contanment"}, "nearest name: containment"),
        ({"scenario": "x-1948"}, "nearest name: x-1947"),
        ({"place": {"prizes": 1.0}}, "nearest name: prize"),
        ({"party_unity": -1.0}, "a number from 0 to 1"),
        ({"obedience_by_fear": float("inf")}, "the value inf cannot be taken"),
    ],
)
def test_what_cannot_be_used_is_said(named, words):
    assert any(words in str(fault) for fault in faults("crust", **named))


def test_a_step_or_a_theatre_that_there_is_not():
    assert faults("crst")[0].nearest == "crust"
    assert faults("flow", effort={"ITY": 0.5})[0].nearest == "ITA"
    assert "rows of 2 and of 3" in str(faults("flow", effort={"ITA": [0, 0.1], "FRA": [0, 0.1, 0.2]})[0])


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"feer": 1.0}, "nearest name: fear"),
        ({"fear": jnp.zeros(7)}, "sets 'fear' in the wrong shape"),
        ({"fear": "much"}, "sets 'fear' in the wrong shape"),
        ({"fear": jnp.nan}, "makes 'fear' no finite number"),
    ],
)
def test_a_function_of_ones_own_that_sets_what_there_is_not(result, words):
    assert words in str(faults(lambda s, p, draw, levers, here: result)[0])


def test_levers_are_those_of_the_policy_unless_they_are_named():
    at = [
        kennan.alone("counterforce", policy=name).counterforce_total for name in ("withdrawal", "containment")
    ]
    assert at[0] < at[1]


def test_another_scenario_starts_elsewhere_and_counts_from_there():
    """Ruritania, by its folder: its theatres, its start, and what is counted from it."""
    after = kennan.alone("flow", scenario=RURITANIA)
    assert len(after.influence) == len(scenarios.load(RURITANIA).theatres)
    counted = parameters.at_start(scenarios.load(RURITANIA).start)
    name, value = next((n, v) for n, v in counted.items() if v != parameters.load()[n].value)
    read = kennan.alone(lambda s, p, draw, levers, here: {"fear": p[name]}, scenario=RURITANIA)
    assert read.fear == pytest.approx(value, rel=1e-6)
