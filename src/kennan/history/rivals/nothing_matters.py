"""Nothing matters: persistence with drift. The rival that every theory has to beat.

No cause is at work. What has a level walks at random from its last one, with a drift and a step size that are what
the view shows; what happens or does not, happens as often as it did in the view; what stands, stands, and changes as
seldom as it did. Where the view is short, prior numbers (``nothing_matters.toml``) speak with the weight of a few
years. Uncertainty about drift, step and rate is drawn with each member (conjugate posteriors: normal-inverse-gamma,
gamma, beta with Jeffreys' priors; from memory, any textbook), so that bands widen as they should.

A target of which the view tells nothing at all, not even a last level, is not forecast.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kennan.history.rivals import numbers
from kennan.history.rivals.draws import betas, binomials, counts, gammas, normals, uniforms
from kennan.history.rivals.known import Known, Series
from kennan.history.rivals.rival import Course, Rival, orbit_values
from kennan.history.target import register

NAME = "nothing_matters"
MOST = 24  # crises of one year; a rate that could exceed it has no place here
DERIVED = ("orbit_states", "superpower_crises", "kremlin_yields", "quiet_transfer")  # told with others
STANDING = {"broken_up": ("break_rate", ""), "mellowed": ("mellow_rate", "mellow_rate")}  # rates in and out


def run(now: Known, years: tuple[int, ...], members: np.ndarray, seed: int) -> Course:
    """Return the course of every target of which the view tells something."""
    p = numbers.draw(NAME, seed, members)
    back = look_back()
    values = orbit_values(orbit(now, years, members, seed, p), now.counts)
    for name, target in now.terms.targets.items():
        if name in values or name in DERIVED:
            continue
        series = now.recent(name, back)
        if name in STANDING:
            made = stands(name, series, years, members, seed, p)
        elif target.kind == "yes or no":
            made = happens(name, series, years, members, seed)
        elif target.kind == "rate":
            made = spread(name, series, years, members, seed, p)
        elif len(series):
            made = walk(name, series, years, members, seed, p, log=target.scale == "log")
        else:
            continue
        values[name] = made
    values |= crises(now, years, members, seed)
    if "leader_change" in values:
        values |= transfers(now, values["leader_change"], years, members, seed)
    return Course({name: np.asarray(array, np.float32) for name, array in values.items()})


def look_back() -> int:
    """Return how many years of record count."""
    return int(numbers.stated(NAME)["look_back"])


def walk(
    name: str,
    series: Series,
    years: tuple[int, ...],
    members: np.ndarray,
    seed: int,
    p: dict[str, np.ndarray],
    log: bool = True,
) -> np.ndarray:
    """Return a random walk with drift from the last observed level, [1, year, member].

    Gaps in the series count as many years; a gap between its end and the first year forecast is walked too.
    """
    z = np.log(series.values) if log else series.values
    gaps, rises = np.diff(series.years), np.diff(z)
    drift, step = _drift_and_step(name, gaps, rises, 0.0, p["walk_step"], p, members, seed)
    level = np.full(len(members), z[-1])
    path = np.empty((len(years), len(members)))
    passed = int(series.years[-1])
    for place, year in enumerate(years):
        for step_year in range(passed + 1, year + 1):
            level = level + drift + step * normals(seed, members, f"{name} step", step=step_year)[0]
        passed = year
        path[place] = level
    return (np.exp(np.clip(path, -60, 60)) if log else path)[None]


def spread(
    name: str,
    series: Series,
    years: tuple[int, ...],
    members: np.ndarray,
    seed: int,
    p: dict[str, np.ndarray],
) -> np.ndarray:
    """Return rates that differ from year to year about a mean without memory, [1, year, member].

    They are the steps of a walk with drift: what walks is the level whose growth they are.
    """
    ones = np.ones(len(series), int)
    mean, step = _drift_and_step(
        name, ones, series.values, p["growth_mean"], p["growth_step"], p, members, seed
    )
    noise = np.stack([normals(seed, members, f"{name} step", step=year)[0] for year in years])
    return (mean + step * noise)[None]


def _drift_and_step(
    name: str,
    gaps: np.ndarray,
    rises: np.ndarray,
    mean: float | np.ndarray,
    size: np.ndarray,
    p: dict[str, np.ndarray],
    members: np.ndarray,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return drift and step size [member] a year, drawn from their posterior (normal-inverse-gamma).

    ``rises`` [n] were made in ``gaps`` [n] years; the prior drift ``mean`` is worth ``p["drift_years"]`` years of
    record, the prior step ``size`` ``p["walk_years"]``.
    """
    seen = float(gaps.sum())
    slope = float(rises.sum()) / seen if seen else 0.0
    off = float((((rises - slope * gaps) ** 2) / gaps).sum()) if seen else 0.0
    worth, free = p["drift_years"], p["walk_years"]
    squares = free * size**2 + off + worth * seen / (worth + seen) * (slope - mean) ** 2
    u, z = uniforms(seed, members, f"{name} step size")[0], normals(seed, members, f"{name} drift")[0]
    variance = squares / 2 / gammas(u, (free + len(rises)) / 2, 1.0)
    centre = (worth * mean + seen * slope) / (worth + seen)
    return centre + z * np.sqrt(variance / (worth + seen)), np.sqrt(variance)


