"""The layout of a policy file: what may stand where; :mod:`kennan.policies.check` judges what stands there."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kennan.layout import Layout, Of, Text, maybe

Point = tuple[float, float]
Points = Annotated[
    list[Point], Field(min_length=1, description="[year, value] pairs, straight lines between them")
]
Course = float | Points
Month = Annotated[str, Field(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$", description='as in "1956-10"')]
Passage = Annotated[str, Of("passages")]
Lever = Annotated[str, Of("levers")]
Seen = Annotated[str, Of("seen")]


class PolicyHead(Layout):
    """What a policy is called and stands for. Only the name must be there."""

    name: Text
    title: Text = maybe("the name, when left out")
    author: Text = maybe("whose policy it is")
    source: Text = maybe("where it comes from")
    passages: list[Passage] = maybe('paragraphs of the article that it rests on, such as "II.10"')
    sentence: Text = maybe("what it does, in one sentence")
    hindsight: bool = maybe("whether it uses what was not known at the start")


class RuleTable(Layout):
    """Moves a lever by what is seen: adds gain * max(0, seen - reference), or the other way round."""

    lever: Lever
    reads: Seen = Field(description="the quantity that is read")
    when: Literal["above", "below"]
    reference: float = Field(description="where the rule begins to act, in the unit of what is read")
    gain: float = Field(description="units of the lever for one unit of the quantity; may be negative")


class CodeTable(Layout):
    """What a plan keeps of a function of Python; it is never run from there."""

    digest: str
    source: str = maybe()


class Choices(Layout):
    """What a policy decides."""

    levers: Annotated[dict[str, Course], Of("levers")] = maybe(
        "constants, or schedules; what is not there is as usual"
    )
    rules: list[RuleTable] = maybe("what is added to the schedules")
    by_hand: Annotated[dict[str, Course | dict[str, Course]], Of("by_hand")] = maybe(
        "what a person decides in a side's place, by name, or by name and theatre"
    )
    code: CodeTable = maybe("only in a plan")


class PolicyOnce(Choices):
    """A policy that does not change to another."""

    policy: PolicyHead


class ThenTable(Layout):
    """Another choice from a month on."""

    from_: Month = Field(alias="from")
    policy: Text | PolicyOnce = Field(description="a shipped name, a file, or a policy in full")


class Turns(Layout):
    """What a policy changes to."""

    then: list[ThenTable] = maybe("other choices from some months on")


class PolicyFile(PolicyOnce, Turns):
    """What the open power does, as a file holds it."""


class PolicyInPlan(PolicyHead, Choices, Turns):
    """What the open power does, as a plan holds it: head and choices side by side."""
