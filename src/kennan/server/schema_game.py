"""What the playing page asks and is answered."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from kennan.server.schema import Answer, Asked

Record = int | list[list[int]]  # 0 (as before), or [settings, places, stands]

# ---- asked


class GameAsked(Asked):
    """A game as a link carries it. What its choices may be stands in the rules; every fault is said in words."""

    v: int = Field(description="version of the record")
    scenario: str | None = Field(None, max_length=60, description="the one that is served")
    side: str = Field(max_length=60, description="open or closed, or its seat as the scenario calls it")
    seed: int
    world: int
    opponent: str | None = Field(None, max_length=60)
    length: str = Field("short", max_length=40)
    choices: list[Any] = Field(
        default_factory=list,
        max_length=60,
        description="a record a quarter: 0, or [settings, places, stands]",
    )


class NewAsked(Asked):
    """A new game; what is left out the server chooses."""

    side: str = Field(max_length=60)
    length: str = Field("short", max_length=40)
    opponent: str | None = Field(None, max_length=60)
    seed: int | None = None
    world: int | None = None


class TurnAsked(Asked):
    """A game, and quarters to pass until something happens."""

    game: GameAsked
    skip: int = Field(0, ge=0, le=12)


class AdviceAsked(Asked):
    """A game, and a choice that the advisers are to weigh too."""

    game: GameAsked
    draft: Any = Field(None, description="a record, as in the choices")


class GameOnly(Asked):
    """A game."""

    game: GameAsked


# ---- answered


class GameSaid(Answer):
    """A game, checked."""

    v: int
    scenario: str
    side: str
    seed: int
    world: int
    opponent: str
    length: str
    choices: list[Record]


class Standing(Answer):
    """One number that the side sees, with its band and its course; ``quantity`` is its name in the register."""

    name: str
    quantity: str
    label: str
    sentence: str
    unit: str
    value: float
    low: float
    high: float
    before: float
    series: list[float]
    scale: list[float]
    good: str
    sense: str
    sense_words: str
    passages: list[str]


class TheatreSeen(Answer):
    """One theatre as the side sees it; null where it cannot."""

    index: int
    orbit: bool
    crisis: int
    crisis_words: str
    since: int | None
    effort: float
    effort_low: float
    effort_high: float
    force: float | None
    influence: float
    openness: float | None
    points: int
    stance: int | None
    words: str


class Crisis(Answer):
    """One crisis under way."""

    index: int
    level: int
    since: int | None
    words: str


class Told(Answer):
    """One thing that happened."""

    kind: str
    index: int | None
    month: str
    grave: bool
    words: str
    headline: str
    passages: list[str]


class Past(Answer):
    """One thing that happened in a quarter gone by."""

    quarter: int
    season: str
    kind: str
    index: int | None
    words: str
    grave: bool


class Chosen(Answer):
    """What stands, and what it costs."""

    settings: list[int]
    places: list[int]
    stands: list[int]
    cost: int
    points: int


class View(Answer):
    """What the side sees: its information set, and nothing else."""

    quarter: int
    quarters: int
    over: bool
    date: str
    season: str
    ended_words: str
    why_stopped: str
    standing: list[Standing]
    theatres: list[TheatreSeen]
    crises: list[Crisis]
    report: list[Told]
    headline: str
    chronicle: list[Past]
    choice: Chosen
    line: Literal["hard", "soft"]
    depression: bool


class Turn(Answer):
    """The game as it now stands, and what is seen."""

    game: GameSaid
    view: View


class Option(Answer):
    """One move that advisers weigh."""

    name: str
    label: str
    words: str
    record: Record


class Measured(Answer):
    """What would become of something that an adviser cares for."""

    name: str
    label: str
    value: float
    low: float
    high: float
    as_before: float
    good: str


class Weighed(Answer):
    """How one move fares in an adviser's worlds."""

    name: str
    better: int
    worse: int
    same: int
    of: int
    measures: list[Measured]


class Adviser(Answer):
    """What one adviser says."""

    name: str
    title: str
    says: str
    recommends: str
    because: str
    passages: list[str]
    worlds: int
    drawn_from: int
    numbers: list[int]
    believes: str
    cares: str
    options: list[Weighed]


class Advice(Answer):
    """What all advisers say."""

    advisers: list[Adviser]
    options: list[Option]
    agree: bool
    words: str


class PlanFile(Answer):
    """The game as files that the command line takes."""

    name: str
    plan: str = Field(description="what kennan run --plan takes")
    policy_toml: str
    words: str
