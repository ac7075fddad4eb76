"""From a run of the engine to what the record would say of it: one function for each ``measure`` in ``targets.toml``.

The formulas stand in ``targets.toml`` in words, and here in code. Start values come from the scenario; what the model
knows only as a change (members of the Party, capabilities, forces) is anchored at the last number of the view of the
record that ends at the cut-off, and at nothing later.

Entry i of a monthly series is the state on the first day of month i, so the twelve months of year k (0 for the first)
leave the entries 12 k + 1 to 12 k + 12. Where the anchor's year lies before the run, the first month stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.history.members import WORLD_WIDE
from kennan.history.observe import orbit
from kennan.history.target import Target
from kennan.scenarios import Chosen, theatre_states
from kennan.scenarios import load as load_scenario

if TYPE_CHECKING:
    from kennan.engine.engine import Block
    from kennan.history.record import Record

#: What a run must record for all targets to be measured.
QUANTITIES = (
    "output_ratio",
    "heavy_output",
    "military_burden",
    "output",
    "population",
    "western_output",
    "party_members",
    "open_dissent",
    "counterforce_total",
    "broken_up",
    "progress_mellowing",
)
ANCHORED = ("cinc_ratio", "party_members", "forces_abroad")  # told as a change since the view's last number
UNREST = (
    0.005  # share of the population openly opposed that counts as open unrest (targets.toml, bloc_unrest)
)
LEAST = 0.01  # a change of forces to less than this counts as this: its logarithm is what is compared


@dataclass(frozen=True)
class Anchor:
    """The last number that a view of the record tells of a target, and its year."""

    year: int
    value: float


@dataclass(frozen=True)
class Here:
    """What a measurement needs: the worlds, when they begin, what is anchored where, and the theatres.

    ``begins`` is the first calendar year that the worlds live from January on, and ``lead`` the number of months
    that they live before it. ``counts`` [theatre] says how many states each theatre counts for.
    """

    block: Block
    begins: int
    anchors: Mapping[str, Anchor]
    theatres: tuple[str, ...]
    counts: np.ndarray
    lead: int = 0

    @property
    def years(self) -> int:
        """How many whole calendar years the worlds lived."""
        return int(self.block.events["crisis"].shape[0] - 1 - self.lead) // 12

    def _by_year(self, series: np.ndarray) -> np.ndarray:
        first = 1 + self.lead
        return series[first : first + 12 * self.years].reshape(self.years, 12, -1)

    def monthly(self, quantity: str) -> np.ndarray:
        """Return the values left by the months of each year, [year, 12, world]."""
        return self._by_year(self.block.monthly[quantity])

    def events(self, kind: str) -> np.ndarray:
        """Return the events of each month of each year, [year, 12, world]."""
        return self._by_year(self.block.events[kind])

    def opening(self, quantity: str) -> np.ndarray:
        """Return the values left by the first month that the worlds live [world]."""
        return np.asarray(self.block.monthly[quantity][1])

    def orbit(self) -> np.ndarray:
        """Return which theatres lie in the orbit when each year ends [year, theatre, world].

        Theatres are kept once a year, in the month of the start: taken is the state nearest to the year's end.
        """
        held = self.block.theatre["theatre_in_orbit"]
        first = (
            1 if self.lead < 6 else 2
        )  # a start in October is three months early, one in April three months late
        return np.asarray(held[first : first + self.years]) if self.lead else np.asarray(held[1:])

    def mean(self, quantity: str) -> np.ndarray:
        """Return the mean over the months of each year, float64 [year, world]."""
        return self.monthly(quantity).mean(1, dtype=float)

    def change(self, yearly: np.ndarray, opening: np.ndarray, since: int) -> np.ndarray:
        """Return yearly values [year, world] over those of the year ``since``, or of the first month after it."""
        place = since - self.begins
        base: np.ndarray = opening if place < 0 else yearly[place]
        return yearly / base


def units(target: Target, scenario: Chosen = "x-1947") -> tuple[str, ...]:
    """Return the units of a target: the theatres of the scenario, or the world as one."""
    return load_scenario(scenario).theatres.code if target.each == "theatre-year" else WORLD_WIDE


def anchors(view: Record, names: Iterable[str], scenario: Chosen = "x-1947") -> dict[str, Anchor]:
    """Return the last number that a view tells of each anchored target among these names."""
    from kennan.history.observed import observations

    wanted = [name for name in names if name in ANCHORED]
    found: dict[str, Anchor] = {}
    if not wanted:
        return found
    seen = observations(view, wanted, scenario)
    for name in wanted:
        rows = seen[seen.target == name].sort_values("year")
        if len(rows):
            found[name] = Anchor(int(rows.year.iloc[-1]), float(rows.value.iloc[-1]))
    return found


def here(block: Block, scenario: Chosen, known: Mapping[str, Anchor]) -> Here:
    """Return what measurements need of a block of worlds of a scenario."""
    world = load_scenario(scenario)
    soil = theatre_states(scenario)
    counts = np.array([orbit.counts(soil.get(code, ())) for code in world.theatres.code])
    lead = 12 * (world.first_year - world.start_year) - (world.start_month - 1)
    return Here(block, world.first_year, known, world.theatres.code, counts, lead)


def measured(here: Here, targets: Iterable[Target]) -> dict[str, np.ndarray]:
    """Return every target as the record would tell it, float32 [unit, year, world], by name.

    Years are those that the worlds lived, from the first. A target whose anchor is not known is left out.
    """
    found = {}
    for target in targets:
        if target.name not in ANCHORED or target.name in here.anchors:
            found[target.name] = np.asarray(MEASURES[target.measure](here, target), np.float32)
    return found


def orbit_theatre(here: Here, target: Target) -> Any:  # noqa: ARG001
    """Return whether each theatre lies in the orbit on 1 January of the next year."""
    return here.orbit().transpose(1, 0, 2)


def orbit_states(here: Here, target: Target) -> Any:  # noqa: ARG001
    """Return the sum over theatres in the orbit of what they count for."""
    return np.einsum("ytw,t->yw", here.orbit().astype(np.float32), here.counts.astype(np.float32))[None]


def mean_of_year(here: Here, target: Target) -> Any:
    """Return the mean of the target's quantity over the twelve months."""
    return here.mean(target.quantity)[None]