def rate_of(name: str, series: Series, members: np.ndarray, seed: int) -> np.ndarray:
    """Return how often a yes or no is a yes [member], 0 to 1: as often as in the view (Jeffreys' prior)."""
    yes, seen = float(series.values.sum()), len(series)
    return betas(uniforms(seed, members, f"{name} rate")[0], 0.5 + yes, 0.5 + seen - yes)


def happens(name: str, series: Series, years: tuple[int, ...], members: np.ndarray, seed: int) -> np.ndarray:
    """Return whether it happens, each year on its own, as often as in the view, [1, year, member]."""
    luck = np.stack([uniforms(seed, members, name, step=year)[0] for year in years])
    return (luck < rate_of(name, series, members, seed))[None]


def stands(
    name: str,
    series: Series,
    years: tuple[int, ...],
    members: np.ndarray,
    seed: int,
    p: dict[str, np.ndarray],
) -> np.ndarray:
    """Return what stands until it changes, [1, year, member]; a break-up is for good."""
    state = np.full(len(members), bool(len(series)) and series.values[-1] > 0.5)
    was, came = series.values[:-1] > 0.5, series.values[1:] > 0.5
    rates = []
    for way, (key, moved, stayed) in enumerate(
        zip(
            STANDING[name], ((~was & came).sum(), (was & ~came).sum()), ((~was).sum(), was.sum()), strict=True
        )
    ):
        rates.append(
            posterior(
                f"{name} way {way}", p[key], p["ending_years"], float(moved), float(stayed), members, seed
            )
            if key
            else np.zeros(len(members))
        )
    made = []
    for year in years:
        luck = uniforms(seed, members, name, step=year)[0]
        state = np.where(state, luck >= yearly(rates[1]), luck < yearly(rates[0]))
        made.append(state)
    return np.stack(made)[None]


def posterior(
    name: str,
    rate: np.ndarray,
    worth: np.ndarray,
    events: float,
    exposure: float,
    members: np.ndarray,
    seed: int,
) -> np.ndarray:
    """Return a rate [member], 1/year: the prior's ``rate`` is worth ``worth`` years, the view had ``events``."""
    u = uniforms(seed, members, f"{name} rate")[0]
    return np.asarray(gammas(u, rate * worth + events, 1.0) / (worth + exposure))


def yearly(rate: np.ndarray) -> np.ndarray:
    """Return the chance that something with this rate happens within a year."""
    return np.asarray(-np.expm1(-rate))


