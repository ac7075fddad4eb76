"""Expected-utility bargaining among states on one issue: security, from Washington's side (0) to Moscow's (1).

Bueno de Mesquita, B. 1998. The end of the Cold War: predicting an emergent property. Journal of Conflict Resolution
42: 131-155 (abstract seen; the rest from memory) ran such a model from what was known in 1948 with random shifts in
states' attention to security, and found that the United States win peacefully in 68 to 78 % of the runs. This is the
core of the model as Scholz, Calbert & Smith 2011 (Journal of Theoretical Politics 23: 510-531, from memory) restated
it, not its authors' program: three numbers a state (position, capability, salience), votes of all third parties,
utilities bent by an attitude to risk that follows from how safe a state's position is, and proposals that are taken
when the proposer expects to gain and the other to lose. Of the offers that a state must take, it takes the smallest.

Departures, said plainly. All see the same votes (the original lets each judge others by its own attitude to risk).
Attitudes to risk are those of last year's bargaining. A round is spread over years by ``pace``. Positions come from
the scenario's alignments, and from the record's orbit, not from similarity of alliances. "A peaceful Western win" is
laid down here as: Moscow's own position in the Western half, and no general war until then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kennan.engine import queue
from kennan.history.rivals import nothing_matters, numbers
from kennan.history.rivals.draws import uniforms
from kennan.history.rivals.known import Known, capabilities
from kennan.history.rivals.rival import Course, Rival, orbit_values

NAME = "bargaining"
PUBLISHED = (0.68, 0.78)  # share of a peaceful Western win in the published study
BLOCK = 128  # members at a time, so that the votes of all third parties fit the processor's cache
ALIGNED = {
    "W": "west",
    "K": "colonial",
    "N": "neutral",
    "C": "contested",
    "B": "neutral",
}  # where not in the orbit
HALF = 0.5


@dataclass(frozen=True, eq=False)
class States:
    """Who bargains: the theatres, and after them Moscow and Washington.

    ``capability`` [state] is a share of the world's; ``voices`` are the places of states that vote and challenge.
    """

    capability: np.ndarray
    voices: np.ndarray

    @property
    def moscow(self) -> int:
        """Place of the USSR."""
        return len(self.capability) - 2

    @property
    def washington(self) -> int:
        """Place of the United States."""
        return len(self.capability) - 1


@dataclass(frozen=True, eq=False)
class Round:
    """One round: where each is moved to, and what the two powers expect; arrays [state, member] or [member].

    ``offered`` is the position that each must take (its own if none); ``risk`` the attitude to risk for the next round;
    ``clash`` says whether each power expects to gain by challenging the other; ``support`` is Washington's share of
    the votes in a contest with Moscow.
    """

    offered: np.ndarray
    risk: np.ndarray
    clash: np.ndarray
    support: np.ndarray


def states(now: Known) -> States:
    """Return who bargains, with what the view tells of capabilities."""
    theatres, soviet, american = capabilities(now)
    capability = np.concatenate([theatres, [soviet, american]])
    voices = np.flatnonzero(capability >= numbers.stated(NAME)["least_capability"])
    return States(capability, voices)


def start(now: Known, p: dict[str, np.ndarray]) -> np.ndarray:
    """Return the positions at the start [state, member]: by alignment, and by the orbit at the end of the view."""
    rows = []
    for place, alignment in enumerate(now.theatres.alignment):
        rows.append(p["orbit"] if now.in_orbit[place] else p[ALIGNED[alignment]])
    nobody = np.zeros_like(p["orbit"])
    return np.stack([*rows, nobody + 1.0, nobody])


def bent(distance: np.ndarray, risk: np.ndarray) -> np.ndarray:
    """Return the utility, -1 to 1, of a position at a ``distance`` 0 to 1, bent by an attitude to risk (1: neutral)."""
    return np.asarray(1 - 2 * np.clip(distance, 0, 1) ** risk)


def gambled(part: np.ndarray, risk: np.ndarray) -> np.ndarray:
    """Return 2 - 4 part^risk, -2 to 2: the form of all utilities of a gamble (Scholz et al. 2011)."""
    return np.asarray(2 - 4 * np.clip(part, 0, 1) ** risk)


def votes(x: np.ndarray, weight: np.ndarray, risk: np.ndarray, voices: np.ndarray) -> np.ndarray:
    """Return each voice's chance to prevail over each state, [voice, state, member].

    Every voice k throws its weight w_k behind whom it likes better: sum of w_k (u_ki - u_kj) where that is positive,
    over the sum of w_k |u_ki - u_kj|. One half where nobody cares.
    """
    utility = bent(np.abs(x[voices][:, None] - x[None]), risk[voices][:, None])  # [voice, state, member]
    weighed = weight[voices][:, None] * utility
    total = weighed.sum(0)  # [state, member]
    own = np.ascontiguousarray(weighed[:, voices])
    made = np.empty((len(voices), *x.shape), x.dtype)
    for j in range(len(x)):
        made[:, j] = np.abs(own - weighed[:, j][:, None]).sum(0)
    gap = total[voices][:, None] - total[None]
    return np.asarray(0.5 + 0.5 * np.divide(gap, made, out=np.zeros_like(made), where=made > 1e-6))


def expected(
    x_own: np.ndarray,
    x_other: np.ndarray,
    risk: np.ndarray,
    care_other: np.ndarray,
    prevails: np.ndarray,
    centre: np.ndarray,
    quiet: float,
) -> np.ndarray:
    """Return what one expects to gain by challenging another over leaving him alone; arrays that broadcast.

    Unresisted (the other does not care) the challenge succeeds; resisted it does with chance ``prevails``. Left alone
    the other stays as he is with chance ``quiet``, or else moves to the ``centre``, for better or worse.
    """
    apart, off = np.abs(x_own - x_other), np.abs(x_own - centre)
    win, lose = gambled(0.5 - 0.5 * apart, risk), gambled(0.5 + 0.5 * apart, risk)
    shift = 0.25 * (off + apart)
    nearer = np.abs(centre - x_own) < apart  # the centre draws the other closer
    moved = gambled(np.where(nearer, 0.5 - shift, 0.5 + shift), risk)
    stay = gambled(np.asarray(0.5), risk)
    attack = care_other * (prevails * win + (1 - prevails) * lose) + (1 - care_other) * win
    return np.asarray(attack - quiet * stay - (1 - quiet) * moved)


def attitude(threat: np.ndarray) -> np.ndarray:
    """Return the attitude to risk, 1/2 to 2, [state, member]: 2, the most cautious, for who is safest where he stands.

    ``threat`` is the sum of what others expect to gain by challenging; it is set against the least and the most of all
    (Bueno de Mesquita 1985; Scholz et al. 2011). Above 1 an even gamble is worth less than its mean, below 1 more.
    """
    least, most = threat.min(0), threat.max(0)
    span = np.maximum(most - least, 1e-6)
    r = np.where(most > least, (2 * threat - most - least) / span, 0.0)
    return np.asarray((1 - r / 3) / (1 + r / 3))


def centre_of(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the position of the weighted median voter, [member]."""
    order = np.argsort(x, 0, kind="stable")
    gathered = np.cumsum(np.take_along_axis(weight, order, 0), 0)
    place = (gathered < 0.5 * gathered[-1]).sum(0)
    return np.asarray(np.take_along_axis(np.take_along_axis(x, order, 0), place[None], 0)[0])


