"""What rests on each mechanism: counted over pairs, against known answers."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kennan.cli.main import main
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.ledger import odds

WAR, BREAKUP, STALEMATE = 1, 2, 6


def test_shares_differences_and_pairs_are_counted():
    base = np.array([BREAKUP] * 60 + [STALEMATE] * 40)
    without = np.array([BREAKUP] * 20 + [STALEMATE] * 80)
    found = odds.weigh(Plan.build(worlds=100), ("patience", "afterglow"), base, [without, base], None)
    first, second = found.carried
    assert (first.mechanism, first.moved, second.moved) == ("patience", 0.4, 0.0)
    shift = first.shifts["breakup"]
    assert (shift.with_it, shift.without_it, shift.difference) == (0.6, 0.2, -0.4)
    assert (shift.gained, shift.lost) == (0, 40)
    assert shift.low < -0.4 < shift.high < 0
    assert shift.ratio == pytest.approx((20.5 / 80.5) / (60.5 / 40.5))
    assert shift.ratio_low < shift.ratio < shift.ratio_high < 1
    assert shift.clear
    assert first.shifts["stalemate"].difference == 0.4
    assert not any(s.clear for s in second.shifts.values())
    assert second.shifts["breakup"].ratio == 1


def test_sorting_by_an_outcome():
    base = np.array([BREAKUP] * 50 + [WAR] * 50)
    much = np.array([STALEMATE] * 50 + [WAR] * 50)
    war = np.array([BREAKUP] * 80 + [WAR] * 20)
    names = ("patience", "afterglow")
    by = odds.weigh(Plan.build(worlds=100), names, base, [much, war], "general_war")
    assert [c.mechanism for c in by.carried] == ["afterglow", "patience"]
    by = odds.weigh(Plan.build(worlds=100), names, base, [much, war], None)
    assert [c.mechanism for c in by.carried] == ["patience", "afterglow"]


def test_holm_stops_at_the_first_that_fails():
    found = odds.holm({"a": 0.001, "b": 0.04, "c": 0.03, "d": 0.9}, 0.05)
    assert found == {"a": True, "b": False, "c": False, "d": False}
    assert odds.holm({"a": 0.02, "b": 0.03}, 0.05) == {"a": True, "b": True}


def test_intervals_of_the_ratio_cover_and_false_alarms_are_rare():
    """2,000 made-up pairs of 400 worlds with known odds: the 90 % interval covers at least 87 in 100 times."""
    rng = np.random.default_rng(5)
    covered, alarms, repeats, n = 0, 0, 2000, 400
    p_on, gain, loss = 0.3, 0.15, 0.2  # of the worlds without it, and of those with it
    truth = p_on * (1 - loss) + (1 - p_on) * gain
    true = np.log(truth / (1 - truth)) - np.log(p_on / (1 - p_on))
    for _ in range(repeats):
        on = rng.random(n) < p_on
        off = np.where(on, rng.random(n) >= loss, rng.random(n) < gain)
        before, after, _, lost = odds._pairs(on, off)
        middle, half = odds.log_ratio(before, after, lost, n)
        covered += abs(middle - true) <= half
        same = np.where(rng.random(n) < 0.1, rng.random(n) < 0.5, on)  # as likely either way
        fair = rng.random(n) < 0.5
        _, _, gained, lost = odds._pairs(np.where(fair, on, same), np.where(fair, same, on))
        alarms += odds._mcnemar(gained, lost) < 0.05
    assert covered / repeats > 0.87
    assert alarms / repeats < 0.06


def test_the_command_says_what_rests_on_a_mechanism(capsys, tmp_path):
    picture = tmp_path / "odds.svg"
    words = ["odds", "--worlds", "60", "--years", "5", "--only", "final_push,patience", "--json", "--picture"]
    assert main([*words, str(picture)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {m["name"] for m in found["mechanisms"]} == {"final_push", "patience"}
    one = found["mechanisms"][0]["outcomes"]["breakup"]
    assert one["low"] <= one["difference"] <= one["high"]
    assert picture.read_text().lstrip().startswith(("<?xml", "<svg"))
    assert main(["odds", "--worlds", "60", "--years", "5", "--only", "patience"]) == 0
    assert "stalemate" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--only patients", "patience"),
        ("--outcome breakdown", "breakup"),
        ("--only patience --off patience", "off already"),
        ("--policy containment,charm", "one policy"),
        ("--top many", "--top"),
        ("--picture odds.txt", ".svg"),
        ("--picture nowhere/odds.svg", "no folder"),
        ("--worlds 0", "--worlds"),
        ("--vs charm", "--vs"),
    ],
)
def test_bad_wishes_are_refused_before_anything_is_run(words, said, capsys):
    assert main(["odds", *words.split()]) == 2
    assert said in capsys.readouterr().err


def test_python_refuses_too():
    with pytest.raises(BadInput, match="patience"):
        odds.odds(Plan.build(worlds=10), ["patients"])