def orbit_rates(
    now: Known, members: np.ndarray, seed: int, p: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rates [member] at which theatres enter and leave the orbit."""
    was, came = now.orbit[:-1], now.orbit[1:]
    args = members, seed
    entry = posterior(
        "orbit entry", p["orbit_entry"], p["orbit_years"], (~was & came).sum(), (~was).sum(), *args
    )
    leave = posterior("orbit exit", p["orbit_exit"], p["orbit_years"], (was & ~came).sum(), was.sum(), *args)
    return entry, leave


def orbit(
    now: Known, years: tuple[int, ...], members: np.ndarray, seed: int, p: dict[str, np.ndarray]
) -> np.ndarray:
    """Return whether each theatre lies in the orbit, bool [theatre, year, member]."""
    entry, leave = (yearly(rate) for rate in orbit_rates(now, members, seed, p))
    return orbit_steps(now, years, members, seed, lambda state, _: np.where(state, leave, entry))


def orbit_steps(
    now: Known,
    years: tuple[int, ...],
    members: np.ndarray,
    seed: int,
    change: Callable[[np.ndarray, int], np.ndarray],
) -> np.ndarray:
    """Return the orbit [theatre, year, member]; ``change(state, year place)`` gives each theatre's chance to turn."""
    state = np.repeat(now.in_orbit[:, None], len(members), 1)
    made = np.empty((len(now.codes), len(years), len(members)), bool)
    for place, year in enumerate(years):
        luck = uniforms(seed, members, "orbit", len(now.codes), year)
        state = state ^ (luck < change(state, place))
        made[:, place] = state
    return made


def crisis_rate(now: Known, members: np.ndarray, seed: int) -> np.ndarray:
    """Return the rate of crises between the powers [member], 1/year, as in the view (Jeffreys' prior)."""
    seen = now.recent("superpower_crises", look_back())
    u = uniforms(seed, members, "superpower_crises rate")[0]
    return gammas(u, 0.5 + float(seen.values.sum()), max(float(len(seen)), 1.0))


def crises(now: Known, years: tuple[int, ...], members: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """Return the crises of each year and the Kremlin's share of the yielding, as in the view."""
    shape = (len(years), len(members))
    rate = np.broadcast_to(crisis_rate(now, members, seed), shape)
    yielded = rate_of("kremlin_yields", now.recent("kremlin_yields", look_back()), members, seed)
    share = np.broadcast_to(yielded, shape)
    return crises_of(rate, share, years, members, seed)


def crises_of(
    rate: np.ndarray, share: np.ndarray, years: tuple[int, ...], members: np.ndarray, seed: int
) -> dict[str, np.ndarray]:
    """Return crises of the years with ``rate`` and the Kremlin's chance ``share`` to yield, both [year, member].

    Every crisis is taken to be yielded in by one side; not a number in years without a crisis.
    """
    many, yields = [], []
    for place, year in enumerate(years):
        n = np.minimum(counts(uniforms(seed, members, "superpower_crises", step=year)[0], rate[place]), MOST)
        luck = uniforms(seed, members, "kremlin_yields", MOST, year)
        gave_way = binomials(luck, n, share[place])
        many.append(n)
        yields.append(np.where(n > 0, gave_way / np.maximum(n, 1), np.nan))
    return {
        "superpower_crises": np.stack(many)[None].astype(np.float32),
        "kremlin_yields": np.stack(yields)[None].astype(np.float32),
    }


def transfers(
    now: Known, changes: np.ndarray, years: tuple[int, ...], members: np.ndarray, seed: int
) -> dict[str, np.ndarray]:
    """Return whether the transfers of power were quiet, as often as in the view; undefined in years without one."""
    quiet = happens("quiet_transfer", now.recent("quiet_transfer", look_back()), years, members, seed)
    return {"quiet_transfer": np.where(changes > 0.5, quiet, np.nan)}


RIVAL = Rival(
    name=NAME,
    sentence="Persistence with drift: nothing that anyone does matters.",
    citation="Random walk with drift, the standard benchmark of forecasting (Meese & Rogoff 1983, Journal of "
    "International Economics 14: 3-24; from memory)",
    speaks_of={
        name: "a last level and its usual steps"
        if target.scale == "log"
        else "how often, or how long, it was so in the view"
        for name, target in register().items()
    },
    run=run,
)
