"""World 17 is world 17: in any batch, thread or process, whatever is switched, added or recorded beside it.

Worlds are compared by the SHA-256 of every byte that the engine hands out: monthly quantities (all of them), theatres,
events, outcomes, parameters.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from worlds import LIVELY, SMALL, digest, held, policy, run, walls

from kennan import policies, scenarios
from kennan.engine.engine import parameters_of
from kennan.engine.plan import Plan
from kennan.model import chance, parameters

YEARS = 10
SAMPLE = (0, 17, 255, 256, 700, 999)


@pytest.fixture(scope="module")
def thousand():
    """Return 1,000 worlds of containment and sporadic, walked at once."""
    return run("containment", "sporadic", worlds=1000, years=YEARS)


def worlds_of(blocks, columns) -> list[str]:
    """Return the digest of each of some worlds, over all policies."""
    return [digest(blocks, column) for column in columns]


# ---- world 17 is the same world in any batch


@pytest.mark.parametrize("worlds", [20, 300])
def test_a_world_is_the_same_in_a_small_run_and_in_a_large_one(thousand, worlds):
    fewer = run("containment", "sporadic", worlds=worlds, years=YEARS)
    columns = [0, 7, 17, 19]
    assert worlds_of(fewer, columns) == worlds_of(thousand, columns)


@pytest.mark.parametrize(
    ("size", "first"),
    [(1, 0), (1, 17), (1, 999), (7, 14), (7, 252), (64, 0), (64, 231), (64, 700), (300, 699), (1000, 0)],
)
def test_a_world_is_the_same_in_batches_of_any_size_from_any_first_world(thousand, size, first):
    batch = run("containment", "sporadic", worlds=size, first_world=first, years=YEARS)
    columns = sorted({0, size // 3, size // 2, size - 1})
    assert worlds_of(batch, columns) == worlds_of(thousand, [first + column for column in columns])


def test_different_worlds_are_different_worlds(thousand):
    """The comparison can fail: no two of the worlds that are compared here have the same bytes."""
    assert len(set(worlds_of(thousand, SAMPLE))) == len(SAMPLE)
    other = run("containment", "sporadic", worlds=20, years=YEARS, seed=48)
    assert digest(other, 17) != digest(thousand, 17)


TASK = """
import sys
if sys.argv[1] == "jax first":
    import jax
sys.path.insert(0, sys.argv[2])
from worlds import digest, run
blocks = run("containment", "rollback", worlds=600, years=10)
from kennan.engine import devices
print(devices.cores(), digest(blocks))
"""


def elsewhere(threads: int, order: str = "") -> tuple[int, str]:
    """Run the same plan in a process of its own; return its threads and the digest of its results."""
    env = {**os.environ, "KENNAN_THREADS": str(threads)}
    env.pop("XLA_FLAGS", None)
    here = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", TASK, order, here]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    threads, found = done.stdout.split()
    return int(threads), found


def test_one_thread_and_two_give_the_same_bytes_in_any_process():
    here = digest(run("containment", "rollback", worlds=600, years=10))
    assert elsewhere(1) == (1, here)
    assert elsewhere(2) == (2, here)


@pytest.mark.slow  # compiles another program, for the flags are other ones
def test_importing_jax_first_changes_no_byte():
    """Someone's notebook has JAX in it already, with its own flags: the worlds are the same worlds."""
    here = digest(run("containment", "rollback", worlds=600, years=10))
    assert elsewhere(2, "jax first") == (2, here)


# ---- what is switched off or added leaves the rest as it was


@pytest.mark.parametrize("name", list(parameters.strengths()))
def test_switching_a_mechanism_off_moves_no_other_number(name):
    worlds = np.arange(100, 140)
    on = parameters_of(Plan.build(seed=5), worlds)
    off = parameters_of(Plan.build(seed=5, off=[name]), worlds)
    row = list(parameters.load()).index(name)
    assert np.all(off[row] == 0)
    np.testing.assert_array_equal(np.delete(on, row, 0), np.delete(off, row, 0))


#: Quantities that answer to their own draws and to nothing else in the model.
LUCK_ALONE = ("public_mood", "agrarian_wavering")


def test_with_each_mechanism_off_in_turn_the_luck_is_the_same(thousand):
    """What answers to luck alone keeps every byte with any mechanism off; the world as a whole does not."""
    unmoved = []
    for name in parameters.strengths():
        (block,) = run("sporadic", worlds=20, years=5, off=[name])
        for quantity in LUCK_ALONE:
            usual = thousand[1].monthly[quantity][: block.monthly[quantity].shape[0], :20]
            np.testing.assert_array_equal(
                block.monthly[quantity], usual, err_msg=f"{quantity} without {name}"
            )
        rest = [n for n in block.monthly if n not in LUCK_ALONE]
        if all(np.array_equal(block.monthly[n], thousand[1].monthly[n][:61, :20]) for n in rest):
            unmoved.append(name)
    # in five years of these twenty worlds no grave crisis turns to war, no contest is close, nobody restores the Party
    assert set(unmoved) <= {"escalation_to_war", "strain_on_succession", "rivals_reach_down", "restoration"}


def test_switching_a_mechanism_off_and_on_again_gives_the_same_bytes(thousand):
    run("containment", "sporadic", worlds=20, years=YEARS, off=["wound_up_toy", "patience"])
    again = run("containment", "sporadic", worlds=20, years=YEARS)
    assert worlds_of(again, [0, 17, 19]) == worlds_of(thousand, [0, 17, 19])


def test_adding_a_policy_changes_no_byte_of_the_others(thousand):
    more = run("withdrawal", "sporadic", policy("mine", **LIVELY), "containment", worlds=300, years=YEARS)
    for column in (0, 17, 299):
        assert digest(more[3:], column) == digest(thousand[:1], column)
        assert digest(more[1:2], column) == digest(thousand[1:], column)


