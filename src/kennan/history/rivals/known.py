"""What a rival may know: the record up to its cut-off, and the map at the scenario's start. Nothing later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kennan.faults import BadInput, Fault
from kennan.history.observed import observations
from kennan.history.record import Record
from kennan.history.rivals import numbers
from kennan.scenarios import Chosen, load, theatre_states
from kennan.scenarios.scenario import Theatres

USA, USSR = 2, 365
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
    lay in the orbit at the end of ``orbit_years``; ``counts`` [theatre] how many states each counts for; ``codes``
    the theatres, in the scenario's order; ``last`` the last year that is over.
    """

    view: Record
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
    counts = np.array([sum(state.counts for state in soil[code]) for code in theatres.code])
    return Known(view, last, theatres, counts, table.index.to_numpy(), table.to_numpy() > 0.5, series)


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


def capabilities(now: Known, scenario: Chosen = "x-1947") -> tuple[np.ndarray, float, float]:
    """Return the shares of the world's capability of the theatres [theatre], of the USSR and of the United States.

    From the table ``cinc`` of the view where it has one; a state over several theatres is divided by people. Else
    from the scenario's map of 1946, the share of the United States of then and the view's last ratio of the powers.
    """
    shares = state_capabilities(now.view)
    if {USA, USSR} <= set(shares):
        soil = theatre_states(scenario)
        people: dict[int, float] = {}
        for states in soil.values():
            for state in states:
                people[state.ccode] = people.get(state.ccode, 0.0) + max(state.people, 1e-3)
        each = [
            sum(shares.get(s.ccode, 0.0) * max(s.people, 1e-3) / people[s.ccode] for s in soil[code])
            for code in now.codes
        ]
        return np.array(each), shares[USSR], shares[USA]
    ratio = now.series.get("cinc_ratio")
    if ratio is None or not len(ratio):
        do = "give a record with the table cinc, or with cinc_ratio in the table yearly"
        raise BadInput(Fault("nothing tells how capable the two powers are", now.view.place, do=do))
    america = numbers.stated(NAME)["capability_america"]
    told = now.theatres.evidence.get("cinc_1946")
    if told is None:
        what = "the scenario does not say how capable its theatres are"
        raise BadInput(
            Fault(what, "theatres.csv", do="give it a column cinc_1946, or a record with the table cinc")
        )
    return np.nan_to_num(np.asarray(told, float), nan=0.0), america * float(ratio.values[-1]), america


def kilometres(theatres: Theatres, longitude: float, latitude: float) -> np.ndarray:
    """Return the distance of each theatre from a place along the great circle, km [theatre]."""
    lon, lat = np.radians(theatres.lon), np.radians(theatres.lat)
    there_lon, there_lat = np.radians(longitude), np.radians(latitude)
    half = np.sin((lat - there_lat) / 2) ** 2
    half = half + np.cos(lat) * np.cos(there_lat) * np.sin((lon - there_lon) / 2) ** 2
    return np.asarray(2 * 6371.0 * np.arcsin(np.sqrt(half)))
