"""Derived quantities of the claims, on small made-up experiments with known answers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kennan.ledger import derived


class FakeView:
    """What a derived quantity reads, given outright; worlds on the last axis."""

    def __init__(self, **given: Any):
        self.given = given
        self.theatres = given.get("theatres")
        self.ending = given.get("ending")

    def __getitem__(self, quantity: str) -> Any:
        return self.given[quantity]

    def events(self, kind: str) -> Any:
        return self.given[kind]

    def theatre(self, field: str) -> Any:
        return self.given[field]

    def reached(self, outcome: str) -> Any:
        return self.given["reached"][outcome]

    def rows(self, codes: Any) -> list[int]:
        return [self.theatres.code.index(code) for code in codes]


def measured(name: str, **given: Any) -> Any:
    return derived.load()[name].function(FakeView(**given))


def column(*values: float) -> Any:
    return np.array(values, float)[:, None]


def test_gap_and_ratio_are_month_by_month() -> None:
    gap = measured("profession_gap", party_unity=column(0.9, 0.8), conviction=column(0.7, 0.3))
    assert gap[:, 0] == pytest.approx([0.2, 0.5])
    ratio = measured("capital_ratio", heavy_capital=column(1.0, 3.0), consumer_capital=column(1.0, 2.0))
    assert ratio[:, 0] == pytest.approx([1.0, 1.5])


def test_effort_against_usual_is_one_when_steady_and_low_in_a_pause() -> None:
    effort = np.ones((241, 1))
    effort[120:132] = 0.1
    usual = measured("effort_against_usual", effort_total=effort)
    assert usual[0, 0] == pytest.approx(1.0)
    assert usual[125, 0] == pytest.approx(0.1 / (108 / 120 + 12 * 0.1 / 120))


def test_pressure_after_soft_phase_gives_one_item_each_and_skips_the_edges() -> None:
    soft, pressure = np.zeros((120, 2)), np.ones((120, 2))
    soft[30:40, 0], soft[60:70, 0] = 1, 1
    soft[5:10, 1], soft[100:115, 1] = 1, 1  # too early, too late
    pressure[46, 0], pressure[76, 0] = 0.9, 0.5
    after = measured("pressure_after_soft_phase", soft_phase=soft, pressure=pressure)
    assert after[:, 0] == pytest.approx([0.9, 0.5])
    assert np.isnan(after[:, 1]).all()


def test_contests_are_counted_from_the_last_transfer_and_apart_by_kind() -> None:
    months = 100
    leaves, contest, wild = np.zeros((months, 1)), np.zeros((months, 1)), np.zeros((months, 1))
    leaves[10], contest[10:46], wild[12:46] = 1, 1, 1  # three years, violent from the third month
    leaves[50] = 1  # never contested
    leaves[60], contest[60:72] = 1, 1  # contested without violence, one year
    leaves[90], contest[90:] = 1, 1  # undecided at the end
    given = {"succession": leaves, "contest": contest, "violent_transfer": wild}
    violent, quiet = (
        measured("years_of_violent_contest", **given),
        measured("years_of_quiet_contest", **given),
    )
    assert violent[:, 0] == pytest.approx([3.0])
    assert quiet[:, 0] == pytest.approx([1.0])


def test_security_is_read_eighteen_months_before_a_breakup_and_nowhere_else() -> None:
    rulers = np.arange(100.0)[:, None].repeat(2, axis=1)
    asked = measured(
        "security_before_breakup", rulers_security=rulers, reached={"breakup": np.array([50, -1])}
    )
    assert asked[0] == 32.0
    assert np.isnan(asked[1])


def test_lag_of_radiance_is_the_distance_of_two_steps() -> None:
    vitality, radiance = np.full((181, 1), 0.5), np.full((181, 1), 0.7)
    vitality[70:], radiance[100:] = 0.2, 0.3
    assert measured("lag_of_radiance", inner_vitality=vitality, radiance=radiance) == pytest.approx([30.0])


def theatres() -> Any:
    return SimpleNamespace(
        code=("GRE", "IRN", "ITA", "CZE"),
        civil_war=(0.0, 1.0, 0.0, 0.0),
        influence=(0.1, 0.2, 1.0, 0.3),
        prize=(1.0, 0.5, 0.5, 0.2),
        neighbours=np.zeros((4, 4)),
        border=np.array([1.0, 0.0, 0.0, 0.0]),
        row_sum=np.ones(4),
    )


def test_take_overs_leave_out_revolutions_and_what_stood_in_the_orbit() -> None:
    orbit = np.zeros((3, 4, 1))
    orbit[1, 0], orbit[2, 1], orbit[:, 2] = 1, 1, 1  # Greece once; Iran by itself; Italy from the start
    own = np.zeros((3, 4, 1))
    own[:, 1] = 1.0
    given = {"theatres": theatres(), "in_orbit": orbit, "own_revolution": own}
    assert measured("taken_without_revolution", **given) == pytest.approx([1.0])
    influence = np.array([0.1, 0.2, 1.0, 0.3])[None, :, None]
    found = measured("influence_without_revolution", theatres=theatres(), influence=influence)
    assert found[0, 0] == pytest.approx(0.2)


def test_effort_is_weighed_by_risk_by_place_and_where_free() -> None:
    effort = np.array([0.3, 0.1, 0.0, 0.1])[None, :, None]
    force = np.array([0.05, 0.0, 0.3, 0.0])[None, :, None]
    given = {"theatres": theatres(), "effort": effort, "counterforce": force}
    risk, weight = measured("effort_at_risk", **given)
    assert risk[0, 0] / weight[0, 0] == pytest.approx(0.3 * 1.0 * 0.5 / 0.5)
    beside, whole = measured("effort_beside_soviet_power", **given, influence=np.zeros((1, 4, 1)))
    assert beside[0, 0] / whole[0, 0] == pytest.approx(0.6)
    orbit = np.array([0.0, 0.0, 0.0, 1.0])[None, :, None]
    there, free = measured("effort_at_tested_theatres", **given, in_orbit=orbit)
    assert (there[0, 0], free[0, 0]) == (pytest.approx(0.4), 3.0)


def test_fit_is_a_correlation_and_superior_force_is_counted_by_months() -> None:
    effort = np.array([0.3, 0.1, 0.0, 0.1])[None, :, None].repeat(2, axis=0)
    fit = measured("counterforce_fit", effort=effort, counterforce=2 * effort)
    assert fit == pytest.approx(np.ones((2, 1)))
    against = measured("months_against_superior_force", effort=effort, counterforce=2 * effort)
    assert against == pytest.approx([36.0])  # three theatres with effort, one January after the start
    assert measured("distinct_main_targets", effort=np.random.default_rng(1).random((3, 9, 1)))[0] >= 5


def test_endings_take_the_first_final_outcome_and_else_what_stands() -> None:
    never = np.full(5, -1)
    reached = {name: never.copy() for name in ("general_war", "breakup", "expansion", "western_exhaustion")}
    reached["breakup"][:2] = (100, 200)
    reached["general_war"][1] = 150
    reached["expansion"][2] = 80
    given = {"reached": reached, "ending": np.array([2, 2, 3, 5, 6])}
    assert measured("good_ending", **given).tolist() == [1, 0, 0, 1, 0]
    assert measured("first_breakup", **given).tolist() == [1, 0, 0, 0, 0]
    assert measured("last_mellowing", **given).tolist() == [0, 0, 0, 1, 0]
    good, contained = measured("contained_ending", **given)
    assert (good.sum(), contained.tolist()) == (2, [1, 0, 0, 1, 1])


def test_every_derived_quantity_says_what_it_is() -> None:
    for name, entry in derived.load().items():
        assert entry.name == name
        assert entry.sentence.endswith(".")
        assert entry.unit