def luck_of(theatres: int) -> dict[str, np.ndarray]:
    """Return every named draw of one step as the engine draws it."""
    import jax

    from kennan.world.world import draws

    layout = chance.layout(theatres)
    draw = jax.jit(lambda keys, step: draws(layout, keys, step, lambda compute: compute())._table)
    table = np.asarray(draw(chance.world_keys(47, np.arange(64)), np.uint32(11)))
    return {name: table[row] for name, row in layout.rows.items()}


@pytest.mark.parametrize("law", [chance.UNIFORM, chance.NORMAL])
@pytest.mark.parametrize("over", [chance.WORLD, chance.RIVAL, chance.THEATRE])
def test_declaring_another_draw_leaves_every_other_draw_as_it_was(monkeypatch, law, over):
    before = luck_of(72)
    monkeypatch.setattr(chance, "DECLARED", {"one more": (law, over), **chance.DECLARED})
    after = luck_of(72)
    assert after.keys() - before.keys() == {"one more"}
    for name, values in before.items():
        np.testing.assert_array_equal(values, after[name], err_msg=name)


def test_another_theatre_leaves_the_draws_of_the_others_as_they_were():
    fewer, more = luck_of(72), luck_of(73)
    for name, values in fewer.items():
        kept = more[name][:72] if chance.DECLARED[name][1] == chance.THEATRE else more[name]
        np.testing.assert_array_equal(values, kept, err_msg=name)


def test_the_engine_draws_what_the_host_draws():
    """Uniforms of the compiled month and of NumPy agree in every bit that the month uses."""
    worlds, luck = np.arange(64), luck_of(72)
    for name, (law, over) in chance.DECLARED.items():
        for index in (0, 2) if over != chance.WORLD else (0,):
            constant = np.array([chance.name_constant(name, index)], np.uint32)
            host = chance.to_uniform(chance.bits(chance.world_keys(47, worlds), 11, constant))[0]
            drawn = luck[name] if over == chance.WORLD else luck[name][index]
            if law == chance.UNIFORM:
                np.testing.assert_array_equal(drawn, host, err_msg=name)
            else:
                np.testing.assert_allclose(
                    drawn, chance.to_normal(host, np), rtol=2e-5, atol=2e-6, err_msg=name
                )


# ---- the same plan is the same run


def test_two_runs_of_a_plan_have_the_same_bytes(thousand):
    assert digest(run("containment", "sporadic", worlds=1000, years=YEARS)) == digest(thousand)


def test_what_is_recorded_changes_no_world(thousand):
    for record in ("orbit", ("mellowing", "output"), ()):
        some = run("containment", "sporadic", worlds=300, years=YEARS, record=record)
        for few, all_of_it in zip(some, thousand, strict=True):
            for name, values in few.monthly.items():
                np.testing.assert_array_equal(values, all_of_it.monthly[name][:, :300])
            for name, values in {**few.theatre, **few.events}.items():
                table = all_of_it.theatre if name in all_of_it.theatre else all_of_it.events
                np.testing.assert_array_equal(values, table[name][..., :300])
            np.testing.assert_array_equal(few.ending, all_of_it.ending[:300])


@pytest.mark.parametrize("years", [1, 3, 12])
def test_the_horizon_changes_no_year_before_it(thousand, years):
    """Also where the horizon is no whole number of the spans that are walked at once."""
    other = run("containment", "sporadic", worlds=300, years=years)
    shared = min(years, YEARS)
    for a, b in zip(other, thousand, strict=True):
        for table in ("monthly", "events"):
            for name, values in getattr(a, table).items():
                expected = getattr(b, table)[name][: 12 * shared + 1, :300]
                np.testing.assert_array_equal(values[: 12 * shared + 1], expected, err_msg=name)
        for name, values in a.theatre.items():
            np.testing.assert_array_equal(values[: shared + 1], b.theatre[name][: shared + 1, :, :300])


def test_a_plan_that_has_been_written_and_read_gives_the_same_bytes(thousand):
    from kennan.engine.engine import simulate

    plan = Plan.build(SMALL, policies=["containment", "sporadic"], worlds=300, years=YEARS, record="all")
    read = list(simulate(Plan.from_json(plan.to_json())))
    assert worlds_of(read, [0, 17]) == worlds_of(thousand, [0, 17])


def test_blocks_that_are_there_already_are_left_out_and_the_others_are_the_same(thousand):
    from kennan.engine.engine import simulate

    plan = Plan.build(SMALL, policies=["containment", "sporadic"], worlds=1000, years=YEARS, record="all")
    (rest,) = simulate(plan, skip={(0, 0)})
    assert rest.policy == 1
    assert digest([rest]) == digest(thousand[1:])


# ---- compiled once


def test_the_month_is_compiled_once_for_all_plans():
    """Worlds, years, policies, switches, numbers, holds, walls, hindsight: other arrays, the same program."""
    from kennan.engine import program

    run(*policies.names()[:2], worlds=1024, years=5, with_hindsight=True)
    before = set(program._ready)
    assert len(before) >= 2
    run(worlds=3, years=1)
    run("sporadic", "withdrawal", worlds=1024, years=11, seed=3, first_world=5)
    run(policy("mine", **LIVELY), years=5, off=["patience"], set={"sight_lag": 0.5, "start.leader_age": 50.0})
    run(years=5, parameters="median", record="orbit", holds=held(open_dissent=0.2))
    run(
        "answering",
        years=5,
        holds=walls(5.0, [scenarios.load(SMALL).theatres.code[0]]),
        with_hindsight=True,
    )
    run(years=5, set={"lever.tone": 0.5})
    assert set(program._ready) == before
