"""What must hold of every rival, whatever is asked: no later knowledge, members that stay as they are, sound values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kennan.history.members import Members
from kennan.history.record import Record
from kennan.history.record.folder import facts
from kennan.history.rivals import NAMES, play, rivals
from kennan.history.terms import targets

YEARS = range(1951, 1959)


def same(a: Members, b: Members) -> bool:
    return set(a.values) == set(b.values) and all(
        np.array_equal(a.values[name], b.values[name], equal_nan=True) for name in a.values
    )


def poisoned(record: Record, after: int) -> Record:
    """Return the record with everything later than a year changed: numbers, ends of spells, events."""
    tables = {name: table.copy() for name, table in record.tables.items()}
    yearly = tables["yearly"]
    yearly.loc[yearly.year > after, "value"] = 0.6  # what growth can be, too
    members = tables["gk_cpsu_membership"]
    members.loc[members.year > after, "cpsu_members"] = 49_000_000
    for name in ("gk_orbit_spells", "theatre_spells"):
        spells = tables[name]
        ends = spells.end.str[:4].replace("", "9999").astype(int) > after
        spells.loc[ends, "end"] = f"{after + 1}-02-02"
        spells.loc[ends, "end_censored"] = 0
        tables[name] = spells[spells.start.str[:4].astype(int) <= after]
    for name, column in (
        ("gk_bloc_unrest_events", "date"),
        ("superpower_crises", "date"),
        ("successions", "date"),
    ):
        events = tables[name]
        tables[name] = events[events[column].str[:4].astype(int) <= after]
    crises = tables["superpower_crises"]
    crises.loc[crises.end.str[:4] > str(after), "yielded"] = "west"
    return replace(record, tables=tables)


@pytest.fixture(scope="module")
def played():
    return play(facts().until(1950), YEARS, 60, 47)


@pytest.mark.parametrize("name", NAMES)
def test_poisoning_every_later_value_changes_nothing(name, played):
    record = poisoned(facts(), 1950)
    assert not record.tables["yearly"].equals(facts().tables["yearly"])
    forecast, endings = play(record.until(1950), YEARS, 60, 47, [name])[name]
    assert same(forecast, played[name][0])
    assert all(np.array_equal(endings[key], array) for key, array in played[name][1].items())


@pytest.mark.parametrize("name", NAMES)
def test_poisoning_what_is_known_changes_something(name, played):
    forecast, _ = play(poisoned(facts(), 1947).until(1950), YEARS, 60, 47, [name])[name]
    assert not same(forecast, played[name][0])


@pytest.mark.parametrize("name", NAMES)
def test_a_member_is_the_same_whatever_the_number_of_members(name, played):
    more = rivals([name])[name].forecast(facts().until(1950), YEARS, 170, 47)
    assert same(more.take(np.arange(60)), played[name][0])


@pytest.mark.parametrize("name", NAMES)
def test_a_longer_forecast_begins_like_a_shorter_one(name, played):
    shorter = rivals([name])[name].forecast(facts().until(1950), range(1951, 1955), 60, 47)
    assert same(shorter, played[name][0].between(1951, 1954))


@pytest.mark.parametrize("name", NAMES)
def test_another_seed_is_another_luck(name, played):
    assert not same(rivals([name])[name].forecast(facts().until(1950), YEARS, 60, 48), played[name][0])


@pytest.mark.parametrize("name", NAMES)
def test_values_are_what_their_targets_can_be(name, played):
    forecast, endings = played[name]
    assert list(forecast.values) == [target for target in targets() if target in forecast.values]
    assert set(forecast.values) == set(targets())
    for key, array in forecast.values.items():
        target, told = targets()[key], array[np.isfinite(array)]
        undefined = {"kremlin_yields", "quiet_transfer"}
        assert np.isfinite(array).all() or key in undefined, key
        if target.kind == "yes or no":
            assert ((told >= 0) & (told <= 1)).all(), key
            assert key == "kremlin_yields" or set(np.unique(told)) <= {0.0, 1.0}, key
        elif target.kind in ("count", "ratio", "amount"):
            assert (told >= 0).all(), key
    for array in endings.values():
        assert array.shape == (len(YEARS), 60)
        assert array.dtype == bool


@pytest.mark.parametrize("name", NAMES[1:])
def test_where_a_rival_is_silent_nothing_matters_speaks(name, played):
    forecast, plain = played[name][0], played["nothing_matters"][0]
    silent = rivals([name])[name].silent(forecast)
    assert silent
    assert same(forecast.only(silent), plain.only(silent))
    speaks = [target for target in forecast.values if target not in silent]
    assert not any(same(forecast.only([target]), plain.only([target])) for target in speaks)


def test_war_and_break_up_are_for_good(played):
    for key, name in (("general_war", "richardson"), ("general_war", "bargaining"), ("broken_up", "strain")):
        array = played[name][1][key]
        assert (array[1:] >= array[:-1]).all()