def growth_of_year(here: Here, target: Target) -> Any:
    """Return the log of the year's mean less that of the year before; the first year has none."""
    level = np.log(here.mean(target.quantity))
    return np.concatenate([np.full_like(level[:1], np.nan), np.diff(level, axis=0)])[None]


def cinc_ratio(here: Here, target: Target) -> Any:
    """Return the last known ratio, moved by heavy output, arms and people against Western output."""
    anchor = here.anchors[target.name]
    index = here.change(*_both(here, "heavy_output"), anchor.year)
    arms = here.monthly("military_burden").astype(float) * here.monthly("output")
    opening = here.opening("military_burden").astype(float) * here.opening("output")
    index = index * here.change(arms.mean(1), opening, anchor.year)
    index = index * here.change(*_both(here, "population"), anchor.year)
    west = here.change(*_both(here, "western_output"), anchor.year)
    return (anchor.value * np.cbrt(index) / np.cbrt(west) ** 2)[None]


def _both(here: Here, quantity: str) -> tuple[np.ndarray, np.ndarray]:
    return here.mean(quantity), here.opening(quantity)


def party_members(here: Here, target: Target) -> Any:
    """Return the last known number, grown as the Party has grown since, each 1 January."""
    anchor = here.anchors[target.name]
    members = np.log(np.maximum(here.block.monthly["party_members"].astype(float), 1e-6))
    january = members[here.lead : here.lead + 12 * here.years : 12]
    place = anchor.year - here.begins
    since = january[max(place, 0)]
    return (anchor.value * np.exp(january - since))[None]


def event_in_year(here: Here, target: Target) -> Any:
    """Return whether the event happened in the year."""
    return np.asarray((here.events(target.quantity) > 0).any(1))[None]


def events_in_year(here: Here, target: Target) -> Any:
    """Return how many such events there were in the year, over all theatres."""
    return here.events(target.quantity).sum(1, dtype=np.float32)[None]


def quiet_transfer(here: Here, target: Target) -> Any:
    """Return whether the year's first succession passed without violence; undefined without one."""
    passed = here.events("succession") > 0
    violent = here.events(target.quantity) > 0
    first = passed.argmax(1)
    came = np.take_along_axis(violent, first[:, None], 1)[:, 0]
    return np.where(passed.any(1), ~came, np.nan)[None]


def bloc_unrest(here: Here, target: Target) -> Any:
    """Return whether open dissent or a rising or a departure marked the year."""
    open_ = (here.monthly(target.quantity) > UNREST).any(1)
    abroad = (here.events("departure") + here.events("rising") > 0).any(1)
    return np.asarray(open_ | abroad)[None]


def kremlin_yields(here: Here, target: Target) -> Any:
    """Return the Kremlin's share of the yielding in the year's crises; undefined where nobody yielded."""
    kremlin = here.events(target.quantity).sum(1, dtype=np.float32)
    both = kremlin + here.events("west_yields").sum(1, dtype=np.float32)
    return np.where(both > 0, kremlin / np.maximum(both, 1.0), np.nan)[None]


def forces_abroad(here: Here, target: Target) -> Any:
    """Return the last known number, moved as counterforce has moved since that year."""
    anchor = here.anchors[target.name]
    yearly, opening = _both(here, target.quantity)
    place = anchor.year - here.begins
    base = np.maximum(opening if place < 0 else yearly[place], 1e-6)
    return (anchor.value * np.maximum(yearly / base, LEAST))[None]


def broken_up(here: Here, target: Target) -> Any:
    """Return whether Soviet power stands broken up on 1 January of the next year."""
    return here.monthly(target.quantity)[:, -1][None]


def mellowed(here: Here, target: Target) -> Any:  # noqa: ARG001
    """Return whether the condition of mellowing holds on 1 January of the next year."""
    return (here.monthly("progress_mellowing")[:, -1] >= 1.0)[None]


MEASURES: dict[str, Callable[[Here, Target], Any]] = {
    function.__name__: function
    for function in (
        orbit_theatre,
        orbit_states,
        mean_of_year,
        growth_of_year,
        cinc_ratio,
        party_members,
        event_in_year,
        events_in_year,
        quiet_transfer,
        bloc_unrest,
        kremlin_yields,
        forces_abroad,
        broken_up,
        mellowed,
    )
}
