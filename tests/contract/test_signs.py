"""Signs: each mechanism pushes what the article says it pushes, in the direction that it states.

A mechanism at its stated strength is laid against the same 256 worlds without it; the mean of the paired differences
over a window of months has the stated sign, at five standard errors. Where a mechanism waits for an occasion, the row
makes one: a policy, a start, something held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pytest
from worlds import held, policy, run

from kennan.model import parameters

MADE = {
    "stern": policy("stern", level=1.2, steady=1.0),
    "loud": policy("loud", tone=1.0, exit=0.1),
    "loud and weak": policy("loud-and-weak", tone=1.0, level=0.3),
    "loud with a way out": policy("loud-with-a-way-out", tone=1.0, exit=1.0),
    "in temper": policy("in-temper", temper=1.0, tone=1.0),
    "credulous": policy("credulous", credulity=1.0),
}
BROKEN = {"start.doubt": 1.5}


@dataclass(frozen=True)
class Sign:
    """What a mechanism does to a quantity (or a count of events), and where to look."""

    mechanism: str
    sign: int
    quantity: str
    years: tuple[int, int]
    passage: str
    under: str = "containment"
    hold: Mapping[str, float] = field(default_factory=dict)
    start: Mapping[str, float] = field(default_factory=dict)


SIGNS = (
    # the siege
    Sign("real_threat_response", +1, "menace", (2, 5), "I.13"),
    Sign("menace_substitution", +1, "menace", (2, 5), "I.11"),
    Sign("siege_interest", +1, "menace", (5, 10), "I.14"),
    Sign("canonised_fiction", +1, "menace", (5, 10), "I.16", hold={"organs": 0.3}),
    Sign("foreign_agents", +1, "menace", (2, 5), "I.12", hold={"open_dissent": 0.2}),
    Sign("self_fulfilling_hostility", +1, "western_hostility", (3, 8), "I.10"),
    # ideology and line
    Sign("innate_antagonism", +1, "pressure", (3, 8), "II.3", under="withdrawal"),
    Sign("tactical_agreements", +1, "soft_phase", (5, 20), "II.3"),
    Sign("western_example", -1, "movement_abroad", (3, 8), "IV.3", hold={"western_impression": 0.8}),
    Sign("western_example", +1, "movement_abroad", (3, 8), "IV.3", hold={"western_impression": 0.2}),
    Sign("failed_prophecy", -1, "movement_abroad", (6, 10), "IV.3", hold={"depression": 1e-6}),
    Sign("congenial_belief", +1, "confidence", (5, 15), "I.4"),
    Sign("enthusiasm_to_imposture", -1, "conviction", (5, 15), "I.4"),
    Sign("frustration_saps_confidence", -1, "confidence", (8, 15), "IV.5"),
    Sign("patience", +1, "confidence", (2, 8), "II.8", under="stern"),
    # Party and succession
    Sign("infallibility_discipline", -1, "party_unity", (2, 10), "II.7", start=BROKEN),
    Sign("cost_of_reversal", +1, "doubt", (3, 15), "II.7", hold={"party_unity": 0.5}),
    Sign("truth_monopoly", -1, "party_unity", (2, 8), "II.5", hold={"independent_association": 0.5}),
    Sign("congealed_top", +1, "divergence", (10, 20), "III.13"),
    Sign("mass_clique_divergence", +1, "contest", (5, 40), "III.14", hold={"divergence": 2.0}),
    Sign("unrecognised_demand", +1, "divergence", (3, 6), "III.14"),
    Sign("iron_discipline", -1, "compromise", (2, 10), "III.15", hold={"mellowing": 0.4}),
    Sign("jealous_power", +1, "authority", (5, 40), "I.7"),
    Sign("rivals_reach_down", +1, "doubt", (5, 40), "III.15"),
    Sign(
        "strain_on_succession",
        +1,
        "reach_down",
        (1, 45),
        "IV.5",
        hold={"frustration": 0.9, "leader_age": 85.0},
    ),
    Sign("tremors_abroad", -1, "movement_abroad", (3, 15), "III.11", hold={"leader_age": 95.0}),
    Sign("restoration", +1, "ruled_by_another", (1, 45), "III.15", start=BROKEN),
    # organs, crust, people
    Sign("dictatorship_of_minority", +1, "organs", (2, 8), "I.6"),
    Sign("organs_ratchet", +1, "organs", (2, 8), "I.15", hold={"mellowing": 0.6}),
    Sign("run_by_orders", -1, "output", (2, 5), "III.15", start=BROKEN),
    Sign("relaxation_breeds_rivals", -1, "monopoly", (3, 10), "I.6", hold={"organs": 0.2}),
    Sign("self_delusion", -1, "organs", (2, 8), "III.16"),
    Sign("amorphous_society", -1, "independent_association", (3, 10), "I.7"),
    Sign("unused_faith", +1, "independent_association", (3, 10), "III.5"),
    Sign("repression_breeds_opposition", +1, "private_opposition", (3, 10), "I.15"),
    Sign("obedience_by_fear", -1, "open_dissent", (2, 10), "III.3"),
    Sign("crust_cascade", +1, "open_dissent", (1, 5), "III.15", start=BROKEN),
    Sign("restless_youth", +1, "private_opposition", (5, 15), "III.7", hold={"consumption": 0.4}),
    Sign("young_generation_helps", -1, "exhaustion", (10, 20), "III.7"),
    # economy
    Sign("heavy_industry_first", +1, "heavy_capital", (3, 10), "III.4"),
    Sign("heavy_industry_first", -1, "consumption", (3, 10), "III.4"),
    Sign("uneven_development", -1, "output", (8, 15), "III.8"),
    Sign("withered_administration", -1, "maintenance", (5, 10), "III.8"),
    Sign("fear_hampers_craft", -1, "labour_culture", (5, 15), "III.9"),
    Sign("scars_of_childhood", -1, "labour_culture", (5, 15), "III.7"),
    Sign("forced_labour_system", +1, "forced_labour", (3, 10), "III.6"),
    Sign("western_yardstick", +1, "aspiration", (5, 15), "IV.3"),
    # outward
    Sign("afterglow", +1, "radiance", (1, 4), "III.16", hold={"popular_faith": 0.05, "exhaustion": 1.0}),
    Sign("enthusiasm_without_substance", -1, "influence_share", (3, 10), "III.9", under="withdrawal"),
    Sign("civil_wars", +1, "influence_share", (3, 10), "I.3", under="withdrawal"),
    Sign("final_push", +1, "pressure", (1, 10), "I.1"),
    Sign("bandwagon", +1, "pressure", (2, 8), "IV.4", hold={"western_unity": 0.2}),
    Sign("facts_over_words", +1, "effort_total", (1, 5), "II.8", under="loud and weak"),
    Sign("vulnerable_to_example", +1, "influence_share", (3, 10), "IV.3", hold={"western_impression": 0.2}),
    Sign("aid_and_presence", -1, "influence_share", (3, 10), "IV.2"),
    Sign("reliable_protection", +1, "influence_share", (5, 15), "II.9", under="sporadic"),
    Sign("retreat_without_panic", -1, "effort_total", (1, 5), "II.8", under="stern"),
    # crises and war
    Sign("prestige_engaged", -1, "kremlin_yields", (1, 10), "II.10", under="loud"),
    Sign("face_saving_exit", +1, "kremlin_yields", (1, 10), "II.10", under="loud with a way out"),
    Sign("sensitivity_to_force", +1, "kremlin_yields", (1, 10), "II.9", under="loud"),
    Sign(
        "sensitivity_to_force", -1, "kremlin_yields", (1, 10), "II.9", under="withdrawal"
    ),  # force gone, no yielding
    Sign("temper_exploited", -1, "western_unity", (2, 8), "II.10", under="in temper"),
    Sign("no_adventures", -1, "escalation", (1, 20), "II.4", under="loud"),
    Sign("escalation_to_war", +1, "war_happened", (30, 45), "II.10", under="loud"),
    # the open power
    Sign("arms_bite", -1, "western_output", (10, 20), "IV.2", under="stern"),
    Sign("challenge_unites", +1, "western_unity", (3, 10), "IV.7", hold={"western_hostility": 0.9}),
    Sign(
        "charmed_vigilance",
        -1,
        "counterforce_budget",
        (2, 8),
        "II.3",
        under="credulous",
        hold={"soft_phase": 1.0},
    ),
    Sign(
        "they_have_changed",
        +1,
        "change_announced",
        (2, 8),
        "II.3",
        under="credulous",
        hold={"soft_phase": 1.0},
    ),
    # frustration
    Sign("blocked_frustration", +1, "frustration", (5, 15), "IV.5"),
    Sign("forced_adjustment", +1, "mellowing", (12, 25), "IV.5"),
    Sign("frustration_saps_confidence", -1, "pressure", (8, 15), "IV.5"),
)


@cache
def averages(
    under: str, hold: tuple, start: tuple, off: str, years: tuple[int, int]
) -> dict[str, np.ndarray]:
    """Return the mean of each quantity over a window of years [world], and the count of each kind of event."""
    until = -(-years[1] // 5) * 5
    off = (off,) if off else ()
    holds = held(**dict(hold))
    (block,) = run(
        MADE.get(under, under), parameters="median", years=until, off=off, set=dict(start), holds=holds
    )
    months = slice(12 * years[0], 12 * years[1] + 1)
    found = {name: values[months].mean(0, dtype=float) for name, values in block.monthly.items()}
    counts = {name: values[months].sum(0, dtype=float) for name, values in block.events.items()}
    return {**found, **{name: count for name, count in counts.items() if name not in found}}


def effect(row: Sign) -> tuple[float, float]:
    """Return the mean difference that a mechanism makes, and its standard error."""
    setting = row.under, tuple(sorted(row.hold.items())), tuple(sorted(row.start.items()))
    on, off = (averages(*setting, without, row.years)[row.quantity] for without in ("", row.mechanism))
    apart = on - off
    return float(apart.mean()), float(apart.std() / np.sqrt(apart.size))


def _says(row: Sign) -> str:
    return f"{row.mechanism}-{'more' if row.sign > 0 else 'less'}-{row.quantity}"


@pytest.mark.parametrize("row", SIGNS, ids=_says)
def test_a_mechanism_pushes_where_the_article_says(row):
    difference, error = effect(row)
    assert row.sign * difference > 5 * error, f"{row.passage}: {difference:+.5f} with an error of {error:.5f}"
    assert abs(difference) > 1e-4


def test_most_mechanisms_have_a_sign():
    """Those without one do no more than shift, spread or delay; the ledger holds them to their claims."""
    without = set(parameters.strengths()) - {row.mechanism for row in SIGNS}
    assert without <= {
        "fatherland_first",
        "fluid_pressure",
        "limits_of_endurance",
        "neglected_maintenance",
        "peasant_wavering",
        "secretiveness",
        "wound_up_toy",
    }
