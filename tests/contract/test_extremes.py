"""Extreme conditions: what reason demands where something is absent, total or without end.

Each test names its reason. Worlds have the stated numbers and 256 different lucks; medians are over worlds.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from worlds import CHUNK, SMALL, chunk_of, held, medians, policy, run, walls

from kennan import scenarios
from kennan.model import parameters, quantities
from kennan.model.recorded import OUTCOMES

THEATRES = scenarios.load(SMALL).theatres
WIDE = "x-1947"  # where a stream has 72 openings; what needs no room is tried in the small world
STRENGTHS = tuple(parameters.strengths())
NEVER = -1


def walk(under="containment", holds=None, off=(), scenario=SMALL, **numbers):
    """Return 256 worlds at the stated numbers, but for some; "start__x" sets where x begins."""
    given = {name.replace("start__", "start."): value for name, value in numbers.items()}
    (block,) = run(under, parameters="median", holds=holds, off=off, set=given, scenario=scenario)
    return block


@cache
def usual(scenario=SMALL):
    """Return containment at the stated numbers."""
    return walk(scenario=scenario)


def median(block, name: str, year: int) -> float:
    return float(np.median(block.monthly[name][12 * year]))


def count(block, event: str) -> float:
    """Return events of a kind in a world, on average."""
    return float(block.events[event].sum(0, dtype=float).mean())


def reached(block, outcome: str) -> float:
    return float((block.reached[OUTCOMES.index(outcome)] != NEVER).mean())


def finite(block) -> None:
    for name, values in block.monthly.items():
        assert np.isfinite(values).all(), name


# ---- force


def test_without_counterforce_the_stream_fills_the_basin():
    """A fluid stream that meets nothing goes on until it has filled every cranny (II.8)."""
    none = walk(policy(level=0.0, steady=1.0), scenario=WIDE)
    assert none.monthly["counterforce_total"][120:].max() < 1e-3
    assert median(none, "orbit", 20) > 2 * median(usual(WIDE), "orbit", 20)
    assert none.monthly["resisted"][120:].mean() < 0.02
    assert reached(none, "expansion") > 0.7


def test_without_counterforce_there_is_neither_frustration_nor_mellowing():
    """Only what is blocked can be frustrated (IV.5)."""
    none = walk(policy(level=0.0, steady=1.0), scenario=WIDE)
    assert median(none, "frustration", 20) < 0.1
    assert median(none, "mellowing", 20) < 0.05
    assert reached(none, "mellowing") < 0.02


def test_behind_unlimited_walls_nothing_is_taken():
    """What stands unassailable at every point can't be passed (II.8)."""
    all_round = walk(holds=walls(5.0, THEATRES.code))
    assert count(all_round, "takeover") == 0
    assert all_round.monthly["orbit"].max() <= all_round.monthly["orbit"][0].max() + 1e-6
    assert np.median(all_round.monthly["resisted"][120:]) > 0.99
    assert reached(all_round, "expansion") == 0


def test_unlimited_walls_frustrate_without_relief():
    """A movement that is blocked everywhere for good adjusts or breaks (IV.5)."""
    all_round = walk(holds=walls(5.0, THEATRES.code))
    assert median(all_round, "frustration", 20) > 0.85
    mellow, broken = (all_round.reached[OUTCOMES.index(name)] != NEVER for name in ("mellowing", "breakup"))
    assert (mellow | broken).mean() > 0.8
    assert min(mellow.mean(), broken.mean()) > 0.1


def test_one_wall_keeps_one_theatre_and_turns_the_stream_to_others():
    """Blocked in one place, it presses elsewhere (II.8)."""
    theatres = scenarios.load(WIDE).theatres
    free = [k for k, a in enumerate(theatres.alignment) if a != "B"]
    taken = usual(WIDE).theatre["theatre_in_orbit"][40][free].mean(1)
    at = free[int(np.argmax(taken))]
    assert taken.max() > 0.5
    walled = walk(holds=walls(5.0, [theatres.code[at]]), scenario=WIDE)
    assert walled.theatre["theatre_in_orbit"][:, at].max() == 0
    others = [k for k in free if k != at]
    before, after = (b.theatre["theatre_effort"][2:5][:, others].mean() for b in (usual(WIDE), walled))
    assert after > before


