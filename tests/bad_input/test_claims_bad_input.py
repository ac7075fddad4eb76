"""What a user reads when a claims file cannot be used. One tiny file for each mistake, in ``claims/``."""

from pathlib import Path

import pytest

from kennan import ledger
from kennan.cli import main as cli
from kennan.faults import BadInput

FILES = Path(__file__).parent / "claims"

# file -> what the message must contain; ":9 mine check 1.years" is line, claim, check and field
TABLE = {
    "no_id": [":1 claim.0.id", "the claim has no id"],
    "id_with_space": [":2 claim.0.id", "id is 'my claim'", "fear-keeps-organs-large"],
    "unknown_passage": [":3 claim.0.passages", "no passage called 'I.66'", "nearest name: I.6"],
    "no_falsifier": ["the claim has no falsifier"],
    "unknown_mechanism": [":6 claim.0.mechanisms", "nearest name: dictatorship_of_minority"],
    "unknown_lever": [":6 claim.0.levers", "no lever called 'tonne'", "nearest name: tone"],
    "unknown_claim_field": [":6 claim.0.signatures", "nearest name: signature"],
    "no_check": ["the claim has no check", "[[claim.check]]"],
    "check_is_text": [":6 claim.0.check", "check is 'organs'", "tables that begin [[claim.check]]"],
    "not_modelled_without_reason": ["the claim has no reason"],
    "not_modelled_with_checks": [":6 claim.0.status", "is not modelled and has checks"],
    "two_of_one_name": [":14 claim.1.id", "two claims called 'mine'"],
    "no_says": [":6 mine check 1.says", "the check has no says"],
    "unknown_check_field": [":9 mine check 1.year", "nearest name: years"],
    "years_is_text": [":9 mine check 1.years", "years is '8'", "a whole number from 1 to 200"],
    "years_zero": [":9 mine check 1.years", "years is 0"],
    "worlds_one": [":10 mine check 1.worlds", "worlds is 1", "from 2 to 100,000"],
    "sure_is_percent": [":10 mine check 1.sure", "sure is 95", "a number from 0.5 to 0.9999"],
    "unknown_quantity": [":10 mine check 1.quantity", "called 'organ'", "nearest name: organs"],
    "no_quantity": ["the check has no quantity", "count reads event"],
    "quantity_of_a_theatre": [":10 mine check 1.quantity", "called 'effort'"],
    "unknown_statistic": [":10 mine check 1.statistic", "called 'avarage'", "allowed: change, count"],
    "statistic_does_not_read": [":10 mine check 1.event", "'mean' does not read event", "statistic = count"],
    "share_without_level": ["statistic share has no level", "above = ... or below = ..."],
    "change_without_since": ["statistic change has no since"],
    "window_backwards": [":11 mine check 1.window", "from month 96 until month 72"],
    "window_beyond_the_end": [":11 mine check 1.window", "0 <= first < until <= 97 (years = 8)"],
    "window_of_three": [":11 mine check 1.window", '["1953-01", "1955-01"]'],
    "window_date_wrong": [":11 mine check 1.window", "window holds '1953-13'"],
    "window_before_the_start": [":11 mine check 1.window", "from month -12"],
    "unknown_compare": [":10 mine check 1.compare", "nearest name: difference"],
    "compare_wrong_number_of_arms": [":10 mine check 1.compare", "allowed: 4 arms"],
    "three_arms_no_compare": [":8 mine check 1.arms", "3 arms and no compare", "order, each"],
    "arms_empty": [":8 mine check 1.arms", "arms is an empty list"],
    "arms_is_table": [":8 mine check 1.arms", "allowed: a list"],
    "unknown_arm_field": [":8 mine check 1.arms", "called 'helds'", "nearest name: holds"],
    "unknown_held": [":8 mine check 1.arms", "nearest name: popular_faith"],
    "held_is_text": [":8 mine check 1.arms", "popular_faith is 'low'", "allowed: a number"],
    "hold_until_before_from": [":8 mine check 1.arms", "from month 60 until month 50"],
    "unknown_wall": [":8 mine check 1.arms", "no theatre called 'GRC'"],
    "unknown_policy": [":8 mine check 1.arms", "nearest name: containment"],
    "arm_unknown_lever": [":8 mine check 1.arms", "nearest name: lever.tone"],
    "lever_out_of_range": [":8 mine check 1.arms", "lever.tone is 9", "from 0 to 1"],
    "unknown_off": [":10 mine check 1.off", "no mechanism called 'patiense'"],
    "set_out_of_range": [":10 mine check 1.set", "patience is -1"],
    "off_and_set": ["'patience' is both switched off and set"],
    "unknown_without": [":10 mine check 1.without", "nearest name: dictatorship_of_minority"],
    "without_is_off_already": [":11 mine check 1.without", "only what is off already"],
    "no_expect": ["the check expects nothing", "expect.with = { above = ... }"],
    "expect_empty": [":12 mine check 1.expect", "expect is empty"],
    "expect_unknown": [":12 mine check 1.expect.wiht", "called 'wiht'", "nearest name: with"],
    "expect_nothing": [":12 mine check 1.expect.with", "one of above, below, between"],
    "expect_two": [":12 mine check 1.expect.with", "one of above, below, between"],
    "expect_between_backwards": [":12 mine check 1.expect.with", "low below high"],
    "expect_nan": [":12 mine check 1.expect.with", "is nan", "allowed: a number"],
    "gap_without_without": [":12 mine check 1.expect.gap", 'add without = ["..."]'],
    "steps_of_a_difference": [":12 mine check 1.expect.steps", "belongs to compare = 'order'"],
    "unknown_event": [":11 mine check 1.event", "nearest name: crisis"],
    "unknown_outcome": [":11 mine check 1.outcome", "nearest name: breakup"],
    "where_says_nothing": [":10 mine check 1.where", "one of event, reached, never, ending, quantity"],
    "where_event_without_number": [":10 mine check 1.where", "at_least = 1 or at_most = 0"],
    "months_where_without_level": [":10 mine check 1.months_where", "has no level"],
    "theatres_of_a_world": [":10 mine check 1.theatres", "organs is not one number a theatre"],
    "breadth_of_a_world": ["breadth compares theatres", "theatre_effort"],
    "parameters_unknown": [":10 mine check 1.parameters", "nearest name: median"],
    "empty": ["the file of claims is empty"],
    "not_toml": [":1", "is not TOML"],
    "no_claims": ["begin with a line [[claim]]"],
    "many_faults": [":3 claim.0.passages", ":10 mine check 1.statistics", ":9 mine check 1.years",
                    ":11 mine check 1.quantity", "nearest name: above"],
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_each_mistake_is_told_with_its_place(name):
    with pytest.raises(BadInput) as error:
        ledger.load(FILES / f"{name}.toml")
    said = str(error.value)
    for part in TABLE[name]:
        assert part in said, said


def test_every_file_is_tried():
    assert {path.stem for path in FILES.glob("*.toml")} == set(TABLE)


@pytest.mark.parametrize("name", sorted(set(TABLE) - {"many_faults", "no_claims"}))
def test_one_mistake_makes_at_most_two_faults(name):
    with pytest.raises(BadInput) as error:
        ledger.load(FILES / f"{name}.toml")
    assert len(error.value.faults) <= 2, str(error.value)


COMMANDS = {
    "verify --claims no.toml": ["no.toml: there is no such file of claims"],
    "verify III.99": ["no claim called 'III.99'", "kennan list claims"],
    "verify III.2-ten-to-fifteen-yeers": ["nearest name: III.2-ten-to-fifteen-years"],
    "verify --worlds many": ["--worlds: worlds is 'many'", "a whole number from 2 to 100,000"],
    "verify --worlds 1 --seed -1 --parameters meidan": ["--worlds", "--seed", "nearest name: median"],
    "verify III.2 --picture claim.gif": ["--picture", ".svg"],
    "verify III --picture claim.svg": ["no claim called 'III'"],
    "verify I.6 --picture claim.svg": ["a picture shows one claim"],
    "verify --picture claim.svg": ["a picture shows one claim"],
    "verify --out .": ["--out .", "name a file"],
    "verify --sabotage patiense": ["no mechanism called 'patiense'", "nearest name: patience"],
    "verify --quik": ["there is no option --quik", "nearest name: --quick"],
}


@pytest.mark.parametrize("words", COMMANDS)
def test_what_is_typed_wrongly_is_told_and_nothing_is_run(words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(words.split()) == 2
    said = capsys.readouterr()
    assert not said.out
    for part in COMMANDS[words]:
        assert part in said.err
    assert list(tmp_path.iterdir()) == []


def test_sabotage_takes_no_claims(capsys):
    assert cli.main(["verify", "III.2", "--sabotage", "patience"]) == 2
    assert "leave out claims" in capsys.readouterr().err
