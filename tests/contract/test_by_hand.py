"""What a person decides in a side's place: neutral changes nothing, and every decision moves something."""

import numpy as np
import pytest

from kennan import policies
from kennan.engine import engine
from kennan.engine.plan import Plan
from kennan.faults import BadInput

BASE = policies.load("containment")
#: What each decision moves, and which way, in the mean over worlds of the first five years.
MOVES = {
    "pressing": (1.5, "pressure", 1),
    "line_taken": (1.0, "soft_phase", 1),
    "heavy_first": (1.25, "heavy_capital", 1),
    "suppression": (0.5, "organs", -1),
    "demands": (1.3, "drive", 1),
    "renewal": (4.0, "divergence", -1),
}


def decided(**by_hand: object) -> policies.Policy:
    data = BASE.as_dict()
    return policies.from_dict({**data, "policy": {**data["policy"], "name": "mine"}, "by_hand": by_hand})


def run(policy: policies.Policy, years: int = 5) -> engine.Block:
    return next(engine.simulate(Plan.build(policies=policy, worlds=256, years=years, record="all")))


@pytest.fixture(scope="module")
def plain() -> engine.Block:
    return run(BASE)


def test_neutral_decisions_leave_every_number_as_it_was(plain: engine.Block) -> None:
    neutral = {
        name: {"GRE": one.neutral} if one.axes == "theatre" else one.neutral
        for name, one in policies.by_hand().items()
    }
    found = run(decided(**neutral))
    for name, value in plain.monthly.items():
        assert np.array_equal(value, found.monthly[name], equal_nan=True), name


@pytest.mark.parametrize("name", [n for n, one in policies.by_hand().items() if one.axes == "world"])
def test_every_decision_over_the_world_moves_what_it_says(name: str, plain: engine.Block) -> None:
    value, quantity, sign = MOVES[name]
    found = run(decided(**{name: value}))
    assert sign * (found.monthly[quantity][1:].mean() - plain.monthly[quantity][1:].mean()) > 1e-3


@pytest.mark.parametrize(("name", "field"), [("attention", "counterforce"), ("aims", "effort")])
def test_looking_at_a_theatre_moves_force_there(name: str, field: str, plain: engine.Block) -> None:
    from kennan import scenarios

    row = list(scenarios.load("x-1947").theatres.code).index("GRE")
    found = run(decided(**{name: {"GRE": 8.0}}))
    there = (
        found.theatre[f"theatre_{field}"][1:, row].mean(),
        plain.theatre[f"theatre_{field}"][1:, row].mean(),
    )
    assert there[0] > 1.2 * there[1]


@pytest.mark.parametrize(("name", "event"), [("firmness", "west_yields"), ("resolve", "kremlin_yields")])
def test_standing_firm_in_crises_makes_yielding_rarer(name: str, event: str, plain: engine.Block) -> None:
    from kennan import scenarios

    everywhere = dict.fromkeys(map(str, scenarios.load("x-1947").theatres.code), 4.0)
    found = run(decided(**{name: everywhere}))
    assert found.events[event].sum() < 0.5 * plain.events[event].sum()


@pytest.mark.parametrize(
    ("name", "event"), [("west_stand", "west_yields"), ("kremlin_stand", "kremlin_yields")]
)
def test_an_order_in_crises_is_obeyed_in_every_world(name: str, event: str, plain: engine.Block) -> None:
    """Who is ordered to stand never yields; who is ordered to yield does so in the month after the crisis began."""
    from kennan import scenarios

    everywhere = tuple(map(str, scenarios.load("x-1947").theatres.code))
    assert plain.events[event].sum() > 0
    stands = run(decided(**{name: dict.fromkeys(everywhere, 1.0)}))
    assert stands.events[event].sum() == 0
    assert (
        stands.events["escalation"].sum() > plain.events["escalation"].sum()
    )  # nothing ends them from this side
    yields = run(decided(**{name: dict.fromkeys(everywhere, -1.0)}))
    assert np.array_equal(
        yields.monthly["crises"][1:], yields.events["crisis"][1:]
    )  # those of this month alone
    assert yields.events["escalation"].sum() == 0
    other = {"west_yields": "kremlin_yields", "kremlin_yields": "west_yields"}[event]
    assert yields.events[other].sum() == 0  # the order was before them
    assert yields.events[event].sum() > 0


def test_a_decision_holds_from_the_month_at_which_it_is_made(plain: engine.Block) -> None:
    found = run(decided(pressing=[[1948.0, 1.0], [1948.0834, 1.8]]))
    pressure = plain.monthly["pressure"], found.monthly["pressure"]
    assert np.array_equal(pressure[0][:13], pressure[1][:13])
    assert not np.array_equal(pressure[0][:16], pressure[1][:16])


def test_a_plan_with_decisions_comes_back_the_same() -> None:
    plan = Plan.build(policies=decided(pressing=[[1947.0, 1.0], [1950.0, 1.5]], aims={"GRE": 2.0}), worlds=1)
    again = Plan.from_json(plan.to_json())
    assert again == plan
    assert again.policies[0].by_hand["aims", "GRE"] == ((1947.0, 2.0),)


@pytest.mark.parametrize(
    ("by_hand", "said"),
    [
        ({"presing": 1.0}, "pressing"),
        ({"pressing": 9.0}, "0 to 2"),
        ({"aims": 2.0}, "a value for each theatre"),
        ({"aims": {"GREE": 2.0}}, "nearest name: GRE"),
        ({"aims": {"GRE": "much"}}, "number"),
        ({"pressing": {"GRE": 1.0}}, "number"),
        ({"pressing": []}, "empty"),
    ],
)
def test_what_cannot_be_decided_is_said(by_hand: dict, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Plan.build(policies={**BASE.as_dict(), "by_hand": by_hand}, worlds=1)


def test_faults_in_decisions_are_told_together() -> None:
    with pytest.raises(BadInput) as caught:
        decided(presing=1.0, pressing=9.0, aims={"GRE": -1.0})
    assert len(caught.value.faults) == 3
