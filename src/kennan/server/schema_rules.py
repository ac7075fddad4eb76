"""The rules of the game, as the playing page draws them."""

from __future__ import annotations

from pydantic import Field

from kennan.server.schema import Answer


class Length(Answer):
    """How long a game is."""

    name: str
    quarters: int
    label: str
    sentence: str


class TheatreRule(Answer):
    """One theatre."""

    index: int
    code: str
    name: str
    region: str
    lon: float
    lat: float
    prize: float
    orbit_at_start: bool


class Step(Answer):
    """One step of a setting, and what it costs."""

    label: str
    value: float
    cost: int
    points: int


class Setting(Answer):
    """One thing that a side sets; ``moves`` names the levers or decisions by hand that it moves."""

    name: str
    moves: list[str]
    label: str
    group: str
    sentence: str
    neutral: int
    steps: list[Step]
    unit: str
    passages: list[str]
    mark: str
    why: str


class Stance(Answer):
    """What can be done in a crisis."""

    label: str
    sentence: str
    points: int
    why: str


class Opponent(Answer):
    """Whom a side can play against."""

    name: str
    title: str
    sentence: str
    passages: list[str]


class OpponentReads(Answer):
    """What the opponent reads when it decides one thing: quantities and levers of the player's side."""

    decision: str
    sentence: str
    reads: list[str]


class AdviserRule(Answer):
    """Who advises."""

    name: str
    title: str
    believes: str
    cares: str
    passages: list[str]


class SideRules(Answer):
    """What one side can do, and what the page says of it."""

    seat: str = Field(description="what the side is called in addresses")
    title: str
    sentence: str
    passages: list[str]
    settings: list[Setting]
    purse: int
    purse_label: str
    purse_sentence: str
    purse_why: str
    points: int
    points_label: str
    points_sentence: str
    points_why: str
    place_verb: str
    place_each: float
    place_why: str
    seen: str
    unseen: str
    fair: str
    first: str = Field(description="the first cable")
    line_hard: str
    line_soft: str
    stances: list[Stance]
    stance_neutral: int
    opponents: list[Opponent]
    opponent_default: str
    opponent_reads: list[OpponentReads]
    advisers: list[AdviserRule]


class Sides(Answer):
    """Both sides."""

    open: SideRules
    closed: SideRules


class StartSaid(Answer):
    """The month in which games begin."""

    year: int
    month: int
    words: str


class Said(Answer):
    """What the page says whichever side is played."""

    depression: str
    orbit: str


class Rules(Answer):
    """The rules of the game; the same for every game of the scenario that is served."""

    version: int
    scenario: str
    start: StartSaid
    end_year: int
    said: Said
    lengths: list[Length]
    theatres: list[TheatreRule]
    kinds: dict[str, str]
    sides: Sides