def bargain(who: States, x: np.ndarray, care: np.ndarray, risk: np.ndarray, quiet: float) -> Round:
    """Hold one round. ``x`` positions, ``care`` saliences, ``risk`` attitudes, each [state, member]."""
    v = who.voices
    weight = who.capability[:, None].astype(x.dtype) * care
    centre = centre_of(x[v], weight[v])
    prevail = votes(x, weight, risk, v)
    to, own = x[None], x[v][:, None]
    gain = expected(own, to, risk[v][:, None], care[None], prevail, centre, quiet)
    feared = expected(to, own, risk[None], care[v][:, None], 1 - prevail, centre, quiet)
    at = np.arange(len(v))
    gain[at, v] = 0.0  # nobody challenges himself
    # Both expect to gain: a clash, which whoever expects more carries. One does: the other gives way, all the way
    # where he expects to lose more than the first expects to gain, in part where less.
    carried = (gain > 0) & ((feared <= 0) | (gain > feared))
    part = np.where((feared <= 0) & (-feared < gain), -feared / np.maximum(gain, 1e-6), 1.0)
    move = np.where(carried, part * (own - to), np.inf)
    move[at, v] = np.inf
    first = np.abs(move).argmin(0)[None]
    smallest = np.take_along_axis(move, first, 0)[0]
    moved = x + np.where(np.isfinite(smallest), smallest, 0.0)
    places = {int(state): i for i, state in enumerate(v)}
    m, w = who.moscow, who.washington
    east_on_west, west_on_east = gain[places[m], w], gain[places[w], m]
    clash = (east_on_west > 0) & (west_on_east > 0)
    return Round(np.clip(moved, 0, 1), attitude(gain.sum(0)), clash, prevail[places[w], m])


