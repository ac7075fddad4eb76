"""What the exploring page names and shows beside its worlds: the scenario, the registers, the numbers, the record."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from kennan.policies.layout import Course, RuleTable
from kennan.server.schema import Answer, Brought


class LeverSaid(Answer):
    """One lever of the open power."""

    name: str
    unit: str
    low: float
    high: float
    default: float
    sentence: str
    passages: list[str]


class PolicySaid(Answer):
    """One policy that the scenario offers; a lever is a number, or [year, value] points."""

    name: str
    title: str
    sentence: str
    author: str
    source: str
    passages: list[str]
    hindsight: bool
    levers: dict[str, Course]
    rules: list[RuleTable]
    by_hand: dict[str, Any]
    then: list[dict[str, Any]]


class QuantitySaid(Answer):
    """One series that is shown."""

    name: str
    sentence: str
    unit: str
    passages: list[str]


class OutcomeSaid(Answer):
    """One outcome and its definition."""

    name: str
    title: str
    sentence: str
    rule: str
    dissolves: str
    passages: list[str]


class TheatreSaid(Answer):
    """One theatre."""

    code: str
    name: str
    region: str
    prize: float
    alignment: str
    states: list[str]


class TilePlaced(Answer):
    """Where one theatre stands."""

    code: str
    name: str
    region: str
    column: int
    row: int
    lon: float
    lat: float


class PowerPlaced(Answer):
    """Where one of the powers stands on the tiles: blocks of [column, row, columns, rows], and its label."""

    code: str
    blocks: list[list[int]]
    label: list[float]


class Grid(Answer):
    """The grid of the tiles."""

    columns: int
    rows: int
    empty: list[int] = Field(description="columns in which nothing stands")
    powers: list[PowerPlaced]


class PowerCodes(Answer):
    """The codes of the two powers."""

    closed: str
    open: str


class WorldSaid(Answer):
    """The scenario that is served: what it is called, when it begins, and where things stand."""

    name: str
    title: str
    sentence: str
    begins: float = Field(description="calendar year with fraction: 1950.25 is 1 April 1950")
    year: int
    month: int
    words: dict[str, str]
    powers: PowerCodes
    theatres: list[TilePlaced]
    tiles: Grid
    map: dict[str, Any] | None = Field(description="shapes by theatre and power; null where there is no map")


class MechanismSaid(Answer):
    """One mechanism that can be switched off."""

    name: str
    file: str
    sentence: str
    passages: list[str]


class PassageSaid(Answer):
    """One paragraph of the article, paraphrased."""

    id: str
    paraphrase: str


class HandSaid(Answer):
    """One thing that a person can decide in a side's place; in a policy file only."""

    name: str
    side: str
    axes: str
    unit: str
    low: float
    high: float
    neutral: float
    sentence: str


class Registers(Answer):
    """Everything that the page names."""

    kennan: str
    engine: str
    scenario: str
    usual: str = Field(description="the policy to begin from")
    levers: list[LeverSaid]
    policies: list[PolicySaid]
    by_hand: list[HandSaid]
    series: list[QuantitySaid]
    outcomes: list[OutcomeSaid]
    theatres: list[TheatreSaid]
    mechanisms: list[MechanismSaid]
    brought: list[Brought]
    events: dict[str, str]
    passages: list[PassageSaid]


class ParameterSaid(Answer):
    """One number of the model."""

    name: str
    file: str
    kind: str
    value: float
    low: float
    high: float
    unit: str
    mark: str
    source: str
    passages: list[str]
    sentence: str


class Parameters(Answer):
    """All numbers of the model."""

    parameters: list[ParameterSaid]


class RecordPoint(Answer):
    """One observation, with its 90 % error bar; ``year`` is decimal."""

    year: float
    value: float
    low: float
    high: float


class RecordSeries(Answer):
    """What the record says of a chart."""

    points: list[RecordPoint]
    source: str
    formula: str


class Recorded(Answer):
    """The record beside the charts."""

    series: dict[str, RecordSeries]
    none: dict[str, str] = Field(description="charts without a record, and why")
