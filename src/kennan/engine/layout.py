"""The layout of a plan file: what may stand where; :mod:`kennan.engine.validate` judges what stands there."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from kennan.engine.validate import WHOLE
from kennan.layout import REGISTER, Layout, Of, Text, maybe
from kennan.policies.layout import PolicyFile, PolicyInPlan

Worlds = Annotated[int, Field(ge=WHOLE["worlds"][0], le=WHOLE["worlds"][1])]
FirstWorld = Annotated[int, Field(ge=WHOLE["first_world"][0], le=WHOLE["first_world"][1])]
Years = Annotated[int, Field(ge=WHOLE["years"][0], le=WHOLE["years"][1])]
Seed = Annotated[int, Field(ge=WHOLE["seed"][0], le=WHOLE["seed"][1])]
Numbers = Annotated[dict[str, float], Of("numbers")]
Drawn = Literal["drawn", "median"]
Mechanism = Annotated[str, Of("mechanisms")]
Quantity = Annotated[str, Of("quantities")]


class PlanFile(Layout):
    """Everything that the worlds of a run depend on. What is left out is as usual."""

    scenario: Text | dict[str, Any] = Field(
        default="x-1947", description="a shipped name, or a folder's files in full"
    )
    policies: list[Text | PolicyInPlan | PolicyFile] = Field(
        default=["containment"], min_length=1, description="shipped names, or policies in full"
    )
    worlds: Worlds = Field(default=1000, description="how many possible histories")
    first_world: FirstWorld = Field(default=0, description="the number of the first")
    years: Years = 45
    seed: Seed = Field(default=47, description="chooses the luck")
    parameters: Drawn | Numbers = Field(
        default="drawn", description="drawn from the priors, all medians, or numbers beside medians"
    )
    set: Numbers = Field(default={}, description="numbers that hold in every world")
    off: list[Mechanism] = Field(default=[], description="mechanisms that are switched off")
    with_hindsight: bool = Field(default=False, description="let in what nobody could know at the start")
    record: list[Quantity] = Field(default=[], description="quantities that are kept month by month")
    steps_per_month: Literal[1, 2, 4] = Field(default=1)
    extensions: list[dict[str, Any]] = Field(
        default=[], description="mechanisms that somebody brought, in full"
    )
    engine_version: str = Field(default="", description="the arithmetic that the results belong to")


class NumbersFile(Layout):
    """Numbers that hold in every world: parameters by name, and tables of starts and levers."""

    model_config = ConfigDict(extra="allow", json_schema_extra={REGISTER: "parameters"})
    __pydantic_extra__: dict[str, float] = Field(init=False)
    start: Annotated[dict[str, float], Of("starts")] = maybe("where quantities start")
    lever: Annotated[dict[str, float], Of("levers")] = maybe("levers held constant")
