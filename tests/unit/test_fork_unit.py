"""Policies that change at a date, and forks made of them, on cases that can be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kennan import policies
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.ledger import fork_base
from kennan.ledger.fork import fork, turned
from kennan.policies import Policy, Then
from kennan.policies.policy import year_of

CONTAINMENT, ROLLBACK, CHARM = (policies.load(name) for name in ("containment", "rollback", "charm"))


def changing(*turns: tuple[str, Policy]) -> Policy:
    return replace(CONTAINMENT, name="changing", then=tuple(Then(*turn) for turn in turns))


def arrays(policy: Policy, per_month: int = 1, months: int = 60) -> dict[str, np.ndarray]:
    return vars(policies.arrays(policy, 1947.0, months * per_month, 1 / 12 / per_month))


@pytest.mark.parametrize("per_month", [1, 2, 4])
def test_arrays_are_the_first_policys_before_the_month_and_the_nexts_from_it(per_month):
    answering = policies.load("answering")  # it has rules
    made = arrays(changing(("1948-04", answering), ("1950-01", CHARM)), per_month)
    first, second, third = (arrays(p, per_month) for p in (CONTAINMENT, answering, CHARM))
    turns = [15 * per_month, 36 * per_month]
    for name, table in made.items():
        a, b = turns
        wanted = np.concatenate([first[name][:a], second[name][a:b], third[name][b:]])
        np.testing.assert_array_equal(table, wanted)
        assert table.dtype == np.float32
    assert not np.array_equal(made["gain_above"][14 * per_month], made["gain_above"][15 * per_month])


def test_a_change_before_the_start_holds_from_the_start():
    made = arrays(changing(("1946-06", CHARM)))
    np.testing.assert_array_equal(made["schedule"], arrays(CHARM)["schedule"])


def test_scheduled_follows_the_changes():
    made = changing(("1956-10", ROLLBACK))
    assert made.scheduled(1956.74)["tone"] == CONTAINMENT.scheduled(1956.74)["tone"]
    assert made.scheduled(1956.75)["tone"] == ROLLBACK.scheduled(1956.75)["tone"]
    assert year_of("1956-10") == 1956.75


def test_a_policy_that_does_not_change_is_written_as_before():
    assert "then" not in CONTAINMENT.as_dict()
    assert "then" not in Plan.build(worlds=1).to_json()


def test_a_policy_that_changes_survives_the_trip_through_a_plan():
    made = changing(("1956-10", ROLLBACK), ("1960-01", CHARM))
    assert policies.from_dict(made.as_dict()) == made
    plan = Plan.build(policies=[CONTAINMENT, made], worlds=1)
    again = Plan.from_json(plan.to_json())
    assert again.policies[1] == made
    assert again.digest() == plan.digest() != Plan.build(policies=[CONTAINMENT], worlds=1).digest()


def test_a_file_names_a_shipped_policy_or_a_file_beside_it(tmp_path):
    (tmp_path / "harder.toml").write_text('[policy]\nname = "harder"\n[levers]\ntone = 0.9\n')
    text = '[policy]\nname = "mine"\n[[then]]\nfrom = "1950-07"\npolicy = "charm"\n'
    text += '[[then]]\nfrom = "1953-03"\npolicy = "harder.toml"\n'
    (tmp_path / "mine.toml").write_text(text)
    made = policies.load(tmp_path / "mine.toml")
    assert [(turn.month, turn.policy.name) for turn in made.then] == [
        ("1950-07", "charm"),
        ("1953-03", "harder"),
    ]
    assert made.then[0].policy == CHARM


def test_whoever_changes_to_hindsight_has_hindsight():
    made = policies.from_dict(changing(("1956-10", policies.load("historical"))).as_dict())
    assert made.hindsight
    with pytest.raises(BadInput, match="nobody could know"):
        Plan.build(policies=[made], worlds=1)


def test_a_fork_is_a_plan_of_the_original_and_its_forks():
    plan = Plan.build(policies=["containment", "sporadic"], worlds=10, off=["patience"], seed=5)
    made = fork(plan, "1956-10", ["rollback", "charm"], of="sporadic")
    assert made.at == 117
    assert made.original == "sporadic"
    assert made.forks == ("sporadic then rollback from 1956-10", "sporadic then charm from 1956-10")
    assert [p.name for p in made.plan.policies] == ["sporadic", *made.forks]
    assert made.plan.replace(policies=plan.policies) == plan


def test_a_fork_of_a_fork_keeps_what_comes_before_it_and_drops_what_comes_after():
    first = turned(CONTAINMENT, "1956-10", ROLLBACK)
    later = turned(first, "1960-01", CHARM)
    assert [(t.month, t.policy.name) for t in later.then] == [("1956-10", "rollback"), ("1960-01", "charm")]
    assert later.name == "containment then rollback from 1956-10 then charm from 1960-01"
    sooner = turned(first, "1950-01", CHARM)
    assert [(t.month, t.policy.name) for t in sooner.then] == [("1950-01", "charm")]
    assert sooner.name == "containment then charm from 1950-01"
    policies.from_dict(later.as_dict())  # its long name is allowed


def test_a_choice_that_changes_by_itself_goes_on_changing():
    other = replace(CHARM, name="other", then=(Then("1948-01", ROLLBACK), Then("1960-01", CHARM)))
    made = turned(CONTAINMENT, "1956-10", other)
    assert [(t.month, t.policy.name) for t in made.then] == [("1956-10", "rollback"), ("1960-01", "charm")]


def test_months_are_counted_from_the_start():
    plan = Plan.build(worlds=1, years=10)
    assert fork_base.month_of(plan, "1947-01") == 0
    assert fork_base.month_of(plan, "1956-12") == 119
    assert [fork_base.month_name(plan, n) for n in (0, 11, 12, 119)] == [
        "1947-01",
        "1947-12",
        "1948-01",
        "1956-12",
    ]
