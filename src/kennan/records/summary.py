"""What a run says in a few numbers: shares of worlds with their intervals, sequences, medians, paired
differences.

Comes in: the Dataset of a run. Goes out: plain dictionaries of small frozen records that the report, the
command line and a notebook print. Only numpy is used. All shares are of worlds; ``in_hundred`` turns them
into the whole numbers ("52 worlds in 100") that people read, which always add up to 100.

Two intervals are used, both at 90 % (``LEVEL``). They speak of the finite number of worlds only: with more
worlds they shrink to nothing, while the doubt about the model's numbers is what the spread over the worlds
itself shows.

* One share: Wilson's score interval (Wilson 1927), which stays inside 0 and 1 and has a width at 0 and at n
  in n.
* A difference on the same luck: the adjusted Wald interval for paired shares of Bonett and Price (2012),
  which rests on the worlds that end differently under the two policies, as McNemar's test does, and has a
  width when there are none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.model.recorded import OUTCOMES

if TYPE_CHECKING:
    from xarray import Dataset

    from kennan.scenarios import Scenario

LEVEL = 0.90
Z = 1.6448536269514722  # the standard normal deviate that leaves 5 % on either side
TITLES = {
    "general_war": "general war",
    "breakup": "break-up",
    "expansion": "expansion",
    "western_exhaustion": "western exhaustion",
    "mellowing": "mellowing",
    "stalemate": "stalemate",
}


@dataclass(frozen=True)
class Share:
    """A share of worlds (0 to 1), its 90 % interval, and how many worlds it was counted over."""

    share: float
    low: float
    high: float
    worlds: int

    @property
    def count(self) -> int:
        """The number of worlds in which it happened."""
        return round(self.share * self.worlds)


@dataclass(frozen=True)
class Ever:
    """Shares of worlds that ever reached an outcome, and that reached it and afterwards lost it again."""

    reached: Share
    left: Share


@dataclass(frozen=True)
class Difference:
    """Share of worlds under policy ``a`` minus share under ``b``, with its 90 % interval.

    ``only_a`` and ``only_b`` count the worlds in which the outcome came under one of the two policies alone.
    """

    difference: float
    low: float
    high: float
    only_a: int
    only_b: int
    worlds: int

    @property
    def clear(self) -> bool:
        """True when the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def wilson(count: int, worlds: int) -> Share:
    """Return ``count`` of ``worlds`` as a share with Wilson's 90 % interval.

    Raises
    ------
    BadInput : no worlds, or a count outside 0..worlds.
    """
    if worlds < 1 or not 0 <= count <= worlds:
        raise BadInput(
            Fault(f"{count} of {worlds} worlds is not a share", allowed="0 to worlds, and at least 1 world")
        )
    p, z2 = count / worlds, Z * Z
    middle = (p + z2 / (2 * worlds)) / (1 + z2 / worlds)
    half = Z / (1 + z2 / worlds) * float(np.sqrt(p * (1 - p) / worlds + z2 / (4 * worlds**2)))
    return Share(p, 0.0 if count == 0 else middle - half, 1.0 if count == worlds else middle + half, worlds)


def in_hundred(shares: Sequence[float]) -> list[int]:
    """Return shares that add up to 1 as whole numbers that add up to 100 (largest remainders are rounded
    up).
    """
    exact = 100 * np.asarray(shares, float)
    whole = np.floor(exact + 1e-9).astype(int)
    missing = round(float(exact.sum())) - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:missing]] += 1
    return [int(n) for n in whole]


def whole(share: float) -> int:
    """Return a share (-1 to 1) that is no part of a sum as a whole number of 100; halves go up in size."""
    n = int(np.floor(100 * abs(share) + 0.5))
    return n if share >= 0 else -n


def said(share: float, number: int | None = None) -> str:
    """Return worlds in 100 as people read them: "<1" for a few that round to none, "0" for none at all.

    Parameters
    ----------
    share : 0 to 1.
    number : the whole number that stands for it where it is one of several that add up to 100 (see
        :func:`in_hundred`): one number is never said in two ways.
    """
    n = whole(share) if number is None else number
    return "<1" if n == 0 and share > 0 else str(n)


def numbers(found: dict[str, Share]) -> dict[str, int]:
    """Return the endings of one policy as whole numbers that add up to 100, by outcome."""
    return dict(zip(OUTCOMES, in_hundred([found[o].share for o in OUTCOMES]), strict=True))


def gaps(mine: dict[str, Share], other: dict[str, Share]) -> dict[str, int]:
    """Return how many worlds of 100 more (or fewer) one policy has: of the numbers that stand in the tables."""
    a, b = numbers(mine), numbers(other)
    return {o: a[o] - b[o] for o in OUTCOMES}


