"""Ideology alone: confidence in the tide of history, conviction, prophecy (I.2-4, II.8, IV.3-5)."""

from __future__ import annotations

import math

import pytest
from alone import Carried, call, effect

CARRIED = [
    # IV.3: the decrepitude of the capitalist world is the keystone of Communist philosophy (0.58 is that of 1947)
    Carried("western_example", "ideology", "western_impression", 0.58, 0.9, "confidence", -1, "IV.3"),
    # IV.5: no messianic movement can face frustration indefinitely
    Carried("frustration_saps_confidence", "ideology", "frustration", 0.0, 0.9, "confidence", -1, "IV.5"),
    # IV.3: even the failure of the predicted depression to come
    Carried("failed_prophecy", "ideology", "unfulfilled_prophecy", 0.0, 1.0, "confidence", -1, "IV.3",
            {"prophecy_time": 1e9}),
    # II.8: no shame or panic in retreat: a loss of ground is not felt by the patient
    Carried("patience", "ideology", "recent_gain", 0.0, -0.03, "confidence", 1, "II.8",
            {"confidence": 0.8, "gain": 0.0}, also=True),
    # I.4: from enthusiasm to imposture
    Carried("enthusiasm_to_imposture", "ideology", "frustration", 0.0, 1.0, "conviction", -1, "I.4",
            {"conviction": 0.6, "frustration_saps_confidence": 0.0}, exact=False),
]  # fmt: skip


@pytest.mark.parametrize("row", CARRIED, ids=str)
def test_a_strength_carries_what_the_passage_says(row):
    row.check()


def test_belief_that_suits_its_holders_yields_slowly():
    """I.4: so congenial to their own impulses. The same distance, up or down: with the bias, down is slower."""
    up = {"confidence": 0.3, "frustration": 0.0}
    down = {"confidence": 0.95, "frustration": 0.9}
    assert effect("ideology", "confidence", "congenial_belief", 0.0, 0.5, **up) == pytest.approx(0, abs=1e-6)
    assert effect("ideology", "confidence", "congenial_belief", 0.0, 0.5, **down) > 0


def test_followers_abroad_and_the_apparatus_read_the_same_news():
    """IV.3-5: what saps the one makes the other wane."""
    for name, low, high in (("western_impression", 0.58, 0.9), ("frustration", 0.0, 0.9)):
        assert effect("ideology", "confidence", name, low, high) < 0
        assert effect("radiance", "movement_abroad", name, low, high) < 0


def test_even_without_news_conviction_slides_into_profession():
    """I.4, whatever the confidence."""
    sure = {"conviction": 0.8, "confidence": 0.4, "frustration": 0.0, "confidence_time": 1e6}
    assert effect("ideology", "conviction", "enthusiasm_to_imposture", 0.0, 1.0, **sure) < 0


def test_the_fall_of_capitalism_is_certain():
    """I.2, II.2: with no news at all it is taken as certain: above 0.7 for as long as one waits."""
    calm = {"western_impression": 0.58, "gain": 0.0, "recent_gain": 0.0, "frustration": 0.0}
    for before in (0.5, 0.95):
        after = call(
            "ideology", {**calm, "confidence": before, "unfulfilled_prophecy": 0.0, "dt": 1.0}
        ).confidence
        assert after > 0.7 or after > before


def test_gains_prove_the_prophets_right_and_a_depression_answers_them():
    """IV.4, IV.3."""
    assert effect("ideology", "confidence", "gain", 0.0, 1.0) > 0
    assert call("ideology", {"depression": 1.0, "unfulfilled_prophecy": 0.5}).unfulfilled_prophecy == 0.0
    assert call("ideology", {"depression": 0.0, "unfulfilled_prophecy": 0.5}).unfulfilled_prophecy > 0.5


def test_confidence_by_hand():
    """With no news, logit 1.7: from 0.7 towards 0.8455 within a year of time constant, one month."""
    after = call("ideology", {"western_impression": 0.58, "gain": 0.0, "recent_gain": 0.0, "frustration": 0.0,
                              "unfulfilled_prophecy": 0.0, "prophecy_time": 1e9, "confidence": 0.7})  # fmt: skip
    tide = 1 / (1 + math.exp(-1.7))
    assert after.confidence == pytest.approx(tide + (0.7 - tide) * math.exp(-1 / 12), abs=1e-5)
