"""What the reading page asks and is answered: provenance, the article, claims tested anew, passages switched off."""

from __future__ import annotations

from pydantic import Field

from kennan.server.schema import Answer, Asked, Brought


class PassageSaid(Answer):
    """A paragraph of the article in our words."""

    id: str
    paraphrase: str


class Named(Answer):
    """A name of a register and what it is."""

    name: str
    sentence: str


class ParameterRow(Answer):
    """One number of the model."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    kind: str
    mark: str = Field(description="passage, source, calibrated or assumption")
    prior: str
    passages: list[str]
    source: str
    sentence: str
    file: str


class Formula(Answer):
    """One equation, read from the code."""

    file: str
    function: str
    main: bool = Field(description="whether it sets the quantity itself, or what that follows from")
    mathml: str


class FileRow(Answer):
    """A file of mechanisms."""

    file: str
    path: str
    title: str
    passages: list[str]


class ClaimShort(Answer):
    """A claim and its verdict in the fidelity ledger."""

    id: str
    paraphrase: str
    verdict: str


class Provenance(Answer):
    """What a number on the page is."""

    name: str
    kind: str
    title: str
    sentence: str
    unit: str
    low: float | None
    high: float | None
    rule: str
    passages: list[PassageSaid]
    files: list[FileRow]
    formulas: list[Formula]
    parameters: list[ParameterRow]
    rests_on: list[Named]
    levers: list[Named]
    draws: list[str]
    claims: list[ClaimShort]
    engine_version: str
    kennan: str


class FunctionSource(Answer):
    """A function of the model as it stands in the code."""

    name: str
    sentence: str
    source: str
    line: int


class MechanismFile(FileRow):
    """A file in which a mechanism's strength is used."""

    functions: list[FunctionSource]
    formulas: list[Formula]


class Mechanism(Answer):
    """A mechanism of the article as code."""

    name: str
    title: str
    parameter: ParameterRow
    passages: list[PassageSaid]
    files: list[MechanismFile]
    others: list[ParameterRow]
    claims: list[ClaimShort]


class Part(Answer):
    """A part of the article."""

    id: str
    title: str


class PassageRow(Answer):
    """A paragraph with what is made of it here."""

    id: str
    part: str
    opening: str
    paraphrase: str
    claims: list[str]
    also: list[str]
    mechanisms: list[str]
    aside: str
    beyond: str


class FindingRow(Answer):
    """One number held against what is expected of it."""

    name: str
    expected: str
    value: float | None
    low: float | None
    high: float | None
    verdict: str
    above: float | None
    below: float | None


class CheckRow(Answer):
    """One check of a claim and what was measured."""

    number: int
    says: str
    verdict: str
    compare: str
    without: list[str]
    years: int
    worlds: int
    arms: list[tuple[str, float | None, float | None]]
    findings: list[FindingRow]


class Judged(Answer):
    """What the truth ledger says of a claim."""

    verdict: str
    reason: str
    targets: list[str]
    gain: float | None
    low: float | None
    high: float | None


class ClaimRow(Answer):
    """A claim of the article with its place in both ledgers."""

    id: str
    short: str
    passages: list[str]
    paraphrase: str
    mechanisms: list[str]
    levers: list[str]
    signature: str
    falsifier: str
    status: str
    reason: str
    verdict: str
    checks: list[CheckRow]
    truth: Judged


class MechanismRow(Answer):
    """A mechanism in short."""

    name: str
    sentence: str
    value: float
    mark: str
    file: str


class Term(Answer):
    """A word of the glossary."""

    term: str
    meaning: str
    kind: str
    passages: list[str]


class FidelityHead(Answer):
    """What is to be said of the fidelity ledger as a whole."""

    engine_version: str
    made: str
    sure: float
    level: float
    family: int
    seed: int
    worlds: int
    experiments: int
    counts: dict[str, int]


class TruthHead(Answer):
    """What is to be said of the truth ledger as a whole."""

    as_of: str
    years: list[int]
    engine_version: str
    made: str
    members: int
    counts: dict[str, int]


class Article(Answer):
    """The whole article, paragraph by paragraph."""

    parts: list[Part]
    passages: list[PassageRow]
    claims: dict[str, ClaimRow]
    mechanisms: dict[str, MechanismRow]
    brought: list[Brought]
    policies: list[str]
    terms: list[Term]
    fidelity: FidelityHead
    truth: TruthHead


class ClaimRun(Asked):
    """Test a claim anew, in few worlds."""

    seed: int = Field(47, ge=0, le=2**31 - 1)
    worlds: int = Field(256, ge=32, le=512, description="worlds for each check at most")


class ClaimRan(Answer):
    """Fresh evidence on a claim."""

    id: str
    verdict: str
    checks: list[CheckRow]
    seed: int
    worlds: int = Field(description="worlds of all experiments together")
    experiments: int
    sure: float
    level: float = Field(description="how sure each interval is")
    seconds: float
    engine_version: str


class SwitchOff(Asked):
    """Walk the same worlds with mechanisms on and off."""

    mechanisms: list[str] = Field(min_length=1, max_length=200)
    policy: str = Field("containment", max_length=80, description="a shipped policy")
    worlds: int = Field(128, ge=1, le=1000)
    years: int = Field(45, ge=1, le=45)
    seed: int = Field(47, ge=0, le=2**31 - 1)


class Chance(Answer):
    """A share of worlds with its 90 % interval."""

    share: float
    low: float
    high: float


class SwitchedOutcome(Answer):
    """How often worlds end in an outcome with the mechanisms on and off, and the paired difference (off less on)."""

    outcome: str
    title: str
    on: Chance
    off: Chance
    difference: float
    low: float
    high: float
    clear: bool


class SwitchedOff(Answer):
    """What switching mechanisms off does to the odds."""

    mechanisms: list[str]
    policy: str
    worlds: int
    years: int
    seed: int
    outcomes: list[SwitchedOutcome]
    moved: float = Field(description="share of worlds that end otherwise")
    engine_version: str