def last_month(ds: Dataset) -> str:
    """Return the last month of a run in words: "January 1992"."""
    from calendar import month_name

    year, month = str(ds["month"].values[-1])[:7].split("-")
    return f"{month_name[int(month)]} {year}"


def world(ds: Dataset) -> Scenario:
    """Return the scenario of a run; the article's own where the run has no plan that can be read."""
    from kennan import scenarios

    try:
        said = json.loads(str(ds.attrs.get("plan", "")))["scenario"]
        return scenarios.load(scenarios.choose(said, files=False))
    except (ValueError, KeyError, TypeError):  # none that this version can read; BadInput is a ValueError
        return scenarios.load(scenarios.ARTICLE)


def titles(ds: Dataset) -> dict[str, str]:
    """Return what the outcomes are called in the scenario of a run, by name."""
    tell = world(ds).words.tell
    return {name: tell(title) for name, title in TITLES.items()}


def policies(ds: Dataset) -> list[str]:
    """Return the names of a run's policies, in the order of the plan."""
    return [str(name) for name in ds["policy"].values]


def policy_index(ds: Dataset, policy: str) -> int:
    """Return the place of a policy in a run.

    Raises
    ------
    BadInput : the run has no such policy; the message gives the nearest name.
    """
    names = policies(ds)
    if policy not in names:
        raise BadInput(unknown("policy in this run", policy, names))
    return names.index(policy)


def _ending(ds: Dataset, policy: int) -> np.ndarray:
    return np.asarray(ds["ending"].isel(policy=policy).values)


