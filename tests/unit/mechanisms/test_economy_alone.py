"""The uneven economy alone (I.5, I.9, I.14, III.4, III.6-9)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

EVEN = {"exhaustion": 0.3, "organs": 0.7}
CARRIED = [
    # I.5: the treatment of the peasants remained an object of vacillation
    Carried("peasant_wavering", "economy", "draws.harvest", 0.0, 2.0, "goods_output", 1, "I.5",
            {"agrarian_wavering": 0.0}, exact=False),
    # III.8: maintenance is a crying deficiency, depreciation must be enormous (0.2 is what 1947 is measured from)
    Carried("neglected_maintenance", "economy", "worn_plant", 0.2, 0.8, "output", -1, "III.8"),
    # I.14: organs of administration which did not serve this purpose withered
    Carried("withered_administration", "economy", "organs", 0.0, 1.0, "maintenance", -1, "I.14",
            {"heavy_industry_first": 0.0}),
    # III.9: a population that works under the shadow of fear cannot correct it
    Carried("fear_hampers_craft", "economy", "repression", 0.0, 1.0, "labour_culture", -1, "III.9"),
    # III.7: the strains of childhood may leave their mark on the generation now coming into maturity
    Carried("scars_of_childhood", "economy", "adult_scars", 0.0, 1.0, "labour_culture", -1, "III.7",
            {"young_generation": 1.0}),
    # IV.3: the example of a West that copes; what people see of it
    Carried("western_yardstick", "economy", "information", 0.0, 1.0, "aspiration", 1, "IV.3", exact=False),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_heavy_industry_comes_first_and_the_people_last():
    """III.4, I.9: at a terrible cost; consumers' goods are neglected."""
    anxious = {"organs": 0.9}
    assert effect("economy", "heavy_capital", "heavy_industry_first", 0.0, 1.0, **anxious) > 0
    assert effect("economy", "consumer_capital", "heavy_industry_first", 0.0, 1.0, **anxious) < 0
    assert effect("economy", "consumption", "heavy_industry_first", 0.0, 1.0, **anxious) < 0


def test_the_slowest_branch_holds_up_the_rest_and_only_an_uneven_one():
    """III.8: branches pushed out of all proportion."""
    level = {
        "labour_culture": 0.3,
        "capital_share_heavy": 0.5,
        "capital_share_consumer": 0.5,
        "peasant_wavering": 0.0,
    }
    even = effect(
        "economy", "output", "uneven_development", 0.0, 1.0, heavy_capital=1.0, consumer_capital=1.0, **level
    )
    uneven = effect(
        "economy", "output", "uneven_development", 0.0, 1.0, heavy_capital=3.0, consumer_capital=0.5, **level
    )
    assert even == pytest.approx(0.0, abs=1e-5)
    assert uneven < -0.05


def test_a_bottleneck_by_hand():
    """Of heavy output h and goods g at weights w and 1 - w a bottleneck leaves 1 / (w/h + (1-w)/g)."""
    made = {
        "heavy_capital": 3.0,
        "consumer_capital": 0.5,
        "worn_plant": 0.2,
        "war_damage": 0.0,
        "uneven_development": 1.0,
    }
    after = call("economy", made)
    harmonic = 1 / (0.4 / after.heavy_output + 0.6 / after.goods_output)
    assert after.output == pytest.approx(harmonic / (1 - 0.2), rel=1e-4)  # 1947 had a fifth destroyed


def test_beyond_a_limit_people_cannot_be_driven():
    """III.6: absolute limits, binding even for the cruelest dictatorship."""

    def driven(exhaustion: float, limits: float) -> float:
        return effect(
            "economy",
            "effective_labour",
            "drive",
            0.4,
            1.0,
            exhaustion=exhaustion,
            limits_of_endurance=limits,
        )

    assert driven(0.95, 1.0) < 0.35 * driven(0.6, 1.0)
    rested, tired = driven(0.6, 0.0), driven(0.95, 0.0)
    assert tired > 0.9 * rested > 0


def test_what_is_run_by_order_grows_and_stands_with_the_orders():
    """III.15: by hand, a gap of one half costs half of what disorganisation says; investment goes with compliance."""
    after = call("economy", {"output_gap": [0.0, 0.5], "disorganisation": 0.4})
    assert after.output[1] / after.output[0] == pytest.approx(0.8, rel=1e-4)
    obeyed = call("economy", {"compliance": [1.0, 0.4]})
    assert obeyed.investment_pace[1] / obeyed.investment_pace[0] == pytest.approx(0.4, rel=5e-3)


def test_the_drive_follows_fear_and_arms_eat_what_people_have():
    """I.9, III.4: a rule that is not safe drives; the burden drives too, and leaves less to consume."""
    assert effect("economy", "drive", "organs", 0.2, 0.9) > 0
    assert effect("economy", "drive", "military_burden", 0.1, 0.3) > 0
    assert effect("economy", "consumption", "military_burden", 0.1, 0.3) < 0
    assert effect("economy", "heavy_capital", "military_burden", 0.1, 0.3) < 0


def test_population_and_growth_by_hand():
    after = call("economy", {"population": 1.0, "output": 0.9, "labour_growth": 0.011})
    assert after.population == pytest.approx(math.exp(0.011 / 12), rel=1e-6)
    assert after.growth == pytest.approx(12 * math.log(after.output / 0.9), rel=1e-3)


def test_scrap_and_new_plant_are_all_that_moves_capital():
    """Conservation: what is invested in a month is what capital gains over what is scrapped."""
    stay = math.exp(-0.05 / 12)
    after = call("economy", {"heavy_capital": 2.0, "consumer_capital": 1.0, "at_war": 0.0})
    new = (after.heavy_capital - 2 * stay) + (after.consumer_capital - stay)
    assert after.investment_pace == pytest.approx(new * 12 / 3.0 / 0.1, rel=2e-3)
