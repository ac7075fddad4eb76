"""Why two runs differ: what differs, the roots of it, and the chain behind it, link by link, all measured.

Comes in: two runs on the same luck (folders or Datasets), or two policies of one. Goes out: a
:class:`~kennan.ledger.why.data.Why` of plain data. Nothing is told from the shape of curves: every share is what
goes when a link is switched to the other run's values, in the same worlds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kennan.engine.mediation import Mediation
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.ledger.why import chain, model, roots, words
from kennan.ledger.why.bench import WINDOW, Bench, apart
from kennan.ledger.why.data import LINKED, Difference, Explanation, Outcome, Why
from kennan.ledger.why.differences import differences, outcomes
from kennan.ledger.why.sides import Pair, sides
from kennan.model import quantities
from kennan.model.in_use import using
from kennan.model.recorded import OUTCOMES

if TYPE_CHECKING:
    from xarray import Dataset

SURE = 0.95
MOST_LINKED = 1024
EXPLAINED = 2  # differences that are explained, unless some are named
NODES = 10  # nodes that are measured in all


def why(
    first: str | Path | Dataset,
    second: str | Path | Dataset | None = None,
    *,
    policies: Sequence[str] = (),
    wanted: Sequence[str] = (),
    at: str | None = None,
    linked: int = LINKED,
    progress: Callable[[int, int], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Why:
    """Say in what two runs differ, and why.

    Parameters
    ----------
    first, second : run folders or Datasets; with ``second`` left out, two policies of the first.
    policies : one name for each side, where there is a choice.
    wanted : monthly quantities whose differences are explained; those that differ most when left out.
    at : month at which differences are explained, as "1965-01"; the end when left out.
    linked : worlds in which links are measured (8 to 1,024, rounded down to a multiple of 8).
    progress : called with (hybrids walked, hybrids asked for so far).
    announce : told when something takes long that is not simulation.

    Raises
    ------
    BadInput : runs without common luck, an unknown quantity or policy, a date outside the runs; all faults at once.

    Example
    -------
    >>> import kennan
    >>> both = kennan.compare(policies=["containment", "withdrawal"], worlds=8, years=2)
    >>> found = why(both, policies=("containment", "withdrawal"), wanted=["orbit"], linked=8)
    >>> found.explanations[0].quantity
    'orbit'
    """
    begun = time.perf_counter()
    pair = sides(first, second, tuple(policies))
    with using(pair.a.plan.extensions):
        return _why(pair, begun, wanted, at, linked, progress, announce)


def _why(
    pair: Pair,
    begun: float,
    wanted: Sequence[str],
    at: str | None,
    linked: int,
    progress: Callable[[int, int], None] | None,
    announce: Callable[[str], None] | None,
) -> Why:
    month = _checked(pair, wanted, at, linked)
    recorded = [n for n in _monthly(pair) if not n.startswith("progress_")]
    found = differences(pair, recorded, month, SURE)
    ended = month == pair.a.plan.months
    shares = outcomes(pair, SURE) if ended else []
    model.prepare(announce)
    bench = _bench(pair, month, linked, progress, announce)
    explained = _explained(bench, pair, tuple(wanted) or _striking(found, shares))
    return Why(
        *pair.labels,
        at=_dates(pair)[month],
        worlds=int(pair.worlds.size),
        worlds_linked=int(bench.worlds.size),
        sure=SURE,
        differences=tuple(found),
        outcomes=tuple(shares),
        explanations=explained,
        seconds=round(time.perf_counter() - begun, 2),
    )


def _checked(pair: Pair, wanted: Sequence[str], at: str | None, linked: int) -> int:
    """Return the month that is asked for, or raise everything that is wrong."""
    faults, dates = Faults(), _dates(pair)
    register = quantities.load()
    for name in wanted:
        if name not in register:
            faults.found.append(unknown("quantity", name, register, "--quantity"))
        elif register[name].axes != "world":
            what = f"{name} is a quantity of theatres or rivals; what is explained is a number a world"
            faults.add(
                what, where="--quantity", do="name one such as orbit, effort_total or counterforce_total"
            )
    if at is not None and at not in dates[1:]:
        faults.add(f"{at!r} is no month of the runs", where="--at", allowed=f"{dates[1]} to {dates[-1]}")
    if not 8 <= linked <= MOST_LINKED:
        faults.add(
            f"links cannot be measured in {linked} worlds", where="--linked", allowed=f"8 to {MOST_LINKED}"
        )
    faults.raise_if_any()
    return dates.index(at) if at is not None else len(dates) - 1


def _bench(
    pair: Pair,
    month: int,
    linked: int,
    progress: Callable[[int, int], None] | None,
    announce: Callable[[str], None] | None,
) -> Bench:
    """Return the bench with the two plans cut to the years that are needed, and the first of the worlds."""
    years = -(-month // 12)
    plans = [side.plan.replace(years=years, worlds=1, first_world=0) for side in (pair.a, pair.b)]
    count = max(8, min(linked, pair.worlds.size) // 8 * 8)
    worlds = pair.worlds[:count]
    if (
        worlds.size < count
    ):  # fewer than eight in common: the next numbers have the same luck in both runs as well
        worlds = worlds[0] + np.arange(count)
    return Bench(Mediation(plans[0], plans[1], announce), worlds, month, progress)


def _explained(bench: Bench, pair: Pair, targets: Sequence[str]) -> tuple[Explanation, ...]:
    differ = apart(bench.mediation, bench.worlds)
    players = roots.players(differ)
    bench.begin(roots.orders(players, len(bench.worlds)).hybrids())
    differing = [name for name in targets if np.abs(bench.gap(name, WINDOW)).max() > 0]
    chains = {name: chain.Chain(name, bench, differ, _dates(pair), SURE) for name in differing}
    if chains:
        chain.follow(list(chains.values()), NODES)
    found = []
    for name in targets:
        if name not in chains:
            said = f"{words.title(name).capitalize()} does not differ."
            found.append(Explanation(name, (), (), (said,)))
            continue
        nodes = tuple(chains[name].nodes.values())
        of = roots.shares(bench, players, name, SURE)
        found.append(Explanation(name, of, nodes, words.sentences(of, nodes, pair.labels)))
    return tuple(found)


def _striking(found: Sequence[Difference], shares: Sequence[Outcome]) -> tuple[str, ...]:
    """Return what is explained unless something is named: the outcome that changes most, and what differs most."""
    clear = sorted((one for one in shares if one.clear), key=lambda one: -abs(one.difference))
    chosen = [f"progress_{one.outcome}" for one in clear[:EXPLAINED] if one.outcome != OUTCOMES[-1]]
    chosen += [one.quantity for one in found if one.clear]
    if not chosen:
        raise BadInput(
            Fault(
                "no difference between the runs is clear at this number of worlds",
                do="take more worlds, or name a quantity with --quantity",
            )
        )
    return tuple(dict.fromkeys(chosen))[:EXPLAINED]


def _monthly(pair: Pair) -> list[str]:
    """Return the monthly quantities that both runs recorded."""
    both = [
        {str(n) for n, v in s.data.data_vars.items() if set(v.dims) == {"month", "world"}}
        for s in (pair.a, pair.b)
    ]
    return [name for name in quantities.load() if name in both[0] & both[1]]


def _dates(pair: Pair) -> list[str]:
    return [str(one)[:7] for one in np.asarray(pair.a.data["month"].values).astype("datetime64[M]")]
