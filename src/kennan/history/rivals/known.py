"""What a rival may know: the record up to its cut-off, and the map at the scenario's start. Nothing later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kennan.faults import BadInput, Fault
from kennan.history import terms
from kennan.history.observe.orbit import counts as counts_of
from kennan.history.observed import observations
from kennan.history.record import Record
from kennan.history.rivals import numbers
from kennan.history.terms import Terms
from kennan.scenarios import Chosen, load, theatre_states
from kennan.scenarios.scenario import Theatres
from kennan.scenarios.states import State

NAME = "known"
ORBIT = "orbit_theatre"


@dataclass(frozen=True, eq=False)
class Series:
    """What the record says of one world-wide target: ``years`` and ``values`` [observation], in order."""

    years: np.ndarray
    values: np.ndarray

    def __len__(self) -> int:
        return len(self.years)


@dataclass(frozen=True, eq=False)
class Known:
    """What can be read from a view.

    ``series`` holds the targets that are told of the world as a whole; ``orbit`` [year, theatre] whether each theatre
    lay in the orbit at the end of ``orbit_years``; ``terms`` how the record is held against the scenario, ``soil`` the
    states on the soil of its theatres; ``counts`` [theatre] how many states each counts for; ``codes``
    the theatres, in the scenario's order; ``last`` the last year that is over.
    """

    view: Record
    terms: Terms
    soil: Mapping[str, tuple[State, ...]]
    last: int
    theatres: Theatres
    counts: np.ndarray
    orbit_years: np.ndarray
    orbit: np.ndarray
    series: dict[str, Series]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the theatres."""
        return self.theatres.code

    @property
    def in_orbit(self) -> np.ndarray:
        """Whether each theatre lies in the orbit at the end of the view, [theatre]."""
        return np.asarray(self.orbit[-1])

    def recent(self, target: str, years: int) -> Series:
        """Return what the record says of a target in the last ``years``; empty if nothing."""
        whole = self.series.get(target, Series(np.zeros(0, int), np.zeros(0)))
        kept = whole.years > self.last - years
        return Series(whole.years[kept], whole.values[kept])


def known(view: Record, scenario: Chosen = "x-1947") -> Known:
    """Read what a rival may know from a view of the record.

    Raises
    ------
    BadInput : the view does not say which theatres lie in the orbit in its last year.
    """
    theatres = load(scenario).theatres
    soil = theatre_states(scenario)
    rows = observations(view, scenario=scenario)
    orbit_rows = rows[rows.target == ORBIT]
    last = view.last_year()
    if orbit_rows.empty or int(orbit_rows.year.max()) < last:
        found = "nowhere" if orbit_rows.empty else f"only to {int(orbit_rows.year.max())}"
        what = (
            f"the record tells which theatres lie in the orbit {found}, and the forecast begins after {last}"
        )
        raise BadInput(
            Fault(what, view.place, do="begin the forecast earlier, or bring the table up to date")
        )
    table = orbit_rows.pivot(index="year", columns="unit", values="value")[list(theatres.code)]
    wide = rows[(rows.unit == "") & ~rows.censored.astype(bool)]
    series = {
        str(name): _series(list(part.year), list(part.value))
        for name, part in wide.groupby("target", sort=False)
    }
    counts = np.array([counts_of(soil[code]) for code in theatres.code])
    return Known(
        view,
        terms.of(scenario),
        soil,
        last,
        theatres,
        counts,
        table.index.to_numpy(),
        table.to_numpy() > 0.5,
        series,
    )


def _series(years: list[int], values: list[float]) -> Series:
    order = np.argsort(np.array(years, int), kind="stable")
    return Series(np.array(years, int)[order], np.array(values, float)[order])


def state_capabilities(view: Record) -> dict[int, float]:
    """Return each state's share of the world's material capability; {} without the table ``cinc``.

    Each state's last number in the view, if it is fresh enough (``known.toml``).
    """
    if not view.has("cinc"):
        return {}
    data = view.table("cinc")
    data = data[data["cinc"].notna()]
    fresh = numbers.stated(NAME)["fresh"]
    data = data[data.year > view.last_year() - fresh].sort_values("year").groupby("ccode").tail(1)
    return {int(code): float(share) for code, share in zip(data.ccode, data["cinc"], strict=True)}


def capabilities(now: Known) -> tuple[np.ndarray, float, float]:
    """Return the shares of the world's capability of the theatres [theatre], of the closed power and of the open one.

    From the table ``cinc`` of the view where it has one; a state over several theatres is divided by people. Else
    from a column of the scenario's map, the share of the open power of then and the view's last ratio of the powers.

    Raises
    ------
    BadInput : neither tells it.
    """
    shares = state_capabilities(now.view)
    closed, open_ = now.terms.codes.of("cinc")
    if {closed, open_} <= set(shares):
        soil = now.soil
        people: dict[int, float] = {}
        for states in soil.values():
            for state in states:
                people[state.ccode] = people.get(state.ccode, 0.0) + max(state.people, 1e-3)
        each = [
            sum(shares.get(s.ccode, 0.0) * max(s.people, 1e-3) / people[s.ccode] for s in soil[code])
            for code in now.codes
        ]
        return np.array(each), shares[closed], shares[open_]
    ratio = now.series.get("cinc_ratio")
    if ratio is None or not len(ratio):
        do = "give a record with the table cinc, or with cinc_ratio in the table yearly"
        raise BadInput(Fault("nothing tells how capable the two powers are", now.view.place, do=do))
    if now.terms.capability is None:
        what = "the scenario does not say how capable its theatres are"
        do = (
            "name a column of theatres.csv under [rivals] as capability, or give a record with the table cinc"
        )
        raise BadInput(Fault(what, f"record.toml of {now.terms.scenario}", do=do))
    column, share = now.terms.capability
    told = np.asarray(now.theatres.evidence[column], float)
    return np.nan_to_num(told, nan=0.0), share * float(ratio.values[-1]), share


def kilometres(theatres: Theatres, longitude: float, latitude: float) -> np.ndarray:
    """Return the distance of each theatre from a place along the great circle, km [theatre]."""
    lon, lat = np.radians(theatres.lon), np.radians(theatres.lat)
    there_lon, there_lat = np.radians(longitude), np.radians(latitude)
    half = np.sin((lat - there_lat) / 2) ** 2
    half = half + np.cos(lat) * np.cos(there_lat) * np.sin((lon - there_lon) / 2) ** 2
    return np.asarray(2 * 6371.0 * np.arcsin(np.sqrt(half)))