def test_without_a_west_the_orbit_spreads_and_the_west_is_exhausted():
    """A West without health, unity or force is the decrepit one that the doctrine expects (IV.3)."""
    gone = walk(policy(level=0.0, care=0.0), holds=held(western_health=0.0, western_unity=0.0))
    assert reached(gone, "western_exhaustion") == 1.0
    assert median(gone, "counterforce_budget", 5) < 1e-3
    assert median(gone, "orbit", 20) > 2 * median(usual(), "orbit", 20)
    assert median(gone, "pressure", 5) > median(usual(), "pressure", 5)


def test_perfectly_steady_effort_has_no_variance_and_moods_have():
    """Steadiness is what opinion does not move (II.9)."""
    steady, moody = walk(policy(level=0.75, steady=1.0)), walk(policy(level=0.75, steady=0.0))
    assert steady.monthly["effort_variance"][240].max() < 1e-3
    assert np.ptp(steady.monthly["effort_mean"][240]) < 1e-5
    assert median(moody, "effort_variance", 20) > 0.05
    assert median(steady, "western_steadiness", 20) > median(moody, "western_steadiness", 20)


# ---- repression, Party, leaders


def test_without_repression_people_speak_and_meet():
    """What keeps a shapeless people shapeless is the organs (I.7, III.3)."""
    none = walk(holds=held(organs=0.0))
    assert none.monthly["repression"][12:].max() < 0.1
    assert median(none, "open_dissent", 5) > 0.2
    assert median(none, "independent_association", 20) > 5 * median(usual(), "independent_association", 20)
    assert median(none, "private_opposition", 5) < median(usual(), "private_opposition", 5)


def test_total_repression_keeps_all_silent_and_breeds_what_it_silences():
    """Repression breeds opposition and hides it (I.15)."""
    total = walk(holds=held(organs=1.0))
    whole = total.monthly["party_unity"] > 0.6
    assert np.percentile(total.monthly["open_dissent"][whole], 99) < 0.02
    assert median(total, "private_opposition", 10) > median(usual(), "private_opposition", 10) + 0.05
    assert median(total, "independent_association", 20) < median(usual(), "independent_association", 20)


def test_an_immortal_leader_has_no_successor():
    """No transfer of power without someone leaving it (III.10)."""
    (block,) = run(
        scenario=WIDE,
        parameters="median",
        holds=held(leader_age=20.0, authority=1.0),
        set={"death_at_68": 0.04, "ageing": 0.1, "removal_early": 0.04, "removal_late": 0.01},
    )
    without = block.events["succession"].sum(0) == 0
    assert without.mean() > 0.5  # a leader may still be removed: at .01 a year, a third of them in 45 years
    assert block.monthly["contest"][:, without].max() == 0
    assert count(block, "succession") < 0.3 * count(usual(WIDE), "succession")


def test_leaders_who_die_each_month_are_always_being_succeeded():
    """Without time nobody gathers power in his hands (III.11)."""
    mortal = walk(holds=held(leader_age=200.0))
    leaves, disputed = mortal.events["succession"][1:], mortal.monthly["contest"]
    assert leaves[disputed[:-1] == 0].mean() > 0.95
    assert mortal.monthly["authority"][12:].mean() < 0.4


def test_a_perfectly_united_party_does_not_break():
    """Whatever presses on it, a Party whose officials all obey cannot fall apart (III.15)."""
    united = walk(holds=held(party_unity=1.0))
    assert united.monthly["party_unity"][1:].min() == 1.0
    assert reached(united, "breakup") == 0


