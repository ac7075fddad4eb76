"""Every shipped policy and both registers: complete, sourced, and what their own comments promise."""

import re
from pathlib import Path

import pytest

from kennan import article, policies

FOLDER = Path(policies.__file__).parent
EXPECTED = [
    "answering",
    "charm",
    "containment",
    "elected",
    "historical",
    "histrionic",
    "overreach",
    "perimeter",
    "rollback",
    "sporadic",
    "withdrawal",
]
LEVERS = [
    "level",
    "steady",
    "tone",
    "exit",
    "credulity",
    "care",
    "information",
    "temper",
    "concession",
    "follow",
    "perimeter",
    "offensive",
]
SEEN = [
    "effort_seen_total",
    "orbit_seen",
    "crises_seen",
    "humiliation",
    "tension",
    "war_dead",
    "belief_in_change",
    "soviet_strength_seen",
    "western_unity",
    "western_health",
    "western_weariness",
    "depression",
    "budget",
    "years_elapsed",
]


def test_the_shipped_policies_are_these():
    assert policies.names() == EXPECTED


@pytest.mark.parametrize("name", policies.names())
def test_a_shipped_policy_says_who_wrote_it_and_why(name):
    policy = policies.load(name)
    assert policy.name == name
    assert policy.author == "kennan developers"
    for text in (policy.title, policy.source, policy.sentence):
        assert text not in ("", "not given", name)
    assert policy.sentence.endswith(".")
    assert policy.passages
    assert set(policy.passages) <= set(article.passages())


@pytest.mark.parametrize("name", policies.names())
def test_every_lever_in_a_shipped_file_says_why_it_has_its_value(name):
    """Beside it, or on the line above."""
    lines = (FOLDER / f"{name}.toml").read_text("utf-8").splitlines()
    start = lines.index("[levers]")
    for number in range(start + 1, len(lines)):
        if re.match(r"[a-z]+ = ", lines[number]) and lines[number].split(" = ")[0] in LEVERS:
            assert "#" in lines[number] or lines[number - 1].startswith("#"), lines[number]


def test_only_the_historical_policy_uses_hindsight():
    assert [name for name in policies.names() if policies.load(name).hindsight] == ["historical"]


def test_the_defaults_are_containment():
    containment = policies.load("containment").scheduled(1947)
    assert containment == {name: lever.default for name, lever in policies.levers().items()}


@pytest.mark.parametrize("name", ["sporadic", "histrionic", "perimeter"])
def test_a_comparison_with_containment_is_at_equal_force(name):
    assert policies.load(name).levers["level"] == policies.load("containment").levers["level"]


def test_the_perimeter_differs_from_containment_only_in_where_the_force_stands():
    ours, other = (policies.load(name).scheduled(1960) for name in ("perimeter", "containment"))
    assert {lever for lever in ours if ours[lever] != other[lever]} == {"follow", "perimeter"}


def test_the_answering_level_stays_where_its_comments_say():
    policy = policies.load("answering")
    low = high = policy.scheduled(1947)["level"]
    for rule in policy.rules:
        assert rule.lever == "level"
        seen = policies.seen()[rule.reads]
        reach = rule.reference - seen.low if rule.when == "below" else seen.high - rule.reference
        low, high = low + min(0, rule.gain * reach), high + max(0, rule.gain * reach)
    assert 0.4 - 1e-9 <= low < high <= 1.0


def test_historical_follows_its_schedule_at_the_years_that_matter():
    level = [policies.load("historical").scheduled(year)["level"] for year in (1947, 1952.5, 1977, 1985)]
    assert level == pytest.approx([0.35, 1.0, 0.5, 0.85])


def test_the_levers_are_in_the_order_of_the_engine():
    levers = policies.levers()
    assert list(levers) == LEVERS
    for lever in levers.values():
        assert lever.low <= lever.default <= lever.high
        assert lever.unit
        assert lever.sentence.endswith(".")
        assert lever.passages
        assert set(lever.passages) <= set(article.passages())


def test_what_can_be_seen_is_in_the_order_of_the_engine():
    seen = policies.seen()
    assert list(seen) == SEEN
    for quantity in seen.values():
        assert quantity.low < quantity.high
        assert quantity.unit
        assert quantity.sentence.endswith(".")


def test_every_lever_named_by_a_claim_exists():
    for claim in article.claims().values():
        assert set(claim.levers) <= set(LEVERS), claim.id


def test_every_lever_is_moved_by_some_shipped_policy():
    """A lever that no policy sets apart from its default would be a knob nobody has a use for."""
    defaults = {name: lever.default for name, lever in policies.levers().items()}
    moved = {
        lever
        for name in policies.names()
        for lever, points in policies.load(name).levers.items()
        if any(value != defaults[lever] for _, value in points)
    }
    assert moved == set(LEVERS)
