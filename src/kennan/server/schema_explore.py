"""What the exploring page asks and is answered."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from kennan.layout import As
from kennan.policies.layout import PolicyFile
from kennan.server.schema import Answer, Asked, Seed

# ---- asked


class PlanAsked(Asked):
    """A plan of one policy. Everything but the policy may be left out."""

    scenario: str = Field("", max_length=100, description="the one that is served when left out; its name")
    policy: Annotated[str | dict[str, Any], As(str | PolicyFile)] = Field(
        "containment", description="a name, or the tables of a policy file"
    )
    years: int = Field(45, ge=1, le=200)
    seed: Seed = Field(
        47, description="0 to 2^63 - 1, as digits in quotation marks", json_schema_extra={"default": "47"}
    )
    parameters: str | dict[str, float] = Field("drawn", description="drawn, median, or names with numbers")
    set: dict[str, float] = Field(default_factory=dict, description="numbers that hold in every world")
    off: list[str] = Field(default_factory=list, max_length=1000, description="mechanisms that are off")
    with_hindsight: bool = False


class SimulateAsked(Asked):
    """Worlds of a plan."""

    plan: PlanAsked
    worlds: int = Field(1000, ge=1, le=2000)
    world: int | None = Field(None, ge=0, lt=2000, description="a world that is shown by itself")
    aside: bool = Field(False, description="asked beside the current plan, whose place it does not take")


class CompareAsked(Asked):
    """Two plans on the same luck."""

    plan: PlanAsked
    pinned: PlanAsked
    worlds: int = Field(1000, ge=1, le=2000)


class WhyAsked(Asked):
    """Why two plans differ in a quantity."""

    plan: PlanAsked
    pinned: PlanAsked
    quantity: str = Field("", max_length=100, description="empty: what differs most")
    month: str | None = Field(None, max_length=10, description='as in "1965-01"; the end when left out')


class PlanFileAsked(Asked):
    """The files of a plan."""

    plan: PlanAsked
    worlds: int = Field(1000, ge=1, le=2000)


class ReadAsked(Asked):
    """A file that was put on the page."""

    text: str = Field(max_length=200_000)


# ---- answered


class Bands(Answer):
    """Quantiles over worlds, a value a quarter."""

    q05: list[float]
    q25: list[float]
    q50: list[float]
    q75: list[float]
    q95: list[float]


class OutcomeShare(Answer):
    """In how many worlds of 100 an outcome stands at the end; the six add up to 100."""

    in_hundred: int
    share: float
    low: float
    high: float


class EverShare(Answer):
    """Share of worlds that ever reached an outcome, and that lost it again."""

    reached: float
    left: float


class TheatreYears(Answer):
    """Theatres by year [year][theatre], in the order of the register."""

    orbit: list[list[float]] = Field(description="share of worlds in which it lies in the orbit")
    effort: list[list[float]] = Field(description="mean effort of the closed power")
    counterforce: list[list[float]] = Field(description="mean counterforce")


class WorldEvent(Answer):
    """Something that happened in a world in a month, counted from the start."""

    month: int
    kind: str
    count: int


class OneWorld(Answer):
    """One possible history."""

    number: int
    series: dict[str, list[float]]
    influence: list[list[float]] = Field(description="[year][theatre], 0-1")
    orbit: list[list[int]] = Field(description="[year][theatre], 0 or 1")
    ending: str
    events: list[WorldEvent]


class About(Answer):
    """What numbers belong to."""

    digest: str = Field(description="SHA-256 of the plan: the same digest gives the same worlds")
    kennan: str
    engine: str
    seed: str = Field(description="as digits: a browser rounds whole numbers above 2^53")
    worlds: int
    years: int = Field(description="that were walked; fewer than were asked for in a part that comes early")
    policy: str
    ms: float = Field(description="milliseconds on the server")


class Simulated(Answer):
    """Worlds in a form that can be drawn."""

    about: About
    series: dict[str, Bands]
    chances: dict[str, Bands] = Field(
        description="shares of worlds with 50 and 90 % intervals of their number"
    )
    outcomes: dict[str, OutcomeShare]
    standing: dict[str, list[float]] = Field(description="share of worlds each year")
    ever: dict[str, EverShare]
    theatres: TheatreYears
    world: OneWorld | None


class OutcomeDifference(Answer):
    """Worlds in 100 more or fewer, with the 90 % interval of the paired difference."""

    in_hundred: float
    low: float
    high: float
    only_now: int
    only_then: int


class Compared(Answer):
    """The current plan less the pinned one, world by world."""

    about: About
    pinned: About
    series: dict[str, Bands]
    outcomes: dict[str, OutcomeDifference]
    otherwise: int = Field(description="worlds that ended otherwise")
    theatres: list[list[float]]


class WhyRoot(Answer):
    """One thing in which the two were made to differ, and its share of the difference."""

    kind: str
    name: str
    sentence: str
    of_a: str
    of_b: str
    share: float
    low: float
    high: float


class WhyLink(Answer):
    """One way by which the difference came, and its share of it."""

    source: str
    kind: str
    target: str
    share: float
    low: float
    high: float
    mechanism: str
    strengths: list[str]
    passages: list[str]
    feedback: bool


class WhyAnswer(Answer):
    """The ledger's own attribution: sentences, roots and links of one quantity."""

    a: str
    b: str
    at: str
    quantity: str
    sentence: str
    worlds: int
    worlds_linked: int
    sentences: list[str]
    roots: list[WhyRoot]
    links: list[WhyLink]
    passages: list[str]
    seconds: float


class PlanFiles(Answer):
    """A plan and its policy as files."""

    plan_name: str
    plan: str = Field(description="what kennan run --plan takes")
    policy_name: str
    policy: str = Field(description="what kennan run --policy takes")
    command: str
    digest: str


class PlanHeld(Answer):
    """A plan of one policy, as the page holds it."""

    scenario: str
    policy: Annotated[dict[str, Any], As(PolicyFile)]
    years: int
    seed: str = Field(description="as digits: a browser rounds whole numbers above 2^53")
    parameters: Literal["drawn", "median"] | dict[str, float]
    set: dict[str, float]
    off: list[str]
    with_hindsight: bool


class PlanRead(Answer):
    """A file that was put on the page, as the page holds a plan."""

    plan: PlanHeld
    worlds: int
    notes: list[str]
    sentence: str
