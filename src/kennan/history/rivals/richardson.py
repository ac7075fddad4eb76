"""Richardson's arms race: each power builds against the other's arms, tires of its own, and has its grievances.

    dx/dt = k y - a x + g        (the USSR's arms x, in units of the United States' arms at the start)
    dy/dt = l x - b y + h

Richardson, L. F. 1960. Arms and Insecurity. Pittsburgh: Boxwood Press (from memory). The race has a balance when
a b > k l and none otherwise. Smith, T. C. 1980. Arms race instability and war. Journal of Conflict Resolution 24:
253-284 (title seen, pages from memory) relates that stability to war; Wallace, M. D. 1979. Arms races and escalation.
Journal of Conflict Resolution 23: 3-16 (from memory) relates racing to crises that escalate. Fits of these equations
to the two powers' budgets have disappointed (Sandler & Hartley 1995, as cited by others), so coefficients are drawn
widely and apart for each power.

What is added here, and is not Richardson's: luck of a year, a ceiling, the tie of crises and of war to the race's
rate, and that the worse armed power yields.
"""

from __future__ import annotations

import numpy as np

from kennan.history.rivals import nothing_matters, numbers
from kennan.history.rivals.draws import normals, uniforms
from kennan.history.rivals.known import Known
from kennan.history.rivals.rival import Course, Rival

NAME = "richardson"
STEPS = 12  # a year; Euler's steps
DRAWN_TWICE = ("reaction", "fatigue", "grievance")


def race(start: np.ndarray, p: dict[str, np.ndarray], luck: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return the arms of both powers at the end of each year, [power, year, member].

    Parameters
    ----------
    start : arms at the start, [power, member], USSR first, in units of the United States' arms.
    p : ``reaction``, ``fatigue`` (1/year) and ``grievance`` (unit/year), each [power, member].
    luck : a year's luck on the logarithm, [power, year, member].
    most : arms that none goes beyond, [member].
    """
    x, made = start.copy(), np.empty(luck.shape)
    for year in range(luck.shape[1]):
        for _ in range(STEPS):
            change = p["reaction"] * x[::-1] - p["fatigue"] * x + p["grievance"]
            x = np.clip(x + change / STEPS, 1e-3, most)
        x = np.clip(x * np.exp(luck[:, year]), 1e-3, most)
        made[:, year] = x
    return made


def has_no_balance(p: dict[str, np.ndarray]) -> np.ndarray:
    """Return where the race has no balance: reactions outweigh fatigue (k l >= a b), [member]."""
    return np.asarray(p["reaction"].prod(0) >= p["fatigue"].prod(0))


def start_ratio(now: Known) -> float | None:
    """Return the closed power's arms over the open one's at the view's end: military expenditure, or capability."""
    if now.view.has("cinc"):
        data = now.view.table("cinc")
        if "milex" in data:
            data = data[data.milex.notna() & (data.milex > 0)]
            spent = {code: part.set_index("year").milex for code, part in data.groupby("ccode")}
            closed, open_ = now.terms.codes.of("cinc")
            if closed in spent and open_ in spent:
                both = spent[open_].index.intersection(spent[closed].index)
                if len(both):
                    return float(spent[closed][both.max()] / spent[open_][both.max()])
    ratio = now.series.get("cinc_ratio")
    return float(ratio.values[-1]) if ratio is not None and len(ratio) else None


def run(now: Known, years: tuple[int, ...], members: np.ndarray, seed: int) -> Course:
    """Return the course of what the theory speaks of; nothing where the view tells no power's arms."""
    ratio = start_ratio(now)
    if ratio is None:
        return Course({})
    p = numbers.draw(NAME, seed, members)
    own = numbers.of(NAME)
    for name in DRAWN_TWICE:
        p[name] = own[name].quantile(uniforms(seed, members, f"{NAME} {name} of a power", 2))
    start = np.stack([np.full(len(members), ratio), np.ones(len(members))])
    luck = np.stack([p["shock"] * normals(seed, members, f"{NAME} shock", 2, year) for year in years], 1)
    arms = race(start, p, luck, p["most_arms"])
    before = np.concatenate([start[:, None], arms[:, :-1]], 1)
    growth = np.log(arms.sum(0) / before.sum(0))  # of both together, a year [year, member]

    base = nothing_matters.crisis_rate(now, members, seed)
    rate = base * np.clip(1 + p["crises_from_race"] * growth, 0, 10)
    worse = arms[1] / arms.sum(0)  # the chance that the Kremlin yields: the United States' share of all arms
    values = nothing_matters.crises_of(rate, worse, years, members, seed)
    values |= _anchored(now, arms, start, p)

    risk = np.clip(p["war_in_crisis"] * np.clip(1 + p["war_from_race"] * growth, 0, 20), 0, 1)
    peace = (1 - risk) ** values["superpower_crises"][0]
    broke = np.stack([uniforms(seed, members, f"{NAME} war", step=year)[0] for year in years]) > peace
    war = np.maximum.accumulate(broke, 0)
    endless = np.broadcast_to(has_no_balance(p), war.shape)
    return Course(values, {"general_war": war, "runaway_race": endless})


def _anchored(
    now: Known,
    arms: np.ndarray,
    start: np.ndarray,
    p: dict[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """Return the ratio of capability and the forces abroad, which follow the arms from the view's last number."""
    made = {}
    ratio = now.series.get("cinc_ratio")
    if ratio is not None and len(ratio):
        moved = np.log(arms[0] / arms[1]) - np.log(start[0] / start[1])
        made["cinc_ratio"] = ratio.values[-1] * np.exp(p["military_weight"] * moved)
    forces = now.series.get("forces_abroad")
    if forces is not None and len(forces):
        made["forces_abroad"] = forces.values[-1] * arms[1] / start[1]
    return {name: np.asarray(array, np.float32)[None] for name, array in made.items()}


RIVAL = Rival(
    name=NAME,
    sentence="A race of arms: each power builds against the other, tires of its own arms, and has its grievances.",
    citation="Richardson 1960, Arms and Insecurity (from memory); Smith 1980, Journal of Conflict Resolution 24: "
    "253-284; Wallace 1979, Journal of Conflict Resolution 23: 3-16 (both from memory)",
    speaks_of={
        "cinc_ratio": "a third of the index is military and follows the arms",
        "forces_abroad": "they follow the United States' arms",
        "superpower_crises": "they come oftener while arms grow",
        "kremlin_yields": "the worse armed power yields",
    },
    run=run,
    otherwise=nothing_matters.run,
)
