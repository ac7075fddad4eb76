"""What every part of the desk says in the same way: checked models, faults, and how the server is."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from kennan.faults import Fault


class Asked(BaseModel):
    """Base of everything that is asked: nothing unknown, nothing converted, no infinite numbers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Answer(BaseModel):
    """Base of everything that is answered."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


def _digits(value: Any) -> Any:
    """Return a seed that came as text as the whole number that it is."""
    plain = isinstance(value, str) and len(value) <= 19 and value.isascii() and value.isdigit()
    return int(value) if plain else value


#: A seed as text: a browser rounds whole numbers above 2^53. Numbers are taken, too.
Seed = Annotated[
    int,
    Field(ge=0),
    BeforeValidator(_digits),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,19}$"}),
]


class FaultSaid(Answer):
    """One thing that is wrong: see :class:`kennan.faults.Fault`."""

    what: str = Field(description="the fault in one plain sentence")
    where: str = Field("", description="the field it is about")
    allowed: str = Field("", description="what would be accepted")
    nearest: str = Field("", description="the nearest accepted name")
    do: str = Field("", description="what to do next")


class FaultsSaid(Answer):
    """Everything that is wrong with a request."""

    faults: list[FaultSaid]


class BroughtQuantity(Answer):
    """A quantity that an extension brings."""

    name: str
    sentence: str
    unit: str
    low: float | None
    high: float | None


class Brought(Answer):
    """A mechanism of somebody's own that stands beside the article's."""

    name: str
    sentence: str
    author: str
    passages: list[str]
    stands: str = Field(description="where in the month: after, before or replaces, and a step")
    changes: list[str] = Field(description="quantities of the model that it changes further")
    mechanisms: list[str] = Field(description="numbers that switch it off at 0")
    numbers: list[str] = Field(description="its other numbers")
    quantities: list[BroughtQuantity]


class Status(Answer):
    """How the server is: whether it can simulate yet, and what it does meanwhile."""

    ready: bool
    doing: str = Field(description="what it is busy with, in words; empty when ready")
    seconds: float = Field(description="since it was started")
    version: str
    engine: str = Field(description="version of the engine: the same plan gives the same numbers within it")
    lan: bool


def said(faults: tuple[Fault, ...]) -> FaultsSaid:
    """Return faults as they go over the wire."""
    return FaultsSaid(faults=[FaultSaid(**vars(fault)) for fault in faults])
