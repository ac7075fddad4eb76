"""Geopolitical strain: size, position and reach decide which states grow and which break, over generations.

Collins, R. 1978. Some principles of long-term social change: the territorial power of states. Research in Social
Movements, Conflicts and Change 1: 1-34; and the talk of 1980 printed as "The future decline of the Russian empire" in
Collins, R. 1986. Weberian Sociological Theory. Cambridge University Press (all from memory; the principles as told by
others were looked up). His principles: resources favour expansion; so does a place at the edge ("marchland"), with
enemies on few sides; states in the middle wear out; and control far beyond the heartland strains a state until it
breaks up. Numbers are not his: he gives directions and thirty to fifty years.

Strain of a year = doublings of the enemies' resources over one's own (the orbit's included, all others' against) +
fronts beyond the first + reach of what is held beyond the heartland. Strain adds up, and the chance of break-up rises
with the sum (a Weibull law of shape 2 under constant strain). After a break-up theatres are lost at a rate of one a
year each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kennan.faults import BadInput, Fault
from kennan.history.rivals import nothing_matters, numbers
from kennan.history.rivals.draws import uniforms
from kennan.history.rivals.known import Known, capabilities, kilometres
from kennan.history.rivals.rival import Course, Rival, orbit_values

NAME = "strain"
HOSTILE = ("W", "K")  # the alignments at the start whose theatres stand with the enemy
AFTER = 1.0  # 1/year: theatres leave a power that has broken up


@dataclass(frozen=True, eq=False)
class Map:
    """What does not change: resources [theatre], USSR's and United States', distance from Moscow, who touches whom.

    ``distance`` km [theatre]; ``touches`` bool [theatre, theatre]; ``border`` bool [theatre], beside the USSR;
    ``region`` [theatre], the number of each theatre's region; ``hostile`` bool [theatre].
    """

    resources: np.ndarray
    soviet: float
    american: float
    distance: np.ndarray
    touches: np.ndarray
    border: np.ndarray
    region: np.ndarray
    hostile: np.ndarray


def map_of(now: Known) -> Map:
    """Read the map from what is known; BadInput where capabilities or the capital are not."""
    resources, soviet, american = capabilities(now)
    theatres = now.theatres
    if now.terms.capital is None:
        do = "write capital = [degrees east, degrees north] under [rivals]"
        what = "it is not said where the capital of the closed power lies"
        raise BadInput(Fault(what, f"record.toml of {now.terms.scenario}", do=do))
    names = {name: i for i, name in enumerate(dict.fromkeys(theatres.region))}
    return Map(
        resources,
        soviet,
        american,
        kilometres(theatres, *now.terms.capital),
        theatres.neighbours > 0,
        theatres.border > 0,
        np.array([names[name] for name in theatres.region]),
        np.array([alignment in HOSTILE for alignment in theatres.alignment]),
    )


def doublings(here: Map, orbit: np.ndarray) -> np.ndarray:
    """Return doublings of the enemies' resources over Moscow's [member]; below 0 where Moscow has more.

    The orbit, bool [theatre, member], counts for Moscow, the United States and hostile theatres against it.
    """
    own = here.soviet + here.resources @ orbit
    against = here.american + (here.resources * here.hostile) @ ~orbit
    return np.asarray(np.log2(against / own))


def fronts(here: Map, orbit: np.ndarray) -> np.ndarray:
    """Return the regions in which a hostile theatre touches the USSR or the orbit, [member]."""
    beside = (here.touches.astype(np.float32) @ orbit.astype(np.float32) > 0) | here.border[:, None]
    exposed = beside & here.hostile[:, None] & ~orbit
    count = np.zeros(orbit.shape[1])
    for number in range(here.region.max() + 1):
        count += exposed[here.region == number].any(0)
    return count


def reach(here: Map, orbit: np.ndarray, heartland: np.ndarray) -> np.ndarray:
    """Return the mean distance beyond the heartland of what is held, in heartland radii [member]; 0 with nothing."""
    beyond = np.maximum(here.distance[:, None] / heartland - 1, 0)
    return np.asarray((beyond * orbit).sum(0) / np.maximum(orbit.sum(0), 1))


def strain_of(here: Map, orbit: np.ndarray, p: dict[str, np.ndarray]) -> np.ndarray:
    """Return the strain of a year [member], never below 0: an advantage lets nothing be paid back."""
    made = p["size_weight"] * doublings(here, orbit)
    made = made + p["front_weight"] * np.maximum(fronts(here, orbit) - 1, 0)
    made = made + p["reach_weight"] * reach(here, orbit, p["heartland"])
    return np.maximum(made, 0)


def break_chance(total: np.ndarray, strain: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Return the chance to break up within a year in which the sum of strain grows from ``total`` by ``strain``.

    Half of all states have broken up when the sum reaches ``half``: exp(-ln 2 (sum / half)^2) of them stand.
    """
    rise = (total + strain) ** 2 - total**2
    return np.asarray(-np.expm1(-np.log(2) * rise / half**2))