def moments(ds: Dataset, policy: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (reached, left) int[5, worlds]: month of first reaching each outcome and of last losing it, -1
    never.
    """
    pair = (ds[name].isel(policy=policy).transpose(..., "world").values for name in ("reached", "left"))
    reached, left = (np.asarray(values)[:5].astype(np.int64) for values in pair)
    return reached, left


def shares(ds: Dataset) -> dict[str, dict[str, Share]]:
    """Return, for each policy, the share of worlds that ended in each of the six outcomes.

    Example
    -------
    >>> import kennan
    >>> run = kennan.run(worlds=4, years=2)
    >>> sum(one.share for one in shares(run)["containment"].values())
    1.0
    """
    result = {}
    for i, policy in enumerate(policies(ds)):
        ending = _ending(ds, i)
        counts = np.bincount(ending.astype(np.int64), minlength=7)
        result[policy] = {name: wilson(int(counts[c]), ending.size) for c, name in enumerate(OUTCOMES, 1)}
    return result


def ever(ds: Dataset) -> dict[str, dict[str, Ever]]:
    """Return, for each policy, how often the first five outcomes were ever reached, and reached and lost
    again.

    A world can reach several outcomes one after the other, so these shares may add up to more than 1.
    """
    result = {}
    for i, policy in enumerate(policies(ds)):
        reached, left = moments(ds, i)
        worlds = reached.shape[1]
        came = reached >= 0
        lost = came & (left >= reached)
        result[policy] = {
            name: Ever(wilson(int(came[k].sum()), worlds), wilson(int(lost[k].sum()), worlds))
            for k, name in enumerate(OUTCOMES[:5])
        }
    return result


def beside(ds: Dataset) -> dict[str, dict[str, Ever]]:
    """Return, for each policy, the same of the outcomes that extensions bring; empty where there are none."""
    names = [str(name) for name in ds.outcome_kind.values[len(OUTCOMES) - 1 :]]
    result: dict[str, dict[str, Ever]] = {}
    for i, policy in enumerate(policies(ds)):
        table = {
            n: ds[n].isel(policy=i).transpose(..., "world").values.astype(int) for n in ("reached", "left")
        }
        result[policy] = {}
        for k, name in enumerate(names, len(OUTCOMES) - 1):
            came, lost = table["reached"][k] >= 0, table["left"][k] >= table["reached"][k]
            counts = int(came.sum()), int((came & lost).sum())
            result[policy][name] = Ever(*(wilson(count, came.size) for count in counts))
    return result


def _sequence_codes(reached: np.ndarray, ending: np.ndarray) -> np.ndarray:
    """Write each world's outcomes in the order they came, and its ending if another, as digits of one
    number.
    """
    never = np.iinfo(np.int64).max
    when = np.where(reached >= 0, reached, never)
    order = np.argsort(when, axis=0, kind="stable")  # ties fall to the order of precedence
    codes = np.zeros(reached.shape[1], np.int64)
    last = np.zeros_like(codes)
    for place in order:
        came = np.take_along_axis(when, place[None], 0)[0] < never
        last = np.where(came, place + 1, last)
        codes = np.where(came, codes * 10 + place + 1, codes)
    return np.where(ending != last, codes * 10 + ending, codes)


def sequences(ds: Dataset, top: int = 6) -> dict[str, dict[tuple[str, ...], Share]]:
    """Return, for each policy, the most common sequences of outcomes with their share of worlds, commonest
    first.

    A sequence names the outcomes in the order in which a world first reached them. Where the world ended in
    something else than the last of them (most often because that outcome was lost again), its ending stands
    as the last name.

    Example
    -------
    >>> import kennan
    >>> run = kennan.run(worlds=4, years=2)
    >>> [(way, one.worlds) for way, one in sequences(run, top=1)["containment"].items()]
    [(('stalemate',), 4)]
    """
    result = {}
    for i, policy in enumerate(policies(ds)):
        reached, _ = moments(ds, i)
        codes = _sequence_codes(reached, _ending(ds, i).astype(np.int64))
        found, counts = np.unique(codes, return_counts=True)
        commonest = np.argsort(-counts, kind="stable")[: max(0, top)]
        result[policy] = {
            tuple(OUTCOMES[int(digit) - 1] for digit in str(found[k])): wilson(int(counts[k]), codes.size)
            for k in commonest
        }
    return result


def say_sequence(sequence: Sequence[str], titles: Mapping[str, str] = TITLES) -> str:
    """Return a sequence of outcomes in words: "mellowing, then break-up"."""
    words = [titles.get(name, name.replace("_", " ")) for name in sequence]
    return ", then ".join(words)


def medians(ds: Dataset, quantity: str, policy: str | None = None) -> dict[int, float]:
    """Return {year: median over worlds} of a monthly quantity, each as it stood in January of the year.

    Parameters
    ----------
    quantity : name of a recorded monthly quantity; the values are in its own unit
        (``ds[quantity].attrs["units"]``).
    policy : a policy of the run; None takes the first.

    Raises
    ------
    BadInput : the quantity was not recorded monthly, or the run has no such policy. All faults at once.
    """
    faults = Faults()
    monthly = [str(name) for name, v in ds.data_vars.items() if set(v.dims) == {"policy", "month", "world"}]
    index = 0
    if quantity not in monthly:
        faults.found.append(unknown("monthly quantity in this run", quantity, monthly))
    if policy is not None:
        try:
            index = policy_index(ds, policy)
        except BadInput as error:
            faults.take(error)
    faults.raise_if_any()
    months = np.asarray(ds["month"].values).astype("datetime64[M]").astype(np.int64)
    january = np.nonzero(months % 12 == 0)[0]
    values = ds[quantity].isel(policy=index, month=january).transpose("month", "world").values
    middle = np.median(values, axis=1)
    return {int(1970 + months[m] // 12): float(v) for m, v in zip(january, middle, strict=True)}


def paired_difference(ds: Dataset, outcome: str, a: str, b: str) -> Difference:
    """Return the share of worlds that end in ``outcome`` under policy ``a`` minus that under ``b``, on the
    same luck.

    World 17 has the same draws and the same parameters under both policies, so the worlds are pairs, and only
    those that end differently say anything about the difference. The interval is Bonett and Price's (2012):
    with n pairs, x of them with the outcome under ``a`` alone and y under ``b`` alone, p = (x + 1)/(n + 2), q
    = (y + 1)/(n + 2), it is p - q +/- z sqrt((p + q - (p - q)^2)/(n + 2)), cut to -1..1.

    Raises
    ------
    BadInput : an unknown outcome or policy. All faults at once.
    """
    faults = Faults()
    if outcome not in OUTCOMES:
        faults.found.append(unknown("outcome", outcome, OUTCOMES))
    places = []
    for name in (a, b):
        try:
            places.append(policy_index(ds, name))
        except BadInput as error:
            faults.take(error)
    faults.raise_if_any()
    code = OUTCOMES.index(outcome) + 1
    under_a, under_b = (_ending(ds, place) == code for place in places)
    return difference(int((under_a & ~under_b).sum()), int((under_b & ~under_a).sum()), under_a.size)


def difference(only_a: int, only_b: int, worlds: int) -> Difference:
    """Return the difference of two paired shares from the counts of worlds in which they differ (see
    above).

    Raises
    ------
    BadInput : no worlds, or more that differ than there are.
    """
    if worlds < 1 or min(only_a, only_b) < 0 or only_a + only_b > worlds:
        what = f"{only_a} and {only_b} of {worlds} worlds are no paired shares"
        raise BadInput(Fault(what, allowed="0 to worlds together, and at least 1 world"))
    p, q = (only_a + 1) / (worlds + 2), (only_b + 1) / (worlds + 2)
    half = Z * float(np.sqrt((p + q - (p - q) ** 2) / (worlds + 2)))
    low, high = max(-1.0, p - q - half), min(1.0, p - q + half)
    return Difference((only_a - only_b) / worlds, low, high, only_a, only_b, worlds)
