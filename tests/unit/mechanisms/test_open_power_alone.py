"""The open power alone (II.9-10, III.1, IV.2-7)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from alone import COLUMNS, Carried, call, effect

CARRIED = [
    # not in the article: arms eat growth
    Carried("arms_bite", "open_power", "arms_open", 0.057, 0.2, "western_trend", -1, "IV.2"),
    # not in the article: the dead weary
    Carried("war_weariness", "open_power", "war_dead", 0.0, 100.0, "western_weariness", 1, "war"),
    # not in the article: allies answer tension
    Carried("ally_share", "open_power", "tension", 0.35, 0.8, "allies", 1, "IV.2", exact=False),
    # IV.7: the challenge makes the nation pull together (0.4 is the hostility of 1947)
    Carried("challenge_unites", "open_power", "western_hostility", 0.4, 0.8, "western_unity", 1, "IV.7"),
    # II.3, III.1: it is lulled by those who announce that the Russians have changed
    Carried("charmed_vigilance", "open_power", "credulity", 0.0, 1.0, "counterforce_budget", -1, "II.3",
            {"change_belief": 2.0}),
    # II.10: loss of temper and self-control are weaknesses
    Carried("temper_exploited", "open_power", "tone", 0.0, 1.0, "western_unity", -1, "II.10", {"temper": 0.0}),
    Carried("temper_exploited", "open_power", "temper", 0.0, 1.0, "western_unity", -1, "II.10", {"tone": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


@pytest.mark.parametrize(
    ("name", "low", "high", "sign"),
    [
        ("western_health", 0.2, 0.9, 1),  # IV.3: it copes with the problems of its internal life
        ("western_unity", 0.2, 0.9, 1),  # IV.4: indecision and disunity exhilarate
        ("effort_variance", 0.0, 0.2, -1),  # II.9: unsteadiness
        ("depression", 0.0, 1.0, -1),  # IV.3
        ("tone", 0.0, 1.0, -1),  # II.10: it divides
        ("information", 0.0, 1.0, 1),  # IV.3: a modest measure, that too is important
    ],
)
def test_what_the_impression_of_the_west_rests_on(name, low, high, sign):
    assert effect("open_power", "western_impression", name, low, high) * sign > 0


def test_information_is_modest_beside_health():
    """IV.3: it is rather a question of the impression of a country that copes."""
    told = effect("open_power", "western_impression", "information", 0.0, 1.0)
    healthy = effect("open_power", "western_impression", "western_health", 0.4, 0.9)
    assert 0 < told < healthy


@pytest.mark.parametrize(
    ("name", "low", "high", "sign"),
    [
        ("level", 0.2, 0.8, 1),
        ("western_unity", 0.1, 0.9, 1),
        ("western_output", 0.5, 2.0, 1),
        ("tension", 0.35, 0.8, 1),
        ("war_dead", 0.0, 100.0, -1),
    ],
)
def test_what_force_can_be_raised(name, low, high, sign):
    """IV.2: by far more than the weaker party can, as far as mood, unity and alarm allow."""
    assert effect("open_power", "counterforce_budget", name, low, high) * sign > 0


def test_a_steady_policy_heeds_no_mood():
    """II.9: not the momentary whims of democratic opinion."""
    assert effect("open_power", "effort_mean", "public_mood", 0.2, 1.8, steady=1.0) == pytest.approx(
        0, abs=1e-6
    )
    assert effect("open_power", "effort_mean", "public_mood", 0.2, 1.8, steady=0.0) > 0


def test_care_for_its_own_house_makes_health():
    """IV.6: it need only measure up to its own best traditions."""
    assert effect("open_power", "western_health", "care", 0.2, 0.9) > 0


def test_the_odds_of_a_slump_by_hand():
    """.37 begin in a year without one (NBER); five in twenty-six of them are depressions."""
    calm = {"slump": 0.0, "depression": 0.0, "dt": 1.0, "draws.slump": COLUMNS}
    begun = call("open_power", {**calm, "draws.depression": 0.5})
    assert begun.slump.sum() == np.sum(1 - math.exp(-0.37) > COLUMNS)
    assert begun.events.depression.sum() == 0
    assert call("open_power", {**calm, "draws.depression": 0.1}).events.depression.sum() == begun.slump.sum()


def test_a_slump_goes_on_and_ends():
    lasting = call("open_power", {"slump": 1.0, "depression": 0.0, "dt": 1.0, "draws.slump": COLUMNS})
    assert lasting.slump.sum() == np.sum(1 - math.exp(-1 / 1.58) < COLUMNS)
    assert call("open_power", {"slump": 0.0, "depression": 0.5, "draws.slump": 0.999}).slump == 1


def test_the_budget_by_hand():
    """At the usual effort, the unity, tension and output of the start it is 1.45 * .75."""
    rest = {"level": 0.75, "steady": 1.0, "elected": 0.0, "credulity": 0.0, "western_output": 1.0, "western_trend": 1.0,
            "western_growth": 0.0, "arms_bite": 0.0, "western_unity": 0.55, "tension": 0.35, "depression": 0.0,
            "slump": 0.0, "draws.slump": 0.999, "at_war": 0.0}  # fmt: skip
    after = call("open_power", rest)
    assert after.counterforce_budget == pytest.approx(1.45 * 0.75 * after.western_unity / 0.55, rel=1e-5)


def test_allies_share_or_ride_free():
    """Olson and Zeckhauser: with a slope below 0 they do less where the first power does more."""
    free, share = (effect("open_power", "allies", "level", 0.4, 1.0, steady=1.0, elected=0.0, ally_slope=k)
                   for k in (-0.5, 0.5))  # fmt: skip
    assert free < 0 < share


#: An election is held this month: 22 months after the start, four years on.
POLL = {"elected": 1.0, "years_elapsed": 69.0 / 12.0 + 0.001, "wars": 0.0, "humiliation": 0.0,
        "slack": 0.0, "slump": 0.0, "draws.slump": 0.999, "depression": 0.0, "lean": 0.0,
        "draws.lean": 1.0}  # fmt: skip


def test_an_electorate_turns_out_a_party_after_slumps_and_lost_wars():
    """Not in the article, by hand: .20 in good times, .57 after a slump."""
    calm = call("open_power", {**POLL, "draws.election": COLUMNS})
    assert calm.events.turned_out.sum() == np.sum(1 / (1 + math.exp(1.4)) > COLUMNS)
    slump = call("open_power", {**POLL, "slack": 0.9, "draws.election": COLUMNS})
    assert slump.events.turned_out.sum() == np.sum(1 / (1 + math.exp(-0.3)) > COLUMNS)
    war = call("open_power", {**POLL, "wars": 1.0, "draws.election": COLUMNS})
    assert war.events.turned_out.sum() > calm.events.turned_out.sum()
    assert calm.lean.max() == pytest.approx(0.2)


def test_there_is_no_election_in_other_months_nor_under_the_free_lever():
    assert call("open_power", {**POLL, "years_elapsed": 3.0, "draws.election": 0.0}).events.turned_out == 0
    assert call("open_power", {**POLL, "elected": 0.0, "draws.election": 0.0}).events.turned_out == 0


@pytest.mark.parametrize(("name", "low", "high", "sign"), [
    ("tension", 0.35, 0.9, 1),  # alarm
    ("gain", 0.0, 1.0, 1),  # likewise: ground lost
    ("war_dead", 0.0, 100.0, -1),  # weariness
    ("lean", -0.2, 0.2, 1),
])  # fmt: skip
def test_what_an_electorate_wants(name, low, high, sign):
    """II.9, III.1: what opinion makes of danger and cost; the free lever heeds none of it."""
    quiet = {"gain": 0.0, "wars": 0.0, "years_elapsed": 3.0, "slack": 0.0}
    rest = {k: v for k, v in quiet.items() if k != name}
    assert effect("open_power", "open_level", name, low, high, elected=1.0, **rest) * sign > 0
    free = effect("open_power", "open_level", name, low, high, elected=0.0, **rest)
    assert free == pytest.approx(0, abs=1e-6)
