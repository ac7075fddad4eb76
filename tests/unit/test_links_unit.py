"""What the model's steps read and write, found out from the equations, is what they really read and write."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kennan import policies
from kennan.model import geography, inputs, links, quantities
from kennan.model.month import ORDER
from kennan.model.names import Names

SMALL = ("siege", "people", "line", "frustration", "hostility", "war", "radiance")


def test_levers_are_those_of_the_register():
    assert tuple(policies.levers()) == inputs.LEVERS


def test_decisions_by_hand_are_those_of_their_register():
    neutral = {name: one.neutral for name, one in policies.by_hand().items()}
    assert neutral == inputs.BY_HAND_THERE | inputs.BY_HAND
    assert list(inputs.BY_HAND) == [n for n, one in policies.by_hand().items() if one.axes == "world"]


def test_every_step_is_traced_and_every_quantity_has_its_home():
    assert tuple(links.steps()) == tuple(name for name, _ in ORDER)
    homeless = {name for name, home in links.homes().items() if home == links.START}
    assert homeless == {
        "years_elapsed",
        "orders_at_start",
        "soviet_output_ratio",
        "obedience_at_start",
        "reasons_at_start",
        "peoples_within",
    }
    assert sum(len(links.group(step)) for step in [*links.steps(), links.START]) == len(quantities.load())


@pytest.mark.parametrize(
    ("quantity", "reads"),
    [
        ("frustration", {"recent_gain", "resisted", "pressure", "mellowing"}),
        ("hardship", {"consumption", "aspiration"}),
        ("compromise", {"mellowing"}),
        (
            "counterforce",
            {
                "counterforce_budget",
                "in_orbit",
                "orders_political",
                "effort_seen",
            },
        ),
    ],
)
def test_known_links_are_found(quantity, reads):
    assert set(links.sources(quantity).quantities) == reads


def test_what_later_steps_do_to_a_quantity_counts_as_its_own():
    assert links.homes()["confidence"] == "ideology"
    assert {"crisis_level", "counterforce"} <= set(links.sources("confidence").quantities)
    assert ("crisis", "confidence") in links.through("quantities", "crisis_level", "confidence")


@pytest.mark.parametrize("step", SMALL)
def test_what_is_not_read_moves_nothing_and_what_is_read_moves_something(step):
    one, moved = links.steps()[step], {}
    run = jax.jit(lambda given: results(step, given))
    for luck in range(6):
        given, other = made(luck), made(luck + 100)
        before = run(given)
        for name in quantities.load():
            changed = {**given["quantities"], name: other["quantities"][name]}
            after = run({**given, "quantities": changed})
            moved.setdefault(name, set()).update(n for n in before if not np.array_equal(before[n], after[n]))
    said = {n: {w for w, reads in one.writes.items() if n in reads.quantities} for n in quantities.load()}
    assert {name: found - said[name] for name, found in moved.items() if found - said[name]} == {}
    assert {name: tuple(found - moved[name]) for name, found in said.items() if found - moved[name]} == {}


def made(luck):
    luck = np.random.default_rng(luck)
    given = {kind: {n: inputs.made(kind, n, luck) for n in table} for kind, table in inputs.shapes().items()}
    for square in ("neighbours", "groups"):
        given["place"][square] = np.full((inputs.THEATRES, inputs.THEATRES), 0.3)
    given["draws"]["line"] = luck.uniform(
        0, 0.06, size=inputs.TRIALS
    )  # about as likely as a turn of the line
    return {kind: {n: jnp.asarray(v, jnp.float32) for n, v in table.items()} for kind, table in given.items()}


def results(step, given):
    here = Names(given["place"], dt=1 / 12, apart=lambda compute: compute())
    s, p, draw, levers = (Names(given[kind]) for kind in ("quantities", "parameters", "draws", "levers"))
    after = dict(ORDER)[step](s, p, draw, levers, here)
    return {name: value for name, value in after.items() if name != "events"}


def test_the_trace_sees_through_what_a_step_calls():
    def step(s, p, draw, levers, here):
        level = here.apart(lambda: jnp.where(levers.tone > 0.5, s.menace * p.patience, s.organs))
        return {"menace": level, "organs": s.organs + 0.0 * s.orbit, "events": {"crisis": draw.crisis.sum(0)}}

    found = links.touch("made", step)
    assert found.writes["menace"] == links.Reads(("menace", "organs"), ("tone",), ("patience",), (), ())
    assert found.writes["organs"].quantities == ("organs", "orbit")
    assert found.events["crisis"].draws == ("crisis",)


def test_numbers_that_come_through_the_place_are_those_that_the_place_reads():
    class Noted(Names):
        def __getattr__(self, name):
            seen.add(name)
            return jnp.ones(4)

    seen: set[str] = set()
    table = {
        name: np.ones((inputs.THEATRES, 1), np.float32)
        for name in ("prize", "prize_share", "access", "in_orbit")
    }
    found = geography.here(table, Noted(), 1 / 12, True)
    assert seen == {name for names in inputs.THROUGH_PLACE.values() for name in names}
    assert set(inputs.THROUGH_PLACE) <= set(found)


def test_strengths_that_carry_a_link_are_found_by_trial():
    assert links.carriers("quantities", "resisted", "frustration") == ("blocked_frustration",)
    assert links.carriers("quantities", "frustration", "mellowing") == ("forced_adjustment",)