def test_a_party_broken_from_the_start_is_a_broken_power():
    """Strength turns to weakness once the Party's unity is gone (III.15)."""
    broken = walk(start__doubt=3.0)
    assert reached(broken, "breakup") > 0.95
    assert median(broken, "pressure", 2) < 0.3 * median(usual(), "pressure", 2)
    assert count(broken, "departure") > count(usual(), "departure")


# ---- pressure


def test_without_the_final_push_there_is_no_pressure_and_only_revolutions_of_their_own():
    """Without the drive there is nothing to contain; what still turns, turns of itself (I.3)."""
    none, theatres = walk(final_push=0.0, scenario=WIDE), scenarios.load(WIDE).theatres
    assert none.monthly["pressure"].max() == 0
    assert none.monthly["effort_total"][24:].max() < 1e-3
    inside = np.array([a == "B" for a in theatres.alignment])
    held = none.theatre["theatre_in_orbit"][:, ~inside] > 0.5
    assert (none.theatre["theatre_own_revolution"][:, ~inside][held] >= 125).all()  # half, in steps of 250
    assert 0 < count(none, "takeover") < 0.7 * count(usual(WIDE), "takeover")


def test_without_a_movement_abroad_pressure_is_weaker():
    """The movement abroad is part of the force that ideology lends to power (I.3, IV.3)."""
    none = walk(holds=held(movement_abroad=0.0))
    assert median(none, "pressure", 3) < 0.8 * median(usual(), "pressure", 3)
    assert median(none, "appeal_abroad", 3) < median(usual(), "appeal_abroad", 3)
    assert count(none, "takeover") < count(usual(), "takeover")


def test_without_an_economy_there_is_little_to_press_with():
    """A product with a factor near nothing is near nothing (I.1); people go short (III.4)."""
    none = walk(holds=held(heavy_capital=0.05, consumer_capital=0.05))
    assert median(none, "output", 5) < 0.2
    assert median(none, "pressure", 5) < 0.35 * median(usual(), "pressure", 5)
    assert median(none, "consumption", 5) < 0.2 * median(usual(), "consumption", 5)
    assert count(none, "takeover") < count(usual(), "takeover")
    finite(none)


def test_a_power_blocked_for_good_mellows_and_one_never_blocked_does_not():
    """It is frustration that forces adjustment (III.2, IV.5)."""
    blocked, free = walk(holds=held(resisted=1.0)), walk(holds=held(resisted=0.0))
    assert median(blocked, "frustration", 20) > 0.8
    assert median(free, "frustration", 20) < 0.15
    assert median(blocked, "mellowing", 20) > 10 * median(free, "mellowing", 20)
    assert reached(free, "mellowing") < 0.02 < 0.5 < reached(blocked, "mellowing")


def test_a_power_wholly_mellowed_presses_little_and_proclaims_little_menace():
    """Mellowing is what takes the edge off pressure, menace and organs (IV.5)."""
    mellow = walk(holds=held(mellowing=1.0))
    for name in ("pressure", "menace", "organs", "military_burden"):
        assert median(mellow, name, 5) < 0.8 * median(usual(), name, 5), name


# ---- war, slump, people


def test_without_escalation_to_war_there_is_no_war():
    """War comes of grave crises and of nothing else here (II.10)."""
    none = walk(policy(level=1.0, tone=1.0, exit=0.0, offensive=1.0, temper=1.0), off=["escalation_to_war"])
    assert count(none, "general_war") == 0
    assert none.monthly["at_war"].max() == 0
    assert none.monthly["war_happened"].max() == 0


def test_war_without_end_wrecks_both_sides():
    """A general war destroys capital, tires people and wearies the open power."""
    war = walk(holds=held(at_war=1.0))
    assert median(war, "heavy_capital", 10) < 0.8 * median(usual(), "heavy_capital", 10)
    assert median(war, "output", 10) < 0.85 * median(usual(), "output", 10)
    assert median(war, "western_output", 10) < median(usual(), "western_output", 10)
    assert median(war, "western_weariness", 4) > 2 * median(usual(), "western_weariness", 4)
    assert median(war, "exhaustion", 4) > median(usual(), "exhaustion", 4)
    assert count(war, "general_war") == 0  # the one that is on is not a new one


