"""From a block of worlds to what the page draws: quantiles by quarter, shares, the map; small and fast.

Arrays keep the worlds on the last axis. A quarter is every third month, the first of the scenario being quarter 0; a
year is every twelfth.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.model.in_use import extensions
from kennan.model.recorded import OUTCOMES, THEATRE_FIELDS
from kennan.records import summary

if TYPE_CHECKING:
    from kennan.engine.engine import Block

QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.50, "q75": 0.75, "q95": 0.95}
DIGITS = 4  # after the point
Z_HALF = 0.6744897501960817  # the standard normal deviate that leaves 25 % on either side
#: Quantities of the article's model that the charts show.
SERIES = (
    "orbit",
    "pressure",
    "inner_vitality",
    "radiance",
    "popular_faith",
    "appeal_abroad",
    "party_unity",
    "western_unity",
    "exhaustion",
    "open_dissent",
    "frustration",
    "mellowing",
    "counterforce_total",
    "western_health",
    "output_ratio",
)
GRAVE = "crises_grave"
PROGRESS = tuple(f"progress_{name}" for name in OUTCOMES[:-1])
#: Events of one world that are told, in the order in which they are told within a month.
TOLD = (
    "general_war",
    "restoration",
    "another_order",
    "succession",
    "violent_transfer",
    "rising",
    "departure",
    "partition",
    "country_joins",
    "takeover",
    "depression",
    "crisis",
    "kremlin_yields",
    "west_yields",
)
MOST_TOLD = 400


def series() -> tuple[str, ...]:
    """Return the quantities that the charts show, as fans: :data:`SERIES`, and what extensions bring of the world."""
    return (*SERIES, *(n for e in extensions() for n, q in e.quantities.items() if q.axes == "world"))


def record() -> tuple[str, ...]:
    """Return what a run must keep for all that is shown."""
    return (*series(), GRAVE, *PROGRESS)


def quarters(monthly: np.ndarray) -> np.ndarray:
    """Return the values at the quarters [quarter, world] of monthly ones [month, world]."""
    return monthly[::3]


def bands(values: np.ndarray) -> dict[str, list[float]]:
    """Return quantiles over worlds, by name, of values [time, world]; linear between the two nearest worlds."""
    ordered = np.sort(values, axis=-1)
    last = ordered.shape[-1] - 1
    found = {}
    for name, share in QUANTILES.items():
        place = share * last
        low = int(place)
        part = place - low
        exact = ordered[:, low] * (1 - part) + ordered[:, min(low + 1, last)] * part
        found[name] = rounded(exact)
    return found


def rounded(values: np.ndarray) -> list[Any]:
    """Return values as numbers of few digits."""
    found: list[Any] = np.round(np.asarray(values, np.float64), DIGITS).tolist()
    return found


def chance_bands(happened: np.ndarray) -> dict[str, list[float]]:
    """Return shares of worlds by time, with the 50 and 90 % intervals that their finite number leaves.

    Parameters
    ----------
    happened : bool [time, world].
    """
    worlds = happened.shape[-1]
    share = happened.mean(-1)
    low, high = _wilson(share, worlds, summary.Z)
    lower, upper = _wilson(share, worlds, Z_HALF)
    made = {"q05": low, "q25": lower, "q50": share, "q75": upper, "q95": high}
    return {name: rounded(value) for name, value in made.items()}


def _wilson(share: np.ndarray, worlds: int, z: float) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's interval of shares over so many worlds; see :func:`kennan.records.summary.wilson`."""
    z2 = z * z
    middle = (share + z2 / (2 * worlds)) / (1 + z2 / worlds)
    half = z / (1 + z2 / worlds) * np.sqrt(share * (1 - share) / worlds + z2 / (4 * worlds**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def within_year(monthly: np.ndarray) -> np.ndarray:
    """Return, at each quarter, whether a count was above 0 in the twelve months up to it, bool [quarter, world]."""
    ever = np.cumsum(monthly > 0, axis=0, dtype=np.int32)
    here = np.arange(0, len(monthly), 3)
    before = np.maximum(here - 12, 0)
    return np.asarray(ever[here] - ever[before] > 0)


def standing(block: Block) -> dict[str, list[float]]:
    """Return the share of worlds in which each outcome stands each year, by the order of precedence."""
    stands = np.stack([block.monthly[name][::12] >= 1.0 for name in PROGRESS])
    which = np.where(stands.any(0), stands.argmax(0), len(OUTCOMES) - 1)  # [year, world]
    return {name: rounded((which == k).mean(-1)) for k, name in enumerate(OUTCOMES)}


def shares(ending: np.ndarray) -> dict[str, dict[str, float]]:
    """Return, for each outcome, worlds in 100 (adding up to 100), the share and its 90 % interval."""
    counts = np.bincount(ending.astype(np.int64), minlength=len(OUTCOMES) + 1)[1:]
    found = [summary.wilson(int(count), ending.size) for count in counts]
    whole = summary.in_hundred([one.share for one in found])
    return {
        name: {
            "in_hundred": n,
            "share": round(one.share, 6),
            "low": round(one.low, 6),
            "high": round(one.high, 6),
        }
        for name, one, n in zip(OUTCOMES, found, whole, strict=True)
    }


def ever(block: Block) -> dict[str, dict[str, float]]:
    """Return, for the first five outcomes, the share of worlds that ever reached it, and that lost it again."""
    reached, left = (
        np.asarray(one)[: len(OUTCOMES) - 1].astype(np.int64) for one in (block.reached, block.left)
    )
    came = reached >= 0
    lost = came & (left >= reached)
    return {
        name: {"reached": round(float(came[k].mean()), 6), "left": round(float(lost[k].mean()), 6)}
        for k, name in enumerate(OUTCOMES[:-1])
    }


def theatres(block: Block) -> dict[str, list[list[float]]]:
    """Return [year, theatre]: the share of worlds in which it lies in the orbit, and mean effort and counterforce."""
    found = {"orbit": rounded(block.theatre["theatre_in_orbit"].mean(-1, dtype=np.float32))}
    for name in ("effort", "counterforce"):
        mean = block.theatre[f"theatre_{name}"].mean(-1, dtype=np.float32) / THEATRE_FIELDS[name][1]
        found[name] = rounded(mean)
    return found


def one_world(block: Block, number: int) -> dict[str, Any]:
    """Return one world: its lines by quarter, its map by year, how it ended, and what happened in it.

    Parameters
    ----------
    number : its place in the block.
    """
    happened = [
        {"month": int(month), "kind": kind, "count": int(block.events[kind][month, number])}
        for kind in TOLD
        for month in np.flatnonzero(block.events[kind][:, number])
    ]
    happened.sort(key=lambda one: (one["month"], TOLD.index(str(one["kind"]))))
    influence = block.theatre["theatre_influence"][..., number] / THEATRE_FIELDS["influence"][1]
    return {
        "number": block.first + number,
        "series": {name: rounded(quarters(block.monthly[name])[:, number]) for name in series()},
        "influence": rounded(influence),
        "orbit": block.theatre["theatre_in_orbit"][..., number].tolist(),
        "ending": OUTCOMES[int(block.ending[number]) - 1],
        "events": happened[:MOST_TOLD],
    }


def whole(block: Block, world: int | None = None) -> dict[str, Any]:
    """Return everything that the page draws of a block, as plain data.

    Parameters
    ----------
    block : the worlds of a plan that keeps :func:`record`.
    world : place in the block of the one world that is shown by itself; None for none.
    """
    war = block.monthly["progress_general_war"] >= 1.0
    return {
        "series": {name: bands(quarters(block.monthly[name])) for name in series()},
        "chances": {
            "grave_crisis": chance_bands(within_year(block.monthly[GRAVE])),
            "general_war": chance_bands(quarters(war)),
        },
        "outcomes": shares(block.ending),
        "standing": standing(block),
        "ever": ever(block),
        "theatres": theatres(block),
        "world": None if world is None else one_world(block, world),
    }


def difference(now: Block, then: Block) -> dict[str, Any]:
    """Return what differs between two blocks of the same worlds, world by world: ``now`` less ``then``.

    Returns
    -------
    series : quantiles over worlds of the difference, by quarter; outcomes : worlds in 100 more or fewer, with the
    90 % interval of paired shares (Bonett and Price 2012); otherwise : how many worlds ended otherwise; theatres :
    difference of the shares in the orbit [year, theatre].
    """
    found: dict[str, Any] = {
        name: bands(quarters(now.monthly[name]) - quarters(then.monthly[name])) for name in series()
    }
    moved: Mapping[str, np.ndarray] = {
        name: block.theatre["theatre_in_orbit"].mean(-1, dtype=np.float32)
        for name, block in (("now", now), ("then", then))
    }
    return {
        "series": found,
        "outcomes": {
            name: _outcome(now.ending == code, then.ending == code) for code, name in enumerate(OUTCOMES, 1)
        },
        "otherwise": int((now.ending != then.ending).sum()),
        "theatres": rounded(moved["now"] - moved["then"]),
    }


def _outcome(now: np.ndarray, then: np.ndarray) -> dict[str, float]:
    one = summary.difference(int((now & ~then).sum()), int((then & ~now).sum()), now.size)
    return {
        "in_hundred": round(100 * one.difference, 2),
        "low": round(100 * one.low, 2),
        "high": round(100 * one.high, 2),
        "only_now": one.only_a,
        "only_then": one.only_b,
    }
