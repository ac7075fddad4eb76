"""What the debrief of a game tells: what became of it, what was luck, how others would have done."""

from __future__ import annotations

from typing import Literal

from kennan.server.schema import Answer


class Ending(Answer):
    """What became of the player's world."""

    code: str
    label: str
    words: str
    end_words: str
    year: int
    passages: list[str]
    of_1000: int


class Course(Answer):
    """One quantity year by year: the player's world over a thousand."""

    name: str
    label: str
    hidden: bool
    values: list[float]
    low: list[float]
    mid: list[float]
    high: list[float]
    decided_until: float
    sentence: str
    passages: list[str]


class Long(Answer):
    """The courses over the full length, whatever the game's own."""

    years: list[int]
    series: list[Course]


class Measure(Answer):
    """Where the player's world lies among a thousand."""

    name: str
    label: str
    unit: str
    good: str
    yours: float
    of: int
    worse_than_yours: int
    better_than_yours: int
    like_yours: int
    quantiles: list[float]
    words: str


class Luck(Answer):
    """What was luck."""

    words: str
    share: float
    kind: str
    of_luck: float
    of_policy: float
    best: str


class EndingName(Answer):
    """One of the six endings."""

    code: str
    label: str


class PolicyMeasure(Answer):
    """One measure of one policy: in the player's world, and over a thousand."""

    name: str
    same_world: float
    low: float
    median: float
    high: float


class PolicyRow(Answer):
    """The player's choices, or a shipped policy, on the same luck."""

    name: str
    title: str
    yours: bool
    ending: str
    counts: list[int]
    shares: list[int]
    measures: list[PolicyMeasure]
    words: str


class Rule(Answer):
    """One rule of the article held against the game."""

    rule: str
    title: str
    measured: float | None
    unit: str
    scale: list[float]
    threshold: float
    broken_from: float
    good: str
    verdict: Literal["kept", "strained", "broken", "not asked"]
    words: str
    passages: list[str]


class Turning(Answer):
    """A quarter at which another choice would have changed much."""

    quarter: int
    season: str
    index: int | None
    you: str
    instead: str
    measure: str
    yours: float
    other: float
    worlds: int
    worlds_better: int
    worlds_worse: int
    ending_yours: str
    ending_other: str
    changed: bool
    words: str


class Revealed(Answer):
    """Something that was hidden."""

    name: str
    label: str
    value: float
    words: str
    passages: list[str]


class Debrief(Answer):
    """What became of it, what was luck, how others would have done, what the article would say."""

    ending: Ending
    long: Long
    measures: list[Measure]
    luck: Luck
    endings: list[EndingName]
    policies: list[PolicyRow]
    article: list[Rule]
    turning: list[Turning]
    revealed: list[Revealed]
    finished: bool
    story: str
