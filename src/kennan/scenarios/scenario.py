"""What a scenario holds, once it has been read and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kennan.scenarios.countries import Country
    from kennan.scenarios.layout import Tiles
    from kennan.scenarios.powers import Powers
    from kennan.scenarios.states import State
    from kennan.scenarios.words import Words

Floats = NDArray[np.float64]
MARKS = ("passage", "source", "calibrated", "assumption")
#: How a theatre stands at the start, by the letter of its row: in the orbit of the closed power, contested, with the
#: open power, neutral, or a colony.
ALIGNMENTS = {"B": "{closed_orbit}", "C": "contested", "W": "{open_bloc}", "N": "neutral", "K": "colonial"}


@dataclass(frozen=True)
class Start:
    """One number of a scenario and its papers.

    ``low`` and ``high`` span the plausible range; a scale's own unit (an index that is 1 by definition) has
    no range. ``passages`` and ``source`` are empty where nothing stands behind the number but the judgement
    in ``sentence``.
    """

    value: float
    low: float
    high: float
    unit: str
    mark: str
    passages: tuple[str, ...]
    source: str
    sentence: str


@dataclass(frozen=True, eq=False)
class Theatres:
    """The N theatres and the graph between them. Arrays are float64[N], read-only, in the order of ``code``.

    ``influence`` is 1 where ``alignment`` is "B" (in the orbit) and nowhere else. ``neighbours`` is
    float64[N, N], symmetric, 0 on the diagonal: the weight of each link. ``border`` and ``haven`` are the
    weights of links to the closed and to the open power, outside the graph; ``row_sum`` is what all links of
    a theatre weigh together, those to the powers included. ``states`` are Correlates of War codes of the states,
    of the start and later, on the theatre's soil; one state may cover several theatres. ``evidence`` holds the
    columns that the model does not read, by name: numbers (NaN where unknown) or text.

    ``own`` is 1 where those who rule in the orbit made their own revolution, 0 where they were put there (and outside
    the orbit); ``votes`` the share of the vote that Moscow's party had in the last free election, NaN where there was
    none; ``civil_war`` 1 where its rising against the government is under way.
    ``free`` counts its states and ``colonies`` its territories ruled from overseas; ``retreat`` says how much sooner
    than others these go free, and ``coups`` how much oftener than elsewhere governments fall to one, 1 = the mean.
    ``land`` is bool[N, N], where a link by
    land is; ``countries`` those of several theatres; ``people`` thousands, None where nothing is known of them;
    ``by_land`` 1 where land joins a theatre to the first of its country.
    """

    code: tuple[str, ...]
    name: tuple[str, ...]
    region: tuple[str, ...]
    lon: Floats
    lat: Floats
    alignment: tuple[str, ...]
    vulnerability: Floats
    prize: Floats
    influence: Floats
    own: Floats
    votes: Floats
    civil_war: Floats
    free: Floats
    colonies: Floats
    retreat: Floats
    coups: Floats
    access: Floats
    states: tuple[tuple[int, ...], ...]
    neighbours: Floats
    border: Floats
    haven: Floats
    land: Any
    mark: tuple[str, ...]
    source: tuple[str, ...]
    note: tuple[str, ...]
    evidence: dict[str, Floats | tuple[str, ...]] = field(default_factory=dict)
    countries: tuple[Country, ...] = ()
    people: Floats | None = None
    by_land: Floats | None = None

    def __len__(self) -> int:
        return len(self.code)

    @property
    def in_orbit(self) -> Floats:
        """1 where the theatre lies in the orbit of the closed power at the start, else 0."""
        return np.array([a == "B" for a in self.alignment], float)

    @property
    def colonial(self) -> Floats:
        """1 where the theatre is a colony at the start, else 0."""
        return np.array([a == "K" for a in self.alignment], float)

    @property
    def row_sum(self) -> Floats:
        """Weight of all links of each theatre, with those to the two powers."""
        return np.asarray(self.neighbours.sum(axis=1) + self.border + self.haven)

    def index(self, code: str) -> int:
        """Return the place of a theatre by its code; ValueError if there is none."""
        return self.code.index(code)


@dataclass(frozen=True, eq=False)
class Scenario:
    """The world at a date.

    ``start`` holds one :class:`Start` for every stock of the world axis, and for what else a month reads from
    the month before. ``hindsight`` and ``links`` are numbers of the same kind. ``facts`` are documented
    figures, and ``evidence`` the meaning of the evidence columns, that no equation reads. ``outside`` gives,
    by Correlates of War code, the states of the record that lie in no theatre, and why; ``soil``, by a theatre's code,
    the states that stand on its soil. ``words`` are what things are called; ``tiles`` and ``map`` say where theatres
    are drawn.
    """

    name: str
    title: str
    sentence: str
    source: str
    start_year: int
    start_month: int
    powers: Powers
    start: dict[str, Start]
    theatres: Theatres
    links: dict[str, Start]
    hindsight: dict[str, Start]
    evidence: dict[str, dict[str, Any]]
    facts: dict[str, dict[str, Any]]
    outside: dict[int, str]
    soil: dict[str, tuple[State, ...]]
    words: Words
    tiles: Tiles
    map: dict[str, Any]

    @property
    def begins(self) -> float:
        """Time of the first step (calendar year with fraction): 1947.0 is 1 January 1947."""
        return self.start_year + (self.start_month - 1) / 12

    @property
    def first_year(self) -> int:
        """The first calendar year that lies in the scenario from January on."""
        return self.start_year if self.start_month == 1 else self.start_year + 1

    def alignment(self, letter: str) -> str:
        """Return how a theatre stands, in words: "Soviet orbit" for "B"."""
        word = self.words["open_bloc"]
        return ALIGNMENTS[letter].format(**self.words.by_key | {"open_bloc": word[:1].upper() + word[1:]})

    def as_table(self) -> list[dict[str, Any]]:
        """Return every number outside the theatres as one flat, JSON-able row: group, name and the fields
        of Start."""
        groups = {"start": self.start, "links": self.links, "hindsight": self.hindsight}
        return [
            {"group": group, "name": name, **vars(number), "passages": list(number.passages)}
            for group, numbers in groups.items()
            for name, number in numbers.items()
        ]