def test_threats_and_no_way_out_lead_to_war():
    """Threats without exit, crises that climb: of these comes war, and only where a grave crisis stood (II.10)."""
    hard = policy(level=1.0, tone=1.0, exit=0.0)
    worse = walk(hard, climbing=0.8, escalation_to_war=1.5, the_bomb=0.0, no_adventures=0.0)
    assert reached(worse, "general_war") > 0.5 > 3 * reached(usual(), "general_war")
    broke_out = worse.events["general_war"] > 0
    assert worse.monthly["crises_grave"][broke_out].min() >= 1


def test_a_depression_without_end_lames_the_open_power():
    """The crash that the doctrine waits for would be its best news (IV.3)."""
    slump, never = walk(holds=held(depression=1.0)), walk(holds=held(depression=1e-6))
    assert count(slump, "depression") == count(never, "depression") == 0
    for name in ("western_output", "western_health", "counterforce_budget", "western_unity"):
        assert median(slump, name, 10) < 0.9 * median(never, name, 10), name
    assert median(slump, "confidence", 10) > median(never, "confidence", 10)
    assert slump.monthly["unfulfilled_prophecy"][12:].max() == 0
    assert median(never, "unfulfilled_prophecy", 30) > 0.5


def test_a_people_never_tired_works_more_and_one_worn_out_less():
    """There are limits beyond which people cannot be driven (III.6)."""
    fresh, worn = walk(holds=held(exhaustion=0.0)), walk(holds=held(exhaustion=1.0))
    assert median(fresh, "output", 10) > median(usual(), "output", 10) > median(worn, "output", 10)
    assert median(fresh, "inner_vitality", 10) > 2 * median(worn, "inner_vitality", 10)
    assert median(fresh, "private_opposition", 10) < median(worn, "private_opposition", 10)


# ---- switches and luck


@pytest.mark.parametrize("kept", [(), ("final_push",), ("final_push", "obedience_by_fear", "jealous_power")])
def test_with_all_mechanisms_off_the_world_goes_on_and_stays_finite(kept):
    """Nothing divides by a mechanism."""
    still = walk(off=[name for name in STRENGTHS if name not in kept])
    finite(still)
    assert still.ending.min() >= 1
    if not kept:
        assert still.monthly["pressure"].max() == 0


def test_the_same_luck_and_the_same_numbers_make_the_same_world():
    """Without chance there is one history (Chance)."""
    one = chunk_of(medians())
    for name, values in one.monthly.items():
        assert (values == values[:, :1]).all(), name


def test_less_noise_makes_worlds_more_alike():
    """Noise is what sets worlds with the same numbers apart before the first great event."""
    noises = [n for n, p in parameters.load().items() if n.endswith("_noise") and p.kind != "strength"]
    assert len(noises) >= 10
    ends = {}
    for end in ("low", "high"):
        (block,) = run(
            parameters="median", years=5, set={n: getattr(parameters.load()[n], end) for n in noises}
        )
        ends[end] = block
    for name in (
        "confidence",
        "private_opposition",
        "western_unity",
        "western_health",
        "organs",
        "popular_faith",
    ):
        spread = {end: block.monthly[name][12].std() for end, block in ends.items()}
        assert spread["low"] < 0.6 * spread["high"], name


def test_every_quantity_is_in_the_extremes_as_the_register_says():
    """Extremes are no excuse for leaving the bounds."""
    register = quantities.load()
    hard = walk(
        policy(level=1.5, tone=1.0, temper=1.0, exit=0.0, offensive=1.0, follow=0.0),
        holds=held(leader_age=200.0, private_opposition=1.0, western_hostility=1.0),
    )
    for name, values in hard.monthly.items():
        assert register[name].low <= values.min(), name
        assert values.max() <= np.float32(register[name].high), name
    assert hard.monthly["leader_age"].shape[1] == CHUNK
