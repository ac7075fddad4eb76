"""The layout of a file of claims: what may stand where; the ledger's readers judge what stands there.

The tables are told in ``docs/reference/claims.md``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from kennan.article.load import OWN_ID
from kennan.layout import Layout, Of, Text, maybe
from kennan.ledger.given import DEFAULTS
from kennan.ledger.read_check import MOST_WORLDS, MOST_YEARS

Passage = Annotated[str, Of("passages")]
Mechanism = Annotated[str, Of("mechanisms")]
Lever = Annotated[str, Of("levers")]
Quantity = Annotated[
    str,
    Field(
        description="what is measured: a quantity, theatre_..., or a derived quantity",
    ),
    Of("measured"),
]
Held = Annotated[str, Of("world_quantities")]
Event = Annotated[str, Of("events")]
Reached = Annotated[str, Of("outcomes")]
Ending = Annotated[str, Of("endings")]
Statistic = Annotated[str, Of("statistics")]
Comparison = Annotated[str, Of("comparisons")]
Date = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Moment = Annotated[int, Field(ge=0)] | Date
Window = Annotated[
    list[Moment],
    Field(
        min_length=2,
        max_length=2,
        description='months since the start, the last not counted, or dates "1953-01"',
    ),
]
Numbers = Annotated[
    dict[str, float | dict[str, float]], Field(description="parameters and start.quantity, by name")
]
Choice = Literal["median", "drawn"]


class Condition(Layout):
    """What a number must be: one of above, below and between."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": [one]} for one in ("above", "below", "between")]}
    )
    above: float = maybe()
    below: float = maybe()
    between: Annotated[list[float], Field(min_length=2, max_length=2)] = maybe()
    neutral: float = maybe("what would be no effect")


class Expect(Layout):
    """What is expected of a comparison."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})
    with_: Condition = maybe(alias="with")
    without: Condition = maybe()
    gap: Condition = maybe()
    factor: Condition = maybe()
    steps: Condition = maybe()
    ends: Condition = maybe()


class Where(Layout):
    """Which worlds count."""

    event: Event = maybe()
    at_least: float = maybe()
    at_most: float = maybe()
    reached: Reached = maybe()
    never: Reached = maybe()
    ending: Annotated[list[Ending], Field(min_length=1)] = maybe()
    quantity: Held = maybe()
    above: float = maybe()
    below: float = maybe()
    window: Window = maybe()


class MonthsWhere(Layout):
    """Which months count."""

    quantity: Held
    above: float = maybe()
    below: float = maybe()


class Hold(Layout):
    """A quantity that is held for some months."""

    quantity: Held
    value: float
    from_: Moment = maybe(alias="from")
    until: Moment = maybe()


class Wall(Layout):
    """Counterforce that is held round theatres for some months."""

    theatres: list[Text]
    value: float
    from_: Moment = maybe(alias="from")
    until: Moment = maybe()


class Measured(Layout):
    """What is measured, in a check or in one of its arms."""

    quantity: Quantity = maybe()
    event: Event = maybe()
    per: list[Event] = maybe("the event is counted over all of these")
    outcome: Reached = maybe()
    endings: Annotated[list[Ending], Field(min_length=1)] = maybe()
    window: Window = maybe()
    since: Window = maybe()
    above: float = maybe()
    below: float = maybe()
    theatres: list[Text] = maybe()
    except_theatres: list[Text] = maybe()
    where: Where | list[Where] = maybe()
    months_where: MonthsWhere | list[MonthsWhere] = maybe()


class Arm(Measured):
    """One experiment."""

    policy: Text = maybe()
    levers: Annotated[dict[str, float], Of("levers")] = maybe("constants instead of the policy's")
    off: list[Mechanism] = maybe("mechanisms switched off, beside the check's")
    set: Numbers = maybe()
    hold: Annotated[dict[str, float], Of("world_quantities")] = maybe("held in the whole run")
    holds: list[Hold] = maybe()
    walls: list[Wall] = maybe()
    parameters: Choice = maybe()


class Size(Layout):
    """What a claim may say once for all of its checks."""

    scenario: Text = Field(default=DEFAULTS["scenario"])
    policy: Text = Field(default=DEFAULTS["policy"])
    years: Annotated[int, Field(ge=1, le=MOST_YEARS)] = Field(default=DEFAULTS["years"])
    worlds: Annotated[int, Field(ge=2, le=MOST_WORLDS)] = Field(default=DEFAULTS["worlds"])
    off: list[Mechanism] = maybe("mechanisms switched off in every arm")
    set: Numbers = maybe()
    sure: Annotated[float, Field(ge=0.5, le=0.9999)] = Field(default=DEFAULTS["sure"])
    parameters: Choice = Field(default=DEFAULTS["parameters"])


class CheckTable(Size, Measured):
    """One comparison with what is expected of it."""

    says: Text = Field(description="what is compared, in one short sentence")
    arms: Annotated[list[Arm], Field(min_length=1)] = maybe()
    statistic: Statistic = Field(default="mean")
    unit: Literal["months", "years"] = Field(default="months")
    compare: Comparison = maybe()
    without: list[Mechanism] = maybe("the comparison is made again with these mechanisms off")
    expect: Expect


class ClaimTable(Size):
    """One assertion that could be false."""

    id: Annotated[str, Field(pattern=f"^{OWN_ID.pattern}$")]
    passages: Annotated[list[Passage], Field(min_length=1)] = Field(
        description='paragraphs of the article, such as "II.10"'
    )
    paraphrase: Text
    falsifier: Text = Field(description="what would show that it does not hold")
    mechanisms: list[Mechanism] = maybe("strengths that carry it")
    levers: list[Lever] = maybe("levers that it speaks of")
    signature: Text = maybe("what a run must show, in words")
    status: Literal["has mechanism", "not modelled"] = maybe()
    reason: Text = maybe("why it cannot be tested, if it is not modelled")
    check: Annotated[list[CheckTable], Field(min_length=1)] = maybe()


class ClaimsFile(Layout):
    """Claims, and how each is tested."""

    claim: Annotated[list[ClaimTable], Field(min_length=1)]