def course(
    who: States,
    x: np.ndarray,
    p: dict[str, np.ndarray],
    years: tuple[int, ...],
    members: np.ndarray,
    seed: int,
) -> dict[str, np.ndarray]:
    """Bargain year after year from positions ``x`` [state, member].

    Returns
    -------
    ``position`` [state, year, member], ``clash`` and ``support`` [year, member].
    """
    n, dtype = len(who.capability), np.float32
    x = x.astype(dtype)
    powers = np.isin(np.arange(n), (who.moscow, who.washington))[:, None]
    spread = uniforms(seed, members, f"{NAME} salience of a state", n) - 0.5
    care = np.where(powers, 1.0, np.clip(p["salience"] + 0.4 * spread, 0, 1)).astype(dtype)
    risk = np.ones_like(x)
    quiet = numbers.stated(NAME)["status_quo"]
    made = {
        "position": np.empty((n, len(years), len(members)), dtype),
        "clash": np.empty((len(years), len(members)), bool),
        "support": np.empty((len(years), len(members)), dtype),
    }
    for place, year in enumerate(years):
        struck = uniforms(seed, members, f"{NAME} shock", n, year) < p["shock_rate"]
        anew = uniforms(seed, members, f"{NAME} attention", n, year)
        care = np.where(struck, anew, care).astype(dtype)
        held = bargain(who, x, care, risk, quiet)
        x = (x + p["pace"] * (held.offered - x)).astype(dtype)
        risk = held.risk.astype(dtype)
        made["position"][:, place], made["clash"][place], made["support"][place] = x, held.clash, held.support
    return made


def run(now: Known, years: tuple[int, ...], members: np.ndarray, seed: int) -> Course:
    """Return the course of what the theory speaks of; blocks of members, which are worlds apart, run abreast."""
    who = states(now)
    blocks = [members[begin : begin + BLOCK] for begin in range(0, len(members), BLOCK)]
    with queue.shared().line() as line:
        jobs = [line.submit(_block, now, who, years, chosen, seed) for chosen in blocks]
        parts = [job.result() for job in jobs]
    whole = {name: np.concatenate([part[name] for part in parts], -1) for name in parts[0]}
    return _told(now, who, whole, years, members, seed)


def _block(
    now: Known, who: States, years: tuple[int, ...], members: np.ndarray, seed: int
) -> dict[str, np.ndarray]:
    """Return the course of a block of members, as :func:`course` does, with ``war`` and ``rate`` [year, member]."""
    p = numbers.draw(NAME, seed, members)
    made = course(who, start(now, p), p, years, members, seed)
    luck = np.stack([uniforms(seed, members, f"{NAME} war", step=year)[0] for year in years])
    hazard = -np.expm1(-p["war_in_clash"] * made["clash"])
    made["war"] = np.maximum.accumulate(luck < hazard, 0)
    rate = nothing_matters.crisis_rate(now, members, seed)
    made["rate"] = rate * np.where(made["clash"], 1 + p["clash_crises"], 1.0)
    return made


def _told(
    now: Known,
    who: States,
    made: dict[str, np.ndarray],
    years: tuple[int, ...],
    members: np.ndarray,
    seed: int,
) -> Course:
    """Return targets and endings from positions, clashes and votes."""
    moscow, washington = made["position"][who.moscow], made["position"][who.washington]
    inside = made["position"][: len(now.codes)] >= numbers.stated(NAME)["orbit_from"]
    over = moscow < HALF
    values = orbit_values(inside, now.counts)
    values |= nothing_matters.crises_of(made["rate"], made["support"], years, members, seed)
    values["mellowed"] = over[None].astype(np.float32)
    endings = {
        "moscow_comes_over": over,
        "washington_comes_over": washington > HALF,
        "general_war": made["war"],
        "peaceful_western_win": over & ~made["war"],
    }
    return Course(values, endings)


RIVAL = Rival(
    name=NAME,
    sentence="Expected-utility bargaining: states challenge and give way over one issue, by capability and attention.",
    citation="Bueno de Mesquita 1998, The End of the Cold War: Predicting an Emergent Property, Journal of Conflict "
    "Resolution 42: 131-155; Scholz, Calbert & Smith 2011, Journal of Theoretical Politics 23: 510-531 (from memory)",
    speaks_of={
        "orbit_theatre": "a theatre whose position lies near Moscow's lies in the orbit",
        "orbit_states": "the sum over theatres",
        "superpower_crises": "they come oftener in years of clash, in which both powers expect to gain",
        "kremlin_yields": "Washington's share of the votes in a contest with Moscow",
        "mellowed": "Moscow's own position has come over to the Western half (the nearest to it among the targets)",
    },
    run=run,
    otherwise=nothing_matters.run,
)
