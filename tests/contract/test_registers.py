"""Nothing declared without a test, no knob without effect.

For every quantity, parameter, mechanism, event, outcome and draw of the registers, something real is checked. Knobs
are turned on the world axis: each world of a chunk has one number at an end of its range and the luck of all others, so
that whatever differs from the world of stated numbers is that number's doing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from worlds import LIVELY, SMALL, chunk_of, held, medians, policy, run

import kennan.model
from kennan import policies, scenarios
from kennan.engine.interventions import Interventions, Wall
from kennan.engine.version import CHUNK
from kennan.model import chance, parameters, quantities
from kennan.model.recorded import EVENTS, OUTCOMES, THEATRE_FIELDS

NUMBERS = parameters.load()
QUANTITIES = quantities.load()
ROWS = {name: row for row, name in enumerate(NUMBERS)}

#: Numbers that move nothing, with the reason. May only shrink.
WITHOUT_EFFECT: dict[str, str] = {}
#: Quantities that never change, with the reason.
CONSTANT = {
    "soviet_output_ratio": "where output is measured from",
    "orders_at_start": "what stays when pressure is not fluid",
}


# ---- parameters and mechanisms

#: Occasions: policy, stated numbers replaced, start, what is held, lucks. Ordered so that most knobs show in the first.
LIVELY_POLICY = policy("lively", **LIVELY)
HARD = policy("hard", level=1.0, tone=1.0, exit=0.0, temper=1.0)
WAY_OUT = policy("way-out", exit=1.0, tone=0.5)
HEATED = policy("heated", level=1.5, tone=1.0)
CLIMBING = {
    "climbing": 0.8,
    "escalation_to_war": 0.5,
    "no_adventures": 0.0,
}
LOOSE = {
    "removal_early": 0.4, "afterglow": 0.5, "face_saving_exit": 0.95, "jealous_power": 0.9,
}  # fmt: skip
BROKEN = {"doubt": 1.5}
SURE = {"western_hostility": 1.0, "western_unity": 0.1, "confidence": 1.0, "movement_abroad": 1.0}
ARMED = {"answering_arms": 1.5, "arms_for_war": 0.08}
WIDE = "x-1947"
#: Force in every theatre at once, five years late: many repulses in one month, which takes many theatres.
SUDDEN = Interventions(walls=tuple(Wall(code, 5.0, 60) for code in scenarios.load(WIDE).theatres.code))
OCCASIONS = (
    (LIVELY_POLICY, {}, {}, {}, (0, 1, 2)),
    ("containment", {}, {}, {}, (0, 1, 2)),
    (HARD, CLIMBING, {}, {}, (0, 1, 2, 3, 4, 5)),
    (LIVELY_POLICY, {"restoration": 0.09}, BROKEN, {}, (0, 1, 2)),
    (WAY_OUT, LOOSE, {}, {"authority": 0.3}, (0, 1, 2, 3, 4, 5)),
    ("containment", {}, {}, {"leader_age": 85.0}, (0,)),
    ("containment", {"pressure_from_mellowing": 0.51}, {}, {"mellowing": 0.8}, (0, 1, 2)),
    ("withdrawal", {}, {}, {"mellowing": 1.0, "western_hostility": 0.0}, (0,)),
    (HEATED, ARMED, {}, SURE, (0,)),
    ("containment", {"investment_share": 0.21}, {}, {"heavy_capital": 50.0, "consumer_capital": 50.0}, (0,)),
    ("withdrawal", {}, {}, SUDDEN, (0,)),
    ("rollback", {}, {}, {}, (0, 1, 2)),
    ("elected", CLIMBING, {}, {}, (0, 1, 2)),
    ("withdrawal", {}, {}, {}, (0, 1, 2)),
)


def turns() -> list[tuple[str, float]]:
    """Return every turn of a knob: each number at each end of its range, each mechanism off."""
    found = []
    for name, number in NUMBERS.items():
        ends = {number.low, number.high} | ({0.0} if number.kind == "strength" else set())
        found += [(name, end) for end in sorted(ends - {number.value})]
    return found


@cache
def moved() -> dict[tuple[str, float], str]:
    """Return turns with the first quantity, field or event that each was seen to move.

    A number that was seen to do something at one end is not looked for at the other; a mechanism is, until it is off.
    """
    found: dict[tuple[str, float], str] = {}

    def wanted(turn: tuple[str, float]) -> bool:
        name, end = turn
        if NUMBERS[name].kind == "strength" and NUMBERS[name].value != 0:
            return (name, 0.0) not in found and (end == 0.0 or not acts(name))
        return not acts(name)

    def acts(name: str) -> bool:
        return any(turned == name for turned, _ in found)

    for under, numbers, start, held_at, every in OCCASIONS:
        holding = held_at if isinstance(held_at, Interventions) else held(**held_at)
        where = WIDE if holding is SUDDEN else SMALL
        for lucks in filter(
            None, (every[:1], every[1:])
        ):  # few are left after the first: the other lucks share chunks
            left = [(turn, luck) for turn in turns() if wanted(turn) for luck in lucks]
            same = len(lucks)  # columns of stated numbers, one a luck, before those in which one is turned
            for at in range(0, len(left), CHUNK - same):
                part = left[at : at + CHUNK - same]
                table, worlds = medians(scenario=where, **numbers), np.full(CHUNK, lucks[0])
                worlds[:same] = lucks
                for column, ((name, end), luck) in enumerate(part, same):
                    table[ROWS[name], column], worlds[column] = end, luck
                chunk = chunk_of(table, under, worlds=worlds, start=start, holds=holding, scenario=where)
                beside = [lucks.index(luck) for _, luck in part]
                for what, values in {**chunk.monthly, **chunk.theatre, **chunk.events}.items():
                    flat = values.reshape(-1, CHUNK).astype(float)
                    apart = np.abs(flat[:, same : same + len(part)] - flat[:, beside]).max(0)
                    least = 1e-4 * np.maximum(np.ptp(flat[:, :same], axis=0), 1e-3)
                    for k in np.flatnonzero(apart > least[beside]):
                        found.setdefault(part[k][0], what)
    return found


@pytest.mark.parametrize("name", list(NUMBERS))
def test_no_number_is_without_effect(name):
    """Turned to an end of its range, each number moves something somewhere."""
    if name not in WITHOUT_EFFECT:
        ends = [end for turned, end in moved() if turned == name]
        assert ends, (
            f"{name} ({NUMBERS[name].file}.toml, line {NUMBERS[name].line}) moves nothing at either end"
        )


@pytest.mark.parametrize("name", list(parameters.strengths()))
def test_every_mechanism_does_something(name):
    """Switched off, each mechanism leaves a world that differs."""
    if NUMBERS[name].value != 0:
        assert (name, 0.0) in moved()


def test_the_list_of_numbers_without_effect_holds_no_stranger():
    assert set(WITHOUT_EFFECT) <= set(NUMBERS)
    assert not set(WITHOUT_EFFECT) & set(parameters.strengths())


def test_a_number_that_is_not_turned_moves_nothing():
    """The comparison can fail: the same numbers and the same luck give no difference at all."""
    chunk = chunk_of(medians(), LIVELY_POLICY)
    for values in {**chunk.monthly, **chunk.theatre, **chunk.events}.values():
        assert (values == values[..., :1]).all()


# ---- quantities


@cache
def lively():
    """Return worlds with drawn numbers in which much happens."""
    worlds = np.arange(CHUNK)
    return [chunk_of(parameters.draw(47, worlds), under, worlds=worlds) for under in (LIVELY_POLICY, HARD)]


@cache
def recorded():
    """Return a short run that was asked to record everything."""
    return run(worlds=20, years=5)[0].monthly


@pytest.mark.parametrize("name", list(QUANTITIES))
def test_every_quantity_is_there_is_bounded_and_moves(name):
    quantity = QUANTITIES[name]
    if quantity.axes == "world":
        assert recorded()[name].shape == (61, 20)
        runs = [chunk[name] for chunk in lively()]
    else:
        runs = [np.stack([state[name] for state in chunk.states]) for chunk in lively()]
    for values in runs:
        assert quantity.low <= values.min() + 1e-6
        assert values.max() <= quantity.high + 1e-6
    changes = any(np.ptp(values, axis=0).max() > 1e-6 for values in runs)
    assert changes != (name in CONSTANT), f"{name} {'changes' if changes else 'never changes'}"


@pytest.mark.parametrize("name", [n for n, q in QUANTITIES.items() if q.axes == "world"])
def test_every_quantity_starts_where_it_stands_a_month_later(name):
    """The first of January is a month like any other: no quantity leaps from an empty start to its place."""
    values = np.stack([chunk[name] for chunk in lively()])
    first = np.median(np.abs(values[:, 1] - values[:, 0]), axis=-1)
    later = np.abs(np.diff(values[:, 1:], axis=1)).max(1)
    usual = np.quantile(later, 0.9, axis=-1)
    level = np.median(np.abs(values[:, 1]), axis=-1)
    assert (first <= usual + 0.2 * level + 1e-3).all() or name in LEAPS, (
        f"{name} leaps by {first} at the start"
    )


#: Quantities whose value on the first of January is not yet what the model makes of it. May only shrink.
LEAPS: frozenset[str] = frozenset()


@pytest.mark.parametrize("field", list(THEATRE_FIELDS))
def test_every_field_of_the_theatres_moves(field):
    for chunk in lively():
        assert np.ptp(chunk.theatre[field].astype(float), axis=0).max() > 0


# ---- events, outcomes, draws


@cache
def everywhere():
    """Return worlds with drawn numbers under every policy, and from a broken Party."""
    blocks = [run(p, with_hindsight=policies.load(p).hindsight, record="orbit")[0] for p in policies.names()]
    broken = {f"start.{name}": value for name, value in BROKEN.items()}
    blocks += run(HARD, LIVELY_POLICY, set=broken, record="orbit")
    return blocks


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_happens_and_not_all_the_time(name):
    counts = np.concatenate([block.events[name].sum(0, dtype=float) for block in everywhere()])
    assert counts.max() > 0
    assert all((block.events[name] == 0).any() for block in everywhere())
    assert all((block.events[name][0] == 0).all() for block in everywhere()), (
        "an event before the first month"
    )


@pytest.mark.parametrize("code", range(1, len(OUTCOMES) + 1), ids=OUTCOMES)
def test_every_outcome_comes_about_somewhere(code):
    assert any((block.ending == code).any() for block in everywhere())


@pytest.mark.parametrize("name", list(chance.DECLARED))
def test_every_declared_draw_is_used(name):
    """A draw that nobody reads is struck out; what reads it is a mechanism or the start."""
    room = Path(kennan.model.__path__[0])
    sources = [*sorted((room / "mechanisms").glob("*.py")), room / "start.py"]
    assert any(f"draw.{name}" in path.read_text(encoding="utf-8") for path in sources)