def evened(weight: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Return weights [theatre, member] whose mean is 1 over the theatres ``where`` it says so (if there are any)."""
    mean = np.where(where, weight, 0).sum(0) / np.maximum(where.sum(0), 1)
    return np.asarray(weight / np.where(mean > 0, mean, 1))


def run(now: Known, years: tuple[int, ...], members: np.ndarray, seed: int) -> Course:
    """Return the course of what the theory speaks of."""
    p = numbers.draw(NAME, seed, members)
    plain = numbers.draw(nothing_matters.NAME, seed, members)
    here = map_of(now)
    entry, leave = nothing_matters.orbit_rates(now, members, seed, plain)
    radii = here.distance[:, None] / p["heartland"]
    inside = np.repeat(now.in_orbit[:, None], len(members), 1)
    first = strain_of(here, inside, p)
    # At the start rates are those of "nothing matters" in the mean over theatres: only their spread over the map and
    # what becomes of them is the theory's.
    near = evened(np.exp(-p["gain_from_nearness"] * radii), ~inside)
    far = evened(np.exp(p["loss_from_distance"] * radii), inside)

    total, broken = np.zeros(len(members)), np.zeros(len(members), bool)
    made: dict[str, list[np.ndarray]] = {"orbit": [], "broken": [], "strain": []}
    for year in years:
        strain = strain_of(here, inside, p)
        chance = break_chance(total, strain, p["years_to_break"] * p["strain_described"])
        broken = broken | (uniforms(seed, members, f"{NAME} break", step=year)[0] < chance)
        total = total + strain
        out = leave * far * np.exp(p["loss_from_strain"] * (strain - first))
        out = np.where(broken, AFTER, out)
        come = np.where(broken, 0.0, entry * near * np.exp(-p["gain_from_advantage"] * (strain - first)))
        luck = uniforms(seed, members, "orbit", len(now.codes), year)
        inside = inside ^ (luck < nothing_matters.yearly(np.where(inside, out, come)))
        for name, array in (("orbit", inside), ("broken", broken), ("strain", strain)):
            made[name].append(array)
    whole = {name: np.stack(arrays, -2) for name, arrays in made.items()}
    return _told(now, whole, first, years, members, seed, p)


def _told(
    now: Known,
    made: dict[str, np.ndarray],
    first: np.ndarray,
    years: tuple[int, ...],
    members: np.ndarray,
    seed: int,
    p: dict[str, np.ndarray],
) -> Course:
    """Return targets and endings; unrest comes as often as it did, and oftener as strain grows."""
    values = orbit_values(made["orbit"], now.counts)
    values["broken_up"] = made["broken"][None].astype(np.float32)
    often = nothing_matters.rate_of(
        "bloc_unrest", now.recent("bloc_unrest", nothing_matters.look_back()), members, seed
    )
    usual = -np.log1p(-np.minimum(often, 0.999))  # 1/year
    risen = nothing_matters.yearly(usual * np.exp(p["loss_from_strain"] * (made["strain"] - first)))
    luck = np.stack([uniforms(seed, members, "bloc_unrest", step=year)[0] for year in years])
    values["bloc_unrest"] = (luck < risen)[None].astype(np.float32)
    return Course(values, {"broken_up": made["broken"]})


RIVAL = Rival(
    name=NAME,
    sentence="Geopolitical strain: resources, position and reach decide which states grow and which break.",
    citation="Collins 1978, Some principles of long-term social change: the territorial power of states, Research in "
    "Social Movements, Conflicts and Change 1: 1-34; Collins 1986, Weberian Sociological Theory, ch. 8 (from memory)",
    speaks_of={
        "orbit_theatre": "theatres near Moscow come oftener, far ones leave oftener, and the more so under strain",
        "orbit_states": "the sum over theatres",
        "bloc_unrest": "it comes oftener as strain grows",
        "broken_up": "the chance rises with strain added up over the years",
    },
    run=run,
    otherwise=nothing_matters.run,
)
